"""What a region publishes, and what a Trust makes of it: adapt, return, settle a conflict."""

import re

from playwright.sync_api import expect

MONTHS = "Months until a readiness judgement is looked at again"


def test_a_region_publishes_a_change(visit, story):
    with story.given("Sunita opens what her region has published"):
        sunita = visit("sunita")
        sunita.goes_to("/o/Z61/templates/")
        sunita.looks_right()
        sunita.follows("Board succession plan")
        sunita.sees("Versions")
        sunita.looks_right()
    with story.when("a value is out of its range"):
        months = sunita.page.get_by_role("region", name=MONTHS).get_by_label("Value")
        months.fill("400")
        sunita.presses("See what it does below")
        expect(sunita.page.locator(".nhsuk-error-summary")).to_be_focused()
        sunita.looks_right(refused=[422])
    with story.then(
        "with one that fits she sees what it does at each organisation, and may go back"
    ):
        months.fill("11")
        sunita.presses("See what it does below")
        sunita.sees("Nothing is published yet", "Take a change at once", MONTHS)
        sunita.looks_right()
        sunita.presses("Change it first")
        expect(months).to_have_value("11")
        sunita.looks_right()
    with story.then("published, it is a new version"):
        sunita.presses("See what it does below")
        sunita.presses("Publish", within="main")
        sunita.sees("The new version of Board succession plan is published.")
        sunita.looks_right()
    with story.then("she can begin another template"):
        sunita.presses("New succession plan template")
        sunita.looks_right()


def test_a_trust_adapts_and_returns_to_what_it_inherits(visit, story):
    with story.given("Omar opens the settings of Heron Water"):
        omar = visit("omar")
        omar.goes_to("/o/ZHW/settings/")
        omar.looks_right()
        omar.follows("Board succession plan")
        omar.sees("Eastmere region")
        omar.looks_right()
    with story.when("he adapts a value, first with one out of its range"):
        omar.page.get_by_role("region", name=MONTHS, exact=True).get_by_role(
            "link", name="Adapt"
        ).click()
        omar.looks_right()
        omar.page.get_by_label(MONTHS).fill("400")
        omar.presses("Save", within="main")
        expect(omar.page.locator(".nhsuk-error-summary")).to_be_focused()
        omar.looks_right(refused=[422])
        omar.page.get_by_label(MONTHS).fill("7")
        omar.presses("Save", within="main")
        omar.sees(f"{MONTHS} is adapted here.")
        omar.looks_right()
    with story.then("he can return it"):
        region = omar.page.get_by_role("region", name=MONTHS, exact=True)
        region.get_by_role("button", name="Return to inherited").click()
        omar.sees(f"{MONTHS} is inherited again.")
        omar.looks_right()


def test_a_conflict_is_settled_by_the_one_below(visit, story):
    with story.given("the region has changed what Kestrel Valley had adapted"):
        priya = visit("priya")
        priya.goes_to("/o/ZKV/")
        priya.sees("Board succession plan changed above: choose what holds here")
        priya.goes_to("/o/ZKV/settings/")
        priya.follows("Board succession plan")
        priya.sees("Changed above: choose")
        priya.looks_right()
    with story.when("Priya compares the three values"):
        priya.follows("Choose")
        priya.sees("Ours, in effect now", "Above, when we chose ours", "Above, now")
        priya.looks_right()
        priya.presses("Save choice")
        expect(priya.page.locator(".nhsuk-error-summary")).to_be_focused()
        priya.looks_right(refused=[422])
    with story.then("she keeps hers, and it is settled"):
        priya.page.get_by_label(re.compile("^Keep our own")).check()
        priya.presses("Save choice")
        priya.sees(f"{MONTHS} is settled.")
        expect(priya.page.locator("main")).not_to_contain_text("Changed above: choose")
        priya.looks_right()
