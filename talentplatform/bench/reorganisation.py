"""A reorganisation of the size of April 2026, rehearsed and applied at the volume that is loaded.

Six boards are opened; nine close into them or into a neighbour, and three are divided; each Trust of
theirs moves. It is done twice and taken back: for a day ahead, when only the tree is written and the
handover waits for the day, and for today, with what twelve boards hold handed over.
"""

import datetime as dt
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.db import transaction

from orgs import tree
from orgs.access.grants import found
from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.models.access import User
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import operations as ops
from orgs.restructure import services
from orgs.restructure.operations import Dated
from orgs.restructure.steps import Create
from orgs.restructure.verification import by_verb, written

OPENED, WHOLE, DIVIDED = 6, 9, 3
REHEARSED, APPLIED = 5.0, 2.0


def plan_of(day: dt.date) -> list[Dated]:
    """Operations of that shape on the tree as it is; empty where it has too few boards."""
    below: dict[str, list[str]] = {}
    region: dict[str, str] = {}
    for row in tree.rows(day):
        if row.type == "icb":
            region[row.code] = row.parent_code
        elif row.type in ("trust", "care_trust"):
            below.setdefault(row.parent_code, []).append(row.code)
    boards = sorted(region, key=lambda code: (region[code], code))
    if len(boards) < 2 * OPENED + WHOLE + DIVIDED:
        return []
    new = [f"ZN{n:03}" for n in range(OPENED)]
    whole, divided = boards[:WHOLE], boards[WHOLE : WHOLE + DIVIDED]
    planned: list[ops.Operation] = [
        Create(code, f"Newly formed board {n + 1}", "icb", region[whole[n]])
        for n, code in enumerate(new)
    ]
    for n, code in enumerate(whole):
        planned.append(ops.Merge((code,), new[n % OPENED]))
    for n, code in enumerate(divided):
        into = (new[n], new[n + DIVIDED])
        moves = {child: into[at % 2] for at, child in enumerate(below.get(code, []))}
        planned.append(ops.Split(code, into, moves))
    return [Dated(day, each) for each in planned]


def run(say: Callable[[str], None]) -> bool:
    """Measure both, and say whether the budgets hold; nothing is left behind."""
    say("reorganisation")
    day = today()
    top = OrgUnit.objects.filter(parent=None, type__kind="tree", open=True).first()
    if top is None or not plan_of(day):
        say("  not measured: fewer boards than a reorganisation needs (./run national has them)")
        return True
    held = True
    for ahead in (30, 0):
        with transaction.atomic():
            held &= _measured(say, top, day + dt.timedelta(days=ahead), day)
            transaction.set_rollback(True)
    return held


def _measured(say: Callable[[str], None], top: OrgUnit, on: dt.date, day: dt.date) -> bool:
    first, second = (
        found(login=f"bench.{n}@example.org", role_code="steward", unit=top, day=day).user
        for n in (1, 2)
    )
    begun = time.perf_counter()
    with _at(first, top) as viewer:
        plan = services.draft_plan(viewer=viewer, title="Bench", operations=plan_of(on))
    rehearsed = time.perf_counter() - begun
    report = plan.report["rehearsal"]
    closing = len([step for step in report["steps"] if step["do"] == "close"])
    when = "today" if on == day else "a day ahead"
    say(f"  {when}: {closing} boards close, {len(report['moved'])} organisations move")
    say(f"    drawn up and rehearsed: {rehearsed:.2f} s (bar {REHEARSED:.0f} s)")
    plan = _approved(plan, first, second, top)
    before = written()
    begun = time.perf_counter()
    with _at(second, top) as viewer:
        plan = services.apply_plan(viewer=viewer, plan=plan)
    applied = time.perf_counter() - begun
    now = written()
    now.subtract(before)
    rows = " and ".join(f"{by_verb(now, verb):,} {verb}" for verb in ("updated", "inserted"))
    handed = plan.report["applied"]["handover"] == "done"
    what = "applied, and handed over what the boards hold" if handed else "applied"
    bar = "" if handed else f" (bar {APPLIED:.0f} s)"
    say(f"    {what}: {applied:.2f} s{bar}; rows of employers: {rows}")
    return rehearsed < REHEARSED and (handed or applied < APPLIED)


def _approved(plan: RestructurePlan, first: User, second: User, top: OrgUnit) -> RestructurePlan:
    for user in (first, second):
        with _at(user, top) as viewer:
            waiting = services.proposals(plan)
            if waiting:
                plan = services.decide(
                    viewer=viewer, plan=plan, decisions=waiting, version=plan.version
                )
            plan = services.approve(viewer=viewer, plan=plan)
    return plan


def _at(user: User, unit: OrgUnit) -> AbstractContextManager[Viewer]:
    return user_scope(user.pk, login=user.login, unit_code=unit.code)
