"""From an empty employer to a signed plan: started, set up, held, submitted, signed, and read by the committee.

Thornmere's board starts afresh here: what the demo had of it is closed first.
"""

import datetime as dt
import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from orgs.clock import today
from talentplatform.demo.personas import PASSWORD

UNIT = "ZTM"
BASE = f"/o/{UNIT}/succession/"
_CLOSED = {
    "succession_nomination": "valid_to",
    "succession_riskassessment": "valid_to",
    "succession_incumbency": "ends_on",
    "succession_post": "valid_to",
    "succession_successionplan": "valid_to",
}


@pytest.fixture
def afresh(site):
    """Thornmere without posts and without a plan; its own accounts, and the names of its people."""
    (unit,) = site.sql("SELECT id FROM orgs_orgunit WHERE code = %s", UNIT)[0]
    # The lines of a version that was submitted stay: they cannot be changed, and the plan is over.
    for table, column in _CLOSED.items():
        site.sql(
            f"UPDATE {table} SET {column} = greatest(%s, {_begins(table)}) "
            f"WHERE unit_id = %s AND {column} IS NULL",
            today() - dt.timedelta(days=1),
            unit,
        )
    people = [
        name
        for (name,) in site.sql(
            "SELECT s.name FROM orgs_staffrecord s WHERE s.unit_id = %s AND s.valid_to IS NULL "
            "AND EXISTS (SELECT FROM orgs_assignment a WHERE a.staff_id = s.id AND a.ends_on IS NULL) "
            "AND NOT EXISTS (SELECT FROM orgs_user u WHERE u.person_id = s.person_id) "
            "ORDER BY s.id LIMIT 12",
            unit,
        )
    ]

    def account(login: str, role: str, name: str = "") -> str:
        site.command("found", login, role, UNIT, "--password-stdin", says=PASSWORD)
        if name:
            site.sql(
                "UPDATE orgs_user SET person_id = (SELECT person_id FROM orgs_staffrecord "
                "WHERE unit_id = %s AND name = %s AND valid_to IS NULL) WHERE login = %s",
                unit,
                name,
                login,
            )
        return login

    return people, account


def _begins(table: str) -> str:
    return "starts_on" if table == "succession_incumbency" else "valid_from"


def holds(lead, title: str, name: str) -> None:
    """The lead says who holds a post, by keyboard and search, from the plan."""
    lead.goes_to(BASE)
    lead.page.locator("p.app-role").get_by_role("link", name=title, exact=True).click()
    lead.follows("Say who holds it")
    lead.page.get_by_label("Name of the person").press_sequentially(name)
    lead.page.locator("#results").get_by_role("link", name=name, exact=True).click()
    lead.page.get_by_label("They held it before this plan").check()
    lead.presses("Save", within="main")
    lead.sees(f"{name} holds {title}")


