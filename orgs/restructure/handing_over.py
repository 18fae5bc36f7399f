"""On the day of a change: what closing boards hold goes to their successors, counted by Postgres.

It happens on the day and not when a change for a later day is recorded, because until then the
closing board works on: whoever joins it or is given a role there in between is handed over too.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from orgs.access.principals import RESTRUCTURE
from orgs.models.access import Grant
from orgs.models.handover import HandoverChoice, HandoverList
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import reach
from orgs.restructure.errors import VerificationError
from orgs.restructure.handover import continue_grants, parts
from orgs.restructure.left_behind import left_behind
from orgs.restructure.provenance import write_down
from orgs.restructure.transfers import Handover, Heirs, Transfer, in_order
from orgs.restructure.verification import Written, as_lines, by_verb, written


def successions(plan: RestructurePlan) -> dict[str, tuple[str, ...]]:
    """Closing code to its successors as rehearsed, the main one first; empty when nothing takes its
    place.
    """
    return {
        step["code"]: (step["into"], *step.get("also", ())) if step["into"] else ()
        for step in plan.report["rehearsal"]["steps"]
        if step["do"] == "close"
    }


def day_of(plan: RestructurePlan, code: str) -> dt.date:
    """The day on which a closing organisation of a plan closes."""
    days = [
        step.get("on")
        for step in plan.report["rehearsal"]["steps"]
        if step["do"] == "close" and step["code"] == code
    ]
    return dt.date.fromisoformat(days[0]) if days and days[0] else plan.effective_on


def scope_ids(units: Iterable[OrgUnit]) -> list[int]:
    """Keys for the scope in which a handover of `units` works: theirs and their divisions'."""
    ids = {unit.id for unit in units}
    return sorted(ids | set(parts(sorted(ids))))


def hand_over(
    plan: RestructurePlan, units: dict[str, OrgUnit], *, day: dt.date, only: Collection[str]
) -> list[dict[str, Any]]:
    """Hand over what closing organisations hold, to whom it was decided; what was done.

    In a scope of ``system:restructure`` with :func:`scope_ids`. `day` is the first day at the
    successors; `only` are the closing codes whose day it is.

    Raises:
        VerificationError: the database counted anything else than was said, or something is left
            open at an organisation that closes.
    """
    start = written()
    closing = {code: heirs for code, heirs in successions(plan).items() if code in only}
    handed = [_roles_above(plan, units, day, set(closing))]
    if taken := {code: heirs for code, heirs in closing.items() if heirs}:
        handed += _handed_over(plan, units, taken, day)
    prove_nothing_left([units[code] for code in closing], day)
    sums = [each.pop("_sum") for each in handed]
    counted(start, sum(s[0] for s in sums), sum(s[1] for s in sums), "The whole change")
    return handed


def prove_nothing_left(closing: Collection[OrgUnit], day: dt.date) -> None:
    """Raise :class:`VerificationError` when something is still open at organisations that closed."""
    ids = [unit.id for unit in closing]
    if left_behind(ids, parts(ids), day):
        for unit in closing:
            if found := left_behind([unit.id], parts([unit.id]), day):
                raise VerificationError(f"{unit.name} still holds something:", *found)


def handover_of(
    plan: RestructurePlan, units: dict[str, OrgUnit], closing: dict[str, tuple[str, ...]]
) -> Handover:
    """Who takes what of organisations that close, with what each chose itself."""
    codes = {units[code].id: code for code in closing}
    choices = HandoverChoice.objects.filter(
        unit_id__in=codes, list__plan_id=plan.pk, list__closed=False
    )
    chosen: dict[int, dict[tuple[str, UUID], int | None]] = {}
    for here, subject, row, heir in choices.values_list("unit_id", "subject", "row", "successor"):
        if heir in closing[codes[here]]:
            chosen.setdefault(here, {})[subject, row] = units[heir].id
    heirs = []
    for here, code in codes.items():
        main, *others = (units[heir].id for heir in closing[code])
        heirs.append(Heirs(here, main, tuple(others), chosen.get(here, {})))
    return Handover(tuple(heirs))


def counted(before: Written, updated: int, inserted: int, what: str) -> list[dict[str, object]]:
    """What was written since `before`; refused unless it is what was said."""
    now = written()
    now.subtract(before)
    found = tuple(by_verb(now, verb) for verb in ("updated", "inserted", "deleted"))
    if found != (updated, inserted, 0):
        raise VerificationError(
            f"{what} said {updated} rows changed and {inserted} begun; "
            f"the database counted {found[0]}, {found[1]}, and {found[2]} deleted."
        )
    return as_lines(+now)


def _roles_above(
    plan: RestructurePlan, units: dict[str, OrgUnit], day: dt.date, codes: set[str]
) -> dict[str, Any]:
    """Roles at closing units, each as it was decided; one given since then ends."""
    before, ended, begun = written(), 0, 0
    ids = [units[code].id for code in codes]
    for row in reach.needed(plan.report["rehearsal"]):
        decision = plan.decisions[row["key"]]
        into = None if decision == reach.END else units[decision].id
        found = Grant.objects.filter(public_id__in=row["grants"], unit_id__in=ids).order_by("id")
        done = continue_grants(list(found.values_list("id", flat=True)), into, day)
        ended, begun = ended + done[0], begun + done[1]
    employing = {code for code in codes if units[code].is_employer}
    late = [
        grant.id
        for grant in reach.held(ids, day)
        if reach.above_employers(grant.role, at_employer=grant.unit_code in employing)
    ]
    ended += continue_grants(late, None, day)[0]
    tables = counted(before, ended, begun, "Roles above employers")
    return {
        "key": "roles_above",
        "label": "Roles above employers",
        "ended": ended,
        "begun": begun,
        "ended_undecided": len(late),
        "tables": tables,
        "_sum": [ended, begun],
    }


def _handed_over(
    plan: RestructurePlan,
    units: dict[str, OrgUnit],
    closing: dict[str, tuple[str, ...]],
    day: dt.date,
) -> list[dict[str, Any]]:
    handover = handover_of(plan, units, closing)
    confirmed = set(
        HandoverList.objects.filter(
            unit_id__in=handover.closing, plan_id=plan.pk, closed=False, confirmed_at__isnull=False
        ).values_list("unit_id", flat=True)
    )
    handed = [
        {
            "key": "employer",
            "from": code,
            "to": heirs[0],
            "to_name": " and ".join(units[heir].name for heir in heirs),
            # Nobody above learns whose list it was, or who is on it: only that there was one.
            "list": "confirmed"
            if units[code].id in confirmed
            else "none"
            if len(heirs) == 1
            else "not confirmed",
            "_sum": [0, 0],
        }
        for code, heirs in closing.items()
    ]
    handed += [
        {"key": each.key, "label": each.label, **_moved(each, handover, day)} for each in in_order()
    ]
    before = written()
    noted = write_down(handover, day)
    counted(before, 0, noted, "Where rows came from")
    return [*handed, {"key": "provenance", "label": "Where rows came from", "_sum": [0, noted]}]


def _moved(transfer: Transfer, handover: Handover, day: dt.date) -> dict[str, Any]:
    before = written()
    ended, begun = transfer.move(handover, day, RESTRUCTURE)
    tables = counted(before, ended, begun, transfer.label)
    # Of what is not told above, the report keeps that it was proved, and no number of the employer.
    proof = {"ended": ended, "begun": begun, "tables": tables} if transfer.told_above else {}
    return {**proof, "_sum": [ended, begun]}
