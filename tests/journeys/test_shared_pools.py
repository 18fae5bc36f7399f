"""Tom's regional pool (story 5.7), and what crosses a wall by a person's own act: Nia's, on her phone."""

import datetime as dt

from playwright.sync_api import expect

from orgs.clock import today
from tests.journeys.visitor import DESKTOP, PHONE

POOL = "Aspiring chief nurses"


def ticks(visitor, *labels: str) -> None:
    for label in labels:
        visitor.page.get_by_label(label).check()


def unticks(visitor, *labels: str) -> None:
    for label in labels:
        visitor.page.get_by_label(label).uncheck()


def test_a_person_applies_to_a_regional_pool_and_its_manager_offers_a_place(visit, story):
    with story.given("Nia finds the region's pool on her phone"):
        nia = visit("nia", width=PHONE)
        nia.goes_to("/o/ZTH/my/opportunities/")
        nia.sees(POOL, "Eastmere region", "Your employer does not see this page")
        nia.follows(POOL)
        nia.sees(
            "Deputy and associate chief nurses of the region", "Job title: Associate chief nurse"
        )
        nia.looks_right(also=DESKTOP)
    with story.when("she shares nothing but leaves her name out, she is told what is missing"):
        unticks(nia, "Name: Nia Bowen")
        nia.presses("See what they will see")
        nia.sees_errors("Select what you want to share")
        nia.looks_right(refused=[422], also=DESKTOP)
    with story.when("she chooses three things and looks at what will be seen"):
        ticks(nia, "Name: Nia Bowen", "Job title: Associate chief nurse", "Employer: Thornmere")
        nia.presses("See what they will see")
        nia.sees(
            "Exactly what they will see", "Thornmere University Hospitals NHS Foundation Trust"
        )
        expect(nia.page.locator("main dl").last).not_to_contain_text("@")
        nia.looks_right(also=DESKTOP)
    with story.when("she agrees"):
        nia.presses("Agree and apply")
        nia.sees("You have applied to", "does not know that you applied")
        nia.looks_right(also=DESKTOP)
    with story.then("Tom sees what she shared and nothing else, and assesses"):
        tom = visit("tom")
        tom.goes_to("/o/Z61/")
        tom.sees("applications wait to be assessed")
        tom.looks_right()
        tom.follows("Assess")
        tom.sees("Nia Bowen", "Associate chief nurse")
        tom.looks_right()
        tom.follows("Nia Bowen")
        expect(tom.page.locator("main")).not_to_contain_text("nia.bowen@")
        tom.presses("Save the assessment")
        tom.sees_errors("Select an answer: What do you recommend?")
        tom.looks_right(refused=[422])
        ticks(tom, "Suitable now")
        tom.page.get_by_label("Why").fill("Led a turnaround of three wards.")
        tom.presses("Save the assessment")
        tom.sees("The assessment is saved", "Led a turnaround of three wards.")
        tom.looks_right()
    with story.when("he offers her a place"):
        tom.follows(POOL)
        for move in ("Assessed: suitable", "Offered a place"):
            card = tom.page.locator("li.app-card", has_text="Nia Bowen")
            card.get_by_role("combobox").select_option(label=move)
            card.get_by_role("button", name="Move").click()
            tom.sees("Nia Bowen is moved")
        tom.looks_right()
    with story.then("she takes it, and asks her employer for time"):
        nia.goes_to("/o/ZTH/")
        nia.sees(f"You are offered a place: {POOL}")
        nia.page.locator("li", has_text="You are offered a place").get_by_role("link").click()
        nia.presses("Take the place")
        nia.sees("You have taken the place")
        nia.presses("Ask my employer for time")
        nia.looks_right(also=DESKTOP)
        nia.page.get_by_label("How many days do you need?").fill("6")
        nia.page.get_by_label("What the days are for").fill("Six workshops.")
        nia.fills_day("By when do you need an answer?", today() + dt.timedelta(days=21))
        nia.presses("Ask my employer")
        nia.sees(
            "Thornmere University Hospitals NHS Foundation Trust is asked", "You asked for 6 days"
        )
        nia.looks_right(also=DESKTOP)
    with story.then("she reads who looked, changes what she shares, and withdraws with one button"):
        nia.goes_to("/o/ZTH/my/sharing/")
        nia.sees("Pool manager, Eastmere region")
        nia.presses("Change or update", within="main")
        nia.looks_right(also=DESKTOP)
        nia.goes_to("/o/ZTH/my/sharing/")
        nia.looks_right(also=DESKTOP)
        nia.presses("Withdraw")
        nia.sees("no longer sees anything of yours", "Ended", "You withdrew it")
        tom.goes_to("/o/Z61/pools/shared/")
        tom.follows(POOL)
        expect(tom.page.locator("main")).not_to_contain_text("Nia Bowen")


