"""What a succession return can ask for, each computed from the board as it stands, and what it is asked by."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from orgs.inheritance.kinds import DefinitionKind, FieldSpec
from orgs.words import words_of_day
from succession.board import Board
from succession.enums import Disclosure, PlanState
from succession.judged import RISK_NOT_ASSESSED
from succession.models import SuccessionPlan
from succession.readiness import NOT_ASSESSED
from succession.successor_row import Successor
from succession.template import PlanRules
from succession.words import Codes, label


@dataclass(frozen=True)
class Seen:
    """Everything that a return is computed from, as of a day."""

    board: Board
    plan: SuccessionPlan | None
    rules: PlanRules
    codes: Codes

    @property
    def people(self) -> list[Successor]:
        """Everybody who is named and in line, once, where they are readiest."""
        order = list(self.codes["readiness"])
        best: dict[int, Successor] = {}
        for each in (s for row in self.board.rows for s in row.in_line):
            held = best.get(each.person)
            if held is None or order.index(each.readiness) < order.index(held.readiness):
                best[each.person] = each
        return list(best.values())


@dataclass(frozen=True)
class Answer:
    """The answer to one item: lines of words with a number, and what is missing, in sentences."""

    lines: tuple[tuple[str, int | str], ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One thing that a return may ask for."""

    code: str
    label: str
    answer: Callable[[Seen], Answer]


def _counted(labels: Mapping[str, str], found: Iterable[str]) -> tuple[tuple[str, int], ...]:
    number = Counter(found)
    return tuple((words, number[code]) for code, words in labels.items())


def _plan(seen: Seen) -> Answer:
    plan = seen.plan
    if plan is None:
        return Answer((("Plan", "Not started"),), ("No plan has been started",))
    lines: list[tuple[str, int | str]] = [("State", str(PlanState(plan.state).label))]
    if plan.state == PlanState.SIGNED_OFF:
        return Answer((*lines, ("Signed off on", words_of_day(plan.signed_off_on))))
    return Answer(tuple(lines), ("The plan is not signed off",))


def _posts(seen: Seen) -> Answer:
    rows = seen.board.rows
    there = {code for row in rows for code in row.role_codes}
    absent = [label(seen.codes, "board_role", c) for c in seen.rules.roles if c not in there]
    return Answer(
        (("Posts", len(rows)), ("Vacant", sum(not row.holders for row in rows))),
        (f"Not on the plan: {', '.join(absent)}",) if absent else (),
    )


def _cover(seen: Seen) -> Answer:
    rows = seen.board.rows
    ready = sum(row.ready_now for row in rows)
    only = sum(row.emergency_cover and not row.ready_now for row in rows)
    return Answer(
        (
            ("Posts with somebody ready now", ready),
            ("Posts with emergency cover only", only),
            ("Posts with neither", len(rows) - ready - only),
        )
    )


def _risk(seen: Seen) -> Answer:
    labels = {code: each.label for code, each in seen.codes["vacancy_risk"].items()}
    found = [row.risk.vacancy_risk for row in seen.board.rows if row.holders]
    open_ones = found.count(RISK_NOT_ASSESSED)
    return Answer(
        _counted(labels, found),
        (f"The vacancy risk of {_posts_of(open_ones)} is not assessed",) if open_ones else (),
    )


def _successors(seen: Seen) -> Answer:
    labels = {code: each.label for code, each in seen.codes["readiness"].items() if code != "RNO"}
    people = seen.people
    nobody = sum(not row.in_line for row in seen.board.rows)
    late = sum(each.readiness == NOT_ASSESSED for each in people)
    missing = []
    if nobody:
        missing.append(f"Nobody is named for {_posts_of(nobody)}")
    if late:
        missing.append(f"The readiness of {_people_of(late)} is not assessed or out of date")
    return Answer(_counted(labels, (each.readiness for each in people)), tuple(missing))


def _told(seen: Seen) -> Answer:
    labels = {str(state): str(state.label) for state in Disclosure if state != Disclosure.DECLINED}
    return Answer(_counted(labels, (each.disclosure for each in seen.people)))


def _development(seen: Seen) -> Answer:
    people = seen.people
    started = sum(each.has_pathway for each in people)
    return Answer((("On a pathway", started), ("Not yet", len(people) - started)))


def _posts_of(number: int) -> str:
    return "1 post" if number == 1 else f"{number} posts"


def _people_of(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


ITEMS: Mapping[str, Item] = {
    item.code: item
    for item in (
        Item("plan", "The plan, signed off", _plan),
        Item("posts", "Posts and vacancies", _posts),
        Item("cover", "Who could step in", _cover),
        Item("risk", "Vacancy risk", _risk),
        Item("successors", "Named successors by readiness", _successors),
        Item("told", "What they have been told", _told),
        Item("development", "Named successors in development", _development),
    )
}

SUCCESSION_RETURN = DefinitionKind(
    code="succession_return",
    label="Succession return",
    plural="Succession returns",
    fields=(
        FieldSpec("due_on", "Due on", "date"),
        FieldSpec(
            "asks",
            "What it asks for",
            "list",
            default=[{"key": code} for code in ITEMS],
            choices=tuple((item.code, item.label) for item in ITEMS.values()),
            hint="Each is computed from the plan of the organisation that returns it.",
        ),
        FieldSpec("guidance", "Guidance", "text", default="", long=True),
    ),
    note="An organisation computes a return from its own plan, signs it and keeps the copy. The unit that "
    "asks sees which organisations have returned it, and when, and nothing of what it says.",
)
