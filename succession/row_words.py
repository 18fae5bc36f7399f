"""One role of the board plan in words: its row, the cards in it, and what is being edited."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.forms import Form

from orgs.words import words_of_day
from succession.addresses import Addresses
from succession.board import Holder, PostRow
from succession.card_words import Card, Move, card, in_details
from succession.ended import Ended
from succession.exposure_words import ExposureWords
from succession.judged import LEAVING, RISK_NOT_ASSESSED
from succession.ordering import DOWN, UP
from succession.readiness import HORIZONS, READY_NOW
from succession.risk_reasons import touches_the_person
from succession.words import Codes, label, years

COLUMNS = HORIZONS  # whoever is in none of them stands in the fourth
OTHER = "other"
OTHER_LABEL = "Horizon not set"
#: What stands in an empty cell of a column that is not about being named.
NOBODY = {READY_NOW: "Nobody ready now", OTHER: ""}
RISK_COLOURS = {"FR1": "grey", "FR2": "yellow", "FR3": "red", "FR9": "red"}
RISK_WORDS = {RISK_NOT_ASSESSED: ("Vacancy risk", "not assessed"), LEAVING: ("Leaving", "known")}

#: So many nominations that ended lately a row names; the page of the post has them all.
ENDED_SHOWN = 2
#: What a row says where nobody could act up.
NO_COVER = "No emergency cover"


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
    """One role of the matrix. ``more`` is what its details hold, a line each."""

    post: PostRow
    holders: list[tuple[str, str]]
    risk_text: str
    risk_suffix: str
    risk_colour: str
    notes: list[str]
    more: list[str]
    cells: list[Cell]
    row_url: str
    post_url: str
    vacant: str
    name_url: str
    risk_url: str
    order_url: str
    move_url: str
    exposure: ExposureWords | None = None
    criticality_url: str = ""
    moves: list[Move] = field(default_factory=list)
    risk_form: Form | None = None
    risk_conflict: dict[str, Any] | None = None
    prompts: list[str] = field(default_factory=list)
    focus_risk: bool = False
    focus_post: bool = False
    order_conflict: dict[str, Any] | None = None
    again: str = ""
    moving: UUID | None = None
    #: Whether its cards show the order and the cover to change.
    arranging: bool = False
    focus_order: bool = False

    @property
    def id(self) -> str:
        return f"row-{self.post.public_id}"

    @property
    def lines(self) -> str:
        return "\n".join([*self.notes, self.exposure.text] if self.exposure else self.notes)

    @property
    def more_lines(self) -> str:
        return "\n".join(self.more)

    @property
    def open(self) -> bool:
        """Whether the details stand open: where the focus is in them."""
        return any(move.focus for move in self.moves)


@dataclass
class Editing:
    """What of a row is being edited or has just been saved, and what came back.

    Attributes:
        what: "readiness" or "cover" of `nomination`, the "risk" of the role, the "order" of its line,
            or "" where a form was left. With cover and order every card shows both to change.
        focus: what takes the focus when there is no form: "name", "risk", "order", "post", "up" or
            "down".
        again: what to send to make a move knowingly that met a conflict.
        prompts: what to think of before judging a risk.
    """

    what: str
    nomination: UUID | None = None
    form: Form | None = None
    conflict: dict[str, Any] | None = None
    focus: str = ""
    again: str = ""
    prompts: list[str] = field(default_factory=list)


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
    notes = [_weight(row, codes)]
    if row.risk.leaving_on:
        notes.append(f"Leaves on {words_of_day(row.risk.leaving_on)}")
    if row.risk.reasons:
        notes.append(", ".join(label(codes, "risk_reason", c) for c in row.risk.reasons))
    if row.term_ends_on:
        notes.append(f"Term ends on {words_of_day(row.term_ends_on)}")
    if row.shared_with:
        notes.append(f"Shared with {row.shared_with}")
    if not row.emergency_cover:
        notes.append(NO_COVER)
    return notes


def _ended(ended: Sequence[Ended]) -> list[str]:
    if not ended:
        return []
    more = f", and {len(ended) - ENDED_SHOWN} more" if len(ended) > ENDED_SHOWN else ""
    return [f"Ended lately: {'; '.join(each.words for each in ended[:ENDED_SHOWN])}{more}"]


def _weight(row: PostRow, codes: Codes) -> str:
    """How critical the role is, and what a vacancy would do."""
    role = (
        "Criticality not assessed"
        if row.criticality == "CX"
        else label(codes, "criticality", row.criticality)
    )
    impact = label(codes, "impact", row.risk.impact).lower()
    return f"{role}. Impact of a vacancy: {impact}"


def _judged(row: PostRow, codes: Codes) -> list[str]:
    """Who judged the risk when, and the reasons, each with whether the person has stated it."""
    risk = row.risk
    if risk.assessed_on is None:
        return ["Vacancy risk and impact have not been judged yet"]
    who = risk.assessor or "somebody not recorded"
    said = [f"Vacancy risk and impact judged by {who} on {words_of_day(risk.assessed_on)}"]
    for code in risk.reasons:
        words = f"Reason: {label(codes, 'risk_reason', code)}"
        if touches_the_person([code]):
            words += (
                f", as the person stated on {words_of_day(risk.stated_on)}"
                if risk.stated_by_person
                else ", not recorded as stated by the person"
            )
        said.append(words)
    return said


def columns(codes: Codes, *, fourth: bool) -> list[tuple[str, str]]:
    """Three readiness columns, and a `fourth` when somebody of the plan is in none of them."""
    shown = [(code, label(codes, "readiness", code)) for code in COLUMNS]
    if fourth:
        shown.append((OTHER, OTHER_LABEL))
    return shown


def plan_row(
    row: PostRow,
    shown: Sequence[tuple[str, str]],
    codes: Codes,
    addresses: Addresses,
    day: dt.date,
    *,
    exposure: ExposureWords | None = None,
    read_only: bool = False,
    editing: Editing | None = None,
    focus_move: str = "",
    ended: Sequence[Ended] = (),
) -> Row:
    """One role of the matrix, with whatever is being edited in it; `ended` are nominations of late.

    `focus_move` = the button of the role ("up" or "down") that has just been pressed.
    """
    risk = row.risk.vacancy_risk
    text, suffix = RISK_WORDS.get(risk, (label(codes, "vacancy_risk", risk), "vacancy risk"))

    def address(name: str, *, changes: bool = True) -> str:
        return "" if read_only and changes else addresses.of(name, row.public_id)

    made = Row(
        post=row,
        holders=[_holder(h, codes, day) for h in row.holders],
        risk_text=text,
        risk_suffix=suffix,
        risk_colour=RISK_COLOURS.get(risk, "white"),
        notes=[*_row_notes(row, codes), *_ended(ended)],
        more=[
            *_judged(row, codes),
            *(f"{place}. {in_details(s)}" for place, s in enumerate(row.in_line, start=1)),
        ],
        cells=[],
        row_url=address("row", changes=False),
        post_url=address("post", changes=False),
        vacant=_vacant(row),
        name_url=address("name"),
        risk_url=address("risk"),
        order_url=address("order"),
        move_url=address("move_post"),
        exposure=exposure,
        criticality_url=address("criticality"),
        arranging=editing is not None and editing.what in ("order", "cover"),
    )
    if not read_only:
        made.moves = [
            Move(to, word, f"{word}: {row.title}", focus=to == focus_move)
            for to, word in ((UP, "Move up"), (DOWN, "Move down"))
        ]
    for code, head in shown:
        made.cells.append(_cell(row, made, code, head, codes, addresses, read_only=read_only))
    if editing is not None:
        _edit(made, editing)
    return made


def _cell(
    row: PostRow,
    made: Row,
    code: str,
    head: str,
    codes: Codes,
    addresses: Addresses,
    *,
    read_only: bool,
) -> Cell:
    inside = [
        s
        for s in row.successors
        if s.readiness == code or (code == OTHER and s.readiness not in COLUMNS)
    ]
    cards = [
        card(
            s,
            codes,
            addresses,
            line=row.in_line if made.arranging else (),
            title=row.title,
            read_only=read_only,
        )
        for s in inside
    ]
    if not row.in_line and code == READY_NOW:
        return Cell(head, cards, "No successor named", made.name_url, bad=True)
    return Cell(head, cards, NOBODY.get(code, "Nobody named"))


def _edit(made: Row, editing: Editing) -> None:
    """Put what is being edited, or where the focus goes, where it belongs."""
    made.focus_post = editing.focus == "post"
    made.focus_risk = editing.focus == "risk"
    made.focus_order = editing.focus == "order"
    if editing.what == "risk":
        made.risk_form, made.risk_conflict = editing.form, editing.conflict
        made.prompts = editing.prompts
    if editing.what == "order":
        made.order_conflict, made.again = editing.conflict, editing.again
        made.moving = editing.nomination
    for cell in made.cells:
        for each in cell.cards:
            if each.successor.public_id == editing.nomination:
                _edit_card(each, editing)


def _edit_card(made: Card, editing: Editing) -> None:
    if editing.form is not None:
        made.form, made.conflict = editing.form, editing.conflict
        made.edit_url = made.cover_url if editing.what == "cover" else made.change_url
    made.focus = editing.focus == "name"
    if editing.focus in (UP, DOWN) and made.moves:
        # Where there is no such place any more, the other button of the card has the focus.
        wanted = [move for move in made.moves if f"/{editing.focus}/" in move.value]
        (wanted or made.moves)[0].focus = True
