"""What learning lets a role do, inside the employer's wall."""

from orgs.access.actions import OWN_RECORD, Reach, action
from orgs.access.roles import HISTORY, allow

VIEW_LEARNING = action(
    "view_learning",
    family="learning",
    reach=Reach.EMPLOYER,
    label="see who develops towards which role",
    support=True,
)
MANAGE_LEARNING = action(
    "manage_learning",
    family="learning",
    reach=Reach.EMPLOYER,
    label="assign pathways and record progress",
)


def grant_actions() -> None:
    """Give the actions to the roles that hold them (DECISIONS 20)."""
    for role in ("cpo", "learning_lead"):
        allow(role, VIEW_LEARNING, MANAGE_LEARNING)
    allow(HISTORY, VIEW_LEARNING)


__all__ = ["MANAGE_LEARNING", "OWN_RECORD", "VIEW_LEARNING", "grant_actions"]
