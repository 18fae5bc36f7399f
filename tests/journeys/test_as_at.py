"""Looking back: the plan, the tree, access, settings and reports as they were on another day."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from orgs.clock import today

PLAN = "/o/ZKV/succession/"
SHOW = "Show it as it was on another day"


def test_a_succession_lead_looks_back_by_keyboard(visit, story):
    day = today() - dt.timedelta(days=30)
    words = f"{day.day} {day:%B %Y}"
    with story.given("Priya, succession lead of Kestrel Valley, is at her plan, with no mouse"):
        priya = visit("priya")
        priya.goes_to(PLAN)
        priya.tabs_to(priya.page.locator("summary", has_text=SHOW))
        priya.page.keyboard.press("Enter")
        priya.looks_right()
    with story.when("she asks for a day 30 days ago"):
        priya.fills_day("Day", day)
        priya.page.keyboard.press("Enter")
    with story.then("she sees it, and can change nothing"):
        priya.sees(f"As it stood on {words}", "You can look at it and not change it")
        expect(priya.page.get_by_role("button", name="Add a role")).to_have_count(0)
        held_now = priya.page.locator("main").get_by_text("Vacant").count()
        priya.looks_right()
    with story.when("she asks how it was known then"):
        priya.page.locator("summary", has_text=SHOW).click()
        priya.page.locator("summary", has_text="More").first.click()
        priya.fills_day("As it was known on", day)
        priya.looks_right()
        priya.presses("Show that day")
    with story.then("a holder who was recorded later is not there"):
        priya.sees(f"As it stood on {words}, as it was known on {words}")
        assert priya.page.locator("main").get_by_text("Vacant").count() > held_now
        priya.looks_right()
    with story.when("she filters, the day stays; and goes back to today"):
        priya.page.get_by_label("Role or person").press_sequentially("nurse")
        expect(priya.page.locator("#results [role=status]")).to_contain_text("Showing 1 of")
        assert f"known_on={day}" in priya.page.url
        priya.follows("Back to today")
        expect(priya.page.get_by_role("button", name="Add a role")).to_have_count(1)
        priya.looks_right()


def test_a_day_that_cannot_be_shows_no_plan(visit, story):
    with story.when("Priya asks for tomorrow, without script"):
        priya = visit("priya", javascript=False)
        priya.goes_to(PLAN)
        priya.page.locator("summary", has_text=SHOW).click()
        priya.fills_day("Day", today() + dt.timedelta(days=1))
        priya.presses("Show that day")
    with story.then("the page says why and shows no day"):
        priya.sees_errors("Enter today or a day before: what is to come is not recorded")
        expect(priya.page.locator("table")).to_have_count(0)
        priya.looks_right(refused=[422])
    with story.when("she asks with script"):
        again = visit("priya")
        again.goes_to(f"{PLAN}?as_at=nonsense")
        again.sees_errors("Enter a real date, for example 31 3 2027")
        again.looks_right(refused=[422])


@pytest.mark.parametrize(
    ("login", "path", "seen"),
    [
        ("priya", "/o/ZKV/succession/bench/", "As it stood on"),
        ("sunita", "/o/Z61/organisations/", "As it stood on"),
        ("sunita", "/o/Z61/access/", "as they were held on"),
        ("sunita", "/o/Z61/templates/", "As it stood on"),
        ("priya", "/o/ZKV/settings/", "As it stood on"),
        ("marcus", "/o/Z61/reports/", "As it stood on"),
        ("marcus", "/o/Z61/reports/leadership/", "As it stood on"),
    ],
)
def test_each_page_of_another_day_looks_right(visit, login, path, seen):
    somebody = visit(login)
    day = today() - dt.timedelta(days=1)
    somebody.goes_to(f"{path}?as_at={day}")
    somebody.sees(seen, "Back to today")
    somebody.looks_right()
    somebody.page.locator("summary", has_text=SHOW).click()
    somebody.looks_right()
