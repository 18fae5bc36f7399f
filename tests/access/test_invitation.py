"""From the founding grant to a running Trust, with nobody above signed in, through HTTP alone."""

import io
import re
from typing import Any

import pytest
from django.core import mail, signing
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from orgs.access import grants, invitations, principals
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models import AuditEvent, Grant, OrgUnit, User
from orgs.outbox import send_waiting
from tests import factories

DAY = today()
PASSWORD = "four words nobody joined"


def found(*args: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("found", *args, stdout=out, **options)
    return out.getvalue()


def link_in(text: str) -> str:
    match = re.search(r"(/invitation/[^\s]+)", text)
    assert match is not None
    return match.group(1)


def accept(link: str, password: str = PASSWORD) -> Client:
    browser = Client()
    assert browser.get(link).status_code == 200
    answer = browser.post(link, {"password": password, "again": password})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    return browser


def invite(browser: Client, login: str, role: str) -> int:
    page = reverse("orgs:invite", args=["TA1"])
    day = {"valid_from_day": DAY.day, "valid_from_month": DAY.month, "valid_from_year": DAY.year}
    form = {"login": login, "role": role, "reason": "Setting up", **day}
    return browser.post(page, form).status_code


def letter_to(login: str) -> str:
    send_waiting(principals.OUTBOX)
    (letter,) = [m for m in mail.outbox if m.to == [login]]
    return link_in(letter.body)


def test_an_employer_sets_itself_up(units: dict[str, OrgUnit]) -> None:
    factories.staff(units["TA1"], "Sam Reed")
    printed = found("chief@example.org", "founder", "TA1", site="http://testserver")
    founder = accept(link_in(printed))
    assert founder.get(reverse("orgs:access", args=["TA1"])).status_code == 200
    for login in ("first@example.org", "second@example.org"):
        assert invite(founder, login, "access_admin") == 302
    assert invite(founder, "cpo@example.org", "cpo") == 422
    first, second = (accept(letter_to(f"{n}@example.org")) for n in ("first", "second"))
    for login, role in (
        ("cpo@example.org", "cpo"),
        ("learning@example.org", "learning_lead"),
        ("sam.reed@example.org", "staff"),
    ):
        assert invite(first, login, role) == 302
    assert invite(first, "edi@example.org", "edi_officer") == 422  # opens nothing yet: not offered
    with user_scope(User.objects.get(login="first@example.org").pk, unit_code="TA1") as viewer:
        waiting = grants.give_role(
            viewer=viewer,
            login="edi@example.org",
            role_code="edi_officer",
            valid_from=DAY,
            reason="Setting up",
        )
    confirm = reverse("orgs:confirm_role", args=["TA1", waiting.public_id])
    assert first.post(confirm).status_code == 422
    assert second.post(confirm).status_code == 302
    cpo = accept(letter_to("cpo@example.org"))
    assert cpo.get(reverse("orgs:settings", args=["TA1"])).status_code == 200
    assert cpo.get(reverse("orgs:access", args=["TA1"])).status_code == 403
    staff = accept(letter_to("sam.reed@example.org"))
    assert staff.get(reverse("orgs:why", args=["TA1"])).status_code == 200
    accept(letter_to("learning@example.org"))
    assert User.objects.get(login="sam.reed@example.org").person is not None
    held = Grant.objects.order_by("role").values_list("role", "unit__code")
    assert list(held) == [
        ("access_admin", "TA1"),
        ("access_admin", "TA1"),
        ("cpo", "TA1"),
        ("edi_officer", "TA1"),
        ("founder", "TA1"),
        ("learning_lead", "TA1"),
        ("staff", "TA1"),
    ]
    acts = AuditEvent.objects.filter(action="invitation.accepted")
    assert acts.count() == 6
    assert {event.actor.login for event in acts if event.actor} >= {"chief@example.org"}


@pytest.fixture
def waiting(units: dict[str, OrgUnit]) -> tuple[User, str]:
    grant = grants.found(login="new@example.org", role_code="cpo", unit=units["TA1"], day=DAY)
    return grant.user, reverse("orgs:accept", args=[invitations.token_for(grant.user, grant.unit)])


def test_a_link_works_once(waiting: tuple[User, str]) -> None:
    user, link = waiting
    accept(link)
    again = Client().post(link, {"password": "another four word thing", "again": "x"})
    assert again.status_code == 404
    assert Client().get(link).status_code == 404
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "too short"),
        ("passwordpassword", "passwordpasswore", "Both passwords must be the same"),
        ("new@example.org", "new@example.org", "too similar"),
        ("", "", "Enter password"),
    ],
)
def test_a_password_that_is_not_good_enough(
    waiting: tuple[User, str], password: str, again: str, words: str
) -> None:
    user, link = waiting
    answer = Client().post(link, {"password": password, "again": again})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert not AuditEvent.objects.filter(action="invitation.accepted").exists()


def test_a_link_that_is_forged_late_or_for_another_state(
    waiting: tuple[User, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    user, link = waiting
    token = link.split("/")[2]
    assert invitations.read(token) is not None
    assert invitations.read(token[:-2] + "xx") is None
    assert invitations.read(signing.dumps([str(user.subject), "x", "TA1"], salt="other")) is None
    monkeypatch.setattr(invitations, "LIFETIME_DAYS", -1)
    assert Client().get(link).status_code == 404
    monkeypatch.setattr(invitations, "LIFETIME_DAYS", 7)
    user.set_unusable_password()
    user.save()
    assert invitations.read(token) is None


def test_an_account_with_a_password_gets_no_link(units: dict[str, OrgUnit]) -> None:
    user = factories.user("known@example.org")
    with pytest.raises(ValueError, match="no invitation link"):
        invitations.token_for(user, units["TA1"])
    assert "keeps it" in found("known@example.org", "cpo", "TA1")


def test_found_takes_a_password(units: dict[str, OrgUnit], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    printed = found("nation@example.org", "steward", "NAT", password_stdin=True)
    assert printed == "nation@example.org is Organisation administrator of Nation of Albany.\n"
    assert User.objects.get(login="nation@example.org").check_password(PASSWORD)
    grant = Grant.objects.get()
    assert (grant.granted_by, grant.valid_from, grant.role) == (None, DAY, "steward")
    event = AuditEvent.objects.get()
    assert (event.action, event.principal) == ("grant.founded", "system:founding")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("a@example.org", "founder", "XX"), "no organisation"),
        (("a@example.org", "king", "TA1"), "There is no role king"),
        (("a@example.org", "founder", "RA"), "does not belong at Ashdown region"),
        (("a@example.org", "steward", "TA1"), "does not belong at Kestrel"),
    ],
)
def test_found_refuses(units: dict[str, OrgUnit], args: tuple[str, str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        found(*args)
    assert (User.objects.count(), Grant.objects.count()) == (0, 0)


def test_found_refuses_a_weak_password_and_a_second_time(
    units: dict[str, OrgUnit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="too short"):
        found("a@example.org", "founder", "TA1", password_stdin=True)
    assert User.objects.count() == 0
    found("a@example.org", "founder", "TA1")
    with pytest.raises(CommandError, match="already holds"):
        found("a@example.org", "founder", "TA1")
