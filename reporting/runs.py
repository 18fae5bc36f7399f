"""The state machine of a run, in the name of ``system:reports``: due, leased, renewed, finished.

Every step is one transaction on one row. A step of a worker whose lease was taken over changes nothing.
"""

import datetime as dt
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse

from orgs import audit, outbox, tree
from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.clock import now, today
from reporting import packs, selectors
from reporting.access import REPORTS
from reporting.doorbell import RENDER, ring
from reporting.enums import DeliveryState, RunState
from reporting.models.releases import Release, ReleaseCalendar
from reporting.models.runs import Delivery, ReportRun, Schedule
from reporting.packs import Printed
from reporting.render.pdf import PdfDocument
from reporting.slots import next_slot

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=60)
HEARTBEAT_SECONDS = 15.0
#: A run that nobody took for so long is sent again.
UNHEARD = dt.timedelta(seconds=15)
MAXIMUM_ATTEMPTS = 5
LOST_RIGHT = "They may not see reports of this organisation any more."
NO_FIGURES = "There were no released figures on the day."
GAVE_UP = "It was tried five times and did not succeed. The support team can see why."


@dataclass(frozen=True)
class Lease:
    """The right to make one run, until it runs out; `attempt` is its number."""

    run_id: int
    attempt: int
    unit_id: int
    unit_code: str
    report: str
    slot: dt.date
    release: Release | None
    #: Accounts that are to receive it, and the account that is told when one may not.
    readers: tuple[int, ...]
    owner: int | None
    #: What stands beside the figures: frozen into the run when it is done.
    printed: Printed


# --- what is due ------------------------------------------------------------------------------------


def sweep(principal: Principal) -> None:
    """Each minute: make the runs that are due, send again what nobody works on, move the calendar."""
    with system_scope(principal):
        due = list(
            Schedule.objects.filter(active=True, next_on__lte=today()).values_list("id", flat=True)
        )
    for schedule_id in due:
        make_due_run(principal, schedule_id)
    resend(principal)
    wake(principal)
    with system_scope(principal):
        move_calendars()


def make_due_run(principal: Principal, schedule_id: int) -> None:
    """The run of a schedule's slot, once, whoever else sweeps; and the schedule's next slot."""
    with system_scope(principal):
        found = Schedule.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
            "unit"
        )
        schedule = found.filter(pk=schedule_id, active=True, next_on__lte=today()).first()
        if schedule is None or _waits_for_figures(schedule):
            return
        run = ReportRun(
            unit_id=schedule.unit_id,
            report=schedule.report,
            schedule=schedule,
            slot=schedule.next_on,
            scope=schedule.unit.code,
            created_at=now(),
        )
        release = _waits_for_comments(run) if schedule.wait_days else None
        if release is not None and schedule.wait_days:
            run.state = RunState.WAITING
            run.wait_until = schedule.next_on + dt.timedelta(days=schedule.wait_days)
            where = reverse("reporting:prepare", args=[schedule.unit.code, release.id])
            outbox.notify("report_waits", schedule.owner_id, schedule.unit, where)
        # The slot is taken once, whatever happened to the message of an earlier sweep.
        ReportRun.objects.bulk_create([run], ignore_conflicts=True)
        # A slot that was missed for months is made once, not once for every month.
        schedule.next_on = next_slot(max(schedule.next_on, today()), schedule.day_of_month)
        schedule.save(update_fields=["next_on"])
        audit.record(
            principal, "report.due", unit_id=schedule.unit_id, about=schedule, slot=str(run.slot)
        )
        if run.state == RunState.QUEUED:
            ring(RENDER, str(run.public_id))


def _waits_for_comments(run: ReportRun) -> Release | None:
    """The figures that the run will show, where they are there and nobody has published comments on them.

    Without figures there is nothing to write about: the run then says so at once.
    """
    release = selectors.latest(run.unit_id, run.report, until=run.slot)
    return release if release is not None and packs.published(release) is None else None


