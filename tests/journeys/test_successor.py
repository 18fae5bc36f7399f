"""A named person: what she may know, her answer, her next step. On the phone, and without scripts."""

from playwright.sync_api import expect

from tests.journeys.visitor import DESKTOP, PHONE


def test_she_agrees_on_her_phone(visit, story):
    with story.given("Amina has been told that she is named"):
        amina = visit("amina", width=PHONE)
        amina.goes_to("/")
        amina.looks_right(also=DESKTOP)
        amina.follows("My development")
        amina.sees("You are named as a possible successor for Chief nurse")
        amina.looks_right(also=DESKTOP)
    with story.when("she agrees"):
        amina.presses("Yes, I agree")
    with story.then("what was prepared is hers, with the next step"):
        amina.sees("Thank you. Your answer is saved.", "You agreed on")
        expect(amina.page.get_by_role("button", name="Yes, I agree")).to_have_count(0)
        amina.looks_right(also=DESKTOP)


def test_he_marks_a_step_done_without_javascript(visit, story):
    with story.given("Gareth is on his pathway"):
        gareth = visit("gareth", width=PHONE, javascript=False)
        gareth.goes_to("/o/ZKV/my/development/")
        gareth.sees("3 of 6 steps done")
        gareth.looks_right()
    with story.when("he has done the next step"):
        gareth.presses("I have done this step")
    with story.then("the page says so, and shows the step after it"):
        gareth.sees("Saved: Lead the medium-term financial plan", "4 of 6 steps done")
        gareth.sees("Next step: Cost a change in care")
        gareth.looks_right()
    with story.then("he can take it back"):
        gareth.page.locator("li", has_text="Lead the medium-term").get_by_role("button").click()
        gareth.sees("3 of 6 steps done")
        gareth.looks_right()
