"""Nobody says of herself what a colleague must: who is named, how ready she is, what she is told.

Every act about somebody who is named asks here, by whichever way it comes: a page, several rows at
once or a spreadsheet. The database holds it too (succession/sql/40_oneself.sql).
"""

from orgs.access.viewer import Viewer
from orgs.models.people import StaffRecord
from orgs.models.sharing import SharedProfile
from succession import accounts
from succession.conflicts import SuccessionError

#: Somebody who is named, by one of both keys of a nomination.
Person = StaffRecord | SharedProfile | None

NAME = "name yourself as a successor"
SAY = "judge yourself, or record what you are told"
JUDGE = "judge your own readiness"
TELL = "record that you have been told"
ANSWER = "record your own answer"
HOLD_BACK = "ask to hold back what you are told"
DECIDE = "decide what you are told"


def is_oneself(viewer: Viewer, person: Person) -> bool:
    """Whether the account that acts is that of the person: for what a page offers."""
    return (
        person is not None and viewer.person_id is not None and person.person_id == viewer.person_id
    )


def refusal(viewer: Viewer, person: Person, act: str) -> str:
    """Why the viewer cannot do `act` (one of the above) to the person; "" where she is another."""
    if not is_oneself(viewer, person):
        return ""
    others = accounts.managers(viewer.here.id, but=viewer.user_id)
    who = (
        "Ask another succession lead."
        if others
        else "You are the only succession lead here: ask your access administrator to invite a second."
    )
    return f"You cannot {act}. {who}"


def must_be_another(viewer: Viewer, person: Person, act: str) -> None:
    """Raise SuccessionError if the viewer is the person."""
    if why := refusal(viewer, person, act):
        raise SuccessionError(why)


def approvers(viewer: Viewer, person: Person) -> list[tuple[int, str]]:
    """(account, name) of whoever can approve that a person is not told: neither the viewer nor she."""
    return accounts.managers(
        viewer.here.id, but=viewer.user_id, about=person.person_id if person is not None else None
    )
