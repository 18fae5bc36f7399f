"""What one reader knows: bounds on blocks and rows, and what must stay open about each target.

The feasible set of a reader is { x : row_low <= M x <= row_high, floor <= x <= ceiling }. Shown cells have
their value (or the interval a rounded value stands for) as bounds, hidden ones what the reader knows of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from reporting.disclosure.model import Adversary, Bools, Floats, Ints
from reporting.disclosure.policy import Policy
from reporting.disclosure.primary import Reason
from reporting.disclosure.system import System

OUTSIDER = "outsider"
"""The reader who knows what was shown and nothing else."""

Reasons = Mapping[Reason, Bools]


@dataclass(frozen=True)
class View:
    """One reader. ``targets`` (t,) are rows; each must keep max - min >= ``width`` and reach ``reach_low``
    and ``reach_high`` (t,). ``low``, ``high`` (rows,) bound hidden rows and statements; ``floor``,
    ``ceiling`` (blocks,) the unknowns; ``complement_low`` (rows,) is known of a cell hidden as complement.
    """

    name: str
    outsider: bool
    rule_aware: bool
    floor: Floats
    ceiling: Floats
    low: Floats
    high: Floats
    complement_low: Floats
    targets: Ints
    width: Floats
    reach_low: Floats
    reach_high: Floats

    def only(self, keep: Bools) -> View:
        """The same reader, asked only about the targets under ``keep`` (t,)."""
        return replace(
            self,
            targets=self.targets[keep],
            width=self.width[keep],
            reach_low=self.reach_low[keep],
            reach_high=self.reach_high[keep],
        )


def shown_bounds(values: Floats, policy: Policy, *, rule_aware: bool) -> tuple[Floats, Floats]:
    """What a shown value tells: itself, or the counts that round to it (half up).

    A reader who knows the rule also knows that a shown count is 0 or at least min_cell.
    """
    base = policy.round_to
    if base == 1:
        return values.copy(), values.copy()
    shown = rounded(values, base)
    low, high = stands_for(shown, base)
    if rule_aware:
        zero = high < policy.min_cell
        low = np.where(zero, 0.0, np.maximum(low, np.where(shown > 0, policy.min_cell, 0)))
        high = np.where(zero, 0.0, high)
        low, high = np.minimum(low, values), np.maximum(high, values)
    return low, high


def stands_for(shown: Floats, base: int) -> tuple[Floats, Floats]:
    """The least and the largest count that round to each shown one (halves up); itself with base 1."""
    return np.maximum(shown - base // 2, 0.0), shown + (base - 1) // 2


def rounded(values: Floats, base: int) -> Floats:
    """Conventional rounding to a multiple of ``base``, halves up."""
    return np.asarray(np.floor((values + base // 2) / base) * base, dtype=np.float64)


def _rule_range(system: System, policy: Policy, reasons: Reasons) -> tuple[Floats, Floats, Bools]:
    """What the rule alone tells of each primary cell, and which cells must reach all of it.

    A cell hidden by the people threshold lies in 1..min_cell-1 and must reach both ends. On a small base the
    base lies in 1..min_base-1 and the cells in 0..min_base-1 whatever they count. Rules on organisations and
    the all-or-none rule bound nothing.
    """
    cells = system.cells.values.size
    low, high = np.full(system.values.size, -np.inf), np.full(system.values.size, np.inf)
    other = np.zeros(cells, dtype=bool)
    for reason, mask in reasons.items():
        if reason not in (Reason.SMALL_CELL, Reason.SMALL_BASE):
            other |= mask
    base = reasons.get(Reason.SMALL_BASE, np.zeros(cells, dtype=bool)) & ~other
    small = reasons.get(Reason.SMALL_CELL, np.zeros(cells, dtype=bool)) & ~other & ~base
    small[system.published :] = False
    base[system.published :] = False
    low[:cells][small], high[:cells][small] = float(not policy.protect_zeros), policy.min_cell - 1
    low[:cells][base], high[:cells][base] = 0.0, policy.min_base - 1
    full = np.zeros(system.values.size, dtype=bool)
    full[:cells] = small
    return low, high, full


def _view(system: System, policy: Policy, hit: Bools, name: str, own: Floats, whole: Bools) -> View:
    """A reader who knows ``own`` of each block and, where ``whole``, nothing is left to know."""
    cells = system.cells.values.size
    targets = np.flatnonzero(np.concatenate([hit, system.width[cells:] > 0]))
    left = np.asarray(system.matrix[targets] @ (~whole).astype(np.float64)) > 0
    targets = targets[left]
    today = targets < cells
    return View(
        name=name,
        outsider=name == OUTSIDER,
        rule_aware=False,
        floor=own,
        ceiling=np.where(whole, own, np.inf),
        low=system.low,
        high=system.high,
        complement_low=np.full(system.values.size, -np.inf),
        targets=targets,
        width=np.where(today, float(policy.width), system.width[targets]),
        reach_low=np.where(today, np.inf, system.reach_low[targets]),
        reach_high=np.where(today, -np.inf, system.reach_high[targets]),
    )


def _rule_view(system: System, policy: Policy, reasons: Reasons, base: View) -> View:
    """The same reader, told which hidden cells are primary.

    Of a cell that was hidden in an earlier release such a reader may be left with what the people threshold
    alone leaves: if the cell is hidden for it today too, no more is open, whatever is shown.
    """
    low, high, full = _rule_range(system, policy, reasons)
    own = np.asarray(system.matrix @ base.floor)
    low = np.maximum(low, np.where(np.isfinite(low), own, -np.inf))
    at = base.targets
    complement = np.where(system.values >= policy.min_cell, float(policy.min_cell), 0.0)
    complement[system.published :] = -np.inf
    width = np.minimum(base.width, high[at] - np.maximum(low[at], 0.0))
    if policy.min_cell > 1:
        ruled = policy.min_cell - 1 - (not policy.protect_zeros)
        width = np.where(at >= system.cells.values.size, np.minimum(width, ruled), width)
    return View(
        name=f"{base.name}, knowing the rule",
        outsider=base.outsider,
        rule_aware=True,
        floor=base.floor,
        ceiling=base.ceiling,
        low=np.maximum(base.low, low),
        high=np.minimum(base.high, high),
        complement_low=complement,
        targets=at,
        width=np.where(full[at], 0.0, width),
        reach_low=np.where(full[at], low[at], base.reach_low),
        reach_high=np.where(full[at], high[at], base.reach_high),
    )


def views(
    system: System, policy: Policy, reasons: Reasons, adversary: Adversary
) -> tuple[View, ...]:
    """All readers the release must hold against: the outsider first, then each insider, each in both strengths."""
    hit = np.zeros(system.cells.values.size, dtype=bool)
    for mask in reasons.values():
        hit |= mask
    size = system.point.size
    known = [(OUTSIDER, np.zeros(size), np.zeros(size, dtype=bool)), *system.known]
    plain = [_view(system, policy, hit, *who) for who in known]
    if adversary.strength == "interval":
        return tuple(plain)
    return tuple(
        view for base in plain for view in (base, _rule_view(system, policy, reasons, base))
    )


def guides(
    system: System, policy: Policy, reasons: Reasons, adversary: Adversary
) -> tuple[View, ...]:
    """Readers nobody is: all insiders' parts known at once. What holds against them holds against most insiders,
    so patterns are looked for here first; the verdict is left to ``views``.
    """
    if len(system.known) <= 1:
        return ()
    floor = np.max([np.where(whole, 0.0, own) for _, own, whole in system.known], axis=0)
    pooled = replace(system, known=(("all insiders", floor, np.zeros(floor.size, dtype=bool)),))
    return views(pooled, policy, reasons, adversary)[1 if adversary.strength == "interval" else 2 :]


def bounds(
    system: System, view: View, hidden: Bools, primary: Bools, shown: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Row bounds (rows,) of a reader's feasible set when ``hidden`` (published,) cells are not shown."""
    low, high = view.low.copy(), view.high.copy()
    open_cells = np.arange(system.published)
    out = open_cells[~hidden]
    low[out], high[out] = shown[0][out], shown[1][out]
    extra = open_cells[hidden & ~primary[: system.published]]
    low[extra] = np.maximum(low[extra], view.complement_low[extra])
    return low, high
