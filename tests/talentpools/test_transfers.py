"""An employer closes: its pools go on with what members did; a positive-action pool ends."""

from django.db import connection

from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import system_scope
from orgs.clock import today
from orgs.restructure.transfers import Handover, Heirs, transfers
from talentpools.models import Pool, PoolActivity, PoolAssessment, PoolMembership
from tests import factories
from tests.succession.factories import make_pool
from tests.talentpools.conftest import join


def test_members_go_on_with_what_they_did_and_positive_action_ends(units) -> None:
    closing, new = units["QA1"], units["QA2"]
    staff = factories.staff(closing, "Kirsty Moor")
    there = factories.staff(new, "Kirsty Moor", person=staff.person)
    pool = make_pool(closing, "Nursing directors", "CNO")
    Pool.objects.filter(pk=pool.pk).update(joining="self", criteria_key="aspiring")
    member = join(pool, staff)
    PoolActivity.objects.create(unit=closing, membership=member, kind="mentor", happened_on=today())
    PoolAssessment.objects.create(
        unit=closing, membership=member, assessed_on=today(), scores=[], note="Ready to lead"
    )
    private = make_pool(closing, "Network", "CNO")
    Pool.objects.filter(pk=private.pk).update(kind="POSITIVE_ACTION", joining="self")
    done = {}
    handover = Handover((Heirs(closing.id, new.id),))
    with system_scope(RESTRUCTURE, units=[closing.id, new.id]):
        for key in ("pools", "memberships"):
            done[key] = transfers.get(key).move(handover, today(), RESTRUCTURE)
    connection.check_constraints()
    assert done == {"pools": (2, 1), "memberships": (1, 3)}
    fresh = Pool.objects.get(unit=new)
    assert (fresh.continues, fresh.joining, fresh.criteria_key) == (pool, "self", "aspiring")
    private.refresh_from_db()
    assert private.valid_to == today()
    row = PoolMembership.objects.get(unit=new)
    assert (row.staff, row.status, row.status_on) == (there, "active", today())
    assert row.activities.get().kind == "mentor"
    assert row.assessments.get().note == "Ready to lead"
