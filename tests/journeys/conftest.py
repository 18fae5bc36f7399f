"""Browser journeys: people at a real browser, on the whole site with the demo's data.

They change what they find, so each journey has people and posts of its own; no journey needs
another one to have run.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from talentplatform.demo import places
from talentplatform.demo.releases import REPORT
from talentplatform.embedded import system
from tests.journeys.site import Site, running
from tests.journeys.visitor import Visitor, visiting

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """CI may skip none of the journeys."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser. It is closed before the tests of another folder start their own."""
    found = system.chromium()
    if found is None:
        pytest.skip("There is no Chromium: install it, or set CHROMIUM to its path")
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site"), (places.REGION[0], REPORT)) as up:
        yield up


Cookies = Callable[[str | None], Any]
Visit = Callable[..., Visitor]


@pytest.fixture(scope="package")
def cookies(site: Site, chromium: Browser) -> Cookies:
    """``cookies("priya")``: those of her session; she signs in once. None = a stranger, who has none."""
    kept: dict[str | None, Any] = {None: None}

    def of(login: str | None) -> Any:
        if login not in kept:
            with visiting(site, chromium) as at_the_door:
                at_the_door.signs_in(str(login))
                kept[login] = at_the_door.context.storage_state()
        return kept[login]

    return of


@pytest.fixture
def visit(site: Site, chromium: Browser, cookies: Cookies) -> Iterator[Visit]:
    """``visit("priya", width=390)``: somebody at a browser of her own, signed in; None = a stranger."""
    with ExitStack() as open_visits:

        def start(login: str | None = None, **how: Any) -> Visitor:
            return open_visits.enter_context(
                visiting(site, chromium, cookies=cookies(login), **how)
            )

        yield start


class Story:
    """The steps of a journey; a step that fails says which it was."""

    @contextmanager
    def _step(self, kind: str, sentence: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            error.add_note(f"{kind} {sentence}")
            raise

    def given(self, sentence: str) -> Any:
        return self._step("Given", sentence)

    def when(self, sentence: str) -> Any:
        return self._step("When", sentence)

    def then(self, sentence: str) -> Any:
        return self._step("Then", sentence)


@pytest.fixture
def story() -> Story:
    return Story()
