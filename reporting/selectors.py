"""Reading releases, schedules and runs. What is not the viewer's is not there (row-level policies)."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, Exists, F, Func, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from orgs.access.actions import READ_PACKS
from orgs.access.viewer import Viewer
from orgs.models.access import User
from orgs.models.units import OrgPlacement
from reporting.access import VIEWING
from reporting.content import Content
from reporting.enums import DeliveryState, RunState
from reporting.models.releases import Release, ReleaseCalendar, ReleaseWithdrawal
from reporting.models.runs import Delivery, ReportRun, Schedule, ScheduleRecipient


def may_read(user_id: int, unit_code: str) -> bool:
    """Whether the user may see releases of the unit as of now.

    The database is asked, by opening her scope: what the caller had said in the history's context
    must be said again afterwards.
    """
    from orgs.access.scope import user_scope

    with user_scope(user_id, unit_code=unit_code) as viewer:
        return viewer.may_any(*VIEWING)


def may_receive(user_id: int, unit_code: str) -> bool:
    """Whether the PDFs of the unit may be sent to the user as of now.

    Who may see its releases may, and who reads what is sent to its own board or committee. Asked of
    the database as :func:`may_read` is.
    """
    from orgs.access.scope import user_scope

    with user_scope(user_id, unit_code=unit_code) as viewer:
        return viewer.may_any(*VIEWING, READ_PACKS)


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


def latest(
    unit_id: int,
    report: str,
    *,
    until: dt.date | None = None,
    trend: Sequence[str] = (),
    below_on: dt.date | None = None,
) -> Release | None:
    """The newest release of a report, or the newest as at a day that is not after `until`.

    With the tables of a `trend`, ``told`` is what the releases before it held of them (:func:`before`).
    With `below_on`, ``below`` are the codes of the units directly below the unit on that day.
    """
    found = releases(unit_id).filter(report=report)
    if below_on is not None:
        placed = OrgPlacement.objects.filter(parent_id=unit_id, valid__contains=below_on)
        found = found.annotate(below=ArraySubquery(placed.values("unit__code")))
    if trend:
        older = releases(unit_id).filter(report=report, as_at__lt=OuterRef("as_at"))
        found = found.annotate(told=ArraySubquery(_of_tables(older, trend)))
    if until is not None:
        found = found.filter(as_at__lte=until)
    return found.first()


#: A trend goes back so many releases.
TREND = 8


def earlier(release: Release, tables: Sequence[str]) -> list[tuple[dt.date, Content]]:
    """What the releases before one held of some tables, newest first: not withdrawn, one a day."""
    if not tables:
        return []
    found = releases(release.unit_id).filter(report=release.report, as_at__lt=release.as_at)
    return before(list(_of_tables(found, tables)))


def before(told: Sequence[Mapping[str, Any]]) -> list[tuple[dt.date, Content]]:
    """What :func:`latest` keeps in ``told``: the day and the content of each earlier release."""
    return [(dt.date.fromisoformat(each["as_at"]), each["content"]) for each in told]


def _of_tables(found: QuerySet[Release], tables: Sequence[str]) -> QuerySet[Release, Any]:
    """Day and content of the newest releases, one a day, with no table but these.

    A release of the nation is a megabyte; what no trend asks for stays in the database.
    """
    kept = Func(
        F("content"),
        Value("$.tables[*] ? (@.key == $keys[*])"),
        Value({"keys": list(tables)}, output_field=JSONField()),
        function="jsonb_path_query_array",
        output_field=JSONField(),
    )
    content = JSONObject(audience="content__audience", units="content__units", tables=kept)
    each = JSONObject(as_at="as_at", content=content)
    return found.distinct("as_at").annotate(told=each).values_list("told", flat=True)[:TREND]


def latest_by_report(unit_id: int, until: dt.date | None = None) -> dict[str, Release]:
    """The newest release of each report of a unit, or the newest until a day, without its content."""
    found = releases(unit_id).defer("content").order_by("report", "-as_at", "-revision")
    if until is not None:
        found = found.filter(as_at__lte=until)
    return {each.report: each for each in found.distinct("report")}


def cuts(release: Release) -> list[Release]:
    """The releases of units below that were cut from a release."""
    return list(Release.objects.filter(source=release).defer("content").order_by("unit_id"))


def release(unit_id: int, release_id: uuid.UUID) -> Release | None:
    """A release that was not withdrawn, for who prepares its pack.

    With the draft of its comments, and in ``waiting`` how many runs wait for them to be published.
    """
    runs = ReportRun.objects.filter(
        unit_id=OuterRef("unit_id"),
        report=OuterRef("report"),
        state=RunState.WAITING,
        slot__gte=OuterRef("as_at"),
    )
    waiting = runs.order_by().values("unit_id").annotate(n=Count("id")).values("n")
    found = releases(unit_id).filter(id=release_id).select_related("draft")
    return found.annotate(waiting=Coalesce(Subquery(waiting), 0)).first()


def calendar(unit_id: int, report: str) -> ReleaseCalendar | None:
    """The unit's own release calendar of a report."""
    return ReleaseCalendar.objects.filter(unit_id=unit_id, report=report, active=True).first()


def due_days(unit_id: int, day: dt.date) -> dict[str, dt.date]:
    """The next release day of each report for a unit: its own, or one of a unit above it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT report, min(next_on) FROM reporting_releasecalendar "
            "WHERE unit_id = ANY(app.path(%s, %s)) AND active GROUP BY report",
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


#: So many PDFs stand in the list of a reader: three years of one report.
SENT = 36


def sent(viewer: Viewer, *, limit: int = SENT) -> list[Delivery]:
    """What was sent to the viewer at the unit, newest first, each with its run and without bytes.

    In ``gone``: whether the figures were withdrawn. Drafts, and what is not made, are not there.
    """
    withdrawn = ReleaseWithdrawal.objects.filter(release_id=OuterRef("run__release_id"))
    found = Delivery.objects.filter(
        unit_id=viewer.here.id,
        user_id=viewer.user_id,
        state=DeliveryState.SENT,
        run__state=RunState.DONE,
        run__draft=False,
        run__release_id__isnull=False,
    )
    found = found.select_related("run").defer("run__pdf", "run__printed")
    return list(found.annotate(gone=Exists(withdrawn)).order_by("-created_at", "-id")[:limit])


def sent_run(viewer: Viewer, public_id: uuid.UUID) -> ReportRun | None:
    """A run that was sent to the viewer at the unit, without its bytes; nobody else's is there."""
    found = ReportRun.objects.filter(
        unit_id=viewer.here.id,
        public_id=public_id,
        state=RunState.DONE,
        draft=False,
        release_id__isnull=False,
        deliveries__user_id=viewer.user_id,
        deliveries__state=DeliveryState.SENT,
    )
    return found.defer("pdf").first()


def withdrawal_of(run: ReportRun) -> ReleaseWithdrawal | None:
    """The withdrawal of what a run shows, found by its number: its reader may not see the release.

    Raises:
        LookupError: the run shows no release, so whether it stands cannot be known.
    """
    if run.release_id is None:
        raise LookupError("a run that shows no release")
    return ReleaseWithdrawal.objects.filter(release_id=run.release_id).first()


def pdf_of(run: ReportRun) -> bytes:
    """The bytes of a run that is done."""
    return bytes(ReportRun.objects.values_list("pdf", flat=True).get(pk=run.pk) or b"")
