"""Talent pools: the learning lead starts one, finds people by inherited criteria and invites; the person answers."""

import re

from playwright.sync_api import expect

POOL = "Future estates leaders"


def test_a_pool_is_started_people_are_found_and_invited_and_one_accepts(visit, site, story):
    with story.given("Leah opens the talent pools"):
        leah = visit("leah")
        leah.goes_to("/o/ZKV/pools/")
        leah.sees("Aspiring executive directors", "Posts due")
        leah.looks_right()
    with story.when("she starts one, first without a name"):
        leah.presses("Start a pool")
        leah.looks_right()
        leah.presses("Start the pool")
        leah.sees_errors("Enter name of the pool", "Select at least one role that it prepares for")
        leah.looks_right(refused=[422])
        leah.page.get_by_label("Name of the pool").fill(POOL)
        leah.page.get_by_label("Director of estates and facilities").check()
        leah.page.get_by_label("Criteria by which people are found").select_option(
            label="Aspiring directors (Eastmere region)"
        )
        leah.presses("Start the pool")
        leah.sees(f"The pool “{POOL}” is started", "Aspiring directors, version 2")
        leah.looks_right()
    with story.when("she looks at who meets the criteria of the region, and why"):
        leah.presses("Who meets the criteria")
        leah.sees("people meet them", "Pay band", "At the organisation for 1 year 6 months")
        leah.looks_right()
        leah.presses("Invite those who are ticked")
        leah.sees_errors("Select at least one person")
        leah.looks_right(refused=[422])
    with story.when("she invites two of them"):
        boxes = leah.page.get_by_role("checkbox")
        names = [boxes.nth(n).evaluate("e => e.labels[0].innerText") for n in (0, 1)]
        for n in (0, 1):
            boxes.nth(n).check()
        leah.presses("Invite those who are ticked")
        leah.sees(f"2 people are invited to “{POOL}”")
        expect(leah.page.get_by_role("region", name="Invited 2")).to_be_visible()
        leah.looks_right()
    with story.when("she invites Gareth too, whom she finds as she types"):
        leah.presses("Invite somebody")
        leah.looks_right()
        search = leah.page.get_by_label("Name of the person")
        search.press_sequentially("gareth pugh")
        invite = leah.page.get_by_role("button", name="Invite Gareth Pugh")
        expect(invite).to_be_visible()
        expect(search).to_be_focused()
        leah.looks_right()
        invite.click()
        leah.sees("Gareth Pugh is invited")
        leah.looks_right()
    with story.then("he finds the invitation on his home page, and accepts it"):
        gareth = visit("gareth")
        gareth.goes_to("/o/ZKV/")
        gareth.sees(f"You are invited to the talent pool “{POOL}”")
        gareth.looks_right()
        gareth.goes_to("/o/ZKV/my/pools/")
        gareth.looks_right()
        accept = re.compile(rf"^Accept the invitation\s?: {POOL}$")
        gareth.page.get_by_role("button", name=accept).click()
        gareth.sees(f"Saved: {POOL}", "Last activity today: joined the pool")
        gareth.looks_right()
    with story.then("he stands in the column of the active, and Leah moves him by the control"):
        leah.goes_to(leah.path)
        expect(leah.page.get_by_role("region", name="Active 1")).to_be_visible()
        leah.page.get_by_label("Move Gareth Pugh to").select_option(label="Paused: on leave")
        leah.presses("Move Gareth Pugh")
        leah.sees("Gareth Pugh is moved", "On leave, since")
        expect(leah.page.get_by_role("region", name="Paused 1")).to_be_visible()
        leah.looks_right()
    with story.then("one who has declined in person leaves the board"):
        leah.page.get_by_label(f"Move {names[0]} to").select_option(
            label="Left: declined in person"
        )
        leah.presses(f"Move {names[0]}")
        expect(leah.page.get_by_role("region", name="Invited 1")).to_be_visible()
        leah.looks_right()


def test_a_panel_scores_an_application(visit, story):
    with story.given("somebody applied to the pool of future nursing leaders"):
        leah = visit("leah")
        leah.goes_to("/o/ZKV/pools/")
        leah.follows("Future nursing leaders")
        applied = leah.page.get_by_role("region", name=re.compile("^Applied"))
        applied.get_by_role("link").first.click()
        leah.sees("Not assessed yet")
        leah.looks_right()
    with story.when("the panel scores, first without a score"):
        leah.presses("Save the assessment")
        expect(leah.page.locator(".nhsuk-error-summary")).to_be_focused()
        leah.looks_right(refused=[422])
        for select in leah.page.get_by_label(re.compile("^(Pay band|Staff group)")).all():
            select.select_option(label="3: Mostly")
        leah.page.get_by_label("Outcome").select_option(label="Offered a place")
        leah.presses("Save the assessment")
    with story.then("the score stands there, dated, and the person is offered a place"):
        leah.sees("is saved", "3 of 4", "Leah Whitlock", "Assessed: offered a place")
        leah.looks_right()


def test_a_choice_that_only_she_and_the_keeper_know_of(visit, story):
    with story.given("Gareth is in a positive-action pool, and Priya sponsors him"):
        gareth = visit("gareth")
        gareth.goes_to("/o/ZKV/my/pools/")
        gareth.sees("Pools that only I and their keeper know of", "Sponsor: Priya Raman")
        gareth.looks_right()
    with story.then("Leah, who keeps the pool, reads his name"):
        leah = visit("leah")
        leah.goes_to("/o/ZKV/pools/")
        leah.follows("Next steps network")
        leah.sees("Gareth Pugh", "You alone see this list")
        leah.looks_right()
    with story.then("Priya does not, on the same page; as his sponsor she does, on her own"):
        priya = visit("priya")
        priya.goes_to(leah.path)
        priya.sees("is known to Leah Whitlock, its keeper")
        expect(priya.page.locator("main")).not_to_contain_text("Gareth")
        priya.looks_right()
        priya.goes_to("/o/ZKV/my/sponsoring/")
        priya.sees("Gareth Pugh", "finance committee")
        priya.looks_right()
