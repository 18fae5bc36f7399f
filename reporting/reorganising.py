"""What becomes of schedules and release days when boards close: a check of a rehearsal.

They belong to organisations above employers, so they are listed. Who reads what is sent is asked at
each run anyway, so readers go along and nobody gains a right.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from orgs import audit
from orgs.access.principals import Principal
from orgs.restructure import reach
from orgs.restructure.checks import Check, Finding, Made, Options, checks, key_of
from orgs.restructure.operations import Tried
from orgs.restructure.picture import counted
from reporting.models.releases import ReleaseCalendar
from reporting.models.runs import Schedule, ScheduleRecipient
from reporting.reports import title_of

KEY = "schedules"
STOP = "stop"


def find(tried: Tried, day: dt.date) -> list[Finding]:  # noqa: ARG001  the interface's
    """Schedules and release days of boards that close, and of those that cover others afterwards."""
    closing = reach.closings(tried)
    altered = sorted(reach.altered(tried))
    schedules = list(
        Schedule.objects.filter(unit__code__in=[*closing, *altered], active=True)
        .order_by("unit__code", "report", "id")
        .values_list("unit__code", "report", "public_id", "day_of_month")
    )
    heirs = {heir for each in closing.values() for heir in each}
    calendars = list(
        ReleaseCalendar.objects.filter(unit__code__in={*closing, *altered, *heirs}, active=True)
        .order_by("unit__code", "report", "id")
        .values_list("unit__code", "report", "public_id", "day_of_month")
    )
    taken = {(code, report) for code, report, _, _ in calendars}
    found = [
        _row(tried, code, f"PDF of “{title_of(report)}”, each month on day {on}", key_of(KEY, public_id),
             "A PDF each month", _options(tried, closing.get(code, ())))
        for code, report, public_id, on in schedules
    ]  # fmt: skip
    found += [
        _row(tried, code, f"Figures of “{title_of(report)}”, released on day {on} of a month",
             key_of(KEY, public_id), "Figures are released",
             _options(tried, [h for h in closing.get(code, ()) if (h, report) not in taken]))
        for code, report, public_id, on in calendars
        if code in closing or code in altered
    ]  # fmt: skip
    return found


def _options(tried: Tried, heirs: Sequence[str]) -> Options:
    if not heirs:
        return ()
    going = tuple((heir, f"Go on for {tried.after[heir].name}") for heir in heirs)
    return (*going, (STOP, "Stop it"))


def _row(tried: Tried, code: str, words: str, key: str, what: str, options: Options) -> Finding:
    name = tried.before[code].name
    if code in tried.after:
        before, after = (len(shape.below(code)) for shape in (tried.before, tried.after))
        return Finding(
            key=key,
            words=words,
            code=code,
            name=name,
            before=f"Covers {counted('Organisation', before)} below",
            after=f"Covers {counted('Organisation', after)} below",
            note="It goes on, to the same readers.",
        )
    return Finding(
        key=key,
        words=words,
        code=code,
        name=name,
        before=what,
        after="The board closes" if options else "It stops",
        note="" if options else "Nothing goes on for it, or the successor has one of its own.",
        options=options,
        default=options[0][0] if options else "",
    )


def move(made: Made, principal: Principal) -> tuple[int, int]:
    """Schedules and release days of boards that have closed end, and begin at the successor chosen."""
    closed = sorted(made.into)
    schedules = Schedule.objects.select_for_update(of=("self",)).filter(
        unit__code__in=closed, active=True
    )
    calendars = ReleaseCalendar.objects.select_for_update(of=("self",)).filter(
        unit__code__in=closed, active=True
    )
    updated = inserted = 0
    for schedule in schedules.select_related("unit").order_by("id"):
        into = _chosen(made, schedule.unit.code, schedule.public_id)
        schedule.active, schedule.version = False, schedule.version + 1
        schedule.save(update_fields=["active", "version"])
        updated += 1
        if into:
            inserted += _go_on(made, schedule, into)
        audit.record(
            principal, "schedule.moved", unit_id=schedule.unit_id, about=schedule, to=into or None
        )
    for calendar in calendars.select_related("unit").order_by("id"):
        into = _chosen(made, calendar.unit.code, calendar.public_id)
        calendar.active = False
        calendar.save(update_fields=["active"])
        updated += 1
        there = ReleaseCalendar.objects.filter(unit__code=into, report=calendar.report)
        if into and not there.exists():
            ReleaseCalendar.objects.create(
                unit_id=made.id_of(into),
                report=calendar.report,
                every_months=calendar.every_months,
                day_of_month=calendar.day_of_month,
                next_on=calendar.next_on,
            )
            inserted += 1
        audit.record(
            principal,
            "report.calendar_moved",
            unit_id=calendar.unit_id,
            about=calendar,
            to=into or None,
        )
    return updated, inserted


def _chosen(made: Made, code: str, public_id: object) -> str:
    """The successor at which it goes on; "" where it stops."""
    heirs = made.into[code]
    chosen = made.decided(KEY, public_id, default=heirs[0] if heirs else STOP)
    return chosen if chosen in heirs else ""


def _go_on(made: Made, old: Schedule, into: str) -> int:
    unit_id = made.id_of(into)
    fresh = Schedule.objects.create(
        unit_id=unit_id,
        report=old.report,
        day_of_month=old.day_of_month,
        parameters={**old.parameters, **({"unit": into} if "unit" in old.parameters else {})},
        owner_id=old.owner_id,
        next_on=old.next_on,
        wait_days=old.wait_days,
    )
    readers = list(_readers(old))
    ScheduleRecipient.objects.bulk_create(
        ScheduleRecipient(schedule=fresh, unit_id=unit_id, user_id=user_id) for user_id in readers
    )
    return 1 + len(readers)


def _readers(schedule: Schedule) -> Iterator[int]:
    found = ScheduleRecipient.objects.filter(schedule=schedule).order_by("user_id")
    yield from found.values_list("user_id", flat=True)


def register() -> None:
    """Called from ``ReportingConfig.ready``."""
    check = Check(
        KEY,
        "Scheduled reports and release days",
        20,
        "No scheduled report stops or covers other organisations.",
        find,
        move,
    )
    checks.add(check.key, check)
