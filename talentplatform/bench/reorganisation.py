"""A reorganisation of the size of April 2026, rehearsed and applied at the volume that is loaded.

Six boards are opened; nine close into them or into a neighbour, and three are divided; each Trust of
theirs moves. It is drawn up for tomorrow, the boards that are divided say who goes where, and it is
applied: only the tree is written. Then its day comes, and what twelve boards hold is handed over, in
one transaction. Nothing is left behind: what a commit would still check is asked for and counted.
"""

import datetime as dt
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.db import connection, transaction

from orgs import tree
from orgs.access.grants import found
from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.models.access import User
from orgs.models.handover import HandoverList
from orgs.models.people import StaffRecord
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import lists, services, ticks
from orgs.restructure import operations as ops
from orgs.restructure.operations import Dated
from orgs.restructure.steps import Create
from orgs.restructure.verification import Written, by_verb, written

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
    """Measure it, and say whether the budgets hold; nothing is left behind."""
    say("reorganisation")
    day = today()
    top = OrgUnit.objects.filter(parent=None, type__kind="tree", open=True).first()
    if top is None or not plan_of(day):
        say("  not measured: fewer boards than a reorganisation needs (./run national has them)")
        return True
    with transaction.atomic():
        held = _measured(say, top, day)
        transaction.set_rollback(True)
    return held


def _measured(say: Callable[[str], None], top: OrgUnit, day: dt.date) -> bool:
    on = day + dt.timedelta(days=1)
    first, second = (_account(f"bench.{n}", "steward", top, day) for n in (1, 2))
    begun = time.perf_counter()
    with _at(first, top) as viewer:
        plan = services.draft_plan(viewer=viewer, title="Bench", operations=plan_of(on))
    rehearsed = time.perf_counter() - begun
    report = plan.report["rehearsal"]
    closing = len([step for step in report["steps"] if step["do"] == "close"])
    say(f"  {closing} boards close, {len(report['moved'])} organisations move")
    say(f"    drawn up and rehearsed: {rehearsed:.2f} s (bar {REHEARSED:.0f} s)")
    _confirm_lists(plan, day)
    plan = _approved(plan, first, second, top)
    connection.check_constraints()
    before, begun = written(), time.perf_counter()
    with _at(second, top) as viewer:
        services.apply_plan(viewer=viewer, plan=plan)
    connection.check_constraints()
    applied = time.perf_counter() - begun
    say(f"    applied, for tomorrow: {applied:.2f} s (bar {APPLIED:.0f} s); {_rows(before)}")
    before, begun = written(), time.perf_counter()
    ticks.bring_to(RESTRUCTURE, on)
    handed = time.perf_counter() - begun
    connection.check_constraints()
    checked = time.perf_counter() - begun - handed
    plan.refresh_from_db()
    if plan.report["applied"]["handover"] != "done":
        say("    its day comes: NOT handed over")
        return False
    say(
        f"    its day comes: what the boards hold handed over in {handed:.2f} s, "
        f"keys checked at the commit {checked:.2f} s; {_rows(before)}"
    )
    return rehearsed < REHEARSED and applied < APPLIED


def _rows(before: Written) -> str:
    now = written()
    now.subtract(before)
    rows = " and ".join(f"{by_verb(now, verb):,} {verb}" for verb in ("updated", "inserted"))
    return f"rows of employers: {rows}"


def _confirm_lists(plan: RestructurePlan, day: dt.date) -> None:
    """Each board that is divided sends every second person to its second successor, and confirms."""
    for found_list in HandoverList.objects.filter(plan=plan, closed=False).select_related("unit"):
        unit = found_list.unit
        people = StaffRecord.objects.filter(unit=unit, valid_to=None).order_by("id")
        chosen = list(people.values_list("public_id", flat=True)[::2])
        with _at(_account(f"bench.{unit.code}", "cpo", unit, day), unit) as viewer:
            made = lists.choose_successor(
                viewer=viewer, handover=found_list, subject="staff", rows=chosen,
                successor=found_list.successors[1], version=found_list.version,
            )  # fmt: skip
            lists.confirm_list(viewer=viewer, handover=made, version=made.version)


def _account(login: str, role: str, unit: OrgUnit, day: dt.date) -> User:
    return found(login=f"{login}@example.org", role_code=role, unit=unit, day=day).user


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
