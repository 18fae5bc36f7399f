"""The measuring itself: what a budget is held against, and what a wrong name gets."""

import io

import pytest
from django.core.management import CommandError, call_command

from talentplatform.bench.pack import Made
from talentplatform.bench.pages import Measured


def measured(*times: float, queries: int = 12, status: int = 200) -> Measured:
    return Measured("a page", status=status, times=list(times), queries=queries)


def test_the_95th_of_100_requests_decides():
    times = [float(n) for n in range(1, 101)]
    assert measured(*times).at(0.5) == 51.0
    assert measured(*times).at(0.95) == 96.0
    assert measured(5.0).at(0.95) == 5.0


def test_a_page_holds_its_budget_of_time_and_queries():
    assert measured(99.9).holds
    assert not measured(100.0).holds
    assert not measured(1.0, queries=13).holds
    assert not measured(1.0, status=404).holds


def test_a_pack_holds_its_budget_of_time_and_memory():
    def made(seconds: float = 9.9, peak: float = 399.9, state: str = "done") -> Made:
        return Made((state,) * 2, (1.0, seconds), (1.0, 1.0), 100.0, peak)

    assert made().holds
    assert not made(seconds=10.0).holds
    assert not made(peak=400.0).holds
    assert not made(state="failed").holds


def test_an_unknown_bench_is_refused(db):
    with pytest.raises(CommandError, match="no bench speed"):
        call_command("bench", "speed", stdout=io.StringIO())


def test_the_tree_is_measured_and_nothing_is_left(db):
    from orgs.models.units import OrgUnit
    from tests import factories

    factories.small_tree()
    printed = io.StringIO()
    call_command("bench", "tree", stdout=printed)
    assert "units loaded, projected and checked" in printed.getvalue()
    assert "Postgres" in printed.getvalue()
    assert OrgUnit.objects.count() == len(factories.SMALL_TREE)
