"""Leaving ends, on the same day, what a person held at the employer, and nothing elsewhere."""

import datetime as dt

import pytest

from orgs import leaving
from orgs.access.principals import LEAVING
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.access import Grant
from orgs.models.audit import AuditEvent
from orgs.models.people import StaffRecord
from orgs.people import services
from succession.enums import NominationStatus
from succession.models import Incumbency, Nomination
from talentpools.models import PoolMembership
from tests import factories
from tests.succession.factories import World, nominate, world

DAY = dt.timedelta(days=1)


@pytest.fixture
def trust(units) -> World:
    made = world(units["TA1"])
    PoolMembership.objects.create(
        unit=made.unit, pool=made.pool, staff=made.deputy, status="active",
        opened_on=today() - 9 * DAY, joined_on=today() - 9 * DAY,
    )  # fmt: skip
    return made


def leave(trust: World, record: StaffRecord, on: dt.date) -> None:
    with user_scope(trust.cpo.pk, unit_code=trust.unit.code) as viewer:
        viewer.person_id = trust.cpo.person_id
        services.record_leaving(viewer=viewer, record=record, on=on)


def test_everything_here_ends_and_nothing_elsewhere(trust, units) -> None:
    named = nominate(trust.post, trust.deputy)
    nominate(trust.post, factories.staff(trust.unit, "Mo Stays"), rank=2)
    elsewhere = factories.give(trust.deputy_user, "ig_auditor", units["TA2"])
    here = Grant.objects.get(user=trust.deputy_user, unit=trust.unit)
    leave(trust, trust.deputy, today())
    here.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (here.valid_to, elsewhere.valid_to) == (today(), None)
    named.refresh_from_db()
    assert (named.status, named.valid_to) == (NominationStatus.LAPSED, today())
    assert Nomination.objects.exclude(pk=named.pk).get().valid_to is None
    member = PoolMembership.objects.get()
    assert (member.status, member.left_on) == ("left", today())
    with user_scope(trust.deputy_user.pk, unit_code=trust.unit.code) as viewer:
        assert viewer.reaching == ()
    acts = set(AuditEvent.objects.filter(unit=trust.unit).values_list("action", "actor"))
    for action in ("staff.left", "grant.ended", "successor.lapsed", "pool.member_changed"):
        assert (action, trust.cpo.pk) in acts


def test_it_does_not_depend_on_what_the_keeper_may_do_besides(trust) -> None:
    """A keeper of the list without succession rights would see no nomination, and it must lapse all the same."""
    named = nominate(trust.post, trust.deputy)
    with user_scope(trust.lead.pk, unit_code=trust.unit.code) as viewer:
        assert Nomination.objects.count() == 0
        leaving.settle(viewer, trust.unit.pk, today())
    assert Nomination.objects.get(pk=named.pk).valid_to is None
    StaffRecord.objects.filter(pk=trust.deputy.pk).update(valid_to=today())
    with user_scope(trust.lead.pk, unit_code=trust.unit.code) as viewer:
        leaving.settle(viewer, trust.unit.pk, today())
    assert Nomination.objects.get(pk=named.pk).status == NominationStatus.LAPSED


def test_the_holder_who_leaves_leaves_the_post(trust) -> None:
    leave(trust, trust.holder, today() - 3 * DAY)
    assert Incumbency.objects.get().ends_on == today() - 3 * DAY
    assert AuditEvent.objects.filter(action="post.vacated").count() == 1


def test_an_assignment_that_ends_ends_the_holding_and_no_nomination(trust) -> None:
    named = nominate(trust.post, trust.holder)
    with user_scope(trust.cpo.pk, unit_code=trust.unit.code) as viewer:
        services.end_assignment(
            viewer=viewer, assignment=trust.holder.assignments.get(), on=today()
        )
    assert Incumbency.objects.get().ends_on == today()
    named.refresh_from_db()
    assert (named.valid_to, StaffRecord.objects.get(pk=trust.holder.pk).valid_to) == (None, None)


def test_a_day_to_come_changes_nothing_before_it(trust, monkeypatch) -> None:
    named = nominate(trust.post, trust.deputy)
    on = today() + 5 * DAY
    leave(trust, trust.deputy, on)
    assert leaving.settle_all(LEAVING) == 0
    assert Nomination.objects.get().valid_to is None
    monkeypatch.setattr(leaving, "today", lambda: on)
    assert leaving.settle_all(LEAVING) == 1
    named.refresh_from_db()
    assert (named.status, named.valid_to) == (NominationStatus.LAPSED, on)
    assert Grant.objects.get(user=trust.deputy_user).valid_to == on
    lapsed = AuditEvent.objects.get(action="successor.lapsed")
    assert (lapsed.principal, lapsed.actor) == ("system:leaving", None)
    leaving.settle_all(LEAVING)
    assert AuditEvent.objects.filter(action="successor.lapsed").count() == 1


def test_a_nomination_that_ended_before_keeps_its_word(trust) -> None:
    named = nominate(trust.post, trust.deputy, status="withdrawn", valid_to=today() - 20 * DAY)
    leave(trust, trust.deputy, today() - 25 * DAY)
    named.refresh_from_db()
    assert (named.status, named.valid_to) == ("withdrawn", today() - 20 * DAY)


def test_a_role_given_after_the_leaving_stays(trust) -> None:
    leave(trust, trust.deputy, today() - 10 * DAY)
    later = factories.give(
        trust.deputy_user, "committee_reader", trust.unit, since=today() - 5 * DAY
    )
    leaving.settle_all(LEAVING)
    later.refresh_from_db()
    assert later.valid_to is None


def test_the_plan_shows_a_nomination_that_lapsed_as_ended(trust, client) -> None:
    nominate(trust.post, trust.deputy)
    client.force_login(trust.cpo)
    assert "Kirsty Moor" in client.get("/o/TA1/succession/").content.decode()
    leave(trust, trust.deputy, today())
    page = client.get("/o/TA1/succession/").content.decode()
    assert page.count("Kirsty Moor") == 1
    assert "Kirsty Moor, left on " in page
    assert "No successor named" in page
