"""Reading releases, schedules and runs. What is not the viewer's is not there (row-level policies)."""

import datetime as dt
import uuid

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import QuerySet

from orgs.access.viewer import Viewer
from orgs.models.access import User
from orgs.models.units import OrgPlacement
from reporting.access import VIEW_RELEASES
from reporting.models.releases import Release, ReleaseCalendar, ReleaseWithdrawal
from reporting.models.runs import Delivery, ReportRun, Schedule, ScheduleRecipient


def may_read(user_id: int, unit_code: str) -> bool:
    """Whether the user may see releases of the unit as of now.

    The database is asked, by opening her scope: what the caller had said in the history's context
    must be said again afterwards.
    """
    from orgs.access.scope import user_scope

    with user_scope(user_id, unit_code=unit_code) as viewer:
        return viewer.may(VIEW_RELEASES)


def is_audience(viewer: Viewer) -> bool:
    """Whether reports are made for the unit: one employer alone is none, its figures are its own."""
    here = viewer.here
    if not here.behind_a_wall:
        return True
    return OrgPlacement.objects.filter(parent_id=here.id, valid__contains=viewer.day).exists()


def is_withdrawn(release: Release) -> bool:
    """Whether nobody is shown the release any more."""
    return ReleaseWithdrawal.objects.filter(release=release).exists()


def releases(unit_id: int) -> QuerySet[Release]:
    """Releases of a unit that were not withdrawn, newest first."""
    found = Release.objects.filter(unit_id=unit_id, withdrawal=None)
    return found.order_by("-as_at", "-revision")


def latest(unit_id: int, report: str, *, until: dt.date | None = None) -> Release | None:
    """The newest release of a report, or the newest as at a day that is not after `until`."""
    found = releases(unit_id).filter(report=report)
    if until is not None:
        found = found.filter(as_at__lte=until)
    return found.first()


def latest_by_report(unit_id: int) -> dict[str, Release]:
    """The newest release of each report of a unit, without its content."""
    found = releases(unit_id).defer("content").order_by("report", "-as_at", "-revision")
    return {each.report: each for each in found.distinct("report")}


def cuts(release: Release) -> list[Release]:
    """The releases of units below that were cut from a release."""
    return list(Release.objects.filter(source=release).defer("content").order_by("unit_id"))


def release(unit_id: int, release_id: uuid.UUID) -> Release | None:
    return releases(unit_id).filter(id=release_id).first()


def calendar(unit_id: int, report: str) -> ReleaseCalendar | None:
    """The unit's own release calendar of a report."""
    return ReleaseCalendar.objects.filter(unit_id=unit_id, report=report).first()


def due_days(unit_id: int, day: dt.date) -> dict[str, dt.date]:
    """The next release day of each report for a unit: its own, or one of a unit above it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT report, min(next_on) FROM reporting_releasecalendar "
            "WHERE unit_id = ANY(app.path(%s, %s)) GROUP BY report",
            [unit_id, day],
        )
        return dict(cursor.fetchall())


def schedules(unit_id: int) -> list[Schedule]:
    """The unit's schedules that are in use, in the order in which they were made.

    Each has its readers' sign-in names in ``logins``, sorted.
    """
    found = Schedule.objects.filter(unit_id=unit_id, active=True).select_related("owner")
    found = found.annotate(
        logins=ArrayAgg("recipients__user__login", order_by="recipients__user__login")
    )
    return list(found.order_by("created_at", "id"))


def schedule(unit_id: int, public_id: uuid.UUID) -> Schedule | None:
    return Schedule.objects.filter(unit_id=unit_id, public_id=public_id, active=True).first()


def readers(schedule: Schedule) -> list[str]:
    """Sign-in names of the readers of a schedule, sorted."""
    found = ScheduleRecipient.objects.filter(schedule=schedule).order_by("user__login")
    return list(found.values_list("user__login", flat=True))


def user_called(login: str) -> User | None:
    return User.objects.filter(login=login.strip().lower(), is_active=True).first()


def runs(unit_id: int, *, limit: int = 10) -> list[ReportRun]:
    """The unit's newest runs, without their bytes."""
    found = ReportRun.objects.filter(unit_id=unit_id).defer("pdf")
    return list(found.order_by("-created_at", "-id")[:limit])


def run(unit_id: int, public_id: uuid.UUID) -> ReportRun | None:
    """A run of the unit, without its bytes."""
    return ReportRun.objects.filter(unit_id=unit_id, public_id=public_id).defer("pdf").first()


def deliveries(run: ReportRun) -> list[Delivery]:
    """Who was to receive a run, and what became of it."""
    return list(Delivery.objects.filter(run=run).select_related("user").order_by("user__login"))


def pdf_of(run: ReportRun) -> bytes:
    """The bytes of a run that is done."""
    return bytes(ReportRun.objects.values_list("pdf", flat=True).get(pk=run.pk) or b"")
