"""Extending a role, what is noted of its use, the filters, and what an invitation would give."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from orgs.access import grants, usage
from orgs.access.grants import GrantError
from orgs.access.preview import preview
from orgs.access.roles import roles
from orgs.access.scope import user_scope
from orgs.models import AuditEvent, Grant, GrantUse, OrgUnit, User
from orgs.presenters.access import preview_words
from tests import factories
from tests.access.test_access_pages import form, url
from tests.access.test_grants import DAY, TOMORROW, admin, give, run

SignIn = Callable[[User], Client]
__all__ = ["admin"]
SOON = DAY + dt.timedelta(days=5)


def until() -> dt.date:
    return grants.horizon(DAY)


def extend(user: User, grant: Grant, to: dt.date, code: str = "TA1") -> Grant:
    with user_scope(user.pk, login=user.login, unit_code=code) as viewer:
        found = Grant.objects.get(pk=grant.pk)
        return grants.extend_role(viewer=viewer, grant=found, until=to, reason="Cover goes on")


@pytest.mark.parametrize(
    ("day", "latest"),
    [
        (dt.date(2026, 11, 30), dt.date(2027, 1, 29)),
        (dt.date(2026, 12, 31), dt.date(2027, 1, 29)),
        (dt.date(2027, 1, 1), dt.date(2027, 4, 29)),
        (dt.date(2027, 5, 15), dt.date(2027, 7, 29)),
    ],
)
@pytest.mark.django_db
def test_until_when_a_role_can_be_extended(day: dt.date, latest: dt.date) -> None:
    assert grants.horizon(day) == latest


def test_extending_a_role(units: dict[str, OrgUnit], admin: User) -> None:
    grant = give(admin, "TA1", valid_to=SOON)
    extend(admin, grant, until())
    grant.refresh_from_db()
    assert (grant.valid_to, grant.extended_by, grant.extension) == (until(), admin, "Cover goes on")
    event = AuditEvent.objects.get(action="grant.extended")
    assert (event.actor, event.detail) == (admin, {"role": "cpo"})
    with pytest.raises(GrantError, match="must be later"):
        extend(admin, grant, until())


def test_a_role_that_cannot_be_extended(units: dict[str, OrgUnit], admin: User) -> None:
    endless, ended = give(admin, "TA1"), give(admin, "TA1", login="ended@example.org")
    Grant.objects.filter(pk=ended.pk).update(valid_to=DAY)
    officer = give(admin, "TA1", login="e@example.org", role_code="edi_officer", valid_to=SOON)
    ending = give(admin, "TA1", login="soon@example.org", valid_to=SOON)
    other = give(admin, "TA1", login="third@example.org", role_code="access_admin", valid_to=SOON)
    for grant, to, words in (
        (endless, until(), "no end"),
        (ended, until(), "has ended"),
        (officer, until(), "two people"),
        (ending, until() + dt.timedelta(days=1), "next access review"),
        (ending, TOMORROW, "must be later"),
    ):
        with pytest.raises(GrantError, match=words):
            extend(admin, grant, to)
    with pytest.raises(GrantError, match="your own"):
        extend(other.user, other, until())
    with pytest.raises(PermissionDenied):
        extend(factories.holder("founder", units["TA1"]), ending, until())
    assert not AuditEvent.objects.filter(action="grant.extended").exists()
    assert not Grant.objects.exclude(extension="").exists()


def test_the_database_puts_an_end_off_with_a_reason_and_until_the_review_alone(
    units: dict[str, OrgUnit], admin: User
) -> None:
    grant = give(admin, "TA1", valid_to=SOON)
    officer = give(admin, "TA1", login="e@example.org", role_code="edi_officer", valid_to=SOON)
    other = factories.holder("access_admin", units["TA1"], login="other")
    sql = "UPDATE orgs_grant SET valid_to = %s, extended_by_id = %s, extension = %s WHERE id = %s"
    with user_scope(admin.pk, unit_code="TA1"):
        for to, by, why, of in (
            (until(), None, "why", grant),
            (until(), other.pk, "why", grant),
            (until(), admin.pk, "", grant),
            (until() + dt.timedelta(days=1), admin.pk, "why", grant),
            (None, admin.pk, "why", grant),
            (until(), admin.pk, "why", officer),
            (SOON, admin.pk, "why", grant),  # nothing is put off, and somebody said to have done so
            (DAY, admin.pk, "why", grant),
        ):
            with pytest.raises(DatabaseError, match=r"brought forward|puts its end off"):
                run(sql, to, by, why, of.pk)
        assert run(sql, until(), admin.pk, "why", grant.pk) == 1
        assert run(sql, until(), admin.pk, "why", Grant.objects.get(user=admin).pk) == 0


def on(day: dt.date) -> dict[str, str]:
    return {
        "last_day_day": str(day.day),
        "last_day_month": str(day.month),
        "last_day_year": str(day.year),
    }


def test_extending_on_the_page(units: dict[str, OrgUnit], admin: User, sign_in: SignIn) -> None:
    grant = give(admin, "TA1", valid_to=SOON)
    page = url("extend_role", "TA1", grant.public_id)
    last = until() - dt.timedelta(days=1)
    sent = {**on(last), "reason": "Cover goes on"}
    colleague = factories.holder("cpo", units["TA1"])
    outsider = factories.holder("access_admin", units["TA2"])
    assert sign_in(colleague).post(page, sent).status_code == 403
    assert sign_in(outsider).post(page, sent).status_code == 404
    assert (
        sign_in(outsider).post(url("extend_role", "TA2", grant.public_id), sent).status_code == 404
    )
    client = sign_in(admin)
    assert b"Extend" in client.get(url("access")).content
    for wrong, words in (
        ({**sent, "reason": ""}, "Enter reason"),
        ({**sent, **on(last + dt.timedelta(days=1))}, "at most"),
        ({**sent, "last_day_year": "2020"}, "must be later"),
    ):
        answer = client.post(page, wrong)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    grant.refresh_from_db()
    assert grant.valid_to == SOON
    assert client.get(page).status_code == 200
    assert client.post(page, sent).status_code == 302
    grant.refresh_from_db()
    assert grant.valid_to == until()
    assert "Cover goes on" in client.get(url("access")).content.decode()


# --- what is noted of use -------------------------------------------------------------------------


def used(user: User) -> dt.date | None:
    return GrantUse.objects.get(grant__user=user).last_on


def test_a_role_is_used_by_opening_what_it_allows(
    units: dict[str, OrgUnit], sign_in: SignIn
) -> None:
    cpo = factories.holder("cpo", units["TA1"])
    client = sign_in(cpo)
    client.get(reverse("orgs:unit", args=["TA1"]))
    assert used(cpo) is None
    assert client.get(url("access")).status_code == 403
    assert used(cpo) is None
    client.get(reverse("orgs:people", args=["TA1"]))
    assert used(cpo) == DAY
    person = factories.staff(units["TA1"], "Ines Moor").person
    staff = factories.holder("staff", units["TA1"], person=person)
    assert sign_in(staff).get(reverse("orgs:record", args=["TA1"])).status_code == 200
    assert used(staff) is None  # one's own record is nobody's to know


def test_use_is_written_once_a_day_and_nobody_waits(units: dict[str, OrgUnit]) -> None:
    cpo = factories.holder("cpo", units["TA1"])

    def updates() -> int:
        with (
            transaction.atomic(),
            user_scope(cpo.pk, unit_code="TA1", asked=["view_people"]),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "SELECT n_tup_upd FROM pg_stat_xact_user_tables WHERE relname = 'orgs_grantuse'"
            )
            return int(cursor.fetchone()[0])

    before = updates()
    assert updates() == before >= 1
    GrantUse.objects.update(last_on=DAY - dt.timedelta(days=1))
    assert updates() > before


def test_the_site_cannot_write_use(units: dict[str, OrgUnit], admin: User) -> None:
    with user_scope(admin.pk, unit_code="TA1"):
        assert GrantUse.objects.count() == 1
        for sql in ("UPDATE orgs_grantuse SET last_on = NULL", "DELETE FROM orgs_grantuse"):
            with pytest.raises(DatabaseError, match="permission denied"):
                run(sql)
    with user_scope(factories.holder("steward", units["RA"]).pk, unit_code="TA1"):
        assert not GrantUse.objects.filter(unit=units["TA1"]).exists()


def test_roles_that_nobody_uses(units: dict[str, OrgUnit], admin: User) -> None:
    quiet, busy, new, own = (
        factories.holder(role, units["TA1"], login=login)
        for role, login in (
            ("cpo", "quiet"), ("cpo", "busy"), ("cpo", "new"), ("staff", "own"),
        )
    )  # fmt: skip
    GrantUse.objects.update(noted_since=DAY - dt.timedelta(days=200))
    GrantUse.objects.filter(grant__user=busy).update(last_on=DAY - dt.timedelta(days=89))
    GrantUse.objects.filter(grant__user=quiet).update(last_on=DAY - dt.timedelta(days=90))
    GrantUse.objects.filter(grant__user=new).update(noted_since=DAY - dt.timedelta(days=89))
    found = usage.unused(Grant.objects.all(), DAY)
    assert {grant.user.login for grant in found} == {"quiet", admin.login}
    assert {g.user.login for g in Grant.objects.all() if usage.is_unused(g, DAY)} == {
        "quiet", admin.login,
    }  # fmt: skip
    assert usage.own_only() == ["staff"]
    assert own.pk


# --- the page ---------------------------------------------------------------------------------------


def test_the_filters(units: dict[str, OrgUnit], admin: User, sign_in: SignIn) -> None:
    ines = factories.staff(units["TA1"], "Ines Moor")
    factories.holder("cpo", units["TA1"], login="im@example.org", person=ines.person)
    give(admin, "TA1", login="invited@example.org", role_code="learning_lead", valid_to=SOON)
    client = sign_in(admin)

    def logins(**query: str) -> list[str]:
        return [row.login for row in client.get(url("access"), query).context["rows"]]

    assert logins(q="moor") == ["im@example.org"]
    assert logins(role="learning_lead") == logins(state="invited") == ["invited@example.org"]
    assert logins(state="ending") == ["invited@example.org"]
    assert logins(state="no such state") == logins() != []
    GrantUse.objects.update(noted_since=DAY - dt.timedelta(days=91), last_on=None)
    assert "im@example.org" in logins(state="unused")
    Grant.objects.filter(user__login="im@example.org").update(valid_to=DAY)
    assert "im@example.org" not in logins()
    assert logins(ended="1") == ["im@example.org"]


def test_the_page_says_what_reaches_from_above_and_what_is_held_at_parts(
    units: dict[str, OrgUnit], admin: User, sign_in: SignIn
) -> None:
    factories.holder("talent_lead", units["RA"], login="marcus")
    part = factories.division(units["TA1"])
    factories.holder("learning_lead", part, login="part")
    page = sign_in(admin).get(url("access"))
    assert [(r.called, r.role, r.where) for r in page.context["above"]] == [
        ("marcus", "Talent lead", "Ashdown region")
    ]
    assert page.context["parts"] == [("TA1-S", "Surgery", 1)]
    below = sign_in(admin).get(url("access", "TA1-S"))
    assert [row.login for row in below.context["rows"]] == ["part"]
    assert {r.where for r in below.context["above"]} >= {"Kestrel Valley NHS Trust"}


@pytest.mark.parametrize("code", ["NAT", "RA", "QA1"])
def test_a_steward_has_the_page_at_every_level_above(
    units: dict[str, OrgUnit], sign_in: SignIn, code: str
) -> None:
    steward = factories.holder("steward", units["NAT"])
    factories.holder("talent_lead", units[code], login="lead", since=DAY)
    page = sign_in(steward).get(url("access", code))
    assert page.status_code == 200
    assert "lead" in [row.login for row in page.context["rows"]]


# --- the preview -----------------------------------------------------------------------------------


def test_the_preview_says_what_they_would_gain(
    units: dict[str, OrgUnit], admin: User, sign_in: SignIn
) -> None:
    factories.division(units["TA1"])
    give(admin, "TA1", role_code="learning_lead")
    client = sign_in(admin)
    before = Grant.objects.count()
    answer = client.post(url("invite"), form(preview="1"))
    assert answer.status_code == 200
    found = answer.context["preview"]
    assert "See the succession plan and who is named" in found.may
    assert found.reach == ("Kestrel Valley NHS Trust, and its parts: Surgery. It stops there",)
    assert "Equality records" in found.never
    assert "Anything at another organisation" in found.never
    assert found.held == "Holds here already: Learning and development lead"
    assert not found.again
    part = client.post(url("invite"), form(preview="1"), headers={"HX-Request": "true"})
    assert "What Succession lead would open" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert Grant.objects.count() == before
    empty = client.post(url("invite"), {"preview": "1"})
    assert (empty.status_code, empty.context["preview"]) == (200, None)
    assert not empty.context["form"].errors


def test_the_preview_says_what_stays_at_one_level(units: dict[str, OrgUnit]) -> None:
    holder = factories.holder("steward", units["NAT"])
    with user_scope(holder.pk, login=holder.login, unit_code="NAT") as viewer:
        found = preview_words(preview(viewer, "", roles.get("national_lead")))
    assert "See the figures released for that level" in found.may
    alone, below = found.reach
    assert alone.endswith(" alone: its own figures, not those of organisations below")
    assert below.endswith("figures and structure, never a person")


def test_the_preview_above_counts_the_organisations_below(
    units: dict[str, OrgUnit], sign_in: SignIn
) -> None:
    client = sign_in(factories.holder("steward", units["RA"]))
    found = client.post(url("invite", "RA"), form(preview="1", role="talent_lead")).context[
        "preview"
    ]
    assert found.reach == (
        "Ashdown region and 6 organisations below: figures and structure, never a person",
    )
    assert "People of the employer" in found.never
    refused = client.post(url("invite", "RA"), form(preview="1", role="cpo"))
    assert refused.context["preview"] is None
