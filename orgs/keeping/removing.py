"""The nightly removal of what is past its time, and how much of it there is.

Each unit is removed from in transactions of its own, of at most :data:`BATCH` rows of a table, each
with its record in the audit: a failure takes back its own transaction, stops no other unit, and is
tried again at the next bell. What is removed and what is not, the database decides
(``orgs/access/removal.py``).
"""

import datetime as dt
import json
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from orgs import audit
from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.keeping import holds, rules
from orgs.keeping.rules import Rules
from orgs.models.keeping import KeepingHorizon
from orgs.models.units import OrgUnit

logger = logging.getLogger(__name__)

BATCH = 500
#: How far ahead a unit sees what will go.
AHEAD = dt.timedelta(days=90)


@dataclass(frozen=True)
class Due:
    """How many records of a class would go in the next run, and by the end of :data:`AHEAD` in all."""

    next_run: int
    ahead: int


def remove_due(principal: Principal, day: dt.date) -> int:
    """Remove what is due at every unit where that has not been done today; return how many rows went."""
    with system_scope(principal, day=day):
        waiting = _waiting(day)
        in_effect = rules.at_each(waiting, day)
    removed = 0
    for unit_id in waiting:
        try:
            removed += remove_at(principal, unit_id, in_effect[unit_id], day)
        except Exception:
            logger.exception("records of unit %s could not be removed", unit_id)
    return removed


def _waiting(day: dt.date) -> list[int]:
    done = KeepingHorizon.objects.filter(applied_on__gte=day).values("unit_id")
    found = OrgUnit.objects.exclude(pk__in=done).exclude(pk__in=holds.held_units(day))
    return list(found.order_by("pk").values_list("pk", flat=True))


def remove_at(principal: Principal, unit_id: int, in_effect: Rules, day: dt.date) -> int:
    """Remove at one unit what ended by the horizons of its rules; return how many rows went.

    Nothing goes while a hold is in force. May run twice, or twice at once: the second finds nothing.
    """
    removed, more = 0, True
    while more:
        with system_scope(principal, units=[unit_id], day=day):
            holds.wait_for_removal(unit_id)
            if holds.in_force(unit_id, day):
                return removed
            went, versions, more = _remove(unit_id, in_effect)
            if went or versions:
                audit.record(
                    principal,
                    "retention.applied",
                    unit_id=unit_id,
                    removed=dict(went),
                    versions=dict(versions),
                    ended_by={code: rule.horizon.isoformat() for code, rule in in_effect.items()},
                )
        removed += sum(went.values())
    return removed


def _remove(unit_id: int, in_effect: Rules) -> tuple[Counter[str], Counter[str], bool]:
    went, versions, more = Counter[str](), Counter[str](), False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT klass, records, versions, more FROM app.keeping_remove(%s, %s, %s)",
            [unit_id, _days(in_effect), BATCH],
        )
        for klass, rows, older, unfinished in cursor.fetchall():
            went[klass], versions[klass], more = rows, older, more or unfinished
    return +went, +versions, more


def _days(in_effect: Rules, later: dt.timedelta = dt.timedelta(0)) -> str:
    return json.dumps({c: (rule.horizon + later).isoformat() for c, rule in in_effect.items()})


def due(unit_id: int, in_effect: Rules) -> Mapping[str, Due]:
    """What would go at a unit, by class, in 2 queries; zeros for whoever may not see it. Counts alone.

    Rows that cannot go yet because something that stays cannot be without them are not counted, nor what
    belongs to a person alone.
    """
    soon, ahead = _due(unit_id, _days(in_effect)), _due(unit_id, _days(in_effect, AHEAD))
    return {code: Due(soon.get(code, 0), ahead.get(code, 0)) for code in in_effect}


def _due(unit_id: int, days: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT klass, records FROM app.keeping_due(%s, %s)", [unit_id, days])
        return dict(cursor.fetchall())


def removed_so_far(unit_id: int) -> dict[str, KeepingHorizon]:
    """What was ever removed at a unit, and when last, by class."""
    return {each.klass: each for each in KeepingHorizon.objects.filter(unit_id=unit_id)}
