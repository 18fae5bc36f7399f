"""The person's own pools on "My development"."""

from typing import Any

from orgs.access.viewer import Viewer
from talentpools import selectors


def my_pools(viewer: Viewer, staff_id: int) -> dict[str, Any] | None:
    """Open memberships, or None when there are none."""
    unit_id = viewer.here.id
    found = selectors.own_memberships(unit_id, staff_id)
    return {"memberships": found} if found else None
