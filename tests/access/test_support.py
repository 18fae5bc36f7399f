"""Support access (break-glass): two people, an hour at most, read-only, and every page of it recorded."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InternalError, connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from orgs.access import principals, reviews, support
from orgs.access.scope import user_scope
from orgs.models import (
    AuditEvent,
    Grant,
    OrgUnit,
    Outbox,
    ReadEvent,
    StaffRecord,
    SupportAccess,
    User,
)
from tests import factories
from tests.access.test_access_pages import form, url
from tests.access.test_grants import DAY, run

SignIn = Callable[[User], Client]
ASK = {
    "code": "TA1",
    "kind": "look",
    "ticket": "T-1",
    "reason": "A page is empty",
    "minutes": 30,
}


@pytest.fixture
def asker(units: dict[str, OrgUnit]) -> User:
    return factories.holder("support", units["NAT"], login="asker")


@pytest.fixture
def second(units: dict[str, OrgUnit]) -> User:
    return factories.holder("support", units["NAT"], login="second")


def ask(user: User, **changed: Any) -> SupportAccess:
    with user_scope(user.pk, login=user.login, unit_code="NAT") as viewer:
        return support.ask_support(viewer=viewer, **{**ASK, **changed})


def approve(user: User, asked: SupportAccess) -> SupportAccess:
    with user_scope(user.pk, login=user.login, unit_code="NAT") as viewer:
        row = support.find(viewer, asked.public_id)
        assert row is not None
        return support.approve_support(viewer=viewer, asked=row)


def opened(asker: User, second: User, **changed: Any) -> SupportAccess:
    return approve(second, ask(asker, **changed))


def people(user: User, code: str = "TA1") -> list[str]:
    """Names that the database gives the user at a unit."""
    with user_scope(user.pk, unit_code=code):
        return sorted(StaffRecord.objects.values_list("name", flat=True))


def shift(row: SupportAccess, minutes: int) -> None:
    """Let so many minutes pass."""
    by = dt.timedelta(minutes=minutes)
    SupportAccess.objects.filter(pk=row.pk).update(
        requested_at=F("requested_at") - by,
        approved_at=F("approved_at") - by,
        valid_until=F("valid_until") - by,
    )


# --- what it opens --------------------------------------------------------------------------------


def test_nothing_is_open_before_the_second_person_and_after_the_time(
    units: dict[str, OrgUnit], asker: User, second: User
) -> None:
    factories.staff(units["TA1"], "Ines Moor")
    factories.staff(units["TA2"], "Jon Vale")
    assert people(asker) == []
    row = ask(asker)
    assert people(asker) == []
    approve(second, row)
    assert people(asker) == ["Ines Moor"]
    assert people(second) == []  # who approves sees nothing
    assert people(asker, "TA2") == []
    assert people(asker, "NAT") == []
    shift(row, 29)
    assert people(asker) == ["Ines Moor"]
    shift(row, 1)
    assert people(asker) == []


def test_it_ends_when_anybody_concerned_ends_it(
    units: dict[str, OrgUnit], asker: User, second: User
) -> None:
    factories.staff(units["TA1"], "Ines Moor")
    for user, code in (
        (asker, "NAT"),
        (second, "NAT"),
        (factories.holder("access_admin", units["TA1"]), "TA1"),
        (factories.holder("founder", units["TA1"]), "TA1"),
    ):
        row = opened(asker, second)
        assert people(asker) == ["Ines Moor"]
        with user_scope(user.pk, login=user.login, unit_code=code) as viewer:
            support.end_support(viewer=viewer, asked=row)
        assert people(asker) == []
    assert AuditEvent.objects.filter(action="support.ended", unit=units["TA1"]).count() == 4


def test_who_loses_the_role_of_support_loses_it_at_once(
    units: dict[str, OrgUnit], asker: User, second: User
) -> None:
    factories.staff(units["TA1"], "Ines Moor")
    opened(asker, second)
    Grant.objects.filter(user=asker).update(valid_to=DAY)
    assert people(asker) == []


def test_families_that_are_never_opened(
    units: dict[str, OrgUnit], asker: User, second: User
) -> None:
    opened(asker, second)
    with user_scope(asker.pk, unit_code="TA1") as viewer, connection.cursor() as cursor:
        assert {r.action for r in viewer.reaching} == {
            "view_people", "view_succession", "view_learning", "view_pools", "view_audit",
        }  # fmt: skip
        for family in (
            "equality", "own", "access", "founding", "staffing", "sharing", "packs", "corrections",
            "positive", "keeping", "settings", "aggregate", "tree", "stewardship",
        ):  # fmt: skip
            cursor.execute("SELECT cardinality(app.units(%s))", [family])
            assert cursor.fetchone() == (0,), family


def test_nothing_is_written_whoever_owns_the_function(
    units: dict[str, OrgUnit], asker: User, second: User
) -> None:
    record = factories.staff(units["TA1"], "Ines Moor")
    opened(asker, second)
    with user_scope(asker.pk, unit_code="TA1"):
        for sql in (
            "UPDATE orgs_staffrecord SET name = 'x'",
            "INSERT INTO orgs_auditevent (id) VALUES (gen_random_uuid())",
            "UPDATE orgs_user SET password = 'x'",
            "SELECT app.end_support(public_id) FROM orgs_supportaccess",
        ):
            with pytest.raises(InternalError, match="read-only"):
                run(sql)
        with pytest.raises(DatabaseError, match="read-write"), transaction.atomic():
            run("SET LOCAL transaction_read_only = off")
    record.refresh_from_db()
    assert record.name == "Ines Moor"
    factories.staff(units["TA1"], "Jon Vale")  # the transaction around it still writes


# --- who may ask and approve -----------------------------------------------------------------------


def test_two_people_and_not_one_with_two_accounts(
    units: dict[str, OrgUnit], asker: User, second: User
) -> None:
    row = ask(asker)
    with pytest.raises(support.SupportError, match="second person"):
        approve(asker, row)
    Grant.objects.filter(user=second).update(granted_by=asker)
    with pytest.raises(support.SupportError, match="goes back"):
        approve(second, row)
    Grant.objects.filter(user=second).update(granted_by=None)
    Grant.objects.filter(user=asker).update(granted_by=second)
    with pytest.raises(support.SupportError, match="goes back"):
        approve(second, row)
    row.refresh_from_db()
    assert (row.approved_at, people(asker)) == (None, [])
    third = factories.holder("support", units["NAT"], login="third")
    assert approve(third, row).approved_by == third
    with pytest.raises(support.SupportError, match="already"):
        approve(third, row)


def test_a_request_is_dead_after_a_day(
    units: dict[str, OrgUnit], asker: User, second: User
) -> None:
    row = ask(asker)
    shift(row, 24 * 60 + 1)
    with pytest.raises(support.SupportError, match="24 hours"):
        approve(second, row)
    assert ask(asker).pk != row.pk


def test_what_cannot_be_asked_for(units: dict[str, OrgUnit], asker: User) -> None:
    factories.holder("access_admin", units["TA1"])
    for changed, words in (
        ({"code": "NO"}, "no open employer"),
        ({"code": "RA"}, "no open employer"),
        ({"kind": "recover"}, "Somebody administers"),
    ):
        with pytest.raises(support.SupportError, match=words):
            ask(asker, **changed)
    factories.give(asker, "committee_reader", units["TA2"])
    with pytest.raises(support.SupportError, match="a role there"):
        ask(asker, code="TA2")
    ask(asker)
    with pytest.raises(support.SupportError, match="already"):
        ask(asker)
    regional = factories.holder("support", units["RB"], login="regional")
    with (
        user_scope(regional.pk, login="regional", unit_code="RB") as viewer,
        pytest.raises(support.SupportError, match="no open employer"),
    ):
        support.ask_support(viewer=viewer, **ASK)
    for minutes in (0, 61):
        with pytest.raises(DatabaseError, match="support_minutes"), transaction.atomic():
            ask(asker, code="TA3", minutes=minutes)
    assert SupportAccess.objects.count() == 1


def test_others_ask_for_nothing(units: dict[str, OrgUnit], asker: User, second: User) -> None:
    row = ask(asker)
    for role, code in (("steward", "NAT"), ("national_lead", "NAT"), ("access_admin", "TA1")):
        user = factories.holder(role, units[code], login=f"x.{role}")
        with user_scope(user.pk, login=user.login, unit_code=code) as viewer:
            with pytest.raises(PermissionDenied):
                support.ask_support(viewer=viewer, **ASK)
            with pytest.raises(PermissionDenied):
                support.approve_support(viewer=viewer, asked=row)
            for sql in (
                "SELECT app.ask_support('TA1', 'look', 'T', 'R', 5)",
                f"SELECT app.approve_support('{row.public_id}')",
                f"SELECT app.end_support('{row.public_id}')",  # not approved: not the employer's yet
            ):
                with pytest.raises(DatabaseError, match="support access"):
                    run(sql)
            for sql in (
                "UPDATE orgs_supportaccess SET approved_at = now()",
                "DELETE FROM orgs_supportaccess",
                "SELECT app.support_open(1, 1, current_date)",
            ):
                with pytest.raises(DatabaseError, match="permission denied"):
                    run(sql)
    assert people(asker) == []


def test_nobody_gives_the_role_of_support(units: dict[str, OrgUnit]) -> None:
    from tests.access.test_grants import may_give

    for role, code in (("steward", "NAT"), ("access_admin", "TA1"), ("support", "NAT")):
        user = factories.holder(role, units[code])
        assert "support" not in may_give(user, code)


def test_the_database_holds_an_hour(units: dict[str, OrgUnit], asker: User, second: User) -> None:
    row = opened(asker, second, minutes=60)
    for change in (
        {"valid_until": F("approved_at") + dt.timedelta(minutes=61)},
        {"approved_by": F("requested_by")},
    ):
        with pytest.raises(DatabaseError, match="support_"), transaction.atomic():
            SupportAccess.objects.filter(pk=row.pk).update(**change)


# --- recovering an employer -------------------------------------------------------------------------


def test_an_orphaned_employer_gets_an_administrator_and_nothing_else_happens(
    units: dict[str, OrgUnit], asker: User, second: User, sign_in: SignIn
) -> None:
    factories.staff(units["TA1"], "Ines Moor")
    for name in ("ada", "ben"):
        factories.staff(units["TA1"], name)
    gone = factories.holder("access_admin", units["TA1"])
    Grant.objects.filter(user=gone).update(valid_to=DAY)
    reviews.find_orphans(principals.REVIEWER)
    client = sign_in(asker)
    assert "Kestrel Valley NHS Trust" in client.get(url("support", "NAT")).content.decode()
    opened(asker, second, kind="recover")
    assert people(asker) == []
    assert client.get(reverse("orgs:people", args=["TA1"])).status_code == 403
    page = client.get(url("invite"))
    assert [code for code, _ in page.context["form"].fields["role"].choices] == ["access_admin"]
    assert "You can appoint an access administrator" in page.content.decode()
    assert client.post(url("invite"), form(role="cpo")).status_code == 422
    for login in ("ada@example.org", "ben@example.org"):
        assert client.post(url("invite"), form(role="access_admin", login=login)).status_code == 302
    assert Grant.objects.filter(granted_by=asker, role="access_admin").count() == 2
    # An address that the employer's records do not know is nobody's to hand it to.
    page = client.post(url("invite"), form(role="access_admin", login="mine@example.org"))
    assert page.status_code == 422
    assert "records know by this e-mail address" in page.content.decode()
    assert not User.objects.filter(login="mine@example.org").exists()
    # Somebody of the employer's own administers it again: it is not support's any more.
    factories.holder("founder", units["TA1"])
    assert client.get(url("invite")).status_code == 404


def test_support_hands_an_employer_to_nobody_of_support(
    units: dict[str, OrgUnit], asker: User, second: User, sign_in: SignIn
) -> None:
    colleague = factories.holder("support", units["NAT"], login="colleague@example.org")
    gone = factories.holder("access_admin", units["TA1"])
    Grant.objects.filter(user=gone).update(valid_to=DAY)
    opened(asker, second, kind="recover")
    page = sign_in(asker).post(url("invite"), form(role="access_admin", login=colleague.login))
    assert page.status_code == 422
    assert "nobody of support" in page.content.decode()
    with (
        user_scope(asker.pk, unit_code="TA1"),
        pytest.raises(DatabaseError, match="nobody but people of the employer"),
        transaction.atomic(),
    ):
        Grant.objects.create(
            user=colleague, role="access_admin", unit=units["TA1"], valid_from=DAY, granted_by=asker,
            reason="x",
        )  # fmt: skip
    assert not Grant.objects.filter(user=colleague, unit=units["TA1"]).exists()


# --- what is seen of it -----------------------------------------------------------------------------


def test_every_page_is_recorded_and_a_change_is_refused(
    units: dict[str, OrgUnit], asker: User, second: User, sign_in: SignIn
) -> None:
    record = factories.staff(units["TA1"], "Ines Moor")
    opened(asker, second)
    client = sign_in(asker)
    home = client.get(reverse("orgs:unit", args=["TA1"]))
    assert "Support access until" in home.content.decode()
    plan = client.get(reverse("succession:plan", args=["TA1"]))
    assert plan.status_code == 200
    assert client.post(reverse("succession:start", args=["TA1"]), {}).status_code == 403
    refused = client.post(url("audit"), {})
    assert refused.status_code == 403
    assert "lets you look" in refused.content.decode()
    looks = ReadEvent.objects.filter(actor=asker).order_by("at")
    assert {(look.role, look.purpose, look.unit_id) for look in looks} == {
        ("support", "support access", units["TA1"].pk)
    }
    assert [look.page for look in looks].count("support.page") == 2
    assert looks.count() == 6
    assert record.name == "Ines Moor"


def test_a_page_that_writes_is_refused_and_recorded(
    units: dict[str, OrgUnit], asker: User, second: User, sign_in: SignIn
) -> None:
    opened(asker, second)
    answer = sign_in(asker).get(reverse("succession:export_plan", args=["TA1"]))
    assert answer.status_code == 403
    assert ReadEvent.objects.filter(actor=asker).count() == 1


def test_the_employer_sees_it_and_is_told(
    units: dict[str, OrgUnit], asker: User, second: User, sign_in: SignIn
) -> None:
    admin = factories.holder("access_admin", units["TA1"], login="admin@example.org")
    founder = factories.holder("founder", units["TA1"], login="founder@example.org")
    factories.holder("access_admin", units["TA2"], login="other@example.org")
    opened(asker, second)
    assert set(Outbox.objects.values_list("to", "template")) == {
        ("admin@example.org", "support_opened"),
        ("founder@example.org", "support_opened"),
    }
    for user in (admin, founder, factories.holder("cpo", units["TA1"])):
        text = sign_in(user).get(reverse("orgs:unit", args=["TA1"])).content.decode()
        assert "support is looking in" in text
        assert "T-1: A page is empty" in text
        assert ("End it now" in text) == (user in (admin, founder))
    log = sign_in(admin).get(url("audit")).content.decode()
    assert "Approved support access to this organisation" in log
    other = User.objects.get(login="other@example.org")
    text = sign_in(other).get(reverse("orgs:unit", args=["TA2"])).content.decode()
    assert "support is looking in" not in text


def test_the_desk_on_the_page(
    units: dict[str, OrgUnit], asker: User, second: User, sign_in: SignIn
) -> None:
    desk = url("support", "NAT")
    client = sign_in(asker)
    for wrong in ({}, {**ASK, "minutes": 61}, {**ASK, "code": "NO"}, {**ASK, "ticket": ""}):
        assert client.post(desk, wrong).status_code == 422
    assert SupportAccess.objects.count() == 0
    assert client.post(desk, {**ASK, "code": "ta1"}).status_code == 302
    row = SupportAccess.objects.get()
    page = url("approve_support", "NAT", row.public_id)
    assert client.post(page).status_code == 422
    assert client.get(page).status_code == 405
    outsider = factories.holder("steward", units["NAT"])
    assert sign_in(outsider).get(desk).status_code == 403
    assert sign_in(outsider).post(page).status_code == 403
    row.refresh_from_db()
    assert row.approved_at is None
    assert "Approve" in sign_in(second).get(desk).content.decode()
    assert sign_in(second).post(page).status_code == 302
    row.refresh_from_db()
    assert row.approved_by == second
    end = url("end_support", "NAT", row.public_id)
    assert sign_in(outsider).post(end).status_code == 403
    assert sign_in(asker).post(end).status_code == 302
    row.refresh_from_db()
    assert row.ended_by == asker
    foreign = factories.holder("access_admin", units["TA2"])
    assert sign_in(foreign).post(url("end_support", "TA2", row.public_id)).status_code == 404
