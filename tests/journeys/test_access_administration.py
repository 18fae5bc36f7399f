"""Looking after access: extending, what a role would open, the quarter's review, and support access."""

import datetime as dt

from playwright.sync_api import expect

from orgs.clock import today
from tests.journeys.visitor import PHONE

ACCESS = "/o/ZKV/access/"
DESK = "/o/Z92000001/support/"


def test_an_administrator_extends_previews_and_reviews(visit, story):
    with story.given("Joseph opens Access"):
        joseph = visit("joseph")
        joseph.goes_to(ACCESS)
        joseph.sees("Not used for 90 days", "Roles from above that reach here", "Access review,")
        joseph.looks_right()
    with story.when("he looks for roles that nobody uses"):
        joseph.page.get_by_label("State").select_option("unused")
        joseph.presses("Find", within="main")
        joseph.sees("Ruth Sandford")
        joseph.looks_right()
    with story.when("he extends a role beyond the next review, and then until then"):
        joseph.goes_to(ACCESS)
        joseph.follows("Extend Learning and development lead of learning.zkv")
        joseph.sees_heading("Extend a role")
        joseph.looks_right()
        joseph.fills_day("New last day with the role", today() + dt.timedelta(days=400))
        joseph.page.get_by_label("Reason").fill("The leave goes on")
        joseph.presses("Extend the role")
        expect(joseph.page.locator(".nhsuk-error-summary")).to_contain_text("at most")
        joseph.looks_right(refused=[422])
        joseph.fills_day("New last day with the role", today() + dt.timedelta(days=25))
        joseph.presses("Extend the role")
        joseph.sees("goes on until", "Extended by joseph: The leave goes on")
        joseph.looks_right()
    with story.when("he asks what somebody would gain before he gives a role"):
        joseph.goes_to(ACCESS + "invite/")
        joseph.page.get_by_label("Work email").fill("somebody@example.org")
        joseph.page.get_by_label("Succession lead").check()
        joseph.sees("What Succession lead would open", "Equality records")
        joseph.looks_right()
    with story.when("he says in the review which role is still needed"):
        joseph.goes_to(ACCESS)
        joseph.page.locator("main").get_by_role("link", name="Review").first.click()
        joseph.sees("looked at", "Your own: somebody else decides")
        joseph.looks_right()
        joseph.presses("Save what you chose")
        joseph.sees_errors("Choose for one role or more")
        joseph.looks_right(refused=[422])
        fiona = joseph.page.get_by_role("group", name="Succession lead of Fiona Marsh")
        fiona.get_by_label("Still needed").check()
        joseph.presses("Save what you chose")
    with story.then("it is kept with who said so"):
        joseph.sees("1 role is reviewed.", "Still needed, joseph")
        joseph.looks_right()
    with story.then("on a telephone too"):
        phone = visit("bethan", width=PHONE)
        for path in (ACCESS, ACCESS + "review/", ACCESS + "invite/"):
            phone.goes_to(path)
            phone.looks_right()


def test_support_looks_in_by_two_people_and_the_trust_ends_it(visit, story):
    with story.given("Petra of support has a ticket of Kestrel Valley"):
        petra = visit("petra")
        petra.goes_to("/o/ZKV/")
        petra.sees_heading("This belongs to another employer")
        petra.looks_right(refused=[404])
        petra.goes_to(DESK)
        petra.looks_right()
    with story.when("she asks for access"):
        petra.page.get_by_label("ODS code of the employer").fill("ZKV")
        petra.page.get_by_label("Look, to help with a fault").check()
        petra.page.get_by_label("Ticket").fill("T-1")
        petra.presses("Ask", within="main")
        petra.sees_errors("Enter reason")
        petra.looks_right(refused=[422])
        petra.page.get_by_label("Reason").fill("The plan page is empty")
        petra.presses("Ask", within="main")
        petra.sees("Asked for.", "Waits for a second person")
        petra.looks_right()
    with story.then("nothing is open"):
        petra.goes_to("/o/ZKV/succession/")
        petra.looks_right(refused=[404])
    with story.when("Idris, the second person, approves"):
        idris = visit("idris")
        idris.goes_to("/o/Z92000001/")
        idris.sees("waits for a second person of support")
        idris.goes_to(DESK)
        idris.presses("Approve support access to Kestrel Valley NHS Trust")
        idris.sees("is open for 30 minutes, and is told")
        idris.looks_right()
    with story.then("Petra looks, and changes nothing"):
        petra.goes_to("/o/ZKV/succession/")
        banner = petra.page.get_by_role("region", name="Support access", exact=True)
        expect(banner).to_contain_text("Support access until")
        expect(banner).to_contain_text("You can look, not change.")
        petra.looks_right()
        petra.goes_to("/o/ZKV/people/")
        petra.looks_right(refused=[403])
    with story.then("the Trust sees it, who looked is in its log, and its founder ends it"):
        margaret = visit("margaret")
        margaret.goes_to("/o/ZKV/")
        margaret.sees("support is looking in", "T-1: The plan page is empty")
        margaret.looks_right()
        joseph = visit("joseph")
        joseph.goes_to("/o/ZKV/audit/?tab=looked")
        joseph.sees("petra", "for support access")
        margaret.presses("End it now")
        margaret.sees("Support access is ended.")
        margaret.looks_right()
        petra.goes_to("/o/ZKV/succession/")
        petra.looks_right(refused=[404])
