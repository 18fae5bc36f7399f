"""The columns of the two spreadsheets, and what is said of those that are not taken. No database."""

import pytest

from orgs.imports.columns import recognised
from succession.enums import SheetLayout
from succession.onramp.fields import FIELDS, NEEDED, headings, missing, not_taken

PLAN, TEAM = SheetLayout.PLAN, SheetLayout.TEAM


def test_headings_of_succession_templates_are_recognised() -> None:
    found = recognised(
        ["Role Title", "Current Post-Holder", "Flight Risk", "Impact of loss", "Potential Successor",
         "Emergency/Interim cover", "Ready now", "1-2 years", "3\u20135 years"], FIELDS[PLAN],
    )  # fmt: skip
    assert found == {
        "post": 0, "holder": 1, "vacancy_risk": 2, "impact": 3, "successor": 4,
        "now": 6, "soon": 7, "later": 8,
    }  # fmt: skip
    assert recognised(["Employee name", "Job title", "Potential successor for"], FIELDS[TEAM]) == {
        "name": 0, "post": 1, "target": 2,
    }  # fmt: skip


@pytest.mark.parametrize("layout", [PLAN, TEAM])
def test_our_own_template_is_recognised_whole(layout) -> None:
    found = recognised(headings(layout), FIELDS[layout])
    assert list(found.values()) == list(range(len(headings(layout))))
    assert missing(layout, found) == []


def test_no_heading_means_two_fields() -> None:
    for fields in FIELDS.values():
        known = [words for field in fields for words in (field.label.lower(), *field.known_as)]
        assert len(known) == len(set(known))


@pytest.mark.parametrize("layout", [PLAN, TEAM])
def test_what_is_needed_is_asked_for(layout) -> None:
    (key,) = NEEDED[layout]
    assert missing(layout, {}) == [f.label for f in FIELDS[layout] if f.key == key]


def test_each_column_that_is_not_taken_has_its_reason() -> None:
    said = dict(
        not_taken(
            ["Post", "Performance rating", "9-box", "Age", "Wellbeing", "Career aspirations",
             "Development needs", "Colour"],
            {"post": 0},
        )
    )  # fmt: skip
    assert list(said) == [
        "Performance rating", "9-box", "Age", "Wellbeing", "Career aspirations", "Development needs", "Colour",
    ]  # fmt: skip
    assert said["Performance rating"] == said["9-box"]
    assert "labels of performance and potential are not held" in said["9-box"]
    assert "equality information" in said["Age"]
    assert "age or health" in said["Wellbeing"]
    assert "My development" in said["Career aspirations"]
    assert "no such field" in said["Colour"]
