"""The hand of a person at a browser: each click and each key is counted, so that a path has its price."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator

from tests.journeys.visitor import Visitor

#: Seconds by the keystroke-level model (Card, Moran and Newell 1980): a key of an average typist, pointing
#: and clicking, and the thought before each field and each command.
KEY, CLICK, THOUGHT = 0.28, 1.1, 1.35
#: What the browser's own parts cost, which no script can click: opening a list and choosing from it; the
#: window of files, a file in it, and "Open".
_FROM_A_LIST, _A_FILE = 2, 3


@dataclass
class Hand:
    """What one visitor does, with what it costs. Looking at a page costs nothing here.

    Attributes:
        clicks: of the mouse, those in the browser's own lists and windows too.
        keys: that were typed.
        thoughts: fields and commands, before each of which a person thinks.
        seconds: what the acts took by the clock, with no thinking time.
    """

    visitor: Visitor
    clicks: int = 0
    keys: int = 0
    thoughts: int = 0
    seconds: float = 0.0

    @contextmanager
    def _act(self, *, clicks: int, keys: int = 0) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds += time.perf_counter() - started
        self.clicks, self.keys, self.thoughts = (
            self.clicks + clicks,
            self.keys + keys,
            self.thoughts + 1,
        )

    def clicks_on(self, what: Locator) -> None:
        """A link, a button, a checkbox."""
        with self._act(clicks=1):
            what.click()

    def follows(self, link: str, *, within: str = "main", exact: bool = False) -> None:
        """A link by its words."""
        self.clicks_on(
            self.visitor.page.locator(within).get_by_role("link", name=link, exact=exact).first
        )

    def presses(self, button: str) -> None:
        """A button by its words; a link that looks like one is one."""
        self.clicks_on(self.visitor.page.locator("main").get_by_role("button", name=button).first)

    def types(self, into: Locator, words: str) -> None:
        """Point at a field, click into it, and type."""
        with self._act(clicks=1, keys=len(words)):
            into.click()
            into.press_sequentially(words)

    def chooses(self, field: Locator, words: str) -> None:
        """An entry of a list."""
        with self._act(clicks=_FROM_A_LIST):
            field.select_option(label=words)

    def uploads(self, field: Locator, file: Path) -> None:
        """A file."""
        with self._act(clicks=_A_FILE):
            field.set_input_files(file)

    @property
    def estimate(self) -> float:
        """Seconds of a person by the keystroke-level model."""
        return KEY * self.keys + CLICK * self.clicks + THOUGHT * self.thoughts

    def __str__(self) -> str:
        minutes, seconds = divmod(round(self.estimate), 60)
        return (
            f"{self.clicks} clicks, {self.keys} keystrokes, {self.seconds:.1f} s of the script; "
            f"{self.thoughts} fields and commands, so {minutes} min {seconds} s by the keystroke-level model"
        )
