"""What learning hands over when an employer closes: assessments, and pathways with their progress."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from learning.enums import PathwayState
from learning.models import CompetencyAssessment, PathwayAssignment, StepProgress
from orgs.access.principals import Principal
from orgs.models.people import StaffRecord
from orgs.restructure.transfers import Transfer, transfers

_OPEN = (PathwayState.PREPARED, PathwayState.ACTIVE)


def continued_id(public_id: uuid.UUID, successor: int) -> uuid.UUID:
    """The public id under which a row continues at its successor.

    It follows from the old one, so that what points at a row by its public id (a pathway at its
    nomination) finds the continuing one without asking the app above.
    """
    return uuid.uuid5(public_id, str(successor))


def staff_there(closing: int, successor: int) -> dict[int, int]:
    """Ids of staff records at the closing employer and of the same people's at its successor."""
    there = dict(StaffRecord.objects.filter(unit_id=successor).values_list("person_id", "id"))
    here = StaffRecord.objects.filter(unit_id=closing).values_list("id", "person_id")
    return {old: there[person] for old, person in here if person in there}


def _assessments(unit_id: int) -> QuerySet[CompetencyAssessment]:
    return CompetencyAssessment.objects.filter(unit_id=unit_id, continued_by=None)


def count_assessments(unit_id: int, day: dt.date) -> int:
    return _assessments(unit_id).filter(assessed_on__lt=day).count()


def move_assessments(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """An assessment is of a day and does not end; the successor gets it with a link."""
    staff = staff_there(closing, successor)
    fresh = [
        CompetencyAssessment(
            unit_id=successor,
            staff_id=staff[old.staff_id],
            competency_id=old.competency_id,
            level=old.level,
            assessed_on=old.assessed_on,
            continues=old,
        )
        for old in _assessments(closing).filter(assessed_on__lt=day).order_by("id")
        if old.staff_id in staff
    ]
    CompetencyAssessment.objects.bulk_create(fresh)
    return 0, len(fresh)


def _pathways(unit_id: int) -> QuerySet[PathwayAssignment]:
    return PathwayAssignment.objects.filter(unit_id=unit_id, state__in=_OPEN)


def count_pathways(unit_id: int, day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _pathways(unit_id).count()


def move_pathways(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Open pathways end and continue with their progress; one that the person has there already ends."""
    staff = staff_there(closing, successor)
    there = set(_pathways(successor).values_list("staff_id", "pathway_id", "state"))
    old = list(_pathways(closing).order_by("id"))
    fresh = []
    for row in old:
        key = (staff.get(row.staff_id, 0), row.pathway_id, row.state)
        if key[0] and (row.state == PathwayState.PREPARED or key not in there):
            there.add(key)
            fresh.append(_continued(row, key[0], successor))
        row.state = PathwayState.WITHDRAWN
        row.ended_on = max(day, row.started_on or day)
        row.version += 1
    PathwayAssignment.objects.bulk_update(old, ["state", "ended_on", "version"], batch_size=500)
    PathwayAssignment.objects.bulk_create(fresh)
    return len(old), len(fresh) + _move_progress(fresh, successor)


def _continued(row: PathwayAssignment, staff_id: int, successor: int) -> PathwayAssignment:
    return PathwayAssignment(
        public_id=continued_id(row.public_id, successor),
        unit_id=successor,
        staff_id=staff_id,
        pathway_id=row.pathway_id,
        state=row.state,
        source=row.source,
        source_id=continued_id(row.source_id, successor) if row.source_id else None,
        prepared_on=row.prepared_on,
        prepared_by_id=row.prepared_by_id,
        started_on=row.started_on,
        continues=row,
    )


def _move_progress(fresh: Iterable[PathwayAssignment], successor: int) -> int:
    """Progress is a fact of a pathway: it is copied to the continuing one."""
    there = {row.continues_id: row.pk for row in fresh}
    copies = [
        StepProgress(
            unit_id=successor,
            assignment_id=there[old.assignment_id],
            step_id=old.step_id,
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
        ),
        Transfer(
            "pathways",
            "Pathways and their progress",
            31,
            people=True,
            count=count_pathways,
            move=move_pathways,
        ),
    ):
        transfers.add(each.key, each)
