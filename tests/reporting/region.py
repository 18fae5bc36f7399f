"""A tiny region with figures that can be added up by hand.

Region RA of the small tree: ICBs QA1 (own board, TA1, TA2) and QA2 (own board, TA3, TA4). Each of its
six employers has a chief executive, a chief finance officer and a chief nurse. RB stays empty.
"""

import datetime as dt
from itertools import count

from orgs.models.people import Assignment
from orgs.models.units import OrgUnit
from succession.models import (
    Incumbency,
    Nomination,
    Post,
    ReadinessJudgement,
    SuccessionPlan,
)
from tests import factories

AS_AT = dt.date(2026, 10, 31)
EMPLOYERS = ("QA1", "TA1", "TA2", "QA2", "TA3", "TA4")
ROLES = ("CEO", "CFO", "CNO")
#: Vacant posts; everything else is filled.
VACANT = {("TA1", "CFO"), ("TA2", "CFO"), ("TA3", "CEO")}
#: A filled post whose term ends on 1 March 2027.
TERM = {("TA4", "CEO")}
#: Employer: how many people are named, by readiness. QA2 has one person in R35: it must never show.
NAMED = {
    "QA1": {"RN": 8, "R12": 9, "R35": 7, "RNA": 6},
    "TA1": {"RN": 9, "R12": 8, "R35": 9, "RNA": 7},
    "TA2": {"RN": 7, "R12": 9, "R35": 8, "RNA": 8},
    "QA2": {"RN": 6, "R12": 7, "R35": 1, "RNA": 6},
    "TA3": {"RN": 8, "R12": 6, "R35": 0, "RNA": 9},
    "TA4": {"RN": 7, "R12": 8, "R35": 0, "RNA": 7},
}
#: TA4 has no plan at all; TA3's is late.
PLANS = {
    "QA1": "signed_off",
    "TA1": "signed_off",
    "TA2": "in_review",
    "QA2": "draft",
    "TA3": "draft",
}

_number = count(1)


def fill(units: dict[str, OrgUnit]) -> None:
    """Posts, holders, plans and successors of the six employers."""
    for code in EMPLOYERS:
        _posts(units[code])
        _named(units[code])
        if code in PLANS:
            _plan(units[code], PLANS[code])


def _posts(unit: OrgUnit) -> None:
    for role in ROLES:
        post = Post.objects.create(
            unit=unit,
            title=role,
            role_codes=[role],
            term_ends_on=dt.date(2027, 3, 1) if (unit.code, role) in TERM else None,
            valid_from=factories.LONG_AGO,
        )
        if (unit.code, role) not in VACANT:
            holder = factories.staff(unit, f"Holder {next(_number)}")
            Incumbency.objects.create(
                unit=unit,
                post=post,
                assignment=Assignment.objects.get(staff=holder),
                starts_on=factories.LONG_AGO,
            )


def _named(unit: OrgUnit) -> None:
    post = Post.objects.filter(unit=unit).order_by("id").first()
    for readiness, how_many in NAMED[unit.code].items():
        for _ in range(how_many):
            name(unit, post, readiness)


def name(unit: OrgUnit, post: Post, readiness: str) -> Nomination:
    """One more successor of a post."""
    nomination = Nomination.objects.create(
        unit=unit,
        post=post,
        staff=factories.staff(unit, f"Canary Successor{next(_number)}"),
        status="agreed",
        valid_from=factories.LONG_AGO,
    )
    if readiness != "RNA":
        ReadinessJudgement.objects.create(
            unit=unit,
            nomination=nomination,
            readiness=readiness,
            judged_on=factories.LONG_AGO,
            valid_from=factories.LONG_AGO,
        )
    return nomination


def _plan(unit: OrgUnit, state: str) -> None:
    SuccessionPlan.objects.create(
        unit=unit,
        cycle="2026 to 2027",
        state=state,
        due_on=dt.date(2026, 9, 30) if unit.code == "TA3" else dt.date(2027, 3, 31),
        signed_off_on=dt.date(2026, 9, 1) if state == "signed_off" else None,
        valid_from=dt.date(2026, 4, 1),
    )
