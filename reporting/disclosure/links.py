"""What became of which employer: equalities between counts before and after, and what closed employers leave open.

A reader who knows that a board was closed into another, and believes that nobody changed, adds up. So for each
two releases (today's is one) the leaves that links of the time between join are one *component*; where its
earlier counts of a category add up to its later ones, the two sums are the same people: one row of the system,
+1 for the later and -1 for the earlier atoms, that is zero. Where they differ, somebody changed and both are
free: the rule that versions follow for one employer. If a part of the component is on no release, what is
known of the rest is an inequality.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from scipy import sparse

from reporting.disclosure.cells import CellSet
from reporting.disclosure.model import LAST, Ints, Succession
from reporting.disclosure.policy import Policy

Leaves = frozenset[str]
Key = tuple[str, ...]
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class History:
    """How today's employers came about: dated links, today's day, and by the name of an earlier release the
    sets of its employers, some of them gone, that subtraction isolates (``ledger.isolated_then``).
    """

    links: tuple[Succession, ...] = ()
    day: str = LAST
    gone: Mapping[str, tuple[Leaves, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """Employers as one release knew them: its day and its leaves."""

    day: str
    leaves: Leaves


@dataclass(frozen=True)
class Told:
    """What one release counted at the employers that links name: leaf -> category -> (column, count)."""

    name: str
    state: State
    held: Mapping[str, Mapping[Key, tuple[int, int]]]


@dataclass(frozen=True)
class Signed:
    """A row of the system: the sum of ``plus`` minus the sum of ``minus``, from 0 to ``high``."""

    plus: frozenset[int]
    minus: frozenset[int]
    high: float


def _top(above: dict[T, T], item: T) -> T:
    """The first of the items that ``item`` was joined with (union-find; an unknown one stands alone)."""
    while above.setdefault(item, item) != item:
        item = above[item]
    return item


def components(links: Iterable[Succession], early: str, late: str) -> list[Leaves]:
    """The sets of leaves joined by what happened after ``early`` and not after ``late``, sorted."""
    above: dict[str, str] = {}
    for link in links:
        if early < link.on <= late:
            above[_top(above, link.old)] = _top(above, link.new)
    found: dict[str, set[str]] = {}
    for leaf in sorted(above):
        found.setdefault(_top(above, leaf), set()).add(leaf)
    return sorted((frozenset(leaves) for leaves in found.values()), key=sorted)


def carried(
    members: Leaves, links: Sequence[Succession], start: State, end: State
) -> tuple[Leaves, ...]:
    """A set of employers of one state as employers of another, before or after it.

    A component that lies in the set is replaced by what it is at the other end; of one that lies in it only
    in part nothing is carried, unless an employer has kept its code: then the set with it is given too.
    """
    plain = members & end.leaves
    moved = set(members)
    for component in components(links, *sorted((start.day, end.day))):
        moved -= component
        mine = component & start.leaves
        if mine and mine <= members:
            moved |= component & end.leaves
    mapped = frozenset(moved) & end.leaves
    return tuple(part for part in (mapped, *((plain,) if plain - mapped else ())) if part)


def ancestors(links: Iterable[Succession]) -> dict[str, Leaves]:
    """For each leaf all leaves whose people it took over, however long ago: its insiders know them."""
    direct: dict[str, set[str]] = {}
    for link in links:
        direct.setdefault(link.new, set()).add(link.old)
    out = {}
    for leaf in direct:
        found: set[str] = set()
        left = [leaf]
        while left:
            for old in direct.get(left.pop(), ()):
                if old not in found:
                    found.add(old)
                    left.append(old)
        out[leaf] = frozenset(found)
    return out


def _latest(
    leaf: str, lead: Told, told: Sequence[Told], links: Sequence[Succession]
) -> Told | None:
    """Who tells of a leaf as at the lead's day: itself, or the newest release since the leaf last changed."""
    if leaf in lead.state.leaves:
        return lead
    day = lead.state.day
    since = max((e.on for e in links if leaf in (e.old, e.new) and e.on <= day), default="")
    found = [t for t in told if leaf in t.state.leaves and since <= t.state.day <= day]
    return max(found, key=lambda each: (each.state.day, each.name), default=None)


def equalities(told: Sequence[Told], links: Sequence[Succession]) -> list[Signed]:
    """The rows that successions add to the system, each once. Counts of ``told`` are true of their day."""
    order = sorted(told, key=lambda each: (each.state.day, each.name))
    rows: dict[Signed, None] = {}
    same: dict[frozenset[int], frozenset[int]] = {}
    for at, early in enumerate(order):
        for late in order[at + 1 :]:
            days = early.state.day, late.state.day
            between = [link for link in links if days[0] < link.on <= days[1]]
            for component in components(between, *days):
                before = _Side.of(component, early, order, links)
                after = _Side.of(component, late, order, links)
                made = {link.new for link in between} & component
                left = {link.old for link in between} & component
                short = bool((left - made) - before.leaves), bool((made - left) - after.leaves)
                for row in _sums(before, after, short):
                    if row.high > 0:
                        rows.setdefault(row)
                    elif _top(same, row.plus) != _top(same, row.minus):
                        same[_top(same, row.plus)] = _top(same, row.minus)
                        rows.setdefault(row)
    bare = (Signed(row.plus - row.minus, row.minus - row.plus, row.high) for row in rows)
    return [row for row in bare if (row.plus and row.minus) or row.high == 0.0]


