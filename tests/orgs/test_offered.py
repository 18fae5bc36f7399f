"""What an overlay offers: the tree's is in effect until the unit chooses, and again when it has left."""

# ruff: noqa: F811  pytest finds a fixture by the name of an argument

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from orgs.inheritance import choosing, services
from orgs.inheritance.offered import offers
from orgs.inheritance.selectors import effective, effective_at_each
from orgs.models.access import User
from orgs.models.audit import AuditEvent
from orgs.models.definitions import Definition
from orgs.models.overlays import OverlayChoice
from orgs.models.units import OrgUnit, OverlayMembership
from tests import factories
from tests.orgs.defining import (  # noqa: F401  fixtures
    DAY,
    KIND,
    VALUES,
    acting,
    adapt,
    at,
    cpo,
    definition,
    kind,
    steward,
)

SignIn = Callable[[User], Client]
ONE = dt.timedelta(days=1)


@pytest.fixture
def offered(units: dict[str, OrgUnit], steward: User) -> Definition:
    """The same template as the region's, as the collaborative has it: every 3 months."""
    factories.overlay(units)
    with acting(steward, "OVA") as viewer:
        return services.publish_definition(
            viewer=viewer,
            kind_code=KIND.code,
            title="Yearly review",
            fields=VALUES | {"months": {"value": "3", "mode": "default"}},
            valid_from=DAY,
        )


def choose(user: User, code: str, definition: Definition, day: dt.date = DAY) -> OverlayChoice:
    with acting(user, code, day) as viewer:
        return choosing.use_offer(viewer=viewer, definition=definition.public_id)


def owner(user: User, code: str, day: dt.date = DAY) -> tuple[str, Any]:
    found = at(user, code, day)
    return found.owner_code, found.value("months")


def test_the_trees_is_in_effect_until_the_unit_chooses(
    units: dict[str, OrgUnit], cpo: User, definition: Definition, offered: Definition
) -> None:
    assert owner(cpo, "TA1") == ("RA", 6)
    with acting(cpo, "TA1") as viewer:
        (offer,) = offers(viewer)
    assert (offer.overlay_name, offer.title, offer.chosen) == (
        "South Coast Collaborative", "Yearly review", False,
    )  # fmt: skip
    choose(cpo, "TA1", offered)
    assert owner(cpo, "TA1") == ("OVA", 3)
    with acting(cpo, "TA1") as viewer:
        assert [each.chosen for each in offers(viewer)] == [True]
        with pytest.raises(choosing.ChoiceError, match="in use here already"):
            choosing.use_offer(viewer=viewer, definition=offered.public_id)
    # Nobody else's changes: another member, the board above, a Trust that is no member.
    assert effective_at_each(KIND.code, [units["TA1"].id], DAY)[units["TA1"].id].owner_code == "OVA"
    for code, whose in (("TA3", "RA"), ("QA1", "RA"), ("TA2", "RA"), ("TB1", "")):
        assert effective(KIND.code, units[code].id, DAY).owner_code == whose
    event = AuditEvent.objects.get(action="config.chosen")
    assert (event.unit_id, event.actor_id) == (units["TA1"].id, cpo.pk)


def test_where_the_tree_offers_nothing_the_platforms_own_stays_until_chosen(
    units: dict[str, OrgUnit], cpo: User, offered: Definition
) -> None:
    lead = factories.holder("cpo", units["TB1"])
    assert owner(lead, "TB1") == ("", 6)
    choose(lead, "TB1", offered)
    assert owner(lead, "TB1") == ("OVA", 3)


def test_what_is_chosen_is_adapted_like_any_other_and_the_own_wins(
    units: dict[str, OrgUnit], cpo: User, definition: Definition, offered: Definition
) -> None:
    adapt(cpo, "TA1", definition, months="9")
    assert owner(cpo, "TA1") == ("RA", 9)
    choose(cpo, "TA1", offered)
    assert owner(cpo, "TA1") == ("OVA", 3)
    adapt(cpo, "TA1", offered, months="4")
    assert owner(cpo, "TA1") == ("OVA", 4)
    with acting(cpo, "TA1") as viewer:
        choosing.give_up_offer(viewer=viewer, definition=offered.public_id)
        with pytest.raises(choosing.ChoiceError, match="not in use here"):
            choosing.give_up_offer(viewer=viewer, definition=offered.public_id)
    assert owner(cpo, "TA1") == ("RA", 9)
    assert AuditEvent.objects.filter(action="config.unchosen").count() == 1


def test_when_a_member_leaves_the_trees_is_in_effect_again_and_joining_anew_does_not_bring_it_back(
    units: dict[str, OrgUnit], cpo: User, definition: Definition, offered: Definition
) -> None:
    choose(cpo, "TA1", offered)
    until, again = DAY + 10 * ONE, DAY + 20 * ONE
    OverlayMembership.objects.filter(unit=units["TA1"]).update(valid=(factories.LONG_AGO, until))
    assert owner(cpo, "TA1", until - ONE) == ("OVA", 3)
    assert owner(cpo, "TA1", until) == ("RA", 6)
    OverlayMembership.objects.create(overlay=units["OVA"], unit=units["TA1"], valid=(again, None))
    assert owner(cpo, "TA1", again) == ("RA", 6)
    with acting(cpo, "TA1", again) as viewer:
        assert [each.chosen for each in offers(viewer)] == [False]
    choose(cpo, "TA1", offered, again)
    assert owner(cpo, "TA1", again) == ("OVA", 3)
    # The history of both is kept.
    assert list(OverlayChoice.objects.order_by("pk").values_list("valid_from", "valid_to")) == [
        (DAY, again), (again, None),
    ]  # fmt: skip


def test_only_an_employers_own_lead_chooses(
    units: dict[str, OrgUnit], steward: User, cpo: User, offered: Definition
) -> None:
    for user, code in (
        (steward, "RA"),
        (steward, "OVA"),
        (factories.holder("learning_lead", units["TA1"]), "TA1"),
    ):
        with pytest.raises(PermissionDenied):
            choose(user, code, offered)
    outsider = factories.holder("cpo", units["TA2"])
    with pytest.raises(choosing.ChoiceError, match="not offered here"):
        choose(outsider, "TA2", offered)
    assert not OverlayChoice.objects.exists()


def test_the_settings_page_says_whose_it_is_and_offers_the_other(
    units: dict[str, OrgUnit],
    sign_in: SignIn,
    cpo: User,
    definition: Definition,
    offered: Definition,
) -> None:
    client, page = sign_in(cpo), reverse("orgs:settings", args=["TA1"])
    said = " ".join(client.get(page).content.decode().split())
    assert "Offered by South Coast Collaborative; yours comes from Ashdown region." in said
    assert "Use this one" in said
    address = reverse("orgs:offer", args=["TA1", offered.public_id])
    assert client.post(address, {"do": "use"})["Location"] == page
    said = " ".join(client.get(page).content.decode().split())
    assert "in use instead of what comes from above" in said
    assert "Go back to what comes from above" in said
    assert client.post(address, {"do": "use"}).status_code == 409
    assert client.post(address, {"do": "back"}).status_code == 302
    assert client.post(address, {"do": "back"}).status_code == 409
    assert owner(cpo, "TA1") == ("RA", 6)
    setting = reverse("orgs:setting", args=["TA1", offered.public_id])
    assert client.get(setting).status_code == 404
    client.post(address, {"do": "use"})
    assert "South Coast Collaborative set it to 3" in client.get(setting).content.decode()
