"""Applying an approved plan: one transaction under the tree lock, which proves itself or leaves nothing."""

import datetime as dt
from typing import Any

from orgs import audit, tree
from orgs.access.principals import RESTRUCTURE, Principal
from orgs.access.scope import system_scope
from orgs.enums import PlanState
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure.errors import OutdatedError, VerificationError
from orgs.restructure.handing_over import codes_of, counted, hand_over, scope_ids
from orgs.restructure.operations import Create, Hands
from orgs.restructure.rehearsal import Rehearsal, concerned, rehearse_operations
from orgs.restructure.verification import written

_DAY = dt.timedelta(days=1)


def carry_out(plan: RestructurePlan, *, today: dt.date) -> dict[str, Any]:
    """Do what `plan` says, inside :func:`orgs.tree.locked`; return the report of it.

    For today everything is done. For a later day the placements are written, and the handover is
    due on the day (:func:`finish`).

    Raises:
        OutdatedError: the tree or the roles are not as they were rehearsed.
        VerificationError: what was written differs from what was rehearsed.
    """
    day = plan.effective_on
    rehearsal = rehearse_operations(plan.operations, day)
    if rehearsal.faults or rehearsal.fingerprint != plan.report["rehearsal"]["fingerprint"]:
        raise OutdatedError(
            "The organisations or the roles have changed since this was rehearsed.",
            *rehearsal.faults,
            "Rehearse it again.",
        )
    days = sorted({min(today, day) - _DAY, day - _DAY})
    before = [tree.rows(each) for each in days]
    start = written()
    hands = _hands(rehearsal, plan)
    _open_new(rehearsal, hands)
    with system_scope(RESTRUCTURE, units=scope_ids(hands.units.values(), day)):
        for step in rehearsal.tried.steps:
            if not isinstance(step, Create):
                step.execute(hands)
        counted(start, 0, 0, "Moving organisations")
        handed = hand_over(plan, hands.units) if day <= today else []
    tree.project(today)
    for each, rows in zip(days, before, strict=True):
        if tree.rows(each) != rows:
            raise VerificationError(f"The tree of {each:%d %B %Y} is not what it was.")
    if faults := tree.check(today):
        raise VerificationError(*faults)
    return {
        "handed_over": handed,
        "handover": "done" if day <= today else "due",
        "unchanged_on": [each.isoformat() for each in days],
        "moved_rows_of_employers": 0,
    }


def _hands(rehearsal: Rehearsal, plan: RestructurePlan) -> Hands:
    codes = concerned(rehearsal.tried)
    units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=codes)}
    return Hands(plan.effective_on, f"Restructure {plan.public_id}", units)


def _open_new(rehearsal: Rehearsal, hands: Hands) -> None:
    """First the new organisations, so that the scope of the rest can name them."""
    with system_scope(RESTRUCTURE, units=[unit.id for unit in hands.units.values()]):
        for step in rehearsal.tried.steps:
            if isinstance(step, Create):
                step.execute(hands)


def due(principal: Principal, today: dt.date) -> list[int]:
    """Keys of the plans whose day has come and whose handover is to be done."""
    with system_scope(principal):
        found = RestructurePlan.objects.filter(
            state=PlanState.APPLIED, effective_on__lte=today, report__applied__handover="due"
        )
        return list(found.order_by("effective_on", "id").values_list("id", flat=True))


def finish(principal: Principal, plan_id: int, today: dt.date) -> None:
    """Hand over what boards that closed today, or since, hold. Does nothing a second time."""
    with system_scope(principal):
        plan = RestructurePlan.objects.get(pk=plan_id)
        units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=codes_of(plan))}
        ids = {plan.unit_id, *(unit.id for unit in units.values())}
        works_in = [plan.unit_id, *scope_ids(units.values(), plan.effective_on)]
    with tree.locked(), system_scope(principal, units=works_in):
        plan = RestructurePlan.objects.select_for_update().get(pk=plan_id)
        applied = plan.report["applied"]
        if applied["handover"] != "due" or plan.effective_on > today:
            return
        applied |= {"handed_over": hand_over(plan, units), "handover": "done"}
        plan.version += 1
        plan.save(update_fields=["report", "version"])
        for unit_id in sorted(ids):
            audit.record(principal, "restructure.handed_over", unit_id=unit_id, about=plan)
