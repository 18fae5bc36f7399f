"""The history of the plans: what is loaded has none, so it is written as if each row had been saved on its days.

Then two things at Kestrel Valley happen late, so that "as it stood" and "as it was known on" differ: who
holds a post was recorded weeks after the first day, and two successors changed places.
"""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import connection, models

from succession.models import (
    CriticalityAssessment,
    Incumbency,
    Nomination,
    Post,
    ReadinessJudgement,
    RiskAssessment,
    SuccessionPlan,
)

_PLAN = (
    *(Post, SuccessionPlan, Incumbency, Nomination, ReadinessJudgement),
    *(RiskAssessment, CriticalityAssessment),
)
#: What a nomination says on its first day, whatever came later.
_FIRST = {"status": "'proposed'", "disclosure": "'not_told'", "lapsed_by": "''"}
_LATER = frozenset({"told_on", "told_review_by", "agreed_on"})
#: So many days ago the two late things were recorded.
HELD_RECORDED, PLACES_CHANGED = 20, 25
#: Before that both had stood for so long at least.
_STOOD = 60


def load(day: dt.date, employer: str) -> None:
    """Write the history of every plan as at `day`, with the two late things at `employer`."""
    for model in _PLAN:
        with connection.cursor() as cursor:  # what the load itself has left of today
            cursor.execute(f'DELETE FROM "{_events(model)}"')  # noqa: S608  names of our own tables
        _saved(model, day)
    _held_late(day, employer)
    _changed_places(day, employer)


def _events(model: type[models.Model]) -> str:
    found = next(m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) is model)
    return found._meta.db_table


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def _noon(column: str) -> str:
    return f"({column} + time '12:00') AT TIME ZONE 'Europe/London'"


def _write(
    model: type[models.Model], said: dict[str, str], on: str, label: str, where: str, *given: Any
) -> None:
    """An event for each row that fits: its columns as they are, but for those `said` otherwise."""
    names = _columns(model)
    values = ", ".join(said.get(name, f't."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{_events(model)}" ({listed}, pgh_created_at, pgh_label, pgh_obj_id) '  # noqa: S608  names of our own columns
            f'SELECT {values}, {_noon(on)}, %s, t.id FROM "{model._meta.db_table}" t '
            f"WHERE {where} ORDER BY t.id",
            [label, *given],
        )


def _saved(model: type[models.Model], day: dt.date) -> None:
    """Each row was saved on its first day, without its end, and again when it ended or she was told."""
    begins, ends = ("starts_on", "ends_on") if model is Incumbency else ("valid_from", "valid_to")
    first = {ends: "NULL::date"}
    later = [ends]
    if model is Nomination:
        first |= _FIRST | dict.fromkeys(_LATER, "NULL::date")
        later += ["agreed_on", "told_on"]
    last = f"coalesce({', '.join(f't.{name}' for name in later)})"
    _write(model, first, f"t.{begins}", "insert", f"t.{begins} <= %s", day)
    _write(model, {}, last, "update", f"{last} <= %s", day)


def _held_late(day: dt.date, employer: str) -> None:
    """The newest holder of a post was recorded late."""
    held = Incumbency.objects.filter(
        unit__code=employer, ends_on=None, starts_on__lte=day - dt.timedelta(days=_STOOD)
    )
    newest = held.order_by("-starts_on", "pk").first()
    if newest is not None:
        _record(Incumbency, newest.pk, day - dt.timedelta(days=HELD_RECORDED))


def _record(model: type[models.Model], pk: int, on: dt.date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{_events(model)}" SET pgh_created_at = {_noon("%s::date")} WHERE pgh_obj_id = %s',  # noqa: S608  the same
            [on, pk],
        )


def _changed_places(day: dt.date, employer: str) -> None:
    """Two successors of a post stood in the other order until some weeks ago."""
    since = day - dt.timedelta(days=_STOOD)
    rows = Nomination.objects.filter(unit__code=employer, valid_to=None, valid_from__lte=since)
    by_post: dict[int, list[Nomination]] = {}
    for row in rows.order_by("post__position", "rank", "pk"):
        by_post.setdefault(row.post_id, []).append(row)
    two = next((line[:2] for line in by_post.values() if len(line) > 1), [])
    with connection.cursor() as cursor:
        for row, other in zip(two, reversed(two), strict=True):
            cursor.execute(
                f'UPDATE "{_events(Nomination)}" SET rank = %s WHERE pgh_obj_id = %s',  # noqa: S608  the same
                [other.rank, row.pk],
            )
    if two:
        on = f"DATE '{day - dt.timedelta(days=PLACES_CHANGED)}'"
        _write(Nomination, {}, on, "update", "t.id = ANY(%s)", [row.pk for row in two])
