"""What comes due in the demo: releases of figures, and two PDFs, of the first region's and of an ICB's."""

import datetime as dt

from orgs.models.access import User
from orgs.models.units import OrgUnit
from reporting.models import ReleaseCalendar, Schedule, ScheduleRecipient
from reporting.slots import next_slot
from talentplatform.demo import places

REPORT = "leadership"
#: The ICB whose people committee reads a PDF. It is none of those that the merger closes.
ICB, CHAIR = places.BOARDS[0][0], "helen"
#: Who owns the schedules, and who gets the PDF of which organisation.
OWNER = "marcus"
READERS = {places.REGION[0]: ("marcus", "sunita"), ICB: ("marcus", CHAIR)}
#: A board that the merger closes has a PDF too, of its own talent lead.
CLOSING, LEAD = places.MERGING[0], "nadia"
#: Whose figures are released on the day itself, and whose a month later: on the same day of the month, for
#: figures about the same employers are released on one day for everybody.
_DUE = (places.REGION[0], places.OTHER_REGION[0])
_LATER = (places.COLLABORATIVE[0], places.NATION[0])


def load(day: dt.date) -> None:
    """Make the releases of both regions due on `day`, and the PDFs a month later.

    No PDF is due on the same day: its run would come before the figures are there.
    """
    month_day = min(day.day, 28)
    codes = [*_DUE, *_LATER, *READERS, CLOSING]
    units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=codes)}
    for code in _DUE:
        ReleaseCalendar.objects.create(
            unit=units[code], report=REPORT, day_of_month=month_day, next_on=day
        )
    for code in _LATER:
        ReleaseCalendar.objects.create(
            unit=units[code],
            report=REPORT,
            day_of_month=month_day,
            next_on=next_slot(day, month_day),
        )
    logins = {LEAD, *(login for readers in READERS.values() for login in readers)}
    users = {user.login: user for user in User.objects.filter(login__in=[OWNER, *logins])}
    for code, readers in {**READERS, CLOSING: (LEAD,)}.items():
        schedule = Schedule.objects.create(
            unit=units[code],
            report=REPORT,
            day_of_month=month_day,
            parameters={
                "report": REPORT,
                "unit": code,
                "figures": "latest release",
                "format": "pdf",
            },
            owner=users[LEAD if code == CLOSING else OWNER],
            next_on=next_slot(day, month_day),
        )
        ScheduleRecipient.objects.bulk_create(
            ScheduleRecipient(schedule=schedule, unit=units[code], user=users[login])
            for login in readers
        )
