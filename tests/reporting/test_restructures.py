"""All releases of a region before and after a restructure, attacked together.

Both its ICBs are replaced by new ones, with their boards and Trusts, but for one Trust that joins the other. Nobody
changes, and the reader knows it.
"""

import datetime as dt
from typing import Any

import pytest

from orgs import tree
from orgs.models.units import OrgLink, OrgUnit
from reporting import building, ledger
from reporting.disclosure import protect
from reporting.disclosure.attack import intervals
from reporting.models import LedgerEntry, Release
from succession.models import Post
from tests import factories
from tests.reporting import region

CHANGE, AFTER = dt.date(2026, 11, 15), dt.date(2026, 11, 30)
SINGLE = ("TA1", "TA2", "TA3", "TA4", "TA5", "QA1/own", "QA2/own", "QA3/own", "QA4/own")
BECAME = {"QA1": "QA4", "QA2": "QA3"}
FIFTH = {"RN": 8, "R12": 9, "R35": 9, "RNA": 8}


@pytest.fixture
def restructured(filled: dict[str, OrgUnit]) -> dict[str, OrgUnit]:
    """A release; then QA4 and QA3 replace QA1 and QA2 and take over their people, and TA2 goes to QA3."""
    with tree.locked():
        filled["TA5"] = tree.create(
            "TA5",
            name="Dunlin Sands NHS Trust",
            type_code="trust",
            on=factories.LONG_AGO,
            parent=filled["QA1"],
        )
        tree.project(region.AS_AT)
    _named(filled["TA5"], FIFTH)
    assert building.build_release("RA", "leadership", region.AS_AT) is not None
    with tree.locked():
        for new in BECAME.values():
            filled[new] = tree.create(
                new, name=f"{new} ICB", type_code="icb", on=CHANGE, parent=filled["RA"]
            )
        for code, icb in {"TA1": 4, "TA5": 4, "TA2": 3, "TA3": 3, "TA4": 3}.items():
            tree.place(filled[code], on=CHANGE, parent=filled[f"QA{icb}"])
        for old in BECAME:
            tree.close(filled[old], on=CHANGE)
        tree.project(CHANGE)
    for old, new in BECAME.items():
        OrgLink.objects.create(
            predecessor=filled[old],
            successor=filled[new],
            relation="replaced_by",
            effective_on=CHANGE,
        )
        _named(filled[new], region.NAMED[old])
    return filled


def _named(unit: OrgUnit, people: dict[str, int]) -> None:
    post = Post.objects.create(
        unit=unit, title="CEO", role_codes=["CEO"], valid_from=factories.LONG_AGO
    )
    for readiness, how_many in people.items():
        for _ in range(how_many):
            region.name(unit, post, readiness)


def _after() -> Release:
    release = building.build_release("RA", "leadership", AFTER)
    assert release is not None
    return release


def _table(release: Release) -> dict[str, Any]:
    return next(t for t in release.content["tables"] if t["key"] == "successors")


def _output(release: Release) -> dict[str, Any]:
    """A release in the adversary's format, and every single employer asked for as a hidden cell."""
    table, units = _table(release), release.content["units"]
    assert table["status"] == "shown"
    names = [dimension["name"] for dimension in table["dimensions"]]
    parents = {code: unit["parent"] for code, unit in units.items()}
    cells = [
        {"unit": unit, "family": "*", "readiness": "*", "value": value}
        | dict(zip(names, codes, strict=True))
        for unit, *codes, value in table["cells"]
    ]
    # How many are named is shown beside their other answers too.
    cells += [
        {"unit": cell[0], "family": "*", "readiness": "*", "value": cell[-1]}
        for each in release.content["tables"]
        if each["measure"] in ("developing", "gaps", "clock")
        for cell in each["cells"]
        if cell[1:-1] in ([], ["*"])
    ]
    readiness = sorted({cell["readiness"] for cell in cells})
    cells += [
        {"unit": leaf, "family": "*", "readiness": code, "value": None}
        for leaf in SINGLE
        if leaf in units
        for code in readiness
    ]
    if "QA3/own" in parents:
        parents |= {f"{old}/own": f"{new}/own" for old, new in BECAME.items()}
    return {"hierarchy": parents, "cells": cells}


