"""The information governance lead: that something was done and by whom, and who looked."""

from playwright.sync_api import expect


def test_the_log_has_two_parts(visit, story):
    with story.given("Priya has looked at her plan"):
        priya = visit("priya")
        priya.goes_to("/o/ZKV/succession/")
    with story.when("Ruth opens the audit log"):
        ruth = visit("ruth")
        ruth.goes_to("/")
        ruth.looks_right()
        ruth.page.locator("header").get_by_role("link", name="Audit").click()
        ruth.sees_heading("Audit log")
        expect(ruth.page.get_by_role("region", name="What was done", exact=True)).to_be_visible()
        ruth.looks_right()
    with story.then("she sees who looked"):
        ruth.follows("Who looked")
        ruth.sees("Priya Raman", "Looked at the board succession plan")
        ruth.looks_right()
    with story.then("and not the plan itself"):
        ruth.goes_to("/o/ZKV/succession/")
        ruth.sees_heading("You cannot do this")
        ruth.looks_right(refused=[403])
