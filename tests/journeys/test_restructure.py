"""Two organisation administrators merge two boards; yesterday stays as it was."""

import datetime as dt

from playwright.sync_api import expect

from orgs.clock import today

TREE = "/o/Z61/organisations/"


def test_two_boards_are_merged_by_two_people(visit, story, site):
    day = today()
    with story.given("Sunita opens the organisations of the region, and yesterday's"):
        sunita = visit("sunita")
        sunita.goes_to(TREE)
        sunita.sees("Ploverside ICB")
        sunita.looks_right()
        sunita.page.locator("summary", has_text="Show it as it was on another day").click()
        yesterday = day - dt.timedelta(days=1)
        sunita.fills_day("Day", yesterday)
        sunita.looks_right()
        sunita.presses("Show that day")
        sunita.sees("Back to today", "Ploverside ICB")
        sunita.looks_right()
    with story.when("she chooses boards, first only one"):
        sunita.goes_to(TREE)
        sunita.presses("Merge boards")
        sunita.looks_right()
        sunita.page.get_by_label("Ploverside ICB").check()
        sunita.presses("Continue")
        sunita.sees_errors("Select two or more boards")
        sunita.looks_right(refused=[422])
        sunita.page.get_by_label("Kestrel and Heronwater ICB").check()
        sunita.presses("Continue")
    with story.when("she names what they become, first without a name"):
        sunita.sees_heading("Name the new board")
        sunita.looks_right()
        sunita.page.get_by_label("A new board with a new code").check()
        sunita.presses("Check what will change")
        sunita.sees_errors(
            "Enter the code of the new board",
            "Enter the name of the new board",
            "Enter the first day of the new arrangement",
        )
        sunita.looks_right(refused=[422])
        sunita.page.get_by_label("Code of the new board").fill("ZQK")
        sunita.page.get_by_label("Name of the board").fill("Heronwater Coast ICB")
        sunita.fills_day("First day of the new arrangement", day)
        sunita.presses("Check what will change")
    with story.then("she sees the tree before and after, and who gains and loses"):
        sunita.sees_heading("Check what will change")
        sunita.sees("Heronwater Coast ICB", "Closes", "nadia", "What boards that close hand over")
        sunita.looks_right()
    with story.when("she schedules it without deciding"):
        buttons = sunita.page.locator("button[name=action][value=schedule]")
        buttons.click()
        summary = sunita.page.locator(".nhsuk-error-summary")
        expect(summary).to_be_focused()
        expect(summary).to_contain_text("Select what happens with the role of nadia")
        sunita.looks_right(refused=[422])
    with story.when("she has the published figures checked, which a worker does"):
        sunita.sees("Published figures", "PDF of", "“Aspiring chairs”")
        sunita.presses("Check the published figures")
        sunita.sees("Checking what has been published")
        sunita.looks_right()
        with site.worker(builder=True):
            found = sunita.page.locator("#progress-disclosure")
            expect(found).to_contain_text("After the change", timeout=300_000)
        sunita.looks_right()
    with story.when("she decides about every role and approves"):
        for group in sunita.page.locator("form[action$='/decide/'] fieldset").all():
            if group.get_by_role("radio").count():
                group.get_by_role("radio").first.check()
        sunita.page.get_by_label("I have checked who gains and loses access").check()
        buttons.click()
        sunita.sees("Your approval is kept", "A second person must approve")
        sunita.looks_right()
        address = sunita.path
    with story.when("Owen looks at it as the second person, first without confirming"):
        owen = visit("owen")
        owen.goes_to(f"{TREE}changes/")
        owen.looks_right()
        owen.goes_to(address)
        owen.presses("Approve")
        owen.sees_errors("Confirm that you have checked who gains and loses access")
        owen.looks_right(refused=[422])
        owen.page.get_by_label("I have checked who gains and loses access").check()
        owen.presses("Approve")
        owen.sees("Approved")
        owen.looks_right()
    with story.then("he applies it, and it is verified"):
        owen.presses("Apply from")
        owen.sees("The change is made, and was verified", "What was proved")
        owen.looks_right()
    with story.then("today's tree has the new board, and yesterday's has not"):
        owen.goes_to(TREE)
        owen.sees("Heronwater Coast ICB")
        owen.looks_right()
        owen.goes_to(f"{TREE}?as_at={yesterday.isoformat()}")
        owen.sees("Ploverside ICB")
        expect(owen.page.locator("main")).not_to_contain_text("Heronwater Coast ICB")
        owen.looks_right()


def test_a_change_can_be_cancelled(visit, story):
    with story.given("Sunita draws up a merger that nobody wants"):
        sunita = visit("sunita")
        sunita.goes_to(f"{TREE}merge/name/?boards=ZQA&boards=ZQB")
        sunita.page.get_by_label("Thornmere ICB keeps its code").check()
        day = today() + dt.timedelta(days=60)
        sunita.fills_day("First day of the new arrangement", day)
        sunita.presses("Check what will change")
        sunita.sees_heading("Check what will change")
        sunita.looks_right()
    with story.when("she cancels it"):
        sunita.presses("Cancel this change")
    with story.then("nothing was changed"):
        sunita.sees("Cancelled", "Nothing was changed")
        sunita.looks_right()
