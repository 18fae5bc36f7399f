"""The day, as the NHS in England reckons it. Passed in from the edge; never read deep inside."""

import datetime as dt

from django.utils import timezone


def today() -> dt.date:
    """Today in Europe/London."""
    return timezone.localdate()


def now() -> dt.datetime:
    """This moment, aware."""
    return timezone.now()
