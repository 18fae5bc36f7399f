"""Reading proposals of a nation, and when its tree was compared last."""

from uuid import UUID

from orgs.access.viewer import Viewer
from orgs.enums import ProposalState
from orgs.models.proposals import OdsCheck, OdsProposal
from orgs.models.units import OrgUnit, OrgUnitType


def at_the_top(viewer: Viewer) -> bool:
    """Whether the unit of the page is the nation: proposals are about its whole tree."""
    return viewer.here.kind == "tree" and not viewer.above


def proposals(unit_id: int, *, limit: int = 20) -> list[OdsProposal]:
    """The newest proposals at a unit."""
    rows = OdsProposal.objects.filter(unit_id=unit_id).select_related(
        "made_by", "ended_by", "change"
    )
    return list(rows.order_by("-made_at", "-id")[:limit])


def proposal(unit_id: int, public_id: UUID) -> OdsProposal | None:
    """One proposal at a unit."""
    rows = OdsProposal.objects.filter(unit_id=unit_id, public_id=public_id)
    return rows.select_related("made_by", "ended_by", "change").first()


def waiting(unit_id: int) -> OdsProposal | None:
    """The proposal at a unit that nobody has dealt with."""
    return OdsProposal.objects.filter(unit_id=unit_id, state=ProposalState.NEW).first()


def last_check(unit_id: int) -> OdsCheck | None:
    """When the system compared the tree last; None when it never did."""
    return OdsCheck.objects.filter(unit_id=unit_id).first()


def names(codes: set[str]) -> dict[str, str]:
    """What organisations are called today, by code."""
    return dict(OrgUnit.objects.filter(code__in=codes).values_list("code", "name"))


def type_labels() -> dict[str, str]:
    """What types of organisations are called, by code."""
    return dict(OrgUnitType.objects.values_list("code", "label"))
