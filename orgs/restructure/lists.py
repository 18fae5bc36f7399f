"""Where the people and posts of an employer that is split go: its own list, signed off inside its wall.

A list is there from the rehearsal of a change that closes an employer into several others. Nobody
above reads it: a steward learns of each employer whether its list is confirmed, and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit
from orgs.access.actions import DECIDE_HANDOVER
from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.models.handover import HandoverChoice, HandoverList
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure.errors import OutdatedError, RestructureError
from orgs.restructure.handing_over import day_of, successions
from orgs.restructure.plans import rehearsed_codes
from orgs.restructure.transfers import Heirs, Listed, Parted, Transfer, in_order, subjects

_CHANGED = "Somebody else has changed this list in the meantime. Look at it again."


@dataclass(frozen=True)
class Placed:
    """One row of the list, and the name of the successor that takes it; "" is every one of them."""

    row: Listed
    successor: str


@dataclass(frozen=True)
class ListState:
    """What a steward may know of a closing employer's list."""

    code: str
    name: str
    confirmed: bool


# --- for the change ------------------------------------------------------------------------------------


def _split(plan: RestructurePlan) -> dict[str, tuple[str, ...]]:
    if "rehearsal" not in plan.report or plan.report["rehearsal"].get("faults"):
        return {}
    return {code: heirs for code, heirs in successions(plan).items() if len(heirs) > 1}


def open_lists(plan: RestructurePlan) -> None:
    """Make or mend the lists of a plan that was rehearsed, and close those that it no longer needs.

    A list whose day or successors are others now has to be confirmed again.
    """
    split = _split(plan)
    employing = OrgUnit.objects.filter(code__in=split, is_employer=True)
    units = {unit.code: unit for unit in employing}
    names = _names(plan, {heir for heirs in split.values() for heir in heirs})
    with system_scope(RESTRUCTURE, units=_known(plan)):
        for code, unit in units.items():
            heirs = list(split[code])
            _open_list(plan, unit, heirs, [names[heir] for heir in heirs])
        kept = [unit.id for unit in units.values()]
        for left in HandoverList.objects.filter(plan=plan, closed=False).exclude(unit_id__in=kept):
            _save(left, closed=True)


def _names(plan: RestructurePlan, codes: set[str]) -> dict[str, str]:
    """What successors are called, those that are made by the change itself included."""
    found = dict(OrgUnit.objects.filter(code__in=codes).values_list("code", "name"))
    for step in plan.report["rehearsal"]["steps"]:
        if step["code"] in codes and step.get("name"):
            found[step["code"]] = step["name"]
    return found


def close_lists(plan: RestructurePlan) -> None:
    """A plan that is cancelled asks nobody any more."""
    with system_scope(RESTRUCTURE, units=_known(plan)):
        for each in HandoverList.objects.filter(plan=plan, closed=False):
            _save(each, closed=True)


def _known(plan: RestructurePlan) -> list[int]:
    """Keys of the employers of the plan, as it is and as it was rehearsed before."""
    named = rehearsed_codes(plan)
    for each in plan.operations:
        named |= {code for value in each.values() for code in _codes_in(value)}
    return list(OrgUnit.objects.filter(code__in=named).order_by("id").values_list("id", flat=True))


