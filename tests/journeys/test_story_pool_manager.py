"""What a pool manager is promised beside applications and the bench: criteria from above, and who is active.

Criteria come from the nation, the region adds a rule of its own, and each is a version that stays.
"""

import re

from playwright.sync_api import expect

from tests.journeys.visitor import PHONE

TITLE = "Aspiring medical directors"
MONTHS = "Months at the organisation, at least"
POOL = "Aspiring chief nurses"


def test_criteria_come_from_the_nation_and_the_region_adapts_them(visit, story):
    with story.given("Grace publishes whom a kind of pool is for, in the whole nation"):
        grace = visit("grace")
        grace.goes_to("/o/Z92000001/templates/")
        grace.presses("New pool criteria", within="main")
        grace.page.get_by_label("Title").fill(TITLE)
        grace.page.get_by_role("group", name=MONTHS).get_by_label("Value").fill("24")
        grace.looks_right()
        grace.presses("See what it does below")
        grace.presses("Publish", within="main")
        grace.sees(TITLE)
        grace.looks_right()
    with story.when("Sunita's region asks for less"):
        sunita = visit("sunita")
        sunita.goes_to("/o/Z61/settings/")
        sunita.follows(TITLE)
        sunita.sees("Albany")
        sunita.page.get_by_role("region", name=re.compile(MONTHS)).get_by_role(
            "link", name="Adapt"
        ).click()
        sunita.page.get_by_label(MONTHS).fill("12")
        sunita.presses("Save", within="main")
        sunita.sees(f"{MONTHS} is adapted here.")
        sunita.looks_right()
    with story.then(
        "Leah, below both, finds people by the region's rule, and reads where it is from"
    ):
        priya = visit("priya")
        priya.goes_to("/o/ZKV/settings/")
        priya.follows(TITLE)
        months = priya.page.get_by_role("region", name=re.compile(MONTHS))
        expect(months).to_contain_text("12")
        expect(months).to_contain_text("Eastmere region")
        priya.looks_right()
    with story.when("Tom starts a pool of the region by these criteria"):
        tom = visit("tom")
        tom.goes_to("/o/Z61/pools/shared/add/")
        tom.page.get_by_label("Name of the pool").fill(TITLE)
        tom.page.get_by_label("What it is for").fill("Deputies who prepare for a board.")
        tom.page.get_by_label("Role that it prepares for").select_option("CMO")
        tom.page.get_by_label("Criteria of the region or the nation").select_option(
            label=f"{TITLE} (Albany)"
        )
        tom.looks_right()
        tom.presses("Start the pool")
        tom.sees(f"The pool “{TITLE}” is open for applications")
    with story.then(
        "who might apply reads whose criteria they are, in which version, and the rule"
    ):
        nia = visit("nia", width=PHONE)
        nia.goes_to("/o/ZTH/my/opportunities/")
        nia.follows(TITLE)
        nia.sees(
            f"{TITLE} of Albany, version 1, adapted here once", "At the organisation for 1 year"
        )
        nia.looks_right()
    with story.then("Grace's second version leaves the region's own rule as it is"):
        grace.goes_to("/o/Z92000001/templates/")
        grace.follows(TITLE)
        grace.page.get_by_role("group", name=MONTHS).get_by_label("Value").fill("36")
        grace.presses("See what it does below")
        grace.presses("Publish", within="main")
        grace.sees(f"The new version of {TITLE} is published")
        sunita.goes_to("/o/Z61/settings/")
        sunita.follows(TITLE)
        sunita.sees("Changed above: choose")
        expect(sunita.page.get_by_role("region", name=re.compile(MONTHS))).to_contain_text("12")
        sunita.looks_right()


def test_the_manager_sees_who_is_active_and_pauses_without_a_reason(visit, story):
    with story.given("Tom opens the region's pool"):
        tom = visit("tom")
        tom.goes_to("/o/Z61/pools/shared/")
        tom.follows(POOL)
        tom.sees("Members", "of them active")
        tom.looks_right()
    with story.when("he pauses a member who is away"):
        card = (
            tom.page.locator("li.app-card")
            .filter(has=tom.page.get_by_role("option", name="Paused"))
            .first
        )
        name = card.locator(".app-chip__name").inner_text()
        card.get_by_role("combobox").select_option(label="Paused")
        card.get_by_role("button", name="Move").click()
        tom.sees(f"{name} is moved")
    with story.then("she stands there as paused: why, her own employer knows, and he does not"):
        paused = tom.page.locator("li.app-card", has_text=name)
        expect(paused).to_contain_text("Paused")
        expect(paused).not_to_contain_text(re.compile("leave|reason", re.IGNORECASE))
        tom.looks_right()
    with story.when("he reminds a member who has gone quiet"):
        tom.page.locator("li.app-card", has_text="Quiet").first.get_by_role("link").first.click()
        tom.looks_right()
        tom.page.get_by_role("button", name=re.compile("^Remind ")).click()
    with story.then("it says so, and he cannot do it again at once"):
        tom.sees("is reminded", "Reminded on ")
        expect(tom.page.get_by_role("button", name=re.compile("^Remind "))).to_have_count(0)
        tom.looks_right()
