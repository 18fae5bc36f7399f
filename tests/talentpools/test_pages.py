"""Pools: who sees them, joining, moving, leaving."""

import pytest
from django.urls import reverse

from orgs.clock import today
from orgs.models.audit import ReadEvent
from talentpools.models import Pool, PoolMembership
from tests import factories
from tests.succession.factories import make_pool, queries


def join(pool: Pool, staff, status: str = "active") -> PoolMembership:
    return PoolMembership.objects.create(
        unit=pool.unit, pool=pool, staff=staff, status=status, opened_on=today(),
        joined_on=today() if status == "active" else None,
    )  # fmt: skip


@pytest.fixture
def member(trust) -> PoolMembership:
    return join(trust.pool, trust.deputy)


def urls(trust) -> dict[str, str]:
    return {
        "pools": reverse("talentpools:pools", args=["TA1"]),
        "add_pool": reverse("talentpools:add_pool", args=["TA1"]),
        "pool": reverse("talentpools:pool", args=["TA1", trust.pool.public_id]),
        "add_member": reverse("talentpools:add_member", args=["TA1", trust.pool.public_id]),
    }


@pytest.mark.parametrize("name", ["pools", "add_pool", "pool", "add_member"])
def test_pool_people_read_and_others_do_not(client, trust, member, units, name) -> None:
    for who, status in (
        (trust.lead, 200),
        (trust.cpo, 200),
        (trust.deputy_user, 403),
        (factories.holder("learning_lead", units["TA2"]), 404),
        (factories.holder("talent_lead", units["RA"]), 404),
    ):
        client.force_login(who)
        assert client.get(urls(trust)[name]).status_code == status


def test_a_pool_is_started(client, trust, units) -> None:
    url, good = (
        urls(trust)["add_pool"],
        {"title": "Finance directors", "target_role": "CFO", "capacity": "8"},
    )
    for who, status in (
        (trust.deputy_user, 403),
        (factories.holder("learning_lead", units["TA2"]), 404),
    ):
        client.force_login(who)
        assert client.post(url, good).status_code == status
    client.force_login(trust.lead)
    assert client.post(url, {**good, "target_role": "ZZ"}).status_code == 422
    assert client.post(url, {**good, "title": "nursing DIRECTORS"}).status_code == 422
    assert Pool.objects.count() == 1
    assert client.post(url, good).status_code == 302
    made = Pool.objects.get(title="Finance directors")
    assert (made.target_roles, made.capacity, made.owner_id) == (["CFO"], 8, trust.lead.pk)


def test_a_person_joins_while_there_is_room(client, trust, units) -> None:
    url, good = urls(trust)["add_member"], {"staff": str(trust.deputy.public_id)}
    for who, status in (
        (trust.deputy_user, 403),
        (factories.holder("learning_lead", units["TA2"]), 404),
    ):
        client.force_login(who)
        assert client.post(url, good).status_code == status
    client.force_login(trust.lead)
    other = factories.staff(units["TA2"], "Jon Vale")
    for bad in ({}, {"staff": "x"}, {"staff": str(other.public_id)}):
        assert client.post(url, bad).status_code == 422
    assert PoolMembership.objects.count() == 0
    assert client.post(url, good).status_code == 302
    assert client.post(url, good).status_code == 422
    Pool.objects.update(capacity=1)
    full = client.post(url, {"staff": str(trust.holder.public_id)})
    assert "Every place in this pool is taken" in full.content.decode()
    assert PoolMembership.objects.get().staff == trust.deputy
    found = client.get(url, {"q": "kirs"}, headers={"HX-Request": "true"}).content.decode()
    assert "1 person found" in found
    assert "<html" not in found


def test_a_member_moves_and_leaves(client, trust, member, units) -> None:
    url = reverse("talentpools:move_member", args=["TA1", member.public_id])
    for who, status in (
        (trust.deputy_user, 403),
        (factories.holder("learning_lead", units["TA2"]), 404),
    ):
        client.force_login(who)
        assert client.post(url, {"status": "paused"}).status_code == status
    client.force_login(trust.lead)
    assert client.get(url).status_code == 405
    for bad in ({}, {"status": "prepared"}, {"status": "gone"}):
        assert client.post(url, bad).status_code == 422
    member.refresh_from_db()
    assert member.status == "active"
    assert client.post(url, {"status": "paused"}).status_code == 302
    assert client.post(url, {"status": "left"}).status_code == 302
    member.refresh_from_db()
    assert (member.status, member.left_on) == ("left", today())
    assert client.post(url, {"status": "active"}).status_code == 422


def test_the_person_sees_her_own_pools(client, trust, member) -> None:
    make_pool(trust.unit, "Another pool", "CFO")
    client.force_login(trust.deputy_user)
    page = client.get(reverse("learning:development", args=["TA1"])).content.decode()
    assert "Nursing directors" in page
    assert "Another pool" not in page


def test_who_looked_at_members_is_recorded(client, trust, member) -> None:
    client.force_login(trust.lead)
    client.get(urls(trust)["pool"])
    event = ReadEvent.objects.get()
    assert (event.page, event.staff_ids) == ("talentpools.pool", [trust.deputy.pk])


@pytest.mark.parametrize("name", ["pools", "pool"])
def test_queries_do_not_grow_with_rows(client, trust, member, name) -> None:
    client.force_login(trust.lead)
    few = queries(client, urls(trust)[name])
    for number in range(3):
        make_pool(trust.unit, f"Pool {number}", "CEO")
        join(trust.pool, factories.staff(trust.unit, f"Person {'ABC'[number]}"))
    assert queries(client, urls(trust)[name]) == few <= 12
