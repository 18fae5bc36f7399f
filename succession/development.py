"""What a person has been told, on "My development"."""

from typing import Any

from orgs.access.viewer import Viewer
from succession import selectors


def what_i_was_told(viewer: Viewer, staff_id: int) -> dict[str, Any] | None:
    """The roles the person has been told of, or None."""
    found = selectors.told(viewer.here.id, staff_id)
    return {"told": found} if found else None
