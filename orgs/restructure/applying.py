"""Applying an approved plan: one transaction under the tree lock, which proves itself or leaves nothing."""

import datetime as dt
from typing import Any

from orgs import tree
from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import system_scope
from orgs.models.access import Grant
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import reach
from orgs.restructure.errors import OutdatedError, VerificationError
from orgs.restructure.handover import continue_grants
from orgs.restructure.operations import Create, Hands
from orgs.restructure.rehearsal import Rehearsal, concerned, rehearse_operations
from orgs.restructure.transfers import in_order
from orgs.restructure.verification import Written, as_lines, by_verb, written

_DAY = dt.timedelta(days=1)


def carry_out(plan: RestructurePlan, *, today: dt.date) -> dict[str, Any]:
    """Do what `plan` says, inside :func:`orgs.tree.locked`; return the report of it.

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
    days = (min(today, day) - _DAY, day - _DAY)
    before = [tree.rows(each) for each in days]
    start = written()
    hands = _hands(rehearsal, plan)
    _open_new(rehearsal, hands)
    handed = _carry_the_rest(rehearsal, hands, plan)
    tree.project(today)
    return _verify(handed, start, before, days, today)


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


def _carry_the_rest(
    rehearsal: Rehearsal, hands: Hands, plan: RestructurePlan
) -> list[dict[str, Any]]:
    ids = [unit.id for unit in hands.units.values()]
    with system_scope(RESTRUCTURE, units=ids):
        for step in rehearsal.tried.steps:
            if not isinstance(step, Create):
                step.execute(hands)
        handed = [_roles_above(rehearsal, hands, plan)]
        for code, into in sorted(reach.successors(rehearsal.tried).items()):
            if code in rehearsal.tried.before.employers:
                handed += _hand_over(hands, code, into)
    return handed


def _counted(before: Written, updated: int, inserted: int, what: str) -> list[dict[str, object]]:
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


def _roles_above(rehearsal: Rehearsal, hands: Hands, plan: RestructurePlan) -> dict[str, Any]:
    """Roles at closing units, each as it was decided."""
    before, ended, begun = written(), 0, 0
    for row in reach.needed(rehearsal.report):
        decision = plan.decisions[row["key"]]
        into = None if decision == reach.END else hands.units[decision].id
        ids = list(
            Grant.objects.filter(public_id__in=row["grants"])
            .order_by("id")
            .values_list("id", flat=True)
        )
        done = continue_grants(ids, into, hands.day)
        ended, begun = ended + done[0], begun + done[1]
    tables = _counted(before, ended, begun, "Roles above employers")
    return {"key": "roles_above", "label": "Roles above employers", "ended": ended, "begun": begun, "tables": tables}  # fmt: skip


def _hand_over(hands: Hands, code: str, into: str) -> list[dict[str, Any]]:
    handed = []
    for transfer in in_order():
        before = written()
        ended, begun = transfer.move(
            hands.units[code].id, hands.units[into].id, hands.day, RESTRUCTURE
        )
        tables = _counted(before, ended, begun, transfer.label)
        # Of people the report keeps that it was proved, and no number of an employer.
        proof = {} if transfer.people else {"ended": ended, "begun": begun, "tables": tables}
        handed.append(
            {"key": transfer.key, "label": transfer.label, "from": code, "to": into, **proof,
             "_sum": [ended, begun]}
        )  # fmt: skip
    return handed


def _verify(
    handed: list[dict[str, Any]],
    start: Written,
    before: list[list[tree.TreeRow]],
    days: tuple[dt.date, dt.date],
    today: dt.date,
) -> dict[str, Any]:
    sums = [each.pop("_sum", None) or [each["ended"], each["begun"]] for each in handed]
    _counted(start, sum(s[0] for s in sums), sum(s[1] for s in sums), "The whole change")
    for day, rows in zip(days, before, strict=True):
        if tree.rows(day) != rows:
            raise VerificationError(f"The tree of {day:%d %B %Y} is not what it was.")
    if faults := tree.check(today):
        raise VerificationError(*faults)
    return {
        "handed_over": handed,
        "unchanged_on": sorted({day.isoformat() for day in days}),
        "moved_rows_of_employers": 0,
    }
