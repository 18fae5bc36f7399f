"""Bench and demand: what the pages say, to whom, on which day, at which cost."""

import datetime as dt

import pytest
from django.urls import reverse

from orgs.clock import today
from orgs.models.audit import ReadEvent
from orgs.models.people import Assignment
from orgs.models.units import OrgUnit
from succession.board import board
from succession.demand import Why, calendar, months_after, quarter_of
from succession.models import Incumbency, Nomination, RiskAssessment
from tests import factories
from tests.succession.factories import make_post, nominate, queries

HTMX = {"HX-Request": "true"}


def page(client, trust, name: str, **query: object):
    client.force_login(trust.cpo)
    return client.get(reverse(f"succession:{name}", args=["TA1"]), query)


@pytest.fixture
def three(trust):
    """A deputy who is ready now for all three posts, and another for one of them."""
    trust.finance = factories.staff(trust.unit, "Owen Frost", title="Chief finance officer")
    trust.more["cfo"] = make_post(
        trust.unit, "Chief finance officer", "CFO", holder=trust.finance, position=2
    )
    trust.more["coo"] = make_post(trust.unit, "Chief operating officer", "COO", position=3)
    other = factories.staff(trust.unit, "Ivy Lane", title="Divisional director")
    for post in (trust.post, trust.more["cfo"], trust.more["coo"]):
        nominate(post, trust.deputy, "RN", cover="ACT")
    nominate(trust.more["coo"], other, "RN", rank=2)
    return trust


def test_the_naive_count_stands_beside_the_true_bench(client, three):
    shown = page(client, three, "bench").context["page"]
    assert [(t["label"], t["value"]) for t in shown.tiles] == [
        ("Posts with somebody ready now", 3),
        ("True bench", 2),
        ("True bench in an emergency", 1),
        ("Posts lost by the worst departure", 1),
    ]
    assert shown.sentence == (
        "3 posts have somebody ready now, but only 2 can be filled at once: 1 post depends on "
        "somebody who is needed for another."
    )
    assert [(r.name, r.what, len(r.posts)) for r in shown.repeated] == [
        ("Kirsty Moor", "Ready now", 3),
        ("Kirsty Moor", "Emergency cover", 3),
    ]
    assert [(s.title, s.ready, s.ready_note) for s in shown.seats] == [
        ("Chief nurse", "Kirsty Moor", ""),
        ("Chief finance officer", "", ": those named are counted for other posts"),
        ("Chief operating officer", "Ivy Lane", "and 1 more"),
    ]


def test_departures_say_what_opens_and_what_is_lost(client, three):
    shown = page(client, three, "bench").context["page"]
    assert [(each.name, each.holds, each.harm) for each in shown.leavers] == [
        ("Helen Adeyemi", ["Chief nurse"], 1),
        ("Owen Frost", ["Chief finance officer"], 1),
        ("Kirsty Moor", [], 1),
        ("Ivy Lane", [], 1),
    ]
    assert shown.leavers[0].lines == [
        "Kirsty Moor steps up to Chief nurse and leaves the bench.",
        "1 post has nobody of its own any more.",
    ]


def test_a_cascade_is_followed_to_the_depth_asked_for(client, three):
    nominate(three.post, three.finance, "RN", rank=0)
    asked = {"post": three.post.public_id, "depth": 1}
    shown = page(client, three, "bench", **asked).context["page"]
    assert (shown.leaver, shown.cascade.by) == ("Helen Adeyemi", "Owen Frost")
    assert shown.cascade.note == "Chief finance officer opens next, and is not followed further."
    shown = page(client, three, "bench", post=three.post.public_id).context["page"]
    assert shown.depth == 3
    (then,) = shown.cascade.then
    assert (then.title, then.by) == ("Chief finance officer", "Kirsty Moor")
    assert then.note == "No other post of the plan opens. Present job: Deputy chief nurse."
    for wrong in ("0", "99", "x", "²"):
        client.force_login(three.cpo)
        answer = page(client, three, "bench", post="nothing", depth=wrong)
        assert answer.status_code == 200
        assert 1 <= answer.context["page"].depth <= 6


def test_a_fragment_is_the_cascade_alone(client, three):
    client.force_login(three.cpo)
    url = reverse("succession:bench", args=["TA1"])
    text = client.get(url, {"post": three.post.public_id}, headers=HTMX).content.decode()
    assert "If Helen Adeyemi left as Chief nurse" in text
    assert "<html" not in text
    assert "Departures" not in text


def test_the_bench_of_an_earlier_day(client, three):
    Nomination.objects.filter(post=three.more["coo"]).update(
        valid_from=today() - dt.timedelta(days=2)
    )
    then = (today() - dt.timedelta(days=10)).isoformat()
    answer = page(client, three, "bench", as_at=then)
    shown = answer.context["page"]
    assert (shown.tiles[0]["value"], shown.tiles[1]["value"], shown.past) == (2, 1, True)
    assert "as it stood on" in answer.content.decode()


def test_who_holds_a_post_is_not_on_its_bench(client, trust):
    nominate(trust.post, trust.holder, "RN")
    shown = page(client, trust, "bench").context["page"]
    assert [t["value"] for t in shown.tiles[:2]] == [0, 0]
    assert shown.sentence == "Nobody named is ready now for a post of the plan."


