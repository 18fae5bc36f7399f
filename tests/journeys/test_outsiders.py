"""Somebody of another employer is named with her consent, and gone when she takes it back."""

from playwright.sync_api import expect

from orgs.clock import today
from orgs.words import words_of_day
from tests.journeys.visitor import DESKTOP, PHONE

TO = "Kestrel Valley"


def test_a_person_lets_another_trust_name_her_and_takes_it_back(visit, story):
    with story.given("Nia opens My sharing on her phone and finds the other Trust"):
        nia = visit("nia", width=PHONE)
        nia.goes_to("/o/ZTH/my/sharing/")
        nia.follows("Let another employer name you as a possible successor")
        nia.sees_heading("Let another employer name you")
        nia.page.get_by_label("Name of the employer").fill("kestrel")
        nia.presses("Find")
        nia.looks_right(also=DESKTOP)
        nia.page.locator("#results").get_by_role("link").first.click()
        nia.sees("Let it name you as a possible successor", TO)
        nia.looks_right(also=DESKTOP)
    with story.when("she forgets until when, she is told"):
        nia.page.get_by_label("Job title: Associate chief nurse").check()
        nia.presses("See what they will see")
        nia.sees_errors("Select until when you share this")
        nia.looks_right(refused=[422], also=DESKTOP)
    with story.when("she chooses, looks at what will be seen, and agrees"):
        nia.page.get_by_role("radio").first.check()
        nia.presses("See what they will see")
        nia.sees("Exactly what they will see", "Until")
        nia.looks_right(also=DESKTOP)
        nia.presses("Agree to be named")
        nia.sees("can name you", "To be named as a possible successor")
        nia.looks_right(also=DESKTOP)
    with story.then("Priya finds her under From elsewhere and names her"):
        priya = visit("priya")
        priya.goes_to("/o/ZKV/succession/")
        row = priya.page.locator(
            "tr", has=priya.page.get_by_role("link", name="Chief nurse", exact=True)
        )
        row.get_by_role("link", name="Chief nurse", exact=True).click()
        post = priya.path
        priya.goes_to(f"{post}name/")
        priya.sees("From elsewhere", "Nia Bowen", "Associate chief nurse")
        priya.looks_right()
        priya.follows("Nia Bowen")
        priya.sees("works for another employer")
        priya.looks_right()
        priya.presses("Name as a successor")
        priya.sees_errors("Select readiness")
        priya.looks_right(refused=[422])
        priya.page.get_by_label("Readiness", exact=True).select_option("RN")
        priya.presses("Name as a successor")
        priya.sees("Nia Bowen is named for Chief nurse", "Their development stays with them")
        nomination = priya.path
        priya.looks_right()
    with story.then("she tells her, and Nia agrees on her own page"):
        priya.presses("Nia Bowen has been told")
        priya.sees("Told, no answer yet")
        nia.goes_to("/o/ZTH/my/development/")
        nia.sees("Waits for your answer: Chief nurse, Kestrel Valley")
        nia.looks_right(also=DESKTOP)
        card = nia.page.locator("section", has_text="Waits for your answer: Chief nurse, Kestrel")
        card.get_by_role("button").first.click()
        nia.sees("Thank you. Your answer is saved")
        priya.goes_to(nomination)
        priya.sees("Told and agreed")
    with story.when("Nia withdraws"):
        nia.goes_to("/o/ZTH/my/sharing/")
        card = nia.page.locator("section", has_text="To be named as a possible successor").first
        card.get_by_role("button", name="Withdraw").click()
        nia.sees("no longer sees anything of yours", "You withdrew it")
    with story.then("her name is gone, and the plan says that the nomination ended"):
        priya.goes_to(nomination)
        priya.sees(f"Ended: consent withdrawn on {words_of_day(today())}")
        priya.looks_right()
        priya.goes_to("/o/ZKV/succession/")
        priya.sees("Somebody from another employer, consent withdrawn on")
        expect(priya.page.locator("body")).not_to_contain_text("Nia Bowen")
        priya.looks_right()
        priya.goes_to(post)
        priya.sees("Ended lately")
        expect(priya.page.locator("body")).not_to_contain_text("Nia Bowen")
        priya.looks_right()
