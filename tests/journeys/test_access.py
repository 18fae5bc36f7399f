"""The access administrator and the founder: who has which role, and how a colleague comes in."""

from playwright.sync_api import expect

ACCESS = "/o/ZKV/access/"


def _link_sent_to(site, address):
    """The link of the newest message to `address`."""
    rows = site.sql(
        'SELECT context FROM orgs_outbox WHERE "to" = %s ORDER BY created_at DESC', address
    )
    return rows[0][0]["link"].removeprefix(site.address)


def test_a_colleague_is_invited_and_comes_in(visit, site, story):
    with story.given("Joseph, access administrator of Kestrel Valley, opens Access"):
        joseph = visit("joseph")
        joseph.goes_to(ACCESS)
        joseph.sees("Who has a role here", "Priya Raman")
        joseph.looks_right()
    with story.when("he sends the invitation empty"):
        joseph.presses("Invite a colleague")
        joseph.looks_right()
        joseph.presses("Give the role")
        joseph.sees_errors("Enter work email", "Select role", "Enter reason")
        joseph.looks_right(refused=[422])
    with story.when("he says who, as what and why"):
        joseph.page.get_by_label("Work email").fill("new.colleague@example.org")
        joseph.page.get_by_label("Learning and development lead").check()
        joseph.page.get_by_label("Reason").fill("Joins the learning team")
        joseph.presses("Give the role")
    with story.then("the role is given, and waits for her"):
        joseph.sees("new.colleague@example.org is invited by email", "Invited")
        joseph.looks_right()
    with story.when("she opens the link of the message in her own browser"):
        link = _link_sent_to(site, "new.colleague@example.org")
        colleague = visit()
        colleague.goes_to(link)
        colleague.sees_heading("Choose your password")
        colleague.looks_right()
        colleague.page.locator("main input[type=password]").first.fill("short")
        colleague.presses("Accept and sign in")
        expect(colleague.page.locator(".nhsuk-error-summary")).to_be_focused()
        colleague.looks_right(refused=[422])
    with story.then("with a long password she is in"):
        for field in colleague.page.locator("main input[type=password]").all():
            field.fill("heather on the northern moor")
        colleague.presses("Accept and sign in")
        colleague.sees_heading("Kestrel Valley NHS Trust")
        colleague.looks_right()
        colleague.page.locator("header").get_by_role("link", name="Learning", exact=True).click()
        colleague.sees("Learning and development")
    with story.then("the link works once"):
        again = visit()
        again.goes_to(link)
        again.sees_heading("This link does not work any more")
        again.looks_right(refused=[404])
    with story.when("Joseph ends the role"):
        joseph.goes_to(ACCESS)
        joseph.follows("End Learning and development lead of new.colleague@example.org")
        joseph.sees_heading("End a role")
        joseph.looks_right()
        joseph.presses("End the role")
        joseph.sees("The role of new.colleague@example.org ends.")
        joseph.looks_right()
    with story.then("she is outside again"):
        colleague.goes_to("/o/ZKV/learning/")
        colleague.sees_heading("This belongs to another employer")
        colleague.looks_right(refused=[404])


def test_who_sees_what_and_why_is_told(visit, story):
    with story.given("Joseph asks who can see what"):
        joseph = visit("joseph")
        joseph.goes_to(ACCESS)
        joseph.presses("Who can see this")
        joseph.sees_heading("Who can see this")
        joseph.sees("Priya Raman", "Succession lead")
        joseph.looks_right()
    with story.then("and why he can himself"):
        joseph.goes_to(ACCESS)
        joseph.presses("Why can I see this")
        joseph.sees_heading("Why can I see this")
        joseph.looks_right()


def test_the_founder_appoints_administrators_and_nobody_else(visit, story):
    with story.given("Margaret, the founder, opens Access"):
        margaret = visit("margaret")
        margaret.goes_to(ACCESS)
        margaret.looks_right()
    with story.when("she invites"):
        margaret.presses("Invite a colleague")
        roles = margaret.page.get_by_role("group", name="Role").get_by_role("radio")
        expect(roles).to_have_count(1)
        margaret.page.get_by_label("Access administrator").check()
        margaret.page.get_by_label("Work email").fill("third.administrator@example.org")
        margaret.page.get_by_label("Reason").fill("Holiday cover")
        margaret.looks_right()
        margaret.presses("Give the role")
    with story.then("there is another administrator"):
        margaret.sees("third.administrator@example.org is invited by email")
        margaret.looks_right()
    with story.then("people and plans are not hers to see"):
        margaret.goes_to("/o/ZKV/succession/")
        margaret.sees_heading("You cannot do this")
        margaret.looks_right(refused=[403])
