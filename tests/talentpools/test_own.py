"""What a person does about pools from her own pages."""

import datetime as dt

import pytest
from django.urls import reverse

from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.audit import AuditEvent, ReadEvent
from talentpools import panels
from talentpools.models import Pool, PoolActivity, PoolMembership
from tests import factories
from tests.succession.factories import make_pool, queries
from tests.succession.test_loop import day_parts
from tests.talentpools.conftest import join

PAGE = "/o/TA1/my/pools/"


def choice(membership: PoolMembership) -> str:
    return reverse("talentpools:own_choice", args=["TA1", membership.public_id])


def strangers(trust, units) -> list[tuple[object, int]]:
    colleague = factories.staff(trust.unit, "Ola Finch")
    return [
        (trust.lead, 403),
        (trust.cpo, 403),
        (factories.holder("staff", trust.unit, person=colleague.person, login="ola"), 404),
        (factories.holder("staff", units["TA2"], login="far"), 404),
    ]


def test_she_accepts_pauses_returns_and_leaves(client, trust, units) -> None:
    invited = join(trust.pool, trust.deputy, "invited")
    for who, status in strangers(trust, units):
        client.force_login(who)
        assert client.post(choice(invited), {"to": "active"}).status_code == status
    client.force_login(trust.deputy_user)
    page = client.get(PAGE).content.decode()
    assert "Accept the invitation" in page
    assert client.get(choice(invited)).status_code == 405
    for bad in ({}, {"to": "alumni:completed"}, {"to": "assessed_in"}, {"to": "paused:leave"}):
        assert client.post(choice(invited), bad).status_code == 422
    invited.refresh_from_db()
    assert invited.status == "invited"
    for to, status in (
        ("active", "active"),
        ("paused:leave", "paused"),
        ("active", "active"),
        ("left:own_choice", "left"),
    ):
        assert client.post(choice(invited), {"to": to}).status_code == 302
        invited.refresh_from_db()
        assert invited.status == status
    assert (invited.joined_on, invited.left_on, invited.reason) == (today(), today(), "own_choice")
    events = AuditEvent.objects.filter(action="pool.chosen")
    assert {e.actor_id for e in events} == {trust.deputy_user.pk}
    assert events.count() == 4


def test_a_full_pool_takes_nobody_though_she_cannot_see_who_is_in_it(client, trust) -> None:
    Pool.objects.update(capacity=1)
    join(trust.pool, trust.holder)
    invited = join(trust.pool, trust.deputy, "invited")
    client.force_login(trust.deputy_user)
    answer = client.post(choice(invited), {"to": "active"})
    assert answer.status_code == 422
    assert "Every place in this pool is taken" in answer.content.decode()
    assert "Helen" not in answer.content.decode()
    invited.refresh_from_db()
    assert (invited.status, invited.joined_on) == ("invited", None)


@pytest.mark.parametrize(
    ("joining", "status", "route"),
    [("applications", "applied", "application"), ("self", "self_nominated", "self")],
)
def test_she_comes_forward_where_a_pool_is_open(
    client, trust, units, joining, status, route
) -> None:
    closed = make_pool(trust.unit, "Closed pool", "CFO")
    Pool.objects.filter(pk=trust.pool.pk).update(joining=joining, closes_on=today())
    url = reverse("talentpools:come_forward", args=["TA1", trust.pool.public_id])
    for who, code in [
        (trust.lead, 403),
        (factories.holder("staff", units["TA2"], login="far"), 404),
    ]:
        client.force_login(who)
        assert client.post(url).status_code == code
    client.force_login(trust.deputy_user)
    page = client.get(PAGE).content.decode()
    assert "Nursing directors" in page
    assert "Closed pool" not in page
    assert client.get(url).status_code == 405
    shut = reverse("talentpools:come_forward", args=["TA1", closed.public_id])
    assert client.post(shut).status_code == 404
    assert PoolMembership.objects.count() == 0
    assert client.post(url).status_code == 302
    made = PoolMembership.objects.get()
    assert (made.staff, made.status, made.route, made.joined_on) == (
        trust.deputy,
        status,
        route,
        None,
    )
    again = client.post(url)
    assert again.status_code == 422
    assert "You are in this pool, or waiting for an answer" in again.content.decode()
    Pool.objects.update(closes_on=today() - dt.timedelta(days=1))
    assert client.post(url).status_code == 404


def test_she_records_what_she_did(client, trust, units) -> None:
    member = join(trust.pool, trust.deputy)
    url = reverse("talentpools:own_activity", args=["TA1", member.public_id])
    good = {"kind": "session", **day_parts("on", today())}
    for who, status in strangers(trust, units):
        client.force_login(who)
        assert client.post(url, good).status_code == status
    client.force_login(trust.deputy_user)
    assert client.get(url).status_code == 405
    for bad in ({"kind": "login"}, day_parts("on", today() + dt.timedelta(days=1))):
        assert client.post(url, {**good, **bad}).status_code == 422
    assert PoolActivity.objects.count() == 0
    assert client.post(url, good).status_code == 302
    assert PoolActivity.objects.get().recorded_by_id == trust.deputy_user.pk
    assert "Last activity today: session attended" in client.get(PAGE).content.decode()


def test_she_sees_her_own_and_nothing_of_others(client, trust) -> None:
    make_pool(trust.unit, "Another pool", "CFO")
    join(trust.pool, trust.deputy)
    join(trust.pool, trust.holder)
    client.force_login(trust.deputy_user)
    for url in (PAGE, reverse("learning:development", args=["TA1"])):
        page = client.get(url).content.decode()
        assert "Nursing directors" in page
        assert "Another pool" not in page
        assert "Helen" not in page
    assert ReadEvent.objects.get(page="talentpools.own").staff_ids == [trust.deputy.pk]


def test_an_invitation_waits_on_her_home_page(trust) -> None:
    join(trust.pool, trust.deputy, "invited")
    with user_scope(trust.deputy_user.pk, unit_code="TA1") as viewer:
        viewer.person_id = trust.deputy.person_id
        (line,) = panels.my_invitations(viewer)
    assert (line.text, line.url) == ("You are invited to the talent pool “Nursing directors”", PAGE)
    with user_scope(trust.lead.pk, unit_code="TA1") as viewer:
        assert panels.my_invitations(viewer) == []


def test_an_account_without_a_record_here_has_no_such_page(client, trust) -> None:
    client.force_login(factories.holder("staff", trust.unit, login="nobody.here"))
    assert client.get(PAGE).status_code == 404


def test_queries_of_her_page(client, trust) -> None:
    join(trust.pool, trust.deputy)
    client.force_login(trust.deputy_user)
    assert queries(client, PAGE) <= 16
