"""Days of a month on which something comes round."""

import datetime as dt

#: Every month has these days.
DAYS = range(1, 29)


def next_slot(after: dt.date, day_of_month: int, *, months: int = 1) -> dt.date:
    """The first `day_of_month` that comes after a day, then every `months` months.

    ``next_slot(slot, day, months=3)`` of a slot is the slot three months later.
    """
    if after.day < day_of_month and months == 1:
        return after.replace(day=day_of_month)
    month = after.year * 12 + after.month - 1 + months
    return dt.date(month // 12, month % 12 + 1, day_of_month)
