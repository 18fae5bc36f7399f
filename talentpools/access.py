"""What talent pools let a role do, inside the employer's wall."""

from orgs.access.actions import Reach, action
from orgs.access.roles import allow

VIEW_POOLS = action(
    "view_pools", family="pools", reach=Reach.EMPLOYER, label="see talent pools and their members"
)
MANAGE_POOLS = action(
    "manage_pools", family="pools", reach=Reach.EMPLOYER, label="run talent pools"
)


def grant_actions() -> None:
    """Give the actions to the roles that hold them (DECISIONS 20)."""
    for role in ("cpo", "learning_lead"):
        allow(role, VIEW_POOLS, MANAGE_POOLS)
