"""Grids for career conversations: axes, outcomes and questions, defined above and adapted below.

Three ship with the platform. A unit that publishes a grid with the same key replaces it for itself
and below, so a nation can switch one on or off and a Trust can word a question in its own way.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orgs.inheritance import selectors
from orgs.inheritance.effective import Effective
from orgs.inheritance.kinds import DefinitionKind, FieldSpec

Items = tuple[tuple[str, str], ...]

OFFERED, NOT_OFFERED, OLD_RECORDS = "on", "off", "old"

CONVERSATION_GRID = DefinitionKind(
    code="conversation_grid",
    label="Career conversation grid",
    plural="Career conversation grids",
    note="Whatever the grid, a conversation belongs to the person, and only an outcome that both "
    "sides agreed on is seen by the succession lead. Word an outcome as what somebody contributes or "
    "would like, never as a label of a person.",
    fields=(
        FieldSpec(
            "offered",
            "Whether people can choose it",
            "choice",
            default=OFFERED,
            choices=(
                (OFFERED, "Yes"),
                (OLD_RECORDS, "For old records only"),
                (NOT_OFFERED, "No"),
            ),
        ),
        FieldSpec("purpose", "What it is for, in a sentence", "text"),
        FieldSpec("across", "What its columns say", "text"),
        FieldSpec("columns", "Columns", "list", default=()),
        FieldSpec("upwards", "What its levels say", "text"),
        FieldSpec("rows", "Levels, the highest first", "list", default=()),
        FieldSpec(
            "outcomes",
            "Outcomes that can be agreed",
            "list",
            default=(),
            hint="With levels and columns, an outcome's key is that of its level and of its column, "
            "joined by a hyphen.",
        ),
        FieldSpec("person_questions", "Questions for the person to prepare", "list", default=()),
        FieldSpec("other_questions", "Questions for the other side to prepare", "list", default=()),
        FieldSpec(
            "review_months",
            "Months until an outcome is looked at again",
            "number",
            default=12,
            minimum=1,
            maximum=36,
        ),
    ),
)


@dataclass(frozen=True)
class Grid:
    """A grid in effect at a unit. Lists are (key, words) in order; without rows it is a plain list."""

    key: str
    title: str
    offered: str
    purpose: str
    across: str
    columns: Items
    upwards: str
    rows: Items
    outcomes: Items
    person_questions: Items
    other_questions: Items
    review_months: int

    def outcome(self, key: str) -> str:
        """The words of an outcome; the key itself where the grid no longer has it."""
        return dict(self.outcomes).get(key, key)

    def questions(self, side: str) -> Items:
        return self.person_questions if side == "person" else self.other_questions


DEFAULT_KEY = "scope-for-growth"
_ASPIRATION_QUESTIONS: Items = (
    ("enjoy", "What do you enjoy most, and what gives you energy?"),
    ("proud", "What are you proud of in the last year?"),
    ("next", "What would you like to be doing in two years, and what matters to you outside work?"),
    ("need", "What would help you to get there?"),
)
_OTHER_QUESTIONS: Items = (
    ("contribution", "What has this person contributed, and how?"),
    ("seen", "What have you seen that they may not have noticed?"),
    ("offer", "What could you or the organisation offer next?"),
)
SHIPPED: dict[str, Grid] = {
    grid.key: grid
    for grid in (
        Grid(
            key=DEFAULT_KEY,
            title="Scope for Growth",
            offered=OFFERED,
            purpose="A conversation about what you contribute and how you would like to grow.",
            across="Growth: what you would like",
            columns=(),
            upwards="Impact: what you contribute, and how",
            rows=(),
            outcomes=(
                ("DEPTH", "Depth: stay and deepen in the role or profession"),
                ("BREADTH", "Breadth: widen into other areas"),
                ("STRETCH", "Stretch: greater complexity or a higher level"),
            ),
            person_questions=_ASPIRATION_QUESTIONS,
            other_questions=_OTHER_QUESTIONS,
            review_months=12,
        ),
        Grid(
            key="mpc-t",
            title="Maximising Potential Conversation Tool (2014)",
            offered=OLD_RECORDS,
            purpose="Kept so that conversations of before can be read.",
            across="How: behaviours",
            columns=(),
            upwards="What: outcomes",
            rows=(),
            outcomes=(
                ("GREY", "Grey: new to the role"),
                ("GREEN", "Green: benefits from targeted support"),
                ("GOLD", "Gold: always meets expectations, with the right behaviours"),
                ("PURPLE", "Purple: makes the most of the role and may stretch"),
                ("ORANGE", "Orange: the right behaviours, with support on outcomes"),
                ("BLUE", "Blue: meets outcomes, with support on behaviours"),
            ),
            person_questions=_ASPIRATION_QUESTIONS,
            other_questions=_OTHER_QUESTIONS,
            review_months=12,
        ),
        Grid(
            key="nine-box",
            title="Nine-box",
            offered=NOT_OFFERED,
            purpose="Performance in the present role beside the roles that somebody could grow into.",
            across="Growth from here",
            columns=(("1", "In the role"), ("2", "A wider role"), ("3", "A larger role")),
            upwards="Results in the role",
            rows=(("3", "Beyond what was agreed"), ("2", "As agreed"), ("1", "On the way")),
            outcomes=(
                ("3-1", "Beyond what was agreed, growing in the role"),
                ("3-2", "Beyond what was agreed, growing into a wider role"),
                ("3-3", "Beyond what was agreed, growing into a larger role"),
                ("2-1", "As agreed, growing in the role"),
                ("2-2", "As agreed, growing into a wider role"),
                ("2-3", "As agreed, growing into a larger role"),
                ("1-1", "On the way, growing in the role"),
                ("1-2", "On the way, growing into a wider role"),
                ("1-3", "On the way, growing into a larger role"),
            ),
            person_questions=_ASPIRATION_QUESTIONS,
            other_questions=_OTHER_QUESTIONS,
            review_months=12,
        ),
    )
}


def grids(unit_id: int, day: dt.date) -> dict[str, Grid]:
    """Every grid at a unit on a day by its key, those that ship first: one query."""
    found = dict(SHIPPED)
    for each in selectors.effective_all(CONVERSATION_GRID.code, unit_id, day):
        found[each.key] = _grid(each)
    return found


def offered(unit_id: int, day: dt.date) -> dict[str, Grid]:
    """The grids that people can choose here, the platform's first."""
    found = grids(unit_id, day)
    return {key: grid for key, grid in found.items() if grid.offered == OFFERED and grid.outcomes}


def _grid(found: Effective) -> Grid:
    values: Mapping[str, Any] = {
        spec.name: found.value(spec.name) for spec in CONVERSATION_GRID.fields
    }
    shipped = SHIPPED.get(found.key)

    def items(name: str) -> Items:
        """The list as defined; where nobody filled it in, that of the grid that it replaces."""
        given: Items = tuple((str(i["key"]), str(i["value"])) for i in values[name] or ())
        return given or (getattr(shipped, name) if shipped else ())

    def text(name: str) -> str:
        return str(values[name] or (getattr(shipped, name) if shipped else ""))

    return Grid(
        key=found.key,
        title=found.title,
        offered=str(values["offered"]),
        purpose=text("purpose"),
        across=text("across"),
        columns=items("columns"),
        upwards=text("upwards"),
        rows=items("rows"),
        outcomes=items("outcomes"),
        person_questions=items("person_questions"),
        other_questions=items("other_questions"),
        review_months=int(values["review_months"] or 12),
    )
