"""Words put into a sentence. It stands lowest, so that forms and rules can use it as pages do."""

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MIDDAY = 12
NO_DATE = "No date"


def lowered(text: str) -> str:
    """A text that goes on a sentence: "Role title" becomes "role title"; "NHS number" and "ICB" stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def words_of_day(value: dt.date | dt.datetime | None) -> str:
    """A date in full: "31 March 2026". A moment is read on the London calendar; None is "No date"."""
    if not value:
        return NO_DATE
    if isinstance(value, dt.datetime):
        value = value.astimezone(LONDON) if value.tzinfo else value
    return f"{value.day} {value:%B} {value.year}"


def words_of_last_day(value: dt.date | None) -> str:
    """The last day of something that ends before `value`."""
    return words_of_day(value - dt.timedelta(days=1)) if value else NO_DATE


def words_of_moment(value: dt.datetime | None) -> str:
    """A moment in London: "22 November 2026 at 2:14pm"; midday and midnight are said as such."""
    if not value:
        return NO_DATE
    local = value.astimezone(LONDON)
    half = "am" if local.hour < MIDDAY else "pm"
    clock = f"{local.hour % MIDDAY or MIDDAY}:{local:%M}{half}"
    named = {(0, 0): "midnight", (MIDDAY, 0): "midday"}.get((local.hour, local.minute), clock)
    return f"{words_of_day(local)} at {named}"
