"""What learning hands over when an employer closes: assessments, and pathways with their progress."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db.models import F, QuerySet

from learning.enums import PathwayState
from learning.models import CompetencyAssessment, PathwayAssignment, StepProgress
from orgs.access.principals import Principal
from orgs.restructure.continuing import Place, begin, from_day
from orgs.restructure.handover import staff_there
from orgs.restructure.transfers import Handover, Transfer, transfers

_OPEN = (PathwayState.PREPARED, PathwayState.ACTIVE)


def continued_id(public_id: uuid.UUID, successor: int) -> uuid.UUID:
    """The public id under which a row continues at its successor.

    It follows from the old one, so that what points at a row by its public id (a pathway at its
    nomination) finds the continuing one without asking the app above.
    """
    return uuid.uuid5(public_id, str(successor))


def _assessments(units: Sequence[int]) -> QuerySet[CompetencyAssessment]:
    return CompetencyAssessment.objects.filter(unit_id__in=units, continued_by=None)


def count_assessments(units: Sequence[int], day: dt.date) -> int:
    return _assessments(units).filter(assessed_on__lt=day).count()


def move_assessments(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """An assessment is of a day and does not end; where the person goes gets it with a link."""
    rows = _assessments(handover.closing).filter(assessed_on__lt=day)
    return 0, begin(rows, along=staff_there(handover), continues=F("pk"))


def _pathways(units: Sequence[int]) -> QuerySet[PathwayAssignment]:
    return PathwayAssignment.objects.filter(unit_id__in=units, state__in=_OPEN)


def count_pathways(units: Sequence[int], day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _pathways(units).count()


def move_pathways(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Open pathways end and continue with their progress; one that the person has there already ends."""
    staff = staff_there(handover)
    open_there = _pathways(handover.everyone)
    there = set(open_there.values_list("staff_id", "key", "state"))
    rows = _pathways(handover.closing)
    fresh = []
    for row in rows.order_by("id"):
        if row.staff_id in staff:
            place = staff[row.staff_id]
            key = (place[1], row.key, row.state)
            if row.state == PathwayState.PREPARED or key not in there:
                there.add(key)
                fresh.append(_continued(row, place))
    ended = rows.update(
        state=PathwayState.WITHDRAWN, ended_on=from_day("started_on", day), version=F("version") + 1
    )
    PathwayAssignment.objects.bulk_create(fresh)
    return ended, len(fresh) + _move_progress(fresh)


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
    rows = StepProgress.objects.filter(assignment__in=[row.continues_id for row in fresh])
    return begin(
        rows.order_by("pk"),
        unit=F("assignment__continued_by__unit"),
        assignment=F("assignment__continued_by"),
    )


def register() -> None:
    """Offer the transfers; staff records come before them."""
    for each in (
        Transfer(
            "assessments",
            "Competency assessments",
            30,
            count=count_assessments,
            move=move_assessments,
            tables=("learning.CompetencyAssessment",),
        ),
        Transfer(
            "pathways",
            "Pathways and their progress",
            31,
            count=count_pathways,
            move=move_pathways,
            tables=("learning.PathwayAssignment", "learning.StepProgress"),
            left=count_pathways,
        ),
    ):
        transfers.add(each.key, each)
