"""What happens to scheduled reports when an organisation closes: they go on at its successor.

Who reads them is asked at each run, so a reader who may not see the successor's figures gets nothing.
"""

import datetime as dt

from django.db.models import QuerySet

from orgs.access.principals import RESTRUCTURE, Principal
from orgs.access.scope import system_scope
from orgs.models.units import OrgUnit
from orgs.restructure.transfers import Heirs, Listed, Transfer, stay, transfers
from reporting.models import ReleaseCalendar, Schedule, ScheduleRecipient
from reporting.reports import title_of

SCHEDULES = "schedules"


def _schedules(unit_id: int) -> QuerySet[Schedule]:
    return Schedule.objects.filter(unit_id=unit_id, active=True).order_by("id")


def count_schedules(unit_id: int, day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _schedules(unit_id).count()


def list_schedules(unit_id: int, day: dt.date) -> list[Listed]:  # noqa: ARG001  the interface's
    """Read as the restructure: an employer's succession lead does not see who reads its reports."""
    with system_scope(RESTRUCTURE, units=[unit_id]):
        return [
            Listed(row.public_id, title_of(row.report), f"Day {row.day_of_month}")
            for row in _schedules(unit_id)
        ]


def move_schedules(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """A schedule stops and one with the same readers begins at the successor."""
    codes = dict(OrgUnit.objects.filter(id__in=heirs.everyone).values_list("id", "code"))
    old = list(_schedules(heirs.closing))
    fresh = []
    for row in old:
        unit_id = heirs.of(SCHEDULES, row.public_id)
        fresh.append(
            Schedule(
                unit_id=unit_id,
                report=row.report,
                day_of_month=row.day_of_month,
                parameters={**row.parameters, "unit": codes[unit_id]},
                owner_id=row.owner_id,
                next_on=max(day, row.next_on),
                wait_days=row.wait_days,
            )
        )
        row.active = False
        row.version += 1
    Schedule.objects.bulk_update(old, ["active", "version"], batch_size=500)
    Schedule.objects.bulk_create(fresh)
    readers = [
        ScheduleRecipient(schedule=new, unit_id=new.unit_id, user_id=user_id)
        for before, new in zip(old, fresh, strict=True)
        for user_id in before.recipients.order_by("id").values_list("user_id", flat=True)
    ]
    ScheduleRecipient.objects.bulk_create(readers)
    return len(old), len(fresh) + len(readers)


def _calendars(unit_id: int) -> QuerySet[ReleaseCalendar]:
    return ReleaseCalendar.objects.filter(unit_id=unit_id).order_by("id")


def count_calendars(unit_id: int, day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _calendars(unit_id).count()


def move_calendars(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Each successor without a day of release for a report gets the closing organisation's."""
    there = set(
        ReleaseCalendar.objects.filter(unit_id__in=heirs.everyone).values_list("unit_id", "report")
    )
    fresh = [
        ReleaseCalendar(
            unit_id=unit_id,
            report=row.report,
            every_months=row.every_months,
            day_of_month=row.day_of_month,
            next_on=max(day, row.next_on),
        )
        for row in _calendars(heirs.closing)
        for unit_id in heirs.everyone
        if (unit_id, row.report) not in there
    ]
    ReleaseCalendar.objects.bulk_create(fresh)
    return 0, len(fresh)


#: Tables of reporting that stay, each with the reason.
_STAYS = {
    "reporting.Atom": "A count of a day is of the tree of that day.",
    "reporting.Commentary": "What was said of a release belongs to it.",
    "reporting.CommentaryDraft": "What is drafted of a release belongs to it.",
    "reporting.Cube": "A count of a day is of the tree of that day.",
    "reporting.Delivery": "What was sent to whom is a fact.",
    "reporting.Export": "What was taken away by whom is a fact.",
    "reporting.LedgerEntry": "What an audience has been shown stays known to it.",
    "reporting.Reissue": "It belongs to the release that was withdrawn.",
    "reporting.Release": "What was released stays as it was released.",
    "reporting.ReleaseWithdrawal": "It belongs to the release that was withdrawn.",
    "reporting.ReportRun": "A report that was made stays as it was made.",
}


def register() -> None:
    """Called from ``ReportingConfig.ready``."""
    for each in (
        Transfer(
            SCHEDULES, "Scheduled reports", 70, people=False, count=count_schedules,
            move=move_schedules, listed=list_schedules, left=count_schedules,
            tables=("reporting.Schedule", "reporting.ScheduleRecipient"),
        ),
        Transfer(
            "calendars", "Days of release", 71, people=False, count=count_calendars,
            move=move_calendars, tables=("reporting.ReleaseCalendar",),
        ),
    ):  # fmt: skip
        transfers.add(each.key, each)
    stay(_STAYS)
