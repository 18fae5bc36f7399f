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
from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.enums import NoticeState, PlanState
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import checks, lists, reach
from orgs.restructure import operations as ops
from orgs.restructure.applying import carry_out
from orgs.restructure.asking import mark_notices
from orgs.restructure.consulting import end_consultations
from orgs.restructure.errors import OutdatedError, RestructureError
from orgs.restructure.operations import Dated
from orgs.restructure.plans import (
    CHANGEABLE,
    lock_plan,
    rehearsed_codes,
    require_ahead,
    require_authority,
    require_home,
    require_own,
    require_plan_authority,
    save_plan,
)
from orgs.restructure.rehearsal import rehearse_operations
from orgs.restructure.shape import Shape


@transaction.atomic
def draft_plan(
    *, viewer: Viewer, title: str, operations: Sequence[Dated], recorded_late: bool = False
) -> RestructurePlan:
    """Draw up a plan of operations, each with its day, and rehearse it.

    A day that has passed is for what has happened and is `recorded_late`: the tree is put right from
    that day on, and what closing boards hold is handed over on the day of the application.

    Raises:
        RestructureError: with a sentence for each thing that may not be; it concerns organisations
            outside the unit in the URL, and the sentence says where to draw it up.
        PermissionDenied: a unit concerned is not the viewer's to move.
    """
    if not viewer.may(MANAGE_TREE):
        raise PermissionDenied
    if not operations:
        raise RestructureError("Add at least one change.")
    first = min(each.on for each in operations)
    require_ahead(viewer, first, recorded_late=recorded_late)
    tried = ops.try_out(operations, Shape.of_day)
    if tried.faults:
        raise RestructureError(*tried.faults)
    require_authority(viewer, tried)
    require_home(viewer.here, tried)
    plan = RestructurePlan.objects.create(
        unit_id=viewer.here.id,
        title=title,
        effective_on=first,
        recorded_late=recorded_late,
        operations=ops.write(operations),
        drafted_by_id=viewer.user_id,
    )
    audit.record(
        viewer, "restructure.drafted", unit_id=plan.unit_id, about=plan, on=first.isoformat()
    )
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
    return draft_plan(viewer=viewer, title=title[:200], operations=[Dated(on, merge)])


