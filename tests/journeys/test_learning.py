"""The learning lead: who develops, and pathways. Talent pools are in test_pools.py."""

import re


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
