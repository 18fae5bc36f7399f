"""One system of linear equations: today's cells, guarded differences, side facts and earlier releases.

The unknowns are *blocks*: sets of atoms that every statement counts together, so that nobody can tell them
apart. A changed atom of an earlier release is an unknown of its own; an unchanged one is today's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from reporting.disclosure.cells import CellSet, incidence
from reporting.disclosure.insiders import knowledge
from reporting.disclosure.links import (
    History,
    Signed,
    State,
    Told,
    equalities,
    gone_rows,
    signed_matrix,
)
from reporting.disclosure.model import (
    Adversary,
    Bools,
    DisclosureError,
    EarlierRelease,
    Floats,
    Ints,
    LedgerError,
)
from reporting.disclosure.policy import Policy
from reporting.disclosure.questions import same_people
from reporting.disclosure.solver import FEASIBLE, Program
from reporting.disclosure.universe import Universe


@dataclass(frozen=True)
class System:
    """``matrix`` (rows x blocks), ``point`` (blocks,) and ``values`` (rows,): the truth, as far as known.

    Rows: first today's cells (``published`` of them, then guarded), then statements with bounds ``low`` and
    ``high`` (rows,). All entries are 1, but for what became of employers and for questions to the same people,
    which are +1 and -1 (``links``, ``questions``). ``width``, ``reach_low``, ``reach_high`` (rows,) carry what earlier releases must keep
    open. ``known`` holds for each insider (name, own part of each block, blocks known entirely); ``held``
    (blocks x employers) counts the atoms of each block by employer. ``guarded_then`` are the rows that state
    nothing but guard a difference as it stood in an earlier release.
    """

    cells: CellSet
    matrix: Any
    point: Floats
    values: Floats
    low: Floats
    high: Floats
    width: Floats
    reach_low: Floats
    reach_high: Floats
    known: tuple[tuple[str, Floats, Bools], ...]
    held: Any
    guarded_then: Ints

    @property
    def published(self) -> int:
        return self.cells.published

    @cached_property
    def support(self) -> Any:
        """Which blocks a row is about, whatever their sign (rows x blocks, 0/1)."""
        return abs(self.matrix) if self.matrix.data.min(initial=0.0) < 0 else self.matrix


@dataclass
class _Columns:
    """Today's atoms and, after them, the atoms of earlier releases that have changed since."""

    space: Universe
    positions: dict[tuple[str, ...], int]
    changed: dict[tuple[tuple[str, ...], int], int]
    then: dict[int, int]

    def of(self, release: EarlierRelease) -> Ints:
        """The column of each atom of an earlier release."""
        if set(release.dimensions) != set(self.space.names):
            raise DisclosureError(
                f"earlier release {release.name!r} has other dimensions than the atoms"
            )
        out = np.empty(len(release.rows), dtype=np.int64)
        keys = _keys(release, self.space)
        for at, (key, version) in enumerate(zip(keys, release.versions.tolist(), strict=True)):
            today = self.positions.get(key)
            if today is not None and int(self.space.versions[today]) == version:
                out[at] = today
            else:
                fresh = self.space.counts.size + len(self.changed)
                out[at] = self.changed.setdefault((key, version), fresh)
                if release.counts is not None:
                    self.then[int(out[at])] = int(release.counts[at])
        return out


def _blocks(members: Any, today: int) -> tuple[Any, Ints]:
    """Merge columns that occur in the same rows with the same signs. Returns rows x blocks and the block of each column."""
    csc = members.tocsc()
    csc.sort_indices()
    seen: dict[tuple[bool, bytes], int] = {}
    block = np.empty(csc.shape[1], dtype=np.int64)
    first: list[int] = []
    for column in range(csc.shape[1]):
        mine = slice(csc.indptr[column], csc.indptr[column + 1])
        key = (column < today, csc.indices[mine].tobytes() + csc.data[mine].tobytes())
        block[column] = seen.setdefault(key, len(first))
        if block[column] == len(first):
            first.append(column)
    return csc[:, first].tocsr(), block


