"""Drawing up a change operation by operation, before it is checked: a plan that is a draft."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit
from orgs.access.actions import MANAGE_TREE
from orgs.access.viewer import Viewer
from orgs.enums import PlanState
from orgs.models.restructure import RestructurePlan
from orgs.restructure import operations as ops
from orgs.restructure.errors import RestructureError
from orgs.restructure.operations import Dated, Tried
from orgs.restructure.plans import (
    CHANGEABLE,
    lock_plan,
    require_ahead,
    require_authority,
    require_home,
    require_own,
    save_plan,
)
from orgs.restructure.shape import Shape

#: More than the largest reorganisation needs, and few enough for a page.
MOST = 400


@transaction.atomic
def start_draft(
    *,
    viewer: Viewer,
    title: str,
    on: dt.date,
    recorded_late: bool = False,
    undoes: RestructurePlan | None = None,
) -> RestructurePlan:
    """Begin a plan without operations; `on` is the day that the page proposes for each.

    Raises:
        PermissionDenied: the viewer changes nothing here.
        RestructureError: a day that has passed and is not said to be recorded late.
    """
    if not viewer.may(MANAGE_TREE):
        raise PermissionDenied
    require_ahead(viewer, on, recorded_late=recorded_late)
    plan = RestructurePlan.objects.create(
        unit_id=viewer.here.id,
        title=title,
        effective_on=on,
        recorded_late=recorded_late,
        undoes=undoes,
        drafted_by_id=viewer.user_id,
    )
    audit.record(viewer, "restructure.drafted", unit_id=plan.unit_id, about=plan, on=on.isoformat())
    return plan


@transaction.atomic
def add_operations(
    *, viewer: Viewer, plan: RestructurePlan, added: Sequence[Dated], version: int
) -> RestructurePlan:
    """Add operations to a plan; one that has been checked is a draft again, without approvals.

    Raises:
        RestructureError: with a sentence for each thing that may not be; nothing is stored.
        OutdatedError: somebody else changed the plan.
        PermissionDenied: a unit concerned is not the viewer's to move.
    """
    plan = lock_plan(plan, *CHANGEABLE, version=version)
    now = [*ops.read(plan.operations), *added]
    if len(now) > MOST:
        raise RestructureError(f"One plan holds at most {MOST} changes.")
    first = min(each.on for each in added)
    require_ahead(viewer, first, recorded_late=plan.recorded_late)
    return _store(viewer, plan, now)


@transaction.atomic
def remove_operation(
    *, viewer: Viewer, plan: RestructurePlan, at: int, version: int
) -> RestructurePlan:
    """Take one operation out of a plan, by its place from 0. Raises as :func:`add_operations`."""
    plan = lock_plan(plan, *CHANGEABLE, version=version)
    now = ops.read(plan.operations)
    if not 0 <= at < len(now):
        raise RestructureError("There is no such change in the list.")
    del now[at]
    return _store(viewer, plan, now)


def _store(viewer: Viewer, plan: RestructurePlan, now: list[Dated]) -> RestructurePlan:
    require_own(viewer, plan)
    if now:
        tried = ops.try_out(now, Shape.of_day)
        if tried.faults:
            raise RestructureError(*tried.faults)
        require_authority(viewer, tried)
        require_home(plan.unit, tried)
    save_plan(
        plan,
        operations=ops.write(now),
        effective_on=min((each.on for each in now), default=plan.effective_on),
        state=PlanState.DRAFT,
        report={},
        decisions={},
        first_approver_id=None,
    )
    audit.record(viewer, "restructure.listed", unit_id=plan.unit_id, about=plan, changes=len(now))
    return plan


def tried_so_far(plan: RestructurePlan) -> Tried | None:
    """What a plan's operations come to on the tree as it is; None while there are none."""
    now = ops.read(plan.operations)
    return ops.try_out(now, Shape.of_day) if now else None
