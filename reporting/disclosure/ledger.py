"""What earlier releases make derivable: sets of employers that two trees isolate, and a release as a statement."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from reporting.disclosure.cells import CellSet
from reporting.disclosure.model import TOTAL, Bools, EarlierRelease, Floats, Table
from reporting.disclosure.result import plain
from reporting.disclosure.universe import Universe

Units = tuple[tuple[str, tuple[str, ...]], ...]


def published_units(tables: Sequence[Table], space: Universe) -> Units:
    """(level, employers) of every unit that some table shows, sorted; the total has the level ``"*"``."""
    unit = space.dimensions[space.names[0]]
    below = unit.leaves_below()
    found: set[tuple[str, tuple[str, ...]]] = set()
    for table in tables:
        for axis in table.axes:
            if axis.dimension != unit.name:
                continue
            chosen = [
                node for node in unit.nodes if node.level in axis.levels or node.code in axis.codes
            ]
            found |= {(node.level, tuple(sorted(below[node.code]))) for node in chosen}
            if axis.total:
                found.add((TOTAL, tuple(sorted(below[TOTAL]))))
    return tuple(sorted(found))


def isolated(
    units: Units, earlier: Sequence[EarlierRelease], space: Universe
) -> tuple[frozenset[str], ...]:
    """Sets of today's employers that a reader isolates by subtracting a unit of one tree from one of another.

    Units of the same level that overlap without being equal give both differences and the overlap; employers
    that the same units of all trees contain give the finest parts (the common refinement).
    """
    today = frozenset(space.employers)
    now = [(level, frozenset(members)) for level, members in units]
    then = [
        (level, frozenset(members) & today)
        for release in earlier
        for level, members in release.units
    ]
    found: set[frozenset[str]] = set()
    for level, new in now:
        for other, old in then:
            if level == other and new & old and new != old:
                found |= {new - old, old - new, new & old}
    sets = sorted({members for _, members in [*now, *then]}, key=sorted)
    parts: dict[tuple[int, ...], set[str]] = {}
    for employer in sorted(today):
        signature = tuple(at for at, members in enumerate(sets) if employer in members)
        if signature:
            parts.setdefault(signature, set()).add(employer)
    if then:
        found |= {frozenset(part) for part in parts.values()}
    return tuple(sorted((part for part in found if part), key=sorted))


def statement(
    name: str,
    cells: CellSet,
    units: Units,
    hidden: Bools,
    primary: Bools,
    shown: tuple[Floats, Floats],
    width: float,
) -> EarlierRelease:
    """A release as the next ones will see it: what was shown, and what must stay open of what was not."""
    space, published = cells.universe, cells.published
    pointers, indices = cells.members.indptr, cells.members.indices
    return EarlierRelease(
        name,
        space.names,
        tuple(space.rows()),
        space.versions.copy(),
        tuple(
            tuple(indices[pointers[row] : pointers[row + 1]].tolist()) for row in range(published)
        ),
        np.where(hidden, 0.0, shown[0][:published]),
        np.where(hidden, np.inf, shown[1][:published]),
        np.where(hidden & primary[:published], width, 0.0),
        np.full(published, np.inf),
        np.full(published, -np.inf),
        units,
        space.counts.copy(),
    )


def to_json(release: EarlierRelease) -> str:
    """The auditor's copy of a release as canonical JSON; ``from_json`` gives an equal release back."""
    return json.dumps(plain(release), sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> EarlierRelease:
    """The release of ``to_json``. KeyError if a part is missing: a damaged ledger is never taken for an empty one."""
    data = json.loads(text)

    def floats(key: str) -> Floats:
        return np.array([float(value) for value in data[key]], dtype=np.float64)

    return EarlierRelease(
        name=data["name"],
        dimensions=tuple(data["dimensions"]),
        rows=tuple(tuple(row) for row in data["rows"]),
        versions=np.array(data["versions"], dtype=np.int64),
        members=tuple(tuple(row) for row in data["members"]),
        low=floats("low"),
        high=floats("high"),
        width=floats("width"),
        reach_low=floats("reach_low"),
        reach_high=floats("reach_high"),
        units=tuple((level, tuple(members)) for level, members in data["units"]),
        counts=None if data["counts"] is None else np.array(data["counts"], dtype=np.int64),
    )
