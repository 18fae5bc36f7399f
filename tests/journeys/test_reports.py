"""The regional talent lead: released figures on the page, as PDF and CSV, and on a schedule."""

import re

from playwright.sync_api import expect

from talentplatform.demo import places

REPORT = "/o/Z61/reports/leadership/"
#: An ICB whose figures no other journey makes a PDF of.
ICB = places.BOARDS[-1][0]


def test_the_dashboard_tells_and_names_nobody(visit, story):
    with story.given("Marcus, talent lead of the region, opens his report"):
        marcus = visit("marcus")
        marcus.goes_to("/")
        marcus.looks_right()
        marcus.follows("Leadership readiness")
        marcus.sees("30 of 30 organisations contributed")
        marcus.looks_right()
    with story.when("he goes on to the successors and opens a chart as a table"):
        marcus.page.get_by_role("navigation", name="Parts of the report").get_by_role(
            "link", name="Successors"
        ).click()
        expect(marcus.page.locator("main a[aria-current=page]")).to_have_text("Successors")
        marcus.sees("[c] hidden")
        marcus.looks_right()
        marcus.page.locator("summary", has_text="Show this chart as a table").first.click()
    with story.then("the same figures are there to read"):
        expect(marcus.page.locator("details[open] table").first).to_be_visible()
        marcus.looks_right()
    with story.then("he can take them with him"):
        marcus.presses("Take the figures away")
        marcus.sees_heading("Take the figures away")
        marcus.looks_right()


def test_a_pdf_is_made_while_he_waits(visit, site, story):
    with story.given("Marcus is at the new figures of an ICB, and no worker is up yet"):
        # Of a release whose PDF is made already he would get that one at once.
        site.command(
            *("build_release", ICB, "leadership", "--as-at", site.day.isoformat()), login="builder"
        )
        marcus = visit("marcus")
        marcus.goes_to(f"/o/{ICB}/reports/leadership/")
    with story.when("he asks for a PDF"):
        marcus.presses("Make a PDF")
        job = marcus.page.locator("#pdf-job")
        expect(job.locator("progress")).to_be_visible()
        marcus.looks_right()
    with story.then("the page asks on until a worker has made it"):
        with site.worker():
            expect(job.get_by_role("link")).to_be_visible(timeout=60_000)
        marcus.looks_right()
        with marcus.page.expect_download() as coming:
            job.get_by_role("link").click()
        assert coming.value.path().read_bytes().startswith(b"%PDF-")
        assert marcus.problems == []
    with story.then("it stays on a page of its own"):
        marcus.goes_to(f"/o/{ICB}/reports/")
        marcus.looks_right()
        marcus.page.locator("main a[href*='/runs/']:not([href$='.pdf'])").first.click()
        marcus.sees("Checksum of the file")
        marcus.looks_right()


def test_a_schedule_is_made_changed_and_stopped(visit, story):
    with story.given("Marcus schedules the PDF"):
        marcus = visit("marcus")
        marcus.goes_to(REPORT)
        marcus.presses("Schedule")
        marcus.looks_right()
    with story.when("what he types cannot be"):
        marcus.page.get_by_label("Day of the month").fill("31")
        marcus.page.get_by_label("Readers").fill("nobody.of.this.name")
        marcus.presses("Save", within="main")
    with story.then("the summary says so"):
        marcus.sees_errors("Day of the month must be from 1 to 28, so that every month has it")
        marcus.looks_right(refused=[422])
        marcus.page.get_by_label("Day of the month").fill("17")
        marcus.presses("Save", within="main")
        expect(marcus.page.locator(".nhsuk-error-summary li")).to_contain_text(
            "nobody.of.this.name"
        )
        marcus.looks_right(refused=[422])
    with story.then("with a reader who may see it, it is made"):
        marcus.page.get_by_label("Readers").fill("marcus\nsunita")
        marcus.presses("Save", within="main")
        marcus.sees("The first PDF is made on 17 ")
        marcus.looks_right()
    with story.then("it can be changed and stopped"):
        row = marcus.page.get_by_role("row", name=re.compile("The 17th"))
        row.get_by_role("link").click()
        marcus.looks_right()
        marcus.page.get_by_label("Day of the month").fill("18")
        marcus.presses("Save", within="main")
        marcus.sees("The schedule is changed.")
        row = marcus.page.get_by_role("row", name=re.compile("The 18th"))
        row.get_by_role("link").click()
        marcus.presses("Stop this schedule")
        marcus.sees("The schedule is stopped.")
        marcus.looks_right()


def test_the_release_day_is_set(visit, story):
    with story.given("Marcus changes the day on which figures are released"):
        marcus = visit("marcus")
        marcus.goes_to("/o/Z61/reports/")
        marcus.follows("Change the release day of Leadership readiness")
        marcus.looks_right()
        marcus.page.get_by_label("Day of the month").fill("0")
        marcus.presses("Save", within="main")
        marcus.sees_errors("Day of the month must be from 1 to 28")
        marcus.looks_right(refused=[422])
        marcus.page.get_by_label("Day of the month").fill("9")
        marcus.presses("Save", within="main")
        marcus.sees("The next figures are released on 9 ")
        marcus.looks_right()
