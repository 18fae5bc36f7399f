"""How long records are kept: read by everybody inside, stopped by two, and said when one looks back."""

import datetime as dt

from orgs.clock import today

SETTINGS, AUDIT = "/o/ZKV/settings/", "/o/ZKV/audit/"
LINK = "How long records are kept, and what is removed next"


def test_the_removal_is_stopped_and_goes_on(visit, story):
    until = today() + dt.timedelta(days=30)
    with story.given("Priya reads how long records are kept"):
        priya = visit("priya")
        priya.goes_to(SETTINGS)
        priya.follows(LINK)
        priya.sees_heading("How long records are kept")
        priya.sees("18 months after", "Kestrel Valley", "What goes next")
        priya.looks_right()
    with story.when("she stops the removal, first without saying why"):
        priya.presses("Stop the removal for a time")
        priya.looks_right()
        priya.presses("Stop the removal", within="main")
        priya.sees_errors("Select why nothing may be removed", "Enter last day of the stop")
        priya.looks_right(refused=[422])
        priya.page.get_by_label("A grievance, complaint or tribunal claim").check()
        priya.fills_day("Last day of the stop", until)
        priya.page.get_by_label("Your own reference (optional)").fill("HR 41")
        priya.presses("Stop the removal", within="main")
    with story.then("nothing is removed, and she cannot end it herself"):
        priya.sees("Nothing is removed until the end of", "HR 41")
        assert priya.page.get_by_role("link", name="End this stop").count() == 0
        priya.looks_right()
    with story.then("Ruth, who judges nobody, ends it"):
        ruth = visit("ruth")
        ruth.goes_to(AUDIT)
        ruth.follows(LINK)
        ruth.sees("HR 41", "What goes next")
        ruth.looks_right()
        ruth.follows("End this stop")
        ruth.sees_heading("End a stop of the removal")
        ruth.looks_right()
        ruth.presses("End the stop")
        ruth.sees("What goes next")
        assert ruth.page.get_by_text("Nothing is removed until").count() == 0
        ruth.looks_right()


def test_who_looks_back_too_far_is_told(visit, story):
    with story.given("Priya looks at her plan of three years ago"):
        priya = visit("priya")
        priya.goes_to(f"/o/ZKV/succession/?as_at={today() - dt.timedelta(days=1095)}")
    with story.then("the page says that judgements of then are gone"):
        priya.sees("are no longer kept")
        priya.looks_right()


def test_a_person_reads_how_long_her_own_record_is_kept(visit, story):
    with story.given("Gareth opens his development"):
        gareth = visit("gareth")
        gareth.goes_to("/o/ZKV/my/development/")
        gareth.sees("keeps judgements for 18 months, development records for 6 years")
        gareth.looks_right()
    with story.then("he reads the rules, and no numbers of others"):
        gareth.follows("How long records are kept", exact=True)
        gareth.sees_heading("How long records are kept")
        assert gareth.page.get_by_text("What goes next").count() == 0
        gareth.looks_right()
