"""Reading plans, and the authority over the units that they concern."""

from uuid import UUID

from django.db import connection
from django.db.models import Count, Q
from django.http import Http404

from orgs.access.viewer import Viewer
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit


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
    """One change at the unit in the URL, with ``told``: how many it was sent to; 404 when there is none."""
    found = (
        RestructurePlan.objects.filter(unit_id=viewer.here.id, public_id=public_id)
        .select_related("unit", "drafted_by", "first_approver", "second_approver")
        .annotate(told=Count("notices"))
        .first()
    )
    if found is None:
        raise Http404
    return found


def mergeable(viewer: Viewer) -> list[OrgUnit]:
    """Boards that the viewer may merge: open, below the unit in the URL, sorted by region and name."""
    ids = administered(viewer)
    return list(
        OrgUnit.objects.filter(Q(id__in=ids) & Q(parent_id__in=ids), type__code="icb", open=True)
        .select_related("parent")
        .order_by("parent__name", "name")
    )
