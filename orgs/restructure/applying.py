"""Applying an approved plan: one transaction under the tree lock, which proves itself or leaves nothing."""

import datetime as dt
from typing import Any

from orgs import audit, tree, tree_check
from orgs.access.principals import RESTRUCTURE, Principal
from orgs.access.scope import system_scope
from orgs.enums import PlanState
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import checks
from orgs.restructure.errors import OutdatedError, VerificationError
from orgs.restructure.handing_over import counted, hand_over, scope_ids
from orgs.restructure.plans import source_of
from orgs.restructure.rehearsal import Rehearsal, concerned, rehearse_operations
from orgs.restructure.steps import Close, Create, Hands, Reopen
from orgs.restructure.verification import written
from orgs.words import words_of_day

_DAY = dt.timedelta(days=1)


def carry_out(plan: RestructurePlan, *, today: dt.date) -> dict[str, Any]:
    """Do what `plan` says, inside :func:`orgs.tree.locked`; return the report of it.

    Placements are written for every day, past ones of a change that is recorded late included. What
    closing boards hold is handed over today where their day has come, else on the day (:func:`finish`).

    Raises:
        OutdatedError: the tree or the roles are not as they were rehearsed.
        VerificationError: what was written differs from what was rehearsed.
    """
    rehearsal = rehearse_operations(plan.operations, today=today)
    if rehearsal.faults or rehearsal.fingerprint != plan.report["rehearsal"]["fingerprint"]:
        raise OutdatedError(
            "The organisations or the roles have changed since this was checked.",
            *rehearsal.faults,
            "Check it again.",
        )
    first = plan.effective_on
    days = sorted({min(today, first) - _DAY, first - _DAY})
    before = [tree.rows(each) for each in days]
    start = written()
    hands = _hands(rehearsal, plan)
    closing = _closing(rehearsal, today)
    handed: list[dict[str, Any]] = []
    try:
        _open_new(rehearsal, hands)
        with system_scope(RESTRUCTURE, units=scope_ids(hands.units.values())):
            _do(rehearsal, hands)
            counted(start, 0, 0, "Moving organisations")
            for day in closing:
                if day["handover"] == "done":
                    handed += _handed(plan, hands.units, day)
    except tree.TreeError as error:
        raise OutdatedError(str(error), "Another change is in the way. Check it again.") from error
    checking = checks.to_do(rehearsal.tried, today)
    checked = [
        done for each in checking if each["state"] == "done" for done in _checked(plan, each)
    ]
    tree.project(today)
    for each, rows in zip(days, before, strict=True):
        if tree.rows(each) != rows:
            raise VerificationError(f"The tree of {words_of_day(each)} is not what it was.")
    if faults := tree_check.check(today):
        raise VerificationError(*faults)
    return {
        "handed_over": handed,
        "checks": checked,
        "checking": checking,
        "closing": closing,
        "handover": _state(closing, checking),
        "unchanged_on": [each.isoformat() for each in days],
        "moved_rows_of_employers": 0,
    }


def _closing(rehearsal: Rehearsal, today: dt.date) -> list[dict[str, Any]]:
    """The days on which organisations close: which, their successors, and when they hand over."""
    found = []
    for stage in rehearsal.tried.stages:
        heirs = {step.code: list(step.heirs) for step in stage.steps if isinstance(step, Close)}
        if heirs:
            due = stage.day > today
            on = max(stage.day, today)
            found.append(
                {"on": on.isoformat(), "heirs": heirs, "handover": "due" if due else "done"}
            )
    return found


def _state(closing: list[dict[str, Any]], checking: list[dict[str, Any]]) -> str:
    due = any(day["handover"] == "due" for day in closing)
    return "due" if due or checks.due(checking) else "done"


def _hands(rehearsal: Rehearsal, plan: RestructurePlan) -> Hands:
    codes = concerned(rehearsal.tried)
    codes |= {step.code for step in rehearsal.tried.steps if isinstance(step, Reopen)}
    units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=codes)}
    return Hands(plan.effective_on, source_of(plan), units)


def _ids(hands: Hands) -> list[int]:
    return sorted(unit.id for unit in hands.units.values())


def _checked(plan: RestructurePlan, stage: dict[str, Any]) -> list[dict[str, Any]]:
    """What was decided of settings, schedules and memberships: on the day, after the handover."""
    made = checks.made_of(plan, stage)
    with system_scope(RESTRUCTURE, units=checks.reached(made.before, made.after)):
        return checks.apply_all(made)


def _open_new(rehearsal: Rehearsal, hands: Hands) -> None:
    """First the new organisations, so that the scope of the rest, and of each other, can name them."""
    for stage in rehearsal.tried.stages:
        hands.day = stage.day
        for step in stage.steps:
            if isinstance(step, Create):
                with system_scope(RESTRUCTURE, units=_ids(hands)):
                    step.execute(hands)


def _do(rehearsal: Rehearsal, hands: Hands) -> None:
    for stage in rehearsal.tried.stages:
        hands.day = stage.day
        for step in stage.steps:
            if not isinstance(step, Create):
                step.execute(hands)


def _handed(
    plan: RestructurePlan, units: dict[str, OrgUnit], closing: dict[str, Any]
) -> list[dict[str, Any]]:
    """Hand over what the boards that close on one day hold."""
    day = dt.date.fromisoformat(closing["on"])
    return hand_over(plan, units, day=day, only=closing["heirs"])


def due(principal: Principal, today: dt.date) -> list[int]:
    """Keys of the plans of which a day has come on which something is to be handed over."""
    with system_scope(principal):
        found = RestructurePlan.objects.filter(
            state=PlanState.APPLIED, effective_on__lte=today, report__applied__handover="due"
        )
        return list(found.order_by("effective_on", "id").values_list("id", flat=True))


def finish(principal: Principal, plan_id: int, today: dt.date) -> None:
    """Hand over what boards that closed today, or since, hold. Does nothing a second time."""
    with system_scope(principal):
        plan = RestructurePlan.objects.get(pk=plan_id)
        codes = {
            code
            for day in plan.report["applied"]["closing"]
            for closing, heirs in day["heirs"].items()
            for code in (closing, *heirs)
        }
        units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=codes)}
        reached = checks.reached_by(checks.due(plan.report["applied"]["checking"], today))
        ids = {plan.unit_id, *(unit.id for unit in units.values())}
        works_in = sorted({plan.unit_id, *scope_ids(units.values()), *reached})
    with tree.locked(), system_scope(principal, units=works_in):
        plan = RestructurePlan.objects.select_for_update().get(pk=plan_id)
        applied = plan.report["applied"]
        now = [
            day
            for day in applied["closing"]
            if day["handover"] == "due" and day["on"] <= today.isoformat()
        ]
        stages = checks.due(applied["checking"], today)
        if not now and not stages:
            return
        for day in now:
            applied["handed_over"] += _handed(plan, units, day)
            day["handover"] = "done"
        for stage in stages:
            applied["checks"] += checks.apply_all(checks.made_of(plan, stage))
            stage["state"] = "done"
        applied["handover"] = _state(applied["closing"], applied["checking"])
        plan.version += 1
        plan.save(update_fields=["report", "version"])
        for unit_id in sorted(ids):
            audit.record(principal, "restructure.handed_over", unit_id=unit_id, about=plan)
