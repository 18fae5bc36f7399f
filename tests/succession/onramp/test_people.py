"""Whom a cell means. No database."""

import datetime as dt

import pytest

from succession.onramp.people import NotFoundError, People, Person

SINCE = dt.date(2020, 4, 1)
ADA = Person(1, "Ada Lamb", "100", "ada.lamb@example.org", SINCE)
BO = Person(2, "Bo O\u2019Reed", "200", "", SINCE)
TWINS = [Person(3, "Cy Wu", "300", "", SINCE), Person(4, "Cy Wu", "", "cy.2@example.org", SINCE)]
PEOPLE = People([ADA, BO, *TWINS])


@pytest.mark.parametrize(
    ("name", "key", "person"),
    [
        ("Ada Lamb", "", ADA), ("  ada   LAMB", "", ADA), ("Lamb, Ada", "", ADA), ("Dr Ada Lamb", "", ADA),
        ("Lamb, Dr Ada", "", ADA), ("Bo O'Reed", "", BO), ("", "100", ADA), ("", "ADA.lamb@example.org", ADA),
        ("A. Lamb", "100", ADA), ("Cy Wu", "300", TWINS[0]), ("Cy Wu", "cy.2@example.org", TWINS[1]),
        ("100", "", ADA), ("cy.2@example.org", "", TWINS[1]),
    ],
)  # fmt: skip
def test_people_are_found_by_number_email_or_exact_name(name, key, person) -> None:
    assert PEOPLE.find(name, key) == person


@pytest.mark.parametrize(
    ("name", "key", "says", "by_number"),
    [
        ("Ada", "", "nobody on the staff list is called “Ada”", False),
        ("Cy Wu", "", "2 people here are called “Cy Wu”: give the employee number", False),
        ("Ada Lamb", "999", "nobody here has the employee number or email “999”", True),
        ("Bo O'Reed", "100", "“100” is Ada Lamb, and not Bo O'Reed", True),
    ],
)  # fmt: skip
def test_who_is_not_found_is_said_with_what_to_do(name, key, says, by_number) -> None:
    with pytest.raises(NotFoundError) as refused:
        PEOPLE.find(name, key)
    assert (str(refused.value), refused.value.by_number) == (says, by_number)
