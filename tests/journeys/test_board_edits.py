"""Edits of the board by keyboard alone: cover, order, several at once with undo; and two who meet."""

import re

from playwright.sync_api import expect

from tests.journeys.visitor import PHONE

BOARD = "/o/ZQE/succession/"


ARRANGE = re.compile("^Order and cover of ")


def _line(page, *, at_least=3):
    """The row of a post that so many are named for."""
    rows = page.locator("tr[id^=row-]")
    for number in range(rows.count()):
        row = rows.nth(number)
        if row.locator(".app-chip").count() >= at_least:
            return page.locator(f"#{row.get_attribute('id')}")
    raise AssertionError("no post has a line to put in order")


def _arranges(visitor, row):
    """Open the order and the cover of a row by keyboard: the focus goes to what closes them."""
    visitor.tabs_to(row.get_by_role("link", name=ARRANGE), at_most=400)
    visitor.page.keyboard.press("Enter")
    expect(
        row.get_by_role("link", name=re.compile("^Order and cover of .+: done$"))
    ).to_be_focused()


def _button(row, name):
    return row.get_by_role("button", name=re.compile(f"^{name}"))


def test_cover_is_said_in_the_card_by_keyboard_alone(visit, story):
    with story.given("Judith, succession lead of an ICB, is at her board plan, with no mouse"):
        judith = visit("judith")
        judith.goes_to(BOARD)
        row = _line(judith.page)
        _arranges(judith, row)
        judith.looks_right()
        link = row.get_by_role("link", name=re.compile("^Cover by ")).first
        name = re.fullmatch(r"Cover by (.+?) for .+", link.get_attribute("aria-label"))[1]
    with story.when("she opens the form and chooses"):
        judith.tabs_to(link)
        judith.page.keyboard.press("Enter")
        choice = judith.page.get_by_label(f"Emergency cover by {name}", exact=True)
        expect(choice).to_be_focused()
        judith.looks_right()
        judith.page.keyboard.type("Interim")
        judith.page.keyboard.press("Tab")
        judith.page.keyboard.press("Enter")
    with story.then("it is saved and spoken, and the focus is on the name"):
        judith.hears(f"{name}: interim cover for up to 6 months")
        expect(judith.page.get_by_role("link", name=name, exact=True).first).to_be_focused()
        judith.looks_right()


def test_the_order_of_successors_changes_by_keyboard_alone(visit, story):
    with story.given("Judith is at her board plan"):
        judith = visit("judith")
        judith.goes_to(BOARD)
        row = _line(judith.page)
        _arranges(judith, row)
        down = _button(row, "Move down: ").first
        who = re.fullmatch(r"Move down: (.+?), .+", down.get_attribute("aria-label"))[1]
    with story.when("she moves the first of the line down"):
        judith.tabs_to(down)
        judith.page.keyboard.press("Enter")
    with story.then("it is spoken, and the focus stays on the button of the card"):
        expect(judith.page.locator("#app-live")).to_have_text(
            re.compile(rf"{re.escape(who)} is now 2 of \d")
        )
        expect(_button(row, f"Move (up|down): {re.escape(who)}").first).to_be_visible()
        assert who in judith.page.evaluate("document.activeElement.getAttribute('aria-label')")
        judith.looks_right()
    with story.when("she moves her up again, with the next key"):
        up = _button(row, f"Move up: {re.escape(who)}")
        judith.tabs_to(up, backwards=not up.evaluate("e => e === document.activeElement"))
        judith.page.keyboard.press("Enter")
        expect(judith.page.locator("#app-live")).to_have_text(
            re.compile(rf"{re.escape(who)} is now 1 of \d")
        )
        judith.looks_right()
    with story.then("she is done, and the row is as it was"):
        done = row.get_by_role("link", name=re.compile("^Order and cover of .+: done$"))
        judith.tabs_to(done, backwards=True)
        judith.page.keyboard.press("Enter")
        expect(row.get_by_role("link", name=ARRANGE)).to_be_focused()
        expect(_button(row, "Move ").locator("visible=true")).to_have_count(0)


def test_a_role_moves_on_the_plan_by_keyboard_alone(visit, story):
    with story.given("Judith opens what there is more about the second role"):
        judith = visit("judith")
        judith.goes_to(BOARD)
        titles = judith.page.locator(".app-role")
        first, second = titles.nth(0).text_content(), titles.nth(1).text_content()
        more = judith.page.locator("tr[id^=row-]").nth(1).locator("summary", has_text="More")
        judith.tabs_to(more, at_most=400)
        judith.page.keyboard.press("Enter")
        judith.looks_right()
    with story.when("she moves it up"):
        up = judith.page.get_by_role("button", name=f"Move up: {second}", exact=True)
        judith.tabs_to(up)
        judith.page.keyboard.press("Enter")
    with story.then("it stands first, its details are open, and the focus is on its button"):
        judith.hears(f"{second} is now 1 of {titles.count()}")
        expect(titles.nth(0)).to_have_text(second)
        expect(titles.nth(1)).to_have_text(first)
        expect(up).to_be_focused()
        judith.looks_right()


