"""Aisha leads a collaborative of five Trusts below three boards: what it adds, and that leaving takes exactly that away."""

import datetime as dt
import re

from playwright.sync_api import expect

from orgs.clock import today
from talentplatform.demo.personas import PASSWORD
from talentplatform.demo.releases import REPORT
from tests.journeys.visitor import PHONE

NAME = "Eastmere Community and Mental Health Collaborative"
HERE, LEAVER = "/o/ZPC01/", "/o/ZTC/"
FIVE = (
    "Lapwing Moor Mental Health NHS Foundation Trust",
    "Thornmere Partnership NHS Foundation Trust",
    "Teasel Down Community NHS Trust",
    "Avocet Bay Mental Health NHS Trust",
    "Saltreach Community NHS Trust",
)
PATHWAY = f"Leading across organisations (offered by {NAME})"
SHARED = "Deputies across the collaborative"


def test_what_a_collaborative_adds_and_what_leaving_takes_away(site, visit, story):
    site.command("build_release", "ZPC01", REPORT, login="builder")
    site.command("found", "lead.ztc", "cpo", "ZTC", "--password-stdin", says=PASSWORD)
    ((staff,),) = site.sql(
        "SELECT s.public_id FROM orgs_staffrecord s JOIN orgs_orgunit u ON u.id = s.unit_id "
        "WHERE u.code = 'ZTC' AND s.valid_to IS NULL ORDER BY s.id LIMIT 1"
    )
    with story.given(
        "Aisha's own page: who belongs to it, what she may see, and that much is hidden"
    ):
        aisha = visit("aisha")
        aisha.goes_to(HERE)
        aisha.sees(*FIVE)
        aisha.sees("Kept by Eastmere region", "With five organisations many figures stay hidden")
        aisha.sees(SHARED, "Leading across organisations", "Board succession plan")
        aisha.looks_right()
    with story.when("she opens its report"):
        aisha.follows("Leadership readiness")
        aisha.sees("so that nobody can be recognised")
        expect(aisha.page.locator("main")).to_contain_text("[c]")
        aisha.looks_right()
    with story.then("behind a member's wall there is nothing for her"):
        aisha.goes_to(f"{LEAVER}succession/")
        aisha.sees("This belongs to another employer")
        aisha.looks_right(refused=[404])
    with story.given("a member's succession lead: what her Trust belongs to, and what that opens"):
        lead = visit()
        lead.signs_in("lead.ztc")
        lead.goes_to(LEAVER)
        lead.sees("Works together in", NAME)
        lead.looks_right()
        lead.follows("What this opens to others")
        lead.sees("No name, and of this organisation alone only facts")
        lead.looks_right()
    with story.when("she looks at the settings, and uses what the collaborative offers"):
        settings = f"{LEAVER}settings/"
        lead.goes_to(settings)
        lead.sees(f"Offered by {NAME}; yours comes from Eastmere region.")
        lead.looks_right()
        lead.page.get_by_role("button", name=re.compile("Use this one.*Board succession")).click()
        lead.sees("is in use here from today", "in use instead of what comes from above")
        lead.looks_right()
        plan = lead.page.get_by_role("row", name=re.compile("Board succession plan"))
        expect(plan).to_contain_text(NAME)
    with story.then("and finds the shared pathway after the nation's, for somebody of hers"):
        assign = f"{LEAVER}learning/people/{staff}/"
        lead.goes_to(assign)
        expect(lead.page.get_by_label("Pathway", exact=True)).to_contain_text(PATHWAY)
        lead.looks_right()
    with story.when("Sunita, who keeps it, ends the Trust's membership, first without a day"):
        sunita = visit("sunita")
        sunita.goes_to("/o/Z61/overlays/")
        sunita.sees(NAME, "Heronwater Coast ICB (ZQK)")
        sunita.looks_right()
        sunita.follows(NAME)
        sunita.sees_heading("Members")
        sunita.looks_right()
        sunita.page.get_by_role("link", name=re.compile("End it.*Teasel Down")).click()
        sunita.presses("End the membership")
        sunita.sees_errors("Enter the last day")
        sunita.looks_right(refused=[422])
        sunita.fills_day("Last day", today() - dt.timedelta(days=1))
        sunita.presses("End the membership")
        sunita.sees("The membership of Teasel Down Community NHS Trust ends", "Earlier members")
        sunita.looks_right()
    with story.then("what joining had added is gone, and nothing else"):
        lead.goes_to(LEAVER)
        expect(lead.page.locator("main")).not_to_contain_text(NAME)
        lead.goes_to(settings)
        expect(lead.page.locator("main")).not_to_contain_text(NAME)
        plan = lead.page.get_by_role("row", name=re.compile("Board succession plan"))
        expect(plan).to_contain_text("Eastmere region")
        lead.goes_to(assign)
        expect(lead.page.get_by_label("Pathway", exact=True)).not_to_contain_text(NAME)
        aisha.goes_to(HERE)
        aisha.sees("With four organisations many figures stay hidden")
        expect(aisha.page.locator("main")).not_to_contain_text("Teasel Down")
        aisha.looks_right()


def test_a_trust_of_another_region_joins_when_its_own_administrator_agrees(site, visit, story):
    site.command("found", "steward.z62", "steward", "Z62", "--password-stdin", says=PASSWORD)
    with story.given("Sunita opens a place, and asks a Trust of the other region"):
        sunita = visit("sunita")
        sunita.goes_to("/o/Z61/overlays/open/")
        sunita.presses("Open it")
        sunita.sees_errors(
            "Select what it is", "Enter the name", "Enter a code", "Enter what it is for"
        )
        sunita.looks_right(refused=[422])
        sunita.page.get_by_label("Place", exact=True).check()
        sunita.page.get_by_label("Name", exact=True).fill("Border towns")
        sunita.page.get_by_label("Code", exact=True).fill("ZPL01")
        sunita.page.get_by_label("What it is for").fill("Two towns on either side of the border.")
        sunita.presses("Open it")
        sunita.sees("Border towns is opened")
        sunita.looks_right()
        sunita.presses("Add a member")
        sunita.page.get_by_label("Organisation", exact=True).select_option("ZFB")
        sunita.looks_right()
        sunita.presses("Add the member")
        sunita.sees("Fellbeck Hospitals NHS Trust is asked", "waits for the answer")
        sunita.looks_right()
    with story.when("the other region's administrator finds it waiting, and agrees"):
        other = visit(width=PHONE)
        other.signs_in("steward.z62")
        other.goes_to("/o/Z62/")
        other.sees("Fellbeck Hospitals NHS Trust is asked to join Border towns")
        other.follows("Answer")
        other.sees("of Fellbeck Hospitals NHS Trust alone only facts")
        other.looks_right()
        other.presses("Agree")
        other.sees("Fellbeck Hospitals NHS Trust joins Border towns")
        other.looks_right()
        other.page.get_by_role("link", name=re.compile("End it")).click()
        other.looks_right()
    with story.then("it is a member"):
        sunita.goes_to("/o/ZPL01/members/")
        sunita.sees("Fellbeck Hospitals NHS Trust")
        sunita.looks_right()