def wake(principal: Principal) -> int:
    """Let the runs go whose comments are published, or whose days have passed."""
    woken = 0
    with system_scope(principal):
        waiting = ReportRun.objects.select_for_update(skip_locked=True).defer("pdf")
        for run in waiting.filter(state=RunState.WAITING).order_by("id"):
            late = run.wait_until is None or run.wait_until <= today()
            if not late and _waits_for_comments(run) is not None:
                continue
            run.state = RunState.QUEUED
            run.save(update_fields=["state"])
            audit.record(principal, "report.woken", unit_id=run.unit_id, about=run, late=late)
            ring(RENDER, str(run.public_id))
            woken += 1
    return woken


def _waits_for_figures(schedule: Schedule) -> bool:
    """Whether a release that the schedule would show is due today and not there yet.

    A calendar of any unit above serves the units below. The schedule waits for it on its own day
    only: after that its run says in words that no figures were released.
    """
    if schedule.next_on < today():
        return False
    return ReleaseCalendar.objects.filter(
        unit_id__in=tree.ancestors(schedule.unit_id, today()),
        report=schedule.report,
        active=True,
        next_on__lte=today(),
    ).exists()


def resend(principal: Principal) -> int:
    """Ring again for runs that nobody took or whose lease ran out; give up after five attempts."""
    with system_scope(principal):
        lost = ReportRun.objects.filter(
            Q(state=RunState.QUEUED, created_at__lt=now() - UNHEARD)
            | Q(state=RunState.LEASED, leased_until__lt=now())
        )
        lost.filter(attempt__gte=MAXIMUM_ATTEMPTS).update(
            state=RunState.FAILED, error=GAVE_UP, finished_at=now()
        )
        again = list(lost.values_list("public_id", flat=True))
        for public_id in again:
            ring(RENDER, str(public_id))
    return len(again)


def move_calendars() -> None:
    """The next release day of every calendar whose release is there."""
    for calendar in ReleaseCalendar.objects.filter(active=True, next_on__lte=today()):
        if (
            selectors.releases(calendar.unit_id)
            .filter(report=calendar.report, as_at=calendar.next_on)
            .exists()
        ):
            calendar.next_on = next_slot(
                calendar.next_on, calendar.day_of_month, months=calendar.every_months
            )
            calendar.save(update_fields=["next_on"])


# --- one run ----------------------------------------------------------------------------------------


def lease(public_id: str) -> Lease | None:
    """Take a run that waits, or whose lease ran out; None when there is nothing to take."""
    with system_scope(REPORTS):
        found = ReportRun.objects.select_for_update(skip_locked=True, of=("self",)).defer("pdf")
        free = Q(state=RunState.QUEUED) | Q(state=RunState.LEASED, leased_until__lt=now())
        run = (
            found.filter(free, public_id=public_id)
            .select_related("unit", "release", "schedule")
            .first()
        )
        if run is None or run.attempt >= MAXIMUM_ATTEMPTS:
            return None
        run.state, run.leased_until, run.attempt = RunState.LEASED, now() + LEASE, run.attempt + 1
        run.save(update_fields=["state", "leased_until", "attempt"])
        readers: tuple[int | None, ...] = (run.asked_by_id,)
        owner = run.asked_by_id
        if run.schedule is not None:
            readers = tuple(
                run.schedule.recipients.order_by("user_id").values_list("user_id", flat=True)
            )
            owner = run.schedule.owner_id
        release = run.release or selectors.latest(run.unit_id, run.report, until=run.slot)
        return Lease(
            run.pk,
            run.attempt,
            run.unit_id,
            run.unit.code,
            run.report,
            run.slot,
            release,
            tuple(each for each in readers if each is not None),
            owner,
            _printed(run, release),
        )


def _printed(run: ReportRun, release: Release | None) -> Printed:
    """A draft prints what its author saw; everything else what is in effect and published today."""
    if run.draft and run.printed:
        return Printed.from_json(run.printed)
    return packs.printed(release, today()) if release is not None else Printed()


