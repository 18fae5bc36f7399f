"""The cheapest cells to hide so that one target can move far enough: one programme."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from reporting.disclosure.model import Bools, Floats
from reporting.disclosure.solver import FEASIBLE, Effort, Program
from reporting.disclosure.system import System
from reporting.disclosure.views import View

FREE = 0.05
"""Cost of moving a cell that is hidden already, against 1 for one that is not: prefers short patterns."""


class Pattern:
    """The cheapest cells to hide so that one target can move: columns are blocks, ups and downs of cells."""

    def __init__(self, system: System, effort: Effort) -> None:
        self._system, self._effort = system, effort
        self._made: Program | None = None

    @property
    def _program(self) -> Program:
        if self._made is None:
            self._made = self._make()
        return self._made

    def _make(self) -> Program:
        system = self._system
        cells, size = system.published, system.point.size
        moves = sparse.csr_array(
            (np.ones(cells), (np.arange(cells), np.arange(cells))),
            shape=(system.values.size, cells),
        )
        matrix = sparse.hstack([system.matrix, -moves, moves], format="csr")
        columns = size + 2 * cells
        rows = system.values.size
        return Program(
            matrix,
            np.zeros(columns),
            np.zeros(columns),
            np.zeros(rows),
            np.zeros(rows),
            self._effort,
        )

    def load(
        self, view: View, low: Floats, high: Floats, hidden: Bools, usable: Bools, weights: Floats
    ) -> None:
        """Row bounds of hidden cells and statements, and which shown cells may be hidden at which weight."""
        system, cells = self._system, self._system.published
        values = system.values[:cells]
        up = np.where(hidden, high[:cells] - values, np.where(usable, np.inf, 0.0))
        down = np.where(
            hidden,
            values - low[:cells],
            np.where(usable, values - view.complement_low[:cells], 0.0),
        )
        up, down = np.maximum(up, 0.0), np.maximum(np.minimum(down, np.maximum(values, 0.0)), 0.0)
        self._low = np.concatenate([view.floor, np.zeros(2 * cells)])
        self._high = np.concatenate([view.ceiling, up, down])
        costs = np.where(hidden, FREE, weights)
        self._program.set_costs(np.concatenate([np.zeros(system.point.size), costs, costs]))
        self._program.set_columns(self._low, self._high)
        self._row_low, self._row_high = low.copy(), high.copy()
        self._row_low[:cells] = self._row_high[:cells] = values
        self._program.set_rows(self._row_low, self._row_high)
        self._usable = usable & ~hidden

    def find(
        self, target: int, sign: float, value: float, *, whole: bool
    ) -> tuple[float, Bools, Floats] | None:
        """Cells to hide so that ``target`` reaches ``value``: (cost, cells, point), or None if nothing helps."""
        cells, size = self._system.published, self._system.point.size
        if target < cells:
            column, other = size + target, size + cells + target
            column, other = (column, other) if sign > 0 else (other, column)
            needed = abs(value - self._system.values[target])
            if needed > self._high[column] + FEASIBLE:
                return None
            self._program.set_column(column, needed, float(self._high[column]))
            self._program.set_column(other, 0.0, 0.0)
        elif sign > 0:
            self._program.set_row(target, value, float(self._row_high[target]))
        else:
            self._program.set_row(target, float(self._row_low[target]), value)
        found = self._program.solve(whole=size if whole else 0)
        if target < cells:
            self._program.set_column(column, 0.0, float(self._high[column]))
            self._program.set_column(other, 0.0, float(self._high[other]))
        else:
            self._program.set_row(
                target, float(self._row_low[target]), float(self._row_high[target])
            )
        if found is None:
            return None
        moved = np.abs(found[size : size + cells] - found[size + cells :])
        chosen = self._usable & (moved > FEASIBLE)
        return float(chosen @ np.asarray(self._system.cells.weights[:cells])), chosen, found[:size]
