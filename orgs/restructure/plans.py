"""The row of a plan: locked, saved, and whose it is to change."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied

from orgs.access.actions import MANAGE_TREE
from orgs.access.viewer import UnitInView, Viewer
from orgs.enums import PlanState
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import operations as ops
from orgs.restructure.errors import OutdatedError, RestructureError
from orgs.restructure.operations import Tried
from orgs.restructure.rehearsal import beyond, concerned, lowest_home
from orgs.restructure.selectors import administered
from orgs.restructure.shape import Shape

#: So many organisations are named in a sentence.
_NAMED = 3
#: States in which what a plan says may still change.
CHANGEABLE = (PlanState.DRAFT, PlanState.REHEARSED)


def require_authority(viewer: Viewer, tried: Tried) -> None:
    """Raise ``PermissionDenied`` unless each unit concerned is in the viewer's tree set."""
    ids = {tried.before[code].id for code in concerned(tried)}
    if not viewer.may(MANAGE_TREE) or not ids <= administered(viewer):
        raise PermissionDenied


def require_home(home: UnitInView | OrgUnit, tried: Tried) -> None:
    """Raise :class:`RestructureError` when a change tells of organisations outside the unit at which it
    is drawn up: whoever administers that unit reads the whole change, and may cancel it.

    The authority of whoever draws it up is asked first.
    """
    own, others = beyond(tried, home.code)
    if own:
        where = tried.before[lowest_home(tried, home.code)].name
        raise RestructureError(
            f"This concerns {_names(tried, own)} too, outside {home.name}. Draw it up at {where}."
        )
    if others:
        raise RestructureError(
            f"Between its days another change concerns {_names(tried, others)}, outside {home.name}. "
            "Draw up what happens on each day as a change of its own."
        )


def _names(tried: Tried, codes: set[str]) -> str:
    """The first of them by name, and how many more there are; of what the change opens only where it opens."""
    known = {**tried.after.nodes, **tried.before.nodes}
    there = {code for code in codes if code in tried.before} or codes
    found = sorted(known[code].name for code in there if code in known)
    shown, left = found[:_NAMED], len(found) - _NAMED
    if left > 0:
        return f"{', '.join(shown)} and {left} more"
    return " and ".join(each for each in (", ".join(shown[:-1]), *shown[-1:]) if each)


def require_own(viewer: Viewer, plan: RestructurePlan) -> None:
    """Raise ``PermissionDenied`` unless the unit at which a plan was drawn up is in her tree set."""
    if not viewer.may(MANAGE_TREE) or plan.unit_id not in administered(viewer):
        raise PermissionDenied


def require_ahead(viewer: Viewer, day: dt.date, *, recorded_late: bool) -> None:
    """Raise :class:`RestructureError` for a day that has passed, unless it is recorded late."""
    if day < viewer.day and not recorded_late:
        raise RestructureError("The day must be today or later: what has been is not rewritten.")


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


def rehearsed_codes(plan: RestructurePlan) -> set[str]:
    """Codes of the organisations that a plan's steps name, as it was last rehearsed."""
    steps = plan.report.get("rehearsal", {}).get("steps", [])
    named = {step[key] for step in steps for key in ("code", "into") if step.get(key)}
    return named | {code for step in steps for code in step.get("also", ())}


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
