"""Rows of closing employers that continue at their successors: an INSERT … SELECT and an UPDATE for each table.

However many employers close and however many rows they hold, a table is written by a few statements,
and its history with them.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateField, F, Field, Model, QuerySet, Value
from django.db.models.functions import Cast, Greatest, Now

_DAY = dt.timedelta(days=1)
#: Where somebody is at a successor: the unit's key and her staff record's there.
Place = tuple[int, int]


def end(rows: QuerySet[Any], begins: str, ends: str, day: dt.date) -> int:
    """End rows on a day; how many. One that would begin later keeps a day: no period is empty."""
    until = Greatest(F(begins) + _DAY, Value(day), output_field=DateField())
    return rows.order_by().update(**{ends: until})


def end_or_empty(rows: QuerySet[Any], begins: str, ends: str, day: dt.date) -> int:
    """End rows on a day; how many. One that would begin later ends where it begins."""
    return rows.order_by().update(**{ends: from_day(begins, day)})


def from_day(begins: str, day: dt.date) -> Greatest:
    """The first day of a continuing row: the day, or its own when that is later."""
    return Greatest(F(begins), Value(day), output_field=DateField())


def begin(
    rows: QuerySet[Any],
    *needs: str,
    along: Mapping[int, Place] | None = None,
    into: type[Model] | None = None,
    **columns: Any,
) -> int:
    """Write a new row for each of `rows`, with the same content but for `columns`; how many.

    What is a row's own begins anew: its key, its public id, when it was recorded.

    Args:
        needs: names of columns without which there is no row.
        along: where the person of each row goes (`handover.staff_there`): the row begins there. One
            of somebody who goes nowhere ends here.
        into: the table, where it is not that of `rows`; then every column is given.
    """
    model = into or rows.model
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    content = {f"_{field.name}": _content(field, columns) for field in fields}
    try:
        sql, params = rows.annotate(**content).values_list(*content).query.sql_with_params()
    except EmptyResultSet:
        return 0
    column = {field.name: connection.ops.quote_name(str(field.column)) for field in fields}
    names = ", ".join(column.values())
    taken = dict(column)
    source = "continued"
    if along is not None:
        taken |= {"unit": "place.unit", "staff": "place.there"}
        source += (
            " JOIN unnest(%s::bigint[], %s::int[], %s::bigint[]) AS place (staff, unit, there)"
            " ON place.staff = continued.staff_id"
        )
        going = [(staff, *place) for staff, place in along.items()]
        # As the text of arrays: thousands of keys, which the driver would look at one by one.
        params += tuple("{" + ",".join(str(row[n]) for row in going) + "}" for n in range(3))
    where = " AND ".join(f"{column[name]} IS NOT NULL" for name in needs) or "true"
    with connection.cursor() as cursor:
        # Materialised: what a subquery finds for a row is not asked again by the condition.
        cursor.execute(
            f"WITH continued ({names}) AS MATERIALIZED ({sql}) "  # noqa: S608  names of columns
            f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) "
            f"SELECT {', '.join(taken.values())} FROM {source} WHERE {where}",
            params,
        )
        return int(cursor.rowcount)


def _content(field: "Field[Any, Any]", columns: dict[str, Any]) -> Any:
    """What a continuing row has in a column."""
    if field.name in columns:
        value = columns[field.name]
        return value if hasattr(value, "resolve_expression") else Cast(Value(value), field)
    if field.name == "public_id":
        return RandomUUID()
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return Now()
    return F(field.attname)
