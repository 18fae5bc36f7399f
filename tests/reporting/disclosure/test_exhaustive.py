"""At least 1,000 random small tables against an exhaustive solver; DISCLOSURE_TABLES multiplies them.

Two levels of geography, one or two categories, zeros, rounding, and a second release on another tree.
"""

from __future__ import annotations

import os
from itertools import product

import numpy as np
import pytest

from reporting.disclosure.model import Adversary, Atoms, Axis, Dimension, Node, Table
from reporting.disclosure.policy import Policy
from reporting.disclosure.primary import Reason
from reporting.disclosure.protect import protect
from reporting.disclosure.result import NotReleasable, Protected
from tests.reporting.disclosure.exhaustive import Equation, Key, cell_atoms, ranges, solutions

TIMES = int(os.environ.get("DISCLOSURE_TABLES", "1"))
PLAIN, RULE_AWARE, TWICE = 500 * TIMES, 250 * TIMES, 250 * TIMES
"""How many tables each of the three tests takes."""
SIZE, WIDTH = 3, 3


def test_there_are_at_least_a_thousand() -> None:
    assert PLAIN + RULE_AWARE + TWICE >= 1000


class Case:
    """One random region: two or three employers in two ICBs, crossed with one or two categories."""

    def __init__(self, seed: int) -> None:
        draw = np.random.default_rng(seed)
        self.units = ("E1", "E2", "E3") if seed % 3 == 1 else ("E1", "E2")
        nodes = [
            Node("E1", "employer", "I1"),
            Node("E2", "employer", "I2"),
            Node("I1", "icb"),
            Node("I2", "icb"),
        ]
        nodes += [Node("E3", "employer", "I2")] if len(self.units) == 3 else []
        names, codes = (
            [("cat",), ("cat",), ("cat", "kind")][seed % 3],
            [("a", "b", "c"), ("a", "b"), ("a", "b")][seed % 3],
        )
        self.names = ("unit", *names)
        self.dimensions = [
            Dimension("unit", tuple(nodes)),
            *(Dimension.flat(name, codes) for name in names),
        ]
        self.atoms: list[Key] = list(product(self.units, *(codes for _ in names)))
        self.counts = np.asarray(draw.choice([0, 1, 2, 3, 4, 7], len(self.atoms)), dtype=np.int64)
        below_unit = {u: frozenset([u]) for u in self.units}
        below_unit |= {
            "I1": frozenset(["E1"]),
            "I2": frozenset(self.units[1:]),
            "*": frozenset(self.units),
        }
        below_code = {c: frozenset([c]) for c in codes} | {"*": frozenset(codes)}
        self.below = [below_unit, *(below_code for _ in names)]
        self.table = Table(
            "t",
            (Axis("unit", ("icb",)), *(Axis(name, (name,)) for name in names)),
            answers=("cat",),
        )
        self.policy = Policy("test", min_cell=SIZE, width=WIDTH)

    def run(self, adversary: Adversary) -> Protected | NotReleasable:
        given = Atoms(self.names, tuple(self.atoms), self.counts)
        return protect([self.table], given, self.dimensions, self.policy, adversary=adversary)

    def positions(self, where: dict[str, str]) -> tuple[int, ...]:
        return cell_atoms(self.atoms, self.below, tuple(where[name] for name in self.names))

    def truth(self, where: dict[str, str]) -> int:
        return int(self.counts[list(self.positions(where))].sum())


def _check_values(case: Case, result: Protected) -> list[dict[str, str]]:
    """Shown values are true and none of them is small; returns the hidden primary cells."""
    small = []
    for where, value in result.tables[0].cells():
        truth = case.truth(where)
        if value is not None:
            assert value == truth
            assert value == 0 or value >= SIZE
        elif 0 < truth < SIZE:
            small.append(where)
    return small


@pytest.mark.parametrize("seed", range(PLAIN))
def test_no_reader_bounds_a_small_count_more_tightly_than_the_policy(seed: int) -> None:
    """Outsider and every employer as insider, by enumerating every whole-number solution."""
    case = Case(seed)
    result = case.run(Adversary("interval", insiders=True))
    assert isinstance(result, Protected)
    small = _check_values(case, result)
    told = [
        Equation(case.positions(where), value, value)
        for where, value in result.tables[0].cells()
        if value is not None
    ]
    targets = [case.positions(where) for where in small]
    top = (case.counts + 2 * WIDTH).tolist()
    for insider in (None, *case.units):
        mine = [key[0] == insider for key in case.atoms]
        floor = [int(n) if own else 0 for n, own in zip(case.counts, mine, strict=True)]
        ceiling = [
            int(n) if own else most for n, own, most in zip(case.counts, mine, top, strict=True)
        ]
        open_to = [target for target in targets if not all(mine[at] for at in target)]
        found = solutions(told, floor, ceiling)
        for low, high in ranges(found, open_to):
            assert high - low >= WIDTH, (
                f"seed {seed}: {insider or 'outsider'} bounds a small count to {low}..{high}"
            )


