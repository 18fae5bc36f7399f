"""The learning lead: who develops, pathways, and the talent pools."""

import re

from playwright.sync_api import expect


def test_learning_people_see_who_develops_and_record_steps(visit, story):
    with story.given("Leah, learning lead of Kestrel Valley, opens Learning"):
        leah = visit("leah")
        leah.goes_to("/o/ZKV/learning/")
        leah.sees("What is asked for", "Who develops")
        leah.looks_right()
    with story.when("she gives somebody who agreed a pathway, first without choosing one"):
        waiting = leah.page.get_by_role("region", name="Agreed, and no pathway yet")
        name = waiting.get_by_role("link").first.inner_text()
        waiting.get_by_role("link").first.click()
        leah.sees_heading(f"Pathway for {name}")
        leah.looks_right()
        leah.presses("Start the pathway")
        leah.sees_errors("Select pathway")
        leah.looks_right(refused=[422])
        leah.page.get_by_label("Pathway").select_option(index=1)
        leah.presses("Start the pathway")
    with story.then("the person develops"):
        leah.sees(f"{name} is on the pathway")
        leah.looks_right()
        developing = leah.page.get_by_role("region", name="Who develops")
        developing.get_by_role("link", name=name).click()
        leah.sees_heading(name)
        leah.sees("0 of")
        leah.looks_right()
    with story.then("she records a step as done"):
        leah.page.get_by_label(re.compile("^How far with")).first.select_option(label="Done")
        leah.presses("Save", within="main")
        leah.sees("Saved: ", "1 of")
        leah.looks_right()


def test_a_pool_is_started_filled_and_sorted(visit, story):
    with story.given("Leah opens the talent pools"):
        leah = visit("leah")
        leah.goes_to("/o/ZKV/pools/")
        leah.sees("Aspiring executive directors")
        leah.looks_right()
    with story.when("she starts one, first without a name"):
        leah.presses("Start a pool")
        leah.looks_right()
        leah.presses("Start the pool")
        leah.sees_errors("Enter name of the pool", "Select role that it prepares for")
        leah.looks_right(refused=[422])
        leah.page.get_by_label("Name of the pool").fill("Future estates leaders")
        leah.page.get_by_label("Role that it prepares for").select_option(
            label="Director of estates and facilities"
        )
        leah.presses("Start the pool")
        leah.sees("The pool “Future estates leaders” is started", "Nobody")
        leah.looks_right()
    with story.when("she looks for a member, as she types"):
        leah.presses("Add a member")
        leah.looks_right()
        search = leah.page.get_by_label("Name of the person")
        search.press_sequentially("beckworth")
        add = leah.page.get_by_role("button", name=re.compile("^Add .* Beckworth$")).first
        expect(add).to_be_visible()
        name = " ".join(add.inner_text().split()).removeprefix("Add ")
        expect(search).to_be_focused()
        leah.looks_right()
        add.click()
    with story.then("the person is in the pool"):
        leah.sees(f"{name} is in the pool")
        expect(leah.page.get_by_role("region", name="Active 1")).to_be_visible()
        leah.looks_right()
    with story.when("she moves the person, by the control and not by dragging"):
        leah.page.get_by_label(f"Move {name} to").select_option(label="Paused")
        leah.presses(f"Move {name}")
    with story.then("the person stands in the other column"):
        leah.sees(f"{name} is moved")
        expect(leah.page.get_by_role("region", name="Paused 1")).to_be_visible()
        leah.looks_right()
