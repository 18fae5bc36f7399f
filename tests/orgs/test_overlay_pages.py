"""Pages of overlays: each link of the menu leads somewhere, and what cannot be is said beside the field."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs.clock import today
from orgs.models.access import User
from orgs.models.overlays import Overlay, OverlayInvite
from orgs.models.units import OrgUnit, OverlayMembership
from tests import factories

SignIn = Callable[[User], Client]
DAY = dt.timedelta(days=1)


@pytest.fixture
def keeper(units: dict[str, OrgUnit]) -> User:
    factories.overlay(units)
    return factories.holder("steward", units["RA"], login="keeper")


def said(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def day(field: str, value: dt.date) -> dict[str, str]:
    return {
        f"{field}_day": str(value.day), f"{field}_month": str(value.month),
        f"{field}_year": str(value.year),
    }  # fmt: skip


@pytest.mark.parametrize("role", ["talent_lead", "steward", "pool_manager", "ig_auditor", "keeper"])
def test_no_link_of_the_menu_is_dead(
    units: dict[str, OrgUnit], sign_in: SignIn, keeper: User, role: str
) -> None:
    user = keeper if role == "keeper" else factories.holder(role, units["OVA"])
    client = sign_in(user)
    page = client.get(reverse("orgs:unit", args=["OVA"]))
    links = page.wsgi_request.viewer.menu
    assert [link.label for link in links][:2] == ["Home", "Members"]
    assert "Organisations" not in [link.label for link in links]
    assert {link.key: client.get(link.url).status_code for link in links} == dict.fromkeys(
        [link.key for link in links], 200
    )
    assert "South Coast Collaborative" in page.content.decode()


def test_its_own_page_says_who_belongs_to_it_and_how_much_is_hidden(
    units: dict[str, OrgUnit], sign_in: SignIn, keeper: User
) -> None:
    lead = sign_in(factories.holder("talent_lead", units["OVA"]))
    page = said(lead, "orgs:unit", "OVA")
    for words in (
        "Kestrel Valley NHS Trust", "Alder ICB, since 1 April 2020", "Kept by Ashdown region",
        "With three organisations many figures stay hidden", "No shared pool yet",
        "No shared pathway yet", "You see released totals of all members together",
    ):  # fmt: skip
        assert words in page, words
    assert "Its talent leads see" in said(sign_in(keeper), "orgs:unit", "OVA")


def test_members_on_another_day_and_earlier_ones(
    units: dict[str, OrgUnit], sign_in: SignIn, keeper: User
) -> None:
    OverlayMembership.objects.filter(unit=units["TB1"]).update(
        valid=(factories.LONG_AGO, today() - DAY)
    )
    client = sign_in(keeper)
    page = client.get(reverse("orgs:members", args=["OVA"]))
    assert [m.code for m in page.context["members"]] == ["TA1", "TA3"]
    assert [m.code for m in page.context["past"]] == ["TB1"]
    before = client.get(f"{reverse('orgs:members', args=['OVA'])}?as_at={today() - 2 * DAY}")
    assert [m.code for m in before.context["members"]] == ["TA1", "TA3", "TB1"]
    assert client.get(f"{reverse('orgs:members', args=['OVA'])}?as_at=never").status_code == 422
    assert client.get(reverse("orgs:members", args=["RA"])).status_code == 404


def test_a_member_costs_no_query_more(
    units: dict[str, OrgUnit], sign_in: SignIn, keeper: User
) -> None:
    client, counted = sign_in(keeper), []
    everybody = OverlayMembership.objects.filter(overlay=units["OVA"])
    for ended in (["TA3", "TB1"], []):
        everybody.update(valid=(factories.LONG_AGO, None))
        everybody.filter(unit__code__in=ended).update(valid=(factories.LONG_AGO, today()))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("orgs:unit", args=["OVA"]))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_what_cannot_join_is_said_beside_the_field(
    units: dict[str, OrgUnit], sign_in: SignIn, keeper: User
) -> None:
    client, address = sign_in(keeper), reverse("orgs:add_member", args=["OVA"])
    for form, field, words in (
        ({"unit": ""}, "unit", "Select an organisation"),
        ({"unit": "TA2"}, "first", "Enter first day"),
        ({"unit": "TA2"} | day("first", today() - DAY), "first", "must be today or later"),
        (
            {"unit": "TA2"} | day("first", today()) | day("last", today() - DAY),
            "last",
            "must not be before the first",
        ),
        ({"unit": "QA1"} | day("first", today()), "unit", "is below Alder ICB"),
        ({"unit": "RB"} | day("first", today()), "unit", "Select a valid choice"),
    ):
        answer = client.post(address, form)
        assert answer.status_code == 422
        assert words in str(answer.context["form"].errors[field]), (form, field)
    assert OverlayMembership.objects.count() == 3
    done = client.post(address, {"unit": "TA2"} | day("first", today()) | day("last", today()))
    assert done["Location"] == reverse("orgs:members", args=["OVA"])
    assert OverlayMembership.objects.get(unit=units["TA2"]).valid.upper == today() + DAY


def test_an_answer_that_comes_too_late_is_409(
    units: dict[str, OrgUnit], sign_in: SignIn, keeper: User
) -> None:
    OverlayMembership.objects.filter(unit=units["TB1"]).delete()
    client = sign_in(keeper)
    client.post(reverse("orgs:add_member", args=["OVA"]), {"unit": "QB1"} | day("first", today()))
    invite = OverlayInvite.objects.get()
    other = Client()
    other.force_login(factories.holder("steward", units["RB"]))
    assert "Beech ICB is asked to join South Coast Collaborative" in said(other, "orgs:unit", "RB")
    page = reverse("orgs:answer_invite", args=["RB", invite.public_id])
    assert other.get(page).status_code == 200
    assert other.post(page, {"answer": "perhaps"}).status_code == 422
    taken = client.post(reverse("orgs:take_back_invite", args=["OVA", invite.public_id]))
    assert taken.status_code == 302
    assert other.post(page, {"answer": "agree"}).status_code == 409
    assert OverlayMembership.objects.count() == 2


def test_the_employer_sees_what_it_belongs_to(
    units: dict[str, OrgUnit], sign_in: SignIn, keeper: User
) -> None:
    cpo = sign_in(factories.holder("cpo", units["TA1"]))
    assert "South Coast Collaborative" in said(cpo, "orgs:unit", "TA1")
    assert "From 1 April 2020" in said(cpo, "orgs:memberships", "TA1")
    elsewhere = sign_in(factories.holder("cpo", units["TA2"]))
    assert "Works together in" not in said(elsewhere, "orgs:unit", "TA2")
    assert "It belongs to none" in said(elsewhere, "orgs:memberships", "TA2")


def test_opening_one_from_its_form(
    units: dict[str, OrgUnit], sign_in: SignIn, keeper: User
) -> None:
    client, address = sign_in(keeper), reverse("orgs:open_overlay", args=["RA"])
    form = {"type": "place", "name": "Two towns", "code": "OVA", "purpose": "Together"}
    taken = client.post(address, form | day("on", today()))
    assert taken.status_code == 422
    assert "is taken" in str(taken.context["form"].errors["code"])
    done = client.post(address, form | {"code": "plc9"} | day("on", today()))
    assert done["Location"] == reverse("orgs:members", args=["PLC9"])
    assert Overlay.objects.get(unit__code="PLC9").kept_by_id == units["RA"].id
    assert "Two towns" in said(client, "orgs:overlays", "RA")
