"""A role is offered when it opens a page; what it opens is asked of the site, not of a list."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from orgs.access import actions as a
from orgs.access import grants
from orgs.access.opened import opens_a_page
from orgs.access.roles import HISTORY, Role, roles
from orgs.models import Grant, OrgUnit, Outbox, User
from tests import factories
from tests.access.test_access_pages import form, url
from tests.access.test_grants import admin
from tests.architecture.test_shape import url_names

SignIn = Callable[[User], Client]
__all__ = ["admin"]

#: Pages that any role opens: they tell nothing of what a role is for. Account pages have no unit.
ANYBODYS = {"orgs:unit", "orgs:why"}
#: Held and shown, but not offered until their pages are there.
NOT_YET = {"edi_officer"}


def pages(code: str) -> Iterator[tuple[str, str]]:
    """Name and address of every page that needs the unit's code and nothing else."""
    for named in sorted(url_names()):
        try:
            yield named, reverse(named, kwargs={"unit_code": code})
        except NoReverseMatch:
            continue


def opened(client: Client, code: str) -> set[str]:
    return {named for named, address in pages(code) if client.get(address).status_code == 200}


@pytest.mark.parametrize("role", list(roles), ids=lambda role: role.code)
def test_an_offered_role_opens_a_page_and_another_does_not(
    units: dict[str, OrgUnit], sign_in: SignIn, role: Role
) -> None:
    code = next(code for code in ("TA1", "RA", "NAT") if grants.fits(role.code, units[code]))
    person = factories.staff(units["TA1"], "Ines Moor").person
    holder = factories.holder(role.code, units[code], login="ines", person=person)
    found = opened(sign_in(holder), code)
    if (
        role.code == HISTORY
    ):  # it opens what an employer recorded that has closed, and this one has not
        assert found == set()
        return
    if role.second_needed:  # nobody has confirmed it, so nothing is open at all
        assert (found, opens_a_page(role)) == (set(), False)
        return
    assert found >= ANYBODYS or not role.actions
    assert bool(found - ANYBODYS) == opens_a_page(role)


def test_which_roles_wait_for_their_pages() -> None:
    assert {role.code for role in roles if not opens_a_page(role)} == NOT_YET


def test_a_role_that_gets_an_action_with_a_page_is_offered() -> None:
    nowhere = a.Action("nowhere", "nowhere", a.Reach.EMPLOYER, "do what no page asks for")
    assert not opens_a_page(Role("x", "X", "employer", (), [nowhere]))
    assert opens_a_page(Role("x", "X", "employer", (), [nowhere, a.VIEW_AUDIT]))


def test_the_form_offers_what_opens_something(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    choices = client.get(url("invite")).context["form"].fields["role"].choices
    assert [code for code, _ in choices] == [
        "access_admin", "cpo", "learning_lead", "pool_manager", "committee_reader", "ig_auditor", "staff",
    ]  # fmt: skip
    for role in sorted(NOT_YET):
        assert client.post(url("invite"), form(role=role)).status_code == 422
    assert (Grant.objects.count(), Outbox.objects.count()) == (1, 0)


def test_a_role_that_is_held_can_be_ended_though_not_offered(
    units: dict[str, OrgUnit], admin: User, sign_in: SignIn
) -> None:
    factories.holder("pool_manager", units["TA1"], login="helen")
    rows = sign_in(admin).get(url("access")).context["rows"]
    assert [row.may_change for row in rows if row.login == "helen"] == [True]
