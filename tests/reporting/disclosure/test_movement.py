"""The least movement, and evidence: what a point proves to whom."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reporting.disclosure.audit import Auditor
from reporting.disclosure.cells import expand
from reporting.disclosure.evidence import Evidence
from reporting.disclosure.model import Adversary, Atoms, Axis, Dimension, Table
from reporting.disclosure.movement import Movement
from reporting.disclosure.policy import Policy
from reporting.disclosure.primary import Measured, primary
from reporting.disclosure.solver import Effort, SolverError
from reporting.disclosure.system import System, build
from reporting.disclosure.universe import universe
from reporting.disclosure.views import View, bounds, shown_bounds, views

EMPLOYERS, ANSWERS = ("E1", "E2", "E3"), ("a", "b", "c")
COUNTS = ((9, 2, 6), (7, 8, 1), (3, 9, 9))
POLICY = Policy("test", min_cell=4, width=3)


def _readers(*, insiders: bool = False) -> tuple[System, list[View]]:
    """Employers by answers with both margins, and its readers: 2, 1 and 3 are primary."""
    dimensions = [
        Dimension.tree(
            "unit",
            {"R": None, **dict.fromkeys(EMPLOYERS, "R")},
            {"R": "region", **dict.fromkeys(EMPLOYERS, "employer")},
        ),
        Dimension.flat("answer", ANSWERS),
    ]
    rows = [
        (unit, answer, count)
        for unit, counts in zip(EMPLOYERS, COUNTS, strict=True)
        for answer, count in zip(ANSWERS, counts, strict=True)
    ]
    table = Table(
        "t", (Axis("unit", ("employer", "region"), total=False), Axis("answer", ("answer",)))
    )
    cells = expand([table], universe(Atoms.from_rows(("unit", "answer"), rows), dimensions))
    adversary = Adversary("interval", insiders=insiders)
    system = build(cells, (), adversary, POLICY)
    return system, list(views(system, POLICY, primary(Measured.of(cells), POLICY), adversary))


def _limits(system: System, view: View, *hidden: int) -> tuple[np.ndarray, np.ndarray]:
    """Row bounds when the cells of these counts are hidden and all others shown."""
    values = system.values
    mask = np.isin(values, hidden)
    shown = shown_bounds(values, POLICY, rule_aware=False)
    return bounds(system, view, mask, mask, shown)


def _row(system: System, value: int) -> int:
    return int(np.flatnonzero(system.values == value)[0])


def test_the_least_movement_moves_no_more_than_it_must() -> None:
    """With four inner cells open one person more here is one less beside, below, and one more across."""
    system, (view,) = _readers()
    movement = Movement(system, Effort())
    low, high = _limits(system, view, 9, 2, 7, 8)
    movement.load(view, low, high)
    row = _row(system, 2)

    found = movement.least(row, 3.0, whole=True)

    assert found is not None
    assert float((system.matrix @ found)[row]) == 3.0
    assert float(np.abs(found).sum()) == 12.0
    inside = system.values + system.matrix @ found
    assert np.all((inside >= low - 1e-6) & (inside <= high + 1e-6))


def test_a_target_that_cannot_go_so_far_goes_as_far_as_it_can() -> None:
    """Two people can leave, not three: there is no movement by three, and the farthest is by two."""
    system, (view,) = _readers()
    movement = Movement(system, Effort())
    movement.load(view, *_limits(system, view, 9, 2, 7, 8))
    row = _row(system, 2)

    assert movement.least(row, -3.0, whole=True) is None
    found = movement.farthest(row, -3.0, whole=True)

    assert found is not None
    assert float((system.matrix @ found)[row]) == -2.0


def test_where_all_else_is_shown_nothing_moves() -> None:
    """A cell that is the only one hidden in its line is told, and the audit says so."""
    system, (view,) = _readers()
    low, high = _limits(system, view, 2)
    auditor = Auditor(system, Effort(), whole=True)

    ranges = auditor.bound(view, low, high, POLICY.reach)

    told = int(np.flatnonzero(view.targets == _row(system, 2))[0])
    assert told in ranges.unsafe()
    assert ranges.low[told] == ranges.high[told] == 2.0


def test_a_point_proves_nothing_to_those_who_know_better() -> None:
    """A movement of an employer's own people is evidence for an outsider and not for that employer."""
    system, readers = _readers(insiders=True)
    by_name = {view.name: view for view in readers}
    outsider, insider, other = (
        by_name[name] for name in ("outsider", "employer E1", "employer E3")
    )
    movement, evidence = Movement(system, Effort()), Evidence(system)
    movement.load(outsider, *_limits(system, outsider, 9, 2, 7, 8))
    found = movement.least(_row(system, 1), 3.0, whole=True)
    assert found is None, "its own line is shown"
    found = movement.least(_row(system, 2), 3.0, whole=True)
    assert found is not None
    blocks = np.flatnonzero(found)
    evidence.add(blocks, found[blocks])

    def highest(view: View) -> float:
        ranges = evidence.ranges(view, *_limits(system, view, 9, 2, 7, 8), whole=True)
        return float(ranges.high.max() - system.values[view.targets].max())

    assert highest(outsider) > 0
    assert highest(other) > 0
    assert highest(insider) == 0


def test_halves_are_no_evidence_in_whole_numbers_and_go_when_their_cell_is_shown() -> None:
    """Half a person more and less is a point of the real numbers alone; a shown cell takes its points along."""
    system, (view,) = _readers()
    evidence = Evidence(system)
    movement = Movement(system, Effort())
    movement.load(view, *_limits(system, view, 9, 2, 7, 8))
    found = movement.least(_row(system, 2), 0.5, whole=False)
    assert found is not None
    blocks = np.flatnonzero(np.abs(found) > 1e-6)
    evidence.add(blocks, found[blocks])
    low, high = _limits(system, view, 9, 2, 7, 8)
    at = int(np.flatnonzero(view.targets == _row(system, 2))[0])

    assert evidence.ranges(view, low, high, whole=False).high[at] == 2.5
    assert evidence.ranges(view, low, high, whole=True).high[at] == 2.0
    evidence.forget(_row(system, 2), 2.0, 2.0)
    assert evidence.size == 0
    assert evidence.ranges(view, low, high, whole=False).high[at] == 2.0


def test_who_is_taken_to_know_what_is_not_true_is_an_error() -> None:
    """An audit against an impossible reader would prove anything: it stops."""
    system, (view,) = _readers()
    low, high = _limits(system, view, 2)
    low[_row(system, 2)] = 3.0
    with pytest.raises(SolverError, match="not true"):
        Evidence(system).ranges(replace(view), low, high, whole=True)
