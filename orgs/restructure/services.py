"""Drawing up, rehearsing, approving and applying a change of the hierarchy.

Each needs ``MANAGE_TREE`` at the unit in the URL, and every unit concerned must be in the viewer's
own set of the tree. Two people approve; who draws up may be one of them, never both.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit, clock, tree
from orgs.access.actions import MANAGE_TREE
from orgs.access.grants import independent
from orgs.access.viewer import Viewer
from orgs.enums import PlanState
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import lists, reach
from orgs.restructure import operations as ops
from orgs.restructure.applying import carry_out
from orgs.restructure.errors import OutdatedError, RestructureError
from orgs.restructure.operations import Operation, Tried
from orgs.restructure.rehearsal import concerned, rehearse_operations
from orgs.restructure.selectors import administered
from orgs.restructure.shape import Shape

_CHANGEABLE = (PlanState.DRAFT, PlanState.REHEARSED)


def _require_authority(viewer: Viewer, tried: Tried) -> None:
    """Raise ``PermissionDenied`` unless each unit concerned is in the viewer's tree set."""
    ids = {tried.before[code].id for code in concerned(tried)}
    if not viewer.may(MANAGE_TREE) or not ids <= administered(viewer):
        raise PermissionDenied


def _locked_plan(
    plan: RestructurePlan, *states: PlanState, version: int | None = None
) -> RestructurePlan:
    """The plan's row, locked and in one of `states`; :class:`OutdatedError` otherwise."""
    fresh = RestructurePlan.objects.select_for_update().get(pk=plan.pk)
    if version is not None and fresh.version != version:
        raise OutdatedError("Somebody else has changed this in the meantime. Look at it again.")
    if fresh.state not in states:
        raise OutdatedError(f"This change is {PlanState(fresh.state).label.lower()} already.")
    return fresh


def _save(plan: RestructurePlan, **values: Any) -> RestructurePlan:
    for name, value in values.items():
        setattr(plan, name, value)
    plan.version += 1
    plan.save(update_fields=[*values, "version"])
    return plan


@transaction.atomic
def draft_plan(
    *, viewer: Viewer, title: str, operations: Sequence[Operation], on: dt.date
) -> RestructurePlan:
    """Draw up a plan of any operations for a day, today or later, and rehearse it.

    Raises:
        RestructureError: with a sentence for each thing that may not be.
        PermissionDenied: a unit concerned is not the viewer's to move.
    """
    if not viewer.may(MANAGE_TREE):
        raise PermissionDenied
    if on < viewer.day:
        raise RestructureError("The day must be today or later: what has been is not rewritten.")
    tried = ops.try_out(list(operations), Shape.of_day(on))
    if tried.faults:
        raise RestructureError(*tried.faults)
    _require_authority(viewer, tried)
    plan = RestructurePlan.objects.create(
        unit_id=viewer.here.id,
        title=title,
        effective_on=on,
        operations=[ops.to_json(operation) for operation in operations],
        drafted_by_id=viewer.user_id,
    )
    audit.record(viewer, "restructure.drafted", unit_id=plan.unit_id, about=plan, on=on.isoformat())
    return rehearse(viewer=viewer, plan=plan)


def draft_merge(
    *, viewer: Viewer, codes: Sequence[str], into_code: str, into_name: str, on: dt.date
) -> RestructurePlan:
    """Draw up a merger of boards into a new one, or into one of them, which keeps its code.

    `into_name` may be blank when one of them keeps its code, and then it keeps its name too.
    """
    merge = ops.Merge(tuple(codes), into_code.strip().upper(), into_name.strip())
    kept = OrgUnit.objects.filter(code=merge.into).first() if merge.into in merge.codes else None
    title = f"Merge into {merge.name or (kept.name if kept else merge.into)}"
    return draft_plan(viewer=viewer, title=title[:200], operations=[merge], on=on)


@transaction.atomic
def rehearse(*, viewer: Viewer, plan: RestructurePlan) -> RestructurePlan:
    """Rehearse a plan anew: writes nothing but what it found. Approvals so far fall.

    Raises:
        RestructureError: it can no longer be done; nothing is stored.
        OutdatedError: it is approved, applied or cancelled.
    """
    plan = _locked_plan(plan, *_CHANGEABLE)
    rehearsal = rehearse_operations(plan.operations, plan.effective_on)
    if rehearsal.faults:
        raise RestructureError(*rehearsal.faults)
    _require_authority(viewer, rehearsal.tried)
    keys = {row["key"] for row in reach.needed(rehearsal.report)}
    decisions = {key: value for key, value in plan.decisions.items() if key in keys}
    _save(
        plan,
        report={"rehearsal": rehearsal.report},
        decisions=decisions,
        state=PlanState.REHEARSED,
        first_approver_id=None,
    )
    lists.open_lists(plan)
    audit.record(
        viewer, "restructure.rehearsed", unit_id=plan.unit_id, about=plan,
        fingerprint=rehearsal.fingerprint,
    )  # fmt: skip
    return plan


