"""Giving, confirming and ending roles: in the services, on the pages, and in the database itself."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client

from orgs.access import grants, principals
from orgs.access.grants import GrantError
from orgs.access.roles import roles
from orgs.access.scope import system_scope, user_scope
from orgs.clock import today
from orgs.models import Grant, OrgUnit, UnitPermission, User
from tests import factories

SignIn = Callable[[User], Client]
DAY = today()
TOMORROW = DAY + dt.timedelta(days=1)
EMPLOYER_ROLES = [
    "access_admin",
    "cpo",
    "learning_lead",
    "pool_manager",
    "edi_officer",
    "committee_reader",
    "ig_auditor",
    "staff",
]


def may_give(user: User, code: str) -> list[str]:
    with user_scope(user.pk, unit_code=code) as viewer:
        return [role.code for role in grants.grantable(viewer)]


@pytest.fixture
def admin(units: dict[str, OrgUnit]) -> User:
    return factories.holder("access_admin", units["TA1"])


# --- who may give what -----------------------------------------------------------------------------


def test_who_may_give_what(units: dict[str, OrgUnit], admin: User) -> None:
    assert may_give(admin, "TA1") == EMPLOYER_ROLES
    assert may_give(admin, "TA2") == []
    founder = factories.holder("founder", units["TA1"])
    assert may_give(founder, "TA1") == ["access_admin"]
    steward = factories.holder("steward", units["RA"])
    assert may_give(steward, "QA1") == ["talent_lead", "steward"]
    assert may_give(steward, "RA") == ["pool_manager", "talent_lead", "steward", "ig_auditor"]
    assert may_give(steward, "TA1") == []
    assert may_give(steward, "RB") == []
    assert may_give(steward, "NAT") == []
    assert may_give(factories.holder("cpo", units["TA1"]), "TA1") == []
    assert may_give(factories.holder("talent_lead", units["RA"]), "RA") == []
    assert may_give(factories.holder("access_admin", units["QA1"]), "QA1") == EMPLOYER_ROLES


def test_every_role_has_a_place(units: dict[str, OrgUnit]) -> None:
    fits = {
        code: [role.code for role in roles if grants.fits(role.code, units[code])]
        for code in ("NAT", "RA", "QA1", "TA1")
    }
    above = ["pool_manager", "talent_lead", "national_lead", "steward", "ig_auditor", "support"]
    assert fits["NAT"] == fits["RA"] == above
    assert fits["QA1"] == roles.keys()
    # It fits an employer and opens only where one has closed (tests/orgs/test_closed_records.py).
    assert fits["TA1"] == ["founder", *EMPLOYER_ROLES[:-1], "history_reader", "staff"]


def give(user: User, code: str, **changed: Any) -> Grant:
    with user_scope(user.pk, login=user.login, unit_code=code) as viewer:
        wanted = {"login": "ada@example.org", "role_code": "cpo", "valid_from": DAY, "reason": "R"}
        return grants.give_role(viewer=viewer, **{**wanted, **changed})


def test_denials_of_giving(units: dict[str, OrgUnit], admin: User) -> None:
    steward = factories.holder("steward", units["RA"])
    for user, code, role in (
        (admin, "TA1", "founder"),
        (admin, "TA1", "steward"),
        (admin, "TA1", "no_such_role"),
        (admin, "TA2", "cpo"),
        (steward, "TA1", "talent_lead"),
        (steward, "QA1", "cpo"),
        (steward, "QA1", "ig_auditor"),
        (steward, "RB", "talent_lead"),
        (factories.holder("founder", units["TA1"]), "TA1", "cpo"),
    ):
        with pytest.raises(PermissionDenied):
            give(user, code, role_code=role)
    with pytest.raises(GrantError, match="to yourself"):
        give(admin, "TA1", login=admin.login)
    with pytest.raises(GrantError, match="today or later"):
        give(admin, "TA1", valid_from=DAY - dt.timedelta(days=1))
    give(admin, "TA1")
    with pytest.raises(GrantError, match="already holds"):
        give(admin, "TA1", login="ADA@example.org ")
    assert Grant.objects.filter(user__login="ada@example.org").count() == 1


def test_an_equality_role_opens_nothing_until_a_second_administrator_confirms(
    units: dict[str, OrgUnit], admin: User
) -> None:
    other = factories.holder("access_admin", units["TA1"], login="other")
    grant = give(admin, "TA1", role_code="edi_officer")
    assert UnitPermission.objects.filter(grant=grant).count() == 0
    with user_scope(admin.pk, unit_code="TA1") as viewer, pytest.raises(GrantError, match="second"):
        grants.confirm_role(viewer=viewer, grant=grant)
    with user_scope(other.pk, unit_code="TA1") as viewer:
        grants.confirm_role(viewer=viewer, grant=Grant.objects.get(pk=grant.pk))
    grant.refresh_from_db()
    assert grant.confirmed_by == other
    allowed = len(roles.get("edi_officer").actions)
    assert UnitPermission.objects.filter(grant=grant).count() == allowed
    with (
        user_scope(other.pk, unit_code="TA1") as viewer,
        pytest.raises(GrantError, match="no conf"),
    ):
        grants.confirm_role(viewer=viewer, grant=Grant.objects.get(pk=grant.pk))


def end(user: User, grant: Grant, on: dt.date, code: str = "TA1") -> None:
    with user_scope(user.pk, login=user.login, unit_code=code) as viewer:
        grants.end_role(viewer=viewer, grant=Grant.objects.get(pk=grant.pk), on=on)


def test_ending_a_role(units: dict[str, OrgUnit], admin: User) -> None:
    grant = give(admin, "TA1")
    with pytest.raises(GrantError, match="today or later"):
        end(admin, grant, DAY - dt.timedelta(days=1))
    end(admin, grant, TOMORROW)
    with pytest.raises(GrantError, match="brought forward"):
        end(admin, grant, DAY + dt.timedelta(days=9))
    end(admin, grant, DAY)
    grant.refresh_from_db()
    assert grant.valid_to == DAY
    with user_scope(grant.user_id, unit_code="TA1") as viewer:
        assert viewer.reaching == ()


def test_the_last_access_administrator_stays_and_nobody_ends_their_own(
    units: dict[str, OrgUnit], admin: User
) -> None:
    mine = Grant.objects.get(user=admin)
    with pytest.raises(GrantError, match="your own"):
        end(admin, mine, DAY)
    founder = factories.holder("founder", units["TA1"])
    with pytest.raises(GrantError, match="at least one"):
        end(founder, mine, DAY)
    other = give(admin, "TA1", role_code="access_admin")
    end(founder, mine, DAY)
    with pytest.raises(GrantError, match="at least one"):
        end(founder, other, DAY)
    founders = Grant.objects.get(user=founder)
    with pytest.raises(PermissionDenied):
        end(other.user, founders, DAY)


def test_an_account_is_tied_to_the_person_with_that_work_email(
    units: dict[str, OrgUnit], admin: User
) -> None:
    ines = factories.staff(units["TA1"], "Ines Moor")
    factories.staff(units["TA2"], "Jon Vale")
    assert give(admin, "TA1", login="ines.moor@example.org").user.person_id == ines.person_id
    assert give(admin, "TA1", login="jon.vale@example.org").user.person_id is None
    double = factories.staff(units["TA1"], "Ines Moor")
    assert double.work_email == ines.work_email
    assert give(admin, "TA1", login="someone@example.org").user.person_id is None


# --- the database, whatever the code says ------------------------------------------------------------


def insert(user: User, unit: OrgUnit, role: str, giver: User | None, **more: Any) -> None:
    columns = {
        "public_id": "5b3f4f5e-0000-4000-8000-000000000001",
        "user_id": user.pk,
        "role": role,
        "unit_id": unit.pk,
        "valid_from": DAY,
        "granted_by_id": giver.pk if giver else None,
        "reason": "raw",
        "recorded_at": dt.datetime.now(tz=dt.UTC),
        **more,
    }
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO orgs_grant ({names}) VALUES ({marks})", list(columns.values()))


def test_the_database_refuses_a_grant_that_may_not_be(
    units: dict[str, OrgUnit], admin: User
) -> None:
    ada, other = factories.user("ada"), factories.user("other")
    denied = "row-level security"
    with user_scope(admin.pk, unit_code="TA1"):
        for user, code, role in (
            (admin, "TA1", "cpo"),  # to oneself
            (ada, "TA1", "founder"),  # wrong family
            (ada, "TA1", "talent_lead"),
            (ada, "TA2", "cpo"),  # foreign unit
            (ada, "QA1", "cpo"),
        ):
            with pytest.raises(DatabaseError, match=denied):
                insert(user, units[code], role, admin)
        with pytest.raises(DatabaseError, match="own name"):
            insert(ada, units["TA1"], "cpo", other)
        with pytest.raises(DatabaseError, match="own name"):
            insert(ada, units["TA1"], "cpo", None)
        with pytest.raises(DatabaseError, match="own name"):
            insert(ada, units["TA1"], "edi_officer", admin, confirmed_by_id=other.pk)
        with pytest.raises(DatabaseError, match="own name"):
            insert(ada, units["TA1"], "cpo", admin, valid_from=DAY - dt.timedelta(days=1))
        insert(ada, units["TA1"], "cpo", admin)
    steward = factories.holder("steward", units["RA"])
    with user_scope(steward.pk, unit_code="TA1"), pytest.raises(DatabaseError, match=denied):
        insert(ada, units["TA1"], "access_admin", steward)
    with user_scope(steward.pk, unit_code="QA1"), pytest.raises(DatabaseError, match=denied):
        insert(ada, units["QA1"], "cpo", steward)
    with user_scope(None, unit_code="TA1"), pytest.raises(DatabaseError, match=denied):
        insert(ada, units["TA1"], "cpo", None)


def run(sql: str, *params: Any) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def test_the_database_lets_a_grant_be_ended_and_nothing_else(
    units: dict[str, OrgUnit], admin: User
) -> None:
    grant = give(admin, "TA1", role_code="edi_officer")
    foreign = give(factories.holder("access_admin", units["TA2"]), "TA2", login="x@example.org")
    with user_scope(admin.pk, unit_code="TA1"):
        update = "UPDATE orgs_grant SET {} WHERE id = %s"
        with pytest.raises(DatabaseError, match=r"row-level security|never rewritten"):
            run(update.format("unit_id = %s"), units["TA2"].pk, grant.pk)
        for change in ("role = 'cpo'", "user_id = granted_by_id", "valid_from = valid_from - 1"):
            with pytest.raises(DatabaseError, match=r"never rewritten|row-level security"):
                run(update.format(change), grant.pk)
        with pytest.raises(DatabaseError, match=r"confirms|confirmed"):
            run(update.format("confirmed_by_id = %s"), admin.pk, grant.pk)
        with pytest.raises(DatabaseError, match="confirms"):
            run(update.format("confirmed_by_id = %s"), foreign.user_id, grant.pk)
        with pytest.raises(DatabaseError, match="brought forward"):
            run(update.format("valid_to = %s"), DAY - dt.timedelta(days=1), grant.pk)
        assert run(update.format("valid_to = %s"), TOMORROW, grant.pk) == 1
        with pytest.raises(DatabaseError, match="brought forward"):
            run(update.format("valid_to = NULL"), grant.pk)
        assert run(update.format("valid_to = %s"), DAY, foreign.pk) == 0
        assert run("UPDATE orgs_grant SET valid_to = %s WHERE user_id = %s", DAY, admin.pk) == 0
        with pytest.raises(DatabaseError, match="permission denied"):
            run("DELETE FROM orgs_grant WHERE id = %s", grant.pk)
        for sql in (
            "SELECT * FROM orgs_unitpermission",
            "DELETE FROM orgs_unitpermission",
            "INSERT INTO orgs_unitpermission (grant_id) SELECT 1",
            "SELECT * FROM orgs_grantevent",
            "UPDATE orgs_user SET person_id = NULL",
            "UPDATE orgs_rolerecord SET granted_by = '[\"own\"]'",
        ):
            with pytest.raises(DatabaseError, match="permission denied"):
                run(sql)


def test_a_steward_never_sees_an_employers_role(units: dict[str, OrgUnit], admin: User) -> None:
    for role in EMPLOYER_ROLES:
        factories.holder(role, units["QA1"], login=f"x.{role}")
    factories.holder("talent_lead", units["QA1"])
    steward = factories.holder("steward", units["RA"])
    with user_scope(steward.pk, unit_code="QA1"):
        assert [g.role for g in Grant.objects.filter(unit=units["QA1"])] == ["talent_lead"]
    with user_scope(steward.pk, unit_code="RA"):
        assert {g.role for g in Grant.objects.all()} == {"talent_lead", "steward"}
    with user_scope(steward.pk, unit_code="TA1"):
        assert {g.unit.code for g in Grant.objects.all()} == {"RA", "QA1"}


def test_the_sweeper_removes_the_rows_of_ended_grants_and_only_it(
    units: dict[str, OrgUnit], admin: User
) -> None:
    grant = give(admin, "TA1")
    end(admin, grant, DAY)
    assert UnitPermission.objects.filter(grant=grant).exists()
    with (
        pytest.raises(DatabaseError, match="only the sweeper"),
        transaction.atomic(),
        system_scope(principals.OUTBOX),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT app.sweep_permissions()")
    assert grants.sweep(DAY) == len(roles.get("cpo").actions)
    assert not UnitPermission.objects.filter(grant=grant).exists()
    assert UnitPermission.objects.filter(user=admin).exists()


# --- two people, and not one with two accounts --------------------------------------------------------


def independent(user: User, of: User, role: str) -> bool:
    with user_scope(user.pk, unit_code="TA1"):
        return grants.independent(user.pk, of=of.pk, role_code=role)


def test_an_account_that_somebody_made_is_no_second_person(units: dict[str, OrgUnit]) -> None:
    founder = factories.holder("founder", units["TA1"])
    first, second = (factories.user(login) for login in ("first", "second"))
    puppet, puppets_puppet = (factories.user(login) for login in ("puppet", "puppets.puppet"))
    for user, giver in (
        (first, founder),
        (second, founder),
        (puppet, first),
        (puppets_puppet, puppet),
    ):
        grant = factories.give(user, "access_admin", units["TA1"])
        Grant.objects.filter(pk=grant.pk).update(granted_by=giver)
    assert independent(second, first, "access_admin")
    assert not independent(puppet, first, "access_admin")
    assert not independent(puppets_puppet, first, "access_admin")
    assert not independent(first, first, "access_admin")
    # Whichever of the two acts first.
    assert not independent(first, puppet, "access_admin")
    assert not independent(first, puppets_puppet, "access_admin")
    assert independent(first, second, "access_admin")


def test_two_accounts_that_one_colleague_made_are_not_two_people(units: dict[str, OrgUnit]) -> None:
    colleague, left, right, other = (
        factories.holder("access_admin", units["TA1"], login=f"{name}@example.org")
        for name in ("colleague", "left", "right", "other")
    )
    above = factories.holder("access_admin", units["TA2"], login="above@example.org")
    Grant.objects.filter(user__in=[left, right]).update(granted_by=colleague)
    assert not independent(left, right, "access_admin")
    assert independent(left, other, "access_admin")
    # Whoever holds another role, or the same elsewhere, appoints two people.
    Grant.objects.filter(user__in=[left, right]).update(granted_by=above)
    assert independent(left, right, "access_admin")


def test_whose_role_has_ended_is_no_first_person_any_more(units: dict[str, OrgUnit]) -> None:
    first = factories.holder("access_admin", units["TA1"], login="first@example.org")
    second = factories.holder("access_admin", units["TA1"], login="second@example.org")
    assert independent(second, first, "access_admin")
    Grant.objects.filter(user=first).update(valid_to=DAY)
    assert not independent(second, first, "access_admin")


def test_a_puppet_cannot_confirm_by_service_or_by_sql(units: dict[str, OrgUnit]) -> None:
    first, puppet, officer = (factories.user(login) for login in ("first", "puppet", "officer"))
    factories.give(first, "access_admin", units["TA1"])
    made = factories.give(puppet, "access_admin", units["TA1"])
    waiting = factories.give(officer, "edi_officer", units["TA1"])
    Grant.objects.filter(pk__in=[made.pk, waiting.pk]).update(granted_by=first)
    waiting.refresh_from_db()
    with user_scope(puppet.pk, login="puppet", unit_code="TA1") as viewer:
        with pytest.raises(GrantError, match="goes back to whoever gave"):
            grants.confirm_role(viewer=viewer, grant=waiting)
        with pytest.raises(DatabaseError, match="second administrator"), transaction.atomic():
            Grant.objects.filter(pk=waiting.pk).update(confirmed_by_id=puppet.pk)
    waiting.refresh_from_db()
    assert waiting.confirmed_by_id is None


def test_nobody_confirms_what_a_puppet_of_theirs_gave(units: dict[str, OrgUnit]) -> None:
    first, puppet, officer = (factories.user(login) for login in ("first", "puppet", "officer"))
    factories.give(first, "access_admin", units["TA1"])
    made = factories.give(puppet, "access_admin", units["TA1"])
    waiting = factories.give(officer, "edi_officer", units["TA1"])
    Grant.objects.filter(pk=made.pk).update(granted_by=first)
    Grant.objects.filter(pk=waiting.pk).update(granted_by=puppet)
    waiting.refresh_from_db()
    with user_scope(first.pk, login="first", unit_code="TA1") as viewer:
        with pytest.raises(GrantError, match="or theirs to you"):
            grants.confirm_role(viewer=viewer, grant=waiting)
        with pytest.raises(DatabaseError, match="second administrator"), transaction.atomic():
            Grant.objects.filter(pk=waiting.pk).update(confirmed_by_id=first.pk)
    waiting.refresh_from_db()
    assert waiting.confirmed_by_id is None
