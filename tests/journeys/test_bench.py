"""How critical, how exposed, how deep: a succession lead looks behind the plan's first impression."""

import re

from playwright.sync_api import expect

from tests.journeys.visitor import PHONE

BENCH = "/o/ZHW/succession/bench/"
PLAN = "/o/ZHW/succession/"


def test_a_post_is_assessed_by_keyboard_and_its_exposure_follows(visit, story):
    with story.given(
        "Omar, succession lead of Heron Water, reads how exposed his chief nurse's post is"
    ):
        omar = visit("omar")
        omar.goes_to(PLAN)
        row = omar.page.locator(".app-plan tbody tr", has_text="Chief nurse").first
        row.locator("summary").click()
        expect(row).to_contain_text(
            re.compile(r"Rules: those that the platform ships|cannot be worked out")
        )
        omar.looks_right()
    with story.when("he scores it, with no mouse"):
        row.get_by_role("link", name="Assess criticality of Chief nurse").click()
        omar.sees("How critical the post is")
        for group in omar.page.locator("#criteria fieldset").all():
            group.get_by_role("radio").nth(2).focus()
            omar.page.keyboard.press("Space")
            expect(group.get_by_role("radio").nth(2)).to_be_focused()
    with story.then("the suggestion comes by itself, and the focus stays on the score"):
        expect(omar.page.locator("#result [role=status]")).to_contain_text("The scores suggest")
        last = omar.page.locator("#criteria fieldset").last.get_by_role("radio").nth(2)
        expect(last).to_be_focused()
        omar.looks_right()
    with story.when("he decides differently without saying why"):
        omar.page.get_by_label("Scarce or single-holder skill").check()
        omar.page.get_by_label("Reason").fill("")
        omar.page.get_by_role("button", name="Save").click()
    with story.then("he is asked for the reason, and nothing is lost"):
        omar.sees("Enter why you decide differently from what the scores suggest")
        expect(omar.page.get_by_label("Scarce or single-holder skill")).to_be_checked()
        omar.looks_right(refused=[422])
    with story.when("he gives one"):
        omar.page.get_by_label("Reason").fill("Two searches found nobody.")
        omar.page.get_by_role("button", name="Save").click()
    with story.then("the plan works with it"):
        omar.sees("Chief nurse: scarce or single-holder skill")
        row.locator("summary").click()
        expect(row).to_contain_text("Criticality: 3 (scarce or single-holder skill).")


def test_the_bench_is_followed_from_post_to_post(visit, story):
    with story.given("Omar is at his bench"):
        omar = visit("omar")
        omar.goes_to(PLAN)
        omar.page.get_by_role("link", name="Bench").click()
        omar.sees("Who is counted for which post")
        omar.looks_right()
    with story.when("he asks what follows if his chief executive left"):
        omar.page.get_by_label("Post", exact=True).select_option(label="Chief executive")
    with story.then("the chain comes, and the address keeps it"):
        expect(omar.page.locator("#cascade [role=status]")).to_contain_text("Chief executive")
        expect(omar.page).to_have_url(re.compile(r"post=[0-9a-f-]{36}"))
        omar.looks_right()
    with story.when("he asks for the posts that fall vacant"):
        omar.page.get_by_role("link", name="Demand").click()
        omar.sees("By quarter")
        omar.looks_right()


def test_without_a_script_it_is_the_same(visit, story):
    with story.given("Omar has no script, and a telephone"):
        omar = visit("omar", javascript=False, width=PHONE)
        omar.goes_to(BENCH)
    with story.when("he follows another post"):
        omar.page.get_by_label("Post", exact=True).select_option(label="Chief nurse")
        omar.page.get_by_label("Moves to follow").select_option("5")
        omar.page.get_by_role("button", name="Follow").click()
        expect(omar.page.locator("#cascade")).to_contain_text("Chief nurse")
        expect(omar.page.get_by_label("Moves to follow")).to_have_value("5")
    with story.when("he scores a post that nobody has scored"):
        omar.goes_to(PLAN)
        row = omar.page.locator(".app-plan tbody tr", has_text="Chief executive").first
        row.locator("summary").click()
        row.get_by_role("link", name="Assess criticality of").click()
        for group in omar.page.locator("#criteria fieldset").all():
            group.get_by_role("radio").nth(1).check()
        omar.page.get_by_role("button", name="Work out the score").click()
    with story.then("the page comes back with what the scores suggest"):
        expect(omar.page.locator("#result [role=status]")).to_contain_text("33%")
        expect(omar.page.get_by_label("Reason")).to_be_visible()
