"""The person's own pools on "My development"."""

from typing import Any

from orgs.access.viewer import Viewer
from talentpools import selectors
from talentpools.enums import MembershipStatus


def my_pools(viewer: Viewer, staff_id: int) -> dict[str, Any] | None:
    """Open memberships and pools to come to, or None when there are neither.

    A positive-action pool that she is in is not named here, where somebody may look over her
    shoulder; it stands on the page of her pools.
    """
    unit_id = viewer.here.id
    found = selectors.own_memberships(unit_id, staff_id)
    to_come = len(selectors.open_pools(unit_id, viewer.day))
    if not found and not to_come:
        return None
    waiting = (MembershipStatus.INVITED, MembershipStatus.ASSESSED_IN)
    return {
        "memberships": found,
        "open": to_come,
        "asked": any(each.status in waiting for each in found),
    }
