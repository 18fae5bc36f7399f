"""Complementary suppression over the whole linked set.

For a target that is not open enough, one programme finds the cheapest pattern of cells that, hidden too,
lets it move far enough: it minimises the weighted movement of cells that are still shown, those already
hidden being free. Afterwards complements are shown again, from the largest down, wherever every reader's
audit still holds without them; no cell of the result can be shown by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reporting.disclosure.audit import Auditor
from reporting.disclosure.equations import Equations
from reporting.disclosure.evidence import Ranges
from reporting.disclosure.model import Bools, Floats
from reporting.disclosure.pattern import Pattern
from reporting.disclosure.policy import Policy
from reporting.disclosure.solver import FEASIBLE, Effort
from reporting.disclosure.system import System
from reporting.disclosure.views import View, bounds, shown_bounds

EFFORT = 8000
"""Most linear programmes spent on showing single complements again; a count, not a time, so that it replays."""

PART_EFFORT = 150
"""The same for one part of a system that is protected in parts."""
MANY, USEFUL = 60, 0.01
"""In a part, most points that move many targets at once, and the part of them one must clear to go on."""


class Selection:
    """The state of one protection: which published cells are hidden, and the evidence for each reader."""

    def __init__(
        self,
        system: System,
        policy: Policy,
        views: Sequence[View],
        guides: Sequence[View],
        primary: Bools,
        sums: Equations,
        *,
        hidden: Bools | None = None,
        effort: Effort | None = None,
        part: bool = False,
    ) -> None:
        self.system, self.primary, self.policy = system, primary, policy
        self.given = primary[: system.published] if hidden is None else hidden
        self.hidden = self.given.copy()
        self.effort = effort or Effort()
        self.auditor = Auditor(system, self.effort, whole=False)
        self.pattern = Pattern(system, self.effort)
        self._sums = sums
        self.weights = system.cells.weights[: system.published]
        self.conceded = 0
        """How many (insider, target) pairs earlier releases had given away already."""
        self.tally: dict[str, tuple[int, int]] = {}
        """For each reader how many targets the first audit cleared by certificate, and how many it had to bound."""
        self._shown = {
            aware: shown_bounds(system.values, policy, rule_aware=aware) for aware in (False, True)
        }
        self.views = list(views)
        self.guides = list(guides)
        self.part = part
        """Whether this is a part of a larger system, where what fails is left to the larger one."""

    def run(self, *, whole: bool) -> list[tuple[View, Ranges]]:
        """Protect against every reader, first in real numbers, then also in whole ones; returns what failed."""
        failed: list[tuple[View, Ranges]] = []
        self.protect(self.guides)
        for self.auditor.whole in (False, True) if whole else (False,):
            start = self.hidden.copy()
            fixed = start if self.auditor.whole else self.given
            failed = self.protect(self.views)
            if failed and self.part:
                self._give_up(failed)
            elif failed:
                # Who is held off while more is shown is held off while nothing is.
                self.hidden[:] = True
                failed = self.protect([view for view, _ in failed])
                if any(view.outsider for view, _ in failed):
                    return failed
                self._concede(failed)
                self.hidden = start.copy()
                failed = self.protect(self.views)
                if failed:
                    return failed
            self.shrink(self.hidden & ~fixed)
        return failed

    def certify(self, *, whole: bool) -> None:
        """Look for points that move many targets at once, and for nothing else: they are kept as evidence."""
        self.auditor.whole = whole
        for view in self.views:
            low, high = self.limits(view, self.hidden)
            ranges = self.auditor.known(view, low, high)
            self.auditor.load(view, low, high)
            self.auditor.batches(ranges, self.policy.reach, MANY, USEFUL)

    def _concede(self, failed: list[tuple[View, Ranges]]) -> None:
        """Ask no more for an insider than is open while nothing of this release is shown.

        An employer whose own change takes a shown count below the threshold works the new count out from the
        earlier release alone, if nobody else changed: refusing this release would keep nothing from it.
        """
        known = {id(view): ranges for view, ranges in failed}
        for at, view in enumerate(self.views):
            if id(view) in known:
                ranges = known[id(view)]
                self.conceded += int(ranges.unsafe().size)
                self.views[at] = _no_more_than(view, ranges)

    def verdicts(self) -> list[tuple[View, Ranges]]:
        """The final audit: every point is tried once more on what is shown, and no target may be unsafe."""
        return [(view, self.audit(view)) for view in self.views]

    def _give_up(self, failed: list[tuple[View, Ranges]]) -> None:
        """Ask no more about the targets that this part cannot protect by itself."""
        known = {id(view): ranges for view, ranges in failed}
        for at, view in enumerate(self.views):
            if id(view) in known:
                keep = np.ones(view.targets.size, dtype=bool)
                keep[known[id(view)].unsafe()] = False
                self.views[at] = view.only(keep)
        self.guides = []

    def limits(self, view: View, hidden: Bools) -> tuple[Floats, Floats]:
        """The row bounds of one reader when ``hidden`` cells are not shown."""
        return bounds(self.system, view, hidden, self.primary, self._shown[view.rule_aware])

    def audit(self, view: View) -> Ranges:
        """All targets of one reader, bounded until safe or known to be unsafe."""
        low, high = self.limits(view, self.hidden)
        ranges = self.auditor.glance(view, low, high, self.policy.reach)
        if view.name not in self.tally:
            left = ranges.unsafe().size
            self.tally[view.name] = (view.targets.size - left, left)
        if not self.part:
            self.auditor.settle_all(ranges)
        return ranges

    def protect(self, views: Sequence[View]) -> list[tuple[View, Ranges]]:
        """Hide complements until every audit passes; returns what no complement could save."""
        while True:
            before = int(self.hidden.sum())
            failed = []
            for view in views:
                ranges = self.audit(view)
                if ranges.unsafe().size:
                    ranges = self._repair(view, ranges)
                if ranges.unsafe().size:
                    failed.append((view, ranges))
            if self.part or int(self.hidden.sum()) == before:
                return failed

    def _repair(self, view: View, ranges: Ranges) -> Ranges:
        order = np.argsort(-self.system.values[view.targets[ranges.unsafe()]], kind="stable")
        for at in ranges.unsafe()[order]:
            low, high = self.limits(view, self.hidden)
            if at not in ranges.unsafe():
                continue
            self.auditor.load(view, low, high)
            if self.auditor.settle(ranges, int(at)):
                continue
            self._hide_for(view, ranges, int(at))
        return ranges

    def _hide_for(self, view: View, ranges: Ranges, at: int) -> None:
        """Hide the cheapest pattern that opens one target upwards or downwards, in whole numbers if need be."""
        target, width = int(view.targets[at]), float(view.width[at])
        for whole in (False, True) if self.auditor.whole else (False,):
            for usable in (
                self.system.values[: self.system.published] > 0,
                *(() if self.part else (np.ones(self.hidden.size, dtype=bool),)),
            ):
                self._open(
                    view,
                    ranges,
                    at,
                    target,
                    1.0,
                    max(ranges.low[at] + width, view.reach_high[at]),
                    usable,
                    whole=whole,
                )
                self._open(
                    view,
                    ranges,
                    at,
                    target,
                    -1.0,
                    min(ranges.high[at] - width, view.reach_low[at]),
                    usable,
                    whole=whole,
                )
                if at not in ranges.unsafe():
                    return

    def _open(
        self,
        view: View,
        ranges: Ranges,
        at: int,
        target: int,
        sign: float,
        value: float,
        usable: Bools,
        *,
        whole: bool,
    ) -> None:
        if (sign > 0 and ranges.high[at] >= value - FEASIBLE) or (
            sign < 0 and ranges.low[at] <= value + FEASIBLE
        ):
            return
        low, high = self.limits(view, self.hidden)
        self.pattern.load(view, low, high, self.hidden, usable, self.weights)
        found = self.pattern.find(target, sign, value, whole=whole)
        if found is None:
            return
        self.hidden |= found[1]
        move = found[2] - self.system.point
        if whole or not self.auditor.whole:
            self.auditor.take(ranges, move)
        else:
            low, high = self.limits(view, self.hidden)
            self.auditor.load(view, low, high)
            self.auditor.settle(ranges, at)

    def shrink(self, extra: Bools) -> None:
        """Show complements of ``extra`` (published,) again, the largest weight x value first, where every audit still holds.

        First those that hold even against all insiders at once, which is cheap to see; then, within ``EFFORT``
        programmes, those that hold against each reader by itself.
        """
        effort = PART_EFFORT if self.part else EFFORT
        last = self.effort.runs + effort // (2 if self.guides else 1)
        demanded = self._demanded()
        for strict in (True, False) if self.guides else (False,):
            cells = np.flatnonzero(self.hidden & extra)
            order = np.lexsort((cells, -self.system.values[cells] * self.weights[cells]))
            for cell in cells[order]:
                if self.effort.runs > last:
                    return
                if self._sums.tell(int(cell), self.hidden, demanded):
                    continue
                trial = self.hidden.copy()
                trial[cell] = False
                if all(
                    self._holds(view, trial)
                    for view in [*(self.guides if strict else ()), *self.views]
                ):
                    self.hidden = trial
                    self._forget(int(cell))

    def _demanded(self) -> Bools:
        """Published cells (published,) of which more than one value must stay open, where shown values are exact."""
        out = np.zeros(self.hidden.size, dtype=bool)
        for view in self.views if self.policy.round_to == 1 else ():
            asked = (view.width > FEASIBLE) | (view.reach_low < view.reach_high - FEASIBLE)
            out[view.targets[asked & (view.targets < out.size)]] = True
        return out

    def _forget(self, cell: int) -> None:
        """Drop the points that contradict a cell now shown: none of them can be evidence again."""
        shown = self._shown[False]
        self.auditor.evidence.forget(cell, float(shown[0][cell]), float(shown[1][cell]))

    def _holds(self, view: View, trial: Bools) -> bool:
        low, high = self.limits(view, trial)
        ranges = self.auditor.known(view, low, high)
        loaded = False
        for at in ranges.unsafe():
            if at not in ranges.unsafe():
                continue
            if not loaded:
                self.auditor.load(view, low, high)
                loaded = True
            if not self.auditor.settle(ranges, int(at)):
                if any(view is other for other in self.views):
                    self._likely_to_fail(view)
                return False
        return True

    def _likely_to_fail(self, view: View) -> None:
        """Ask the reader who objected last first."""
        self.views = [view, *(other for other in self.views if other is not view)]


def inherent(
    system: System, views: Sequence[View], primary: Bools, reach: float, effort: Effort
) -> list[View]:
    """Ask no more of a cell than the statuses alone leave open, so that the shown values add nothing.

    A reader who is told which cells are primary (cells,) knows, whatever is shown, that three of them under a
    primary sum make it at least 3, and that two under a sum that is not small make it min_cell or more.
    """
    ruled = np.zeros(system.values.size, dtype=bool)
    ruled[: system.published] = primary[: system.published]
    auditor = Auditor(system, effort, whole=False)

    def asked(view: View) -> View:
        low = np.where(ruled, view.low, view.complement_low)
        high = np.where(ruled, view.high, np.inf)
        return _no_more_than(view, auditor.bound(view, low, high, reach))

    return [asked(view) if view.rule_aware else view for view in views]


def only_what_was_open(
    system: System, views: Sequence[View], reach: float, effort: Effort
) -> list[View]:
    """Ask of what nobody shows no more than facts and earlier releases together leave open to an outsider.

    A guarded difference, today's or as it stood on an earlier day, can be told already: how many posts some
    boards have is a fact about organisations. This release cannot take that back; it may only not add to it.
    """
    rows = np.zeros(system.values.size, dtype=bool)
    rows[system.published : system.cells.values.size] = True
    rows[system.guarded_then] = True
    outsider = next(view for view in views if view.outsider and not view.rule_aware)
    guarded = outsider.only(rows[outsider.targets])
    if not guarded.targets.size:
        return list(views)
    auditor = Auditor(system, effort, whole=False)
    ranges = auditor.bound(guarded, guarded.low, guarded.high, reach)
    left = np.full(system.values.size, np.inf)
    left[guarded.targets] = ranges.high - ranges.low
    return [replace(view, width=np.minimum(view.width, left[view.targets])) for view in views]


def _no_more_than(view: View, ranges: Ranges) -> View:
    """The view with its demands cut to the ranges found open."""
    return replace(
        view,
        width=np.minimum(view.width, ranges.high - ranges.low),
        reach_low=np.maximum(view.reach_low, ranges.low),
        reach_high=np.minimum(view.reach_high, ranges.high),
    )
