"""Home pages: the person's next step, and who waits for a pathway."""

from typing import Any

from django.urls import reverse

from learning import candidates, conversations, selectors
from learning.conversation_states import Side
from learning.enums import PathwayState
from orgs.access.viewer import Viewer
from orgs.enums import UnitKind
from orgs.held import own_record
from orgs.panels import Waiting


def my_next_step(viewer: Viewer) -> dict[str, Any] | None:
    """The first open step of the person's own pathway; None when there is none to take."""
    record = own_record(viewer.person_id, viewer.here.id)
    if record is None:
        return None
    pathways = selectors.own_pathways(viewer.here.id, record.pk)
    active = next((p for p in pathways if p.state == PathwayState.ACTIVE), None)
    return {"pathway": active}


def offered_pathways(viewer: Viewer) -> dict[str, Any] | None:
    """The pathways that an overlay shares with its members; nothing at any other unit."""
    if viewer.here.kind != UnitKind.OVERLAY:
        return None
    return {"pathways": selectors.pathways_of(viewer.here.id, viewer.here.code, viewer.day)}


def without_pathway(viewer: Viewer) -> list[Waiting]:
    """How many people agreed to be successors and have no pathway yet; the Learning page names them."""
    announced = candidates.candidates(viewer.here.id, viewer.day)
    number = len(selectors.waiting(announced))
    if not number:
        return []
    who = "1 person agreed and has" if number == 1 else f"{number} people agreed and have"
    page = reverse("learning:overview", args=[viewer.here.code])
    return [Waiting(f"{who} no pathway yet", "Give a pathway", page)]


def conversations_to_answer(viewer: Viewer) -> list[Waiting]:
    """Proposals in the person's own career conversations that wait for her yes."""
    number = conversations.waiting_for(viewer, Side.PERSON)
    if not number:
        return []
    what = "1 career conversation waits" if number == 1 else f"{number} career conversations wait"
    page = reverse("learning:conversations", args=[viewer.here.code])
    return [Waiting(f"{what} for you to agree what it came to", "Answer", page)]


def proposals_wait(viewer: Viewer, staff_id: int) -> dict[str, Any] | None:  # noqa: ARG001  a section's
    """The same on "My development", where what waits for an answer stands first."""
    found = conversations_to_answer(viewer)
    return {"waiting": found} if found else None


def conversations_beside_me(viewer: Viewer) -> list[Waiting]:
    """Conversations that somebody asked the viewer for, and proposals that wait for her yes."""
    number = conversations.waiting_for(viewer, Side.OTHER)
    if not number:
        return []
    what = "1 career conversation waits" if number == 1 else f"{number} career conversations wait"
    page = reverse("learning:conversations", args=[viewer.here.code])
    return [Waiting(f"{what} for you", "Open", page)]
