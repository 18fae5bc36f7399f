"""The floor below the code: a view whose permission check is gone still shows nothing foreign."""

import pytest
from django.urls import reverse

from orgs.access import middleware
from tests.access import world as worlds
from tests.access.test_canary import found
from tests.access.test_matrix import clients


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every view's access rule is gone: whoever is signed in gets in."""
    monkeypatch.setattr(middleware, "check", lambda viewer, rule, method: None)


@pytest.mark.django_db
def test_without_any_permission_code_no_foreign_name_is_shown(unchecked: None) -> None:
    world = worlds.build()
    personas = clients(world)
    outsiders = {
        name: personas[name] for name in ("other_cpo", "regional_lead", "steward", "nobody")
    }
    assert list(found(world, outsiders)) == []


@pytest.mark.django_db
def test_without_permission_code_and_policy_the_name_is_shown(unchecked: None) -> None:
    """The negative control: the test above would notice."""
    from django.db import connection

    world = worlds.build()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("succession_post", "orgs_staffrecord", "succession_nomination"):
            cursor.execute(f"DROP POLICY floor_select ON {table}")
            cursor.execute(f"CREATE POLICY open ON {table} FOR SELECT TO app_web USING (true)")
    page = clients(world)["other_cpo"].get(reverse("succession:plan", args=["TA1"]))
    assert page.status_code == 200
    assert "ZqTa1" in page.content.decode()


@pytest.mark.django_db
def test_a_write_without_permission_code_changes_nothing_foreign(unchecked: None) -> None:
    world = worlds.build()
    at = world.at["TA1"]
    before = list(type(at.quiet).objects.filter(unit=at.unit).order_by("pk").values())
    client = clients(world)["other_cpo"]
    client.raise_request_exception = False
    for name in ("succession:tell", "succession:withdraw", "succession:readiness"):
        client.post(
            reverse(name, args=["TA1", at.quiet.public_id]),
            {
                "readiness": "RN",
                "version": "1",
                "told_on_0": "1",
                "told_on_1": "1",
                "told_on_2": "2026",
            },
        )
    after = list(type(at.quiet).objects.filter(unit=at.unit).order_by("pk").values())
    assert after == before
