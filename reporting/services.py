"""What people do with reports: when they are released, which PDFs are made, for whom, and opening one."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.clock import now
from reporting import packs, selectors
from reporting.access import MANAGING
from reporting.doorbell import RENDER, ring
from reporting.enums import RunState
from reporting.models.releases import Release, ReleaseCalendar, ReleaseWithdrawal
from reporting.models.runs import Delivery, ReportRun, Schedule, ScheduleRecipient
from reporting.reports import reports
from reporting.slots import next_slot


class ReportingError(ValueError):
    """What cannot be done, in a sentence for the person who asked; `field` is the form's."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class ConflictError(Exception):
    """Somebody else changed it since the page was opened; `saved` is what stands now."""

    def __init__(self, saved: Schedule) -> None:
        super().__init__("changed by somebody else")
        self.saved = saved


def _require(viewer: Viewer) -> None:
    if not viewer.may_any(*MANAGING):
        raise PermissionDenied


# --- the calendar ----------------------------------------------------------------------------------


@transaction.atomic
def set_calendar(
    *, viewer: Viewer, report: str, day_of_month: int, first_on: dt.date | None = None
) -> ReleaseCalendar:
    """Release a report each month on a day, for the unit and everybody below it.

    `first_on` is the first release; without it the next such day, today included. It never comes
    sooner than the month after the last release.
    """
    _require(viewer)
    reports.get(report)
    first = first_on or next_slot(viewer.day - dt.timedelta(days=1), day_of_month)
    last = selectors.latest(viewer.here.id, report)
    if last is not None and (first.year, first.month) <= (last.as_at.year, last.as_at.month):
        first = next_slot(last.as_at.replace(day=28), day_of_month)
    calendar, _ = ReleaseCalendar.objects.update_or_create(
        unit_id=viewer.here.id,
        report=report,
        defaults={"day_of_month": day_of_month, "next_on": first, "active": True},
    )
    audit.record(
        viewer,
        "report.calendar_set",
        unit_id=viewer.here.id,
        about=calendar,
        report=report,
        day=day_of_month,
    )
    return calendar


@transaction.atomic
def withdraw_release(*, viewer: Viewer, release: Release, reason: str) -> ReleaseWithdrawal:
    """Withdraw a wrong release: nobody is shown it any more, and it can be issued again.

    So are the releases of the units below that were cut from it. It stays in the ledger, since what
    was seen is known.
    """
    _require(viewer)
    if release.source_id is not None:
        raise ReportingError("This release was cut from one of a unit above: withdraw that one.")
    if selectors.is_withdrawn(release):
        raise ReportingError("This release was withdrawn already.")
    at = now()
    withdrawal, *_ = ReleaseWithdrawal.objects.bulk_create(
        ReleaseWithdrawal(
            release=each,
            unit_id=each.unit_id,
            reason=reason,
            withdrawn_by_id=viewer.user_id,
            withdrawn_at=at,
        )
        for each in (release, *selectors.cuts(release))
    )
    audit.record(viewer, "report.withdrawn", unit_id=release.unit_id, about=release)
    return withdrawal


# --- making a PDF now ------------------------------------------------------------------------------


@transaction.atomic
def request_run(*, viewer: Viewer, release: Release) -> ReportRun:
    """Ask for the PDF of a release. Asked for twice, it is made once, as it is the same document.

    After a change of the pack or new comments it is another one.
    """
    _require(viewer)
    wanted = packs.printed(release, viewer.day).as_json()
    made = ReportRun.objects.filter(
        unit_id=viewer.here.id, release=release, schedule=None, draft=False
    )
    same = Q(state__in=[RunState.QUEUED, RunState.LEASED]) | Q(state=RunState.DONE, printed=wanted)
    there = made.filter(same).defer("pdf").order_by("-id").first()
    if there is not None:
        return there
    run = ReportRun.objects.create(
        unit_id=viewer.here.id,
        report=release.report,
        slot=viewer.day,
        scope=viewer.here.code,
        release=release,
        asked_by_id=viewer.user_id,
        created_at=now(),
    )
    audit.record(viewer, "report.requested", unit_id=run.unit_id, about=run, report=run.report)
    ring(RENDER, str(run.public_id))
    return run


