"""Proof that a closed employer holds nothing that is still open: every table with periods is asked."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from orgs.access.floor import Floor, floors
from orgs.access.roles import HISTORY
from orgs.models.access import Grant
from orgs.restructure.transfers import in_order, staying

_DAY = dt.timedelta(days=1)
#: Columns of the first day and of the first day without.
_PERIODS = (("valid_from", "valid_to"), ("starts_on", "ends_on"))


def period_of(model: type[Model]) -> tuple[str, str] | None:
    """The columns of a table's periods; None when its rows have none."""
    names = {field.name for field in model._meta.concrete_fields}
    return next((pair for pair in _PERIODS if names.issuperset(pair)), None)


def dated() -> Iterator[tuple[type[Model], Floor, str, str]]:
    """Every tenant table whose rows have periods and may not stay open at a closed employer."""
    for model, floor in floors():
        period = period_of(model)
        if not floor.reference and period and model._meta.label not in staying:
            yield model, floor, *period


def left_behind(employers: Sequence[int], parts: Sequence[int], day: dt.date) -> list[str]:
    """A line for each table that still has something open at closed employers or their divisions.

    A row that would have begun on the day or later ends a day after it begins, or on that day: no
    period is empty, and no history is rewritten. Read in the scope in which it was handed over.
    """
    found = []
    for model, floor, begins, ends in dated():
        rows: QuerySet[Any] = model._default_manager.filter(  # noqa: SLF001  Django's public API
            Q(**{f"{ends}__isnull": True})
            | Q(**{f"{ends}__gt": day}) & Q(**{f"{ends}__gt": F(begins) + _DAY}),
            **{f"{floor.unit}__in": [*employers, *parts]},
        )
        if model is Grant:
            rows = rows.exclude(role=HISTORY)
        if number := rows.count():
            found.append(f"{model._meta.db_table}: {number} rows are still open.")
    return found + [
        f"{transfer.label}: {number} are still open."
        for transfer in in_order()
        if transfer.left is not None and (number := transfer.left(employers, day))
    ]
