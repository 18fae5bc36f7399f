"""A succession lead brings in the spreadsheet in which the plan was kept: an error, the mended file, and nobody twice."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from talentplatform.demo import names

FILES = Path(names.__file__).parent / "data"
BASE = "/o/ZQE/succession/"


def uploads(visitor, file: str, kind: str = "Succession plan") -> None:
    visitor.goes_to(f"{BASE}spreadsheets/")
    visitor.page.get_by_label(kind).check()
    visitor.page.get_by_label("Spreadsheet", exact=True).set_input_files(FILES / file)
    visitor.presses("Upload and compare")


def test_a_plan_is_brought_in_mended_and_confirmed(visit, story, site):
    def rows() -> list[tuple[object, ...]]:
        return site.sql(
            "SELECT (SELECT count(*) FROM succession_post), (SELECT count(*) FROM succession_nomination),"
            " (SELECT count(*) FROM succession_riskassessment)"
        )

    with story.given("Judith, succession lead of an ICB, has its staff list, and opens the plan"):
        judith = visit("judith")
        judith.goes_to("/o/ZQE/people/lists/")
        judith.page.get_by_label("Staff list").set_input_files(FILES / "staff_list.csv")
        judith.presses("Upload and compare")
        judith.presses("Apply these changes")
        judith.goes_to(BASE)
        judith.presses("Bring in a spreadsheet", within="main")
        judith.sees_heading("Bring in a spreadsheet")
        judith.looks_right()
    with story.when("she uploads nothing, and then a file whose columns say nothing"):
        judith.presses("Upload and compare")
        judith.sees_errors("Select what the spreadsheet is", "Select a file")
        judith.looks_right(refused=[422])
        uploads(judith, "forenames.txt")
        judith.sees_heading("Which column is which")
        judith.looks_right()
        judith.presses("Compare")
        judith.sees("Choose the column for: Post")
        judith.looks_right(refused=[422])
        judith.presses("Delete this file")
        judith.sees("The spreadsheet is deleted. Nothing was changed")
    with story.when("she uploads the plan with an error in it"):
        before = rows()
        uploads(judith, "succession_plan_with_errors.csv")
        judith.sees_heading("What this spreadsheet changes")
    with story.then("it stands at its row and cell, and nothing can be applied"):
        judith.sees(
            "2 rows have something to correct", "Row 3, Readiness", "“Soonish” is no readiness"
        )
        judith.sees("Row 4, Potential successor", "Nobody on the staff list is called")
        judith.sees(
            "Columns that are not taken", "Labels of performance and potential are not held"
        )
        expect(judith.page.get_by_role("button", name="Apply these changes")).to_have_count(0)
        judith.looks_right()
    with story.when("she uploads the mended file"):
        uploads(judith, "succession_plan.csv")
        judith.sees("Nothing is written yet", "1 post added, 1 post holder recorded")
        judith.looks_right()
        for part in ("Risks", "New successors"):
            judith.follows(part)
            judith.looks_right()
        assert rows() == before
    with story.then("she confirms what she has seen, and the plan shows it"):
        judith.presses("Apply these changes")
        judith.sees("The spreadsheet is applied: 1 post added")
        expect(judith.page.locator("table.app-plan")).to_contain_text("Director of improvement")
        judith.looks_right()
        assert rows() != before
    with story.then("the same file again has nothing to change"):
        after = rows()
        uploads(judith, "succession_plan.csv")
        judith.sees("Nothing to change", "Stay the same")
        judith.looks_right()
        assert rows() == after


@pytest.mark.parametrize("javascript", [False])
def test_the_plan_comes_back_as_it_was_taken_away(visit, story, tmp_path, javascript):
    with story.given("Judith takes the plan away, without script"):
        judith = visit("judith", javascript=javascript)
        judith.goes_to(f"{BASE}spreadsheets/")
        with judith.page.expect_download() as taken:
            judith.follows("download the plan")
        taken.value.save_as(tmp_path / "plan.xlsx")
    with story.then("uploaded again, it has nothing to change"):
        judith.page.get_by_label("Succession plan").check()
        judith.page.get_by_label("Spreadsheet", exact=True).set_input_files(tmp_path / "plan.xlsx")
        judith.presses("Upload and compare")
        judith.sees("Nothing to change")
