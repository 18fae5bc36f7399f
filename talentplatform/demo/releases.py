"""What comes due in the demo: the release of the first region's figures, and a PDF of them."""

import datetime as dt

from orgs.models.access import User
from orgs.models.units import OrgUnit
from reporting.models import ReleaseCalendar, Schedule, ScheduleRecipient
from reporting.slots import next_slot
from talentplatform.demo import places

REPORT = "leadership"
#: Who owns the schedule, and who gets its PDF.
OWNER, READERS = "marcus", ("marcus", "sunita")


def load(day: dt.date) -> None:
    """Make a release due on `day` for the first region, a PDF of it and another release later.

    The PDF is not due on the same day: its run would come before the figures are there.
    """
    region = OrgUnit.objects.get(code=places.REGION[0])
    other = OrgUnit.objects.get(code=places.OTHER_REGION[0])
    ReleaseCalendar.objects.create(
        unit=region, report=REPORT, day_of_month=min(day.day, 28), next_on=day
    )
    ReleaseCalendar.objects.create(
        unit=other, report=REPORT, day_of_month=1, next_on=next_slot(day, 1)
    )
    users = {user.login: user for user in User.objects.filter(login__in=[OWNER, *READERS])}
    month_day = min(day.day, 28)
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
