"""The chief people officer alone: from an employer with nobody in it to a signed plan of 12 posts.

Nobody of the region or the nation acts, and no engineer after the founding grant: only the two
colleagues whom she invites, who sign. What the path costs her is counted and printed:
``./run test tests/journeys/test_cpo_alone.py -s`` (docs/measurements.md).
"""

import csv
import re

import pytest
from playwright.sync_api import expect

from talentplatform.demo.personas import PASSWORD as OTHERS
from tests.journeys.hand import Hand

UNIT, NAME = "ZNJ", "Nightjar Fen NHS Trust"
TREE = f"""code,name,type,parent_code,valid_from,valid_to,source
{UNIT},{NAME},trust,ZQT,2024-04-01,,Invented
"""
PASSWORD = "lanterns along the quiet fen"
LEAD, CHAIR, CHIEF = (
    "ines.calder@znj.example",
    "howard.tring@znj.example",
    "mina.sorley@znj.example",
)
#: Name, title, pay band, assignment. Two titles of the board are not those of the posts.
BOARD = [
    ("Howard Tring", "Chair", "", "Non-executive"),
    ("Mina Sorley", "Chief executive", "VSM", "Permanent"),
    ("Ines Calder", "Chief people officer", "VSM", "Permanent"),
    ("Rupert Vane", "Director of finance", "VSM", "Permanent"),
    ("Salma Idris", "Medical director", "VSM", "Permanent"),
    ("Tessa Brough", "Chief nurse", "VSM", "Permanent"),
    ("Oren Maddox", "Chief operating officer", "VSM", "Permanent"),
    ("Faye Linton", "Non-executive director", "", "Non-executive"),
    ("Gus Petrie", "Non-executive director", "", "Non-executive"),
    ("Hana Quist", "Non-executive director", "", "Non-executive"),
    ("Ivor Rudge", "Non-executive director", "", "Non-executive"),
    ("Jude Stroud", "Non-executive director", "", "Non-executive"),
]
DEPUTIES = [
    ("Kerr Abney", "Deputy chief operating officer", "9", "Permanent"),
    ("Lena Birch", "Deputy director of finance", "9", "Permanent"),
    ("Moss Carrow", "Deputy medical director", "9", "Permanent"),
    ("Nell Dunmore", "Deputy chief nurse", "9", "Permanent"),
    ("Otis Eastham", "Deputy chief people officer", "9", "Permanent"),
    ("Petra Fallow", "Associate non-executive director", "", "Non-executive"),
    ("Quinn Garth", "Associate non-executive director", "", "Non-executive"),
    ("Rhea Hollin", "Head of corporate governance", "8d", "Permanent"),
]
#: Who could follow whom: one name for each post, as she types it.
FOLLOW = {
    "Chief executive": "Oren Maddox",
    "Chief finance officer": "Lena Birch",
    "Chief medical officer": "Moss Carrow",
    "Chief nurse": "Nell Dunmore",
    "Chief operating officer": "Kerr Abney",
    "Chief people officer": "Otis Eastham",
    "Chair": "Faye Linton",
    "Non-executive director": "Petra Fallow",
    "Non-executive director 2": "Quinn Garth",
    "Non-executive director 3": "Petra Fallow",
    "Non-executive director 4": "Quinn Garth",
    "Non-executive director 5": "Petra Fallow",
}


@pytest.fixture
def employer(site, tmp_path):
    """A Trust of the tree that has nobody, the staff list she has on her computer, and her link."""
    tree = tmp_path / "tree.csv"
    tree.write_text(TREE)
    site.command("import_tree", str(tree))
    people = tmp_path / "staff list.csv"
    with people.open("w", newline="") as to:
        rows = csv.writer(to)
        rows.writerow(
            ["Employee number", "Full name", "Email", "Position title", "Grade",
             "Assignment category", "Start date"]
        )  # fmt: skip
        for number, (name, title, band, kind) in enumerate(BOARD + DEPUTIES, start=500_001):
            email = f"{name.lower().replace(' ', '.')}@znj.example"
            rows.writerow([number, name, email, title, band, kind, "01/09/2023"])
    site.command("found", LEAD, "access_admin", UNIT)
    said = site.command("found", LEAD, "cpo", UNIT)
    return people, re.search(r"/\S+", said.splitlines()[-1])[0]


