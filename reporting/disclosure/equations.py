"""Which published cells add up to which: a cheap way to see that showing one cell would tell another.

If all cells of an equation but one are shown, the last one is told. Following that from equation to equation
finds most cells that cannot be shown again, without a linear programme. It proves a disclosure and never
the absence of one, so it only ever saves programmes whose answer it knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reporting.disclosure.cells import CellSet, Layout
from reporting.disclosure.model import TOTAL, Bools, Dimension, Ints


@dataclass(frozen=True)
class Equations:
    """``sums`` are sets of cells of which one is the sum of the others; ``of`` lists for each cell its sums."""

    sums: tuple[Ints, ...]
    of: dict[int, tuple[int, ...]]

    @classmethod
    def from_sums(cls, sums: Sequence[Ints]) -> Equations:
        """Index some sums by their cells."""
        of: dict[int, list[int]] = {}
        for at, cells in enumerate(sums):
            for cell in cells.tolist():
                of.setdefault(cell, []).append(at)
        return cls(tuple(sums), {cell: tuple(found) for cell, found in of.items()})

    def within(self, cells: Ints) -> Equations:
        """The sums that lie wholly among ``cells`` (sorted), in positions of ``cells``."""
        mine = sorted({at for cell in cells.tolist() for at in self.of.get(cell, ())})
        kept = []
        for at in mine:
            place = np.minimum(np.searchsorted(cells, self.sums[at]), cells.size - 1)
            if np.array_equal(cells[place], self.sums[at]):
                kept.append(place)
        return Equations.from_sums(kept)

    def tell(self, cell: int, hidden: Bools, demanded: Bools) -> bool:
        """Whether showing ``cell`` too lets subtraction alone tell a hidden cell that is ``demanded``."""
        left = hidden.copy()
        left[cell] = False
        told = [cell]
        while told:
            for at in self.of.get(told.pop(), ()):
                rest = self.sums[at][left[self.sums[at]]]
                if rest.size == 1:
                    if demanded[rest[0]]:
                        return True
                    left[rest[0]] = False
                    told.append(int(rest[0]))
        return False


def equations(cells: CellSet) -> Equations:
    """All sums along one axis of one table: a code and the next published codes below it."""
    found: dict[bytes, Ints] = {}
    for layout in cells.layouts:
        for axis, codes in enumerate(layout.codes):
            dimension = cells.universe.dimensions[layout.table.axes[axis].dimension]
            for line in _lines(layout, axis, codes, dimension):
                found.setdefault(line.tobytes(), line)
    return Equations.from_sums(list(found.values()))


def _lines(layout: Layout, axis: int, codes: Sequence[str], dimension: Dimension) -> list[Ints]:
    below = dimension.leaves_below()
    for answers in dimension.answers().values():
        if answers <= set(codes):
            below[TOTAL] = answers
    out: list[Ints] = []
    for whole in codes:
        inside = [code for code in codes if below[code] < below[whole]]
        parts: list[str] = []
        covered: set[str] = set()
        for code in sorted(inside, key=lambda item: (-len(below[item]), item)):
            if not below[code] & covered:
                parts.append(code)
                covered |= below[code]
        if parts and covered == below[whole]:
            take = [codes.index(code) for code in (whole, *parts)]
            lines = np.moveaxis(layout.index, axis, -1)[..., take].reshape(-1, len(take))
            out += [np.unique(line) for line in lines if np.unique(line).size > 1]
    return out
