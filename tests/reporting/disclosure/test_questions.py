"""Several questions to the same people, against a reader who reasons about people and not about tables.

The reader's unknowns are how many people of each employer gave each *pair* of answers: nothing that the
package knows of. What is shown of either question bounds them all, so a number that one question hides must
not be given away by the other.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from reporting.disclosure.insiders import _atoms_of
from reporting.disclosure.model import (
    Adversary,
    Atoms,
    Axis,
    Dimension,
    DisclosureError,
    EarlierRelease,
    Insider,
    Node,
    Table,
    answer,
)
from reporting.disclosure.policy import Policy
from reporting.disclosure.protect import protect
from reporting.disclosure.result import NotReleasable, Protected
from reporting.disclosure.universe import universe

PLACES = {"E1": "I1", "E2": "I1", "E3": "I2", "E4": "I2"}
READY, PROGRESS = ("a", "b", "c"), ("x", "y")
SIZE, WIDTH = 4, 3
POLICY = Policy("test", min_cell=SIZE, width=WIDTH)
CASES = 120


class Case:
    """Four employers in two ICBs, and how many people of each gave each pair of answers."""

    def __init__(self, seed: int) -> None:
        draw = np.random.default_rng(seed)
        self.keys = list(product(PLACES, READY, PROGRESS))
        self.people = np.asarray(draw.choice([0, 0, 1, 2, 3, 6], len(self.keys)))
        nodes = [Node("R", "region"), Node("I1", "icb", "R"), Node("I2", "icb", "R")]
        self.unit = Dimension(
            "unit", (*nodes, *(Node(code, "employer", icb) for code, icb in PLACES.items()))
        )

    def count(self, where: dict[str, str]) -> int:
        return int(self.people @ self.row(where))

    def row(self, where: dict[str, str]) -> np.ndarray:
        """Which unknowns a cell is the sum of."""

        def fits(key: tuple[str, str, str]) -> bool:
            unit, ready, progress = key
            return (
                where["unit"] in (unit, PLACES[unit], "R")
                and where.get("ready", ready) in (ready, "*")
                and where.get("progress", progress) in (progress, "*")
            )

        return np.array([float(fits(key)) for key in self.keys])

    def atoms(self, question: str, prefix: str = "") -> list[tuple[str, str, int]]:
        codes = READY if question == "ready" else PROGRESS
        return [
            (unit, prefix + code, self.count({"unit": unit, question: code}))
            for unit in PLACES
            for code in codes
        ]

    def together(self, adversary: Adversary) -> Protected | NotReleasable:
        """Both questions as one system."""
        asked = {"ready": READY, "progress": PROGRESS}
        rows = [*self.atoms("ready", "ready:"), *self.atoms("progress", "progress:")]
        places = Axis("unit", ("region", "icb"), total=False)
        tables = [Table(q, (places, Axis("answer", (q,))), answers=("answer",)) for q in asked]
        atoms = Atoms.from_rows(("unit", "answer"), rows)
        dimensions = [self.unit, Dimension.questions("answer", asked)]
        return protect(tables, atoms, dimensions, POLICY, adversary=adversary)

    def alone(self, question: str) -> Protected | NotReleasable:
        """One question as if nothing else were shown."""
        flat = Dimension.flat(question, READY if question == "ready" else PROGRESS)
        places = Axis("unit", ("region", "icb"), total=False)
        table = Table(question, (places, Axis(question, (question,))), answers=(question,))
        atoms = Atoms.from_rows(("unit", question), self.atoms(question))
        return protect(
            [table], atoms, [self.unit, flat], POLICY, adversary=Adversary("interval", False)
        )


def _cells(result: Protected | NotReleasable) -> list[tuple[dict[str, str], int | None]]:
    """The cells of both questions, each by unit and the question's name."""
    assert isinstance(result, Protected), result
    out = []
    for table in result.tables:
        for where, value in table.cells():
            code = where.get("answer", where.get(table.name, ""))
            out.append(({"unit": where["unit"], table.name: code.rpartition(":")[2]}, value))
    return out


def _too_narrow(
    case: Case, cells: list[tuple[dict[str, str], int | None]], known: tuple[str, ...] = ()
) -> list[tuple[dict[str, str], int, int]]:
    """Small counts that a reader who knows the people of some employers bounds more tightly than the policy."""
    shown = [(case.row(where), value) for where, value in cells if value is not None]
    told = np.array([row for row, _ in shown])
    values = np.array([float(value) for _, value in shown])
    mine = np.array([key[0] in known for key in case.keys])
    low = np.where(mine, case.people, 0)
    high = np.where(mine, case.people, case.people.sum())
    found = []
    for where, value in cells:
        row = case.row(where)
        if value is not None or not 0 < case.count(where) < SIZE or not row[~mine].any():
            continue
        ends = [
            milp(
                sign * row,
                integrality=np.ones(row.size),
                bounds=Bounds(low, high),
                constraints=LinearConstraint(told, values, values),
            )
            for sign in (1, -1)
        ]
        least, most = round(ends[0].fun), round(-ends[1].fun)
        if most - least < WIDTH:
            found.append((where, least, most))
    return found


@pytest.mark.parametrize("seed", range(CASES))
def test_one_question_does_not_give_away_what_another_hides(seed: int) -> None:
    case = Case(seed)
    result = case.together(Adversary("interval"))
    if isinstance(result, NotReleasable):
        pytest.fail(f"seed {seed}: {result.explanation}")
    cells = _cells(result)
    assert all(value in (None, case.count(where)) for where, value in cells)
    for known in ((), *((unit,) for unit in PLACES)):
        assert _too_narrow(case, cells, known) == [], f"seed {seed}, who knows {known}"


