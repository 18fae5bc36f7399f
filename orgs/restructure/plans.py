"""The row of a plan: locked, saved, and whose it is to change."""

from typing import Any

from django.core.exceptions import PermissionDenied

from orgs.access.actions import MANAGE_TREE
from orgs.access.viewer import Viewer
from orgs.enums import PlanState
from orgs.models.restructure import RestructurePlan
from orgs.restructure import operations as ops
from orgs.restructure.errors import OutdatedError
from orgs.restructure.operations import Tried
from orgs.restructure.rehearsal import concerned
from orgs.restructure.selectors import administered
from orgs.restructure.shape import Shape

#: States in which what a plan says may still change.
CHANGEABLE = (PlanState.DRAFT, PlanState.REHEARSED)


def require_authority(viewer: Viewer, tried: Tried) -> None:
    """Raise ``PermissionDenied`` unless each unit concerned is in the viewer's tree set."""
    ids = {tried.before[code].id for code in concerned(tried)}
    if not viewer.may(MANAGE_TREE) or not ids <= administered(viewer):
        raise PermissionDenied


def lock_plan(
    plan: RestructurePlan, *states: PlanState, version: int | None = None
) -> RestructurePlan:
    """The plan's row, locked and in one of `states`; :class:`OutdatedError` otherwise."""
    fresh = RestructurePlan.objects.select_for_update().get(pk=plan.pk)
    if version is not None and fresh.version != version:
        raise OutdatedError("Somebody else has changed this in the meantime. Look at it again.")
    if fresh.state not in states:
        raise OutdatedError(f"This change is {PlanState(fresh.state).label.lower()} already.")
    return fresh


def source_of(plan: RestructurePlan) -> str:
    """What the placements that a plan made, and ended, say of where they come from."""
    return f"Restructure {plan.public_id}"


def save_plan(plan: RestructurePlan, **values: Any) -> RestructurePlan:
    """Store values of a plan that is locked; its version rises."""
    for name, value in values.items():
        setattr(plan, name, value)
    plan.version += 1
    plan.save(update_fields=[*values, "version"])
    return plan


def require_plan_authority(viewer: Viewer, plan: RestructurePlan) -> Tried:
    """As :func:`require_authority`, for what a plan says on the tree of today; what it comes to."""
    tried = ops.try_out(ops.read(plan.operations), Shape.of_day)
    require_authority(viewer, tried)
    return tried
