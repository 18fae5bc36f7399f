"""A steward of the nation decides what the Organisation Data Service suggests, and draws it up."""

from pathlib import Path

PAGE = "/o/Z92000001/organisations/proposals/"


def test_what_ods_suggests_becomes_a_change(visit, story, tmp_path: Path):
    with story.given("Grace sees on her home page that ODS differs"):
        grace = visit("grace")
        grace.goes_to("/o/Z92000001/")
        grace.sees("The Organisation Data Service differs from the tree")
        grace.follows("Look at it")
    with story.then("she sees what is beyond doubt, and each decision with its evidence"):
        grace.sees(
            "Beyond doubt",
            "NORTH FELLSIDE INTEGRATED CARE BOARD (Z6N2F) opens: ",
            "closes on",
            "No record says what took its place",
            "That is in another region",
            "Which is its main successor",
        )
        grace.looks_right()
        shown = grace.path
    with story.when("she compares a file that is none"):
        grace.goes_to(PAGE)
        grace.looks_right()
        file = tmp_path / "etr.csv"
        file.write_text("code,name\n")
        grace.page.get_by_label("File of ODS").set_input_files(file)
        grace.presses("Compare")
        grace.sees_errors(
            "etr.csv, line 1, column 1: 2 columns; an ODS report has 27, an old one 24"
        )
        grace.looks_right(refused=[422])
    with story.when("she takes what is proposed, but for one answer"):
        grace.goes_to(shown)
        group = grace.page.get_by_role("group", name="Harebell Community NHS Trust (ZHB) closes on")
        group.get_by_label("Nothing takes its place").check()
        group.get_by_label("Bilberry Tarn NHS Foundation Trust (ZBT) (proposed)").check()
        grace.presses("Draw up this change")
    with story.then("it is a change like any other, to be checked and approved by two"):
        grace.sees("The change is drawn up. Check it before two people approve it")
        grace.looks_right()
        grace.goes_to(shown)
        grace.sees("What was decided", "Drawn up as a change")
        grace.looks_right()
        grace.goes_to(PAGE)
        grace.sees("Drawn up as a change")
        grace.looks_right()
