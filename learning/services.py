"""Acts on pathways. Preparing keeps a pathway inside the succession circle; opening makes it the person's."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from learning.access import MANAGE_LEARNING, OWN_RECORD
from learning.enums import PathwayState, Source, StepState
from learning.models import PathwayAssignment, StepProgress
from learning.newer import taken_up
from learning.pathways import Pathway, pathways
from learning.selectors import prepared_for
from orgs import audit
from orgs.access.viewer import Viewer
from orgs.audit import Actor
from orgs.models.people import StaffRecord


class PathwayError(ValueError):
    """Something that cannot be done with a pathway, said in a sentence."""


@transaction.atomic
def prepare_pathway(
    *, actor: Actor, unit_id: int, staff_id: int, pathway: Pathway, source_id: UUID, day: dt.date
) -> PathwayAssignment:
    """Prepare a pathway for somebody who is named: closed to learning and to the person.

    Returns what is there when the person already has this pathway, prepared or under way.
    """
    mine = PathwayAssignment.objects.filter(staff_id=staff_id, key=pathway.key)
    if under_way := mine.filter(state=PathwayState.ACTIVE).first():
        return under_way
    made, new = PathwayAssignment.objects.get_or_create(
        staff_id=staff_id,
        key=pathway.key,
        state=PathwayState.PREPARED,
        source_id=source_id,
        defaults={
            **pathway.copy,
            "unit_id": unit_id,
            "source": Source.NOMINATION,
            "prepared_on": day,
            "prepared_by_id": actor.user_id if isinstance(actor, Viewer) else None,
        },
    )
    if new:
        audit.record(actor, "pathway.prepared", unit_id=unit_id, about=made, pathway=pathway.key)
    return made


@transaction.atomic
def open_prepared(*, actor: Actor, unit_id: int, source_id: UUID, day: dt.date) -> int:
    """Open what was prepared for a nomination: from `day` it is the person's, with every step.

    Who is on the same pathway by now stays as she is, and the prepared row is withdrawn.
    """
    rows = list(prepared_for(source_id).filter(unit_id=unit_id).select_for_update())
    for row in rows:
        same = PathwayAssignment.objects.filter(staff_id=row.staff_id, key=row.key)
        if same.filter(state=PathwayState.ACTIVE).exists():
            _withdraw(row, day)
            continue
        row.state = PathwayState.ACTIVE
        row.started_on = day
        row.version += 1
        row.save(update_fields=["state", "started_on", "version"])
        _begin_steps(row)
        audit.record(actor, "pathway.opened", unit_id=unit_id, about=row)
    return len(rows)


@transaction.atomic
def withdraw_prepared(*, actor: Actor, unit_id: int, source_id: UUID, day: dt.date) -> int:
    """Take back what was prepared and never opened; what the person has stays theirs."""
    rows = list(prepared_for(source_id).filter(unit_id=unit_id).select_for_update())
    for row in rows:
        _withdraw(row, day)
        audit.record(actor, "pathway.withdrawn", unit_id=unit_id, about=row)
    return len(rows)


def _withdraw(row: PathwayAssignment, day: dt.date) -> None:
    row.state = PathwayState.WITHDRAWN
    row.ended_on = day
    row.version += 1
    row.save(update_fields=["state", "ended_on", "version"])


@transaction.atomic
def assign_pathway(*, viewer: Viewer, staff: StaffRecord, pathway: Pathway) -> PathwayAssignment:
    """Give a person a pathway that opens at once.

    Raises:
        PermissionDenied: without the right to manage learning here.
        PathwayError: the person is on this pathway already.
    """
    if not viewer.may(MANAGE_LEARNING):
        raise PermissionDenied
    open_rows = PathwayAssignment.objects.filter(staff=staff, key=pathway.key)
    if open_rows.filter(state=PathwayState.ACTIVE).exists():
        raise PathwayError(f"{staff.name} is on this pathway already")
    made = PathwayAssignment.objects.create(
        unit_id=staff.unit_id,
        staff=staff,
        **pathway.copy,
        state=PathwayState.ACTIVE,
        source=Source.LEARNING,
        prepared_on=viewer.day,
        prepared_by_id=viewer.user_id,
        started_on=viewer.day,
    )
    _begin_steps(made)
    audit.record(viewer, "pathway.assigned", unit_id=staff.unit_id, about=made, pathway=pathway.key)
    return made


def _begin_steps(assignment: PathwayAssignment) -> None:
    """A row of progress for each step that has none yet."""
    have = set(assignment.progress.values_list("step_key", flat=True))
    StepProgress.objects.bulk_create(
        [
            StepProgress(unit_id=assignment.unit_id, assignment=assignment, step_key=step["key"])
            for step in assignment.steps
            if step["key"] not in have
        ]
    )


@transaction.atomic
def take_up(*, viewer: Viewer, assignment: PathwayAssignment, digest: str) -> PathwayAssignment:
    """Take up what is in effect now instead of the copy: by the person, or by learning people.

    Steps that are in both keep their progress, and what she has done stays hers where the pathway no
    longer has it. `digest` is of the content that was shown.

    Raises:
        PermissionDenied: neither the person nor somebody who may manage learning here.
        PathwayError: the pathway is not under way, or something else is in effect by now.
    """
    _must_be_hers(viewer, assignment)
    row = PathwayAssignment.objects.select_for_update().get(pk=assignment.pk)
    now = pathways(viewer.here.id, viewer.day).of_key(row.key)
    if row.state != PathwayState.ACTIVE:
        raise PathwayError("This pathway is not under way")
    if now is None or now.digest != digest:
        raise PathwayError("The pathway has changed again: look at what is new and try again")
    done = row.progress.filter(state=StepState.DONE).values_list("step_key", flat=True)
    row.steps = taken_up(row.steps, set(done), now)
    row.title, row.role_code = now.title, now.role_code
    row.version += 1
    row.save(update_fields=["title", "role_code", "steps", "version"])
    _begin_steps(row)
    _settle(row, viewer.day)
    audit.record(viewer, "pathway.taken_up", unit_id=row.unit_id, about=row, pathway=row.key)
    return row


def _must_be_hers(viewer: Viewer, assignment: PathwayAssignment) -> bool:
    """Whether it is the viewer's own; refused unless it is, or she may manage learning here."""
    own = viewer.may(OWN_RECORD) and assignment.staff.person_id == viewer.person_id
    if not own and not viewer.may(MANAGE_LEARNING):
        raise PermissionDenied
    return own


