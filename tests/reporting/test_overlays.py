"""An overlay's figures stand in one system with those of the tree: what one hides, the other does not give away."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orgs import tree
from orgs.access.scope import builder_scope, user_scope
from orgs.models.access import User
from orgs.models.units import OrgUnit
from reporting import building, ledger
from reporting.disclosure.attack import intervals
from reporting.geography import geography
from reporting.insiders import insiders
from reporting.models import LedgerEntry, Release
from tests import factories
from tests.reporting import region

SignIn = Callable[[User], Client]
#: With the region's and the boards' totals, the first is one short of a single employer, as the second is:
#: the collaborative less Alder ICB is TA3; the region less the collaborative is the board of Aspen ICB.
DIFFERS_BY_ONE = [("QA1", "TA3"), ("QA1", "TA3", "TA4")]
SINGLE = ("TA1", "TA2", "TA3", "TA4", "QA1/own", "QA2/own")


def build(code: str) -> Release:
    release = building.build_release(code, "leadership", region.AS_AT)
    assert release is not None
    return release


def _output(release: Release) -> dict[str, Any]:
    """A release in the adversary's format, with every single employer asked for as a hidden cell."""
    units = release.content["units"]
    table = next(t for t in release.content["tables"] if t["key"] == "successors")
    cells = []
    if table["status"] == "shown":
        names = [dimension["name"] for dimension in table["dimensions"]]
        cells = [
            {"unit": unit, "readiness": "*", "value": value}
            | {n: c for n, c in zip(names, codes, strict=True) if n == "readiness"}
            for unit, *codes, value in table["cells"]
            if all(c == "*" for n, c in zip(names, codes, strict=True) if n != "readiness")
        ]
    # How many are named is shown beside their other answers too.
    cells += [
        {"unit": cell[0], "readiness": "*", "value": cell[-1]}
        for each in release.content["tables"]
        if each["measure"] in ("developing", "gaps", "clock")
        for cell in each["cells"]
        if cell[1:-1] in ([], ["*"])
    ]
    asked = [leaf for leaf in SINGLE if leaf in units]
    cells += [
        {"unit": leaf, "readiness": code, "value": None}
        for leaf in asked
        for code in ("RN", "R12", "R35", "RNA")
    ]
    return {"hierarchy": {code: unit["parent"] for code, unit in units.items()}, "cells": cells}


def recovered() -> dict[tuple[str, str], tuple[float, float]]:
    """What a reader of the region's and the overlay's release bounds too tightly about one employer."""
    outputs = [
        _output(Release.objects.get(unit__code=code, report="leadership")) for code in ("RA", "OVA")
    ]
    return {
        (found.where["unit"], found.where["readiness"]): (found.low, found.high)
        for found in intervals(outputs, link="all")
        if found.where["unit"] in SINGLE and found.narrower_than(5)
    }


@pytest.mark.parametrize("members", DIFFERS_BY_ONE)
@pytest.mark.parametrize("order", [("RA", "OVA"), ("OVA", "RA")])
def test_the_overlays_release_less_the_trees_is_nobody(
    filled: dict[str, OrgUnit], members: tuple[str, ...], order: tuple[str, str]
) -> None:
    factories.overlay(filled, members=members)
    for code in order:
        build(code)
    told = LedgerEntry.objects.filter(release__unit__code=order[1], family="successors")
    assert [len(entry.earlier) for entry in told] == [1] * len(told), (
        "the first one is in the ledger"
    )
    assert recovered() == {}


def test_without_the_ledger_it_is(
    filled: dict[str, OrgUnit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "earlier", lambda *_: ledger.Earlier())
    factories.overlay(filled, members=DIFFERS_BY_ONE[1])
    build("RA")
    build("OVA")
    found = recovered()
    assert {unit for unit, _ in found} == {"QA2/own"}, found
    assert any(low == high for low, high in found.values()), found


def test_members_of_a_member_are_counted_once(filled: dict[str, OrgUnit]) -> None:
    factories.overlay(filled, members=("QA1", "TA1", "TB1"))
    with builder_scope():
        found = geography(filled["OVA"], region.AS_AT)
    assert [place.code for place in found.places] == ["OVA", "QA1", "QA1/own", "TA2", "TA1", "TB1"]
    assert tree.check(region.AS_AT) == []


def test_who_leads_it_and_knows_employers_is_held_against(filled: dict[str, OrgUnit]) -> None:
    factories.overlay(filled, members=("TA1", "TA3", "TB1"))
    both = factories.holder("cpo", filled["TA1"])
    factories.give(both, "talent_lead", filled["OVA"])
    factories.give(both, "learning_lead", filled["TB1"])
    with builder_scope():
        assert insiders(geography(filled["OVA"], region.AS_AT), region.AS_AT) == (("TA1", "TB1"),)


def test_its_lead_reads_its_release_and_whoever_keeps_it_does_not(
    filled: dict[str, OrgUnit], sign_in: SignIn
) -> None:
    factories.overlay(filled, members=("TA1", "TA2", "TA3", "TA4"))
    build("OVA")
    lead = factories.holder("talent_lead", filled["OVA"])
    steward = factories.holder("steward", filled["RA"])
    page = reverse("reporting:report", args=["OVA", "leadership"])
    said = sign_in(lead).get(page)
    assert said.status_code == 200
    assert "so that nobody can be recognised" in said.content.decode()
    assert sign_in(steward).get(page).status_code == 403
    with user_scope(steward.pk, unit_code="OVA"):
        assert not Release.objects.exists()
    with user_scope(lead.pk, unit_code="OVA"):
        assert [release.unit.code for release in Release.objects.all()] == ["OVA"]
