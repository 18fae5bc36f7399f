"""The least and the greatest sum of unknowns that are not negative, under equations and intervals on their sums.

The system is made smaller first, by steps that change no solution: a row that may be anything is dropped; exact
rows that lie inside a row are subtracted from it; an exact row of one unknown, or of sum zero, settles its
unknowns. What is left falls into parts that share no row. The extreme of a sum is the sum of its extremes in the
parts, and each part has a linear programme of its own, warm-started from one question to the next.
"""

from __future__ import annotations

from math import inf
from typing import Any

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

EPSILON = 1e-6


class ContradictionError(ValueError):
    """No values agree with all rows."""


class Bounds:
    """Answers for a matrix (rows x unknowns, 0/1) with row bounds. ContradictionError if nothing agrees."""

    def __init__(self, matrix: Any, low: Any, high: Any) -> None:
        self._size = matrix.shape[1]
        self._value = np.full(self._size, np.nan)
        """The value of each settled unknown, NaN for the others."""
        said = np.flatnonzero((low > 0) | (high < inf))
        left, low, high = _subtract(matrix[said], low[said], high[said])
        left, low, high = self._settle(left, low, high)
        self._part = self._parts(left)
        self._solvers: dict[int, _Solver] = {}
        self._rows, self._low, self._high = left, low, high
        for part in np.unique(self._part[self._part >= 0]).tolist():
            self._solvers[part] = self._solver(part)

    def extreme(self, blocks: Any, sign: float) -> float:
        """The least (sign 1) or greatest (sign -1) sum of ``blocks``; infinite if there is no greatest."""
        settled = ~np.isnan(self._value[blocks])
        total = float(self._value[blocks[settled]].sum())
        free = blocks[~settled]
        if np.any(self._part[free] < 0) and sign < 0:
            return inf  # in no row at all: it may be anything from 0 up
        for part in np.unique(self._part[free][self._part[free] >= 0]).tolist():
            total += self._solvers[part].extreme(free[self._part[free] == part], sign)
        return float(round(total)) if abs(total - round(total)) < EPSILON else total

    def _settle(self, rows: Any, low: Any, high: Any) -> tuple[Any, Any, Any]:
        """Take out unknowns that an exact row of one unknown, or of sum zero, settles, until there are none."""
        while True:
            size = np.diff(rows.indptr)
            empty = size == 0
            if np.any(empty & ((low > EPSILON) | (high < -EPSILON))):
                raise ContradictionError
            rows, low, high = rows[~empty], low[~empty], high[~empty]
            size = size[~empty]
            if np.any(high < -EPSILON):
                raise ContradictionError
            exact = high - low < EPSILON
            zero = np.flatnonzero(high < EPSILON)
            single = np.flatnonzero(exact & (size == 1))
            if not zero.size and not single.size:
                return rows, low, high
            found = np.full(self._size, np.nan)
            found[rows.indices[rows.indptr[single]]] = high[single]
            found[rows[zero].indices] = 0.0
            now = ~np.isnan(found)
            self._value[now] = found[now]
            gone = rows @ np.where(now, found, 0.0)
            low, high = low - gone, high - gone
            rows = _without(rows, now)

    def _parts(self, rows: Any) -> Any:
        """For each unknown the part it lies in, or -1 if no row is left that names it."""
        count = rows.shape[0]
        graph = sparse.block_array([[None, rows], [rows.T, None]], format="csr") if count else None
        out = np.full(self._size, -1, dtype=np.int64)
        if graph is not None:
            _, labels = csgraph.connected_components(graph, directed=False)
            named = np.unique(rows.indices)
            out[named] = labels[count + named]
        return out

    def _solver(self, part: int) -> _Solver:
        columns = np.flatnonzero(self._part == part)
        mine = np.flatnonzero(self._part[self._rows.indices[self._rows.indptr[:-1]]] == part)
        return _Solver(
            self._rows[mine][:, columns], columns, self._low[mine], self._high[mine], self._size
        )


def _without(rows: Any, gone: Any) -> Any:
    """The rows without the unknowns under ``gone``."""
    kept = rows.copy()
    kept.data = np.where(gone[kept.indices], 0.0, kept.data)
    kept.eliminate_zeros()
    return kept


def _subtract(rows: Any, low: Any, high: Any) -> tuple[Any, Any, Any]:
    """Take from every row the exact rows inside it, the largest first, as long as they do not overlap."""
    exact = np.flatnonzero(high - low < EPSILON)
    size = np.diff(rows.indptr)
    shared = sparse.csr_array(rows @ rows[exact].T)
    out: list[Any] = []
    low, high = low.copy(), high.copy()
    values = low[exact].copy()
    for row in range(rows.shape[0]):
        mine = rows.indices[rows.indptr[row] : rows.indptr[row + 1]]
        at = slice(shared.indptr[row], shared.indptr[row + 1])
        inside = shared.indices[at][shared.data[at] == size[exact[shared.indices[at]]]]
        inside = inside[size[exact[inside]] < size[row]]
        left = set(mine.tolist())
        for one in inside[np.lexsort((inside, -size[exact[inside]]))].tolist():
            start = rows.indptr[exact[one]]
            part = rows.indices[start : start + size[exact[one]]].tolist()
            if left.issuperset(part):
                left.difference_update(part)
                low[row] -= values[one]
                high[row] -= values[one]
            if not left:
                break
        out.append(np.array(sorted(left), dtype=np.int64))
    indptr = np.concatenate([[0], np.cumsum([row.size for row in out])]).astype(np.int64)
    indices = np.concatenate(out) if out else np.zeros(0, dtype=np.int64)
    shape = (len(out), rows.shape[1])
    return sparse.csr_array((np.ones(indices.size), indices, indptr), shape=shape), low, high


class _Solver:
    """One part: its linear programme."""

    def __init__(self, matrix: Any, columns: Any, low: Any, high: Any, size: int) -> None:
        csc = matrix.tocsc()
        self._count = columns.size
        self._place = np.full(size, -1, dtype=np.int64)
        self._place[columns] = np.arange(columns.size)
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self._solver.setOptionValue(option, value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = csc.shape[1], csc.shape[0]
        model.col_cost_ = np.zeros(self._count)
        model.col_lower_, model.col_upper_ = np.zeros(self._count), np.full(self._count, inf)
        model.row_lower_, model.row_upper_ = low, high
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = csc.indptr.astype(np.int32)
        model.a_matrix_.index_ = csc.indices.astype(np.int32)
        model.a_matrix_.value_ = csc.data.astype(np.float64)
        self._solver.passModel(model)
        if self._run() == highspy.HighsModelStatus.kInfeasible:
            raise ContradictionError

    def extreme(self, blocks: Any, sign: float) -> float:
        """The least (sign 1) or greatest (-1) sum of some unknowns of this part."""
        costs = np.zeros(self._count)
        costs[self._place[blocks]] = sign
        self._solver.changeColsCost(self._count, np.arange(self._count, dtype=np.int32), costs)
        if self._run() != highspy.HighsModelStatus.kOptimal:
            return inf if sign < 0 else 0.0
        return float(sign * self._solver.getInfo().objective_function_value)

    def _run(self) -> Any:
        self._solver.run()
        status = self._solver.getModelStatus()
        kinds = highspy.HighsModelStatus
        settled = (kinds.kOptimal, kinds.kInfeasible, kinds.kUnbounded)
        if status not in settled:
            self._solver.clearSolver()
            self._solver.run()
            status = self._solver.getModelStatus()
        if status not in (*settled, kinds.kUnboundedOrInfeasible):
            raise RuntimeError(f"a linear programme ended with {status}")
        return status
