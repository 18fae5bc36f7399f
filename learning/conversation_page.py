"""A career conversation in words, as one of its sides sees it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from learning.conversation_states import Move, Side, State, moves
from learning.conversations import standing
from learning.enums import ConversationState
from learning.grids import Grid
from learning.models import Conversation, Preparation

_COLOURS = {
    State.PREPARING: "blue",
    State.MET: "blue",
    State.PROPOSED: "yellow",
    State.AGREED: "green",
    State.CLOSED: "grey",
}
#: The step of the three (prepare, meet, agree) at which each state is.
STEPS = ("Prepare", "Meet", "Agree")
_STEP = {State.PREPARING: 1, State.MET: 3, State.PROPOSED: 3, State.AGREED: 4, State.CLOSED: 4}
Answers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    """A conversation in a list: with whom, by which grid, and how far it is."""

    public_id: UUID
    name: str
    grid: str
    state: str
    colour: str
    on: dt.date


def lines(
    rows: Iterable[Conversation], side: Side, titles: Mapping[str, str], names: Mapping[int, str]
) -> list[Line]:
    """Conversations as one side lists them."""
    return [
        Line(
            row.public_id,
            names.get(row.with_user_id, "") if side is Side.PERSON else row.staff.name,
            titles.get(row.grid, row.grid),
            str(ConversationState(row.state).label),
            _COLOURS[State(row.state)],
            row.met_on or row.started_on,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class ConversationPage:
    """One conversation. `theirs` is None until the other side shares; `may` holds moves by name.

    `mine` are the viewer's own answers by the key of the question, `mine_shared` whether the other
    side reads them.
    """

    public_id: UUID
    version: int
    title: str
    grid: Grid
    other_name: str
    state: str
    colour: str
    step: int
    under_way: bool
    started_on: dt.date
    met_on: dt.date | None
    mine: Mapping[str, str]
    mine_words: Answers
    mine_shared: bool
    theirs: Answers | None
    outcome: str
    plan: str
    my_yes: bool
    agreed_on: dt.date | None
    may: Mapping[str, bool]


def conversation_page(
    of: Conversation,
    side: Side,
    grid: Grid,
    prepared: Mapping[str, Preparation],
    names: Mapping[int, str],
) -> ConversationPage:
    """A conversation for one side; `prepared` holds what that side may read."""
    now = standing(of)
    open_moves = moves(now, side)
    mine, theirs = prepared.get(side), prepared.get(side.opposite)
    person = side is Side.PERSON
    days = [day for day in (of.person_yes_on, of.other_yes_on) if day]
    return ConversationPage(
        public_id=of.public_id,
        version=of.version,
        title=grid.title,
        grid=grid,
        other_name=names.get(of.with_user_id, "") if person else of.staff.name,
        state=str(ConversationState(of.state).label),
        colour=_COLOURS[now.state],
        step=_STEP[now.state],
        under_way=now.state not in (State.AGREED, State.CLOSED),
        started_on=of.started_on,
        met_on=of.met_on,
        mine=mine.answers if mine else {},
        mine_words=_words(mine, grid.questions(side)) if mine else (),
        mine_shared=mine is not None and mine.shared_on is not None,
        theirs=_words(theirs, grid.questions(side.opposite))
        if theirs and theirs.shared_on
        else None,
        outcome=grid.outcome(of.outcome) if of.outcome else "",
        plan=of.plan,
        my_yes=side in now.yes,
        agreed_on=max(days) if now.counts else None,
        may={move.value: move in open_moves for move in Move},
    )


def _words(of: Preparation, questions: Answers) -> Answers:
    """Question and answer in the grid's order; an answer whose question has gone keeps its key."""
    asked = dict(questions)
    order = [*asked, *(key for key in of.answers if key not in asked)]
    return tuple((asked.get(key, key), of.answers[key]) for key in order if key in of.answers)
