"""Conditions over the days of a row: it counts from its first day until the day before its end."""

import datetime as dt

from django.db.models import Q


def not_ended(column: str, day: dt.date) -> Q:
    """The condition "has not ended by `day`" over a column of first days without the row."""
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": day})


def in_force(day: dt.date, prefix: str = "") -> Q:
    """The condition "in force on `day`" over ``valid_from`` and ``valid_to``."""
    return Q(**{f"{prefix}valid_from__lte": day}) & not_ended(f"{prefix}valid_to", day)
