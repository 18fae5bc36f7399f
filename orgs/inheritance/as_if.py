"""What would be in effect if the tree were another: two trees compared, two queries for all units.

The engine is the same (:mod:`orgs.inheritance.selectors`); only the units above are given instead of
read from the placements. Reads, and writes nothing.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from orgs.inheritance.effective import Standing, standings_of
from orgs.inheritance.kinds import DefinitionKind, kinds
from orgs.inheritance.selectors import WHAT_STANDS

#: Ids of the units above, itself first.
Path = Sequence[int]

_PATH_AS_GIVEN: Final = """
  SELECT given.at, given.unit_id, given.depth, u.code, u.name, u.is_employer
  FROM unnest(%(ats)s::int[], %(owners)s::int[], %(depths)s::int[]) AS given(at, unit_id, depth)
  JOIN orgs_orgunit u ON u.id = given.unit_id
"""
_PATH_AS_PLACED = WHAT_STANDS.partition("WITH path AS (")[2].partition("), own AS (")[0]
_SQL: Final = WHAT_STANDS.replace(_PATH_AS_PLACED, _PATH_AS_GIVEN)

#: The rows of one kind at one unit, without the unit: equal rows come to the same values.
_Rows = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Pair:
    """A definition, by kind and key, as it stands at a unit under one tree and under another.

    None where nobody above defines it.
    """

    kind: DefinitionKind
    key: str
    before: Standing | None
    after: Standing | None


def compare(
    before: Mapping[int, Path], after: Mapping[int, Path], as_at: dt.date
) -> Iterator[tuple[int, list[Pair]]]:
    """For each unit the definitions that do not come to the same for a plain reason: other owners,
    other versions, or other choices above. Two statements, whatever the number of units.
    """
    then, now = _read(after, as_at), _read(before, as_at)
    built: dict[_Rows, dict[str, Standing]] = {}

    def standings(unit_id: int, rows: _Rows) -> dict[str, Standing]:
        # Trusts under one board without choices of their own share their rows, so most are built once.
        if rows not in built:
            found = standings_of([(unit_id, *row) for row in rows], as_at).get(unit_id, [])
            built[rows] = {each.effective.key: each for each in found}
        return built[rows]

    for unit_id in before:
        pairs = []
        codes = sorted({*now.get(unit_id, {}), *then.get(unit_id, {})})
        for code in codes:
            old, new = (each.get(unit_id, {}).get(code, ()) for each in (now, then))
            if old == new:
                continue
            was, will = standings(unit_id, old), standings(unit_id, new)
            pairs += [
                Pair(kinds.get(code), key, was.get(key), will.get(key))
                for key in sorted({*was, *will})
            ]
        yield unit_id, pairs


def _read(paths: Mapping[int, Path], as_at: dt.date) -> dict[int, dict[str, _Rows]]:
    """The engine's rows by unit and kind."""
    given = [
        (unit_id, owner, depth)
        for unit_id, path in paths.items()
        for depth, owner in enumerate(path, start=1)
    ]
    ats, owners, depths = (list(each) for each in zip(*given, strict=True)) if given else ([],) * 3
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "ats": ats,
                "owners": owners,
                "depths": depths,
                "units": list(paths),
                "day": as_at,
                "kinds": None,
            },
        )
        rows = [row for row in cursor.fetchall() if row[1] in kinds]
    found: dict[int, dict[str, list[tuple[Any, ...]]]] = {}
    for unit_id, code, *rest in rows:
        found.setdefault(unit_id, {}).setdefault(code, []).append((code, *rest))
    return {
        unit_id: {code: tuple(each) for code, each in by_kind.items()}
        for unit_id, by_kind in found.items()
    }
