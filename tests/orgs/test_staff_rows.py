"""A row of a staff list: what each cell may say, and what is a fault beside it. No database."""

import datetime as dt

import pytest

from orgs.imports.cells import words
from orgs.imports.columns import recognised, twice
from orgs.imports.sheets import Sheet, SheetRow
from orgs.imports.staff_columns import FIELDS, missing
from orgs.imports.staff_rows import Entry, Known, Read, read_rows

KNOWN = Known(
    bands={"8a": "8a", "band 8a": "8a", "vsm": "VSM"},
    groups={"03": "03", "3": "03", words("Medical & dental"): "01"},
    kinds={"substantive": "substantive", "seconded": "seconded", "ned": "ned"},
    divisions={"zkvd1": 7, "surgery": 7},
)
HEADINGS = (
    "Employee Number", "Name", "Work e-mail", "Position Title", "Grade", "Staff group", "Directorate",
    "Assignment category", "Manager (employee number)", "Start date", "End date",
)  # fmt: skip
GOOD = (
    "100",
    "Ada Lamb",
    "ada@example.org",
    "Nurse",
    "8a",
    "03",
    "Surgery",
    "Permanent",
    "200",
    "1/4/2026",
    "",
)


def read(*rows: tuple[str, ...], failed: frozenset[int] = frozenset()) -> Read:
    sheet = Sheet(HEADINGS, tuple(SheetRow(n, row, failed) for n, row in enumerate(rows, 2)))
    return read_rows(sheet, recognised(HEADINGS, FIELDS), KNOWN)


def with_cell(column: str, text: str) -> tuple[str, ...]:
    at = HEADINGS.index(column)
    return (*GOOD[:at], text, *GOOD[at + 1 :])


def test_headings_of_other_systems_are_recognised() -> None:
    assert recognised(HEADINGS, FIELDS) == {
        "number": 0, "name": 1, "email": 2, "title": 3, "band": 4, "group": 5, "division": 6,
        "kind": 7, "manager": 8, "starts": 9, "ends": 10,
    }  # fmt: skip
    assert recognised(["Surname", "Forename", "JOB TITLE ", "Latest Start-Date"], FIELDS) == {
        "last_name": 0, "first_name": 1, "title": 2, "starts": 3,
    }  # fmt: skip


def test_what_a_list_cannot_do_without_is_named() -> None:
    assert missing({"first_name": 0}) == [
        "Name, or first name and last name",
        "Job title",
        "Start date",
    ]
    assert missing({"first_name": 0, "last_name": 1, "title": 2, "starts": 3}) == []
    assert twice({"name": 0, "title": 0, "starts": 1}, FIELDS) == ["Job title"]


def test_a_row_becomes_an_entry() -> None:
    assert read(GOOD).entries == [
        Entry(
            2, "Ada Lamb", "100", "ada@example.org", "Nurse", "8a", "03", 7, "substantive", "200",
            dt.date(2026, 4, 1), None,
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["2026-04-01", "01/04/2026", "1-4-2026", "1.4.2026", "1 April 2026", "1-Apr-2026", "01-APR-26", "1/4/26",
     "2026-04-01T00:00:00"],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text) -> None:
    (entry,) = read(with_cell("Start date", text)).entries
    assert entry.starts_on == dt.date(2026, 4, 1)


def test_the_last_day_becomes_the_first_day_without() -> None:
    (entry,) = read(with_cell("End date", "31/12/2026")).entries
    assert entry.ends_on == dt.date(2027, 1, 1)
    assert read(with_cell("End date", "31 Dec 4712")).entries[0].ends_on is None


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("Grade", "Band 8a", "8a"),
        ("Grade", "AfC band 8A", "8a"),
        ("Grade", "vsm", "VSM"),
        ("Grade", "", ""),
    ],
)
def test_bands_are_read_as_they_are_written(column, text, code) -> None:
    assert read(with_cell(column, text)).entries[0].band == code


def test_a_surname_may_come_first() -> None:
    assert read(with_cell("Name", "Lamb, Ada")).entries[0].name == "Ada Lamb"


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("Name", "", "is missing"),
        ("Name", "=HYPERLINK(1)", "begins like a formula; write the name as text"),
        ("Name", "12345", "is not a name"),
        ("Name", "A" * 151, "is longer than 150 characters"),
        ("Employee Number", "1;2", "“1;2” is not an employee number"),
        ("Work e-mail", "ada at home", "“ada at home” is not an email address"),
        ("Position Title", "", "is missing"),
        ("Grade", "8e", "there is no band “8e”"),
        ("Staff group", "Wizards", "there is no staff group “Wizards”"),
        ("Assignment category", "Bank", "there is no assignment type “Bank”"),
        ("Directorate", "Nowhere", "this organisation has no division “Nowhere”"),
        ("Manager (employee number)", "100", "is their own employee number"),
        ("Start date", "", "is missing"),
        ("Start date", "31/02/2026", "“31/02/2026” is not a date such as 31/03/2026"),
        ("Start date", "1/4/1066", "“1/4/1066” is not a date such as 31/03/2026"),
        ("End date", "31/03/2026", "is before the start date"),
    ],
)
def test_a_cell_that_is_wrong_is_a_fault_at_its_place(column, text, says) -> None:
    done = read(with_cell(column, text))
    assert [(f.line, f.column, f.message) for f in done.faults] == [(2, column, says)]
    assert done.entries == []


def test_a_failed_formula_is_a_fault() -> None:
    done = read(GOOD, failed=frozenset({4}))
    assert [(f.column, f.message) for f in done.faults] == [
        ("Grade", "the formula in this cell has failed")
    ]


def test_a_number_and_an_email_stand_for_one_person() -> None:
    done = read(
        GOOD, with_cell("Work e-mail", "bo@example.org"), with_cell("Employee Number", "101")
    )
    assert [(f.line, f.column, f.message) for f in done.faults] == [
        (3, "Employee number", "100 is in row 2 too"),
        (4, "Work email", "ada@example.org is in row 2 too"),
    ]
    assert [entry.line for entry in done.entries] == [2]
