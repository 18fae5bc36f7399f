"""Pools: who sees them; starting, changing, closing; inviting, moving, assessing."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.audit import ReadEvent
from orgs.models.outbox import Outbox
from orgs.models.people import Assignment
from succession.models import Incumbency, Nomination, ReadinessJudgement
from talentpools import panels
from talentpools.models import Pool, PoolActivity, PoolAssessment, PoolMembership
from tests import factories
from tests.succession.factories import make_pool, make_post, nominate, queries
from tests.succession.test_loop import day_parts
from tests.talentpools.conftest import join

DAY = dt.timedelta(days=1)


@pytest.fixture
def member(trust) -> PoolMembership:
    return join(trust.pool, trust.deputy)


def urls(trust) -> dict[str, str]:
    return {
        "pools": reverse("talentpools:pools", args=["TA1"]),
        "add_pool": reverse("talentpools:add_pool", args=["TA1"]),
        **{
            name: reverse(f"talentpools:{name}", args=["TA1", trust.pool.public_id])
            for name in ("pool", "edit_pool", "close_pool", "add_member")
        },
    }


def of_member(name: str, member: PoolMembership) -> str:
    return reverse(f"talentpools:{name}", args=["TA1", member.public_id])


def form(**changes: object) -> dict[str, object]:
    return {
        "title": "Finance directors",
        "kind": "ROLE",
        "purpose": "",
        "target_roles": ["CFO"],
        "joining": "invitation",
        "criteria_key": "",
        "capacity": "8",
        "owner": "",
        **changes,
    }


def outsiders(trust, units) -> list[tuple[object, int]]:
    return [
        (trust.deputy_user, 403),
        (factories.holder("learning_lead", units["TA2"]), 404),
        (factories.holder("talent_lead", units["RA"]), 404),
    ]


@pytest.mark.parametrize(
    "name", ["pools", "add_pool", "pool", "edit_pool", "close_pool", "add_member"]
)
def test_pool_people_read_and_others_do_not(client, trust, member, units, name) -> None:
    for who, status in [(trust.lead, 200), (trust.cpo, 200), *outsiders(trust, units)]:
        client.force_login(who)
        assert client.get(urls(trust)[name]).status_code == status


# --- a pool -----------------------------------------------------------------------------------------------


def test_a_pool_is_started(client, trust, units) -> None:
    url = urls(trust)["add_pool"]
    for who, status in outsiders(trust, units):
        client.force_login(who)
        assert client.post(url, form()).status_code == status
    client.force_login(trust.lead)
    for bad in (
        {"target_roles": ["ZZ"]},
        {"target_roles": []},
        {"title": "nursing DIRECTORS"},
        {"owner": str(trust.deputy_user.pk)},
        {"criteria_key": "nobody-defined-this"},
        {"kind": "nonsense"},
        {"joining": "invitation", **day_parts("closes_on", today() + DAY)},
        {"kind": "POSITIVE_ACTION", "joining": "applications", **day_parts("closes_on", today())},
    ):
        answer = client.post(url, form(**bad))
        assert answer.status_code == (302 if bad.get("kind") == "POSITIVE_ACTION" else 422), bad
    assert Pool.objects.exclude(kind="POSITIVE_ACTION").count() == 1
    positive = Pool.objects.get(kind="POSITIVE_ACTION")
    assert positive.joining == "invitation", "it opens with its lawful basis"
    assert client.post(url, form(title="CFOs", owner=str(trust.cpo.pk))).status_code == 302
    made = Pool.objects.get(title="CFOs")
    assert (made.target_roles, made.capacity, made.owner_id) == (["CFO"], 8, trust.cpo.pk)
    assert (made.version, made.changed_by_id) == (1, trust.lead.pk)


def test_two_people_who_change_a_pool_see_each_other(client, trust, units) -> None:
    url = urls(trust)["edit_pool"]
    for who, status in outsiders(trust, units):
        client.force_login(who)
        assert client.post(url, form(version="1")).status_code == status
    client.force_login(trust.cpo)
    first = form(title="Nursing directors", purpose="From Priya", version="1")
    assert client.post(url, first).status_code == 302
    client.force_login(trust.lead)
    mine = form(title="Nursing directors", purpose="From Leah", version="1")
    answer = client.post(url, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Priya Nair changed this at" in page
    assert "From Priya" in page
    assert "From Leah" in page
    trust.pool.refresh_from_db()
    assert (trust.pool.purpose, trust.pool.version) == ("From Priya", 2)
    assert client.post(url, {**mine, "version": "2"}).status_code == 302
    trust.pool.refresh_from_db()
    assert (trust.pool.purpose, trust.pool.version) == ("From Leah", 3)


def test_a_pool_has_no_fewer_places_than_members(client, trust, member) -> None:
    join(trust.pool, trust.holder)
    client.force_login(trust.lead)
    answer = client.post(urls(trust)["edit_pool"], form(capacity="1", version="1"))
    assert answer.status_code == 422
    assert "2 places are taken" in answer.content.decode()


def test_a_pool_closes_and_everybody_leaves_it(client, trust, member, units) -> None:
    waits = join(trust.pool, trust.holder, "applied")
    url = urls(trust)["close_pool"]
    good = {"reason": "done", "completed": "yes", **day_parts("on", today())}
    for who, status in outsiders(trust, units):
        client.force_login(who)
        assert client.post(url, good).status_code == status
    client.force_login(trust.lead)
    for bad in ({"reason": ""}, {"completed": "perhaps"}, day_parts("on", today() + DAY)):
        assert client.post(url, {**good, **bad}).status_code == 422
    trust.pool.refresh_from_db()
    assert trust.pool.valid_to is None
    assert client.post(url, good).status_code == 302
    for each, expected in ((member, ("alumni", "completed")), (waits, ("left", "pool_closed"))):
        each.refresh_from_db()
        assert (each.status, each.reason, each.left_on) == (*expected, today())
    assert client.get(urls(trust)["pool"]).status_code == 404
    assert client.post(url, good).status_code == 404


def test_the_list_is_searched_and_sorted_and_says_what_is_missing(client, trust, member) -> None:
    finance = make_pool(trust.unit, "Finance directors", "CFO")
    finance.owner, finance.review_on = trust.cpo, today() - DAY
    finance.save()
    client.force_login(trust.lead)
    url = urls(trust)["pools"]
    page = client.get(url).content.decode()
    assert page.index("Finance directors") < page.index("Nursing directors")
    assert "Review overdue" in page
    assert "No owner" in page
    assert "Priya Nair" in page
    by_members = client.get(f"{url}?sort=members").content.decode()
    assert by_members.index("Nursing directors") < by_members.index("Finance directors")
    found = client.get(f"{url}?q=chief nurse", headers={"HX-Request": "true"}).content.decode()
    assert "Showing 1 of 2 pools" in found
    assert "<html" not in found


def test_demand_is_set_against_supply(client, trust, member) -> None:
    make_post(trust.unit, "Chief nurse, north", "CNO")
    leaving = make_post(trust.unit, "Chief nurse, south", "CNO")
    Incumbency.objects.create(
        unit=trust.unit, post=leaving, assignment=Assignment.objects.get(staff=trust.holder),
        starts_on=factories.LONG_AGO,
    )  # fmt: skip
    leaving.risks.create(
        unit=trust.unit, vacancy_risk="FR9", leaving_on=today() + DAY, assessed_on=today(),
        valid_from=today(),
    )  # fmt: skip
    url = urls(trust)["pools"]
    client.force_login(trust.lead)
    assert "1 post due, 1 member active" in client.get(url).content.decode()
    client.force_login(trust.cpo)
    page = client.get(url).content.decode()
    assert "2 posts due, 0 members ready now: under-subscribed" in page
    nominate(trust.post, trust.deputy, "RN")
    assert "2 posts due, 1 member ready now: under-subscribed" in client.get(url).content.decode()
    pool = client.get(urls(trust)["pool"]).content.decode()
    assert "Under-subscribed: 1 member ready now" in pool


# --- members ----------------------------------------------------------------------------------------------


def test_a_person_is_invited_once(client, trust, units) -> None:
    url, good = urls(trust)["add_member"], {"staff": str(trust.deputy.public_id)}
    for who, status in outsiders(trust, units):
        client.force_login(who)
        assert client.post(url, good).status_code == status
    client.force_login(trust.lead)
    other = factories.staff(units["TA2"], "Jon Vale")
    for bad in ({}, {"staff": "x"}, {"staff": str(other.public_id)}):
        assert client.post(url, bad).status_code == 422
    assert PoolMembership.objects.count() == 0
    assert client.post(url, good).status_code == 302
    made = PoolMembership.objects.get()
    assert (made.staff, made.status, made.joined_on) == (trust.deputy, "invited", None)
    letter = Outbox.objects.get()
    assert (letter.to, letter.context["link"]) == (
        trust.deputy.work_email,
        "http://testserver/o/TA1/my/pools/",
    )
    assert client.post(url, good).status_code == 422
    found = client.get(url, {"q": "kirs"}, headers={"HX-Request": "true"}).content.decode()
    assert "1 person found" in found
    assert "<html" not in found


def test_a_member_moves_and_leaves(client, trust, member, units) -> None:
    url = of_member("move_member", member)
    for who, status in outsiders(trust, units):
        client.force_login(who)
        assert client.post(url, {"to": "paused:leave"}).status_code == status
    client.force_login(trust.lead)
    assert client.get(url).status_code == 405
    for bad in ({}, {"to": "prepared"}, {"to": "gone"}, {"to": "paused"}, {"to": "invited"}):
        assert client.post(url, bad).status_code == 422
    member.refresh_from_db()
    assert member.status == "active"
    assert client.post(url, {"to": "paused:leave"}).status_code == 302
    member.refresh_from_db()
    assert (member.status, member.reason, member.status_on) == ("paused", "leave", today())
    assert "On leave, since" in client.get(urls(trust)["pool"]).content.decode()
    assert client.post(url, {"to": "left:moved_on"}).status_code == 302
    member.refresh_from_db()
    assert (member.status, member.reason, member.left_on) == ("left", "moved_on", today())
    assert client.post(url, {"to": "active"}).status_code == 422


def test_a_place_is_taken_by_accepting(client, trust) -> None:
    Pool.objects.update(capacity=1)
    join(trust.pool, trust.holder)
    invited = join(trust.pool, trust.deputy, "invited")
    client.force_login(trust.lead)
    answer = client.post(of_member("move_member", invited), {"to": "active"})
    assert answer.status_code == 422
    assert "Every place in this pool is taken" in answer.content.decode()
    invited.refresh_from_db()
    assert invited.status == "invited"


def test_a_panel_scores_and_decides(client, trust, units) -> None:
    applied = join(trust.pool, trust.deputy, "applied")
    url = of_member("assess_member", applied)
    good = {"score-overall": "3", "note": "Led the winter plan", "outcome": "assessed_in"}
    for who, status in outsiders(trust, units):
        client.force_login(who)
        assert client.post(url, good).status_code == status
    client.force_login(trust.lead)
    assert client.get(url).status_code == 405
    for bad in ({"score-overall": "5"}, {"score-overall": ""}, {"outcome": "active"}):
        assert client.post(url, {**good, **bad}).status_code == 422
    assert PoolAssessment.objects.count() == 0
    assert client.post(url, good).status_code == 302
    made = PoolAssessment.objects.get()
    assert (made.assessor_id, made.assessed_on) == (trust.lead.pk, today())
    assert made.scores == [{"key": "overall", "label": "Fit with the pool's purpose", "score": 3}]
    applied.refresh_from_db()
    assert applied.status == "assessed_in"
    page = client.get(of_member("member", applied)).content.decode()
    assert "Led the winter plan" in page
    assert "3 of 4" in page
    client.force_login(trust.deputy_user)
    assert client.get(of_member("member", applied)).status_code == 403


def test_an_activity_is_recorded_once_and_counts(client, trust, member, units) -> None:
    PoolMembership.objects.update(joined_on=today() - 200 * DAY)
    url = of_member("record_activity", member)
    good = {"kind": "mentor", **day_parts("on", today() - 2 * DAY)}
    for who, status in outsiders(trust, units):
        client.force_login(who)
        assert client.post(url, good).status_code == status
    client.force_login(trust.lead)
    for bad in (
        {"kind": "login"},
        day_parts("on", today() + DAY),
        day_parts("on", today() - 300 * DAY),
    ):
        assert client.post(url, {**good, **bad}).status_code == 422
    assert PoolActivity.objects.count() == 0
    assert client.post(url, good).status_code == 302
    assert client.post(url, good).status_code == 422
    assert PoolActivity.objects.get().recorded_by_id == trust.lead.pk
    page = client.get(urls(trust)["pool"]).content.decode()
    assert "Last activity 2 days ago: mentor meeting" in page


def test_what_waits_for_the_owner(trust, member) -> None:
    join(trust.pool, trust.holder, "applied")
    Pool.objects.update(owner=trust.lead, review_on=today() - DAY)
    with user_scope(trust.lead.pk, unit_code="TA1") as viewer:
        said = [each.text for each in panels.pools_to_look_at(viewer)]
    assert said == [
        "Nursing directors: review overdue",
        "Nursing directors: 1 person waits for an answer or to answer",
    ]
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        assert panels.pools_to_look_at(viewer) == []


def test_a_nomination_opens_nothing_in_a_pool_that_has_closed(trust) -> None:
    from succession.access import AGREEMENT
    from talentpools.services.prepared import open_prepared, prepare_memberships

    named = nominate(trust.post, trust.deputy)
    common = {
        "actor": AGREEMENT,
        "unit_id": trust.unit.id,
        "source_id": named.public_id,
        "day": today(),
    }
    prepare_memberships(staff_id=trust.deputy.id, pools=[trust.pool.public_id], **common)
    Pool.objects.update(valid_to=today())
    open_prepared(**common)
    row = PoolMembership.objects.get()
    assert (row.status, row.opened_on) == ("left", None)


def test_who_looked_at_members_is_recorded(client, trust, member) -> None:
    client.force_login(trust.lead)
    client.get(urls(trust)["pool"])
    client.get(of_member("member", member))
    events = [(e.page, e.staff_ids) for e in ReadEvent.objects.order_by("at")]
    assert events == [
        ("talentpools.pool", [trust.deputy.pk]),
        ("talentpools.member", [trust.deputy.pk]),
    ]


@pytest.mark.parametrize(("name", "most"), [("pools", 14), ("pool", 15)])
def test_queries_do_not_grow_with_rows(client, trust, member, name, most) -> None:
    Pool.objects.update(owner=trust.cpo)
    client.force_login(trust.lead)
    few = queries(client, urls(trust)[name])
    for number in range(3):
        made = make_pool(trust.unit, f"Pool {number}", "CEO")
        Pool.objects.filter(pk=made.pk).update(owner=trust.cpo)
        join(trust.pool, factories.staff(trust.unit, f"Person {'ABC'[number]}"))
    assert queries(client, urls(trust)[name]) == few <= most


def test_untold_readiness_is_no_supply_for_a_learning_lead(client, trust, member) -> None:
    assert (Nomination.objects.count(), ReadinessJudgement.objects.count()) == (0, 0)
    client.force_login(trust.lead)
    before = client.get(urls(trust)["pool"]).content.decode()
    nominate(trust.post, trust.deputy, "RN")
    after = client.get(urls(trust)["pool"]).content.decode()
    assert strip(before) == strip(after)


def strip(page: str) -> str:
    """The page without the tokens of its forms, which differ each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_the_database_refuses_an_ordinary_member_of_a_positive_action_pool(trust) -> None:
    private = make_pool(trust.unit, "Network", "CNO")
    Pool.objects.filter(pk=private.pk).update(kind="POSITIVE_ACTION")
    with pytest.raises(IntegrityError, match="no ordinary members"), transaction.atomic():
        join(private, trust.deputy)
