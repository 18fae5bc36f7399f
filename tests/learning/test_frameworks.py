"""Competency frameworks: the words of the one in effect, and the platform's where there is none."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.frameworks import COMPETENCY_FRAMEWORK, words
from learning.models import Competency
from learning.models.catalogue import LEVELS
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.inheritance import services
from orgs.inheritance.merge import Slot
from orgs.inheritance.selectors import effective
from orgs.models import OrgUnit, User
from tests import factories

DAY = today()


def test_what_ships_is_what_the_catalogue_holds(db: None) -> None:
    shipped = {
        item["key"]: item["value"] for item in COMPETENCY_FRAMEWORK.field("domains").initial()
    }
    assert shipped == dict(
        Competency.objects.filter(framework__code="LCF").values_list("code", "title")
    )


@pytest.fixture
def grace(units: dict[str, OrgUnit]) -> User:
    return factories.holder("national_lead", units["NAT"])


def publish(grace: User, **fields: Any) -> None:
    with user_scope(grace.pk, login=grace.login, unit_code="NAT", day=DAY) as viewer:
        services.publish_definition(
            viewer=viewer,
            kind_code=COMPETENCY_FRAMEWORK.code,
            title="Framework",
            fields=fields,
            valid_from=DAY,
        )


def test_where_nobody_defined_one_the_levels_ship(units: dict[str, OrgUnit]) -> None:
    cpo = factories.holder("cpo", units["TA1"])
    with user_scope(cpo.pk, unit_code="TA1", day=DAY) as viewer:
        found = words(viewer.here.id, DAY)
    assert (found.domains, found.levels) == ({}, dict(LEVELS))


def test_the_words_of_the_nation_reach_a_trust_and_its_own_stay(
    units: dict[str, OrgUnit], grace: User
) -> None:
    publish(
        grace,
        domains={
            "mode": "locked",
            "items": [
                {"key": "LCF1", "value": "Outcomes that last", "mode": "locked"},
                {"key": "LCF2", "value": "Strategy", "mode": "default"},
            ],
        },
        levels={
            "mode": "default",
            "items": [{"key": "2", "value": "At times", "mode": "suggested"}],
        },
    )
    cpo = factories.holder("cpo", units["TA1"])
    with user_scope(cpo.pk, login=cpo.login, unit_code="TA1", day=DAY) as viewer:
        now = effective(COMPETENCY_FRAMEWORK.code, viewer.here.id, DAY)
        assert now.public_id is not None
        services.adapt_definition(
            viewer=viewer,
            kind_code=COMPETENCY_FRAMEWORK.code,
            public_id=now.public_id,
            changes={Slot("domains", "LCF2"): "Our strategy"},
            expected=now.stamp,
        )
        with CaptureQueriesContext(connection) as queries:
            found = words(viewer.here.id, DAY)
    assert len(queries) == 1
    assert found.domains == {"LCF1": "Outcomes that last", "LCF2": "Our strategy"}
    assert found.levels[2] == "Occasionally"  # suggested, and not taken up
    other = factories.holder("cpo", units["TA2"])
    with user_scope(other.pk, unit_code="TA2", day=DAY + dt.timedelta(days=1)) as viewer:
        assert words(viewer.here.id, DAY + dt.timedelta(days=1)).domains["LCF2"] == "Strategy"
