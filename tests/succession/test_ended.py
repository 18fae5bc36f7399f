"""Nominations that ended: the plan says so, and the worklist says what a post lost."""

import datetime as dt

import pytest
from django.urls import reverse

from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.words import words_of_day
from succession import leaving, services
from succession.ended import ended_lately
from succession.models import Nomination
from tests import factories
from tests.succession.factories import World, nominate, queries

DAY = dt.timedelta(days=1)


@pytest.fixture
def ready(trust: World) -> Nomination:
    return nominate(trust.post, trust.deputy, "RN")


def text(client, trust: World, name: str, *args) -> str:
    client.force_login(trust.cpo)
    return client.get(reverse(f"succession:{name}", args=["TA1", *args])).content.decode()


def leaves(trust: World, on: dt.date) -> None:
    trust.deputy.valid_to = on
    trust.deputy.save()
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        leaving.lapse_nominations(viewer, trust.unit.pk, viewer.day)


def test_who_left_is_said_on_the_plan_on_the_post_and_on_the_worklist(client, trust, ready) -> None:
    on = today() - 3 * DAY
    leaves(trust, on)
    ready.refresh_from_db()
    assert (ready.status, ready.lapsed_by, ready.valid_to) == ("lapsed", "left", on)
    said = f"Kirsty Moor, left on {words_of_day(on)}"
    assert f"Ended lately: {said}" in text(client, trust, "plan")
    post = text(client, trust, "post", trust.post.public_id)
    assert "Ended lately" in post
    assert f"left on {words_of_day(on)}" in post
    assert "Was ready now" in post
    worklist = text(client, trust, "worklist")
    assert "Lost the only successor who was ready now" in worklist
    assert said in worklist
    assert "Ended: left on" in text(client, trust, "nomination", ready.public_id)


def test_a_post_that_has_another_who_is_ready_lost_nothing(client, trust, ready) -> None:
    other = factories.staff(trust.unit, "Tom Reed")
    nominate(trust.post, other, "RN", rank=2)
    leaves(trust, today() - DAY)
    assert "Lost the only successor" not in text(client, trust, "worklist")
    assert "Ended lately: Kirsty Moor" in text(client, trust, "plan")


def test_who_was_not_ready_or_out_of_date_is_no_loss(client, trust) -> None:
    nominate(trust.post, trust.deputy, "RN", review_by=today() - 10 * DAY)
    leaves(trust, today() - DAY)
    assert "Lost the only successor" not in text(client, trust, "worklist")


def test_a_withdrawal_and_a_no_are_said_and_one_named_again_is_not(trust, ready) -> None:
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        services.withdraw_nomination(viewer=viewer, nomination=ready)
        found = ended_lately(trust.unit.pk, viewer.day)[trust.post.pk]
    assert [e.words for e in found] == [f"Kirsty Moor, withdrawn on {words_of_day(today())}"]
    Nomination.objects.update(status="declined_by_person")
    assert ended_lately(trust.unit.pk, today())[trust.post.pk][0].how == "declined"
    assert ended_lately(trust.unit.pk, today() + dt.timedelta(days=91)) == {}
    Nomination.objects.update(status="placed")
    assert ended_lately(trust.unit.pk, today()) == {}
    Nomination.objects.update(status="withdrawn")
    nominate(trust.post, trust.deputy, "R12", rank=1)
    assert ended_lately(trust.unit.pk, today()) == {}


def test_queries_do_not_grow_with_what_ended(client, trust, ready) -> None:
    client.force_login(trust.cpo)
    url = reverse("succession:plan", args=["TA1"])
    few = queries(client, url)
    for number in range(4):
        gone = factories.staff(trust.unit, f"Gone{number} Person")
        nominate(trust.post, gone, "RN", status="withdrawn", valid_to=today())
    assert queries(client, url) == few
    assert ", and 2 more" in text(client, trust, "plan")