@dataclass(frozen=True)
class _Side:
    """One end of a component: who tells of each of its leaves."""

    sources: Mapping[str, Told]

    @classmethod
    def of(
        cls, component: Leaves, lead: Told, told: Sequence[Told], links: Sequence[Succession]
    ) -> _Side:
        found = {leaf: _latest(leaf, lead, told, links) for leaf in sorted(component)}
        return cls({leaf: source for leaf, source in found.items() if source is not None})

    @property
    def leaves(self) -> set[str]:
        return set(self.sources)

    @property
    def categories(self) -> set[Key]:
        return {key for leaf, told in self.sources.items() for key in told.held[leaf]}

    def sum(self, category: Key) -> tuple[frozenset[int], int]:
        """Columns and count of one category; who does not know the category counts nobody in it."""
        found = [
            told.held[leaf][category]
            for leaf, told in self.sources.items()
            if category in told.held[leaf]
        ]
        return frozenset(column for column, _ in found), sum(count for _, count in found)


def _sums(before: _Side, after: _Side, short: tuple[bool, bool]) -> Iterator[Signed]:
    """What the two ends of a component say of each other; ``short``: an end of which only a part is told."""
    if not before.leaves or not after.leaves:
        return
    for category in sorted(before.categories | after.categories):
        (old, was), (new, now) = before.sum(category), after.sum(category)
        if short == (False, False) and was == now:
            yield Signed(new, old, 0.0)
        elif short == (True, False) and now >= was:
            yield Signed(new, old, np.inf)
        elif short == (False, True) and was >= now:
            yield Signed(old, new, np.inf)


def signed_matrix(rows: Sequence[Signed], width: int) -> Any:
    """The rows as a matrix of +1 and -1 with ``width`` columns."""
    parts = [(sorted(row.plus), sorted(row.minus)) for row in rows]
    indices = [column for plus, minus in parts for column in (*plus, *minus)]
    signs = [sign for plus, minus in parts for sign in (*[1] * len(plus), *[-1] * len(minus))]
    pointers = np.concatenate([[0], np.cumsum([len(plus) + len(minus) for plus, minus in parts])])
    shape = (len(rows), width)
    matrix = sparse.csr_array((np.array(signs, dtype=np.int64), indices, pointers), shape=shape)
    matrix.sort_indices()
    return matrix


# --- sets of employers some of which are gone ------------------------------------------------------


def gone_rows(
    cells: CellSet,
    columns: Mapping[Key, int],
    counts: Mapping[Key, int] | None,
    sets: Sequence[Leaves],
    policy: Policy,
) -> list[Ints]:
    """The columns of each of ``sets`` crossed with every category shown today, where the rules forbid it.

    ``columns`` and ``counts`` are those of the earlier release; without counts everything is guarded.
    """
    found: dict[bytes, Ints] = {}
    crossings = _categories(cells)
    for leaves in sets:
        for category, bases in crossings:
            keys = [(leaf, *key) for leaf in sorted(leaves) for key in category]
            here = [key for key in keys if key in columns]
            if not here:
                continue
            if counts is None or any(
                _forbidden(counts, leaves, category, base, policy) for base in bases
            ):
                row = np.unique([columns[key] for key in here]).astype(np.int64)
                found.setdefault(row.tobytes(), row)
    return list(found.values())


def _categories(cells: CellSet) -> list[tuple[tuple[Key, ...], list[tuple[Key, ...]]]]:
    """The sets of categories that some cell counts, each with those of its bases, sorted."""
    space = cells.universe
    size = space.counts.size // max(len(space.employers), 1)
    names = [row[1:] for row in space.rows()[:size]]
    pointers, indices = cells.members.indptr, cells.members.indices
    made: dict[int, tuple[Key, ...]] = {}

    def of(cell: int) -> tuple[Key, ...]:
        if cell not in made:
            mine = indices[pointers[cell] : pointers[cell + 1]]
            made[cell] = tuple(names[at] for at in np.unique(mine % size))
        return made[cell]

    found: dict[tuple[Key, ...], set[tuple[Key, ...]]] = {}
    for each in cells.occurrences:
        for cell, base in zip(each.cells.tolist(), each.bases.tolist(), strict=True):
            found.setdefault(of(cell), set()).add(of(base))
    return [(category, sorted(found[category])) for category in sorted(found)]


def _forbidden(
    counts: Mapping[Key, int],
    leaves: Leaves,
    category: Sequence[Key],
    base: Sequence[Key],
    policy: Policy,
) -> bool:
    """Whether the rules would have hidden the cell (``primary.RULES``, for one set of a day gone by)."""
    value = sum(counts.get((leaf, *key), 0) for leaf in leaves for key in category)
    parts = [sum(counts.get((leaf, *key), 0) for key in base) for leaf in leaves]
    whole = sum(parts)
    contributors = sum(part > 0 for part in parts)
    return (
        0 < value < policy.min_cell
        or (value == 0 and policy.protect_zeros)
        or 0 < whole < policy.min_base
        or (whole > 0 and contributors < policy.min_contributors)
        or (whole > 0 and max(parts) > policy.max_share * whole)
        or (policy.all_or_none and len(category) < len(base) and value in (0, whole) and whole > 0)
        or policy.p_percent is not None
        or policy.dominance is not None
    )
