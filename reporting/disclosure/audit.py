"""What a reader can derive about each target, and whether enough stays open.

A point that a reader cannot tell from the truth is evidence for all targets at once: it shows how far each can
be from its count. Points found for one reader are tried on the next (``Evidence``); only what none of them
clears is asked of a programme (``Movement``).
"""

from __future__ import annotations

import numpy as np

from reporting.disclosure.evidence import Evidence, Ranges
from reporting.disclosure.model import Floats
from reporting.disclosure.movement import Movement
from reporting.disclosure.solver import FEASIBLE, Effort
from reporting.disclosure.system import System
from reporting.disclosure.views import View

BATCHES = 12
"""Most points sought that move all unsafe targets at once."""
WORTHWHILE = 4
"""Fewer unsafe targets than this are bounded one by one."""
OPENING = 2
"""The first turns move all targets up, then down; later ones half up, half down, another half each time."""


class Auditor:
    """Bounds targets within one system; keeps its evidence and its solver between calls."""

    def __init__(self, system: System, effort: Effort, *, whole: bool) -> None:
        self.whole = whole
        """Whether only whole numbers count as evidence."""
        self.evidence = Evidence(system)
        self._values = system.values
        self._movement = Movement(system, effort)

    def known(self, view: View, low: Floats, high: Floats) -> Ranges:
        """What the points found so far show of a reader's targets within row bounds ``low`` and ``high``."""
        return self.evidence.ranges(view, low, high, whole=self.whole)

    def load(self, view: View, low: Floats, high: Floats) -> None:
        """Make the feasible set of a reader the current one."""
        self._movement.load(view, low, high)

    def glance(self, view: View, low: Floats, high: Floats, reach: float) -> Ranges:
        """What points clear of a reader's targets: those found so far, and for an outsider some that move many targets."""
        ranges = self.known(view, low, high)
        if ranges.unsafe().size:
            self.load(view, low, high)
            if view.outsider:
                self.batches(ranges, reach)
        return ranges

    def bound(self, view: View, low: Floats, high: Floats, reach: float) -> Ranges:
        """All targets of a reader within row bounds, each bounded until it is safe or known not to be."""
        ranges = self.glance(view, low, high, reach)
        self.settle_all(ranges)
        return ranges

    def settle_all(self, ranges: Ranges) -> None:
        """Bound each target of the current reader that is not safe yet."""
        for at in ranges.unsafe():
            if at in ranges.unsafe():
                self.settle(ranges, int(at))

    def batches(
        self, ranges: Ranges, reach: float, most: int = BATCHES, useful: float = 0.05
    ) -> None:
        """Move all unsafe targets of the current reader together, within ``reach`` of the truth, while that clears many.

        It ends after ``most`` points, or when one clears less than the part ``useful`` of what is left. In
        whole numbers there is none: hardly any such point is whole.
        """
        for turn in range(0 if self.whole else most):
            unsafe = ranges.unsafe()
            if unsafe.size < WORTHWHILE:
                break
            targets = ranges.view.targets[unsafe]
            bit = (
                (targets * 2654435761 >> (8 + turn // 2)) & 1
                if turn >= OPENING
                else np.zeros(targets.size, dtype=np.int64)
            )
            signs = np.where(bit == turn % 2, 1.0, -1.0)
            self.take(ranges, self._movement.many(targets, signs, reach))
            if turn > OPENING and ranges.unsafe().size > (1 - useful) * unsafe.size:
                break

    def settle(self, ranges: Ranges, at: int) -> bool:
        """Bound one target by programmes of its own until it is safe, or known not to be."""
        view = ranges.view
        target, width = int(view.targets[at]), float(view.width[at])
        truth = float(self._values[target])
        top = max(ranges.low[at] + width, view.reach_high[at])
        if ranges.high[at] < top - FEASIBLE:
            self._push(ranges, target, top - truth)
        bottom = min(ranges.high[at] - width, view.reach_low[at])
        if ranges.low[at] > bottom + FEASIBLE:
            self._push(ranges, target, bottom - truth)
        return at not in ranges.unsafe()

    def _push(self, ranges: Ranges, target: int, change: float) -> None:
        """Move one target by ``change``, or as far towards it as it goes."""
        move = self._movement.least(target, change, whole=self.whole)
        if move is None:
            move = self._movement.farthest(target, change, whole=self.whole)
        self.take(ranges, move)

    def take(self, ranges: Ranges, move: Floats | None) -> None:
        """Keep a feasible movement (blocks,) as evidence, if there is one."""
        if move is not None:
            blocks = np.flatnonzero(np.abs(move) > FEASIBLE)
            ranges.widen(*self.evidence.add(blocks, move[blocks]))