def _recovered(insider: str | None = None) -> dict[tuple[str, str], tuple[float, float]]:
    """What somebody who has all releases, and knows that nobody changed, bounds too tightly."""
    releases = Release.objects.filter(report="leadership", unit__code="RA").order_by("as_at")
    outputs = [_output(release) for release in releases]
    assert len(outputs) == 2
    if insider:
        own = region.NAMED[insider].items()
        outputs.append(
            {
                "hierarchy": outputs[0]["hierarchy"],
                "cells": [
                    {"unit": insider, "family": "*", "readiness": code, "value": n}
                    for code, n in own
                    if code in {cell["readiness"] for cell in outputs[0]["cells"]}
                ],
            }
        )
    everywhere = {
        cell["readiness"]: cell["value"]
        for cell in outputs[0]["cells"]
        if (cell["unit"], cell["family"]) == ("RA", "*")
    }
    asked = {*SINGLE} - {insider}
    cells = [cell for output in outputs for cell in output["cells"]]
    if all(cell["family"] == "*" for cell in cells):
        for cell in cells:
            del cell["family"]  # no release shows families: it is no dimension of theirs
    small = {("QA2", "R35"), ("QA3", "R35")}
    out = {}
    for found in intervals(outputs, link="all"):
        key = found.where["unit"], found.where["readiness"]
        told = found.where.get("family", "*") == "*" and everywhere[key[1]] != 0
        if told and (key[0] in asked or key in small) and found.narrower_than(5):
            out[key] = found.low, found.high
    return out


def test_all_releases_together_tell_no_employer(restructured: dict[str, OrgUnit]) -> None:
    release = _after()
    shown = [value for *_, value in _table(release)["cells"] if value is not None]
    assert 53 in shown, "the region's figures stay"
    assert _recovered() == {}
    assert _recovered(insider="TA1") == {}
    assert _recovered(insider="TA3") == {}


def test_without_the_ledger_they_do(
    restructured: dict[str, OrgUnit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "earlier", lambda *_: ledger.Earlier())
    _after()
    assert _recovered()["TA2", "RN"] == (7, 7)


def test_without_the_successions_less_is_shown_and_nothing_found(
    restructured: dict[str, OrgUnit], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Boards that closed are guarded whatever became of them; the links say how much is safe to show."""
    monkeypatch.setattr(ledger, "_links", lambda _: [])
    release = _after()
    assert {cell[0] for cell in _table(release)["cells"]} == {"RA"}
    assert _recovered() == {}


def test_without_successions_and_guards_they_do(
    restructured: dict[str, OrgUnit], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger alone does not know that the new board is the old one."""
    monkeypatch.setattr(ledger, "_links", lambda _: [])
    monkeypatch.setattr(protect, "isolated_then", lambda *_: {})
    monkeypatch.setattr(protect, "isolated", lambda *_: ())
    _after()
    found = _recovered()
    assert any(unit == "TA2" and low == high for (unit, _), (low, high) in found.items()), found


def test_what_became_of_whom_is_kept_for_the_replay(restructured: dict[str, OrgUnit]) -> None:
    release = _after()
    entry = LedgerEntry.objects.get(release=release, measure="successors")
    assert entry.links == [["QA1", "QA4", "2026-11-15"], ["QA2", "QA3", "2026-11-15"]]
    assert len(entry.earlier) == 1
    OrgLink.objects.create(
        predecessor=restructured["QA1"],
        successor=restructured["QA3"],
        relation="merged_into",
        effective_on=CHANGE,
    )
    stored, again = building.replay(release.id)
    assert stored == again
