"""Taking a change back: withdrawing one whose day has not come, or drawing up its inverse."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection, transaction

from orgs import audit, tree, tree_check
from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.enums import PlanState
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgPlacement
from orgs.restructure.drawing import add_operations, start_draft
from orgs.restructure.errors import OutdatedError, RestructureError, VerificationError
from orgs.restructure.operations import Dated, Operation
from orgs.restructure.plans import lock_plan, require_plan_authority, source_of
from orgs.restructure.services import call_off
from orgs.restructure.shape import Shape
from orgs.restructure.steps import Close, Move, Rename, Reopen, Retype

_DAY = dt.timedelta(days=1)


# --- before the day ----------------------------------------------------------------------------------


def withdraw(*, viewer: Viewer, plan: RestructurePlan, version: int) -> RestructurePlan:
    """Take back a change that is recorded for a day ahead: no day has seen it, so none is left of it.

    One administrator may: whoever has lost nothing needs no second opinion to keep it.

    Raises:
        RestructureError: its day has come; draw up the inverse.
        OutdatedError: somebody else changed it, or another recorded change rests on it.
    """
    with tree.locked():
        plan = lock_plan(plan, PlanState.APPLIED, version=version)
        if plan.effective_on <= viewer.day:
            raise RestructureError("Its day has come. Draw up the change that takes it back.")
        before = tree.rows(viewer.day)
        with system_scope(RESTRUCTURE, units=[plan.unit_id]), connection.cursor() as cursor:
            cursor.execute("SELECT app.tree_withdraw(%s, %s)", [source_of(plan), plan.effective_on])
            (left,) = cursor.fetchone()
        if left:
            raise OutdatedError(
                f"{left} is used by another change or already holds something, so this one cannot "
                "be withdrawn. Draw up the change that takes it back."
            )
        tree.project(viewer.day)
        if tree.rows(viewer.day) != before or (faults := tree_check.check(viewer.day)):
            raise VerificationError(*(faults or ["The tree of today is not what it was."]))
        require_plan_authority(viewer, plan)
        call_off(viewer, plan, applied_at=None)
        audit.record(viewer, "restructure.withdrawn", unit_id=plan.unit_id, about=plan)
    return plan


# --- afterwards --------------------------------------------------------------------------------------


def undoable(plan: RestructurePlan) -> dict[str, str]:
    """Code and name of what a plan changed and nothing has changed since: what can be taken back.

    Empty while it is not applied. Something that changed again is left out: another change rests on
    this one there, and has to be taken back first.
    """
    if plan.state != PlanState.APPLIED:
        return {}
    codes = {step["code"] for step in plan.report["rehearsal"]["steps"]}
    last: dict[str, OrgPlacement] = {}
    for placement in (
        OrgPlacement.objects.filter(unit__code__in=codes).select_related("unit").order_by("valid")
    ):
        last[placement.unit.code] = placement
    return {
        code: placement.name
        for code, placement in sorted(last.items())
        if (placement.ended_by or placement.source) == source_of(plan)
    }


@transaction.atomic
def draft_inverse(
    *, viewer: Viewer, plan: RestructurePlan, codes: Collection[str], on: dt.date
) -> RestructurePlan:
    """Draw up the change that takes back what `plan` did to some organisations, from a day on.

    It is a plan like any other: to be looked at, completed, rehearsed and approved by two people.

    Raises:
        RestructureError: nothing is chosen, something has changed since, or it may not be.
    """
    possible = undoable(plan)
    if not codes or not set(codes) <= set(possible):
        raise RestructureError("Choose organisations that have not changed again since.")
    if on <= plan.effective_on:
        raise RestructureError("The day must be after the day of the change that is taken back.")
    operations = _inverse(plan, set(codes))
    draft = start_draft(viewer=viewer, title=f"Take back: {plan.title}"[:200], on=on, undoes=plan)
    added = [Dated(on, each) for each in operations]
    return add_operations(viewer=viewer, plan=draft, added=added, version=draft.version)


def _inverse(plan: RestructurePlan, codes: set[str]) -> list[Operation]:
    """Open what closed, put back what moved and was renamed, and close what was opened."""
    steps: list[dict[str, Any]] = plan.report["rehearsal"]["steps"]
    was = Shape.of_day(plan.effective_on - _DAY)
    mine = [step for step in steps if step["code"] in codes]
    reopened: list[Operation] = [
        Reopen(step["code"], was[step["code"]].parent) for step in mine if step["do"] == "close"
    ]
    back: list[Operation] = []
    for step in mine:
        old = was.nodes.get(step["code"])
        if old is None:
            continue
        if step["do"] == "move":
            back.append(Move(old.code, old.parent))
        elif step["do"] == "rename":
            back.append(Rename(old.code, old.name))
        elif step["do"] == "retype":
            back.append(Retype(old.code, old.type))
    closed: list[Operation] = []
    for step in mine:
        if step["do"] == "create":
            heirs = [
                other["code"]
                for other in mine
                if other["do"] == "close" and step["code"] in (other["into"], *other["also"])
            ]
            closed.append(Close(step["code"], heirs[0] if heirs else "", tuple(heirs[1:])))
    return [*reopened, *back, *closed]