def _solve_changed(matrix: Any, point: Floats, free: Bools, low: Floats, high: Floats) -> Floats:
    """Whole numbers for the changed atoms that agree with every statement, or LedgerError."""
    told = matrix @ point
    if np.any(free):
        part = matrix[:, np.flatnonzero(free)]
        size = part.shape[1]
        program = Program(part, np.zeros(size), np.full(size, np.inf), low - told, high - told)
        found = program.solve(whole=size)
        if found is None:
            raise LedgerError(
                "earlier releases and side facts cannot all be true of these atoms and versions"
            )
        point = point.copy()
        point[free] = np.round(found)
        told = matrix @ point
    if np.any((told < low - FEASIBLE) | (told > high + FEASIBLE)):
        raise LedgerError(
            "today's atoms contradict an earlier release or a side fact of the same version"
        )
    return point


def _guarded_then(
    cells: CellSet, columns: _Columns, places: Mapping[tuple[str, ...], int]
) -> list[Ints]:
    """The guarded differences as they stood in an earlier release, where an atom of theirs has changed since."""
    then = np.full(cells.universe.counts.size, -1, dtype=np.int64)
    for key, at in places.items():
        if key in columns.positions:
            then[columns.positions[key]] = at
    out = []
    for row in range(cells.published, cells.values.size):
        atoms = cells.members.indices[cells.members.indptr[row] : cells.members.indptr[row + 1]]
        if np.all(then[atoms] >= 0) and np.any(then[atoms] != atoms):
            out.append(np.sort(then[atoms]))
    return out


def _keys(release: EarlierRelease, space: Universe) -> list[tuple[str, ...]]:
    """The atoms of an earlier release, with their codes in today's order of dimensions."""
    order = [release.dimensions.index(name) for name in space.names]
    return [tuple(row[column] for column in order) for row in release.rows]


def build(
    cells: CellSet,
    earlier: Sequence[EarlierRelease],
    adversary: Adversary,
    policy: Policy,
    history: History = History(),  # noqa: B008 (frozen)
) -> System:
    """Join everything that was, is or would be told. Raises LedgerError if it cannot all be true.

    The policy's ``width`` must stay open about a guarded difference of which an earlier state is isolated: its
    true count is not known any more, so it is guarded whatever it was. The same about sets of employers that
    are gone, where the rules would have hidden them.
    """
    space = cells.universe
    count = space.counts.size
    columns = _Columns(space, {}, {}, {})
    rows: list[Ints] = []
    bounds: list[tuple[float, ...]] = []
    for fact in adversary.facts:
        rows.append(space.indicator(fact.where))
        bounds.append((fact.low, fact.high, 0.0, np.inf, -np.inf))
    first, then = cells.members.shape[0], list[int]()
    if earlier or any(dimension.asks for dimension in space.dimensions.values()):
        columns.positions = {row: at for at, row in enumerate(space.rows())}
    days = [columns.positions]
    linked = {leaf for link in history.links for leaf in (link.old, link.new)}
    releases = [_told_today(space, history.day, linked, columns)] if earlier and linked else []
    for release in sorted(earlier, key=lambda item: item.name):
        column = columns.of(release)
        places = dict(zip(_keys(release, space), column.tolist(), strict=True))
        days.append(places)
        if linked:
            releases.append(_told_then(release, linked, places))
        told = zip(
            release.members,
            release.low,
            release.high,
            release.width,
            release.reach_low,
            release.reach_high,
            strict=True,
        )
        for members, *numbers in told:
            rows.append(np.sort(column[list(members)]))
            bounds.append((numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]))
        told_sets = {row.tobytes() for row in rows[-len(release.members) :]}
        guarded = [
            row
            for row in (
                *_guarded_then(cells, columns, places),
                *_gone(cells, release, places, history, policy),
            )
            if row.tobytes() not in told_sets
        ]
        then += range(first + len(rows), first + len(rows) + len(guarded))
        rows.extend(guarded)
        bounds.extend([(0.0, np.inf, float(policy.width), np.inf, -np.inf)] * len(guarded))
    total = count + len(columns.changed)
    padded = sparse.csr_array(
        (cells.members.data, cells.members.indices, cells.members.indptr),
        shape=(cells.members.shape[0], total),
    )
    members = sparse.vstack([padded, incidence(rows, total)], format="csr") if rows else padded
    members = _signed(members, equalities(releases, history.links) if releases else [], bounds)
    members = _signed(members, same_people(space, days, members), bounds)
    matrix, block = _blocks(members, count)
    size = matrix.shape[1]
    known: Floats = np.concatenate(
        [space.counts, [columns.then.get(at, -1) for at in range(count, total)]]
    ).astype(np.float64)
    free = np.zeros(size, dtype=bool)
    free[block[known < 0]] = True
    point: Floats = np.bincount(block, weights=np.maximum(known, 0.0), minlength=size).astype(
        np.float64
    )
    idle = cells.members.shape[0]
    extra = np.array(bounds, dtype=np.float64).reshape(-1, 5)
    low = np.concatenate([np.zeros(idle), extra[:, 0]])
    high = np.concatenate([np.full(idle, np.inf), extra[:, 1]])
    point = _solve_changed(matrix, point, free, low, high)
    changed = [key for key, _ in columns.changed]
    owner = np.concatenate([space.employer_of, _owners(changed, space)])
    return System(
        cells,
        matrix.astype(np.float64),
        point,
        matrix @ point,
        low,
        high,
        np.concatenate([np.zeros(idle), extra[:, 2]]),
        np.concatenate([np.full(idle, np.inf), extra[:, 3]]),
        np.concatenate([np.full(idle, -np.inf), extra[:, 4]]),
        knowledge(
            space,
            adversary,
            block,
            point,
            np.maximum(known, 0.0),
            free,
            changed,
            history.links,
        ),
        sparse.csr_array(
            (np.ones(total), (block, owner)),
            shape=(size, max(int(owner.max(initial=0)) + 1, len(space.employers))),
        ),
        np.array(then, dtype=np.int64),
    )


