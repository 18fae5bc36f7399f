"""Story 5.6: Grace publishes the second version of a framework, and watches how it is taken up."""

from playwright.sync_api import expect

from talentplatform.demo.definitions import FRAMEWORK

NATION = "/o/Z92000001"
#: What two Trusts call something of the framework (talentplatform/demo/definitions.py): inside alone.
OWN_WORDS = ("fair access", "Now and then")
NEW_WORDS = "Promoting equality and inclusion, and acting on unfair gaps"


def test_a_national_lead_publishes_a_framework_and_watches_it(visit, story):
    with story.given("Grace opens what the nation has defined once"):
        grace = visit("grace")
        grace.goes_to(f"{NATION}/templates/")
        grace.sees("Defined once, here", "Organisations that it reaches", FRAMEWORK)
        grace.looks_right()
        grace.follows(FRAMEWORK)
        grace.sees("Versions", "The first version")
    with story.when("she locks the domains, rewords one and suggests the levels"):
        for row in range(6):
            grace.page.locator(f"#id_domains-{row}-mode").select_option("locked")
        grace.page.locator("#id_domains-2").fill(NEW_WORDS)
        for row in range(4):
            grace.page.locator(f"#id_levels-{row}-mode").select_option("suggested")
        grace.looks_right()
        grace.presses("See what it does below")
    with story.then(
        "she sees before it happens who takes it, who is overruled and who keeps theirs"
    ):
        grace.sees("Nothing is published yet", "Overruled by a lock", "Are offered something")
        grace.sees(NEW_WORDS)
        grace.looks_right()
        kestrel = grace.page.locator("li", has_text="Kestrel Valley NHS Trust").last
        # Whichever board it is under: other journeys move it.
        for folded in kestrel.locator("xpath=ancestor::details/summary").all():
            folded.click()
        expect(kestrel).to_contain_text("overruled in 1")
        for words in OWN_WORDS:
            expect(grace.page.locator("main")).not_to_contain_text(words)
        grace.looks_right()
    with story.when("she publishes"):
        grace.presses("Publish", within="main")
        grace.sees(f"The new version of {FRAMEWORK} is published.")
        grace.looks_right()
    with story.then("she watches it by region, and what waits since when"):
        grace.page.locator("tr", has_text=FRAMEWORK).get_by_role("link").last.click()
        grace.sees("On version 2, nothing waiting", "Eastmere region", "By organisation")
        grace.looks_right()
        grace.page.get_by_label("Show").select_option("overruled")
        grace.presses("Apply")
        grace.sees("Showing 1 of", "Kestrel Valley NHS Trust", "adapted, and locked above now")
        grace.looks_right()
        with grace.page.expect_download() as taken:
            grace.follows("Take this list away as CSV")
        text = taken.value.path().read_text()
        assert "Kestrel Valley NHS Trust" in text
        grace.page.get_by_label("Show").select_option("")
        grace.presses("Apply")
        grace.page.get_by_role("region", name="By region or board").get_by_role(
            "link", name="Eastmere region"
        ).click()
        grace.looks_right()
        for words in OWN_WORDS:
            assert words not in text
            expect(grace.page.locator("main")).not_to_contain_text(words)
    with story.then("one Trust, with every template"):
        grace.goes_to(f"{NATION}/templates/adoption/ZHW/")
        grace.sees(FRAMEWORK, "Waiting for a choice")
        grace.looks_right()
    with story.then("what is behind a Trust's wall, and the plan of a board, she does not open"):
        for path in ("/o/ZKV/settings/", "/o/ZKV/succession/", "/o/ZQE/succession/"):
            grace.goes_to(path)
            grace.looks_right(refused=[404])
    # That her role opens no region's report is in tests/reporting/test_pages.py: this Grace administers
    # the organisations of the nation besides, and that role sees the figures of those below.
    with story.then("she reads the nation's own reports"):
        grace.goes_to(f"{NATION}/reports/")
        grace.sees_heading("Reports")
        grace.looks_right()
    with story.then("the region's talent lead reads the same for his Trusts"):
        marcus = visit("marcus")
        marcus.goes_to("/o/Z61/organisations/")
        marcus.follows("How templates are taken up")
        marcus.follows(FRAMEWORK)
        marcus.sees("Albany", "Thornmere ICB")
        marcus.looks_right()
    with story.then(
        "the Trust sees why its setting is as it is, what it had, and can take that up again"
    ):
        priya = visit("priya")
        priya.goes_to("/o/ZKV/settings/")
        priya.follows(FRAMEWORK)
        priya.looks_right()
        priya.page.get_by_role("link", name=f"Why {NEW_WORDS}").click()
        priya.sees("From the top down", "Albany", "priya", "had it as, which is locked now")
        priya.looks_right()
        priya.follows(f"Back to {FRAMEWORK}")
        priya.follows("What was chosen here before")
        priya.sees(OWN_WORDS[0])
        priya.looks_right()
