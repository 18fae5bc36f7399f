"""The board plan in the hand: live filter, changes in the row by keyboard, conflicts, earlier days."""

import datetime as dt
import re

from playwright.sync_api import expect

from orgs.clock import today
from tests.journeys.visitor import PHONE

BOARD = "/o/ZHW/succession/"
ROLE = "Chief nurse"


def test_the_filter_follows_the_typing(visit, story):
    with story.given("Omar, succession lead of Heron Water, is at his board plan"):
        omar = visit("omar")
        omar.goes_to(BOARD)
        count = omar.page.locator("#results [role=status]")
        expect(count).to_have_text("Showing all 18 roles")
    with story.when("he types"):
        search = omar.page.get_by_label("Role or person")
        search.press_sequentially("nurse")
    with story.then("the rows follow, the count is spoken, and the focus stays where he types"):
        expect(count).to_have_text("Showing 1 of 18 roles")
        expect(search).to_be_focused()
        expect(omar.page).to_have_url(re.compile(r"q=nurse"))
        omar.looks_right()
    with story.when("nothing fits"):
        search.fill("nobody has this title")
        omar.sees("No roles match these filters")
        omar.looks_right()
    with story.then("the way back in the browser is the way back"):
        omar.page.go_back()
        expect(count).to_have_text("Showing 1 of 18 roles")
        expect(omar.page.get_by_label("Role or person")).to_have_value("nurse")
        omar.page.go_back()
        expect(count).to_have_text("Showing all 18 roles")
        omar.looks_right()
    with story.then("so is it by risk and by readiness"):
        omar.page.locator("#gap").select_option(label="No successor named")
        expect(omar.page).to_have_url(re.compile(r"gap=named"))
        expect(count).to_have_text(re.compile(r"Showing \d+ of 18 roles"))
        omar.looks_right()


def test_readiness_changes_in_the_row_by_keyboard_alone(visit, story):
    with story.given("Omar is at his board plan, with no mouse"):
        omar = visit("omar")
        omar.goes_to(BOARD)
        change = omar.page.get_by_role("link", name=re.compile("^Change readiness of ")).first
        words = change.get_attribute("aria-label")
        name = re.fullmatch(r"Change readiness of (.+?) for .+", words)[1]
    with story.when("he opens the form"):
        omar.tabs_to(change)
        omar.page.keyboard.press("Enter")
        choice = omar.page.get_by_label(f"Readiness of {name}", exact=True)
        expect(choice).to_be_focused()
        omar.looks_right()
    with story.when("he leaves it again"):
        cancel = omar.page.get_by_role("link", name="Cancel")
        choice.focus()
        omar.tabs_to(cancel)
        omar.page.keyboard.press("Enter")
        expect(choice).to_have_count(0)
        expect(omar.page.get_by_role("link", name=words)).to_have_count(1)
    with story.when("he opens it once more, chooses and saves"):
        again = omar.page.get_by_role("link", name=words)
        omar.tabs_to(again)
        omar.page.keyboard.press("Enter")
        expect(choice).to_be_focused()
        omar.page.keyboard.type("Ready in 3")
        omar.page.keyboard.press("Tab")
        omar.page.keyboard.press("Enter")
    with story.then("the move is spoken, and the focus is on the person's name"):
        omar.hears(f"{name} moved to ready in 3 to 5 years")
        expect(omar.page.get_by_role("link", name=name, exact=True).first).to_be_focused()
        omar.looks_right()


def test_two_who_change_the_same_see_each_other(visit, story):
    with story.given("the same plan is open in two browsers"):
        first, second = visit("omar"), visit("omar", width=PHONE)
        for omar in (first, second):
            omar.goes_to(BOARD)
            omar.page.get_by_role("link", name=re.compile("^Change readiness of ")).last.click()
            expect(omar.page.locator("form.app-edit select")).to_be_focused()
    with story.when("nothing is chosen, it is a mistake and says so"):
        first.page.locator("form.app-edit select").select_option("")
        first.presses("Save", within="form.app-edit")
        expect(first.page.locator("form.app-edit")).to_contain_text("Select the readiness of")
        first.looks_right(refused=[422])
    with story.when("the first saves, and then the second"):
        first.page.locator("form.app-edit select").select_option("R12")
        first.presses("Save", within="form.app-edit")
        expect(first.page.locator("form.app-edit")).to_have_count(0)
        second.page.locator("form.app-edit select").select_option("R35")
        second.presses("Save", within="form.app-edit")
    with story.then("the second sees both values, and decides"):
        conflict = second.page.locator("#conflict-card")
        expect(conflict).to_contain_text("changed this at")
        expect(conflict).to_be_focused()
        expect(second.page.locator(".app-conflict")).to_contain_text("Ready in 1 to 2 years")
        second.looks_right(refused=[409], also=None)
        second.presses("Save mine instead")
        expect(second.page.locator("#app-live")).to_contain_text("moved to ready in 3 to 5 years")
        second.looks_right(also=None)


def test_the_risk_of_a_vacancy_is_judged_in_the_row(visit, story):
    with story.given("Omar opens the risk of a post"):
        omar = visit("omar")
        omar.goes_to(BOARD)
        omar.follows(f"Change vacancy risk of {ROLE}")
        risk = omar.page.get_by_label("Vacancy risk", exact=True).last
        expect(risk).to_be_focused()
        omar.looks_right()
    with story.when("he says that the holder leaves, and not when"):
        risk.select_option(label="Leaving")
        omar.presses("Save", within="form.app-edit")
        expect(omar.page.locator("form.app-edit")).to_contain_text("Enter the day of leaving")
        omar.looks_right(refused=[422])
    with story.then("with the day it is saved, and spoken"):
        omar.fills_day("Leaves on, if known", dt.date(today().year + 2, 3, 31))
        omar.presses("Save", within="form.app-edit")
        omar.hears(f"Vacancy risk of {ROLE} saved")
        link = omar.page.get_by_role("link", name=f"Change vacancy risk of {ROLE}")
        expect(link).to_be_focused()
        omar.looks_right()


def test_an_earlier_day_can_be_read_and_not_changed(visit, story):
    with story.when("Omar opens the plan as it stood yesterday"):
        omar = visit("omar")
        yesterday = (today() - dt.timedelta(days=1)).isoformat()
        omar.goes_to(f"{BOARD}?as_at={yesterday}")
    with story.then("he reads it, and nothing offers a change"):
        omar.sees("18 roles")
        expect(omar.page.get_by_role("link", name=re.compile("^(Change|Name) "))).to_have_count(0)
        expect(omar.page.get_by_role("button", name="Add a role")).to_have_count(0)
        omar.sees("As it stood on", "Back to today")
        omar.looks_right()
