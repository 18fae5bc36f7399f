"""What a person has been told, on "My development"."""

from typing import Any

from orgs.access.viewer import Viewer
from succession import selectors
from succession.enums import Disclosure
from succession.selectors import Told


def _told(viewer: Viewer, staff_id: int) -> list[Told]:
    """Here, and at other employers that she let name her; read once for a page."""
    if "told" not in viewer.extra:
        here = selectors.told(viewer.here.id, staff_id)
        viewer.extra["told"] = [*here, *selectors.told_elsewhere(viewer.person_id)]
    read: list[Told] = viewer.extra["told"]
    return read


def what_waits_for_me(viewer: Viewer, staff_id: int) -> dict[str, Any] | None:
    """The roles that the person was told of and has not answered yet, or None."""
    told = _told(viewer, staff_id)
    found = [each for each in told if each.disclosure == Disclosure.TOLD]
    return {"told": found, "towards": [each.title for each in found]} if found else None


def what_i_was_told(viewer: Viewer, staff_id: int) -> dict[str, Any] | None:
    """The roles that the person was told of and agreed to, or None."""
    told = _told(viewer, staff_id)
    found = [each for each in told if each.disclosure == Disclosure.AGREED]
    return {"told": found, "towards": [each.title for each in found]} if found else None
