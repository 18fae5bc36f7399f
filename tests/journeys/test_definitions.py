"""What a region publishes, and what a Trust makes of it: adapt, return, settle a conflict."""

import re

from playwright.sync_api import expect

MONTHS = "Months until a readiness judgement is looked at again"
FINANCE = "Aspiring chief finance officer"
#: Somebody of Kestrel Valley on the pathway that the region has adapted since.
NURSE = (
    "SELECT a.public_id FROM learning_pathwayassignment a JOIN orgs_orgunit u ON u.id = a.unit_id"
    " WHERE u.code = 'ZKV' AND a.key = 'ASP-CNO' AND a.state = 'active' ORDER BY a.id LIMIT 1"
)


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


def test_a_pathway_is_defined_above_adapted_below_and_taken_up(site, visit, story):
    with story.given("Sunita starts from a pathway that the platform has"):
        sunita = visit("sunita")
        sunita.goes_to("/o/Z61/templates/")
        sunita.sees("Pathways of the platform")
        sunita.page.get_by_role("link", name=re.compile(f"Define it here.*{FINANCE}$")).click()
        expect(sunita.page.get_by_label("Title", exact=True)).to_have_value(FINANCE)
        sunita.looks_right()
    with story.when("she adds a step without saying for how many weeks"):
        sunita.page.get_by_label("What is done, item 7").fill("Sit on the regional finance forum")
        sunita.page.get_by_label("Kind of step, item 7").select_option(label="Shadowing")
        sunita.page.get_by_label("What it builds, item 7").select_option(index=6)
        sunita.presses("See what it does below")
        sunita.sees_errors("Steps, in order: give weeks of “Sit on the regional finance forum”")
        sunita.looks_right(refused=[422])
        sunita.page.get_by_label("Weeks, item 7").fill("13")
        sunita.page.get_by_label("What counts as done, item 7").fill("Two forums, with notes")
        sunita.presses("See what it does below")
    with story.then("she sees what each Trust gets, and publishes it"):
        sunita.sees(
            "Nothing is published yet", "Steps, in order: Sit on the regional finance forum"
        )
        sunita.looks_right()
        sunita.presses("Publish", within="main")
        sunita.sees(f"{FINANCE} is published.")
        sunita.looks_right()
    with story.when("Omar adapts one step for Heron Water, and adds one"):
        omar = visit("omar")
        omar.goes_to("/o/ZHW/settings/")
        omar.follows(FINANCE)
        omar.sees(
            "Sit on the regional finance forum", "What counts as done: Two forums, with notes"
        )
        omar.looks_right()
        omar.page.get_by_role("link", name=re.compile("Adapt.*Sit on the regional")).click()
        omar.looks_right()
        omar.page.get_by_label("Weeks").fill("500")
        omar.presses("Save", within="main")
        omar.sees_errors("Weeks must be 156 or fewer")
        omar.looks_right(refused=[422])
        omar.page.get_by_label("Weeks").fill("26")
        omar.presses("Save", within="main")
        omar.sees("Adapted here", "Weeks: 26")
        omar.page.get_by_role("link", name=re.compile("Add an item.*Steps")).click()
        omar.page.get_by_label("What is done").fill("Present the accounts to the governors")
        omar.page.get_by_label("Kind of step").select_option(index=1)
        omar.page.get_by_label("What it builds").select_option(index=1)
        omar.page.get_by_label("Weeks").fill("4")
        omar.presses("Save", within="main")
        omar.sees("Present the accounts to the governors")
        omar.looks_right()
    with story.then("whoever is on a pathway is offered what is new, and keeps what is done"):
        ((assignment,),) = site.sql(NURSE)
        leah = visit("leah")
        leah.goes_to(f"/o/ZKV/learning/pathways/{assignment}/")
        leah.sees("A newer version is in effect here", "New: Join the regional safety")
        leah.looks_right()
        leah.presses("Take up the newer version")
        leah.sees("is on the newer version", "Done when: One change has been made")
        expect(leah.page.locator("main")).not_to_contain_text("A newer version is in effect")
        leah.looks_right()