@pytest.mark.parametrize("seed", range(RULE_AWARE))
def test_a_reader_who_knows_the_rule_loses_no_value_it_allows(seed: int) -> None:
    """Told which cells are primary, the outsider can rule out only what the statuses alone rule out."""
    case = Case(seed)
    result = case.run(Adversary("rule-aware", insiders=False))
    assert isinstance(result, Protected)
    _check_values(case, result)
    reasons = result.auditors.tables[0].reasons
    told, statuses, targets = [], [], []
    for (where, value), reason in zip(result.tables[0].cells(), reasons.ravel(), strict=True):
        at = case.positions(where)
        if reason in (0, Reason.COMPLEMENT.value) and case.truth(where) >= SIZE:
            statuses.append(Equation(at, SIZE, np.inf))
        if value is not None:
            told.append(Equation(at, value, value))
        elif reason == Reason.COMPLEMENT.value:
            told.append(Equation(at, SIZE if case.truth(where) >= SIZE else 0, np.inf))
        else:
            statuses.append(Equation(at, 1, SIZE - 1))
            targets.append(at)
    floor = [0] * len(case.atoms)
    with_release = ranges(
        solutions([*told, *statuses], floor, (case.counts + 2 * SIZE).tolist()), targets
    )
    without = ranges(solutions(statuses, floor, (case.counts + 2 * SIZE).tolist()), targets)
    for (low, high), (least, most) in zip(with_release, without, strict=True):
        assert low <= max(1, least)
        assert high >= min(SIZE - 1, most)


class TwoReleases:
    """A release, and another after E3 moved from ICB I2 to I1 and, in every other case, one count changed."""

    def __init__(self, seed: int) -> None:
        draw = np.random.default_rng(7000 + seed)
        self.policy = Policy(
            "test",
            min_cell=SIZE,
            width=WIDTH,
            round_to=(1, 1, 3)[seed % 3],
            protect_zeros=seed % 5 == 0,
        )
        codes = ("a", "b")
        self.atoms: list[Key] = list(product(("E1", "E2", "E3"), codes))
        before = np.asarray(draw.choice([0, 0, 1, 2, 3, 4, 7], len(self.atoms)), dtype=np.int64)
        after = before.copy()
        if seed % 2:
            after[seed % len(after)] = draw.choice([0, 1, 2, 5])
        self.counts = (before, after)
        self.versions = (
            np.ones(len(before), dtype=np.int64),
            np.where(after == before, 1, 2).astype(np.int64),
        )
        self.members = ({"I1": ("E1",), "I2": ("E2", "E3")}, {"I1": ("E1", "E3"), "I2": ("E2",)})
        self.table = Table("t", (Axis("unit", ("icb",)), Axis("cat", ("cat",))), answers=("cat",))

    def run(self, day: int, earlier: list[Protected]) -> Protected | NotReleasable:
        above = {e: icb for icb, members in self.members[day].items() for e in members}
        nodes = (*(Node(e, "employer", icb) for e, icb in above.items()),)
        unit = Dimension("unit", (*nodes, Node("I1", "icb"), Node("I2", "icb")))
        atoms = Atoms(("unit", "cat"), tuple(self.atoms), self.counts[day], self.versions[day])
        return protect(
            [self.table],
            atoms,
            [unit, Dimension.flat("cat", ("a", "b"))],
            self.policy,
            earlier=[release.as_earlier() for release in earlier],
            adversary=Adversary("interval", insiders=False),
            name=f"day {day}",
        )

    def unknowns(self, day: int, where: dict[str, str]) -> tuple[int, ...]:
        """Positions among today's atoms, and after them those of the first day that changed since."""
        members = {**self.members[day], "*": ("E1", "E2", "E3")}
        cats = {"*": ("a", "b")}.get(where["cat"], (where["cat"],))
        found = [
            at
            for at, (unit, cat) in enumerate(self.atoms)
            if unit in members[where["unit"]] and cat in cats
        ]
        changed = np.flatnonzero(self.versions[1] == 2).tolist()
        old = {at: len(self.atoms) + place for place, at in enumerate(changed)}
        return tuple(sorted(old.get(at, at) if day == 0 else at for at in found))

    def told(self, day: int, value: int) -> tuple[int, int]:
        base = self.policy.round_to
        return (max(value - base // 2, 0), value + (base - 1) // 2)


@pytest.mark.parametrize("seed", range(TWICE))
def test_two_releases_on_two_trees_tell_no_small_count(seed: int) -> None:
    """Both releases together, with exactly the changed count known to be another one, by enumeration."""
    case = TwoReleases(seed)
    first = case.run(0, [])
    assert isinstance(first, Protected)
    second = case.run(1, [first])
    releases = [first, second] if isinstance(second, Protected) else [first]
    told: list[Equation] = []
    small: list[tuple[int, ...]] = []
    for day, release in enumerate(releases):
        for where, value in release.tables[0].cells():
            at = case.unknowns(day, where)
            truth = _count(case, at)
            if value is not None:
                low, high = case.told(day, value)
                assert low <= truth <= high
                assert truth == 0 or truth >= SIZE
                told.append(Equation(at, low, high))
            elif 0 < truth < SIZE:
                small.append(at)
    changed = np.flatnonzero(case.versions[1] == 2)
    truth = np.concatenate([case.counts[1], case.counts[0][changed]])
    found = solutions(told, [0] * truth.size, (truth + 2 * WIDTH).tolist())
    for low, high in ranges(found, small):
        assert high - low >= WIDTH, f"seed {seed}: bounded to {low}..{high}"


def _count(case: TwoReleases, at: tuple[int, ...]) -> int:
    changed = np.flatnonzero(case.versions[1] == 2)
    return int(np.concatenate([case.counts[1], case.counts[0][changed]])[list(at)].sum())
