"""What a person brought along from an earlier employer: hers to read, here as there."""

from dataclasses import dataclass
from typing import Any

from learning import selectors
from learning.in_view import PathwayInView
from learning.models import CompetencyAssessment
from orgs.access.viewer import Viewer
from orgs.models.people import StaffRecord


@dataclass(frozen=True)
class Carried:
    """One competency as it was last assessed elsewhere."""

    title: str
    level: str
    assessed_on: Any


def carried(viewer: Viewer, staff_id: int) -> dict[str, Any] | None:
    """Competencies and pathways of the viewer's records at other employers; None when there are none.

    The database shows these rows to nobody but her (``Floor.travels``).
    """
    if viewer.person_id is None:
        return None
    others = StaffRecord.objects.filter(person_id=viewer.person_id).exclude(pk=staff_id)
    records = list(others.order_by("-valid_from", "pk"))
    if not records:
        return None
    newest = (
        CompetencyAssessment.objects.filter(staff__in=records)
        .select_related("competency")
        .order_by("competency", "-assessed_on", "-pk")
        .distinct("competency")
    )
    competencies = [
        Carried(row.competency.title, row.get_level_display(), row.assessed_on)
        for row in sorted(newest, key=lambda row: (row.competency.sort, row.competency.title))
    ]
    pathways: list[PathwayInView] = [
        pathway
        for record in records
        for pathway in selectors.own_pathways(record.unit_id, record.pk)
    ]
    if not competencies and not pathways:
        return None
    return {"competencies": competencies, "pathways": pathways}