def link_sent_to(site, address: str) -> str:
    """The link of the newest message to `address`."""
    rows = site.sql(
        'SELECT context FROM orgs_outbox WHERE "to" = %s ORDER BY created_at DESC', address
    )
    return rows[0][0]["link"].removeprefix(site.address)


def comes_in(hand: Hand, link: str) -> None:
    """Open the link of an invitation and choose a password."""
    hand.visitor.goes_to(link)
    hand.clicks, hand.thoughts = hand.clicks + 1, hand.thoughts + 1  # the link in the message
    for name in ("Password", "Password again"):
        hand.types(hand.visitor.page.get_by_label(name, exact=True), PASSWORD)
    hand.presses("Accept and sign in")
    hand.visitor.sees_heading(NAME)


def invites(hand: Hand, address: str, why: str) -> None:
    hand.presses("Invite a colleague")
    page = hand.visitor.page
    hand.types(page.get_by_label("Work email"), address)
    hand.clicks_on(page.get_by_label("Staff member"))
    hand.types(page.get_by_label("Reason"), why)
    hand.presses("Give the role")
    hand.visitor.sees(f"{address} is invited by email")


def names_successor(hand: Hand, title: str, name: str) -> None:
    """Name somebody for a post, from the page that finds people."""
    page = hand.visitor.page
    hand.visitor.sees_heading("Name a successor")
    expect(page.locator("h1")).to_contain_text(title)
    hand.types(page.get_by_label("Name of the person"), name.split()[1].lower())
    hand.clicks_on(page.locator("#results").get_by_role("link", name=name, exact=True))
    hand.chooses(page.get_by_label("Readiness", exact=True), "Ready in 1 to 2 years")
    hand.chooses(page.get_by_label("Emergency cover"), "Can act up at once")
    hand.presses("Name as a successor")
    hand.visitor.sees_heading(f"{name} is named")


def signs(hand: Hand, link: str) -> None:
    comes_in(hand, link)
    hand.visitor.looks_right()
    hand.follows("Read and sign it")
    hand.visitor.looks_right()
    hand.clicks_on(hand.visitor.page.get_by_label("I have read the plan and sign it"))
    hand.presses("Sign")
    hand.visitor.sees("You have signed the plan")
    hand.visitor.looks_right()