@transaction.atomic
def rehearse(*, viewer: Viewer, plan: RestructurePlan) -> RestructurePlan:
    """Rehearse a plan anew: writes nothing but what it found. Approvals so far fall.

    Raises:
        RestructureError: it can no longer be done, or not here; nothing is stored.
        OutdatedError: it is approved, applied or cancelled.
    """
    plan = lock_plan(plan, *CHANGEABLE)
    rehearsal = rehearse_operations(plan.operations, today=viewer.day)
    if rehearsal.faults:
        raise RestructureError(*rehearsal.faults)
    require_authority(viewer, rehearsal.tried)
    require_home(plan.unit, rehearsal.tried)
    allowed = _choices(rehearsal.report)
    decisions = {k: value for k, value in plan.decisions.items() if value in allowed.get(k, ())}
    save_plan(
        plan,
        report={"rehearsal": rehearsal.report, "checked_at": clock.now().isoformat()},
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
    """Store what is to happen with what the rehearsal lists; an approval so far falls.

    `decisions` maps the key of a row to one of its answers: of a role at a board that closes a
    successor's code or ``end``, of a check's row one of its options.
    """
    plan = lock_plan(plan, PlanState.REHEARSED, version=version)
    require_plan_authority(viewer, plan)
    allowed = _choices(plan.report["rehearsal"])
    for key, value in decisions.items():
        if value not in allowed.get(key, set()):
            raise RestructureError("Choose one of the answers.")
    save_plan(plan, decisions={**plan.decisions, **decisions}, first_approver_id=None)
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
    plan = lock_plan(plan, PlanState.REHEARSED, version=version)
    tried = require_plan_authority(viewer, plan)
    if undecided(plan):
        raise RestructureError("Decide first everything that this change asks you to decide.")
    if sentences := checks.missing(plan):
        raise RestructureError(*sentences)
    fresh = rehearse_operations(plan.operations, today=viewer.day)
    if tried.faults or fresh.fingerprint != plan.report["rehearsal"]["fingerprint"]:
        raise OutdatedError(
            "The organisations or the roles have changed since this was checked. Check it again."
        )
    if plan.first_approver_id is None:
        save_plan(plan, first_approver_id=viewer.user_id, first_approved_at=clock.now())
    elif plan.first_approver_id == viewer.user_id:
        raise RestructureError("You have approved this. A second person must approve it too.")
    elif not independent(viewer.user_id, of=plan.first_approver_id, role_code="steward"):
        raise RestructureError(
            "Your role here goes back to whoever approved first, or theirs to you, or both to one "
            "colleague's; or theirs has ended. Somebody else must be the second."
        )
    else:
        save_plan(
            plan,
            second_approver_id=viewer.user_id,
            second_approved_at=clock.now(),
            state=PlanState.APPROVED,
        )
    audit.record(viewer, "restructure.approved", unit_id=plan.unit_id, about=plan, state=plan.state)
    return plan


@transaction.atomic
def start_check(*, viewer: Viewer, plan: RestructurePlan, key: str) -> RestructurePlan:
    """Ask for a check that takes minutes, of the plan as it was last rehearsed.

    ``LookupError`` when there is no such check.
    """
    check = checks.slow_checks.get(key)
    plan = lock_plan(plan, PlanState.REHEARSED)
    require_plan_authority(viewer, plan)
    check.start(plan, viewer)
    audit.record(viewer, "restructure.check_asked", unit_id=plan.unit_id, about=plan, check=key)
    return plan


def record_export(*, viewer: Viewer, plan: RestructurePlan) -> None:
    """Record that the list of who gains and loses access left the system."""
    audit.record(viewer, "restructure.exported", unit_id=plan.unit_id, about=plan)


@transaction.atomic
def cancel(*, viewer: Viewer, plan: RestructurePlan, version: int | None = None) -> RestructurePlan:
    """Cancel a plan that has not been applied."""
    plan = lock_plan(plan, *CHANGEABLE, PlanState.APPROVED, version=version)
    require_own(viewer, plan)
    call_off(viewer, plan)
    audit.record(viewer, "restructure.cancelled", unit_id=plan.unit_id, about=plan)
    return plan


def call_off(viewer: Viewer, plan: RestructurePlan, **values: Any) -> None:
    """Cancel a locked plan: those whom it concerns are told, nobody is asked for a list any more, and
    nobody's judgements stay locked for it.

    Wherever they are: what was told is taken back also where the viewer administers nothing (any more).
    """
    save_plan(plan, state=PlanState.CANCELLED, **values)
    lists.close_lists(plan)
    with system_scope(RESTRUCTURE):
        mark_notices(plan, NoticeState.CANCELLED)
        end_consultations(viewer, plan)


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
        plan = lock_plan(plan, PlanState.APPROVED, version=version)
        require_plan_authority(viewer, plan)
        if plan.effective_on < viewer.day and not plan.recorded_late:
            raise OutdatedError("Its day has passed. Draw it up again for today or later.")
        lists.require_confirmed(plan)
        save_plan(plan, state=PlanState.APPLIED, applied_at=clock.now())
        plan.report = {**plan.report, "applied": carry_out(plan, today=viewer.day)}
        # Whoever applies it may hold nothing here any more: the unit itself may have closed.
        with system_scope(RESTRUCTURE):
            plan.save(update_fields=["report"])
            mark_notices(plan, NoticeState.APPLIED)
        _record_applied(viewer, plan)
    return plan


def proposals(plan: RestructurePlan) -> dict[str, str]:
    """What is proposed for each decision that is still to be made, by key: the first of its options."""
    waiting = set(undecided(plan))
    report = plan.report.get("rehearsal", {})
    proposed = {row["key"]: reach.options(row)[0][0] for row in reach.needed(report)}
    proposed |= checks.proposed(report)
    return {key: value for key, value in proposed.items() if key in waiting}


def undecided(plan: RestructurePlan) -> list[str]:
    """Keys of the decisions that are still to be made."""
    report = plan.report.get("rehearsal", {})
    needed = [*(row["key"] for row in reach.needed(report)), *checks.required(report)]
    return [key for key in needed if key not in plan.decisions]


def _choices(report: Mapping[str, Any]) -> dict[str, set[str]]:
    """What may be decided, by the key of the decision."""
    roles = {row["key"]: {v for v, _ in reach.options(row)} for row in reach.needed(dict(report))}
    return roles | checks.choices(report)


def _record_applied(viewer: Viewer, plan: RestructurePlan) -> None:
    codes = rehearsed_codes(plan)
    # One that opens on a day ahead has no record yet: until then the change can be withdrawn whole.
    if plan.effective_on > viewer.day:
        steps = plan.report["rehearsal"]["steps"]
        codes -= {step["code"] for step in steps if step["do"] == "create"}
    units = OrgUnit.objects.filter(code__in=codes).order_by("code").values_list("id", flat=True)
    for unit_id in {plan.unit_id, *units}:
        audit.record(
            viewer, "restructure.applied", unit_id=unit_id, about=plan,
            on=plan.effective_on.isoformat(),
        )  # fmt: skip
