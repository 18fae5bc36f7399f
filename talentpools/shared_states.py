"""States of what people share across organisations, and the only ways between them. Pure.

A member's state says where her application to a shared pool stands. An ask's state says what she
answered to one vacancy, and only one state of it, ``YES``, goes with a name. Everything that takes
a consent away leads out of that state, whatever came before
(tests/talentpools/test_shared_states.py walks every path).
"""

from enum import StrEnum

from django.db import models


class MemberStatus(models.TextChoices):
    APPLIED = "applied", "Applied"
    ASSESSED_IN = "assessed_in", "Assessed: suitable"
    NOT_YET = "not_yet", "Assessed: not yet"
    OFFERED = "offered", "Offered a place"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    ALUMNI = "alumni", "Completed"


_M = MemberStatus
#: Where the pool's manager may move a member, the likeliest first. To end a membership removes it.
MOVES: dict[MemberStatus, tuple[MemberStatus, ...]] = {
    _M.APPLIED: (_M.ASSESSED_IN, _M.NOT_YET),
    _M.ASSESSED_IN: (_M.OFFERED, _M.NOT_YET),
    _M.NOT_YET: (_M.ASSESSED_IN,),
    _M.OFFERED: (_M.ASSESSED_IN,),
    _M.ACTIVE: (_M.PAUSED, _M.ALUMNI),
    _M.PAUSED: (_M.ACTIVE, _M.ALUMNI),
    _M.ALUMNI: (),
}
#: What the person herself may do: take the place that she is offered.
ACCEPTS = {_M.OFFERED: _M.ACTIVE}
#: A place that is taken.
TAKEN = (_M.OFFERED, _M.ACTIVE, _M.PAUSED)


class Outcome(models.TextChoices):
    """What somebody on a panel recommends."""

    SUITABLE = "suitable", "Suitable now"
    LATER = "later", "Suitable later"
    OTHER = "other", "Another route fits better"


class ReleaseState(models.TextChoices):
    ASKED = "asked", "Waiting for an answer"
    AGREED = "agreed", "Agreed"
    OTHER_DAYS = "other_days", "Agreed for other days"
    REFUSED = "refused", "Not agreed"
    LAPSED = "lapsed", "Lapsed"


class VacancyKind(models.TextChoices):
    INTERIM = "interim", "Interim"
    PERMANENT = "permanent", "Permanent"


class Pattern(models.TextChoices):
    FULL = "full", "Full time"
    PART = "part", "Part time or job share"
    FLEXIBLE = "flexible", "Flexible or remote days"


class VacancyState(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Ask(models.TextChoices):
    """One person and one vacancy. ``NONE`` has no row: nobody was asked, or nothing is left of it."""

    NONE = "none", "Not asked"
    ASKED = "asked", "Waiting for your answer"
    YES = "yes", "You said yes: your profile is shared"
    NO = "no", "You said no"
    WITHDRAWN = "withdrawn", "You said yes and withdrew"
    LAPSED = "lapsed", "Closed before you answered"


class Event(StrEnum):
    """What can happen to an ask: by the person, by the organisation, by the day."""

    ASK = "ask"
    SAY_YES = "say yes"
    SAY_NO = "say no"
    WITHDRAW = "withdraw"
    LEAVE_BENCH = "leave the bench"
    CLOSE = "close the vacancy"
    DISMISS = "the organisation ends it"
    RUN_OUT = "the consent runs out"


_A, _E = Ask, Event
#: (state, event) -> state. What is not here cannot happen.
ASKS: dict[tuple[Ask, Event], Ask] = {
    (_A.NONE, _E.ASK): _A.ASKED,
    (_A.ASKED, _E.SAY_YES): _A.YES,
    (_A.ASKED, _E.SAY_NO): _A.NO,
    (_A.NO, _E.SAY_YES): _A.YES,
    (_A.WITHDRAWN, _E.SAY_YES): _A.YES,
    (_A.YES, _E.WITHDRAW): _A.WITHDRAWN,
    (_A.YES, _E.DISMISS): _A.WITHDRAWN,
    (_A.YES, _E.RUN_OUT): _A.WITHDRAWN,
    # Closing keeps the names that were given, until they are withdrawn or run out.
    (_A.ASKED, _E.CLOSE): _A.LAPSED,
    (_A.YES, _E.CLOSE): _A.YES,
    (_A.NO, _E.CLOSE): _A.NO,
    (_A.WITHDRAWN, _E.CLOSE): _A.WITHDRAWN,
    **{
        (state, _E.LEAVE_BENCH): _A.NONE
        for state in (_A.ASKED, _A.YES, _A.NO, _A.WITHDRAWN, _A.LAPSED)
    },
}
#: The states in which whoever posted the vacancy sees a name, or anything of the person at all.
NAMED = frozenset({Ask.YES})


def after(state: Ask, event: Event) -> Ask | None:
    """The state that `event` leads to; None when it cannot happen."""
    return ASKS.get((state, event))