def _signed(members: Any, rows: Sequence[Signed], bounds: list[tuple[float, ...]]) -> Any:
    """``members`` with more rows below them, each from 0 to its ``high``."""
    bounds += [(0.0, row.high, 0.0, np.inf, -np.inf) for row in rows]
    if not rows:
        return members
    return sparse.vstack([members, signed_matrix(rows, members.shape[1])], format="csr")


def _told_today(space: Universe, day: str, linked: set[str], columns: _Columns) -> Told:
    """Today's counts at the employers that links name."""
    held: dict[str, dict[tuple[str, ...], tuple[int, int]]] = {}
    for key, at in columns.positions.items():
        if key[0] in linked:
            held.setdefault(key[0], {})[key[1:]] = at, int(space.counts[at])
    return Told("", State(day, frozenset(space.employers)), held)


def _told_then(
    release: EarlierRelease, linked: set[str], places: Mapping[tuple[str, ...], int]
) -> Told:
    """An earlier release's counts at the employers that links name."""
    if release.counts is None:
        raise DisclosureError(
            f"earlier release {release.name!r} has no counts to follow what became of its employers"
        )
    held: dict[str, dict[tuple[str, ...], tuple[int, int]]] = {}
    for (key, at), count in zip(places.items(), release.counts.tolist(), strict=True):
        if key[0] in linked:
            held.setdefault(key[0], {})[key[1:]] = at, count
    return Told(release.name, State(release.day, frozenset(key[0] for key in places)), held)


def _gone(
    cells: CellSet,
    release: EarlierRelease,
    places: Mapping[tuple[str, ...], int],
    history: History,
    policy: Policy,
) -> list[Ints]:
    """The guarded sets of an earlier release's employers of which some are gone."""
    sets = history.gone.get(release.name, ())
    if not sets:
        return []
    then = release.counts
    counts = None if then is None else dict(zip(places, then.tolist(), strict=True))
    return gone_rows(cells, places, counts, sets, policy)


def _owners(changed: Sequence[tuple[str, ...]], space: Universe) -> Ints:
    """The number of the employer of each changed atom; those that no longer exist come after today's."""
    numbers = {code: at for at, code in enumerate(space.employers)}
    return np.array([numbers.setdefault(key[0], len(numbers)) for key in changed], dtype=np.int64)
