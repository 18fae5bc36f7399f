"""A succession lead loads her staff list: errors beside the rows, the corrected file, and nobody twice."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from talentplatform.demo import names

FILES = Path(names.__file__).parent / "data"
PEOPLE = 8


def uploads(visitor, file: str) -> None:
    visitor.goes_to("/o/ZHW/people/lists/")
    visitor.page.get_by_label("Staff list").set_input_files(FILES / file)
    visitor.presses("Upload and compare")


def test_a_staff_list_is_corrected_confirmed_and_changes_nothing_twice(visit, story, site):
    with story.given("Omar, succession lead of Heron Water, opens People"):
        omar = visit("omar")
        omar.goes_to("/o/ZHW/")
        omar.page.locator("header").get_by_role("link", name="People").click()
        omar.sees_heading("People")
        omar.looks_right()
    with story.when("he uploads a file that is no list"):
        omar.presses("Upload a staff list", within="main")
        omar.sees_heading("Upload a staff list")
        omar.looks_right()
        omar.presses("Upload and compare")
        omar.sees_errors("Select a file")
        omar.looks_right(refused=[422])
        omar.page.get_by_label("Staff list").set_input_files(FILES / "forenames.txt")
        omar.presses("Upload and compare")
        omar.sees_heading("Which column is which")
        omar.looks_right()
        omar.presses("Compare")
        omar.sees("Choose the column for: Name, or first name and last name; Job title; Start date")
        omar.looks_right(refused=[422])
        omar.presses("Delete this list")
        omar.sees("The list is deleted. Nothing was changed")
    with story.when("he uploads a list with two errors"):
        uploads(omar, "staff_list_with_errors.csv")
        omar.sees_heading("What this list changes")
    with story.then("they stand beside their rows, and nothing can be applied"):
        omar.sees(
            "There is no band “7z”", "Row 6, Grade", "“31/09/2023” is not a date such as 31/03/2026"
        )
        omar.sees("Row 7, Start date", "2 rows have something that cannot be read")
        expect(omar.page.get_by_role("button", name="Apply these changes")).to_have_count(0)
        omar.looks_right()
        before = site.sql("SELECT count(*) FROM orgs_staffrecord")
    with story.when("he uploads the corrected list"):
        uploads(omar, "staff_list.csv")
        omar.sees(
            "Nothing is written yet", "Imogen Thackeray", "Head of workforce planning, Band 8c"
        )
        omar.looks_right()
        assert site.sql("SELECT count(*) FROM orgs_staffrecord") == before
    with story.when("he says that it is complete, by mistake"):
        omar.page.get_by_label("This list is complete").check()
        omar.presses("Compare again")
        omar.sees("You would leave by this list")
        omar.follows("Leave", exact=True)
        omar.sees("Not on the list")
        omar.looks_right()
        omar.page.get_by_label("This list is complete").uncheck()
        omar.presses("Compare again")
    with story.then("he confirms what he has seen"):
        omar.presses("Apply these changes")
        omar.sees(f"The list is applied: {PEOPLE} people joined, 0 changed, 0 left")
        omar.looks_right()
        after = site.sql("SELECT count(*) FROM orgs_staffrecord")
        assert after[0][0] - before[0][0] == PEOPLE
    with story.then("he finds somebody as he types, and sees the record"):
        search = omar.page.get_by_label("Name, employee number or work email")
        search.press_sequentially("varga")
        link = omar.page.get_by_role("link", name="Zsófia Varga")
        expect(link).to_be_visible()
        expect(search).to_be_focused()
        omar.looks_right()
        link.click()
        omar.sees_heading("Zsófia Varga")
        omar.sees("90000004", "Matron for outpatients", "Since 11 January 2023")
        omar.looks_right()
    with story.then("the same list again has nothing to change"):
        uploads(omar, "staff_list.csv")
        omar.sees("Nothing to change")
        omar.looks_right()
        assert site.sql("SELECT count(*) FROM orgs_staffrecord") == after


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_is_added_corrected_and_leaves(visit, story, javascript):
    called = "Wren Ashdown" if javascript else "Robin Ashdown"
    with story.given("Omar adds a person"):
        omar = visit("omar", javascript=javascript)
        omar.goes_to("/o/ZHW/people/add/")
        omar.presses("Add the person")
        omar.page.get_by_label("Name", exact=True).fill(called)
        omar.looks_right(refused=[422])
        omar.page.get_by_label("Job title").fill("Play specialist")
        day = omar.page.get_by_role("group", name="First day in this job")
        for part, value in (("Day", "1"), ("Month", "9"), ("Year", "2025")):
            day.get_by_label(part).fill(value)
        omar.presses("Add the person")
        omar.sees(f"{called} is on the staff list", "Play specialist", "Since 1 September 2025")
        omar.looks_right()
    with story.when("he corrects the record"):
        omar.presses("Correct", within="main")
        omar.page.get_by_label("Employee number (optional)").fill(f"7000000{int(javascript)}")
        omar.presses("Save")
        omar.sees(f"7000000{int(javascript)}")
        omar.looks_right()
    with story.then("the person leaves today"):
        omar.presses("They leave", within="main")
        omar.looks_right()
        omar.presses("Record that they leave")
        omar.sees(f"{called} has left", "Left, last day")
        omar.looks_right()
