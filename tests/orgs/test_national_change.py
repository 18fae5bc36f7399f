"""A national change on the real tree of July 2026: one query, and the report accounts for every organisation."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.inheritance import below, preview, services
from orgs.inheritance.kinds import kinds
from orgs.inheritance.preview import Effect
from orgs.models import Adaptation, Definition, OrgUnit, User
from tests import factories

REAL = settings.REPO.parent / "shared" / "data" / "ods"
DAY = today()
KIND = "plan_template"


def months(value: int) -> dict[str, Any]:
    return {"review_months": {"value": value, "mode": "default"}}


@pytest.fixture
def nation(db: None) -> OrgUnit:
    if not Path(REAL).is_dir():
        pytest.skip("the reference data folder ../shared/data/ods is not there")
    call_command("import_tree", str(REAL / "nhs_org_tree_asof_2026-07-08.csv"), verbosity=0)
    return OrgUnit.objects.get(parent=None, type__kind="tree")


def publish_everything(viewer: Viewer) -> Definition:
    """Every kind of the product, at the top. Returns the plan template."""
    for kind in kinds:
        services.publish_definition(
            viewer=viewer,
            kind_code=kind.code,
            title=f"National {kind.label}",
            fields=months(6) if kind.code == KIND else {},
            valid_from=DAY,
        )
    return Definition.objects.get(kind=KIND)


def acting(user: User, unit: OrgUnit) -> Any:
    return user_scope(user.pk, login=user.login, unit_code=unit.code, day=DAY)


def asked(queries: CaptureQueriesContext) -> int:
    """How many of the queries ask what is in effect."""
    return len([q for q in queries if "FROM orgs_definition d" in q["sql"]])


@pytest.mark.reference_data
@pytest.mark.django_db
def test_a_national_change_reaches_every_trust_in_one_query(nation: OrgUnit) -> None:
    grace = factories.holder("national_lead", nation)
    with acting(grace, nation) as viewer:
        made = publish_everything(viewer)
    trusts = OrgUnit.objects.filter(type__code__in=["trust", "care_trust"], open=True)
    assert trusts.count() == 202
    version = made.versions.get()
    adapting = list(trusts.order_by("code")[:31])
    Adaptation.objects.bulk_create(
        Adaptation(
            definition=made,
            unit=unit,
            base_version=version,
            differences=[{"field": "review_months", "item": "", "value": 9, "base": 6}],
            valid_from=DAY,
        )
        for unit in adapting
    )
    change: dict[str, Any] = {
        "definition": made,
        "fields": months(4),
        "valid_from": DAY,
        "expected_number": 1,
    }
    with acting(grace, nation) as viewer:
        found = preview.preview(viewer, services.draft_version(viewer=viewer, **change))
        assert (found.count(Effect.TAKES), found.count(Effect.KEEPS)) == (202 + 36 - 31, 31)
        services.publish_version(viewer=viewer, **change, previewed=found.digest)
        units = below.units_below(nation.pk, DAY)
        sizes = ([u for u in units if u.label == "Region"], units)
        counts = []
        for some in sizes:
            with CaptureQueriesContext(connection) as queries:
                effective = below.effective_below(viewer, some)
            assert asked(queries) == 1
            counts.append(len(queries))
        assert len(sizes[0]) == 7
        assert counts[0] == counts[1]
        plans = {
            unit_id: next(e for e in each if e.kind.code == KIND)
            for unit_id, each in effective.items()
        }
        ids = set(trusts.values_list("pk", flat=True))
        values = [plans[unit_id].value("review_months") for unit_id in ids]
        assert (values.count(4), values.count(9)) == (171, 31)
        assert {each.version for each in plans.values()} == {2}
        with CaptureQueriesContext(connection) as queries:
            report = below.drift(viewer, units, kind_codes=[KIND])
        assert asked(queries) == 1
    employers = [each for each in report if each.unit.employer]
    assert {each.unit.id for each in employers} >= ids  # it accounts for every one of them
    figures = below.tally(employers, DAY)
    assert (figures.units, figures.in_effect) == (238, 238)
    assert (figures.settled, figures.adapted, figures.waiting) == (207, 31, 31)
    assert below.tally(employers, DAY + dt.timedelta(days=31)).long == 31