def _codes_in(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [*map(str, value), *map(str, value.values())]
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def _open_list(plan: RestructurePlan, unit: OrgUnit, heirs: list[str], names: list[str]) -> None:
    found = HandoverList.objects.filter(plan=plan, unit=unit).first()
    day = day_of(plan, unit.code)
    if found is None:
        HandoverList.objects.create(
            unit=unit, plan=plan, title=plan.title, on=day, successors=heirs, names=names
        )
    elif (found.on, found.successors, found.names, found.closed) != (day, heirs, names, False):
        _save(
            found, title=plan.title, on=day, successors=heirs, names=names, closed=False,
            confirmed_at=None, confirmed_by_id=None,
        )  # fmt: skip


def states(plan: RestructurePlan) -> list[ListState]:
    """Of each employer that is split: whether its list is confirmed. No number, and nobody's name."""
    split = _split(plan)
    if not split:
        return []
    units = list(OrgUnit.objects.filter(code__in=split, is_employer=True).order_by("name"))
    with system_scope(RESTRUCTURE, units=[unit.id for unit in units]):
        confirmed = set(
            HandoverList.objects.filter(
                plan=plan, closed=False, confirmed_at__isnull=False
            ).values_list("unit_id", flat=True)
        )
    return [ListState(unit.code, unit.name, unit.id in confirmed) for unit in units]


def unconfirmed(plan: RestructurePlan) -> list[str]:
    """Names of the employers that hold something and have not confirmed where it goes."""
    waiting = [state.code for state in states(plan) if not state.confirmed]
    if not waiting:
        return []
    units = list(OrgUnit.objects.filter(code__in=waiting).order_by("name"))
    with system_scope(RESTRUCTURE, units=[unit.id for unit in units]):
        return [
            unit.name
            for unit in units
            if any(each.count([unit.id], day_of(plan, unit.code)) for each in subjects())
        ]


def require_confirmed(plan: RestructurePlan) -> None:
    """Raise :class:`RestructureError` while an employer has not said where its people and posts go."""
    if names := unconfirmed(plan):
        raise RestructureError(
            *(f"{name} has not yet confirmed where its people and posts go." for name in names)
        )


# --- inside the employer -------------------------------------------------------------------------------


def lists_here(viewer: Viewer) -> list[HandoverList]:
    """The open lists of the employer in the URL, the nearest day first."""
    rows = HandoverList.objects.filter(unit_id=viewer.here.id, closed=False, on__gt=viewer.day)
    return list(rows.order_by("on", "id"))


def list_here(viewer: Viewer, public_id: UUID) -> HandoverList | None:
    rows = HandoverList.objects.filter(unit_id=viewer.here.id, public_id=public_id, closed=False)
    return rows.select_related("confirmed_by").first()


def heirs_as_chosen(found: HandoverList) -> Heirs:
    """Who takes what, as it is chosen so far.

    A successor may not be made yet, so here it is its place in the list and not a key.
    """
    numbers = {code: number for number, code in enumerate(found.successors, start=1)}
    choices = HandoverChoice.objects.filter(list=found, successor__in=found.successors)
    chosen = {
        (subject, row): numbers[code]
        for subject, row, code in choices.values_list("subject", "row", "successor")
    }
    return Heirs(found.unit_id, 1, tuple(range(2, len(numbers) + 1)), chosen)


def placed(found: HandoverList, subject: Transfer) -> list[Placed]:
    """Every row of a subject with the name of the successor that takes it."""
    assert subject.listed is not None
    heirs = heirs_as_chosen(found)
    default = None if subject.everywhere else heirs.main
    rows = []
    for row in subject.listed(found.unit_id, found.on):
        number = heirs.chosen.get((subject.key, row.public_id), default)
        rows.append(Placed(row, found.names[number - 1] if number else ""))
    return rows


def parted(found: HandoverList) -> list[Parted]:
    """What ends because its two sides go to different organisations, as it is chosen so far."""
    heirs = heirs_as_chosen(found)
    return [
        each
        for transfer in in_order()
        if transfer.parting is not None
        for each in transfer.parting(heirs, found.on)
    ]


def _locked(viewer: Viewer, found: HandoverList, version: int) -> HandoverList:
    if not viewer.may(DECIDE_HANDOVER) or found.unit_id != viewer.here.id:
        raise PermissionDenied
    fresh = HandoverList.objects.select_for_update().get(pk=found.pk)
    if fresh.version != version:
        raise OutdatedError(_CHANGED)
    if fresh.closed:
        raise OutdatedError("This change is not planned any more.")
    if fresh.on <= viewer.day:
        raise OutdatedError("The day has come, and everything has been handed over.")
    return fresh


def _save(row: HandoverList, **values: object) -> HandoverList:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*(name.removesuffix("_id") for name in values), "version"])
    return row


@transaction.atomic
def choose_successor(
    *,
    viewer: Viewer,
    handover: HandoverList,
    subject: str,
    rows: Sequence[UUID],
    successor: str,
    version: int,
) -> HandoverList:
    """Say that rows go to a successor. A confirmation so far falls.

    Raises:
        OutdatedError: somebody else changed the list since `version`.
        RestructureError: nothing is chosen, a row is not on the list, or it is no successor.
    """
    fresh = _locked(viewer, handover, version)
    transfer = {each.key: each for each in subjects()}.get(subject)
    if transfer is None or transfer.listed is None or successor not in fresh.successors:
        raise RestructureError("Choose one of the organisations.")
    known = {row.public_id for row in transfer.listed(fresh.unit_id, fresh.on)}
    if not rows:
        raise RestructureError("Choose at least one line.")
    if not known.issuperset(rows):
        raise OutdatedError(_CHANGED)
    there = {
        choice.row: choice
        for choice in HandoverChoice.objects.filter(list=fresh, subject=subject, row__in=rows)
    }
    made = [
        HandoverChoice(unit_id=fresh.unit_id, list=fresh, subject=subject, row=row)
        for row in dict.fromkeys(rows)
        if row not in there
    ]
    for choice in [*made, *there.values()]:
        choice.successor = successor
        choice.decided_by_id = viewer.user_id
        choice.decided_at = now()
    HandoverChoice.objects.bulk_create(made)
    HandoverChoice.objects.bulk_update(
        list(there.values()), ["successor", "decided_by", "decided_at"], batch_size=500
    )
    _save(fresh, confirmed_at=None, confirmed_by_id=None)
    audit.record(
        viewer, "handover.chosen", unit_id=fresh.unit_id, about=fresh, subject=subject,
        rows=len(set(rows)),
    )  # fmt: skip
    return fresh


@transaction.atomic
def confirm_list(*, viewer: Viewer, handover: HandoverList, version: int) -> HandoverList:
    """Sign the list off as complete: whatever nobody chose for goes to the main successor.

    Raises:
        OutdatedError: somebody else changed the list since `version`, or it is confirmed.
    """
    fresh = _locked(viewer, handover, version)
    if fresh.confirmed_at is not None:
        raise OutdatedError("This list has been confirmed already.")
    _save(fresh, confirmed_at=now(), confirmed_by_id=viewer.user_id)
    audit.record(
        viewer, "handover.confirmed", unit_id=fresh.unit_id, about=fresh, version=fresh.version
    )
    return fresh
