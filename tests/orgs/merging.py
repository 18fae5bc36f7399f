"""Drawing up, deciding, approving and applying a merger of two boards, as two administrators."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from orgs import tree
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.access import User
from orgs.models.restructure import RestructurePlan
from orgs.restructure import services

DAY = dt.timedelta(days=1)


@contextmanager
def at(user: User, code: str = "RA") -> Iterator:
    with user_scope(user.pk, login=user.login, unit_code=code) as viewer:
        yield viewer


def draft(
    user: User, *, codes=("QA1", "QA2"), into="QA9", name="Alder and Aspen ICB", on=None, code="RA"
):
    with at(user, code) as viewer:
        return services.draft_merge(
            viewer=viewer, codes=codes, into_code=into, into_name=name, on=on or today()
        )


def settle(
    plan: RestructurePlan, first: User, second: User, *, code: str = "RA", **decisions: str
) -> RestructurePlan:
    """Decide (the successor, unless told otherwise), and approve by two people."""
    with at(first, code) as viewer:
        rows = {row["login"]: row for row in plan.report["rehearsal"]["access"] if row["closes"]}
        made = {
            row["key"]: decisions.get(login, next(iter(row["at"]), "end"))
            for login, row in rows.items()
        }
        # Of what its checks ask, what is proposed; unless a test says otherwise, by the key.
        asked = services.proposals(plan)
        made = asked | made | {key: value for key, value in decisions.items() if key in asked}
        plan = services.decide(viewer=viewer, plan=plan, decisions=made, version=plan.version)
        services.approve(viewer=viewer, plan=plan)
    with at(second, code) as viewer:
        return services.approve(viewer=viewer, plan=plan)


def carry_out(plan: RestructurePlan, user: User, *, code: str = "RA") -> RestructurePlan:
    with at(user, code) as viewer:
        return services.apply_plan(viewer=viewer, plan=plan)


def parents(day: dt.date) -> dict[str, str]:
    return {row.code: row.parent_code for row in tree.rows(day)}


def there(row: dict) -> dict[str, tuple[int, int]]:
    """Of a row of who gains and loses access: (below afterwards, gained) at each possible unit."""
    return {code: (each["then"], each["gains"]) for code, each in row["at"].items()}
