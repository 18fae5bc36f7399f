"""The plan of another day: shown, said, and never changed."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps

from orgs.clock import today
from orgs.models.audit import ReadEvent
from succession.models import Nomination, SuccessionPlan
from tests import factories
from tests.succession.factories import make_post, nominate, queries

DAY = today()
ONE = dt.timedelta(days=1)
PLAN = "/o/TA1/succession/"


def recorded(row: Any, *days_ago: int) -> None:
    """The history of a row was recorded on these days, oldest first."""
    events = next(
        m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) is type(row)
    )
    rows = events._base_manager.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    for event, ago in zip(rows, days_ago, strict=True):
        noon = dt.datetime.combine(DAY - ago * ONE, dt.time(12), tzinfo=dt.UTC)
        events._base_manager.filter(pk=event.pk).update(pgh_created_at=noon)


@pytest.fixture
def named(trust: Any) -> Nomination:
    """Named 30 days ago as the first, without cover; ten days ago she became the second, with cover."""
    of = nominate(trust.post, trust.deputy)
    recorded(of.judgements.get(), 30)
    Nomination.objects.filter(pk=of.pk).update(rank=2, cover="ACT")
    recorded(of, 30, 10)
    return of


def ask(client: Any, **asked: Any) -> Any:
    return client.get(PLAN, {name: str(value) for name, value in asked.items()})


def test_cover_and_rank_are_those_of_the_day(client: Any, trust: Any, named: Nomination) -> None:
    client.force_login(trust.cpo)
    shown = ask(client, as_at=DAY - 15 * ONE).context["page"].rows[0].post.successors[0]
    assert (shown.rank, shown.cover) == (1, "NONE")
    shown = ask(client, as_at=DAY - 9 * ONE).context["page"].rows[0].post.successors[0]
    assert (shown.rank, shown.cover) == (2, "ACT")


def test_a_day_with_all_that_is_known_now_and_as_it_was_known(
    client: Any, trust: Any, named: Nomination
) -> None:
    """She was told 20 days ago, and it was recorded 5 days ago."""
    Nomination.objects.filter(pk=named.pk).update(disclosure="told", told_on=DAY - 20 * ONE)
    recorded(named, 30, 10, 5)
    recorded(trust.post, 60)
    client.force_login(trust.cpo)
    day = DAY - 15 * ONE
    now, then = (ask(client, as_at=day, **more) for more in ({}, {"known_on": day}))
    assert "Told, no answer yet" in now.content.decode()
    page = then.content.decode()
    assert "Not told yet" in page
    assert "as it was known on" in page
    assert f'<a href="{PLAN}?as_at={day}">see that day as it is known now</a>' in page
    alone = ask(client, known_on=day)
    assert (alone.context["as_at"].day, alone.context["as_at"].known_on) == (day, day)
    before = ask(client, as_at=DAY - 90 * ONE, known_on=DAY - 90 * ONE).content.decode()
    assert "Nothing had been recorded by then." in before


@pytest.mark.parametrize(
    ("asked", "field", "message"),
    [
        ({"as_at": "2026-13-01"}, "as_at", "Enter a real date"),
        ({"as_at": DAY + ONE}, "as_at", "Enter today or a day before"),
        ({"as_at": DAY - ONE, "known_on": DAY - 2 * ONE}, "known_on", "or a later one"),
        ({"as_at": DAY - ONE, "known_on": DAY + ONE}, "known_on", "Enter today or a day before"),
        ({"as_at": DAY - ONE, "known_on": "then"}, "known_on", "Enter a real date"),
    ],
)
def test_a_day_that_cannot_be_shows_no_plan(
    client: Any, trust: Any, named: Nomination, asked: Any, field: str, message: str
) -> None:
    client.force_login(trust.cpo)
    for page in (PLAN, f"{PLAN}bench/"):
        answer = client.get(page, {name: str(value) for name, value in asked.items()})
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert f'id="id_{field}-error"' in shown
        assert message in shown
        assert "Kirsty Moor" not in shown
    fragment = client.get(PLAN, {"as_at": "nonsense"}, headers={"HX-Request": "true"})
    assert fragment.status_code == 422
    assert "<html" not in fragment.content.decode()
    assert not ReadEvent.objects.exists(), "nobody was looked at"


def test_links_and_filters_keep_the_day(client: Any, trust: Any, named: Nomination) -> None:
    client.force_login(trust.cpo)
    day = DAY - 2 * ONE
    page = ask(client, as_at=day, q="kirsty", known_on=DAY - ONE).content.decode()
    for name, value in (("as_at", day), ("known_on", DAY - ONE), ("q", "kirsty")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert f'href="{PLAN}?q=kirsty">Back to today' in page
    assert f'href="{PLAN}?as_at={day}"' in ask(client, as_at=day, q="nobody").content.decode()


def test_the_day_of_signing_off_is_a_link_away(client: Any, trust: Any) -> None:
    on = DAY - 40 * ONE
    SuccessionPlan.objects.update(state="signed_off", signed_off_on=on)
    client.force_login(trust.cpo)
    page = client.get(PLAN).content.decode()
    assert f'<a href="{PLAN}?as_at={on}">When the plan was signed off' in page


def test_the_state_of_the_plan_is_that_of_the_day(client: Any, trust: Any) -> None:
    SuccessionPlan.objects.update(state="in_review", submitted_on=DAY - 8 * ONE)
    SuccessionPlan.objects.update(state="signed_off", signed_off_on=DAY - 2 * ONE)
    recorded(trust.plan, 60, 8, 2)
    client.force_login(trust.cpo)
    states = [ask(client, as_at=DAY - ago * ONE).context["page"].status for ago in (20, 8, 3, 2, 1)]
    assert states == ["Draft", "In review", "In review", "Signed off", "Signed off"]


def test_who_sees_the_plan_of_another_day_is_decided_today(client: Any, trust: Any, units) -> None:
    was = factories.user("was.lead")
    factories.give(was, "cpo", units["TA1"], until=DAY - 5 * ONE)
    outside = factories.holder("cpo", units["TA2"])
    above = factories.holder("talent_lead", units["QA1"])
    for who in (was, outside, above):
        client.force_login(who)
        assert ask(client, as_at=DAY - 9 * ONE).status_code == 404
    client.force_login(trust.lead)
    assert ask(client, as_at=DAY - 9 * ONE).status_code == 403


def test_who_was_shown_on_another_day_is_recorded(
    client: Any, trust: Any, named: Nomination
) -> None:
    client.force_login(trust.cpo)
    ask(client, as_at=DAY - ONE)
    assert trust.deputy.pk in ReadEvent.objects.get().staff_ids


def test_another_day_costs_a_constant_more_however_many_posts(client: Any, trust: Any) -> None:
    """One query for the history, one for the jobs by which posts were held, one for what was removed."""
    client.force_login(trust.cpo)
    then = f"{PLAN}?as_at={DAY - ONE}"

    def more() -> int:
        return queries(client, then) - queries(client, PLAN)

    nominate(trust.post, trust.deputy)
    few = more()
    for number in range(3):
        person = factories.staff(trust.unit, f"Person {'ABC'[number]}")
        post = make_post(trust.unit, f"Post {number}", "COO", position=number + 2, holder=person)
        nominate(post, trust.deputy, rank=number + 1)
        nominate(trust.post, person, rank=number + 2)
    assert more() == few == 3
