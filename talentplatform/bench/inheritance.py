"""What is defined once: how soon a national change is in effect at every Trust, and what the publisher sees of it.

At the size of the nation, with every kind of definition published at the top, one Trust in six adapting
some of it and a second version above; through the site's row-level policies. Nothing is left behind.
"""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from orgs import tree
from orgs.access import grants
from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.inheritance import below, services
from orgs.inheritance.kinds import DefinitionKind, kinds
from orgs.inheritance.preview import preview
from orgs.models.access import User
from orgs.models.definitions import Adaptation, Definition
from orgs.models.units import OrgUnit
from talentplatform.bench.hierarchy import rows_of_a_nation

TIMES = 10
#: What a national change may take to be in effect everywhere (issue 5), in milliseconds.
MILLISECONDS = 1000.0
#: One Trust in so many adapts.
ADAPTS = 6
KIND = "plan_template"


def run(say: Callable[[str], None]) -> bool:
    """Measure; True when a change is in effect at every Trust within its budget."""
    say("inheritance")
    with transaction.atomic():
        if rows := rows_of_a_nation():
            tree.load(rows, day=today())
        root = OrgUnit.objects.get(parent=None, type__kind="tree")
        login = "bench.publisher"
        User.objects.create_user(login, None)
        grants.found(login=login, role_code="national_lead", unit=root, day=today())
        user = User.objects.get(login=login)
        with user_scope(user.pk, login=login, unit_code=root.code) as viewer:
            made = [_published(viewer, kind) for kind in kinds]
        _adapt()
        with user_scope(user.pk, login=login, unit_code=root.code) as viewer:
            held = _measure(say, viewer, next(each for each in made if each.kind == KIND))
        transaction.set_rollback(True)
    return held


def _fields(kind: DefinitionKind, months: int = 6) -> dict[str, Any]:
    """Every field of a kind, with the platform's own values; the months of a plan as given."""
    fields: dict[str, Any] = {}
    for spec in kind.fields:
        initial = spec.initial()
        if spec.type == "list":
            fields[spec.name] = {"items": list(initial or ()), "mode": "default"}
        else:
            value = months if spec.name == "review_months" else initial
            fields[spec.name] = {"value": value, "mode": "default"}
    return fields


def _published(viewer: Viewer, kind: DefinitionKind) -> Definition:
    """A definition of a kind at the top; one that is there already of a kind that is there once."""
    there = Definition.objects.filter(unit_id=viewer.here.id, kind=kind.code).first()
    if kind.single and there is not None:
        return there
    return services.publish_definition(
        viewer=viewer,
        kind_code=kind.code,
        title=f"National {kind.label.lower()}",
        fields=_fields(kind),
        valid_from=today(),
    )


def _adapt() -> None:
    """One Trust in six has months of its own, and one field of every third such a role of its own."""
    of = Definition.objects.filter(kind=KIND).latest("pk")
    version = of.versions.get()
    trusts = OrgUnit.objects.filter(is_employer=True, open=True).order_by("code")[::ADAPTS]
    Adaptation.objects.bulk_create(
        Adaptation(
            definition=of,
            unit=unit,
            base_version=version,
            differences=[{"field": "review_months", "item": "", "value": 9, "base": 6}],
            valid_from=today(),
        )
        for unit in trusts
    )


def _measure(say: Callable[[str], None], viewer: Viewer, of: Definition) -> bool:
    units = below.units_below(viewer.here.id, viewer.day)
    change: dict[str, Any] = {
        "viewer": viewer,
        "definition": of,
        "fields": _fields(kinds.get(KIND), months=4),
        "valid_from": viewer.day,
        "expected_number": 1,
    }
    draft = services.draft_version(**change)
    _time(say, f"preview of a version at {len(units)} units", lambda: preview(viewer, draft))
    services.publish_version(**change)
    ids = [unit.id for unit in units]
    counted: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  Django's
        counted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        found = below.effective_below(viewer, units)
    asked = [sql for sql in counted if "orgs_definition d" in sql]
    changed = sum(
        any(e.kind.code == KIND and e.version > 1 for e in each) for each in found.values()
    )
    slowest = _time(
        say,
        f"effective settings of {len(kinds.keys())} kinds at {len(ids)} units, {len(asked)} query, "
        f"the change in effect at {changed}",
        lambda: below.effective_below(viewer, units),
    )
    _time(say, "the drift report of all of them, with ages", lambda: below.drift(viewer, units))
    return slowest < MILLISECONDS and len(asked) == 1


def _time(say: Callable[[str], None], what: str, act: Callable[[], object]) -> float:
    """Say the middle and the slowest time; returns the slowest in milliseconds."""
    act()
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    say(f"  {what}: p50 {taken[len(taken) // 2]:.0f} ms, slowest of {TIMES} {taken[-1]:.0f} ms")
    return taken[-1]
