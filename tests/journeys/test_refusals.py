"""What is refused: at the door, behind the wall, without the right, and after the session has ended."""

from playwright.sync_api import expect

from talentplatform.demo.personas import PASSWORD


def test_the_door_says_what_is_wrong(visit, story):
    with story.when("somebody signs in with nothing, and then with a wrong password"):
        stranger = visit()
        stranger.goes_to("/accounts/login/")
        stranger.presses("Sign in", within="main")
        stranger.sees_errors("Enter your sign-in name", "Enter your password")
        stranger.looks_right()
        stranger.signs_in("priya", "not her password")
        stranger.sees_errors("The sign-in name or the password is not right")
    with story.then("the page keeps the name, and says no more"):
        expect(stranger.page.locator("#id_login")).to_have_value("priya")
        stranger.looks_right()
    with story.then("a page behind it leads to it, and on"):
        stranger.goes_to("/o/ZHW/pools/")
        stranger.sees_heading("Sign in")
        stranger.page.get_by_label("Sign-in name").fill("omar")
        stranger.page.get_by_label("Password", exact=True).fill(PASSWORD)
        stranger.presses("Sign in", within="main")
        stranger.sees_heading("Talent pools")
        stranger.looks_right()
    with story.then("signing out leads back to the door"):
        stranger.presses("Sign out")
        stranger.sees_heading("Sign in")
        stranger.looks_right()


def test_every_refusal_is_a_page(visit, story):
    with story.given("Leah works at Kestrel Valley"):
        leah = visit("leah")
    for path, status, words in (
        ("/o/ZKV/succession/", 403, "You cannot do this"),
        ("/o/ZKV/no/such/page/", 404, "Page not found"),
        ("/no/such/page/", 404, "Page not found"),
        ("/o/ZHW/succession/", 404, "This belongs to another employer"),
        ("/o/ZHW/no/such/page/", 404, "This belongs to another employer"),
        ("/o/ZKV/pools/members/00000000-0000-4000-8000-000000000000/move/", 405, "only accepts"),
    ):
        with story.then(f"{path} is {status}, a page of the site"):
            leah.goes_to(path)
            leah.sees_heading(words)
            leah.looks_right(refused=[status])


def test_a_session_that_ends_inside_a_fragment_leads_to_the_door(visit, site, story):
    with story.given("Omar is at his plan"):
        omar = visit().signs_in("omar")
        omar.goes_to("/o/ZHW/succession/")
        key = next(c["value"] for c in omar.context.cookies() if c["name"] == "sessionid")
    with story.when("his session ends, and he goes on typing"):
        site.sql("DELETE FROM django_session WHERE session_key = %s", key)
        omar.page.get_by_label("Role or person").press_sequentially("nurse")
    with story.then("he is at the door, not at a door inside the table"):
        omar.sees_heading("Sign in")
        omar.looks_right(refused=[401])
