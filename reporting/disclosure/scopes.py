"""A large system in parts: one unit and all that is below it at a time, the smallest first.

The movement of a hidden cell of one Trust seldom needs another region. So every unit of the employers'
hierarchy is protected as a system of its own: its blocks may move, all others stand still at the truth, and
every statement that reaches beyond it (its ancestors' cells, shown or hidden) bounds the movement by what is
left for it. A point found there is a point of the whole system, so it is evidence against every reader. What
a part cannot protect is left to the next larger one, at last to the whole.

Cells hidden for a smaller part stay hidden: showing one again could take the evidence from its targets.
Nothing is taken on trust: at the end every point is checked against what is shown in the whole system, and
the ranges are those of the points that pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from reporting.disclosure.complement import Selection
from reporting.disclosure.equations import Equations
from reporting.disclosure.evidence import Evidence, Ranges
from reporting.disclosure.model import Bools, Floats, Ints
from reporting.disclosure.policy import Policy
from reporting.disclosure.solver import Effort
from reporting.disclosure.system import System
from reporting.disclosure.views import View, bounds, shown_bounds

WHOLE_UP_TO = 4000
"""Systems of at most so many published cells are protected in one part."""


class Parts:
    """The protection of a large system, part by part. ``run`` and ``verdicts`` are those of a Selection."""

    def __init__(
        self,
        system: System,
        policy: Policy,
        views: Sequence[View],
        guides: Sequence[View],
        primary: Bools,
        sums: Equations,
        effort: Effort,
    ) -> None:
        self.system, self.policy, self.primary, self.effort = system, policy, primary, effort
        self.views, self.guides = list(views), list(guides)
        self.hidden = primary[: system.published].copy()
        self.conceded = 0
        self.tally: dict[str, tuple[int, int]] = {}
        self.sums = sums
        self._evidence = Evidence(system)
        self._whole = False
        self._shown = {
            aware: shown_bounds(system.values, policy, rule_aware=aware) for aware in (False, True)
        }
        self._found = [Ranges.of(view, system.values) for view in self.views]

    def run(self, *, whole: bool) -> list[tuple[View, Ranges]]:
        """Protect every part, the smallest first; returns what the whole system could not protect."""
        self._whole = whole
        units = _units(self.system)
        for blocks in units[::-1]:
            self._part(blocks, certificates=True)
        for view, ranges in zip(self.views, self._found, strict=True):
            left = ranges.unsafe().size
            self.tally[view.name] = (view.targets.size - left, left)
        for blocks in units:
            self._part(blocks, certificates=False)
        return self._protect_whole()

    def verdicts(self) -> list[tuple[View, Ranges]]:
        """The final audit: every point is checked against what is shown, for every reader."""
        out = []
        for view in self.views:
            low, high = self._limits(view)
            out.append((view, self._evidence.ranges(view, low, high, whole=self._whole)))
        return out

    def _limits(self, view: View) -> tuple[Floats, Floats]:
        return bounds(self.system, view, self.hidden, self.primary, self._shown[view.rule_aware])

    def _part(self, blocks: Ints, *, certificates: bool) -> None:
        """Protect one part; or only see what points that move many of its cells at once prove already."""
        part = _Part(self, blocks)
        asked = [
            (view, part.view(view, ranges, *self._limits(view)))
            for view, ranges in zip(self.views, self._found, strict=True)
            if view.outsider or part.concerns(view)
        ]
        small = [view for _, view in asked if view.targets.size]
        if not small:
            return
        guides = [part.view(guide, None, *self._limits(guide)) for guide in self.guides]
        selection = part.selection(small, guides)
        if certificates:
            selection.certify(whole=self._whole)
        else:
            selection.run(whole=self._whole)
        self.hidden[part.published] |= selection.hidden
        self._learn(part.blocks, selection)

    def _learn(self, blocks: Ints, selection: Selection) -> None:
        """Take over the evidence of a part, and see for every reader what it proves."""
        start = self._evidence.size
        found = selection.auditor.evidence
        for point in range(found.size):
            moved, moves = found.moved(point)
            self._evidence.add(blocks[moved], moves)
        for at, view in enumerate(self.views):
            low, high = self._limits(view)
            more = self._evidence.ranges(view, low, high, whole=self._whole, start=start)
            np.minimum(self._found[at].low, more.low, out=self._found[at].low)
            np.maximum(self._found[at].high, more.high, out=self._found[at].high)

    def _protect_whole(self) -> list[tuple[View, Ranges]]:
        """What the parts have left, in the whole system."""
        left = []
        for view, ranges in zip(self.views, self._found, strict=True):
            unsafe = ranges.unsafe()
            keep = np.zeros(view.targets.size, dtype=bool)
            keep[unsafe] = True
            left.append(view.only(keep))
        if not any(view.targets.size for view in left):
            return []
        selection = Selection(
            self.system,
            self.policy,
            [view for view in left if view.targets.size],
            self.guides,
            self.primary,
            self.sums,
            hidden=self.hidden,
            effort=self.effort,
        )
        failed = selection.run(whole=self._whole)
        self.hidden = selection.hidden
        self.conceded = selection.conceded
        self._learn(np.arange(self.system.point.size), selection)
        asked = {view.name: view for view in selection.views}
        self.views = [
            _with_demands(view, asked[view.name]) if view.name in asked else view
            for view in self.views
        ]
        return failed


def _with_demands(view: View, asked: View) -> View:
    """The view with the demands of ``asked``, which is about some of its targets and may have conceded."""
    place = np.searchsorted(view.targets, asked.targets)
    width, low, high = view.width.copy(), view.reach_low.copy(), view.reach_high.copy()
    width[place], low[place], high[place] = asked.width, asked.reach_low, asked.reach_high
    return replace(view, width=width, reach_low=low, reach_high=high)


def _units(system: System) -> list[Ints]:
    """The blocks of every unit that has some below it, the smallest first; units of the same blocks once."""
    space = system.cells.universe
    below = space.dimensions[space.names[0]].leaves_below()
    place = {code: at for at, code in enumerate(space.employers)}
    held = system.held.astype(np.float64)
    total = np.asarray(held.sum(axis=1)).ravel()
    found: dict[bytes, Ints] = {}
    for leaves in sorted((leaves for leaves in below.values() if len(leaves) > 1), key=sorted):
        mine = np.zeros(held.shape[1])
        mine[[place[leaf] for leaf in leaves]] = 1.0
        blocks = np.flatnonzero(np.asarray(held @ mine) >= total)
        if 1 < blocks.size < system.point.size:
            found.setdefault(blocks.tobytes(), blocks)
    return sorted(found.values(), key=lambda blocks: (blocks.size, blocks.tolist()))


class _Part:
    """The blocks of one unit as a system: first its own cells and guarded ones, then statements about it."""

    def __init__(self, whole: Parts, blocks: Ints) -> None:
        system = whole.system
        self._whole, self.blocks = whole, blocks
        mine = np.zeros(system.point.size)
        mine[blocks] = 1.0
        inside = np.asarray(system.support @ mine)
        size = np.diff(system.matrix.indptr)
        own = np.flatnonzero((inside > 0) & (inside == size))
        beyond = np.flatnonzero((inside > 0) & (inside < size))
        columns = system.matrix[:, blocks]
        self.published = own[own < system.published]
        self._cells = own[own < system.cells.values.size]
        self._own, self._beyond = own, beyond
        self._rest = system.values[beyond] - columns[beyond] @ system.point[blocks]
        self._same, self._first = _alike(columns[beyond])
        rows = np.concatenate([own, beyond[self._first]])
        self._matrix = columns[rows]
        self._matrix.sort_indices()

    def concerns(self, view: View) -> bool:
        """Whether a reader knows anything of this part that the outsider does not."""
        return bool(
            np.any(view.floor[self.blocks] > 0) or np.any(np.isfinite(view.ceiling[self.blocks]))
        )

    def view(self, view: View, found: Ranges | None, low: Floats, high: Floats) -> View:
        """A reader of the whole as one of this part, asked about what is not proved yet."""
        own = self._own
        asked = np.zeros(view.targets.size, dtype=bool)
        if found is None:
            asked[:] = True
        else:
            asked[found.unsafe()] = True
        place = np.searchsorted(own, view.targets)
        asked &= own[np.minimum(place, own.size - 1)] == view.targets
        beyond_low, beyond_high = self._bounds_beyond(low, high)
        return replace(
            view.only(asked),
            floor=view.floor[self.blocks],
            ceiling=view.ceiling[self.blocks],
            low=np.concatenate([view.low[own], beyond_low]),
            high=np.concatenate([view.high[own], beyond_high]),
            complement_low=np.concatenate(
                [view.complement_low[own], np.full(self._first.size, -np.inf)]
            ),
            targets=place[asked],
        )

    def _bounds_beyond(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """What statements that reach beyond the part leave for it; those alike in it are one."""
        out_low = np.full(self._first.size, -np.inf)
        out_high = np.full(self._first.size, np.inf)
        np.maximum.at(out_low, self._same, low[self._beyond] - self._rest)
        np.minimum.at(out_high, self._same, high[self._beyond] - self._rest)
        return out_low, out_high

    def selection(self, views: Sequence[View], guides: Sequence[View]) -> Selection:
        """The protection of this part, from what is hidden so far."""
        whole = self._whole
        system, cells = whole.system, whole.system.cells
        rows, extra = self._own, self._first.size
        point = system.point[self.blocks]
        part = replace(
            cells,
            values=cells.values[self._cells],
            weights=cells.weights[self._cells],
            published=self.published.size,
            layouts=(),
            occurrences=(),
        )
        small = System(
            part,
            self._matrix,
            point,
            self._matrix @ point,
            np.concatenate([system.low[rows], np.full(extra, -np.inf)]),
            np.concatenate([system.high[rows], np.full(extra, np.inf)]),
            np.concatenate([system.width[rows], np.zeros(extra)]),
            np.concatenate([system.reach_low[rows], np.full(extra, np.inf)]),
            np.concatenate([system.reach_high[rows], np.full(extra, -np.inf)]),
            (),
            system.held[self.blocks],
            np.zeros(0, dtype=np.int64),
        )
        return Selection(
            small,
            whole.policy,
            views,
            guides,
            whole.primary[self._cells],
            whole.sums.within(self.published),
            hidden=whole.hidden[self.published],
            effort=whole.effort,
            part=True,
        )


def _alike(csr: Any) -> tuple[Ints, Ints]:
    """For each row the number of its support, and for each number the first row that has it."""
    csr.sort_indices()
    numbers: dict[bytes, int] = {}
    first: list[int] = []
    same = np.empty(csr.shape[0], dtype=np.int64)
    for row in range(same.size):
        mine = slice(csr.indptr[row], csr.indptr[row + 1])
        key = csr.indices[mine].tobytes() + csr.data[mine].tobytes()
        same[row] = numbers.setdefault(key, len(first))
        if same[row] == len(first):
            first.append(row)
    return same, np.array(first, dtype=np.int64)
