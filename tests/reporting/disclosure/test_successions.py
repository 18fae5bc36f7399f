"""A region before and after a restructure, attacked by an adversary that shares no code with the package.

The shape of April 2026: ICBs are replaced by new ones, one Trust alone goes to another ICB than the rest of its
own, one ICB closes and hands its board over to its neighbour, one is split. Nobody's count changes, and the
reader knows it: the most that anybody can know about what became of whom.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

import numpy as np
import pytest

from reporting.disclosure.attack import Interval, intervals
from reporting.disclosure.ledger import from_json, to_json
from reporting.disclosure.links import State as Tree
from reporting.disclosure.links import Told, ancestors, carried, equalities
from reporting.disclosure.model import (
    Adversary,
    Atoms,
    Axis,
    Dimension,
    DisclosureError,
    EarlierRelease,
    Node,
    Succession,
    Table,
)
from reporting.disclosure.policy import Policy
from reporting.disclosure.protect import protect
from reporting.disclosure.result import NotReleasable, Protected
from tests.reporting.disclosure.exhaustive import Equation, ranges, solutions

BEFORE, APRIL, AFTER = "2026-03-31", "2026-04-01", "2026-04-30"
CODES = ("now", "soon", "later", "unsure")
WIDTH = 5
POLICY = Policy("people", 5, 11, 3, 0.85, width=WIDTH)
OLD = {
    "O1": ("O1/own", "T11", "T12", "T13", "T14"),
    "O2": ("O2/own", "T21", "T22", "T23"),
    "O3": ("O3/own", "T31", "T32", "T33"),
    "O4": ("O4/own", "T41", "T42", "T43"),
    "O5": ("O5/own", "T51", "T52", "T53", "T54", "T55"),
}
NEW = {
    "N1": ("N1/own", "T11", "T12", "T13"),
    "N2": ("N2/own", "T21", "T22", "T23", "T14"),
    "O3": ("O3/own", "T31", "T32", "T33", "T41", "T42", "T43"),
    "N5": ("N5/own", "T51", "T52", "T53"),
    "N6": ("N6/own", "T54", "T55"),
}
BECAME = (
    ("O1/own", "N1/own"),
    ("O2/own", "N2/own"),
    ("O4/own", "O3/own"),
    ("O5/own", "N5/own"),
    ("O5/own", "N6/own"),
)
LINKS = tuple(Succession(old, new, APRIL) for old, new in BECAME)
Counts = dict[tuple[str, str], int]


def _counts(seed: int) -> tuple[Counts, Counts]:
    """Old and new counts of the same people."""
    draw = np.random.default_rng(seed)
    trusts = [leaf for leaves in OLD.values() for leaf in leaves if "/" not in leaf]
    stay: Counts = {key: int(draw.integers(1, 12)) for key in product(trusts, CODES)}
    board: Counts = {
        (leaf, code): int(draw.integers(1, 7))
        for leaf, code in product(
            ("O1/own", "O2/own", "O3/own", "O4/own", "N5/own", "N6/own"), CODES
        )
    }
    old, new = dict(stay), dict(stay)
    for code in CODES:
        for leaf in ("O1/own", "O2/own", "O3/own", "O4/own"):
            old[leaf, code] = board[leaf, code]
        old["O5/own", code] = board["N5/own", code] + board["N6/own", code]
        new["N1/own", code], new["N2/own", code] = board["O1/own", code], board["O2/own", code]
        new["O3/own", code] = board["O3/own", code] + board["O4/own", code]
        for leaf in ("N5/own", "N6/own"):
            new[leaf, code] = board[leaf, code]
    return old, new


def _release(
    tree: Mapping[str, tuple[str, ...]],
    counts: Counts,
    day: str,
    earlier: tuple[EarlierRelease, ...] = (),
    links: tuple[Succession, ...] = (),
) -> Protected:
    nodes = [Node("R", "region"), *(Node(icb, "icb", "R") for icb in tree)]
    nodes += [Node(leaf, "employer", icb) for icb, leaves in tree.items() for leaf in leaves]
    table = Table(
        "t",
        (Axis("unit", ("region", "icb"), total=False), Axis("ready", ("ready",))),
        ("ready",),
    )
    atoms = Atoms.from_rows(("unit", "ready"), [(*key, n) for key, n in counts.items()])
    result = protect(
        [table],
        atoms,
        [Dimension("unit", tuple(nodes)), Dimension.flat("ready", CODES)],
        POLICY,
        earlier=earlier,
        adversary=Adversary("interval"),
        name=day,
        successions=links,
        day=day,
    )
    assert isinstance(result, Protected), result
    return result


def _output(tree: Mapping[str, tuple[str, ...]], release: Protected) -> dict[str, Any]:
    """What readers see, in the adversary's format, and every single employer asked for as a hidden cell.

    A leaf that several became one in stands above them, so that the adversary counts the same people.
    """
    parents: dict[str, str | None] = {"R": None, **dict.fromkeys(tree, "R")}
    parents |= {leaf: icb for icb, leaves in tree.items() for leaf in leaves}
    leaves = [leaf for found in tree.values() for leaf in found]
    cells: list[dict[str, Any]] = [
        {**where, "value": value} for where, value in release.tables[0].cells()
    ]
    cells += [
        {"unit": leaf, "ready": code, "value": None}
        for leaf, code in product(leaves, (*CODES, "*"))
    ]
    if tree is NEW:
        parents |= {"O1/own": "N1/own", "O2/own": "N2/own"}
        parents |= {"O3/board": "O3/own", "O4/own": "O3/own"}
    else:
        parents |= {"N5/own": "O5/own", "N6/own": "O5/own"}
        rename = {"O3/own": "O3/board"}
        parents = {rename.get(unit, unit): above for unit, above in parents.items()}
        cells = [{**cell, "unit": rename.get(cell["unit"], cell["unit"])} for cell in cells]
    return {"hierarchy": parents, "cells": cells}


def _truth(counts: Counts, tree: Mapping[str, tuple[str, ...]], found: Interval) -> int:
    unit = found.where["unit"].replace("/board", "/own")
    leaves = {"R": [leaf for each in tree.values() for leaf in each], **tree}.get(unit, (unit,))
    codes = CODES if found.where["ready"] == "*" else (found.where["ready"],)
    return sum(counts[leaf, code] for leaf in leaves for code in codes)


def _narrow(seed: int, *, ledger: bool = True, links: bool = True, insider: str = "") -> list[str]:
    """What a reader of both releases learns: small counts, and single employers, bounded too tightly."""
    old, new = _counts(seed)
    first = _release(OLD, old, BEFORE)
    told = (from_json(to_json(first.as_earlier())),) if ledger else ()
    second = _release(NEW, new, AFTER, told, LINKS if links else ())
    outputs = [_output(OLD, first), _output(NEW, second)]
    if insider:
        known = [{"unit": insider, "ready": code, "value": new[insider, code]} for code in CODES]
        outputs.append({"hierarchy": outputs[1]["hierarchy"], "cells": known})
    out = []
    predecessors = {old_leaf for old_leaf, new_leaf in BECAME if new_leaf == insider}
    for found in intervals(outputs, link="all"):
        counts, tree = ((old, OLD), (new, NEW))[found.output]
        truth = _truth(counts, tree, found)
        assert found.low <= truth <= found.high
        unit = found.where["unit"].replace("/board", "/own")
        single = unit not in tree and unit != "R"
        mine = unit == insider or unit in predecessors
        if (single or 0 < truth < 5) and not mine and found.narrower_than(WIDTH):
            out.append(f"{found.where} in {found.low}..{found.high}, truly {truth}")
    return out


SEEDS = range(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_both_releases_together_tell_no_employer_and_no_small_count(seed: int) -> None:
    assert _narrow(seed) == []


@pytest.mark.parametrize("insider", ["N1/own", "O3/own", "T14", "N6/own"])
def test_nor_do_they_to_somebody_inside(insider: str) -> None:
    assert _narrow(0, insider=insider) == []


def test_without_the_ledger_they_do() -> None:
    assert any(_narrow(seed, ledger=False) for seed in SEEDS)


def test_without_the_successions_they_do() -> None:
    """The control that the links matter: with the ledger, but not knowing what became of the boards."""
    assert any(_narrow(seed, links=False) for seed in SEEDS)


# --- the parts -------------------------------------------------------------------------------------


def _told(name: str, day: str, **counts: int) -> Told:
    start = {"": 0, "first": 100, "second": 200}[name]
    held = {leaf: {("x",): (start + at, n)} for at, (leaf, n) in enumerate(counts.items())}
    return Told(name, Tree(day, frozenset(counts)), held)


def _rows(told: list[Told], *links: tuple[str, str, str]) -> set[tuple[Any, ...]]:
    found = equalities(told, [Succession(*link) for link in links])
    return {(tuple(sorted(r.plus)), tuple(sorted(r.minus)), r.high) for r in found}


@pytest.mark.parametrize(
    ("before", "after", "links", "row"),
    [
        ({"A": 3, "B": 4}, {"N": 7}, (("A", "N"), ("B", "N")), ((0,), (100, 101))),
        ({"A": 7}, {"N": 3, "M": 4}, (("A", "N"), ("A", "M")), ((0, 1), (100,))),
        ({"A": 3, "B": 4}, {"B": 7}, (("A", "B"),), ((0,), (100, 101))),
        (
            {"A": 3, "B": 4},
            {"N": 5, "M": 2},
            (("A", "N"), ("B", "N"), ("B", "M")),
            ((0, 1), (100, 101)),
        ),
    ],
    ids=["merger", "split", "one keeps its code", "many to many"],
)
def test_equal_sums_are_the_same_people(
    before: dict[str, int], after: dict[str, int], links: Any, row: Any
) -> None:
    dated = [(*link, APRIL) for link in links]
    told = [_told("", AFTER, **after), _told("first", BEFORE, **before)]
    assert _rows(told, *dated) == {(*row, 0.0)}
    before["A"] += 1
    told = [_told("", AFTER, **after), _told("first", BEFORE, **before)]
    assert _rows(told, *dated) == set(), "somebody changed: nothing is equated"


def test_a_link_holds_between_days_and_follows_a_chain() -> None:
    chain = (("A", "B", "2026-02-01"), ("B", "C", APRIL))
    told = [_told("", AFTER, C=7), _told("first", "2026-01-31", A=7), _told("second", BEFORE, B=7)]
    assert len(_rows(told, *chain)) == 2, "A is B and B is C; that A is C follows"
    assert _rows(told[:2], *chain) == {((0,), (100,), 0.0)}
    later = [_told("", "2026-01-15", C=7), told[1]]
    assert _rows(later, *chain) == set(), "before both links"


def test_a_part_that_no_release_tells_leaves_an_inequality() -> None:
    told = [_told("", AFTER, N=7), _told("first", BEFORE, A=3)]
    assert _rows(told, ("A", "N", APRIL), ("B", "N", APRIL)) == {((0,), (100,), np.inf)}
    told = [_told("", AFTER, N=2), _told("first", BEFORE, A=3)]
    assert _rows(told, ("A", "N", APRIL), ("A", "M", APRIL)) == {((100,), (0,), np.inf)}


def test_two_releases_of_two_regions_make_one_component() -> None:
    told = [_told("", AFTER, N=7), _told("first", BEFORE, A=3), _told("second", BEFORE, B=4)]
    assert ((0,), (100, 200), 0.0) in _rows(told, ("A", "N", APRIL), ("B", "N", APRIL))


def test_units_are_carried_as_what_their_employers_became() -> None:
    links = [Succession("A", "N", APRIL), Succession("B", "C", APRIL)]
    then, now = Tree(BEFORE, frozenset("ABCT")), Tree(AFTER, frozenset("NCT"))
    assert carried(frozenset("AT"), links, then, now) == (frozenset("NT"),)
    assert carried(frozenset("NT"), links, now, then) == (frozenset("AT"),)
    assert carried(frozenset("CT"), links, then, now) == (frozenset("T"), frozenset("CT"))
    assert carried(frozenset("BCT"), links, then, now) == (frozenset("CT"),)


def test_an_insider_knows_what_was_taken_over() -> None:
    chain = [Succession("A", "B", APRIL), Succession("B", "C", AFTER)]
    assert ancestors(chain) == {"B": frozenset("A"), "C": frozenset("AB")}


def test_a_release_without_counts_cannot_be_followed() -> None:
    from dataclasses import replace

    old, new = _counts(0)
    blind = replace(_release(OLD, old, BEFORE).as_earlier(), counts=None)
    with pytest.raises(DisclosureError, match="no counts"):
        _release(NEW, new, AFTER, (blind,), LINKS)


# --- every whole-number solution -------------------------------------------------------------------

TABLES = 60 * int(os.environ.get("DISCLOSURE_TABLES", "1"))
"""How many random small tables."""
SHAPES: tuple[tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]], Any], ...] = (
    ({"X": ("A", "B"), "Y": ("C",)}, {"X": ("B",), "Z": ("C", "N")}, [("A", "N")]),
    ({"X": ("A",), "Y": ("B", "C")}, {"X": ("N",), "Y": ("C",)}, [("A", "N"), ("B", "N")]),
    ({"X": ("A", "B"), "Y": ("C",)}, {"X": ("B", "N"), "Y": ("C", "M")}, [("A", "N"), ("A", "M")]),
    ({"X": ("A",), "Y": ("B", "C")}, {"X": ("B",), "Y": ("C",)}, [("A", "B")]),
    (
        {"X": ("A", "C"), "Y": ("B",)},
        {"X": ("N", "C"), "Y": ("M",)},
        [("A", "N"), ("B", "N"), ("B", "M")],
    ),
)
"""Trees before and after, and what became of whom: replaced, merged, split, merged into one, many to many."""


class Small:
    """A table before and after a restructure; in every other case nobody changed."""

    def __init__(self, seed: int) -> None:
        draw = np.random.default_rng(90_000 + seed)
        self.before, self.after, became = SHAPES[seed % len(SHAPES)]
        self.links = tuple(Succession(old, new, APRIL) for old, new in became)
        self.known = self.links
        self.codes = ("a", "b")
        self.then = self._draw(self.before, draw)
        self.now = self._draw(self.after, draw)
        for leaf, code in self.now:
            if (leaf, code) in self.then and leaf not in {link.new for link in self.links}:
                self.now[leaf, code] = self.then[leaf, code]
        if seed // len(SHAPES) % 2 == 0:
            olds, news = ({getattr(link, end) for link in self.links} for end in ("old", "new"))
            olds |= {leaf for leaf in news if (leaf, "a") in self.then}
            for code in self.codes:
                left = sum(self.then[leaf, code] for leaf in olds)
                for leaf in sorted(news)[1:]:
                    self.now[leaf, code] = min(self.now[leaf, code], left)
                    left -= self.now[leaf, code]
                self.now[min(news), code] = left

    def _draw(self, tree: Mapping[str, tuple[str, ...]], draw: np.random.Generator) -> Counts:
        leaves = [leaf for found in tree.values() for leaf in found]
        counts = draw.choice([0, 1, 2, 3, 4, 7], (len(leaves), 2))
        return {
            (leaf, code): int(counts[i, j])
            for i, leaf in enumerate(leaves)
            for j, code in enumerate(self.codes)
        }

    def run(self, day: str, earlier: tuple[EarlierRelease, ...]) -> Protected | NotReleasable:
        tree, counts = (self.before, self.then) if day == BEFORE else (self.after, self.now)
        nodes = [Node(unit, "icb") for unit in tree]
        nodes += [Node(leaf, "employer", unit) for unit, leaves in tree.items() for leaf in leaves]
        return protect(
            [Table("t", (Axis("unit", ("icb",)), Axis("cat", ("cat",))), ("cat",))],
            Atoms.from_rows(("unit", "cat"), [(*key, n) for key, n in counts.items()]),
            [Dimension("unit", tuple(nodes)), Dimension.flat("cat", self.codes)],
            Policy("test", min_cell=3, width=3),
            earlier=earlier,
            adversary=Adversary("interval", insiders=False),
            name=day,
            successions=self.known,
            day=day,
        )


def _bounded(case: Small, release: Protected, second: Protected) -> list[tuple[int, int]]:
    """The ranges of small counts over every whole-number solution, where they are below the width.

    Unchanged employers are the same unknown; equal sums across the links, one component in each shape, are the
    same people.
    """
    keys = [("now", *key) for key in case.now]
    keys += [("then", *key) for key, n in case.then.items() if case.now.get(key) != n]
    place = {key: at for at, key in enumerate(keys)}
    days = {"then": (case.before, case.then, release), "now": (case.after, case.now, second)}
    truth = [days[day][1][leaf, code] for day, leaf, code in keys]

    def of(day: str, leaves: Iterable[str], codes: Iterable[str]) -> tuple[int, ...]:
        now = [("now", *key) for key in product(leaves, codes)]
        return tuple(place.get((day, *key[1:]), place.get(key, -1)) for key in now)

    told, small = [], []
    for day, (tree, counts, result) in days.items():
        for where, value in result.tables[0].cells():
            units = tree if where["unit"] == "*" else (where["unit"],)
            leaves = [leaf for unit in units for leaf in tree[unit]]
            codes = case.codes if where["cat"] == "*" else (where["cat"],)
            count = sum(counts[key] for key in product(leaves, codes))
            if value is not None:
                assert value == count
                told.append(Equation(of(day, leaves, codes), value, value))
            elif 0 < count < 3:
                small.append(of(day, leaves, codes))
    found = solutions(told, [0] * len(keys), [n + 6 for n in truth])
    joined = {leaf for link in case.links for leaf in (link.old, link.new)}
    for code in case.codes:
        ends = {
            day: [leaf for leaf in sorted(joined) if (leaf, code) in counts]
            for day, (_, counts, _) in days.items()
        }
        if len({sum(days[day][1][leaf, code] for leaf in ends[day]) for day in ends}) == 1:
            left, right = (found[:, list(of(day, ends[day], [code]))] for day in ends)
            found = found[left.sum(axis=1) == right.sum(axis=1)]
    return [(low, high) for low, high in ranges(found, small) if high - low < 3]


@pytest.mark.parametrize("seed", range(TABLES))
def test_no_small_count_is_told_by_what_became_of_whom(seed: int) -> None:
    case = Small(seed)
    first = case.run(BEFORE, ())
    assert isinstance(first, Protected)
    second = case.run(AFTER, (first.as_earlier(),))
    if isinstance(second, Protected):
        assert _bounded(case, first, second) == []


def test_most_of_them_can_be_released_and_the_links_matter() -> None:
    """Without the links the same tables tell small counts: the enumeration can see it."""
    released = told = 0
    for seed in range(60):
        case = Small(seed)
        first = case.run(BEFORE, ())
        assert isinstance(first, Protected)
        earlier = (first.as_earlier(),)
        released += isinstance(case.run(AFTER, earlier), Protected)
        case.known = ()
        blind = case.run(AFTER, earlier)
        told += isinstance(blind, Protected) and bool(_bounded(case, first, blind))
    assert released >= 50
    assert told >= 5
