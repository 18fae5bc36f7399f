"""What comes due in the demo: releases of figures, and a PDF of the first region's."""

import datetime as dt

from orgs.models.access import User
from orgs.models.units import OrgUnit
from reporting.models import ReleaseCalendar, Schedule, ScheduleRecipient
from reporting.slots import next_slot
from talentplatform.demo import places

REPORT = "leadership"
#: Who owns the schedule, and who gets its PDF.
OWNER, READERS = "marcus", ("marcus", "sunita")
#: Whose figures are released on the day itself, and whose on the next first of a month.
_DUE = (places.REGION[0], places.OTHER_REGION[0])
_LATER = (places.COLLABORATIVE[0], places.NATION[0])


def load(day: dt.date) -> None:
    """Make the releases of both regions due on `day`, and a PDF a month later.

    The PDF is not due on the same day: its run would come before the figures are there.
    """
    month_day = min(day.day, 28)
    units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=[*_DUE, *_LATER])}
    for code in _DUE:
        ReleaseCalendar.objects.create(
            unit=units[code], report=REPORT, day_of_month=month_day, next_on=day
        )
    for code in _LATER:
        ReleaseCalendar.objects.create(
            unit=units[code], report=REPORT, day_of_month=1, next_on=next_slot(day, 1)
        )
    region = units[places.REGION[0]]
    users = {user.login: user for user in User.objects.filter(login__in=[OWNER, *READERS])}
    schedule = Schedule.objects.create(
        unit=region,
        report=REPORT,
        day_of_month=month_day,
        parameters={
            "report": REPORT,
            "unit": region.code,
            "figures": "latest release",
            "format": "pdf",
        },
        owner=users[OWNER],
        next_on=next_slot(day, month_day),
    )
    ScheduleRecipient.objects.bulk_create(
        ScheduleRecipient(schedule=schedule, unit=region, user=users[login]) for login in READERS
    )
