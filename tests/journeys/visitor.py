"""A person at a browser, and what is looked at on every page and htmx state she passes."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from talentplatform.demo.personas import PASSWORD
from tests.journeys.site import Site

AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text()
_RUN_AXE = """async () => (await axe.run({resultTypes: ['violations']})).violations
    .map(v => [v.id, ...v.nodes.map(n => n.html.slice(0, 160))])"""
_TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.app-scrollx'))
    .map(e => e.outerHTML.slice(0, 120)).slice(0, 5).concat(document.documentElement.scrollWidth)"""
#: Exempt: what stands inside a sentence (WCAG 2.5.8), and what is there for screen readers alone.
_SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => e.checkVisibility() && !e.closest('.nhsuk-u-visually-hidden, .nhsuk-skip-link'))
    .filter(e => { const r = e.getBoundingClientRect(); return r.height < 23.9 || r.width < 23.9; })
    .filter(e => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'
        && [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())))
    .map(e => e.outerHTML.slice(0, 120))"""
_TWO_FRAMES = "() => new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))"
DESKTOP, TABLET, PHONE, NARROW = 1366, 820, 390, 320
_HEIGHT = {DESKTOP: 900, TABLET: 1180, PHONE: 844, NARROW: 640}


def violations(page: Page) -> list[Any]:
    """What axe finds, each with the elements it is about."""
    try:
        return _violations(page)
    except Error:
        # A click's answer came while axe was looking: what is looked at is the page that came.
        page.wait_for_load_state()
        return _violations(page)


def _violations(page: Page) -> list[Any]:
    # The menu of a narrow window is put together when the page has loaded.
    page.wait_for_load_state()
    page.evaluate(_TWO_FRAMES)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(_RUN_AXE)


def too_wide(page: Page) -> list[Any]:
    """Empty, or what makes the page scroll sideways."""
    return page.evaluate(_TOO_WIDE)


def small_targets(page: Page) -> list[str]:
    """What is smaller than 24 pixels to hit."""
    return page.evaluate(_SMALL_TARGETS)


@dataclass
class Visitor:
    """One browser context. What goes wrong in it is kept until :meth:`looks_right` asks.

    Attributes:
        problems: console errors, messages of the content security policy, requests elsewhere.
        refused: statuses from 400 up, in order.
    """

    site: Site
    context: BrowserContext
    page: Page
    width: int = DESKTOP
    javascript: bool = True
    problems: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("request", self._on_request)
        self.context.on("response", self._on_response)
        self.context.on("weberror", lambda error: self.problems.append(str(error.error)))
        self.context.on("console", self._on_console)

    def _on_request(self, request: Any) -> None:
        if not request.url.startswith((self.site.address, "data:")):
            self.problems.append(f"a request to {request.url}")

    def _on_response(self, response: Any) -> None:
        if response.status >= 400:
            self.refused.append(response.status)

    def _on_console(self, message: Any) -> None:
        # A refused answer is in `refused`; the browser writes it to the console too.
        repeats = message.text.startswith("Failed to load resource: the server responded with")
        htmx = message.text.startswith("Response Status Error Code")
        if message.type in {"error", "warning"} and not repeats and not htmx:
            self.problems.append(message.text)

    # --- what she does ----------------------------------------------------------------------------

    def goes_to(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def signs_in(self, login: str, password: str = PASSWORD) -> "Visitor":
        self.goes_to("/accounts/login/")
        self.page.get_by_label("Sign-in name").fill(login)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.presses("Sign in", within="main")
        return self

    def follows(self, link: str, *, exact: bool = False) -> None:
        self.page.get_by_role("link", name=link, exact=exact).first.click()

    def presses(self, button: str, *, within: str = "body") -> None:
        self.page.locator(within).get_by_role("button", name=button).first.click()

    def fills_day(self, question: str, day: dt.date) -> None:
        """The three boxes of a day."""
        boxes = self.page.get_by_role("group", name=question, exact=True)
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_role("textbox", name=part, exact=True).fill(str(value))

    def tabs_to(self, target: Locator, *, backwards: bool = False, at_most: int = 150) -> None:
        """Press Tab until `target` has the focus."""
        for _ in range(at_most):
            if target.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
        raise AssertionError(f"the Tab key did not reach {target}")

    # --- what is looked at ------------------------------------------------------------------------

    def sees(self, *words: str) -> None:
        """Whether main says all of this."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def sees_heading(self, words: str) -> None:
        expect(self.page.locator("h1")).to_contain_text(words)

    def sees_errors(self, *sentences: str) -> None:
        """The summary, first in main and focused, with these sentences in this order."""
        summary = self.page.locator("main .nhsuk-error-summary")
        expect(summary.locator("li")).to_have_text([*sentences])
        if self.javascript:
            expect(summary).to_be_focused()

    def hears(self, words: str) -> None:
        expect(self.page.locator("#app-live")).to_have_text(words)

    def looks_right(self, *, refused: list[int] | None = None, also: int | None = PHONE) -> None:
        """Look at what is shown, in this window and in one of the width `also`.

        No violation, nothing too wide, nothing said to the console, and nothing refused but `refused`.
        """
        self._looks_right_here()
        if also is not None and also != self.width:
            self.has_window(also)
            self._looks_right_here()
            self.has_window(self.width)
        assert self.problems == [], self.page.url
        assert self.refused == (refused or []), (self.page.url, self.refused)
        self.refused.clear()

    def has_window(self, width: int) -> None:
        """Resize the window, and let the menu settle into it."""
        self.page.set_viewport_size({"width": width, "height": _HEIGHT[width]})
        if self.javascript:
            self.page.evaluate(_TWO_FRAMES)

    def _looks_right_here(self) -> None:
        where = f"{self.page.url} at {self.page.viewport_size}"
        if self.javascript:
            found = violations(self.page)
            assert found == [], (where, found)
        wide = too_wide(self.page)
        assert wide == [], (where, wide)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path


@contextmanager
def visiting(
    site: Site,
    browser: Browser,
    *,
    width: int = DESKTOP,
    javascript: bool = True,
    cookies: Any = None,
) -> Iterator[Visitor]:
    """A visitor with a browser of her own."""
    context = browser.new_context(
        viewport={"width": width, "height": _HEIGHT[width]},
        java_script_enabled=javascript,
        storage_state=cookies,
    )
    context.set_default_timeout(10_000)
    try:
        yield Visitor(site, context, context.new_page(), width, javascript)
    finally:
        context.close()
