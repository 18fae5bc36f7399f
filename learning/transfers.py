"""What learning hands over when an employer closes: assessments, and pathways with their progress."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from learning.enums import PathwayState
from learning.models import CompetencyAssessment, PathwayAssignment, StepProgress
from orgs.access.principals import Principal
from orgs.restructure.handover import Place, staff_there
from orgs.restructure.transfers import Heirs, Transfer, transfers

_OPEN = (PathwayState.PREPARED, PathwayState.ACTIVE)


def continued_id(public_id: uuid.UUID, successor: int) -> uuid.UUID:
    """The public id under which a row continues at its successor.

    It follows from the old one, so that what points at a row by its public id (a pathway at its
    nomination) finds the continuing one without asking the app above.
    """
    return uuid.uuid5(public_id, str(successor))


def _assessments(unit_id: int) -> QuerySet[CompetencyAssessment]:
    return CompetencyAssessment.objects.filter(unit_id=unit_id, continued_by=None)


def count_assessments(unit_id: int, day: dt.date) -> int:
    return _assessments(unit_id).filter(assessed_on__lt=day).count()


def move_assessments(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """An assessment is of a day and does not end; where the person goes gets it with a link."""
    staff = staff_there(heirs)
    fresh = [
        CompetencyAssessment(
            unit_id=staff[old.staff_id][0],
            staff_id=staff[old.staff_id][1],
            competency_id=old.competency_id,
            level=old.level,
            assessed_on=old.assessed_on,
            continues=old,
        )
        for old in _assessments(heirs.closing).filter(assessed_on__lt=day).order_by("id")
        if old.staff_id in staff
    ]
    CompetencyAssessment.objects.bulk_create(fresh)
    return 0, len(fresh)


def _pathways(unit_id: int) -> QuerySet[PathwayAssignment]:
    return PathwayAssignment.objects.filter(unit_id=unit_id, state__in=_OPEN)


def count_pathways(unit_id: int, day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _pathways(unit_id).count()


def move_pathways(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Open pathways end and continue with their progress; one that the person has there already ends."""
    staff = staff_there(heirs)
    open_there = PathwayAssignment.objects.filter(unit_id__in=heirs.everyone, state__in=_OPEN)
    there = set(open_there.values_list("staff_id", "key", "state"))
    old = list(_pathways(heirs.closing).order_by("id"))
    fresh = []
    for row in old:
        if row.staff_id in staff:
            place = staff[row.staff_id]
            key = (place[1], row.key, row.state)
            if row.state == PathwayState.PREPARED or key not in there:
                there.add(key)
                fresh.append(_continued(row, place))
        row.state = PathwayState.WITHDRAWN
        row.ended_on = max(day, row.started_on or day)
        row.version += 1
    PathwayAssignment.objects.bulk_update(old, ["state", "ended_on", "version"], batch_size=500)
    PathwayAssignment.objects.bulk_create(fresh)
    return len(old), len(fresh) + _move_progress(fresh)


def _continued(row: PathwayAssignment, place: Place) -> PathwayAssignment:
    unit_id, staff_id = place
    return PathwayAssignment(
        public_id=continued_id(row.public_id, unit_id),
        unit_id=unit_id,
        staff_id=staff_id,
        key=row.key,
        title=row.title,
        role_code=row.role_code,
        steps=row.steps,
        state=row.state,
        source=row.source,
        source_id=continued_id(row.source_id, unit_id) if row.source_id else None,
        prepared_on=row.prepared_on,
        prepared_by_id=row.prepared_by_id,
        started_on=row.started_on,
        continues=row,
    )


def _move_progress(fresh: Iterable[PathwayAssignment]) -> int:
    """Progress is a fact of a pathway: it is copied to the continuing one."""
    there = {row.continues_id: row for row in fresh}
    copies = [
        StepProgress(
            unit_id=there[old.assignment_id].unit_id,
            assignment_id=there[old.assignment_id].pk,
            step_key=old.step_key,
            state=old.state,
            done_on=old.done_on,
        )
        for old in StepProgress.objects.filter(assignment__in=there).order_by("id")
    ]
    StepProgress.objects.bulk_create(copies)
    return len(copies)


def register() -> None:
    """Offer the transfers; staff records come before them."""
    for each in (
        Transfer(
            "assessments",
            "Competency assessments",
            30,
            people=True,
            count=count_assessments,
            move=move_assessments,
            tables=("learning.CompetencyAssessment",),
        ),
        Transfer(
            "pathways",
            "Pathways and their progress",
            31,
            people=True,
            count=count_pathways,
            move=move_pathways,
            tables=("learning.PathwayAssignment", "learning.StepProgress"),
            left=count_pathways,
        ),
    ):
        transfers.add(each.key, each)
