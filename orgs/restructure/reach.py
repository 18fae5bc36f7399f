"""Whose access a change of the tree alters: roles above employers, by login.

What employers' own people may do inside their employer does not hang on the tree, and is not listed
here; the roles inside a closing employer are handed over as a whole (handover.py).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orgs.access.roles import roles
from orgs.models.access import Grant
from orgs.periods import not_ended
from orgs.restructure.operations import Tried
from orgs.restructure.steps import Close, Create, Reopen

END = "end"


@dataclass(frozen=True)
class Held:
    """A grant that is in force on the day, or later."""

    id: int
    public_id: str
    login: str
    role: str
    unit_code: str


@dataclass(frozen=True)
class Listing:
    """Rows for the table, and the number of logins above that keep what they have."""

    rows: list[dict[str, Any]]
    unaffected: int


def held(unit_ids: Sequence[int], day: dt.date) -> list[Held]:
    """Grants at units in force on a day or later, as far as the open scope sees them."""
    found = (
        Grant.objects.filter(unit_id__in=unit_ids)
        .filter(not_ended("valid_to", day))
        .order_by("user__login", "unit__code", "role", "id")
        .values_list("id", "public_id", "user__login", "role", "unit__code")
    )
    return [Held(i, str(p), login, role, code) for i, p, login, role, code in found]


def above_employers(role_code: str, *, at_employer: bool) -> bool:
    """Whether a role's holder is listed by login: one above employers. Others belong to the employer."""
    return roles.get(role_code).totals_only or not at_employer


def closings(tried: Tried) -> dict[str, tuple[str, ...]]:
    """Closing code to its successors, the main one first; none where nothing takes its place."""
    return {step.code: step.heirs for step in tried.steps if isinstance(step, Close)}


def _reaches(tried: Tried) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """What each unit has below it before and after; boards that open or close are not counted."""
    made = {step.code for step in tried.steps if isinstance(step, Create | Reopen)}
    closing = set(closings(tried))
    before = {code: tried.before.below(code) - closing for code in tried.before.nodes}
    after = {code: tried.after.below(code) - made for code in tried.after.nodes}
    return before, after


def altered(tried: Tried) -> set[str]:
    """Codes of the units that stay and have other organisations below them afterwards."""
    before, after = _reaches(tried)
    return {code for code in before if code in after and before[code] != after[code]}


def listing(tried: Tried, day: dt.date) -> Listing:
    """Who gains and loses access. Read in a scope that opens ``access`` on the units concerned."""
    closing = closings(tried)
    touched = set(closing) | altered(tried)
    heirs = {heir for each in closing.values() for heir in each}
    above = {
        up for code in touched | heirs if code in tried.before for up in tried.before.above(code)
    }
    ids = [tried.before[code].id for code in touched | above if code in tried.before]
    before, after = _reaches(tried)
    rows: dict[tuple[str, str, tuple[str, ...]], dict[str, Any]] = {}
    unaffected = set()
    for grant in held(sorted(i for i in ids if i is not None), day):
        code = grant.unit_code
        if not above_employers(grant.role, at_employer=code in tried.before.employers):
            continue
        if code not in touched:
            unaffected.add(grant.login)
            continue
        row = rows.setdefault(
            (grant.login, grant.role, closing.get(code, (code,))),
            {
                "key": grant.public_id,
                "login": grant.login,
                "role": roles.get(grant.role).label,
                "units": [],
                "grants": [],
                "closes": code in closing,
                "before": [],
            },
        )
        row["units"].append(tried.before[code].name)
        row["grants"].append(grant.public_id)
        row["before"] = sorted(set(row["before"]) | before[code])
        row["now"] = len(row["before"])
        row["at"] = {
            target: {
                "name": tried.after[target].name,
                "then": len(after[target]),
                "gains": len(after[target] - set(row["before"])),
                "loses": len(set(row["before"]) - after[target]),
            }
            for target in closing.get(code, (code,))
        }
    return Listing([rows[key] for key in sorted(rows)], len(unaffected - {k[0] for k in rows}))


def needed(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a rehearsal whose grants stand at a closing unit: each needs a decision."""
    return [row for row in report.get("access", []) if row["closes"]]


def options(row: dict[str, Any]) -> list[tuple[str, str]]:
    """What may be decided of a row: value and words. The first is what is proposed."""
    return [
        *((code, f"Give the same role at {there['name']}") for code, there in row["at"].items()),
        (END, "End the role"),
    ]
