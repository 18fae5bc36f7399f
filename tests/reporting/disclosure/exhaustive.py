"""An attacker that shares no code with the package: plain sums, and every whole-number solution one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

Key = tuple[str, ...]


@dataclass(frozen=True)
class Equation:
    """The atoms of one cell and the interval a reader knows their sum to lie in."""

    atoms: tuple[int, ...]
    low: float
    high: float


def cell_atoms(
    atoms: Sequence[Key], below: Sequence[Mapping[str, frozenset[str]]], cell: Key
) -> tuple[int, ...]:
    """Positions of the atoms that a cell is the sum of, from leaf sets written down by the test."""
    return tuple(
        at
        for at, key in enumerate(atoms)
        if all(code in leaves[shown] for code, leaves, shown in zip(key, below, cell, strict=True))
    )


def solutions(
    equations: Sequence[Equation], floor: Sequence[int], ceiling: Sequence[int]
) -> np.ndarray:
    """Every whole-number vector within floor..ceiling that agrees with all equations; one row for each."""
    size = len(floor)
    found = np.zeros((1, 0), dtype=np.int64)
    for at in range(size):
        values = np.arange(floor[at], ceiling[at] + 1)
        found = np.column_stack(
            [np.repeat(found, values.size, axis=0), np.tile(values, len(found))]
        )
        for equation in equations:
            if at in equation.atoms:
                done = [i for i in equation.atoms if i <= at]
                rest_low = sum(floor[i] for i in equation.atoms if i > at)
                rest_high = sum(ceiling[i] for i in equation.atoms if i > at)
                part = found[:, done].sum(axis=1)
                found = found[
                    (part + rest_low <= equation.high) & (part + rest_high >= equation.low)
                ]
    return found


def ranges(found: np.ndarray, targets: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
    """The least and the largest value of each target over all solutions."""
    sums = [found[:, list(target)].sum(axis=1) for target in targets]
    return [(int(values.min()), int(values.max())) for values in sums]


def cells_of(axes: Sequence[Sequence[str]]) -> list[Key]:
    """All crossings of codes."""
    return list(product(*axes))