def test_a_board_of_colleagues_looks_at_the_applications(visit, story):
    with story.given("Omar, succession lead of another Trust, is on the region's talent board"):
        omar = visit("omar")
        omar.goes_to("/o/ZHW/")
        omar.sees("Applications of this season, Eastmere region: you are on the talent board")
        omar.page.locator("li", has_text="talent board").get_by_role("link").click()
        omar.sees_heading("Applications of this season")
        omar.looks_right()
    with story.when("he recommends about the first of them"):
        first = omar.page.locator("section.app-panel").first
        first.locator("summary").click()
        first.get_by_label("Suitable now").check()
        omar.looks_right()
        first.get_by_role("button", name="Save").click()
    with story.then("it is saved, and Tom reads it with his name"):
        omar.sees("Saved:", "Suitable now")
        tom = visit("tom")
        tom.goes_to("/o/Z61/pools/shared/")
        tom.follows(POOL)
        tom.follows("Applications of this season")
        tom.sees("Suitable now", "omar")
        tom.looks_right()


def test_a_vacancy_asks_first_and_shows_a_name_after_yes(visit, story):
    with story.given("Omar's Trust has an interim need with the region's bench"):
        omar = visit("omar")
        omar.goes_to("/o/ZHW/across/")
        omar.sees("Interim chief nurse", "At least 5 people on the bench match")
        expect(omar.page.locator("main")).not_to_contain_text("Nia Bowen")
        omar.looks_right()
    with story.when("Nia, who is asked, says yes without scripts"):
        nia = visit("nia", width=PHONE, javascript=False)
        nia.goes_to("/o/ZTH/")
        nia.sees("Heron Water NHS Foundation Trust asks whether you are interested")
        nia.page.locator("li", has_text="Heron Water").get_by_role("link").click()
        nia.sees("does not know that you are asked")
        nia.looks_right(also=None)
        ticks(nia, "Job title: Associate chief nurse")
        nia.presses("See what they will see")
        nia.presses("Say yes and share")
        nia.sees("sees what you chose to share")
    with story.then("Omar sees her, until she leaves the bench"):
        omar.goes_to("/o/ZHW/across/")
        omar.sees("Nia Bowen", "Associate chief nurse")
        omar.looks_right()
        nia.presses("Leave the bench")
        nia.sees("You have left the bench of Eastmere region")
        omar.goes_to("/o/ZHW/across/")
        expect(omar.page.locator("main")).not_to_contain_text("Nia Bowen")


def test_an_employer_answers_about_release_time(visit, story):
    with story.given("somebody of Priya's Trust asked for time"):
        priya = visit("priya")
        priya.goes_to("/o/ZKV/")
        priya.sees("1 request for release time waits")
        priya.goes_to("/o/ZKV/across/")
        priya.follows("Answer")
        priya.looks_right()
    with story.when("she agrees to other days"):
        ticks(priya, "Agree to other days")
        priya.presses("Send the answer")
        priya.sees_errors("Enter how many days you can agree to")
        priya.looks_right(refused=[422])
        priya.page.get_by_label("Days you can agree to, if others").fill("4")
        priya.page.get_by_label("Reason").fill("Two people are away in spring.")
        priya.presses("Send the answer")
    with story.then("the answer stands, and the person reads it"):
        priya.sees(
            "can read your answer",
            "Agreed for other days",
            "4 days. Two people are away in spring.",
        )
        priya.looks_right()
