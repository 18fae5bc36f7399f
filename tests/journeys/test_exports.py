"""The regional talent lead takes figures away as a file, at a desk and on a telephone."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import DESKTOP, PHONE, small_targets

REPORT = "/o/Z61/reports/leadership/"


@pytest.mark.parametrize(("width", "kind"), [(DESKTOP, "XLSX"), (PHONE, "JSON")])
def test_figures_are_taken_away(visit, site, story, width, kind):
    with story.given("Marcus opens the form from his report"):
        marcus = visit("marcus", width=width)
        marcus.goes_to(REPORT)
        marcus.presses("Take the figures away")
        marcus.sees_heading("Take the figures away")
        marcus.looks_right()
        assert small_targets(marcus.page) == []
    with story.when("he does not say what for"):
        marcus.presses("Make the file")
    with story.then("the summary asks him"):
        marcus.sees_errors("Select what you need the figures for")
        marcus.looks_right(refused=[422])
    with story.when("he says what for, and which file"):
        marcus.page.get_by_label("A paper for a board or committee").check()
        marcus.page.get_by_label("Say more").fill(f"People committee, {kind}")
        marcus.page.get_by_role("radio", name=kind).check()
        marcus.presses("Make the file")
    with story.then("it is ready, and stands in the list of who took what"):
        marcus.sees(f"The {kind} file is ready.", "Who took these figures", "Not opened")
        row = marcus.page.get_by_role("row").filter(has_text=f"People committee, {kind}")
        expect(row).to_contain_text("You")
        marcus.looks_right()
    with story.then("he downloads it"):
        with marcus.page.expect_download() as coming:
            row.get_by_role("link", name=f"Download {kind}").click()
        content = coming.value.path().read_bytes()
        assert coming.value.suggested_filename.startswith("leadership-Z61-")
        if kind == "JSON":
            written = json.loads(content)
            assert written["format"] == "release/1"
            assert written["export"]["Taken by"] == "marcus"
        else:
            assert content.startswith(b"PK")
        assert marcus.problems == []
    with story.then("the page says that it was opened"):
        marcus.page.reload()
        row = marcus.page.get_by_role("row").filter(has_text=f"People committee, {kind}")
        expect(row).to_contain_text("Opened once")
        marcus.looks_right()
    with story.then("a week later the address says in words that it is gone"):
        address = row.get_by_role("link").get_attribute("href")
        site.sql("ALTER TABLE reporting_export DISABLE TRIGGER USER")
        site.sql(
            "UPDATE reporting_export SET created_at = created_at - interval '8 days', "
            "expires_at = expires_at - interval '8 days' WHERE public_id = %s",
            address.rstrip("/").rpartition("/")[2],
        )
        site.sql("ALTER TABLE reporting_export ENABLE TRIGGER USER")
        marcus.goes_to(address)
        marcus.sees_heading("This file cannot be opened any more")
        marcus.looks_right(refused=[410])
        marcus.follows("Make a new file of them")
        marcus.sees("Expired")
        marcus.looks_right()
