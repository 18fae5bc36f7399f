"""The person's home page: her next step."""

from typing import Any

from learning import selectors
from learning.enums import PathwayState
from orgs.access.viewer import Viewer


def my_next_step(viewer: Viewer) -> dict[str, Any] | None:
    """The first open step of the person's own pathway; None when there is none to take."""
    record = selectors.own_record(viewer.person_id, viewer.here.id)
    if record is None:
        return None
    pathways = selectors.own_pathways(viewer.here.id, record.pk)
    active = next((p for p in pathways if p.state == PathwayState.ACTIVE), None)
    return {"pathway": active}
