"""Reports of another day: the newest release that was current on it, and nothing to change."""

import datetime as dt

import pytest
from django.test import Client

from orgs.models.units import OrgUnit
from reporting.models import Release
from tests import factories
from tests.reporting.region import AS_AT

PAGES = ("/o/RA/reports/", "/o/RA/reports/leadership/")
BEFORE, AFTER = AS_AT - dt.timedelta(days=1), AS_AT + dt.timedelta(days=5)


@pytest.fixture
def lead(released: Release, units: dict[str, OrgUnit], client: Client) -> Client:
    client.force_login(factories.holder("talent_lead", units["RA"]))
    return client


def test_the_release_that_was_current_is_shown_and_nothing_can_be_made(lead: Client) -> None:
    for url in PAGES:
        page = lead.get(url, {"as_at": str(AFTER)}).content.decode()
        assert "Figures at 31 October 2026" in page
        assert "As it stood on" in page
        for words in ("Make a PDF", "Schedule", "Withdraw", "Change the release day"):
            assert words not in page.split("<main")[1]
        before = lead.get(url, {"as_at": str(BEFORE)}).content.decode()
        assert "no figures had been released" in before.lower()
        assert "Figures at" not in before
    page = lead.get(PAGES[1], {"as_at": str(AFTER)}).content.decode()
    assert f'/o/RA/reports/leadership/successors/?as_at={AFTER}"' in page, "its parts keep the day"


def test_a_day_that_cannot_be_shows_no_figures(lead: Client, released: Release) -> None:
    for url in PAGES:
        for day in ("nonsense", str(dt.date(2199, 1, 1))):
            answer = lead.get(url, {"as_at": day})
            assert answer.status_code == 422
            assert "Figures at" not in answer.content.decode()


def test_outside_it_stays_the_wall(released: Release, units: dict[str, OrgUnit]) -> None:
    client = Client()
    client.force_login(factories.holder("talent_lead", units["RB"]))
    for asked in ({"as_at": str(AFTER)}, {"as_at": "nonsense"}):
        assert client.get(PAGES[1], asked).status_code == 404