@transaction.atomic
def decide(
    *, viewer: Viewer, plan: RestructurePlan, decisions: Mapping[str, str], version: int
) -> RestructurePlan:
    """Store what is to happen with roles at closing boards; an approval so far falls.

    `decisions` maps the key of a row of the rehearsal to a successor's code or ``end``.
    """
    plan = _locked_plan(plan, PlanState.REHEARSED, version=version)
    _require_plan_authority(viewer, plan)
    allowed = {row["key"]: {value for value, _ in reach.options(row)} for row in _needed(plan)}
    for key, value in decisions.items():
        if value not in allowed.get(key, set()):
            raise RestructureError("Choose one of the answers.")
    _save(plan, decisions={**plan.decisions, **decisions}, first_approver_id=None)
    audit.record(
        viewer, "restructure.decided", unit_id=plan.unit_id, about=plan, decisions=dict(decisions)
    )
    return plan


@transaction.atomic
def approve(
    *, viewer: Viewer, plan: RestructurePlan, version: int | None = None
) -> RestructurePlan:
    """Approve a rehearsed plan: the first of two people, or the second.

    Raises:
        RestructureError: a decision is missing, the rehearsal no longer holds, or the same person
            approves twice.
    """
    plan = _locked_plan(plan, PlanState.REHEARSED, version=version)
    tried = _require_plan_authority(viewer, plan)
    if undecided(plan):
        raise RestructureError("Decide first what happens with each role at a board that closes.")
    fresh = rehearse_operations(plan.operations, plan.effective_on)
    if tried.faults or fresh.fingerprint != plan.report["rehearsal"]["fingerprint"]:
        raise OutdatedError("Something has changed since this was rehearsed. Rehearse it again.")
    if plan.first_approver_id is None:
        _save(plan, first_approver_id=viewer.user_id)
    elif plan.first_approver_id == viewer.user_id:
        raise RestructureError("You have approved this. A second person must approve it too.")
    elif not independent(viewer.user_id, of=plan.first_approver_id, role_code="steward"):
        raise RestructureError(
            "Your role here goes back to whoever approved first. Somebody else must be the second."
        )
    else:
        _save(plan, second_approver_id=viewer.user_id, state=PlanState.APPROVED)
    audit.record(viewer, "restructure.approved", unit_id=plan.unit_id, about=plan, state=plan.state)
    return plan


def record_export(*, viewer: Viewer, plan: RestructurePlan) -> None:
    """Record that the list of who gains and loses access left the system."""
    audit.record(viewer, "restructure.exported", unit_id=plan.unit_id, about=plan)


@transaction.atomic
def cancel(*, viewer: Viewer, plan: RestructurePlan, version: int | None = None) -> RestructurePlan:
    """Cancel a plan that has not been applied."""
    plan = _locked_plan(plan, *_CHANGEABLE, PlanState.APPROVED, version=version)
    if not viewer.may(MANAGE_TREE) or plan.unit_id not in administered(viewer):
        raise PermissionDenied
    _save(plan, state=PlanState.CANCELLED)
    lists.close_lists(plan)
    audit.record(viewer, "restructure.cancelled", unit_id=plan.unit_id, about=plan)
    return plan


def apply_plan(
    *, viewer: Viewer, plan: RestructurePlan, version: int | None = None
) -> RestructurePlan:
    """Apply an approved plan under the tree lock, in one transaction that verifies itself.

    Placements begin on ``effective_on``. A day ahead becomes true when the nightly tick projects it,
    and what closing boards hold is handed over then (orgs/restructure/ticks.py).

    Raises:
        OutdatedError: somebody else applied or changed it, or it no longer holds.
        VerificationError: what was written is not what was rehearsed. Nothing is left of it.
    """
    # The lock first, and only then anything read.
    with tree.locked():
        plan = _locked_plan(plan, PlanState.APPROVED, version=version)
        _require_plan_authority(viewer, plan)
        if plan.effective_on < viewer.day:
            raise OutdatedError("Its day has passed. Draw it up again for today or later.")
        lists.require_confirmed(plan)
        applied = carry_out(plan, today=viewer.day)
        report = {**plan.report, "applied": applied}
        _save(plan, report=report, state=PlanState.APPLIED, applied_at=clock.now())
        _record_applied(viewer, plan)
    return plan


def undecided(plan: RestructurePlan) -> list[str]:
    """Keys of the decisions that are still to be made."""
    return [row["key"] for row in _needed(plan) if row["key"] not in plan.decisions]


def _needed(plan: RestructurePlan) -> list[dict[str, Any]]:
    return reach.needed(plan.report.get("rehearsal", {}))


def _require_plan_authority(viewer: Viewer, plan: RestructurePlan) -> Tried:
    stored = [ops.from_json(each) for each in plan.operations]
    tried = ops.try_out(stored, Shape.of_day(plan.effective_on))
    _require_authority(viewer, tried)
    return tried


def _record_applied(viewer: Viewer, plan: RestructurePlan) -> None:
    steps = plan.report["rehearsal"]["steps"]
    codes = {step["code"] for step in steps} | {step["into"] for step in steps if "into" in step}
    units = OrgUnit.objects.filter(code__in=codes).order_by("code").values_list("id", flat=True)
    for unit_id in {plan.unit_id, *units}:
        audit.record(
            viewer, "restructure.applied", unit_id=unit_id, about=plan,
            on=plan.effective_on.isoformat(),
        )  # fmt: skip