@contextmanager
def kept_alive(held: Lease) -> Iterator[None]:
    """Renew a lease from a thread of its own while the work is done."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(HEARTBEAT_SECONDS):
                with system_scope(REPORTS):
                    _mine(held).update(leased_until=now() + LEASE)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"lease-{held.run_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def finish(
    held: Lease, document: PdfDocument, refused: Sequence[int], sent_alone: Sequence[int] = ()
) -> bool:
    """Store the PDF, mark the run done and put the links into the outbox: one transaction.

    `sent_alone` are readers who may open what is sent to them, and no report page.
    False when the lease was lost meanwhile: then another worker has it, and nothing is written.
    """
    with system_scope(REPORTS):
        done = _mine(held).update(
            state=RunState.DONE,
            release=held.release,
            pdf=document.content,
            pdf_sha256=document.sha256,
            pages=document.pages,
            printed=held.printed.as_json(),
            commentary_id=held.printed.commentary_id,
            leased_until=None,
            finished_at=now(),
            error="",
        )
        if not done:
            return False
        _deliver(held, refused, sent_alone)
    return True


def cancel(held: Lease) -> None:
    """End a run that nobody may receive any more; nothing was made."""
    with system_scope(REPORTS):
        if _mine(held).update(
            state=RunState.CANCELLED, error=LOST_RIGHT, leased_until=None, finished_at=now()
        ):
            _deliver(held, held.readers)


def fail(held: Lease, sentence: str) -> None:
    """End a run that cannot be made, and say why on its page."""
    with system_scope(REPORTS):
        _mine(held).update(
            state=RunState.FAILED, error=sentence, leased_until=None, finished_at=now()
        )


def release_lease(held: Lease) -> None:
    """Give a run back after an error that may pass: the sweeper sends it again."""
    with system_scope(REPORTS):
        _mine(held).update(state=RunState.QUEUED, leased_until=None)


def _mine(held: Lease) -> QuerySet[ReportRun]:
    return ReportRun.objects.filter(pk=held.run_id, attempt=held.attempt, state=RunState.LEASED)


def _deliver(held: Lease, refused: Sequence[int], sent_alone: Sequence[int] = ()) -> None:
    run = ReportRun.objects.defer("pdf").select_related("unit", "schedule").get(pk=held.run_id)
    Delivery.objects.bulk_create(
        (
            Delivery(
                run=run,
                unit_id=run.unit_id,
                user_id=user_id,
                state=DeliveryState.REFUSED if user_id in refused else DeliveryState.SENT,
                reason=LOST_RIGHT if user_id in refused else "",
                created_at=now(),
            )
            for user_id in held.readers
        ),
        ignore_conflicts=True,
    )
    if run.schedule is not None:
        for user_id in held.readers:
            if user_id not in refused:
                link = _sent_address(run) if user_id in sent_alone else _run_address(run)
                outbox.notify("report_ready", user_id, run.unit, link)
        if refused and held.owner is not None:
            outbox.notify("report_not_sent", held.owner, run.unit, _run_address(run))
        went = run.state == RunState.DONE and len(refused) < len(held.readers)
        if went and run.wait_until and run.commentary_id is None and held.owner is not None:
            outbox.notify("report_without_comments", held.owner, run.unit, _run_address(run))
    audit.record(
        REPORTS,
        "report.done" if run.state == RunState.DONE else "report.cancelled",
        unit_id=run.unit_id,
        about=run,
        attempt=held.attempt,
        sent=len(held.readers) - len(refused),
        refused=len(refused),
    )


def _run_address(run: ReportRun) -> str:
    return str(reverse("reporting:run", args=[run.unit.code, run.public_id]))


def _sent_address(run: ReportRun) -> str:
    return str(reverse("reporting:sent", args=[run.unit.code]))
