"""The home page of a unit: what waits for whoever looks, with the link to where it is done."""

# ruff: noqa: F811  pytest finds a fixture by the name of an argument

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from orgs.models.access import Grant, User
from orgs.models.definitions import Definition
from orgs.models.units import OrgUnit
from tests import factories
from tests.orgs.defining import (  # noqa: F401  fixtures
    adapt,
    cpo,
    definition,
    kind,
    publish_next,
    steward,
)
from tests.orgs.test_restructure_pages import client_of, drawn_up, scheduled, url

SignIn = Callable[[User], Client]
NOTHING = "Nothing needs your attention here"


def waiting(client: Client, code: str) -> list[tuple[str, str]]:
    """(sentence, address) of what waits on a home page."""
    page = client.get(reverse("orgs:unit", args=[code]))
    return [(each.text, each.url) for each in page.context["waiting"]]


def test_nothing_waits(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    auditor = sign_in(factories.holder("ig_auditor", units["TA1"]))
    assert waiting(auditor, "TA1") == []
    assert NOTHING in auditor.get(reverse("orgs:unit", args=["TA1"])).content.decode()


def test_a_change_waits_for_each_administrator_in_turn(units: dict[str, OrgUnit]) -> None:
    first = client_of(factories.holder("steward", units["RA"], login="sunita"))
    second = client_of(factories.holder("steward", units["RA"], login="owen"))
    plan = drawn_up(first)
    page = url(plan)
    undecided = (f"{plan.title}: waits for a first approval", page)
    assert waiting(first, "RA") == waiting(second, "RA") == [undecided]
    scheduled(first, plan)
    assert waiting(first, "RA") == [
        (f"{plan.title}: you approved it, another administrator must too", page)
    ]
    assert waiting(second, "RA") == [
        (f"{plan.title}: needs your approval, as the second of two people", page)
    ]
    approval = {"checked": "on", "version": str(plan.version)}
    assert second.post(url(plan, "change_approve"), approval).status_code == 302
    assert waiting(first, "RA") == [
        (f"{plan.title}: approved by two people, not applied yet", page)
    ]
    plan.refresh_from_db()
    second.post(url(plan, "change_apply"), {"version": str(plan.version)})
    assert waiting(first, "RA") == []


def test_invitations_and_roles_to_confirm_wait(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    joseph = factories.holder("access_admin", units["TA1"], login="joseph")
    bethan = factories.holder("access_admin", units["TA1"], login="bethan")
    page = reverse("orgs:access", args=["TA1"])
    assert waiting(sign_in(joseph), "TA1") == []
    invited = factories.user("ines@example.org")
    invited.set_unusable_password()
    invited.save()
    factories.give(invited, "cpo", units["TA1"])
    officer = factories.give(factories.user("edith"), "edi_officer", units["TA1"])
    Grant.objects.filter(pk=officer.pk).update(granted_by=joseph)
    not_accepted = ("1 invitation is not accepted yet", page)
    assert waiting(sign_in(joseph), "TA1") == [not_accepted]
    assert waiting(sign_in(bethan), "TA1") == [
        ("1 role waits for a second administrator to confirm it", page),
        not_accepted,
    ]


def test_a_founder_is_told_to_appoint_two(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    founder = sign_in(factories.holder("founder", units["TA1"]))
    invite = reverse("orgs:invite", args=["TA1"])
    words = "This organisation has fewer than 2 access administrators"
    factories.holder("access_admin", units["TA1"], login="joseph")
    assert waiting(founder, "TA1") == [(words, invite)]
    factories.holder("access_admin", units["TA1"], login="bethan")
    assert waiting(founder, "TA1") == []


def test_a_setting_that_changed_above_waits_for_a_choice(
    units: dict[str, OrgUnit], definition: Definition, steward: User, cpo: User, sign_in: SignIn
) -> None:
    adapt(cpo, "TA1", definition, months="9")
    assert waiting(sign_in(cpo), "TA1") == []
    publish_next(steward, definition, months={"value": "12", "mode": "default"})
    page = reverse("orgs:setting", args=["TA1", definition.public_id])
    assert waiting(sign_in(cpo), "TA1") == [
        (f"{definition.title} changed above: choose what holds here", page)
    ]


def test_a_unit_above_is_a_link_where_the_viewer_may_go_alone(
    units: dict[str, OrgUnit], sign_in: SignIn
) -> None:
    for role, code, here, opened in (
        ("cpo", "TA1", "TA1", set()),
        ("talent_lead", "RA", "QA1", {"RA"}),
        ("steward", "RA", "TA1", {"RA", "QA1"}),
    ):
        client = sign_in(factories.holder(role, units[code], login=f"{role}.crumbs"))
        crumbs = client.get(reverse("orgs:unit", args=[here])).context["viewer"].crumbs
        links = {url for _, url in crumbs if url}
        assert links == {reverse("orgs:unit", args=[each]) for each in opened}
        assert len(crumbs) > len(links)
        assert all(client.get(url).status_code == 200 for url in links)
