"""Saying that a change of organisations is in consultation, for which employers, and until when."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit
from orgs.access.actions import MANAGE_TREE
from orgs.access.viewer import Viewer
from orgs.enums import PlanState
from orgs.models.consultation import Consultation
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure.errors import RestructureError
from orgs.restructure.plans import CHANGEABLE, lock_plan, rehearsed_codes, save_plan
from orgs.restructure.selectors import administered

#: A change that is called off is in no consultation; one that is applied may be, until its day.
_PLANNED = (*CHANGEABLE, PlanState.APPROVED, PlanState.APPLIED)


def affected(viewer: Viewer, plan: RestructurePlan) -> list[OrgUnit]:
    """Open employers that a plan names, or that hang below one that it names, by name."""
    named = rehearsed_codes(plan)
    units = OrgUnit.objects.filter(id__in=administered(viewer), is_employer=True, open=True)
    return [
        unit
        for unit in units.select_related("parent").order_by("name")
        if unit.code in named or (unit.parent is not None and unit.parent.code in named)
    ]


def consultations(plan: RestructurePlan) -> list[Consultation]:
    """What is said of a plan so far, by employer."""
    rows = Consultation.objects.filter(plan=plan).select_related("unit")
    return list(rows.order_by("unit__name"))


@transaction.atomic
def set_consultation(
    *,
    viewer: Viewer,
    plan: RestructurePlan,
    codes: Collection[str],
    starts_on: dt.date,
    ends_on: dt.date,
    version: int,
) -> list[Consultation]:
    """Say which employers are in consultation from a day to a day (the first without).

    For an employer that is no longer among them it ends today. Nothing reaches back.

    Raises:
        OutdatedError: somebody else changed the plan since `version`, or it is called off.
        RestructureError: no employer, one that the change does not affect, or days out of order.
    """
    if not viewer.may(MANAGE_TREE) or plan.unit_id != viewer.here.id:
        raise PermissionDenied
    fresh = lock_plan(plan, *_PLANNED, version=version)
    units = {unit.code: unit for unit in affected(viewer, fresh)}
    if not codes or not units.keys() >= set(codes):
        raise RestructureError("Select at least one organisation that the change affects")
    if ends_on <= starts_on or ends_on <= viewer.day:
        raise RestructureError("The last day must be today or later, and not before the first")
    there = {row.unit_id: row for row in Consultation.objects.filter(plan=fresh)}
    for code, unit in units.items():
        row = there.get(unit.id)
        if code in codes:
            row = row or Consultation(unit=unit, plan=fresh)
            row.title, row.starts_on, row.ends_on = fresh.title, starts_on, ends_on
            row.set_by_id = viewer.user_id
            row.save()
            audit.record(viewer, "consultation.set", unit_id=unit.id, about=row)
        elif row is not None:
            _end(viewer, row)
    save_plan(fresh)
    return consultations(fresh)


def end_consultations(viewer: Viewer, plan: RestructurePlan) -> None:
    """End today whatever of a plan is in consultation or will be: it is called off.

    Runs in a scope that administers the units.
    """
    for row in Consultation.objects.filter(plan=plan).order_by("id"):
        _end(viewer, row)


def _end(viewer: Viewer, row: Consultation) -> None:
    """One that has not begun never does; one that has ended stays as it was."""
    ends_on = max(viewer.day, row.starts_on)
    if row.ends_on > ends_on:
        row.ends_on = ends_on
        row.save(update_fields=["ends_on"])
        audit.record(viewer, "consultation.set", unit_id=row.unit_id, about=row)
