"""The access pages: listing, inviting, ending, confirming and sending again."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs.models import AuditEvent, Grant, OrgUnit, Outbox, ReadEvent, User
from tests import factories
from tests.access.test_grants import DAY, admin, give

SignIn = Callable[[User], Client]
__all__ = ["admin"]


def form(**changed: str) -> dict[str, str]:
    return {
        "login": "ada@example.org",
        "role": "cpo",
        "reason": "Leads succession",
        "valid_from_day": str(DAY.day),
        "valid_from_month": str(DAY.month),
        "valid_from_year": str(DAY.year),
        **changed,
    }


def url(name: str, code: str = "TA1", *args: Any) -> str:
    return reverse(f"orgs:{name}", args=[code, *args])


def test_the_access_page(units: dict[str, OrgUnit], admin: User, sign_in: SignIn) -> None:
    ines = factories.staff(units["TA1"], "Ines Moor")
    factories.holder("cpo", units["TA1"], login="ines.moor@example.org", person=ines.person)
    page = sign_in(admin).get(url("access"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Ines Moor" in text
    assert "Succession lead" in text
    assert [r.login for r in page.context["rows"]] == ["access_admin.ta1", "ines.moor@example.org"]
    assert [r.may_change for r in page.context["rows"]] == [False, True]
    read = ReadEvent.objects.get()
    assert (read.page, read.staff_ids, read.role) == ("access", [ines.id], "access_admin")


def test_the_access_page_asks_the_same_for_one_and_for_three(
    units: dict[str, OrgUnit], admin: User, sign_in: SignIn
) -> None:
    client, counts = sign_in(admin), []
    for login in ("one", "two", "three"):
        person = factories.staff(units["TA1"], f"{login.title()} Moor").person
        factories.holder("cpo", units["TA1"], login=login, person=person)
        with CaptureQueriesContext(connection) as queries:
            client.get(url("access"))
        counts.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
    assert counts[0] == counts[2] <= 20


@pytest.mark.parametrize("name", ["access", "invite", "who"])
def test_a_colleague_without_the_right_and_an_outsider(
    units: dict[str, OrgUnit], sign_in: SignIn, name: str
) -> None:
    assert sign_in(factories.holder("cpo", units["TA1"])).get(url(name)).status_code == 403
    for role, code in (("access_admin", "TA2"), ("steward", "RA"), ("talent_lead", "RA")):
        client = sign_in(factories.holder(role, units[code], login=f"{name}{role}"))
        assert client.get(url(name)).status_code == 404


def test_inviting_a_colleague(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    assert client.get(url("invite")).status_code == 200
    answer = client.post(url("invite"), form())
    assert (answer.status_code, answer["Location"]) == (302, url("access"))
    grant = Grant.objects.get(user__login="ada@example.org")
    assert (grant.role, grant.granted_by, grant.valid_to) == ("cpo", admin, None)
    assert not grant.user.has_usable_password()
    letter = Outbox.objects.get()
    assert (letter.template, letter.to) == ("invitation", "ada@example.org")
    assert set(letter.context) == {"link", "organisation"}
    event = AuditEvent.objects.get(action="grant.given")
    assert (event.actor, event.detail) == (admin, {"role": "cpo"})


def test_a_last_day_is_stored_as_the_first_day_without(admin: User, sign_in: SignIn) -> None:
    last = {"last_day_day": "31", "last_day_month": "3", "last_day_year": str(DAY.year + 1)}
    sign_in(admin).post(url("invite"), form(**last))
    grant = Grant.objects.get(user__login="ada@example.org")
    assert grant.valid_to == dt.date(DAY.year + 1, 4, 1)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"login": "nobody"}, "Enter an email address"),
        ({"role": "founder"}, "Select a valid choice"),
        ({"role": ""}, "Select role"),
        ({"reason": ""}, "Enter reason"),
        ({"valid_from_year": "2020"}, "must be today or later"),
        ({"last_day_day": "1", "last_day_month": "1", "last_day_year": "2020"}, "on or after"),
    ],
)
def test_an_invitation_that_cannot_be(
    admin: User, sign_in: SignIn, changed: dict[str, str], words: str
) -> None:
    answer = sign_in(admin).post(url("invite"), form(**changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert (Grant.objects.count(), Outbox.objects.count(), User.objects.count()) == (1, 0, 1)


def test_oneself_is_refused_on_the_page(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    admin = factories.holder("access_admin", units["TA1"], login="me@example.org")
    answer = sign_in(admin).post(url("invite"), form(login="me@example.org"))
    assert answer.status_code == 422
    assert "You cannot give a role to yourself" in answer.content.decode()


def test_ending_on_the_page(units: dict[str, OrgUnit], admin: User, sign_in: SignIn) -> None:
    grant = give(admin, "TA1")
    page = url("end_role", "TA1", grant.public_id)
    on = {"on_day": str(DAY.day), "on_month": str(DAY.month), "on_year": str(DAY.year)}
    colleague = factories.holder("cpo", units["TA1"])
    outsider = factories.holder("access_admin", units["TA2"])
    assert sign_in(colleague).post(page, on).status_code == 403
    assert sign_in(outsider).post(page, on).status_code == 404
    assert sign_in(outsider).post(url("end_role", "TA2", grant.public_id), on).status_code == 404
    assert sign_in(admin).post(page, {**on, "on_year": "2020"}).status_code == 422
    grant.refresh_from_db()
    assert grant.valid_to is None
    assert sign_in(admin).get(page).status_code == 200
    assert sign_in(admin).post(page, on).status_code == 302
    grant.refresh_from_db()
    assert grant.valid_to == DAY


def test_confirming_and_sending_again_on_the_page(
    units: dict[str, OrgUnit], admin: User, sign_in: SignIn
) -> None:
    grant = give(admin, "TA1", role_code="edi_officer")
    other = factories.holder("access_admin", units["TA1"], login="other")
    colleague = factories.holder("cpo", units["TA1"])
    outsider = factories.holder("access_admin", units["TA2"])
    for name in ("confirm_role", "resend_invitation"):
        page = url(name, "TA1", grant.public_id)
        assert sign_in(colleague).post(page).status_code == 403
        assert sign_in(outsider).post(page).status_code == 404
        assert sign_in(other).get(page).status_code == 405
    page = url("confirm_role", "TA1", grant.public_id)
    assert sign_in(admin).post(page).status_code == 422
    grant.refresh_from_db()
    assert (grant.confirmed_by, Outbox.objects.count()) == (None, 0)
    assert sign_in(other).post(page).status_code == 302
    grant.refresh_from_db()
    assert grant.confirmed_by == other
    page = url("resend_invitation", "TA1", grant.public_id)
    assert sign_in(admin).post(page).status_code == 302
    assert Outbox.objects.count() == 1
    grant.user.set_password(factories.PASSWORD)
    grant.user.save()
    assert sign_in(admin).post(page).status_code == 422
    assert Outbox.objects.count() == 1


def test_a_steward_gives_a_talent_lead_at_an_icb(
    units: dict[str, OrgUnit], sign_in: SignIn
) -> None:
    client = sign_in(factories.holder("steward", units["RA"]))
    assert client.get(url("access", "QA1")).status_code == 200
    assert client.post(url("invite", "QA1"), form(role="talent_lead")).status_code == 302
    assert client.post(url("invite", "QA1"), form(role="cpo")).status_code == 422
    assert client.post(url("invite", "TA1"), form(role="talent_lead")).status_code == 404
    assert Grant.objects.filter(user__login="ada@example.org").count() == 1
