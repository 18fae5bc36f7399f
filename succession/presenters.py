"""The plan in words: what a template shows, in NHS English. Nobody is labelled as low anything."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.urls import reverse

from orgs.templatetags.ui import day as words_of_day
from succession import plan_head
from succession.board import Board, Holder, PostRow, Successor
from succession.board_roles import missing
from succession.enums import Disclosure
from succession.exposure_words import ExposureWords
from succession.models import SuccessionPlan
from succession.readiness import HORIZONS, NOT_ASSESSED, READY_NOW
from succession.template import PlanRules
from succession.words import Codes, label, years

COLUMNS = HORIZONS  # whoever is in none of them stands in the fourth
OTHER = "other"
OTHER_LABEL = "Horizon not set"
#: What stands in an empty cell of a column that is not about being named.
NOBODY = {READY_NOW: "Nobody ready now", OTHER: ""}
TONES = dict(zip(HORIZONS, ("now", "next"), strict=False))
RISK_COLOURS = {"FR1": "grey", "FR2": "yellow", "FR3": "red", "FR9": "red"}
RISK_WORDS = {"FR0": ("Vacancy risk", "not assessed"), "FR9": ("Leaving", "known")}


@dataclass
class Card:
    """One successor in one cell. With `form` it is being edited."""

    successor: Successor
    url: str
    change_url: str
    tone: str
    ring_label: str
    notes: list[str]
    form: Form | None = None
    conflict: dict[str, Any] | None = None
    focus: bool = False


@dataclass
class Cell:
    """One readiness column of one role."""

    head: str
    cards: list[Card]
    empty: str = ""
    why_url: str = ""
    bad: bool = False


@dataclass
class Row:
    """One role of the matrix."""

    post: PostRow
    holders: list[tuple[str, str]]
    risk_text: str
    risk_suffix: str
    risk_colour: str
    notes: list[str]
    cells: list[Cell]
    row_url: str
    post_url: str
    vacant: str
    name_url: str
    risk_url: str
    exposure: ExposureWords | None = None
    criticality_url: str = ""
    risk_form: Form | None = None
    risk_conflict: dict[str, Any] | None = None
    focus_risk: bool = False
    focus_post: bool = False

    @property
    def id(self) -> str:
        return f"row-{self.post.public_id}"


@dataclass
class Editing:
    """Which card or role of a row is being edited, and what came back."""

    nomination: Any = None
    risk: bool = False
    form: Form | None = None
    conflict: dict[str, Any] | None = None
    focus: bool = False


@dataclass
class Filters:
    """What the page was asked to show."""

    q: str = ""
    risk: str = ""
    gap: str = ""

    @property
    def used(self) -> bool:
        return bool(self.q or self.risk or self.gap)

    def keep(self, row: PostRow) -> bool:
        """Whether a role is shown: a word in the role, its holder or a successor; risk; nobody ready."""
        names = [row.title, *(h.name for h in row.holders), *(s.name for s in row.successors)]
        found = not self.q or any(self.q.casefold() in name.casefold() for name in names)
        risky = not self.risk or row.risk.vacancy_risk == self.risk
        gaps = {
            "": True,
            "ready": not row.ready_now,
            "named": not row.in_line,
            "stale": any(s.stale for s in row.successors),
        }
        return found and risky and gaps.get(self.gap, True)


GAPS = (
    ("", "All roles"),
    ("ready", "Nobody ready now"),
    ("named", "No successor named"),
    ("stale", "A judgement is out of date"),
)


@dataclass
class PlanPage:
    """Everything that the board page shows."""

    title: str
    caption: str
    status: str
    status_colour: str
    meta: str
    tiles: list[dict[str, Any]]
    columns: list[str]
    rows: list[Row]
    total: int
    missing: list[str]
    as_at: dt.date
    past: bool
    read_only: bool
    days: list[tuple[str, str]] = field(default_factory=list)
    #: The cycle whose plan is to be started, "" when it has been.
    to_start: str = ""
    #: Where the plan stands, and what changed since its newest version.
    stands: list[str] = field(default_factory=list)

    @property
    def count(self) -> str:
        if len(self.rows) == self.total:
            return f"Showing all {self.total} roles"
        return f"Showing {len(self.rows)} of {self.total} roles"


def _holder(holder: Holder, codes: Codes, day: dt.date) -> tuple[str, str]:
    kind = (
        ""
        if holder.kind in ("substantive", "ned")
        else label(codes, "assignment_kind", holder.kind)
    )
    return holder.name, ", ".join(filter(None, [kind, years(holder.since, day)]))


def _vacant(row: PostRow) -> str:
    if row.holders:
        return ""
    return f"Vacant since {words_of_day(row.vacant_since)}" if row.vacant_since else "Vacant"


def _row_notes(row: PostRow, codes: Codes) -> list[str]:
    notes = []
    if row.risk.leaving_on:
        notes.append(f"Leaves on {words_of_day(row.risk.leaving_on)}")
    if row.risk.reasons:
        notes.append(", ".join(label(codes, "risk_reason", c) for c in row.risk.reasons))
    if row.term_ends_on:
        notes.append(f"Term ends on {words_of_day(row.term_ends_on)}")
    if row.shared_with:
        notes.append(f"Shared with {row.shared_with}")
    if not row.emergency_cover:
        notes.append("No emergency cover")
    return notes


def card(successor: Successor, codes: Codes, unit_code: str, *, read_only: bool = False) -> Card:
    """A successor as a talent card."""
    s = successor
    notes = [s.job] if s.job else []
    if s.pools:
        notes.append(f"Pool: {', '.join(s.pools)}")
    if s.stale:
        was = label(codes, "readiness", s.stale)
        notes.append(f"Out of date: {was[0].lower()}{was[1:]} until {words_of_day(s.review_by)}")
    elif s.readiness not in COLUMNS:
        not_yet = s.readiness == NOT_ASSESSED
        notes.append("Not assessed yet" if not_yet else label(codes, "readiness", s.readiness))
    if s.cover in ("ACT", "INT"):
        notes.append(label(codes, "cover", s.cover))
    if s.disclosure == Disclosure.NOT_TOLD:
        notes.append(
            f"Not told, look again on {words_of_day(s.withheld_until)}"
            if s.withheld_until
            else "Not told yet"
        )
    elif s.disclosure == Disclosure.TOLD:
        notes.append("Told, no answer yet")
    if s.in_line and not s.has_pathway:
        notes.append("No pathway yet")
    args = [unit_code, s.public_id]
    return Card(
        successor=s,
        url=reverse("succession:nomination", args=args),
        change_url="" if read_only else reverse("succession:readiness", args=args),
        tone=TONES.get(s.readiness, ""),
        ring_label=f"Development plan {s.percent}% done" if s.percent is not None else "",
        notes=notes,
    )


def columns(board: Board, codes: Codes) -> list[tuple[str, str]]:
    """Three readiness columns, and a fourth when somebody of the plan is in none of them."""
    shown = [(code, label(codes, "readiness", code)) for code in COLUMNS]
    if any(s.readiness not in COLUMNS for s in board.successors):
        shown.append((OTHER, OTHER_LABEL))
    return shown


def plan_row(
    row: PostRow,
    shown: Sequence[tuple[str, str]],
    codes: Codes,
    unit_code: str,
    day: dt.date,
    *,
    exposure: ExposureWords | None = None,
    read_only: bool = False,
    editing: Editing | None = None,
) -> Row:
    """One role of the matrix, with whatever is being edited in it."""
    risk = row.risk.vacancy_risk
    text, suffix = RISK_WORDS.get(risk, (label(codes, "vacancy_risk", risk), "vacancy risk"))
    args = [unit_code, row.public_id]
    made = Row(
        post=row,
        holders=[_holder(h, codes, day) for h in row.holders],
        risk_text=text,
        risk_suffix=suffix,
        risk_colour=RISK_COLOURS.get(risk, "white"),
        notes=_row_notes(row, codes),
        cells=[],
        row_url=reverse("succession:row", args=args),
        post_url=reverse("succession:post", args=args),
        vacant=_vacant(row),
        name_url="" if read_only else reverse("succession:name", args=args),
        risk_url="" if read_only else reverse("succession:risk", args=args),
        exposure=exposure,
        criticality_url="" if read_only else reverse("succession:criticality", args=args),
    )
    for code, head in shown:
        made.cells.append(_cell(row, made, code, head, codes, unit_code, read_only=read_only))
    if editing is not None:
        _edit(made, editing)
    return made


def _cell(
    row: PostRow,
    made: Row,
    code: str,
    head: str,
    codes: Codes,
    unit_code: str,
    *,
    read_only: bool,
) -> Cell:
    inside = [
        s
        for s in row.successors
        if s.readiness == code or (code == OTHER and s.readiness not in COLUMNS)
    ]
    cards = [card(s, codes, unit_code, read_only=read_only) for s in inside]
    if not row.in_line and code == READY_NOW:
        return Cell(head, cards, "No successor named", made.name_url, bad=True)
    return Cell(head, cards, NOBODY.get(code, "Nobody named"))


def _edit(made: Row, editing: Editing) -> None:
    # A form that was left: the focus goes back to the row that it was in.
    made.focus_post = editing.focus and editing.nomination is None and not editing.risk
    if editing.risk:
        made.risk_form, made.risk_conflict = editing.form, editing.conflict
        made.focus_risk = editing.focus
    for cell in made.cells:
        for each in cell.cards:
            if str(each.successor.public_id) == str(editing.nomination):
                each.form, each.conflict = editing.form, editing.conflict
                each.focus = editing.focus


def plan_page(
    board: Board,
    *,
    plan: SuccessionPlan | None,
    rules: PlanRules,
    exposures: Mapping[int, ExposureWords],
    codes: Codes,
    filters: Filters,
    unit_code: str,
    today: dt.date,
    may_manage: bool,
    stands: Sequence[str] = (),
) -> PlanPage:
    """The board page: filtered rows, figures over all of them. A day in the past is read-only."""
    past = board.day < today
    read_only = past or not may_manage
    shown = columns(board, codes)
    status, colour = plan_head.status(plan, board.day, past=past)
    gone = missing(rules.roles, [row.role_codes for row in board.rows])
    return PlanPage(
        title="Board succession plan",
        caption=plan.cycle if plan else "",
        status=status,
        status_colour=colour,
        meta=plan_head.meta(plan, board.day, past=past),
        tiles=plan_head.tiles(board, rules),
        columns=[head for _, head in shown],
        rows=[
            plan_row(
                row,
                shown,
                codes,
                unit_code,
                board.day,
                exposure=exposures.get(row.id),
                read_only=read_only,
            )
            for row in board.rows
            if filters.keep(row)
        ],
        total=len(board.rows),
        missing=[label(codes, "board_role", code) for code in gone],
        as_at=board.day,
        past=past,
        read_only=read_only,
        days=plan_head.days(today, board.day),
        to_start="" if read_only else plan_head.to_start(plan, today),
        stands=[] if past else list(stands),
    )
