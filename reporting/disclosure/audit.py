"""What a reader can derive about each target, and whether enough stays open.

Every point of a reader's feasible set is a certificate for all targets at once: between it and the truth
each hidden cell has moved by so much. A few points that move many cells together clear most targets
(``certificate``); only what they leave is bounded by a linear programme of its own (``programme``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from reporting.disclosure.model import Bools, Floats, Ints
from reporting.disclosure.solver import FEASIBLE, Effort, Program
from reporting.disclosure.system import System
from reporting.disclosure.views import View

BATCHES = 12
"""Most points sought that move all unsafe targets at once."""
WORTHWHILE = 4
"""Fewer unsafe targets than this are bounded one by one."""
OPENING = 2
"""The first turns move all targets up, then down; later ones half up, half down, another half each time."""


@dataclass
class Pool:
    """Points found so far: ``blocks`` and the row ``values`` they give. The first is the truth."""

    system: System
    blocks: list[Floats] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    values: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    size: int = 0

    def __post_init__(self) -> None:
        self.add(self.system.point)

    def add(self, point: Floats) -> None:
        """Keep a point (blocks,)."""
        if self.size == len(self.values):
            grown = np.zeros((max(64, 2 * self.size), self.system.values.size))
            grown[: self.size] = self.values[: self.size] if self.size else 0.0
            self.values = grown
        self.values[self.size] = self.system.matrix @ point
        self.blocks.append(point)
        self.whole.append(_is_whole(point))
        self.size += 1

    def recompute(self) -> None:
        """Work out the row values of every point again from its blocks."""
        for at, point in enumerate(self.blocks):
            self.values[at] = self.system.matrix @ point

    def keep(self, mask: Bools) -> None:
        """Keep only the points under ``mask`` (size,); the truth stays."""
        mask[0] = True
        at = np.flatnonzero(mask)
        self.values[: at.size] = self.values[at]
        self.blocks = [self.blocks[i] for i in at]
        self.whole = [self.whole[i] for i in at]
        self.size = at.size

    def valid(self, view: View, low: Floats, high: Floats, *, whole: bool) -> Bools:
        """Which points lie in the feasible set with row bounds ``low`` and ``high``; if asked, whole ones only."""
        values = self.values[: self.size]
        out = np.all((values >= low - FEASIBLE) & (values <= high + FEASIBLE), axis=1)
        if whole:
            out &= np.array(self.whole)
        for at in np.flatnonzero(out):
            point = self.blocks[int(at)]
            out[at] = bool(
                np.all((point >= view.floor - FEASIBLE) & (point <= view.ceiling + FEASIBLE))
            )
        return np.asarray(out, dtype=np.bool_)


@dataclass
class Ranges:
    """For the targets of one view what is known to be feasible: ``low`` and ``high`` (t,)."""

    view: View
    low: Floats
    high: Floats

    @classmethod
    def of(cls, view: View, pool: Pool, low: Floats, high: Floats, *, whole: bool) -> Ranges:
        """The ranges spanned by the points of a pool that are valid for the row bounds ``low`` and ``high``."""
        valid = pool.valid(view, low, high, whole=whole)
        values = pool.values[np.flatnonzero(valid)][:, view.targets]
        return cls(view, values.min(axis=0), values.max(axis=0))

    def widen(self, values: Floats) -> None:
        """Take in one more feasible point, given by its row values."""
        at = values[self.view.targets]
        np.minimum(self.low, at, out=self.low)
        np.maximum(self.high, at, out=self.high)

    def unsafe(self) -> Ints:
        """Positions of the targets about which too little is known to be open."""
        view = self.view
        fine = self.high - self.low >= view.width - FEASIBLE
        fine &= (self.low <= view.reach_low + FEASIBLE) & (self.high >= view.reach_high - FEASIBLE)
        return np.flatnonzero(~fine)


class Auditor:
    """Bounds targets within one system; keeps its points and its solver between calls.

    The programme holds only blocks that can move for the reader it was last made for. While cells are shown
    again fewer can, and it stays; when others can move it is made anew.
    """

    def __init__(self, system: System, effort: Effort, *, whole: bool) -> None:
        self.system = system
        self.whole = whole
        self.direct = False
        """Whether to ask first if a target can lie at its limit at all: without costs, that is quick to answer."""
        self.pool = Pool(system)
        self.runs = 0
        """How many linear programmes were solved so far."""
        matrix = system.matrix
        size = np.diff(matrix.indptr)
        self._effort = effort
        self._several = size > 1
        self._single = np.flatnonzero(size == 1)
        self._single_block = matrix.indices[matrix.indptr[self._single]]
        self._movable = np.zeros(system.point.size, dtype=bool)
        self._program: Program | None = None

    def load(self, view: View, low: Floats, high: Floats) -> None:
        """Make the feasible set of a reader the current one."""
        self._low, self._high = view.floor.copy(), view.ceiling.copy()
        np.maximum.at(self._low, self._single_block, low[self._single])
        np.minimum.at(self._high, self._single_block, high[self._single])
        free = self._high > self._low + FEASIBLE
        if self._program is None or np.any(free & ~self._movable):
            self._make(free)
        assert self._program is not None
        still = np.where(self._movable, 0.0, self.system.point)
        self._row_low, self._row_high = low, high
        self._still = np.asarray(self.system.matrix @ still)
        rows = self._rows
        self._program.set_columns(self._low[self._blocks], self._high[self._blocks])
        self._program.set_rows(low[rows] - self._still[rows], high[rows] - self._still[rows])

    def _make(self, free: Bools) -> None:
        """A programme over the blocks under ``free`` and the rows that several blocks, one of them free, share."""
        matrix = self.system.matrix
        self._movable = free.copy()
        self._blocks = np.flatnonzero(free)
        touched = np.asarray(self.system.support @ free.astype(np.float64)) > 0
        self._rows = np.flatnonzero(touched & self._several)
        self._place = np.full(self.system.values.size, -1, dtype=np.int64)
        self._place[self._rows] = np.arange(self._rows.size)
        self._part = matrix[:, self._blocks]
        blocks, rows = np.full(self._blocks.size, np.inf), np.full(self._rows.size, np.inf)
        self._program = Program(self._part[self._rows], -blocks, blocks, -rows, rows, self._effort)

    def _solve(self, *, whole: bool = False) -> Floats | None:
        """A point (blocks,) of the current set that is best at the current costs, or None."""
        assert self._program is not None
        self.runs += 1
        found = self._program.solve(whole=self._blocks.size if whole else 0)
        if found is None:
            return None
        point = self.system.point.copy()
        point[self._blocks] = found
        return point

    def batches(
        self, ranges: Ranges, reach: float, most: int = BATCHES, useful: float = 0.05
    ) -> None:
        """Move all unsafe targets together, within ``reach`` of the truth, while that clears many of them.

        It ends after ``most`` points, or when one clears less than the part ``useful`` of what is left.
        """
        assert self._program is not None
        if not self._blocks.size:
            return
        low = np.maximum(self._low, self.system.point - reach)
        high = np.minimum(self._high, self.system.point + reach)
        self._program.set_columns(low[self._blocks], high[self._blocks])
        for turn in range(most):
            unsafe = ranges.unsafe()
            if unsafe.size < WORTHWHILE:
                break
            targets = ranges.view.targets[unsafe]
            bit = (
                (targets * 2654435761 >> (8 + turn // 2)) & 1
                if turn >= OPENING
                else np.zeros(targets.size, dtype=np.int64)
            )
            sign = np.where(bit == turn % 2, 1.0, -1.0)
            self._program.set_costs(-np.asarray(self._part[targets].T @ sign))
            point = self._solve()
            if point is not None and self.take(point):
                ranges.widen(self.pool.values[self.pool.size - 1])
            if turn > OPENING and ranges.unsafe().size > (1 - useful) * unsafe.size:
                break
        self._program.set_columns(self._low[self._blocks], self._high[self._blocks])

    def settle(self, ranges: Ranges, at: int) -> bool:
        """Bound one target by programmes of its own until it is safe, or known not to be."""
        view = ranges.view
        target, width = int(view.targets[at]), float(view.width[at])
        top = max(ranges.low[at] + width, view.reach_high[at])
        if ranges.high[at] < top - FEASIBLE:
            self._push(ranges, target, 1.0, top)
        bottom = min(ranges.high[at] - width, view.reach_low[at])
        if ranges.low[at] > bottom + FEASIBLE:
            self._push(ranges, target, -1.0, bottom)
        return at not in ranges.unsafe()

    def _push(self, ranges: Ranges, target: int, sign: float, limit: float) -> None:
        """Move one target as far as ``limit``; the limit keeps the programme bounded."""
        assert self._program is not None
        mine = self._part.indices[self._part.indptr[target] : self._part.indptr[target + 1]]
        if not mine.size:
            return
        costs = np.zeros(self._blocks.size)
        if self.direct:
            self._program.set_costs(costs)
            self._limit(target, int(mine[0]), -sign, limit)
            point = self._solve()
            if point is not None and self.whole and not _is_whole(point):
                point = self._solve(whole=True)
            self._limit(target, int(mine[0]), 0.0, 0.0)
            if point is not None:
                self.take(point)
                ranges.widen(self.pool.values[self.pool.size - 1])
                return
        costs[mine] = -sign
        self._program.set_costs(costs)
        self._limit(target, int(mine[0]), sign, limit)
        point = self._solve()
        if point is not None and self.whole and not _is_whole(point):
            point = self._solve(whole=True)
        self._limit(target, int(mine[0]), 0.0, 0.0)
        if point is not None and self.take(point):
            ranges.widen(self.pool.values[self.pool.size - 1])

    def _limit(self, target: int, column: int, sign: float, limit: float) -> None:
        assert self._program is not None
        place, block = int(self._place[target]), int(self._blocks[column])
        if place >= 0:
            still = float(self._still[target])
            low, high = float(self._row_low[target]) - still, float(self._row_high[target]) - still
            limit -= still
        else:
            low, high = float(self._low[block]), float(self._high[block])
        if sign < 0:
            low = max(low, limit)
        elif sign > 0:
            high = min(high, limit)
        if place >= 0:
            self._program.set_row(place, low, high)
        else:
            self._program.set_column(column, low, high)

    def take(self, point: Floats) -> bool:
        """Keep a feasible point as evidence; with whole numbers only if it is whole."""
        whole = _is_whole(point)
        self.pool.add(np.round(point) if whole else point)
        return whole or not self.whole


def _is_whole(point: Floats) -> bool:
    return bool(np.all(np.abs(point - np.round(point)) < FEASIBLE))
