"""On the day of a change: what closing boards hold goes to their successors, counted by Postgres.

It happens on the day and not when a change for a later day is recorded, because until then the
closing board works on: whoever joins it or is given a role there in between is handed over too.
"""

import datetime as dt
from typing import Any

from orgs.access.principals import RESTRUCTURE
from orgs.models.access import Grant
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import reach
from orgs.restructure.errors import VerificationError
from orgs.restructure.handover import continue_grants
from orgs.restructure.transfers import in_order
from orgs.restructure.verification import Written, as_lines, by_verb, written


def hand_over(
    plan: RestructurePlan, units: dict[str, OrgUnit], closing: dict[str, Any]
) -> list[dict[str, Any]]:
    """Hand over what the boards that close on one day hold; what was done.

    `closing` is the day (``on``) and the successors of each closing code (``heirs``, the main one
    first). Runs in a scope of ``system:restructure`` that holds `units`. Raises
    :class:`VerificationError` when the database counted anything else than was said.
    """
    start, day = written(), dt.date.fromisoformat(closing["on"])
    heirs: dict[str, list[str]] = closing["heirs"]
    handed = [_roles_above(plan, units, day, sorted(heirs))]
    for code in sorted(heirs):
        if units[code].is_employer and heirs[code]:
            handed += _one_board(units[code], units[heirs[code][0]], day)
    sums = [each.pop("_sum") for each in handed]
    counted(start, sum(s[0] for s in sums), sum(s[1] for s in sums), "The whole change")
    return handed


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
    plan: RestructurePlan, units: dict[str, OrgUnit], day: dt.date, codes: list[str]
) -> dict[str, Any]:
    """Roles at closing units, each as it was decided; one given since then ends."""
    before, ended, begun = written(), 0, 0
    for row in reach.needed(plan.report["rehearsal"]):
        decision = plan.decisions[row["key"]]
        into = None if decision == reach.END else units[decision].id
        found = Grant.objects.filter(public_id__in=row["grants"], unit__code__in=codes)
        found = found.order_by("id")
        done = continue_grants(list(found.values_list("id", flat=True)), into, day)
        ended, begun = ended + done[0], begun + done[1]
    closing = [units[code] for code in codes]
    employing = {unit.code for unit in closing if unit.is_employer}
    late = [
        grant.id
        for grant in reach.held([unit.id for unit in closing], day)
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


def _one_board(closing: OrgUnit, successor: OrgUnit, day: dt.date) -> list[dict[str, Any]]:
    handed = []
    for transfer in in_order():
        before = written()
        ended, begun = transfer.move(closing.id, successor.id, day, RESTRUCTURE)
        tables = counted(before, ended, begun, transfer.label)
        # Of people the report keeps that it was proved, and no number of an employer.
        proof = {} if transfer.people else {"ended": ended, "begun": begun, "tables": tables}
        handed.append(
            {
                "key": transfer.key,
                "label": transfer.label,
                "from": closing.code,
                "to": successor.code,
                **proof,
                "_sum": [ended, begun],
            }
        )
    return handed