def test_protected_each_by_itself_they_do() -> None:
    """What the shared system is for; also that the reader above can find something."""
    given_away = 0
    for seed in range(CASES):
        case = Case(seed)
        cells = [*_cells(case.alone("ready")), *_cells(case.alone("progress"))]
        given_away += bool(_too_narrow(case, cells))
    assert given_away > CASES // 20


@pytest.mark.parametrize("seed", range(40))
def test_somebody_who_knows_two_employers_finds_nothing_either(seed: int) -> None:
    case = Case(seed)
    two = Insider("both", ({"unit": "E1"}, {"unit": "E3"}))
    cells = _cells(case.together(Adversary("interval", others=(two,))))
    assert _too_narrow(case, cells, ("E1", "E3")) == []


def test_not_asked_for_that_reader_finds_something() -> None:
    found = 0
    for seed in range(40):
        case = Case(seed)
        found += bool(_too_narrow(case, _cells(case.together(Adversary("interval"))), ("E1", "E3")))
    assert found


def test_somebody_who_knew_an_employer_that_is_gone_is_asked_about_it() -> None:
    """E1 closed since: what it counted then stands in the earlier release only, and she knows it."""
    case = Case(3)
    first = case.together(Adversary("interval"))
    assert isinstance(first, Protected)
    nodes = tuple(node for node in case.unit.nodes if node.code != "E1")
    rows = [row for row in case.atoms("ready", "ready:") if row[0] != "E1"]
    rows += [row for row in case.atoms("progress", "progress:") if row[0] != "E1"]
    asked = {"ready": READY, "progress": PROGRESS}
    space = universe(
        Atoms.from_rows(("unit", "answer"), rows),
        [Dimension("unit", nodes), Dimension.questions("answer", asked)],
    )
    gone = [("E1", "ready:a"), ("E1", "progress:x"), ("E2", "ready:a")]
    known = _atoms_of(Insider("gone", ({"unit": "E1"}, {"unit": "E3"})), space, gone, {})
    keys = [*space.rows(), *gone]
    assert {keys[at][0] for at in np.flatnonzero(known)} == {"E1", "E3"}
    assert known[-3:].tolist() == [True, True, False]


def test_a_total_is_hidden_for_every_question_or_for_none() -> None:
    hidden = 0
    for seed in range(CASES):
        totals: dict[str, set[int | None]] = {}
        for where, value in _cells(Case(seed).together(Adversary("interval"))):
            if "*" in where.values():
                totals.setdefault(where["unit"], set()).add(value)
        assert all(len(found) == 1 for found in totals.values())
        hidden += any(found == {None} for found in totals.values())
    assert hidden


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({"ready": "abc", "progress": "xy"}, {"ready": "ab", "progress": "xy"}),
        ({"ready": "ab", "progress": "xy"}, {"ready": "abc", "progress": "xy"}),
        ({"ready": "ab", "progress": "xy"}, {"ready": "ab"}),
        ({"ready": "ab"}, {"ready": "ab", "progress": "xy"}),
        ({"progress": "xy", "ready": "ab"}, {"another": "pq", "progress": "xy", "ready": "ab"}),
    ],
)
def test_questions_and_answers_come_and_go(then: dict[str, str], now: dict[str, str]) -> None:
    """What was asked on a day counts the people of that day: the ledger goes on."""
    case = Case(1)

    def release(asked: dict[str, str], name: str, *earlier: EarlierRelease) -> Protected:
        rows = [
            (unit, answer(question, codes[at % len(codes)]), 6)
            for unit in PLACES
            for question, codes in asked.items()
            for at in range(4)
        ]
        places = Axis("unit", ("region", "icb"), total=False)
        tables = [Table(q, (places, Axis("answer", (q,))), answers=("answer",)) for q in asked]
        result = protect(
            tables,
            Atoms.from_rows(("unit", "answer"), rows),
            [case.unit, Dimension.questions("answer", asked)],
            POLICY,
            earlier=earlier,
            name=name,
        )
        assert isinstance(result, Protected)
        return result

    first = release(then, "one")
    second = release(now, "two", first.as_earlier())
    assert all(table.shown.all() for table in (*first.tables, *second.tables))


def test_questions_that_count_other_people_are_refused() -> None:
    case = Case(1)
    asked = {"ready": ["a"], "progress": ["x"]}
    atoms = Atoms.from_rows(("unit", "answer"), [("E1", "ready:a", 3), ("E1", "progress:x", 4)])
    table = Table("t", (Axis("unit", ("icb",)), Axis("answer", ("ready",))), answers=("answer",))
    with pytest.raises(DisclosureError, match="does not count the same people"):
        protect([table], atoms, [case.unit, Dimension.questions("answer", asked)], POLICY)


def test_a_table_shows_one_question_whole() -> None:
    case = Case(1)
    asked = {"ready": ["a", "b"], "progress": ["x"]}
    atoms = Atoms.from_rows(("unit", "answer"), [("E1", "ready:a", 3), ("E1", "progress:x", 3)])
    dimensions = [case.unit, Dimension.questions("answer", asked)]
    for axis in (Axis("answer", codes=("ready:a",)), Axis("answer", ("ready", "progress"))):
        table = Table("t", (Axis("unit", ("icb",)), axis), answers=("answer",))
        with pytest.raises(DisclosureError, match="all answers to one question"):
            protect([table], atoms, dimensions, POLICY)
