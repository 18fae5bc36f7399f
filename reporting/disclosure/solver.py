"""A linear programme that is solved again and again with other costs and bounds (HiGHS, warm-started)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from reporting.disclosure.model import Floats

FEASIBLE = 1e-6
"""Absolute tolerance within which a point is taken to satisfy its bounds; counts are whole numbers."""


MOST_PROGRAMMES = 50_000
"""Most linear programmes for one protection; a count, not a time, so that a refusal replays too."""


class TooMuchWorkError(RuntimeError):
    """The protection would take more linear programmes than are allowed: nothing is released."""


@dataclass
class Effort:
    """How many linear programmes one protection has solved, over all its solvers."""

    runs: int = 0

    def count(self) -> None:
        """One more; raises TooMuchWorkError past the limit."""
        self.runs += 1
        if self.runs > MOST_PROGRAMMES:
            raise TooMuchWorkError(f"it would take more than {MOST_PROGRAMMES} linear programmes")


class SolverError(RuntimeError):
    """The solver stopped without an answer. Callers do not catch it: nothing is released."""


def is_whole(numbers: Floats) -> bool:
    """Whether all numbers are whole, but for the solver's tolerance."""
    return bool(np.all(np.abs(numbers - np.round(numbers)) < FEASIBLE))


class Program:
    """min cost x, row_low <= M x <= row_high, low <= x <= high, for one sparse matrix M (rows x columns).

    The last basis is kept between runs, so a change of costs goes on from a feasible vertex. One thread and
    a fixed seed: the same calls in the same order give the same points.
    """

    def __init__(
        self,
        matrix: Any,
        low: Floats,
        high: Floats,
        row_low: Floats,
        row_high: Floats,
        effort: Effort | None = None,
    ) -> None:
        csc = matrix.tocsc()
        self._effort = effort or Effort()
        self._columns = np.arange(csc.shape[1], dtype=np.int32)
        self._rows = np.arange(csc.shape[0], dtype=np.int32)
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("presolve", "off"),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-4),
            ("log_to_console", False),
        ):
            self._solver.setOptionValue(option, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = csc.shape[1], csc.shape[0]
        lp.col_cost_ = np.zeros(csc.shape[1])
        lp.col_lower_, lp.col_upper_ = low, high
        lp.row_lower_, lp.row_upper_ = row_low, row_high
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = csc.indptr.astype(np.int32)
        lp.a_matrix_.index_ = csc.indices.astype(np.int32)
        lp.a_matrix_.value_ = csc.data.astype(np.float64)
        self._solver.passModel(lp)

    def set_costs(self, costs: Floats) -> None:
        """New costs (columns,), minimised."""
        self._solver.changeColsCost(self._columns.size, self._columns, costs)

    def set_columns(self, low: Floats, high: Floats) -> None:
        """New bounds of all columns."""
        self._solver.changeColsBounds(self._columns.size, self._columns, low, high)

    def set_rows(self, low: Floats, high: Floats) -> None:
        """New bounds of all rows."""
        if self._rows.size:
            self._solver.changeRowsBounds(self._rows.size, self._rows, low, high)

    def set_column(self, column: int, low: float, high: float) -> None:
        """New bounds of one column."""
        self._solver.changeColBounds(column, low, high)

    def set_row(self, row: int, low: float, high: float) -> None:
        """New bounds of one row."""
        self._solver.changeRowBounds(row, low, high)

    def restart(self) -> None:
        """Forget the last basis: the next run begins with every column at its lower bound."""
        self._solver.clearSolver()

    def solve(self, whole: int = 0) -> Floats | None:
        """The optimal point (columns,), or None if there is none. The first ``whole`` columns are integers."""
        self._effort.count()
        if whole:
            self._integral(whole, highspy.HighsVarType.kInteger)
            self._solver.setOptionValue("presolve", "choose")
        self._solver.run()
        status = self._solver.getModelStatus()
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible):
            self._solver.clearSolver()
            self._solver.run()
            status = self._solver.getModelStatus()
        point = (
            np.array(self._solver.getSolution().col_value)
            if status == highspy.HighsModelStatus.kOptimal
            else None
        )
        if whole:
            self._integral(whole, highspy.HighsVarType.kContinuous)
            self._solver.setOptionValue("presolve", "off")
        if point is None and status != highspy.HighsModelStatus.kInfeasible:
            raise SolverError(f"linear programme ended with {status}")
        return point

    def _integral(self, whole: int, kind: Any) -> None:
        kinds = np.full(whole, int(kind), dtype=np.uint8)
        self._solver.changeColsIntegrality(whole, self._columns[:whole], kinds)
