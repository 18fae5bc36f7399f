"""What the database itself shows, with every check of the code left out."""

import pytest
from django.db import DatabaseError, connection, transaction

from learning.models import PathwayAssignment, StepProgress
from learning.pathways import shipped
from learning.services import open_prepared, prepare_pathway
from orgs.access.scope import user_scope
from orgs.clock import today
from succession.access import AGREEMENT
from succession.models import Nomination, Post, ReadinessJudgement, RiskAssessment
from talentpools.models import Pool, PoolMembership
from talentpools.services.prepared import prepare_memberships
from tests import factories
from tests.succession.factories import World, nominate


@pytest.fixture
def named(trust: World) -> Nomination:
    made = nominate(trust.post, trust.deputy)
    prepare_pathway(
        actor=AGREEMENT,
        unit_id=trust.unit.id,
        staff_id=trust.deputy.id,
        pathway=shipped("ASP-CNO"),
        source_id=made.public_id,
        day=today(),
    )
    prepare_memberships(
        actor=AGREEMENT,
        unit_id=trust.unit.id,
        staff_id=trust.deputy.id,
        pools=[trust.pool.public_id],
        source_id=made.public_id,
        day=today(),
    )
    return made


TABLES = (
    Nomination,
    Post,
    ReadinessJudgement,
    RiskAssessment,
    PathwayAssignment,
    StepProgress,
    PoolMembership,
    Pool,
)


def seen(user, unit: str = "TA1") -> dict[str, int]:
    with user_scope(user.pk, unit_code=unit):
        return {m.__name__: n for m in TABLES if (n := m.objects.count())}


def test_the_succession_circle_sees_what_is_prepared(trust, named) -> None:
    assert seen(trust.cpo) == {
        "Nomination": 1, "Post": 1, "ReadinessJudgement": 1, "PathwayAssignment": 1,
        "PoolMembership": 1, "Pool": 1,
    }  # fmt: skip


def test_learning_people_and_the_person_see_none_of_it(trust, named) -> None:
    assert seen(trust.lead) == {"Pool": 1}
    assert seen(trust.deputy_user) == {}


def test_once_told_the_person_sees_her_own_nomination_and_post_alone(trust, named, units) -> None:
    rival = factories.staff(trust.unit, "Rival Stone")
    nominate(trust.post, rival, disclosure="told", told_on=today())
    Nomination.objects.filter(pk=named.pk).update(disclosure="told", told_on=today())
    assert seen(trust.deputy_user) == {"Nomination": 1, "Post": 1}
    with user_scope(trust.deputy_user.pk, unit_code="TA1"):
        assert Nomination.objects.get().pk == named.pk
        assert Nomination.objects.update(rank=9) == 0
    assert seen(trust.lead) == {"Pool": 1}


def test_what_is_open_is_seen_by_all_three(trust, named) -> None:
    open_prepared(actor=AGREEMENT, unit_id=trust.unit.id, source_id=named.public_id, day=today())
    PoolMembership.objects.update(status="active", opened_on=today(), joined_on=today())
    assert seen(trust.lead) == {
        "PathwayAssignment": 1,
        "StepProgress": 7,
        "PoolMembership": 1,
        "Pool": 1,
    }
    assert seen(trust.deputy_user) == {
        "PathwayAssignment": 1, "StepProgress": 7, "PoolMembership": 1, "Pool": 1,
    }  # fmt: skip
    colleague = factories.staff(trust.unit, "Ola Finch")
    assert seen(factories.holder("staff", trust.unit, person=colleague.person, login="ola")) == {}


def test_the_neighbour_and_those_above_see_nothing(trust, named, units) -> None:
    cpo = factories.holder("cpo", units["TA2"])
    assert seen(cpo, "TA2") == {}
    assert seen(cpo, "TA1") == {}
    for code in ("QA1", "RA", "NAT"):
        lead = factories.holder("talent_lead", units[code])
        assert seen(lead, code) == {}
        assert seen(lead, "TA1") == {}


def test_a_learning_lead_can_write_nothing_that_is_only_prepared(trust, named) -> None:
    with user_scope(trust.lead.pk, unit_code="TA1"):
        assert PathwayAssignment.objects.update(state="withdrawn") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            PathwayAssignment.objects.create(
                unit=trust.unit,
                staff=trust.holder,
                **shipped("ASP-CEO").copy,
                prepared_on=today(),
            )


def test_nobody_is_told_by_an_error_that_something_is_prepared(trust, named) -> None:
    with user_scope(trust.lead.pk, unit_code="TA1"):
        PoolMembership.objects.create(
            unit=trust.unit, pool=trust.pool, staff=trust.deputy, status="active",
            opened_on=today(), joined_on=today(),
        )  # fmt: skip
        PathwayAssignment.objects.create(
            unit=trust.unit, staff=trust.deputy, **shipped("ASP-CNO").copy,
            state="active", prepared_on=today(), started_on=today(),
        )  # fmt: skip
    assert (
        open_prepared(
            actor=AGREEMENT, unit_id=trust.unit.id, source_id=named.public_id, day=today()
        )
        == 1
    )
    assert sorted(PathwayAssignment.objects.values_list("state", flat=True)) == [
        "active",
        "withdrawn",
    ]


def test_a_nomination_cannot_point_at_another_employers_person(trust, units) -> None:
    other = factories.staff(units["TA2"], "Jon Vale")
    Nomination.objects.create(unit=trust.unit, post=trust.post, staff=other, valid_from=today())
    with pytest.raises(DatabaseError, match="unit_fk"), transaction.atomic():
        connection.check_constraints()
    Nomination.objects.all().delete()
