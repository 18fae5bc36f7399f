"""A board that is split says where its people and posts go; nobody above sees who."""

import datetime as dt

from orgs.clock import today
from talentplatform.demo import closing

BOARD = f"/o/{closing.BOARD}/"


def test_a_board_says_where_its_people_go(visit, story):
    with story.given("the board's succession lead finds the list on her home page"):
        lead = visit(closing.LEAD)
        lead.goes_to(BOARD)
        lead.sees("say where people and posts go")
        lead.page.get_by_role("link", name="Choose").first.click()
        lead.sees_heading("Where our people and posts go")
        lead.looks_right()
        address = lead.path
    with story.when("she saves without saying where they go"):
        lead.presses("Save for the ticked lines")
        lead.sees_errors("Select where they go")
        lead.looks_right(refused=[422])
    with story.when("she ticks somebody and chooses the other successor"):
        lead.goes_to(address)
        lead.page.locator("input[name=rows]").first.check()
        lead.page.get_by_label("They go to").select_option(label="Thornmere ICB")
        lead.presses("Save for the ticked lines")
        lead.sees("Saved")
        lead.looks_right()
    with story.when("she confirms the list, after what goes where and what ends"):
        lead.presses("Check and confirm")
        lead.sees_heading("Confirm where our people and posts go")
        lead.looks_right()
        lead.presses("Confirm the list is complete")
        lead.sees("The list is confirmed", "Confirmed on")
        lead.looks_right()
    with story.then("the administrator sees that it is confirmed, and nobody's name"):
        sunita = visit("sunita")
        sunita.goes_to("/o/Z61/organisations/changes/")
        sunita.page.get_by_role("link", name=closing.TITLE).first.click()
        sunita.sees("List confirmed")
        sunita.looks_right()
    with story.when("she says that the change is in consultation"):
        sunita.follows("Say for whom it is in consultation")
        sunita.sees_heading("Consultation")
        sunita.looks_right()
        sunita.presses("Save")
        sunita.sees_errors(
            "Enter first day of the consultation", "Enter last day of the consultation"
        )
        sunita.looks_right(refused=[422])
        for box in sunita.page.get_by_role("checkbox").all():
            box.set_checked(box.get_attribute("value") == closing.BOARD)
        sunita.fills_day("First day of the consultation", today())
        sunita.fills_day("Last day of the consultation", today() + dt.timedelta(days=30))
        sunita.presses("Save")
        sunita.sees("The organisations see it on every page")
    with story.then("the board's pages say so"):
        lead.goes_to(address)
        lead.sees(f"In consultation: {closing.TITLE}.")
        lead.looks_right()
