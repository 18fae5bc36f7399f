"""The plan template: what a plan must hold, defined above and adapted by the employer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orgs.clock import months_on
from orgs.inheritance import selectors
from orgs.inheritance.effective import Effective
from orgs.inheritance.kinds import DefinitionKind, FieldSpec

PLAN_TEMPLATE = DefinitionKind(
    code="plan_template",
    label="Succession plan template",
    plural="Succession plan templates",
    fields=(
        FieldSpec(
            "roles",
            "Roles that must have a plan",
            "list",
            default=[{"key": code} for code in ("CEO", "CFO", "CMO", "CNO")],
            code_list="board_role",
        ),
        FieldSpec(
            "review_months",
            "Months until a readiness judgement is looked at again",
            "number",
            default=6,
            minimum=1,
            maximum=24,
        ),
        FieldSpec("due_on", "Plan due on", "date"),
        FieldSpec(
            "successors_wanted",
            "Successors wanted for each role",
            "number",
            default=2,
            minimum=1,
            maximum=6,
        ),
        FieldSpec(
            "sign_off",
            "Roles that sign the plan off",
            "list",
            default=[{"key": "CHAIR"}, {"key": "CEO"}],
            code_list="board_role",
        ),
    ),
)


@dataclass(frozen=True)
class PlanRules:
    """The template in effect at an employer on a day, with the kind's defaults where nothing is defined.

    ``title``, ``owner`` (the code of the unit) and ``version`` say which; empty and 0 = the platform's.
    """

    roles: tuple[str, ...]
    review_months: int
    due_on: dt.date | None
    successors_wanted: int
    sign_off: tuple[str, ...]
    title: str = ""
    owner: str = ""
    version: int = 0


def rules(unit_id: int, day: dt.date) -> PlanRules:
    """The plan template in effect."""
    return rules_of(selectors.effective(PLAN_TEMPLATE.code, unit_id, day))


def review_by(unit_id: int, day: dt.date) -> dt.date:
    """When what is judged of somebody on `day` is looked at again, unless another day is chosen."""
    return months_on(day, rules(unit_id, day).review_months)


def rules_of(found: Effective) -> PlanRules:
    """What a plan template in effect asks for."""
    values = {spec.name: found.value(spec.name) for spec in PLAN_TEMPLATE.fields}
    return PlanRules(
        roles=_keys(values["roles"]),
        review_months=int(values["review_months"] or 6),
        due_on=day_of(values["due_on"]),
        successors_wanted=int(values["successors_wanted"] or 1),
        sign_off=_keys(values["sign_off"]),
        title=found.title,
        owner=found.owner_code,
        version=found.version,
    )


def _keys(items: Any) -> tuple[str, ...]:
    """List items are dictionaries with a ``key``, or the bare keys."""
    return tuple(str(i["key"] if isinstance(i, Mapping) else i) for i in items or ())


def day_of(value: Any) -> dt.date | None:
    """The day in a field of a definition, which may be text; None when it is empty."""
    return dt.date.fromisoformat(value) if isinstance(value, str) and value else value or None