def test_a_chief_people_officer_comes_from_nothing_to_a_signed_plan_alone(
    site, employer, visit, story
):
    file, link = employer
    lead = visit()
    hand = Hand(lead)
    with story.given("the founding grant: she opens her link and chooses a password"):
        comes_in(hand, link)
        lead.looks_right()
    with story.when("she invites the chair and the chief executive, before anybody is on a list"):
        hand.follows("Access", within="header")
        lead.looks_right()
        invites(hand, CHAIR, "Signs the plan")
        invites(hand, CHIEF, "Signs the plan")
        lead.looks_right()
    with story.when("she loads her staff list"):
        hand.follows("People", within="header")
        lead.looks_right()
        hand.presses("Upload a staff list")
        hand.uploads(lead.page.get_by_label("Staff list"), file)
        hand.presses("Upload and compare")
        lead.sees_heading("What this list changes")
        lead.looks_right()
        hand.presses("Apply these changes")
        lead.sees(f"The list is applied: {len(BOARD + DEPUTIES)} people joined")
        lead.looks_right()
    with story.when("she starts the plan and sets up the roles of the board"):
        hand.follows("Succession", within="header")
        lead.looks_right()
        hand.presses("Start the plan of")
        hand.presses("Start the plan")
        lead.sees_heading("Set up the roles of the board")
        lead.looks_right()
        for role in ("Chair", "Chief operating officer", "Chief people officer"):
            hand.clicks_on(lead.page.get_by_label(role, exact=True))
        hand.presses("Set up these roles")
        lead.sees("12 roles are on the plan")
    with story.when("she says who holds them: the staff list knows ten, she chooses two"):
        lead.sees_heading("Who holds the posts")
        lead.looks_right()
        for title, of in (("Chief finance officer", BOARD[3]), ("Chief medical officer", BOARD[4])):
            hand.chooses(
                lead.page.get_by_label(title, exact=True),
                f"{of[0]}, {of[1]}, since 1 September 2023",
            )
        hand.presses("Save who holds them")
        lead.sees("12 posts are held", "Showing all 12 roles", "Jude Stroud")
        lead.looks_right()
    with story.when("she names a successor for each, with cover; each page leads to the next"):
        left = dict(FOLLOW)
        hand.follows("Name a successor")
        while left:
            title = lead.page.locator("h1 .nhsuk-caption-l").inner_text()
            names_successor(hand, title, left.pop(title))
            if len(left) in (11, 6):
                lead.looks_right()
            if left:
                hand.follows("Name a successor for")
        hand.follows("Back to the board succession plan")
        lead.looks_right()
    with story.when("she judges the risk of all twelve at once"):
        hand.follows("Change several at once")
        hand.clicks_on(lead.page.get_by_label("Set the vacancy risk"))
        hand.presses("Continue")
        hand.clicks_on(lead.page.get_by_label("All 12 listed here"))
        hand.chooses(lead.page.get_by_label("Vacancy risk", exact=True), "Low")
        hand.presses("Preview")
        lead.looks_right()
        hand.presses("Save 12 rows")
        lead.sees("What was changed")
    with story.when("she submits the plan"):
        hand.follows("Succession", within="header")
        hand.follows("Sign-off")
        hand.presses("Submit for signature")
        lead.sees("Version 1 is frozen", "0 of 2 signatures are in", "Can sign here")
        lead.looks_right()
    with story.then("the two colleagues accept, read and sign"):
        others = []
        for address in (CHAIR, CHIEF):
            other = Hand(visit())
            signs(other, link_sent_to(site, address))
            others.append(other)
    with story.then("the plan is signed off, and its frozen version is there"):
        hand.follows("Succession", within="header")
        hand.follows("Sign-off")
        lead.sees("Signed off on")
        lead.looks_right()
        hand.follows("Version 1", exact=True)
        lead.sees("Oren Maddox", "Petra Fallow", "Howard Tring")
        lead.looks_right()
    with story.then("so is its pack"), site.worker():
        hand.presses("Make the board pack")
        expect(lead.page.get_by_role("link", name="Open the PDF")).to_be_visible(timeout=60_000)
        lead.page.reload()
        lead.looks_right()
    with story.then("a return that is asked for later is complete the day she signs it"):
        site.command(
            "found", "steward@z62.example", "steward", "Z62", "--password-stdin", says=OTHERS
        )
        steward = visit("steward@z62.example")
        steward.goes_to("/o/Z62/templates/")
        steward.presses("New succession return", within="main")
        steward.page.get_by_label("Title").fill("Fellside succession return")
        steward.looks_right()
        steward.presses("See what it does below")
        steward.presses("Publish", within="main")
        lead.goes_to(f"/o/{UNIT}/succession/returns/")
        lead.follows("Fellside succession return")
        lead.page.get_by_label("I have read it").check()
        lead.presses("Sign the return")
        lead.goes_to(f"/o/{UNIT}/succession/returns/")
        lead.sees("Fellside region", "Complete")
        lead.looks_right()
    print(f"\nShe: {hand}")
    for other, address in zip(others, (CHAIR, CHIEF), strict=True):
        print(f"{address}: {other}")
    assert hand.estimate < 30 * 60
