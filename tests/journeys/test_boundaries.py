"""Ruth reads who sees what and checks a record picked at random; Priya asks of a page of hers (story 5.8)."""

from playwright.sync_api import expect


def test_ruth_opens_the_register_and_checks_a_record(visit) -> None:
    ruth = visit("ruth")
    ruth.goes_to("/o/ZKV/audit/")
    ruth.follows("Boundaries")
    ruth.sees_heading("Who sees what")
    ruth.sees("Version 1", "Successors and readiness", "All of it (changes): Succession lead")
    ruth.looks_right()
    ruth.page.get_by_label("Role", exact=True).select_option("Talent lead")
    ruth.presses("Show", within="main")
    ruth.sees("Sees published figures only")
    ruth.looks_right()
    ruth.follows("Successors and readiness", exact=True)
    ruth.sees("The rules that make it true")
    ruth.page.locator("main summary").first.click()
    ruth.looks_right()
    ruth.goes_to("/o/ZKV/boundaries/?letters=1")
    ruth.looks_right()
    with ruth.page.expect_download() as taken:
        ruth.presses("Take away as a file", within="main")
    assert taken.value.suggested_filename == "boundaries.csv"
    # Story 5.8: a successor picked at random, and who can see the row.
    ruth.goes_to("/o/ZKV/access/who/")
    ruth.sees("Check one record")
    ruth.looks_right()
    ruth.follows("Successors and readiness", exact=True)
    ruth.sees("can read this record today", "Succession lead", "Priya Raman", "Role given at")
    ruth.looks_right()
    ruth.goes_to("/o/ZKV/audit/")
    ruth.sees("Checked who can see a record picked at random")


def test_priya_asks_who_sees_a_page_of_hers(visit) -> None:
    priya = visit("priya")
    priya.goes_to("/o/ZKV/people/")
    priya.page.locator("main table a").first.click()
    priya.sees("This page shows people, and that you looked is recorded.")
    page = priya.path
    priya.looks_right()
    priya.follows("Why can I see this")
    priya.sees_heading("Why can I see what is recorded of a person")
    priya.sees("What the page shows of people", "You may see the people of the employer")
    priya.looks_right()
    priya.follows("Back to the page")
    assert priya.path == page
    priya.follows("Who can see this")
    priya.sees("can read this record today", "Without names", "Succession lead")
    priya.sees("How often somebody looked")
    expect(priya.page.locator("main")).not_to_contain_text("Leah Whitlock")
    priya.looks_right()
