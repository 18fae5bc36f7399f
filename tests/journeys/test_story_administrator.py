"""Sunita's story (5.3): a change drawn up, told to those concerned, made, and taken back in part.

What the files of the directory propose is in test_from_ods.py, a merger with its decisions and the
check of published figures in test_restructure.py, and a board that is split in test_closing.py.
"""

import datetime as dt
import io

from playwright.sync_api import expect
from pypdf import PdfReader

from orgs.clock import today
from talentplatform.demo.personas import PASSWORD

CHANGES = "/o/Z61/organisations/changes/"
#: Two Trusts of a board that no other journey changes, and who reads what is sent to the first.
GOES, RETURNS = "Merlinmoor Partnership NHS Trust", "Siskin Dale NHS Trust"
NOW, THEN = "Merlinmoor ICB", "Thornmere ICB"
TRUST, CPO = "ZMP", "cpo@zmp.example"


def adds_move(sunita, name: str, to: str) -> None:
    sunita.page.get_by_role("link", name="Move an organisation").click()
    for label, wanted in (("Which organisation moves?", name), ("Where does it go?", to)):
        box = sunita.page.get_by_label(label)
        box.select_option(value=box.locator("option", has_text=wanted).get_attribute("value"))
    sunita.presses("Add to the list")


def test_a_change_from_its_list_to_its_inverse(visit, story, site):
    with story.given("Sunita begins a change, first without saying what it is called"):
        sunita = visit("sunita")
        sunita.goes_to(f"{CHANGES}new/")
        sunita.presses("Continue")
        sunita.sees_errors(
            "Enter what the change is called", "Enter the first day of the new arrangement"
        )
        sunita.looks_right(refused=[422])
        sunita.page.get_by_label("What is this change called?").fill("Trusts of the coast")
        sunita.fills_day("First day of the new arrangement", today())
        sunita.presses("Continue")
        sunita.sees_heading("Draw up the change")
        sunita.looks_right()
    with story.when("she adds two moves, and one that may not be"):
        adds_move(sunita, GOES, THEN)
        adds_move(sunita, RETURNS, THEN)
        sunita.sees(f"{GOES} moves to {THEN}", "When all is done")
        sunita.looks_right()
        adds_move(sunita, RETURNS, THEN)
        sunita.sees_errors(f"{RETURNS} is under {THEN} already.")
        sunita.looks_right(refused=[422])
        sunita.page.get_by_role("link", name="Cancel").click()
    with story.when("she has it checked, and sends it to those concerned"):
        sunita.presses("Check what will change")
        sunita.sees_heading("Check what will change")
        sunita.presses("Send to those concerned")
        sunita.sees("Each sees what the change means for it")
        sunita.looks_right()
        address = sunita.path
    with story.then("the first Trust's chief people officer reads what it means, and comments"):
        site.command("found", CPO, "cpo", TRUST, "--password-stdin", says=PASSWORD)
        cpo = visit(CPO)
        cpo.goes_to(f"/o/{TRUST}/")
        cpo.sees("A change of organisations is planned that concerns us")
        cpo.page.get_by_role("link", name="Read it and comment").click()
        cpo.sees(f"{GOES} is below {THEN}", "Who can see what", "Nobody above sees a person")
        cpo.looks_right()
        cpo.page.get_by_label("Your comment").fill("We share a medical director with a neighbour.")
        cpo.presses("Send the comment")
        cpo.sees("Your comment is with whoever plans the change")
        cpo.looks_right()
    with story.when("Sunita answers"):
        sunita.goes_to(address)
        sunita.page.get_by_role("link", name="Answer").click()
        sunita.page.get_by_label("Your answer").fill("That appointment stays as it is.")
        sunita.looks_right()
        sunita.presses("Send the answer")
        sunita.sees("That appointment stays as it is.")
    with story.when("she keeps the change as a PDF, for the second who approves"):
        sunita.presses("Make the PDF")
        sunita.sees("Asked for. You can leave this page meanwhile.", "is being made")
        sunita.looks_right()
        with site.worker():
            paper = sunita.page.get_by_role("link", name="Open paper")
            expect(paper).to_be_visible(timeout=60_000)
        sunita.looks_right()
        with sunita.page.expect_download() as coming:
            paper.click()
        pages = PdfReader(io.BytesIO(coming.value.path().read_bytes())).pages
        said = " ".join(" ".join(each.extract_text() for each in pages).split())
        for words in (
            "Trusts of the coast",
            f"{GOES} moves to {THEN}",
            "We share a medical director with a neighbour.",
            "That appointment stays as it is.",
            "made for sunita",
            "First approval Not yet",
        ):
            assert words in said, words
    with story.when("the published figures are checked, and two people approve"):
        check = sunita.page.get_by_role("button", name="Check the published figures")
        if check.count():
            check.click()
            with site.worker(builder=True):
                found = sunita.page.locator("#progress-disclosure")
                expect(found).to_contain_text("After the change", timeout=300_000)
        sunita.page.get_by_label("I have checked who gains and loses access").check()
        sunita.page.locator("button[name=action][value=schedule]").click()
        sunita.sees("Your approval is kept")
        owen = visit("owen")
        sunita.sees("Decided or approved since", "Make it again")
        owen.goes_to(address)
        owen.sees("Make the PDF")
        owen.page.get_by_label("I have checked who gains and loses access").check()
        owen.presses("Approve")
        owen.presses("Apply from")
        owen.sees("The change is made, and was verified", "No record of an organisation that moved")
        owen.looks_right()
    with story.then("the Trust sees nothing else than where her Trust stands"):
        cpo.goes_to(f"/o/{TRUST}/")
        expect(cpo.page.locator("main")).not_to_contain_text("is planned that concerns us")
        cpo.goes_to(f"/o/{TRUST}/changes/")
        cpo.sees("Trusts of the coast", "Recorded")
        cpo.looks_right()
    with story.when("one of the two was meant to stay, and Sunita takes that part back"):
        sunita.goes_to(address)
        sunita.page.get_by_role("link", name="Take this change back, in whole or in part").click()
        sunita.looks_right()
        sunita.page.get_by_label(f"{RETURNS} (").check()
        sunita.fills_day("From which day?", today() + dt.timedelta(days=1))
        sunita.presses("Draw it up")
        sunita.sees_heading("Draw up the change")
        sunita.sees("Take back: Trusts of the coast", f"{RETURNS} moves to {NOW}")
        expect(sunita.page.locator("main")).not_to_contain_text(f"{GOES} moves to")
        sunita.looks_right()
