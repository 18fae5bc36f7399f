"""The floor below the code: a view whose permission check is gone still shows nothing foreign."""

import pytest
from django.urls import reverse

from orgs.access import middleware
from succession.models import Nomination
from tests.access import world as worlds
from tests.access.test_canary import addresses, found
from tests.access.test_matrix import clients


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every view's access rule is gone: whoever is signed in gets in."""
    monkeypatch.setattr(middleware, "check", lambda viewer, rule: None)


@pytest.mark.django_db
def test_without_any_permission_code_no_foreign_name_is_shown(unchecked: None) -> None:
    world = worlds.build()
    personas = clients(world)
    outsiders = {
        name: personas[name] for name in ("other_cpo", "regional_lead", "steward", "nobody")
    }
    assert list(found(world, outsiders, addresses(world))) == []


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
    assert worlds.token_of("TA1") in page.content.decode()


def _row(nomination: Nomination) -> dict[str, object]:
    return Nomination.objects.filter(pk=nomination.pk).values().get()


#: Address and a form that an insider's click would send.
WRITES = {
    "succession:tell": {"told_on_day": "1", "told_on_month": "10", "told_on_year": "2026"},
    "succession:withdraw": {},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRITES)
def test_a_write_without_permission_code_changes_nothing_foreign(
    name: str, unchecked: None
) -> None:
    world = worlds.build()
    nomination = world.at["TA1"].quiet
    url = reverse(name, args=["TA1", nomination.public_id])
    before = _row(nomination)
    personas = clients(world)
    for outsider in ("other_cpo", "regional_lead", "steward", "nobody"):
        assert personas[outsider].post(url, WRITES[name]).status_code == 404
        assert _row(nomination) == before
    # The control: the same form, sent by the employer's own succession lead, does change the row.
    assert personas["cpo"].post(url, WRITES[name]).status_code == 302
    assert _row(nomination) != before
