"""Which states of a membership follow which, and who may take each step. Pure: no database.

A **move** is a state to go to with, where one is asked for, the reason. It is written
``paused:leave``, or ``active`` where no reason is asked for; that is what a form sends.
"""

from dataclasses import dataclass
from enum import Enum

from talentpools.enums import ENDED, MembershipStatus, Reason

S = MembershipStatus
R = Reason


class By(Enum):
    """Who takes a step."""

    PERSON = "person"
    POOL = "pool"


@dataclass(frozen=True)
class Move:
    """A state to go to, the reason if one is asked for, and what the step is called."""

    to: MembershipStatus
    reason: Reason | None
    label: str

    def __str__(self) -> str:
        return f"{self.to.value}:{self.reason.value}" if self.reason else self.to.value


def _move(to: MembershipStatus, label: str, reason: Reason | None = None) -> Move:
    return Move(to, reason, label)


_ACTIVE = _move(S.ACTIVE, "Active")
_OFFERED = _move(S.ASSESSED_IN, "Assessed: offered a place")
_NOT_YET = _move(S.ASSESSED_NOT_YET, "Assessed: not yet")
_NOT_PLACED = _move(S.LEFT, "Left: not offered a place", R.NOT_PLACED)
_PAUSES = (
    _move(S.PAUSED, "Paused: on leave", R.LEAVE),
    _move(S.PAUSED, "Paused: another reason", R.PAUSED_OTHER),
)
_ENDS = (
    _move(S.ALUMNI, "Completed", R.COMPLETED),
    _move(S.LEFT, "Left: own choice", R.OWN_CHOICE),
    _move(S.LEFT, "Left: moved to another role", R.MOVED_ON),
    _move(S.LEFT, "Left: no activity, agreed with the person", R.NO_ACTIVITY),
)
_JUDGED = (_OFFERED, _NOT_YET, _ACTIVE, _NOT_PLACED)

#: What pool people may do, the likeliest first. `ACTIVE` after `INVITED` is for somebody without an
#: account, who accepts in person.
_BY_POOL: dict[MembershipStatus, tuple[Move, ...]] = {
    S.INVITED: (
        _move(S.ACTIVE, "Active: accepted in person"),
        _move(S.LEFT, "Left: declined in person", R.DECLINED),
        _move(S.LEFT, "Left: invitation taken back", R.TAKEN_BACK),
    ),
    S.APPLIED: _JUDGED,
    S.SELF_NOMINATED: _JUDGED,
    S.ASSESSED_IN: (_ACTIVE, _NOT_YET, _NOT_PLACED),
    S.ASSESSED_NOT_YET: (_OFFERED, _NOT_PLACED),
    S.ACTIVE: (*_PAUSES, *_ENDS),
    S.PAUSED: (_move(S.ACTIVE, "Active again"), *_ENDS),
}

_WITHDRAW = (_move(S.LEFT, "Withdraw", R.WITHDREW),)
_BY_PERSON: dict[MembershipStatus, tuple[Move, ...]] = {
    S.INVITED: (
        _move(S.ACTIVE, "Accept the invitation"),
        _move(S.LEFT, "Decline", R.DECLINED),
    ),
    S.APPLIED: _WITHDRAW,
    S.SELF_NOMINATED: _WITHDRAW,
    S.ASSESSED_IN: (_move(S.ACTIVE, "Take the place"), *_WITHDRAW),
    S.ASSESSED_NOT_YET: _WITHDRAW,
    S.ACTIVE: (
        _move(S.PAUSED, "Pause: I am on leave", R.LEAVE),
        _move(S.PAUSED, "Pause: another reason", R.PAUSED_OTHER),
        _move(S.LEFT, "Leave the pool", R.OWN_CHOICE),
    ),
    S.PAUSED: (
        _move(S.ACTIVE, "Take part again"),
        _move(S.LEFT, "Leave the pool", R.OWN_CHOICE),
    ),
}
_TABLE = {By.POOL: _BY_POOL, By.PERSON: _BY_PERSON}

#: The states in which a membership that is open to pool people begins, by who begins it.
BEGINS: dict[By, tuple[MembershipStatus, ...]] = {
    By.POOL: (S.INVITED,),
    By.PERSON: (S.APPLIED, S.SELF_NOMINATED),
}


def moves(status: str, by: By) -> tuple[Move, ...]:
    """The steps that `by` may take from a state; none from a state that is over or only prepared."""
    return _TABLE[by].get(MembershipStatus(status), ())


def move(status: str, text: str, by: By) -> Move | None:
    """The step written as `text`, or None when `by` may not take it from this state."""
    return next((each for each in moves(status, by) if str(each) == text), None)


def all_moves(by: By) -> tuple[Move, ...]:
    """Every step that `by` may take from some state, each once."""
    return tuple(dict.fromkeys(each for listed in _TABLE[by].values() for each in listed))


def is_over(status: str) -> bool:
    """Whether nothing follows."""
    return MembershipStatus(status) in ENDED