@transaction.atomic
def open_run(*, viewer: Viewer, run: ReportRun) -> bytes:
    """The PDF of a run that is done, for its reader: that she opened it is recorded."""
    if run.state != RunState.DONE:
        raise ReportingError("This report is not ready yet.")
    Delivery.objects.filter(run=run, user_id=viewer.user_id, opened_at=None).update(opened_at=now())
    audit.record(viewer, "report.opened", unit_id=run.unit_id, about=run, report=run.report)
    return selectors.pdf_of(run)


# --- schedules -------------------------------------------------------------------------------------


@transaction.atomic
def create_schedule(
    *,
    viewer: Viewer,
    report: str,
    day_of_month: int,
    logins: Sequence[str],
    wait_days: int | None = None,
) -> Schedule:
    """Make a PDF of a report each month on a day, and send the readers a link.

    With `wait_days` (1 to 10) it waits so long for published comments, then goes out without.

    Raises:
        ReportingError: somebody named may not be sent reports of the unit, or nobody is named.
    """
    _require(viewer)
    users = _readers(viewer, logins)
    schedule = Schedule.objects.create(
        unit_id=viewer.here.id,
        report=reports.get(report).code,
        day_of_month=day_of_month,
        parameters=_parameters(viewer, report),
        owner_id=viewer.user_id,
        next_on=next_slot(viewer.day, day_of_month),
        wait_days=wait_days,
    )
    _write_readers(schedule, users)
    audit.record(
        viewer,
        "schedule.made",
        unit_id=schedule.unit_id,
        about=schedule,
        report=report,
        readers=len(users),
    )
    return schedule


@transaction.atomic
def change_schedule(
    *,
    viewer: Viewer,
    schedule: Schedule,
    version: int,
    day_of_month: int,
    logins: Sequence[str],
    wait_days: int | None = None,
) -> Schedule:
    """Change the day, the readers and the waiting of a schedule.

    Raises:
        ConflictError: it was changed since `version` was read.
        ReportingError: as :func:`create_schedule`.
    """
    _require(viewer)
    users = _readers(viewer, logins)
    saved = Schedule.objects.select_for_update().get(pk=schedule.pk)
    if saved.version != version or not saved.active:
        raise ConflictError(saved)
    saved.day_of_month = day_of_month
    saved.next_on = next_slot(viewer.day, day_of_month)
    saved.wait_days = wait_days
    saved.version += 1
    saved.save(update_fields=["day_of_month", "next_on", "wait_days", "version"])
    _write_readers(saved, users)
    audit.record(viewer, "schedule.changed", unit_id=saved.unit_id, about=saved, readers=len(users))
    return saved


@transaction.atomic
def stop_schedule(*, viewer: Viewer, schedule: Schedule) -> None:
    """End a schedule. What it made stays."""
    _require(viewer)
    schedule.active = False
    schedule.version += 1
    schedule.save(update_fields=["active", "version"])
    audit.record(viewer, "schedule.stopped", unit_id=schedule.unit_id, about=schedule)


def _parameters(viewer: Viewer, report: str) -> dict[str, Any]:
    """All that the report needs, so that a run depends on nothing else."""
    return {
        "report": report,
        "unit": viewer.here.code,
        "figures": "latest release",
        "format": "pdf",
    }


def _readers(viewer: Viewer, logins: Sequence[str]) -> list[int]:
    """Ids of the accounts, each of which may be sent reports of the unit today."""
    found = []
    for login in dict.fromkeys(each.strip().lower() for each in logins if each.strip()):
        user = selectors.user_called(login)
        if user is None or not selectors.may_receive(user.pk, viewer.here.code):
            here = viewer.here.name
            raise ReportingError(
                f"{login} may not see reports of {here}. They need a role that reads its figures, or "
                f"to be a board or committee reader of {here} itself. Ask its access "
                "administrator, or leave them out.",
                field="readers",
            )
        found.append(user.pk)
    if not found:
        raise ReportingError("Enter at least one reader", field="readers")
    return found


def _write_readers(schedule: Schedule, users: Sequence[int]) -> None:
    there = ScheduleRecipient.objects.filter(schedule=schedule)
    there.exclude(user_id__in=users).delete()
    kept = set(there.values_list("user_id", flat=True))
    ScheduleRecipient.objects.bulk_create(
        ScheduleRecipient(schedule=schedule, unit_id=schedule.unit_id, user_id=user_id)
        for user_id in users
        if user_id not in kept
    )
