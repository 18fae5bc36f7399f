"""States of a career conversation: who may do what next, and when an outcome counts.

Pure: no database, no day. A conversation has two sides, the person and the other. An outcome counts
only while both have said yes to the same proposal.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Side(StrEnum):
    PERSON = "person"
    OTHER = "other"

    @property
    def opposite(self) -> "Side":
        return Side.OTHER if self is Side.PERSON else Side.PERSON


class State(StrEnum):
    PREPARING = "preparing"
    MET = "met"
    PROPOSED = "proposed"
    AGREED = "agreed"
    CLOSED = "closed"


class Move(StrEnum):
    MEET = "meet"
    PROPOSE = "propose"
    AGREE = "agree"
    DECLINE = "decline"
    REOPEN = "reopen"
    CLOSE = "close"


class MoveError(ValueError):
    """A move that is not open to this side now, said in a sentence."""


@dataclass(frozen=True)
class Standing:
    """Where a conversation stands, and who has said yes to the outcome that is proposed."""

    state: State = State.PREPARING
    yes: frozenset[Side] = frozenset()

    @property
    def counts(self) -> bool:
        """Whether the outcome counts anywhere outside the conversation."""
        return self.state is State.AGREED


def moves(now: Standing, side: Side) -> frozenset[Move]:
    """What a side may do now.

    Who proposes says yes by that. A proposal may be replaced by another one of either side, and the
    yes of the other side goes with it. Only the person takes an agreed outcome back.
    """
    if now.state is State.PREPARING:
        return frozenset({Move.MEET, Move.CLOSE})
    if now.state is State.MET:
        return frozenset({Move.MEET, Move.PROPOSE, Move.CLOSE})
    if now.state is State.PROPOSED:
        either = frozenset({Move.PROPOSE, Move.DECLINE, Move.CLOSE})
        return either if side in now.yes else either | {Move.AGREE}
    if now.state is State.AGREED and side is Side.PERSON:
        return frozenset({Move.REOPEN})
    return frozenset()


_SAID = {
    Move.MEET: "The day of the conversation cannot be changed now",
    Move.PROPOSE: "An outcome can be proposed once you have met, and until it is agreed",
    Move.AGREE: "There is no proposal of the other side to agree to",
    Move.DECLINE: "There is no proposal to decline",
    Move.REOPEN: "Only the person can take back an outcome that was agreed",
    Move.CLOSE: "This conversation has ended",
}


def after(now: Standing, move: Move, side: Side) -> Standing:
    """The standing after a move. Raises :class:`MoveError` when the move is not open to the side."""
    if move not in moves(now, side):
        raise MoveError(_SAID[move])
    if move is Move.PROPOSE:
        return Standing(State.PROPOSED, frozenset({side}))
    if move is Move.AGREE:
        return replace(now, state=State.AGREED, yes=now.yes | {side})
    return Standing(State.CLOSED if move is Move.CLOSE else State.MET)