def test_an_employer_without_posts_is_led_to_the_plan(client, units):
    client.force_login(factories.holder("cpo", units["TA2"]))
    answer = client.get(reverse("succession:bench", args=["TA2"]))
    assert "No roles are on the plan" in answer.content.decode()
    answer = client.get(reverse("succession:demand", args=["TA2"]))
    assert "0 posts are known to fall vacant" in answer.content.decode()


@pytest.mark.parametrize("name", ["bench", "demand"])
def test_it_is_the_succession_leads_and_who_looked_is_recorded(client, three, name):
    url = reverse(f"succession:{name}", args=["TA1"])
    client.force_login(three.lead)
    assert client.get(url).status_code == 403
    client.force_login(factories.holder("cpo", OrgUnit.objects.get(code="TA2")))
    assert client.get(url).status_code == 404
    client.force_login(three.cpo)
    assert client.post(url).status_code == 405
    assert client.get(url).status_code == 200
    event = ReadEvent.objects.get()
    assert event.page == f"succession.{name}"
    assert {three.holder.pk, three.deputy.pk} <= set(event.staff_ids)


@pytest.mark.parametrize("name", ["bench", "demand"])
def test_queries_do_not_grow_with_posts(client, three, name):
    client.force_login(three.cpo)
    url = reverse(f"succession:{name}", args=["TA1"])
    few = queries(client, url)
    for number in range(3):
        person = factories.staff(three.unit, f"Person {'ABC'[number]}")
        post = make_post(three.unit, f"Post {number}", "COO", position=number + 4, holder=person)
        nominate(post, three.deputy, "RN")
    assert queries(client, url) == few <= 12


# --- demand ----------------------------------------------------------------------------------------


def test_quarters_are_those_of_the_calendar():
    assert quarter_of(dt.date(2026, 11, 30)) == dt.date(2026, 10, 1)
    assert quarter_of(dt.date(2027, 3, 31)) == dt.date(2027, 1, 1)
    assert months_after(dt.date(2026, 10, 1), 3) == dt.date(2027, 1, 1)
    assert months_after(dt.date(2026, 10, 1), 2) == dt.date(2026, 12, 1)


def test_a_post_stands_once_with_every_reason(trust):
    soon = months_after(quarter_of(today()), 4)
    trust.post.term_ends_on = soon
    trust.post.save()
    RiskAssessment.objects.create(
        unit=trust.unit, post=trust.post, vacancy_risk="FR9", leaving_on=soon + dt.timedelta(days=400),
        assessed_on=today(), valid_from=today(),
    )  # fmt: skip
    Incumbency.objects.update(ends_on=soon + dt.timedelta(days=3))
    found = calendar(board(trust.unit.id, today()))
    assert [len(q.posts) for q in found.quarters] == [0, 1, 0, 0, 0, 0, 0, 0]
    assert found.due[0].reasons == (
        (soon, Why.TERM),
        (soon + dt.timedelta(days=3), Why.FIXED),
        (soon + dt.timedelta(days=400), Why.LEAVING),
    )


def test_the_last_of_two_holders_decides_and_an_open_end_is_no_end(trust):
    soon = today() + dt.timedelta(days=40)
    second = factories.staff(trust.unit, "Job Sharer")
    Assignment.objects.filter(staff=trust.holder).update(ends_on=soon)
    Incumbency.objects.create(
        unit=trust.unit, post=trust.post, starts_on=factories.LONG_AGO,
        assignment=Assignment.objects.get(staff=second),
    )  # fmt: skip
    assert calendar(board(trust.unit.id, today())).due == []
    Assignment.objects.filter(staff=second).update(ends_on=soon + dt.timedelta(days=9))
    (due,) = calendar(board(trust.unit.id, today())).due
    assert due.on == soon + dt.timedelta(days=9)


def test_what_is_vacant_or_overdue_stands_apart_and_what_lies_beyond_is_left_out(client, trust):
    make_post(trust.unit, "Director of strategy", "CSO", position=2)
    trust.post.term_ends_on = today() - dt.timedelta(days=1)
    trust.post.save()
    answer = page(client, trust, "demand")
    shown = answer.context["page"]
    assert [(p.quarter, p.title) for p in shown.posts] == [
        ("Vacant now", "Director of strategy"),
        ("The day has passed", "Chief nurse"),
    ]
    assert "and it is still held" in answer.content.decode()
    assert shown.sentence == (
        "0 posts are known to fall vacant in the next 8 quarters. 1 is vacant now."
    )
    trust.post.term_ends_on = today() + dt.timedelta(days=365 * 3)
    trust.post.save()
    (left,) = page(client, trust, "demand").context["page"].posts
    assert left.title == "Director of strategy"


def test_the_quarter_says_who_could_follow(client, trust):
    trust.post.term_ends_on = today() + dt.timedelta(days=1)
    trust.post.save()
    nominate(trust.post, trust.deputy, "RN", cover="INT")
    shown = page(client, trust, "demand").context["page"]
    (due,) = shown.posts
    assert (due.ready, due.acting) == ("Kirsty Moor", "Kirsty Moor")
    assert due.holder == "Helen Adeyemi"
    assert shown.sentence.startswith("1 post is known to fall vacant")
    assert sum(int(cells[0]) for _, cells in shown.chart.table.rows) == 1
