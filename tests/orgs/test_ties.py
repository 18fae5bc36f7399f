"""An account belongs to the person of the staff list, whichever of the two was there first."""

import pytest

from orgs.access import grants
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.access import User
from orgs.models.people import StaffRecord
from orgs.people import services
from tests import factories

ADDRESS = "ada.reed@example.org"
pytestmark = pytest.mark.django_db


def invited(unit, login: str = ADDRESS) -> User:
    admin = factories.holder("access_admin", unit, login=f"admin.{unit.code}".lower())
    with user_scope(admin.pk, unit_code=unit.code) as viewer:
        grants.invite_colleague(
            viewer=viewer, login=login, role_code="staff", valid_from=today(), reason="Signs",
            link_for=lambda _: "link",
        )  # fmt: skip
    return User.objects.get(login=login)


def joins(unit, email: str = "Ada.Reed@example.org") -> StaffRecord:
    lead = factories.holder("cpo", unit)
    with user_scope(lead.pk, unit_code=unit.code) as viewer:
        return services.add_person(
            viewer=viewer,
            name="Ada Reed",
            work_email=email,
            job=services.Job("Chair", today()),
        )


def test_who_was_invited_before_the_list_knew_her_is_tied_when_she_joins_it(units) -> None:
    account = invited(units["TA1"])
    assert account.person_id is None
    record = joins(units["TA1"])
    account.refresh_from_db()
    assert account.person_id == record.person_id


def test_a_list_of_another_employer_ties_nobody(units) -> None:
    account = invited(units["TA1"])
    joins(units["TA2"])
    account.refresh_from_db()
    assert account.person_id is None


def test_an_account_whose_role_has_ended_is_not_tied(units) -> None:
    account = invited(units["TA1"])
    account.grants.update(valid_from=factories.LONG_AGO, valid_to=today())
    joins(units["TA1"])
    account.refresh_from_db()
    assert account.person_id is None


def test_a_changed_address_puts_nobodys_account_on_a_record_that_was_there(units) -> None:
    """Whoever keeps the list could otherwise read as somebody else by changing an address."""
    record = joins(units["TA1"], email="")
    lead = User.objects.get(login="cpo.ta1")
    account = invited(units["TA1"])
    with user_scope(lead.pk, unit_code="TA1") as viewer:
        services.correct_person(
            viewer=viewer, record=record, version=1, name="Ada Reed", employee_number="",
            work_email=ADDRESS, manager=None,
        )  # fmt: skip
    account.refresh_from_db()
    assert account.person_id is None


def test_a_tie_that_is_there_stays(units) -> None:
    account = invited(units["TA1"])
    other = factories.staff(units["TA2"], "Ada Reed")
    User.objects.filter(pk=account.pk).update(person=other.person)
    joins(units["TA1"])
    account.refresh_from_db()
    assert account.person_id == other.person_id


def test_the_founding_grant_ties_whom_the_list_knows(units) -> None:
    record = factories.staff(units["TA1"], "Ada Reed")
    grant = grants.found(login=ADDRESS, role_code="cpo", unit=units["TA1"], day=today())
    assert grant.user.person_id == record.person_id
    twice = factories.staff(units["TA2"], "Ada Reed", person=record.person)
    again = grants.found(
        login="Ada.Reed@Example.org", role_code="staff", unit=units["TA2"], day=today()
    )
    assert again.user.pk == grant.user.pk
    assert twice.person_id == again.user.person_id
