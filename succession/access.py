"""What succession lets a role do. Both actions stay inside the employer's wall."""

from django.core.exceptions import PermissionDenied

from orgs.access.actions import OWN_RECORD, READ_PACKS, Reach, action
from orgs.access.principals import principal
from orgs.access.roles import HISTORY, allow
from orgs.access.viewer import Viewer

VIEW_SUCCESSION = action(
    "view_succession",
    family="succession",
    reach=Reach.EMPLOYER,
    label="see the succession plan and who is named",
    support=True,
)
MANAGE_SUCCESSION = action(
    "manage_succession",
    family="succession",
    reach=Reach.EMPLOYER,
    label="name successors and judge readiness and risk",
)

#: Opens what was prepared at the moment the person agrees: she may not see it before, so she cannot
#: open it herself.
AGREEMENT = principal(
    "system:agreement",
    "succession",
    "learning",
    "pools",
    "people",
    purpose="records a person's answer to a nomination and opens what was prepared for them",
)

#: Writes a signature at the signer's word: she sees the paper that she signs, and no post or holder.
SIGNING = principal(
    "system:signing",
    "succession",
    "people",
    purpose="records who signed a succession plan or sent it back, and signs the plan off when all have",
)
#: Makes the board packs that were asked for.
PACKS = principal(
    "system:packs",
    "succession",
    purpose="makes the board packs of succession plans as PDFs",
)
#: Deletes spreadsheets that nobody applied.
PLAN_SHEETS = principal(
    "system:plan_sheets",
    "succession",
    purpose="deletes spreadsheets of succession plans that were uploaded and have expired",
)


def grant_actions() -> None:
    """Give the actions to the roles that hold them (DECISIONS 20)."""
    allow("cpo", VIEW_SUCCESSION, MANAGE_SUCCESSION)
    allow(HISTORY, VIEW_SUCCESSION)


__all__ = [
    "AGREEMENT",
    "MANAGE_SUCCESSION",
    "OWN_RECORD",
    "PACKS",
    "PLAN_SHEETS",
    "READ_PACKS",
    "SIGNING",
    "VIEW_SUCCESSION",
    "grant_actions",
]


def must_manage(viewer: Viewer) -> None:
    """Raise PermissionDenied unless the viewer may manage succession at the unit in the URL."""
    if not viewer.may(MANAGE_SUCCESSION):
        raise PermissionDenied
