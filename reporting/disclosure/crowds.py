"""Several readers as one: what holds against a crowd of them holds against each.

A crowd accepts a point only if every reader in it would, so a point that is found once for thirty insiders
need not be looked for thirty times. What no point for a crowd can show is asked of its readers one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reporting.disclosure.model import Ints
from reporting.disclosure.views import View

PARTS = (2, 4, 8)
"""Into how many crowds the readers are divided, the largest crowds first."""
MISSES = 2
"""After so many targets that no point for a crowd clears, its readers are asked one by one."""
FEW = 4
"""Fewer readers than this are asked one by one."""


def crowd(asked: Sequence[tuple[View, Ints]]) -> View:
    """Readers who are each asked about some of their targets (positions) as one who knows all they know apart.

    Of the targets those that at least two of them are asked about, with the strictest of their demands.
    """
    views = [view for view, _ in asked]
    rows = np.concatenate([view.targets[at] for view, at in asked])
    targets, place, times = np.unique(rows, return_inverse=True, return_counts=True)
    width = np.full(targets.size, -np.inf)
    low, high = np.full(targets.size, np.inf), np.full(targets.size, -np.inf)
    np.maximum.at(width, place, np.concatenate([view.width[at] for view, at in asked]))
    np.minimum.at(low, place, np.concatenate([view.reach_low[at] for view, at in asked]))
    np.maximum.at(high, place, np.concatenate([view.reach_high[at] for view, at in asked]))
    return View(
        name="a crowd",
        outsider=False,
        rule_aware=any(view.rule_aware for view in views),
        floor=np.max([view.floor for view in views], axis=0),
        ceiling=np.min([view.ceiling for view in views], axis=0),
        low=np.max([view.low for view in views], axis=0),
        high=np.min([view.high for view in views], axis=0),
        complement_low=np.max([view.complement_low for view in views], axis=0),
        targets=targets,
        width=width,
        reach_low=low,
        reach_high=high,
    ).only(times > 1)