def test_without_script_the_order_has_a_page(visit, story):
    with story.given("Judith's browser runs no script"):
        judith = visit("judith", javascript=False)
        judith.goes_to(BOARD)
        _line(judith.page).get_by_role("link", name=ARRANGE).click()
        judith.sees_heading("Order and cover")
        judith.looks_right()
        down = judith.page.get_by_role("button", name=re.compile("^Move down")).first
        who = down.text_content().removeprefix("Move down: ")
    with story.when("she moves somebody down"):
        down.click()
        expect(judith.page.locator(".nhsuk-notification-banner")).to_contain_text(
            f"{who} is now 2 of"
        )
        judith.looks_right()
    with story.then("she can also say the position"):
        judith.page.get_by_label(f"Move {who} to position").select_option("1")
        judith.presses(f"Move {who}")
        expect(judith.page.locator(".nhsuk-notification-banner")).to_contain_text(
            f"{who} is now 1 of"
        )


def test_two_who_change_the_order_see_each_others_and_decide(visit, story):
    with story.given("the same plan is open in two browsers"):
        first, second = visit("judith"), visit("judith", width=PHONE)
        for judith in (first, second):
            judith.goes_to(BOARD)
            row = _line(judith.page)
            row.get_by_role("link", name=ARRANGE).click()
        down = _button(row, "Move down: ").first
        words = down.get_attribute("aria-label")
    with story.when("the first moves somebody, and then the second"):
        first.page.get_by_role("button", name=words, exact=True).click()
        expect(first.page.locator("#app-live")).to_have_text(re.compile("is now 2 of"))
        down.click()
    with story.then("the second sees both orders, and keeps the saved one"):
        conflict = second.page.locator("#conflict-order")
        expect(conflict).to_be_focused()
        expect(conflict).to_contain_text("changed this at")
        expect(second.page.locator(".app-conflict")).to_contain_text("Your change")
        second.looks_right(refused=[409], also=None)
        second.follows("Keep the saved one")
        expect(second.page.locator(".app-conflict")).to_have_count(0)
        second.looks_right(also=None)


def test_several_are_changed_at_once_by_keyboard_and_undone(visit, story):
    with story.given("Judith asks for the roles with a chief in their title"):
        judith = visit("judith")
        judith.goes_to(f"{BOARD}?q=chief")
        several = judith.page.get_by_role("link", name="Change several at once")
        judith.tabs_to(several)
        judith.page.keyboard.press("Enter")
        judith.sees_heading("What do you want to do?")
        judith.looks_right()
    with story.when("she chooses the act, and nobody"):
        judith.tabs_to(judith.page.get_by_label("Readiness looked at again, unchanged"))
        judith.page.keyboard.press("Space")
        judith.tabs_to(judith.page.get_by_role("button", name="Continue"))
        judith.page.keyboard.press("Enter")
        judith.sees_heading("Readiness looked at again, unchanged")
        judith.looks_right()
        judith.tabs_to(judith.page.get_by_role("button", name="Preview"))
        judith.page.keyboard.press("Enter")
        judith.sees_errors("Select at least one")
        judith.looks_right(refused=[422])
    with story.when("she takes all that are listed, and looks before she saves"):
        everyone = judith.page.get_by_label(re.compile(r"^All \d+ listed here"))
        judith.tabs_to(everyone)
        judith.page.keyboard.press("Space")
        judith.tabs_to(judith.page.get_by_role("button", name="Preview"))
        judith.page.keyboard.press("Enter")
        judith.sees("What will change", "You can undo this for 15 minutes")
        before = judith.page.locator("tbody td:nth-child(2)").all_text_contents()
        judith.looks_right()
        judith.tabs_to(judith.page.get_by_role("button", name=re.compile(r"^Save \d+ rows?")))
        judith.page.keyboard.press("Enter")
        judith.sees("What was changed", "You can undo this until")
        judith.looks_right()
    with story.then("she undoes it, and everything stands as before"):
        judith.tabs_to(judith.page.get_by_role("button", name="Undo"))
        judith.page.keyboard.press("Enter")
        judith.sees("What was changed and put back")
        judith.looks_right()
        judith.goes_to(f"{BOARD}bulk/?act=review&q=chief")
        now = judith.page.locator(".nhsuk-checkboxes__label").all_text_contents()
        stale = sum("Not assessed:" in words for words in before)
        assert sum("out of date" in words for words in now) == stale


def test_a_colleague_who_was_quicker_stops_the_whole_change(visit, story):
    with story.given("Judith has previewed the cover of everybody, and leaves the page open"):
        judith, again = visit("judith"), visit("judith")
        judith.goes_to(f"{BOARD}bulk/?act=cover")
        judith.page.get_by_label(re.compile(r"^All \d+ listed here")).check()
        judith.page.get_by_label("Emergency cover", exact=True).select_option(
            label="Can act up at once"
        )
        judith.presses("Preview")
        judith.sees("What will change")
        name = judith.page.locator("tbody th").first.text_content().split(",")[0]
    with story.when("one of the rows is changed meanwhile"):
        again.goes_to(BOARD)
        row = again.page.locator("tr[id^=row-]").filter(
            has=again.page.get_by_text(name, exact=True)
        )
        row.get_by_role("link", name=ARRANGE).first.click()
        row.get_by_role("link", name=re.compile(f"^Cover by {re.escape(name)}")).first.click()
        again.page.get_by_label(f"Emergency cover by {name}", exact=True).select_option(
            label="Interim cover for up to 6 months"
        )
        again.presses("Save", within="form.app-edit")
        again.hears(f"{name}: interim cover for up to 6 months")
        judith.page.get_by_role("button", name=re.compile(r"^Save \d+ rows?")).click()
    with story.then("nothing is written, and the page says which row and what stands there"):
        judith.sees("Changed meanwhile, so nothing was written", name)
        judith.looks_right(refused=[409])
        judith.presses("Preview again")
        judith.sees("Preview, not saved yet")
        judith.looks_right()
