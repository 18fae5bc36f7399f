"""Home and the list of one's organisations: the user's own and nothing else."""

from collections.abc import Callable

from django.test import Client

from orgs.models.access import User
from orgs.models.units import OrgUnit
from tests import factories

SignIn = Callable[[User], Client]


def test_home_goes_to_the_one_organisation(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    response = sign_in(factories.holder("cpo", units["TA1"])).get("/")
    assert (response.status_code, response["Location"]) == (302, "/o/TA1/")


def test_home_lists_when_there_are_two_or_none(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    user = factories.holder("cpo", units["TA1"])
    factories.give(user, "cpo", units["TA3"])
    client = sign_in(user)
    assert client.get("/")["Location"] == "/organisations/"
    page = client.get("/organisations/").content.decode()
    assert "Kestrel Valley NHS Trust" in page
    assert "Lapwing Moor NHS Trust" in page
    assert "Heron Water NHS Trust" not in page
    client.force_login(factories.user("nobody"))
    assert "You hold no role yet" in client.get("/organisations/").content.decode()


def test_the_search_of_the_bar_is_a_fragment(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    client = sign_in(factories.holder("cpo", units["TA1"]))
    found = client.get("/organisations/?switch=1&q=kestrel").content.decode()
    assert "<html" not in found
    assert "/o/TA1/" in found
    assert "/o/TA1/" not in client.get("/organisations/?switch=1&q=heron").content.decode()


def test_a_signed_in_page_is_never_stored(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    response = sign_in(factories.holder("cpo", units["TA1"])).get("/o/TA1/")
    assert response["Cache-Control"] == ("max-age=0, no-cache, no-store, must-revalidate, private")
    assert response["Permissions-Policy"].startswith("camera=()")


def test_health_says_ok_to_anybody(client: Client, db: None) -> None:
    response = client.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_home_needs_somebody(client: Client, db: None) -> None:
    assert client.get("/")["Location"] == "/accounts/login/?next=/"
