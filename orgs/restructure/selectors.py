"""Reading plans, and the authority over the units that they concern."""

from uuid import UUID

from django.db import connection
from django.db.models import Count, DateTimeField, Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404

from orgs.access.viewer import Viewer
from orgs.enums import PlanState
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgPlacement, OrgUnit

#: States of a change that was checked and is yet to be made.
WAITING = (PlanState.REHEARSED, PlanState.APPROVED)


def administered(viewer: Viewer) -> set[int]:  # noqa: ARG001  whose scope is open
    """Ids of the units whose place in the tree the viewer may change from the unit in the URL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.units('tree')")
        (ids,) = cursor.fetchone()
    return set(ids)


def administered_codes(viewer: Viewer) -> set[str]:
    """Codes of the units of :func:`administered`."""
    units = OrgUnit.objects.filter(id__in=administered(viewer))
    return set(units.values_list("code", flat=True))


def plans(viewer: Viewer) -> list[RestructurePlan]:
    """Changes drawn up at the unit in the URL, the latest day first."""
    return list(
        RestructurePlan.objects.filter(unit_id=viewer.here.id)
        .select_related("drafted_by", "first_approver", "second_approver")
        .order_by("-effective_on", "-id")
    )


def plan(viewer: Viewer, public_id: UUID) -> RestructurePlan:
    """One change at the unit in the URL; 404 when there is none.

    With ``told``, how many it was sent to, and ``outdated``: whether organisations have changed since
    it was checked, wherever, and it is yet to be made. What it says may then not hold; approving it asks
    exactly.
    """
    checked_at = Cast(KT("report__checked_at"), DateTimeField())
    later = OrgPlacement.objects.filter(recorded_at__gt=OuterRef("checked_at"))
    found = (
        RestructurePlan.objects.filter(unit_id=viewer.here.id, public_id=public_id)
        .select_related("unit", "drafted_by", "first_approver", "second_approver")
        .annotate(
            checked_at=checked_at,
            told=Count("notices"),
            outdated=Q(state__in=WAITING) & Exists(later),
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


def is_outdated(viewer: Viewer, of: RestructurePlan) -> bool:
    """Whether organisations have changed since a change was checked (``outdated`` of :func:`plan`)."""
    return bool(getattr(plan(viewer, of.public_id), "outdated", False))


def mergeable(viewer: Viewer) -> list[OrgUnit]:
    """Boards that the viewer may merge: open, below the unit in the URL, sorted by region and name."""
    ids = administered(viewer)
    return list(
        OrgUnit.objects.filter(Q(id__in=ids) & Q(parent_id__in=ids), type__code="icb", open=True)
        .select_related("parent")
        .order_by("parent__name", "name")
    )
