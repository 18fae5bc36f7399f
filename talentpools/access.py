"""What talent pools let a role do, inside the employer's wall, and the parts of the system at work."""

from orgs.access.actions import OWN_RECORD, Reach, action
from orgs.access.principals import principal
from orgs.access.roles import HISTORY, allow

VIEW_POOLS = action(
    "view_pools",
    family="pools",
    reach=Reach.EMPLOYER,
    label="see talent pools and their members",
    support=True,
)
MANAGE_POOLS = action(
    "manage_pools", family="pools", reach=Reach.EMPLOYER, label="run talent pools"
)

#: Writes what a person chooses: she can neither see how many places are taken nor write a membership.
#: ``positive`` is the family of positive-action memberships, which no role has.
CHOICE = principal(
    "system:pool_choice",
    "pools",
    "people",
    "positive",
    purpose="records what a person chooses about a talent pool, at their word",
)
#: Looks at every pool at night. "learning" is for the steps that are done, "defined" for the rule.
WATCH = principal(
    "system:pool_watch",
    "pools",
    "learning",
    "defined",
    purpose="tells the owner of a talent pool that it goes quiet, without a name",
)


def grant_actions() -> None:
    """Give the actions to the roles that hold them (DECISIONS 20)."""
    for role in ("cpo", "learning_lead"):
        allow(role, VIEW_POOLS, MANAGE_POOLS)
    allow(HISTORY, VIEW_POOLS)


__all__ = ["CHOICE", "MANAGE_POOLS", "OWN_RECORD", "VIEW_POOLS", "WATCH", "grant_actions"]