@transaction.atomic
def record_step(
    *, viewer: Viewer, assignment: PathwayAssignment, step: StepProgress, state: str
) -> StepProgress:
    """Set how far a person is with a step: by the person on her own pathway, or by learning people.

    The pathway is completed with its last step, and under way again when a step is taken back.

    Raises:
        PermissionDenied: neither the person nor somebody who may manage learning here.
        PathwayError: the pathway is not under way, or the step is not one of it.
    """
    own = _must_be_hers(viewer, assignment)
    if assignment.state not in (PathwayState.ACTIVE, PathwayState.COMPLETED):
        raise PathwayError("This pathway is not under way")
    if step.assignment_id != assignment.pk:
        raise PathwayError("This step belongs to another pathway")
    step.state = state
    step.done_on = viewer.day if state == StepState.DONE else None
    step.save(update_fields=["state", "done_on"])
    _settle(assignment, viewer.day)
    audit.record(
        viewer,
        "pathway.step",
        unit_id=assignment.unit_id,
        about=step,
        state=state,
        by="person" if own else "learning",
    )
    return step


def _settle(assignment: PathwayAssignment, day: dt.date) -> None:
    """Complete the pathway with its last step, or take it up again."""
    done = assignment.progress.filter(state=StepState.DONE).count()
    complete = done >= len(assignment.steps)
    state = PathwayState.COMPLETED if complete else PathwayState.ACTIVE
    if state != assignment.state:
        assignment.state = state
        assignment.ended_on = day if complete else None
        assignment.version += 1
        assignment.save(update_fields=["state", "ended_on", "version"])
