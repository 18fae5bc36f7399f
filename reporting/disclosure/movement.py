"""The least movement away from the truth that takes one target as far as it must be able to go: one programme.

Each block may go up or down at a cost of one for each person, so few blocks move, mostly by whole numbers,
and the truth itself is where the solver begins. A point that moves little contradicts little of what others
know: one that is found for one reader serves most.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from reporting.disclosure.model import Bools, Floats, Ints
from reporting.disclosure.solver import FEASIBLE, Effort, Program, is_whole
from reporting.disclosure.system import System
from reporting.disclosure.views import View

FEW, MORE, WILD = 2, 4, 9
"""How many more times costs are drawn, up to double and then up to tenfold, to see which blocks can serve.

An integer programme over those blocks takes as long as a linear one over all, one over all a hundred times as long.
"""
PRICE = 0.1
"""What a step of one block costs where a step of a target gains 1: blocks that help no target stay where they are."""


class Movement:
    """Moves targets in one reader's set. Columns are the ups and then the downs of blocks.

    The programme holds only blocks that can move for the reader it was last made for, and rows that several of
    them share; when others can move it is made anew.
    """

    def __init__(self, system: System, effort: Effort) -> None:
        self._system, self._effort = system, effort
        matrix = system.matrix
        first = matrix.indptr[:-1]
        single = np.diff(matrix.indptr) == 1
        single[single] = matrix.data[first[single]] == 1.0
        self._single = np.flatnonzero(single)
        self._single_block = matrix.indices[first[single]]
        self._several = ~single
        self._movable = np.zeros(system.point.size, dtype=bool)
        self._blocks = np.zeros(0, dtype=np.int64)

    def load(self, view: View, low: Floats, high: Floats) -> None:
        """Make a reader's set (row bounds ``low`` and ``high``) the current one."""
        system = self._system
        self._low = np.minimum(low - system.values, 0.0)
        self._high = np.maximum(high - system.values, 0.0)
        down = np.minimum(view.floor - system.point, 0.0)
        up = np.maximum(view.ceiling - system.point, 0.0)
        np.maximum.at(down, self._single_block, self._low[self._single])
        np.minimum.at(up, self._single_block, self._high[self._single])
        free = up - down > FEASIBLE
        if np.any(free & ~self._movable):
            self._make(free)
        if self._blocks.size:
            self._open = np.concatenate([up[self._blocks], -down[self._blocks]])
            self._least, self._most = np.zeros(self._open.size), self._open.copy()
            self._program.set_columns(self._least, self._most)
            self._program.set_rows(self._low[self._rows], self._high[self._rows])

    def _make(self, free: Bools) -> None:
        """A programme over the blocks under ``free`` and the rows that they share."""
        system = self._system
        self._movable, self._blocks = free.copy(), np.flatnonzero(free)
        touched = np.asarray(system.support @ free.astype(np.float64)) > 0
        self._rows = np.flatnonzero(touched & self._several)
        self._place = np.full(system.values.size, -1, dtype=np.int64)
        self._place[self._rows] = np.arange(self._rows.size)
        self._column = np.full(system.point.size, -1, dtype=np.int64)
        self._column[self._blocks] = np.arange(self._blocks.size)
        self._part = system.matrix[:, self._blocks]
        part = self._part[self._rows]
        matrix = sparse.hstack([part, -part], format="csr")
        columns, rows = np.zeros(matrix.shape[1]), np.zeros(matrix.shape[0])
        self._program = Program(matrix, columns, columns, rows, rows, self._effort)
        draw = np.random.default_rng(0)
        few = np.concatenate([np.ones((1, columns.size)), 1 + draw.random((FEW, columns.size))])
        self._costs = few, 1 + WILD * draw.random((MORE, columns.size))

    def least(self, target: int, change: float, *, whole: bool) -> Floats | None:
        """The least movement (blocks,) that changes a target by ``change`` or more, up or down; None if none does."""
        low, high = self._low[target], self._high[target]
        if not low - FEASIBLE <= change <= high + FEASIBLE:
            return None
        if not self._limit(target, *((change, high) if change > 0 else (low, change))):
            return None
        found = self._search(whole=whole)
        self._limit(target, low, high)
        return found

    def farthest(self, target: int, change: float, *, whole: bool) -> Floats | None:
        """The movement (blocks,) that changes a target most, at most by ``change``, up or down; None if it stays."""
        low, high = self._low[target], self._high[target]
        if not self._limit(target, max(low, min(change, 0.0)), min(high, max(change, 0.0))):
            return None
        row = self._part[[target]].toarray().ravel()
        sign = np.sign(change)
        found = self._solve(-sign * np.concatenate([row, -row]))
        self._limit(target, low, high)
        if found is None or not whole or is_whole(found):
            return found
        reached = int(abs(row @ found[self._blocks]) + FEASIBLE)
        for step in range(reached, 0, -1):
            found = self.least(target, sign * step, whole=True)
            if found is not None:
                return found
        return None

    def many(self, targets: Ints, signs: Floats, reach: float) -> Floats | None:
        """A movement (blocks,) of at most ``reach`` each that takes many targets up or down, by their signs, together."""
        if not self._blocks.size:
            return None
        gain = np.asarray(self._part[targets].T @ signs)
        self._program.set_columns(self._least, np.minimum(self._most, reach))
        found = self._solve(np.concatenate([-gain, gain]) + PRICE)
        self._program.set_columns(self._least, self._most)
        return found

    def _limit(self, target: int, low: float, high: float) -> bool:
        """Let a target change from ``low`` to ``high`` only; False if it cannot change at all."""
        place = self._place[target] if self._blocks.size else -1
        if place >= 0:
            self._program.set_row(int(place), low, high)
            return True
        block = self._system.matrix.indices[self._system.matrix.indptr[target]]
        if self._several[target] or not self._movable[block]:
            return False
        at = int(self._column[block])
        for column, least, most in ((at, low, high), (at + self._blocks.size, -high, -low)):
            self._least[column] = max(least, 0.0)
            self._most[column] = min(max(most, 0.0), self._open[column])
            self._program.set_column(column, self._least[column], self._most[column])
        return True

    def _search(self, *, whole: bool) -> Floats | None:
        """The least movement of the current set; in whole numbers over blocks that movements at other costs use, at last over all."""
        near = self._least > 0
        for draws in self._costs:
            for costs in draws:
                found = self._solve(costs)
                if found is None or not whole or is_whole(found):
                    return found
                near |= np.tile(np.abs(found[self._blocks]) > FEASIBLE, 2)
            self._program.set_columns(self._least, np.where(near, self._most, 0.0))
            found = self._solve(self._costs[0][0], whole=True)
            self._program.set_columns(self._least, self._most)
            if found is not None:
                return np.round(found)
        found = self._solve(self._costs[0][0], whole=True)
        return None if found is None else np.round(found)

    def _solve(self, costs: Floats, *, whole: bool = False) -> Floats | None:
        self._program.set_costs(costs)
        self._program.restart()
        found = self._program.solve(whole=costs.size if whole else 0)
        if found is None:
            return None
        out = np.zeros(self._system.point.size)
        half = self._blocks.size
        out[self._blocks] = found[:half] - found[half:]
        return out
