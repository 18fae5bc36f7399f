"""The one control, on the tree, access, templates and settings: what it shows, refuses and leaves out."""

# ruff: noqa: F811  pytest finds a fixture by the name of an argument

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from orgs import tree
from orgs.clock import today
from orgs.models import Definition, DefinitionVersion, Grant, OrgUnit, User
from orgs.web.as_at import AHEAD
from tests import factories
from tests.orgs.defining import (  # noqa: F401  fixtures
    VALUES,
    adapt,
    cpo,
    definition,
    kind,
    publish_next,
    steward,
)
from tests.succession.factories import queries

SignIn = Callable[[User], Client]
DAY = today()
YESTERDAY, TOMORROW = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)


def url(name: str, code: str = "TA1") -> str:
    return reverse(f"orgs:{name}", args=[code])


def text(client: Client, page: str, **asked: object) -> str:
    answer = client.get(page, {name: str(value) for name, value in asked.items()})
    assert answer.status_code == 200
    return str(answer.content.decode())


# --- the control ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"as_at": "yesterday"}, "Enter a real date"),
        ({"as_at": "2026-02-31"}, "Enter a real date"),
        ({"as_at": "0001-01-01"}, "Enter a real date"),
        (
            {"as_at": str(DAY + AHEAD + dt.timedelta(days=1))},
            "Enter a day within the next 10 years",
        ),
        ({"as_at_day": "31", "as_at_month": "2", "as_at_year": "2026"}, "Enter a real date"),
        ({"as_at_day": "31", "as_at_month": "", "as_at_year": "2026"}, "Date must include a month"),
        ({"as_at": "<script>alert(1)</script>"}, "Enter a real date"),
    ],
)
def test_a_day_that_cannot_be_is_answered_beside_its_field(
    steward: User, sign_in: SignIn, asked: dict[str, str], message: str
) -> None:
    answer = sign_in(steward).get(url("tree", "RA"), asked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#id_as_at_0">{message}' in page, "the summary leads to the field"
    assert 'id="id_as_at-error"' in page
    assert "<title>Error: Organisations" in page
    assert "Kestrel Valley" not in page, "today is not shown as if it were that day"
    assert "<script>alert" not in page


def test_another_day_is_said_and_leads_back(steward: User, sign_in: SignIn) -> None:
    page = text(sign_in(steward), url("tree", "RA"), as_at=YESTERDAY)
    assert "As it stood on" in page
    assert f'<a href="{url("tree", "RA")}">Back to today</a>' in page
    assert f'value="{YESTERDAY.year}"' in page, "the boxes hold the day that is shown"
    ahead = text(sign_in(steward), url("tree", "RA"), as_at=TOMORROW)
    assert "As it will stand on" in ahead
    for empty in ({}, {"as_at": ""}, {"as_at_day": "", "as_at_month": ""}, {"as_at": DAY}):
        assert "Back to today" not in text(sign_in(steward), url("tree", "RA"), **empty)


def test_days_by_name_are_those_of_the_last_change(
    units: dict[str, OrgUnit], steward: User, sign_in: SignIn
) -> None:
    changed = DAY - dt.timedelta(days=9)
    with tree.locked():
        tree.place(units["TA1"], on=changed, parent=units["QA2"])
        tree.project(DAY)
    client = sign_in(steward)
    before, after = (
        client.get(url("tree", "RA"), {"as_at": name}).context["as_at"].day
        for name in ("before-change", "change")
    )
    assert (before, after) == (changed - dt.timedelta(days=1), changed)


def test_nothing_is_written_at_an_address_that_names_a_day(
    units: dict[str, OrgUnit], steward: User, definition: Definition, sign_in: SignIn
) -> None:
    client = sign_in(steward)
    page = reverse("orgs:definition", args=["RA", definition.public_id])
    for asked in (f"as_at={YESTERDAY}", "as_at_day=1&as_at_month=1&as_at_year=2026"):
        answer = client.post(f"{page}?{asked}", {"number": "1"})
        assert answer.status_code == 403
        assert "A page of another day can be looked at and not changed" in answer.content.decode()
    assert DefinitionVersion.objects.count() == 1
    assert client.post(page, {"number": "1"}).status_code == 422, "without a day it is asked"


@pytest.mark.parametrize("name", ["tree", "access", "definitions", "settings"])
def test_outside_it_is_the_same_404_with_a_day_and_with_nonsense(
    units: dict[str, OrgUnit], sign_in: SignIn, name: str
) -> None:
    client = sign_in(factories.holder("cpo", units["TB1"]))
    for asked in ({}, {"as_at": YESTERDAY}, {"as_at": "nonsense"}):
        assert client.get(url(name), asked).status_code == 404
        assert client.get(url(name, "NOWHERE"), asked).status_code == 404
    inside = sign_in(factories.holder("learning_lead", units["TA1"]))
    assert inside.get(url("access"), {"as_at": "nonsense"}).status_code == 403
    assert inside.post(url("tree") + f"?as_at={YESTERDAY}").status_code in {403, 405}


# --- access ----------------------------------------------------------------------------------------------


@pytest.fixture
def admin(units: dict[str, OrgUnit]) -> User:
    return factories.holder("access_admin", units["TA1"])


def test_the_access_page_of_a_day_shows_who_held_what_on_it(
    units: dict[str, OrgUnit], admin: User, sign_in: SignIn
) -> None:
    gone = factories.user("gone@example.org")
    factories.give(gone, "cpo", units["TA1"], until=DAY - dt.timedelta(days=5))
    new = factories.user("new@example.org")
    factories.give(new, "cpo", units["TA1"], since=DAY - dt.timedelta(days=3))
    client = sign_in(admin)
    page = text(client, url("access"), as_at=DAY - dt.timedelta(days=6))
    assert ("gone@example.org" in page, "new@example.org" in page) == (True, False)
    for words in ("Invite a colleague", ">End<", "Send again", ">Extend<"):
        assert words not in page
    now = text(client, url("access"))
    assert ("gone@example.org" in now, "new@example.org" in now) == (False, True)
    assert "Invite a colleague" in now
    answer = client.get(url("access"), {"as_at": TOMORROW})
    assert answer.status_code == 422
    assert "Enter today or a day before" in answer.content.decode()


def test_a_role_that_waited_then_says_so_though_it_is_confirmed_since(
    units: dict[str, OrgUnit], admin: User, sign_in: SignIn
) -> None:
    other = factories.holder("access_admin", units["TA1"], login="other.admin")
    who = factories.user("equal@example.org")
    grant = factories.give(who, "edi_officer", units["TA1"], since=DAY - dt.timedelta(days=9))
    client, page = sign_in(admin), url("access")
    Grant.objects.filter(pk=grant.pk).update(confirmed_by=other)
    assert "Waited for a second administrator" in text(client, page, as_at=YESTERDAY)
    assert "Waited for a second administrator" not in text(client, page)


def test_who_lost_the_role_sees_nothing_of_the_days_when_she_had_it(
    units: dict[str, OrgUnit], sign_in: SignIn
) -> None:
    was = factories.user("was.admin")
    factories.give(was, "access_admin", units["TA1"], until=DAY - dt.timedelta(days=5))
    answer = sign_in(was).get(url("access"), {"as_at": DAY - dt.timedelta(days=9)})
    assert answer.status_code == 404


# --- templates and settings ----------------------------------------------------------------------------


def test_templates_show_the_version_in_effect_on_the_day(
    steward: User, definition: Definition, sign_in: SignIn
) -> None:
    publish_next(steward, definition, TOMORROW, months={"value": "9", "mode": "default"})
    client, page = sign_in(steward), url("definitions", "RA")
    assert client.get(page, {"as_at": TOMORROW}).context["published"][0][0].number == 2
    before = text(client, page, as_at=YESTERDAY)
    assert "Nothing was in effect on that day" in before
    assert "New " not in before.split("<main")[1].split("Show it as it was")[0]


def test_settings_of_a_day_are_read_and_not_changed(
    cpo: User, steward: User, definition: Definition, sign_in: SignIn
) -> None:
    adapt(cpo, "TA1", definition, months="9")
    publish_next(steward, definition, TOMORROW, tone={"value": "formal", "mode": "default"})
    client = sign_in(cpo)
    one = reverse("orgs:setting", args=["TA1", definition.public_id])
    page = text(client, url("settings"), as_at=TOMORROW)
    assert f'href="{one}?as_at={TOMORROW}"' in page, "the link keeps the day"
    ahead, now = text(client, one, as_at=TOMORROW), text(client, one)
    assert ("Version 2, in effect from" in ahead, ">Adapt<" in ahead) == (True, False)
    for words in ("Take it up", "Leave out", "Return to inherited", "Add an item"):
        assert (words in now, words in ahead) == (True, False)
    assert client.get(one, {"as_at": YESTERDAY}).status_code == 404, "it was not there yet"


def test_what_was_defined_where_a_trust_no_longer_stands_is_left_out_and_said(
    units: dict[str, OrgUnit], steward: User, definition: Definition, sign_in: SignIn
) -> None:
    """Rights are those of today: the region's template was the Trust's yesterday, and is not today."""
    Definition.objects.update(recorded_at=dt.datetime(2020, 4, 1, tzinfo=dt.UTC))
    DefinitionVersion.objects.update(valid_from=factories.LONG_AGO)
    client = sign_in(factories.holder("cpo", units["TA1"]))
    assert "Yearly review" in text(client, url("settings"), as_at=YESTERDAY)
    with tree.locked():
        tree.place(units["TA1"], on=DAY, parent=units["QB1"])
        tree.project(DAY)
    page = text(client, url("settings"), as_at=YESTERDAY)
    assert "Yearly review" not in page
    assert "This organisation stood below Alder ICB and Ashdown region on that day" in page
    one = reverse("orgs:setting", args=["TA1", definition.public_id])
    assert client.get(one, {"as_at": YESTERDAY}).status_code == 404


# --- what it costs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code", "role", "more"),
    [
        ("tree", "RA", "steward", 0),
        # What stands beside the list, and what is offered, is of today alone.
        ("access", "TA1", "access_admin", -6),
        ("definitions", "RA", "steward", 0),
        ("settings", "TA1", "cpo", 0),
    ],
)
def test_another_day_costs_a_constant_more_than_today(
    units: dict[str, OrgUnit], sign_in: SignIn, name: str, code: str, role: str, more: int
) -> None:
    client = sign_in(factories.holder(role, units[code], login="asks"))
    today_costs = queries(client, url(name, code))
    assert queries(client, f"{url(name, code)}?as_at={YESTERDAY}") == today_costs + more
