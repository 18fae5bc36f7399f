"""The adversary itself: its shortcuts change no bound."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from reporting.disclosure.attack_bounds import Bounds, ContradictionError


def _plain(matrix: np.ndarray, low: np.ndarray, high: np.ndarray, row: np.ndarray) -> list[float]:
    """Least and greatest sum under ``row``, from another solver's front and without any shortcut."""
    top = np.isfinite(high)
    out = []
    for sign in (1.0, -1.0):
        found = linprog(
            sign * row,
            A_ub=np.vstack([matrix[top], -matrix]),
            b_ub=np.concatenate([high[top], -low]),
            bounds=(0, None),
        )
        out.append(float(sign * found.fun) if found.status == 0 else inf)
    return out


@pytest.mark.parametrize("seed", range(60))
def test_bounds_are_those_of_the_plain_system(seed: int) -> None:
    draw = np.random.default_rng(seed)
    point = draw.choice([0, 0, 1, 2, 5, 9], 8).astype(float)
    rows = [np.ones(8), np.arange(8) < 4, np.arange(8) >= 4, *np.eye(8)]
    rows += [draw.random(8) < 0.5 for _ in range(6)]
    matrix = np.array([row for row in rows if np.any(row)], dtype=float)
    values = matrix @ point
    kind = draw.choice(3, len(matrix), p=[0.5, 0.15, 0.35])  # exact, rounded, hidden
    low = np.where(kind == 0, values, np.where(kind == 1, np.maximum(values - 2, 0), 0.0))
    high = np.where(kind == 0, values, np.where(kind == 1, values + 2, inf))
    bounds = Bounds(sparse.csr_array(matrix), low, high)
    for row in matrix[kind == 2]:
        blocks = np.flatnonzero(row)
        found = [bounds.extreme(blocks, 1.0), bounds.extreme(blocks, -1.0)]
        assert found == pytest.approx(_plain(matrix, low, high, row))


@pytest.mark.parametrize(
    ("low", "high"),
    [([3, 1, 1], [3, 1, 1]), ([1, 2, 0], [1, 2, inf]), ([2, 3, 0], [2, inf, 0])],
    ids=["parts do not add up", "a part is above its sum", "an interval is out of reach"],
)
def test_what_cannot_be_true_is_said_to_be(low: list[float], high: list[float]) -> None:
    matrix = sparse.csr_array(np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]))
    with pytest.raises(ContradictionError):
        Bounds(matrix, np.array(low), np.array(high))
