"""Somebody who is named for a post, as every page of the plan reads her."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from learning.gaps import Distance
from succession.enums import Disclosure
from succession.judged import STEPS_IN
from succession.readiness import NOT_AIMING


@dataclass(frozen=True)
class Withheld:
    """Telling is held back: who asked, who approves, and when she did (None: it waits for her)."""

    by: int | None
    approver: int | None
    approved_on: dt.date | None


@dataclass(frozen=True)
class Successor:
    """A nomination in force, with the judgement that counts on the day.

    ``readiness`` is ``RNA`` when there is none or its review date has passed; then ``stale`` says
    what it was. ``percent`` is the share of the pathway done, None without a pathway; ``distance``
    is how far the person is from the role, None where the role has no profile. Somebody of another
    employer has no ``staff_id``: ``profile`` is what she shares, None once her consent has ended.
    ``person`` is one number a person either way.
    """

    public_id: UUID
    staff_id: int | None
    name: str
    job: str
    rank: int
    readiness: str
    stale: str
    review_by: dt.date | None
    status: str
    disclosure: str
    withheld_until: dt.date | None
    cover: str
    version: int
    has_pathway: bool
    percent: int | None
    named_on: dt.date
    told_on: dt.date | None
    pools: tuple[str, ...] = ()
    evidence: str = ""
    judged_on: dt.date | None = None
    assessor: str = ""
    distance: Distance | None = None
    person: int = 0
    profile: UUID | None = None
    withheld: Withheld | None = None
    refused_on: dt.date | None = None

    @property
    def in_line(self) -> bool:
        """Whether the person is a successor; who is not aiming for the role stays for history."""
        return self.readiness != NOT_AIMING

    @property
    def steps_in(self) -> bool:
        """Whether the person could cover the post in an emergency."""
        return self.in_line and self.cover in STEPS_IN


def known_on(
    disclosure: str,
    day: dt.date,
    *,
    told_on: dt.date | None,
    agreed_on: dt.date | None,
    ended_on: dt.date | None,
) -> str:
    """What the person had been told and had answered on a day.

    Before the day of telling nothing; from then on "told" until the day of the answer, which is
    `agreed_on` for a yes. A no ends the nomination, so that its day is `ended_on`.
    """
    if told_on is None or told_on > day:
        return Disclosure.NOT_TOLD
    answered_on = ended_on if disclosure == Disclosure.DECLINED else agreed_on
    if answered_on is not None and answered_on > day:
        return Disclosure.TOLD
    return disclosure
