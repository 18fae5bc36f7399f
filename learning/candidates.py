"""Who needs development, and for what: announced by the apps above, read by learning.

One row read by all: naming a successor is visible here at once, with nothing copied.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from orgs.registry import Registry


@dataclass(frozen=True)
class Candidate:
    """Someone who should develop towards a role.

    Attributes:
        staff_id: None until the person has been told and agrees: till then only the demand is visible.
        role_code: code of the list ``board_role`` that the person develops towards. A source gives
            each person once for each family of roles, so that candidates can be counted as people.
    """

    staff_id: int | None
    role_code: str


CandidateSource = Callable[[int, dt.date], list[Candidate]]
sources: Registry[CandidateSource] = Registry("learning candidates")


def candidates(unit_id: int, day: dt.date) -> list[Candidate]:
    """Everybody whom an app above announces at an employer on a day."""
    return [candidate for source in sources for candidate in source(unit_id, day)]
