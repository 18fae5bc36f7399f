"""A chief people officer names a successor, prepares what she needs, and tells her."""

import re

from playwright.sync_api import expect

POST = "Chief digital and information officer"


def test_a_successor_is_named_prepared_and_told(visit, story):
    with story.given("Priya, succession lead of Kestrel Valley, signs in"):
        priya = visit()
        priya.goes_to("/")
        priya.sees_heading("Sign in")
        priya.looks_right()
        priya.signs_in("priya")
        priya.sees_heading("Kestrel Valley NHS Trust")
        priya.looks_right()
    with story.when("she opens the board plan"):
        priya.page.locator("header").get_by_role("link", name="Succession").click()
        priya.sees_heading("Board succession plan")
        priya.looks_right()
    with story.when("she looks for somebody for a post, as she types"):
        priya.follows(f"Name a successor for {POST}")
        priya.sees_heading("Name a successor")
        priya.looks_right()
        search = priya.page.get_by_label("Name of the person")
        search.press_sequentially("osei")
        expect(priya.page.get_by_role("link", name="Daniel Osei")).to_be_visible()
        expect(search).to_be_focused()
        expect(priya.page).to_have_url(re.compile(r"\?q=osei$"))
        priya.looks_right()
    with story.when("she sends the form empty"):
        priya.follows("Daniel Osei")
        priya.sees_heading("Name Daniel Osei")
        priya.looks_right()
        priya.presses("Name as a successor")
    with story.then("the summary says what is missing, and leads to the field"):
        priya.sees_errors("Select readiness")
        priya.looks_right(refused=[422])
        priya.follows("Select readiness")
        expect(priya.page.get_by_label("Readiness")).to_be_focused()
    with story.when("she says how ready he is"):
        priya.page.get_by_label("Readiness").select_option(label="Ready in 1 to 2 years")
        priya.page.get_by_label("What shows it").fill("Led the electronic patient record.")
        priya.presses("Name as a successor")
    with story.then("the same answer shows the gap, a pathway and a pool"):
        priya.sees_heading("Daniel Osei is named")
        expect(priya.page.locator("#named")).to_be_focused()
        priya.sees("robust governance", "Aspiring chief digital", "Digital leaders")
        priya.looks_right()
    with story.when("she prepares them"):
        priya.presses("Prepare development")
        priya.sees("Development is prepared for Daniel Osei")
        priya.looks_right()
    with story.when("she gives a day in the future as the day she told him"):
        day = priya.page.get_by_role("group", name="Told on")
        day.get_by_label("Year").fill("2199")
        priya.presses("Daniel Osei has been told")
        priya.sees_errors("The day of telling must lie between the nomination and today")
        priya.looks_right(refused=[422])
    with story.then("with the right day he has been told"):
        priya.goes_to(priya.path.removesuffix("tell/"))
        priya.presses("Daniel Osei has been told")
        priya.sees("Success", "Daniel Osei has been told")
        priya.looks_right()
    with story.then("he is on the board, told"):
        priya.follows("Board succession plan")
        expect(priya.page.get_by_role("link", name="Daniel Osei", exact=True)).to_be_visible()
        priya.looks_right()


def test_all_of_it_works_without_javascript(visit, story):
    with story.given("Priya's browser runs no scripts"):
        priya = visit("priya", javascript=False)
        priya.goes_to("/o/ZKV/succession/")
        priya.looks_right()
    with story.when("she filters the plan"):
        priya.page.get_by_label("Role or person").fill("nurse")
        priya.presses("Apply")
        priya.sees("Showing 1 of 18 roles")
    with story.when("she names somebody"):
        priya.follows("Name a successor for Chief nurse")
        priya.page.get_by_label("Name of the person").fill("Whitlock")
        priya.presses("Find")
        priya.follows("Leah Whitlock")
        priya.presses("Name as a successor")
        priya.sees_errors("Select readiness")
        priya.looks_right(refused=[422])
        priya.page.get_by_label("Readiness").select_option(label="Ready in 3 to 5 years")
        priya.presses("Name as a successor")
        priya.sees_heading("Leah Whitlock is named")
        priya.looks_right()
    with story.when("she tells her"):
        priya.follows("Tell Leah Whitlock, or see the nomination")
        priya.presses("Leah Whitlock has been told")
        priya.sees("Leah Whitlock has been told")
        priya.looks_right()
    with story.then("she changes the readiness, on a page of its own"):
        priya.follows("Change readiness")
        priya.sees_heading("Readiness of Leah Whitlock")
        priya.page.locator("select").select_option(label="Ready in 1 to 2 years")
        priya.presses("Save")
        priya.sees("Leah Whitlock moved to ready in 1 to 2 years")
        priya.looks_right()
