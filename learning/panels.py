"""Home pages: the person's next step, and who waits for a pathway."""

from typing import Any

from django.urls import reverse

from learning import candidates, selectors
from learning.enums import PathwayState
from orgs.access.viewer import Viewer
from orgs.panels import Waiting


def my_next_step(viewer: Viewer) -> dict[str, Any] | None:
    """The first open step of the person's own pathway; None when there is none to take."""
    record = selectors.own_record(viewer.person_id, viewer.here.id)
    if record is None:
        return None
    pathways = selectors.own_pathways(viewer.here.id, record.pk)
    active = next((p for p in pathways if p.state == PathwayState.ACTIVE), None)
    return {"pathway": active}


def without_pathway(viewer: Viewer) -> list[Waiting]:
    """How many people agreed to be successors and have no pathway yet; the Learning page names them."""
    announced = candidates.candidates(viewer.here.id, viewer.day)
    number = len(selectors.waiting(announced))
    if not number:
        return []
    who = "1 person agreed and has" if number == 1 else f"{number} people agreed and have"
    page = reverse("learning:overview", args=[viewer.here.code])
    return [Waiting(f"{who} no pathway yet", "Give a pathway", page)]
