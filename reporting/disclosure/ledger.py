"""What earlier releases make derivable: sets of employers that two trees isolate, and a release as a statement."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from reporting.disclosure.cells import CellSet
from reporting.disclosure.links import State, carried
from reporting.disclosure.model import (
    LAST,
    TOTAL,
    Bools,
    EarlierRelease,
    Floats,
    Succession,
    Table,
)
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
    units: Units,
    earlier: Sequence[EarlierRelease],
    space: Universe,
    links: Sequence[Succession] = (),
    day: str = LAST,
) -> tuple[frozenset[str], ...]:
    """Sets of today's employers that a reader isolates by subtracting a unit of one tree from one of another.

    Units of the same level that overlap without being equal give both differences and the overlap; employers
    that the same units of all trees contain give the finest parts (the common refinement). Units of earlier
    trees are taken as what their employers have become.
    """
    today = State(day, frozenset(space.employers))
    now = [(level, frozenset(members)) for level, members in units]
    then = [
        (level, part)
        for release in earlier
        for level, members in release.units
        for part in carried(frozenset(members), links, _state(release, space), today)
    ]
    return _differences(now, then, today.leaves)


def isolated_then(
    units: Units,
    earlier: Sequence[EarlierRelease],
    space: Universe,
    links: Sequence[Succession] = (),
    day: str = LAST,
) -> dict[str, tuple[frozenset[str], ...]]:
    """For each earlier release the sets of its employers, some of them gone today, that other trees isolate.

    An employer that closed, or went where this release does not reach, was counted before: what was there less
    what is left tells its old count.
    """
    states = {release.name: _state(release, space) for release in earlier}
    today = State(day, frozenset(space.employers))
    all_units = [(units, today), *((release.units, states[release.name]) for release in earlier)]
    out = {}
    for release in earlier:
        here = states[release.name]
        gone = here.leaves - today.leaves
        if not gone:
            continue
        own = [(level, frozenset(members)) for level, members in release.units]
        others = {
            (level, part)
            for found, state in all_units
            if state is not here
            for level, members in found
            for part in carried(frozenset(members), links, state, here)
        }
        told = {members for _, members in own}
        parts = _differences(own, sorted(others, key=_by_codes), here.leaves)
        out[release.name] = tuple(part for part in parts if part & gone and part not in told)
    return out


def _state(release: EarlierRelease, space: Universe) -> State:
    unit = release.dimensions.index(space.names[0]) if space.names[0] in release.dimensions else 0
    return State(release.day, frozenset(row[unit] for row in release.rows))


def _by_codes(unit: tuple[str, frozenset[str]]) -> tuple[str, list[str]]:
    return unit[0], sorted(unit[1])


def _differences(
    now: Sequence[tuple[str, frozenset[str]]],
    then: Sequence[tuple[str, frozenset[str]]],
    leaves: frozenset[str],
) -> tuple[frozenset[str], ...]:
    """What two trees over the same ``leaves`` isolate, sorted."""
    found: set[frozenset[str]] = set()
    for level, new in now:
        for other, old in then:
            if level == other and new & old and new != old:
                found |= {new - old, old - new, new & old}
    sets = sorted({members for _, members in [*now, *then]}, key=sorted)
    parts: dict[tuple[int, ...], set[str]] = {}
    for employer in sorted(leaves):
        signature = tuple(at for at, members in enumerate(sets) if employer in members)
        if signature:
            parts.setdefault(signature, set()).add(employer)
    if then:
        found |= {frozenset(part) for part in parts.values()}
    return tuple(sorted((part for part in found if part), key=sorted))


def statement(
    name_and_day: tuple[str, str],
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
    name, day = name_and_day
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
        day,
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
        day=data.get("day", ""),
    )
