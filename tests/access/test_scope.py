"""The scope: what a grant reaches, and that nothing answers without one."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from tests import factories


def units_of(family: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.units(%s)", [family])
        (ids,) = cursor.fetchone()
    return set(ids)


def ids(units: dict[str, OrgUnit], *codes: str) -> set[int]:
    return {units[code].id for code in codes}


def test_a_cpo_reaches_her_trust_and_no_other(units: dict[str, OrgUnit]) -> None:
    cpo = factories.holder("cpo", units["TA1"])
    with user_scope(cpo.pk, unit_code="TA1"):
        assert units_of("people") == ids(units, "TA1")
        assert units_of("settings") == ids(units, "TA1")
    with user_scope(cpo.pk, unit_code="TA2") as viewer:
        assert viewer.reaching == ()
        assert units_of("people") == set()


def test_stewardship_cascades_and_people_do_not(units: dict[str, OrgUnit]) -> None:
    lead = factories.holder("steward", units["RA"])
    factories.give(lead, "cpo", units["QA1"])
    with user_scope(lead.pk, unit_code="RA"):
        assert units_of("tree") == ids(units, "RA", "QA1", "QA2", "TA1", "TA2", "TA3", "TA4")
        assert units_of("people") == set()
    with user_scope(lead.pk, unit_code="QA1"):
        assert units_of("people") == ids(units, "QA1")
    with user_scope(lead.pk, unit_code="TA1") as viewer:
        assert units_of("people") == set()
        assert not viewer.inside
        assert viewer.totals_only


def test_rows_follow_the_sets(units: dict[str, OrgUnit]) -> None:
    factories.staff(units["TA1"], "Ines Moor")
    factories.staff(units["TA2"], "Jon Vale")
    cpo = factories.holder("cpo", units["TA1"])
    with user_scope(cpo.pk, unit_code="TA1"):
        assert [s.name for s in StaffRecord.objects.all()] == ["Ines Moor"]
    lead = factories.holder("steward", units["NAT"])
    with user_scope(lead.pk, unit_code="NAT"):
        assert StaffRecord.objects.count() == 0


def test_a_person_reads_her_own_record_only(units: dict[str, OrgUnit]) -> None:
    ines = factories.staff(units["TA1"], "Ines Moor")
    factories.staff(units["TA1"], "Jon Vale")
    account = factories.holder("staff", units["TA1"], person=ines.person)
    with user_scope(account.pk, unit_code="TA1") as viewer:
        assert [s.name for s in StaffRecord.objects.all()] == ["Ines Moor"]
        assert viewer.display_name == "Ines Moor"


def test_dates_of_a_grant_are_compared_on_the_day(units: dict[str, OrgUnit]) -> None:
    yesterday = today() - dt.timedelta(days=1)
    cpo = factories.user("late")
    factories.give(cpo, "cpo", units["TA1"], until=today())
    with user_scope(cpo.pk, unit_code="TA1", day=yesterday) as viewer:
        assert viewer.role_codes == ["cpo"]
    with user_scope(cpo.pk, unit_code="TA1", day=today()) as viewer:
        assert viewer.role_codes == []


def test_no_scope_is_an_error_and_an_empty_scope_is_no_rows(units: dict[str, OrgUnit]) -> None:
    factories.staff(units["TA1"], "Ines Moor")
    with user_scope(None, unit_code="TA1"):
        assert StaffRecord.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app_web")
    with pytest.raises(DatabaseError, match="no tenancy scope"), transaction.atomic():
        StaffRecord.objects.count()


def test_a_nested_scope_gives_the_outer_one_back(units: dict[str, OrgUnit]) -> None:
    one, two = (factories.holder("cpo", units[code]) for code in ("TA1", "TA2"))
    with user_scope(one.pk, unit_code="TA1"):
        with user_scope(two.pk, unit_code="TA2"):
            assert units_of("people") == ids(units, "TA2")
        assert units_of("people") == ids(units, "TA1")
        with pytest.raises(RuntimeError), user_scope(two.pk, unit_code="TA2"):
            raise RuntimeError
        assert units_of("people") == ids(units, "TA1")


def test_a_null_character_is_a_bad_request(client: Client, units: dict[str, OrgUnit]) -> None:
    client.force_login(factories.holder("cpo", units["TA1"]))
    for path in ("/o/TA1%00/succession/", "/o/TA1/pools/?q=a%00b"):
        assert client.get(path).status_code == 400
