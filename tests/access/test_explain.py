"""The five questions, and the pages that print the last two."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from orgs.access import actions as a
from orgs.access import explain
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models import OrgUnit, User
from tests import factories

SignIn = Callable[[User], Client]


def ids(units: dict[str, OrgUnit], *codes: str) -> set[int]:
    return {units[code].id for code in codes}


def test_may_and_where(units: dict[str, OrgUnit]) -> None:
    steward = factories.holder("steward", units["RA"])
    factories.give(steward, "cpo", units["QA1"])
    with user_scope(steward.pk, unit_code="QA1") as viewer:
        assert explain.may(viewer, a.VIEW_PEOPLE)
        assert explain.may(viewer, a.MANAGE_TREE, units["TA4"].id)
        assert not explain.may(viewer, a.VIEW_PEOPLE, units["TA1"].id)
        assert explain.units_for(viewer, a.VIEW_PEOPLE) == ids(units, "QA1")
        below = ids(units, "RA", "QA1", "QA2", "TA1", "TA2", "TA3", "TA4")
        assert explain.units_for(viewer, a.MANAGE_TREE) == below
        assert explain.units_for(viewer, a.MANAGE_ACCESS) == set()
        assert explain.any_of(viewer, a.MANAGE_ACCESS, a.VIEW_PEOPLE)
        assert not explain.any_of(viewer, a.MANAGE_ACCESS)


def test_why_for_a_role_above(units: dict[str, OrgUnit]) -> None:
    steward = factories.holder("steward", units["RA"])
    with user_scope(steward.pk, unit_code="TA1") as viewer:
        (chain,) = explain.why(viewer, a.MANAGE_TREE)
        grant, cascade, role = chain.sentences
        assert grant == (
            "You are Organisation administrator of Ashdown region since 1 April 2020, "
            "given when the organisation was set up."
        )
        assert cascade == (
            "What this role may do reaches every organisation below: Ashdown region, "
            "then Alder ICB, then Kestrel Valley NHS Trust."
        )
        assert role == (
            "Organisation administrator may merge, split and move organisations. "
            "It never includes people's records."
        )
        assert explain.why(viewer, a.VIEW_PEOPLE) == []


def test_why_for_two_roles_at_one_employer(units: dict[str, OrgUnit]) -> None:
    ines = factories.holder("cpo", units["TA1"])
    factories.give(ines, "learning_lead", units["TA1"])
    with user_scope(ines.pk, unit_code="TA1") as viewer:
        found = explain.why(viewer, a.VIEW_PEOPLE)
        assert [chain.role.code for chain in found] == ["cpo", "learning_lead"]
        assert found[0].sentences[1:] == (
            "The role was given at Kestrel Valley NHS Trust itself.",
            "Succession lead may see the people of the employer. It stops at the wall of this employer.",
        )


def test_who_may_is_for_administrators_and_auditors(units: dict[str, OrgUnit]) -> None:
    factories.holder("cpo", units["TA1"])
    factories.holder("cpo", units["TA2"])
    factories.holder("steward", units["RA"])
    late = factories.user("late")
    factories.give(late, "cpo", units["TA1"], until=today())
    for role in ("access_admin", "ig_auditor"):
        reader = factories.holder(role, units["TA1"])
        with user_scope(reader.pk, unit_code="TA1"):
            found = explain.who_may(units["TA1"].id, a.VIEW_PEOPLE)
            assert [(h.called, h.role.code, h.unit_code, h.from_above) for h in found] == [
                ("cpo.ta1", "cpo", "TA1", False)
            ]
            (above,) = explain.who_may(units["TA1"].id, a.MANAGE_TREE)
            assert (above.called, above.unit_code, above.from_above) == ("steward.ra", "RA", True)
            assert explain.who_may(units["TA2"].id) == []
    for role, code in (("cpo", "TA3"), ("steward", "QA2")):
        reader = factories.holder(role, units[code])
        with user_scope(reader.pk, unit_code=code):
            assert explain.who_may(units[code].id) == []


def test_the_pages(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    cpo = factories.holder("cpo", units["TA1"])
    page = sign_in(cpo).get(reverse("orgs:why", args=["TA1"]))
    assert page.status_code == 200
    assert "Succession lead may see the people of the employer." in page.content.decode()
    assert sign_in(cpo).get(reverse("orgs:why", args=["TA2"])).status_code == 404
    assert sign_in(cpo).post(reverse("orgs:why", args=["TA1"])).status_code == 405
    auditor = factories.holder("ig_auditor", units["TA1"])
    page = sign_in(auditor).get(reverse("orgs:who", args=["TA1"]))
    headings = [group["heading"] for group in page.context["groups"]]
    assert headings[0] == "People of the employer"
    assert "cpo.ta1" in page.content.decode()


@pytest.mark.parametrize("role", ["cpo", "learning_lead", "staff", "committee_reader"])
def test_nobody_else_asks_who(units: dict[str, OrgUnit], sign_in: SignIn, role: str) -> None:
    answer = sign_in(factories.holder(role, units["TA1"])).get(reverse("orgs:who", args=["TA1"]))
    assert answer.status_code == 403
