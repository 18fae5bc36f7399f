"""The day, as the NHS in England reckons it. Passed in from the edge; never read deep inside."""

import calendar
import datetime as dt

from django.utils import timezone


def today() -> dt.date:
    """Today in Europe/London."""
    return timezone.localdate()


def now() -> dt.datetime:
    """This moment, aware."""
    return timezone.now()


def months_on(day: dt.date, months: int) -> dt.date:
    """The same day of the month `months` later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
