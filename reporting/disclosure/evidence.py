"""Points of a system that some reader cannot tell from the truth, and what they prove.

A point is kept as what differs from the truth: a few blocks and the few rows that these change. So whether it
lies in a reader's set is seen from those alone, and one found for one reader is tried on all others for next
to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reporting.disclosure.model import Bools, Floats, Ints
from reporting.disclosure.solver import FEASIBLE, SolverError, is_whole
from reporting.disclosure.system import System
from reporting.disclosure.views import View


@dataclass
class Ranges:
    """For the targets of one view what is known to be feasible: ``low`` and ``high`` (t,).

    ``place`` (rows,) is the position of each row among the targets, or -1.
    """

    view: View
    low: Floats
    high: Floats
    place: Ints

    @classmethod
    def of(cls, view: View, values: Floats) -> Ranges:
        """Nothing is known but the true values (rows,)."""
        place = np.full(values.size, -1, dtype=np.int64)
        place[view.targets] = np.arange(view.targets.size)
        return cls(view, values[view.targets], values[view.targets], place)

    def widen(self, rows: Ints, values: Floats) -> None:
        """Take in values that rows can have; those that are no targets are passed over."""
        at = self.place[rows]
        mine = at >= 0
        np.minimum.at(self.low, at[mine], values[mine])
        np.maximum.at(self.high, at[mine], values[mine])

    def unsafe(self) -> Ints:
        """Positions of the targets about which too little is known to be open."""
        view = self.view
        fine = self.high - self.low >= view.width - FEASIBLE
        fine &= (self.low <= view.reach_low + FEASIBLE) & (self.high >= view.reach_high - FEASIBLE)
        return np.flatnonzero(~fine)


class _Entries:
    """Sparse vectors, one for each point: ``owner``, ``index`` and ``value`` (entries,) of what is not as in truth."""

    def __init__(self) -> None:
        self._size = 0
        self._owner, self._index = np.zeros(64, dtype=np.int64), np.zeros(64, dtype=np.int64)
        self._value = np.zeros(64)

    @property
    def owner(self) -> Ints:
        return self._owner[: self._size]

    @property
    def index(self) -> Ints:
        return self._index[: self._size]

    @property
    def value(self) -> Floats:
        return self._value[: self._size]

    def add(self, owner: int, index: Ints, value: Floats) -> None:
        """Append the entries of one point."""
        end = self._size + index.size
        while end > self._owner.size:
            for name in ("_owner", "_index", "_value"):
                old = getattr(self, name)
                setattr(self, name, np.concatenate([old, np.zeros_like(old)]))
        self._owner[self._size : end] = owner
        self._index[self._size : end] = index
        self._value[self._size : end] = value
        self._size = end

    def keep(self, mask: Bools) -> None:
        """Keep the entries of the points under ``mask`` (points,), numbered anew."""
        at = np.flatnonzero(mask[self.owner])
        number = np.cumsum(mask) - 1
        owner, index, value = number[self.owner[at]], self.index[at], self.value[at]
        self._size = at.size
        self._owner[: at.size], self._index[: at.size], self._value[: at.size] = owner, index, value


class Evidence:
    """Points found so far, and the values that rows have in them."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.size = 0
        self._columns = system.matrix.tocsc()
        self._blocks, self._rows = _Entries(), _Entries()
        self._whole: list[bool] = []

    def add(self, blocks: Ints, moves: Floats) -> tuple[Ints, Floats]:
        """Keep a point; ``moves`` (of ``blocks``) is its difference from the truth. Returns its rows and their values."""
        system = self.system
        part = self._columns[:, blocks]
        rows = np.unique(part.indices).astype(np.int64)
        values = system.values[rows] + (part @ moves)[rows]
        self._blocks.add(self.size, blocks, system.point[blocks] + moves)
        self._rows.add(self.size, rows, values)
        self._whole.append(is_whole(moves))
        self.size += 1
        return rows, values

    def moved(self, point: int) -> tuple[Ints, Floats]:
        """The blocks of a point that differ from the truth, and by how much."""
        mine = self._blocks.owner == point
        blocks = self._blocks.index[mine]
        return blocks, self._blocks.value[mine] - self.system.point[blocks]

    def forget(self, row: int, low: float, high: float) -> None:
        """Drop the points in which a row is not from ``low`` to ``high``."""
        rows = self._rows
        out = (rows.index == row) & ((rows.value < low - FEASIBLE) | (rows.value > high + FEASIBLE))
        if not np.any(out):
            return
        mask = np.ones(self.size, dtype=bool)
        mask[rows.owner[out]] = False
        self._blocks.keep(mask)
        self._rows.keep(mask)
        self._whole = [whole for whole, kept in zip(self._whole, mask, strict=True) if kept]
        self.size = len(self._whole)

    def ranges(
        self, view: View, low: Floats, high: Floats, *, whole: bool, start: int = 0
    ) -> Ranges:
        """What the points from ``start`` on that lie in a reader's set (row bounds ``low``, ``high``) span.

        Only whole ones, if asked. SolverError if the truth itself does not lie there.
        """
        values = self.system.values
        if np.any((values < low - FEASIBLE) | (values > high + FEASIBLE)):
            raise SolverError("a reader is taken to know what is not true")
        out = Ranges.of(view, values)
        good = np.array(self._whole, dtype=bool) if whole else np.ones(self.size, dtype=bool)
        good[:start] = False
        for entries, floor, ceiling in (
            (self._rows, low, high),
            (self._blocks, view.floor, view.ceiling),
        ):
            value, index = entries.value, entries.index
            beyond = (value < floor[index] - FEASIBLE) | (value > ceiling[index] + FEASIBLE)
            good[entries.owner[beyond]] = False
        at = np.flatnonzero(good[self._rows.owner])
        out.widen(self._rows.index[at], self._rows.value[at])
        return out