def test_an_empty_employer_comes_to_a_signed_plan_and_its_pack(site, afresh, visit, story):
    people, account = afresh
    chair, chief, finance, deputy, quiet = people[:5]
    with story.given("a succession lead of a Trust without a plan"):
        lead = visit(account("lead@ztm.example", "cpo"))
        lead.goes_to(BASE)
        lead.sees("No plan has been started yet", "No roles are on the plan yet")
        lead.looks_right()
    with story.when("she starts the plan of the cycle"):
        lead.presses("Start the plan of", within="main")
        lead.sees_heading("Start the plan of")
        lead.looks_right()
        lead.presses("Start the plan", within="main")
    with story.when("she sets up the roles of the board in one go"):
        lead.sees_heading("Set up the roles of the board")
        lead.looks_right()
        lead.page.get_by_label("Chair", exact=True).check()
        lead.page.get_by_label("Chief people officer").check()
        lead.page.get_by_label("How many non-executive members").fill("5")
        lead.presses("Set up these roles")
        lead.sees("12 roles are on the plan")
        lead.sees_heading("Who holds the posts")
        lead.looks_right()
        lead.follows("Not now")
        lead.sees("Showing all 12 roles", "Nobody is in 12 posts yet")
        lead.looks_right()
    with story.when("she says who holds them"):
        for title, name in (
            ("Chair", chair),
            ("Chief executive", chief),
            ("Chief finance officer", finance),
        ):
            holds(lead, title, name)
        lead.looks_right()
    with story.when("she names two successors, and tells one of them"):
        for name, told in ((deputy, True), (quiet, False)):
            lead.goes_to(BASE)
            lead.page.get_by_role(
                "link", name=re.compile("^Name a successor for Chief finance officer$")
            ).first.click()
            lead.page.get_by_label("Name of the person").press_sequentially(name)
            lead.page.locator("#results").get_by_role("link", name=name, exact=True).click()
            lead.page.get_by_label("Readiness", exact=True).select_option(label="Ready now")
            lead.presses("Name as a successor")
            lead.sees_heading(f"{name} is named")
            if told:
                lead.follows(f"Tell {name}, or see the nomination")
                lead.presses(f"{name} has been told")
                lead.sees(f"{name} has been told")
    with story.when("she submits the plan"):
        lead.goes_to(f"{BASE}sign-off/")
        lead.looks_right()
        lead.presses("Submit for signature")
        lead.sees("Version 1 is frozen", "0 of 2 signatures are in")
        lead.looks_right()
    with story.then("the chair reads it, and finds nobody who was not told"):
        signer = visit(account("chair@ztm.example", "staff", chair))
        signer.goes_to(f"/o/{UNIT}/")
        signer.follows("Read and sign it")
        signer.sees(deputy, "1 more person has not been told yet")
        expect(signer.page.locator("main")).not_to_contain_text(quiet)
        signer.looks_right()
    with story.when("she forgets to say that she has read it"):
        signer.presses("Sign", within="main")
        signer.sees_errors("Tick that you have read the plan")
        signer.looks_right(refused=[422])
    with story.then("she signs"):
        signer.page.get_by_label("I have read the plan and sign it").check()
        signer.presses("Sign", within="main")
        signer.sees("You have signed the plan")
        signer.looks_right()
    with story.when("the chief executive, who has no account, is minuted"):
        lead.goes_to(f"{BASE}sign-off/")
        lead.follows("Record it from the minutes")
        lead.looks_right()
        lead.page.get_by_label("Board or committee").fill("Board in private")
        lead.page.get_by_label("Minute reference").fill("26/114")
        lead.presses("Record it", within="main")
    with story.then("the plan is signed off"):
        lead.sees("Signed off on", "Recorded by the succession lead from the minutes")
        lead.looks_right()
    with story.when("she has the board pack made"), site.worker():
        lead.follows("Version 1", exact=True)
        lead.sees(quiet)
        lead.looks_right()
        lead.presses("Make the board pack")
        expect(lead.page.get_by_role("link", name="Open the PDF")).to_be_visible(timeout=60_000)
    with story.when("she names its reader"):
        reader_login = account("committee@ztm.example", "committee_reader")
        lead.page.reload()
        lead.looks_right()
        lead.page.get_by_label("Reader", exact=True).select_option(label=reader_login)
        lead.presses("Let them read it")
        lead.sees("They can open the pack", "May open it", "Not opened")
        lead.looks_right()
    with story.then("the reader opens it, and it is what was signed"):
        reader = visit(reader_login)
        reader.goes_to(f"/o/{UNIT}/")
        reader.page.locator("header").get_by_role("link", name="Board packs sent to you").click()
        reader.sees("Not opened")
        reader.looks_right()
        with reader.page.expect_download() as coming:
            reader.follows("Open the PDF")
        pdf = coming.value.path().read_bytes()
        said = " ".join(
            " ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split()
        )
        for words in ("Confidential: people named", chair, deputy, "26/114"):
            assert words in said, words
        assert quiet not in said
    with story.when("the lead removes her"):
        lead.page.reload()
        lead.sees("May open it")
        lead.follows("Remove")
        lead.looks_right()
        lead.presses("Remove the reader")
        lead.sees("can open the pack no longer", "Removed")
        lead.looks_right()
    with story.then("it is not there for her any more"):
        reader.goes_to(f"/o/{UNIT}/packs/")
        reader.sees("Nothing is there for you to open")
        reader.looks_right()
