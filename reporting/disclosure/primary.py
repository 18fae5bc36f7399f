"""Primary suppression: which cells the policy's rules forbid, and by which rule.

Each rule is one function over ``Measured`` cells and returns the cells it forbids. ``RULES`` is the list
the engine runs; the mutation tests take one out at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Flag, auto
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from reporting.disclosure.cells import CellSet, Occurrence
from reporting.disclosure.model import Bools, Floats, Ints
from reporting.disclosure.policy import Policy


class Reason(Flag):
    """Why a cell is hidden. For the auditor alone: readers see one symbol for all of them."""

    NONE = 0
    SMALL_CELL = auto()
    SMALL_BASE = auto()
    FEW_CONTRIBUTORS = auto()
    ONE_LARGE = auto()
    ALL_OR_NONE = auto()
    SMALL_REST = auto()
    DOMINANCE = auto()
    COMPLEMENT = auto()


@dataclass(frozen=True)
class Measured:
    """What the rules look at: ``values`` (cells,), ``parts`` (cells x employers) and the tables' structure."""

    values: Ints
    parts: Any
    occurrences: Sequence[Occurrence]

    @classmethod
    def of(cls, cells: CellSet) -> Measured:
        """Measure all cells of a set on today's counts."""
        space = cells.universe
        n = space.counts.size
        by_employer = sparse.csr_array(
            (space.counts, (np.arange(n), space.employer_of)), shape=(n, len(space.employers))
        )
        parts = sparse.csr_array(cells.members @ by_employer)
        parts.eliminate_zeros()
        return cls(cells.values, parts, cells.occurrences)

    @cached_property
    def contributors(self) -> Ints:
        """(cells,) how many employers contribute a count that is not zero."""
        return np.asarray(np.diff(self.parts.indptr), dtype=np.int64)

    @cached_property
    def largest(self) -> Floats:
        """(cells, 8) the largest contributions of one employer, descending, padded with zeros."""
        out = np.zeros((self.values.size, 8))
        for row in range(self.values.size):
            data = np.sort(self.parts.data[self.parts.indptr[row] : self.parts.indptr[row + 1]])[
                ::-1
            ][:8]
            out[row, : data.size] = data
        return out


def _on_base(seen: Measured, forbidden_base: Bools) -> Bools:
    """Spread a verdict on bases to every cell that stands on them, and keep it on the bases themselves."""
    out = np.zeros(seen.values.size, dtype=bool)
    for occurrence in seen.occurrences:
        hit = forbidden_base[occurrence.bases]
        out[occurrence.cells[hit]] = True
    return out


def small_cell(seen: Measured, policy: Policy) -> Bools:
    """0 < n < min_cell; with protect_zeros also 0 where the base is not zero."""
    hit = (seen.values > 0) & (seen.values < policy.min_cell)
    if policy.protect_zeros and policy.min_cell > 1:
        for occurrence in seen.occurrences:
            zero = (seen.values[occurrence.cells] == 0) & (seen.values[occurrence.bases] > 0)
            hit[occurrence.cells[zero]] = True
    return hit


def small_base(seen: Measured, policy: Policy) -> Bools:
    """0 < base < min_base: the base and every cell on it, zeros included. Cells without answers are exempt."""
    small = (seen.values > 0) & (seen.values < policy.min_base)
    out = np.zeros(seen.values.size, dtype=bool)
    for occurrence in seen.occurrences:
        if occurrence.groups:
            out[occurrence.cells[small[occurrence.bases]]] = True
    return out


def few_contributors(seen: Measured, policy: Policy) -> Bools:
    """A base that is not zero and has fewer contributing organisations than min_contributors."""
    return _on_base(seen, (seen.values > 0) & (seen.contributors < policy.min_contributors))


def one_large(seen: Measured, policy: Policy) -> Bools:
    """A base of which one organisation holds more than max_share."""
    if policy.max_share >= 1.0:
        return np.zeros(seen.values.size, dtype=bool)
    return _on_base(seen, (seen.values > 0) & (seen.largest[:, 0] > policy.max_share * seen.values))


def all_or_none(seen: Measured, policy: Policy) -> Bools:
    """Where one answer holds everybody (100 %, the others 0 %), every answer is forbidden; the base is not."""
    out = np.zeros(seen.values.size, dtype=bool)
    if policy.all_or_none:
        for occurrence in seen.occurrences:
            for base, answers in occurrence.groups:
                others = answers[answers != base]
                if seen.values[base] > 0 and np.any(seen.values[others] == seen.values[base]):
                    out[others] = True
    return out


def small_rest(seen: Measured, policy: Policy) -> Bools:
    """A count of which 0 < n < min_cell is left beside the largest contributor, who would read it off."""
    rest = seen.values - seen.largest[:, 0]
    hit = (rest > 0) & (rest < policy.min_cell)
    return np.asarray(hit if policy.protect_rest else np.zeros_like(hit), dtype=np.bool_)


def dominance(seen: Measured, policy: Policy) -> Bools:
    """P % rule and (k, share) rule on organisations' contributions (SDC Handbook 2024, 4.2)."""
    out = np.zeros(seen.values.size, dtype=bool)
    if policy.p_percent is not None:
        rest = seen.values - seen.largest[:, 0] - seen.largest[:, 1]
        out |= (seen.values > 0) & (rest < policy.p_percent / 100 * seen.largest[:, 0])
    if policy.dominance is not None:
        k, share = policy.dominance
        out |= seen.largest[:, :k].sum(axis=1) > share * seen.values
    return out


Rule = Callable[[Measured, Policy], Bools]

RULES: dict[Reason, Rule] = {
    Reason.SMALL_CELL: small_cell,
    Reason.SMALL_BASE: small_base,
    Reason.FEW_CONTRIBUTORS: few_contributors,
    Reason.ONE_LARGE: one_large,
    Reason.ALL_OR_NONE: all_or_none,
    Reason.SMALL_REST: small_rest,
    Reason.DOMINANCE: dominance,
}


def primary(seen: Measured, policy: Policy) -> dict[Reason, Bools]:
    """For each rule the cells it forbids, (cells,) each."""
    return {reason: rule(seen, policy) for reason, rule in RULES.items()}


def known_zeros(cells: CellSet, reasons: dict[Reason, Bools]) -> Bools:
    """Cells (cells,) that count nobody because larger ones do, which the rules let be shown.

    Where a whole region has nobody in a category, nobody at any of its places is in it: to forbid the zero of a
    place that has few people would hide the region's zero too, and with it every figure beside it.
    """
    size = np.diff(cells.members.indptr)
    told = np.zeros(cells.values.size, dtype=bool)
    told[: cells.published] = cells.values[: cells.published] == 0
    for mask in reasons.values():
        told &= ~mask
    nobody = np.asarray(cells.members[np.flatnonzero(told)].sum(axis=0)).ravel() > 0
    return np.asarray((cells.members @ nobody.astype(np.int64)) == size, dtype=np.bool_)
