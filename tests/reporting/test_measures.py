"""What is counted, row by row: whom a measure takes in, and whom it leaves out."""

import datetime as dt

from django.db import connection

from learning.measures import count_learners
from learning.models import (
    Competency,
    Framework,
    Pathway,
    PathwayAssignment,
    PathwayStep,
    StepProgress,
)
from orgs.access.scope import builder_scope
from orgs.models.units import OrgUnit
from succession.measures import count_plans, count_posts, count_successors
from succession.models import Nomination, Post, ReadinessJudgement
from talentpools.measures import count_members
from talentpools.models import Pool, PoolMembership
from tests import factories
from tests.reporting.region import AS_AT, name

LONG_AGO = factories.LONG_AGO


def counted(measure, unit: OrgUnit, as_at: dt.date = AS_AT) -> dict[tuple[str, ...], int]:
    """Atoms of one employer, as the builder counts them."""
    with builder_scope(), connection.cursor() as cursor:
        rows = measure(cursor, as_at)
    return {tuple(codes): n for unit_id, *codes, n, _ in rows if unit_id == unit.id}


def post(unit: OrgUnit, role: str, **more) -> Post:
    return Post.objects.create(
        unit=unit, title=role, role_codes=[role], valid_from=LONG_AGO, **more
    )


def test_posts_of_the_day(units: dict[str, OrgUnit]) -> None:
    post(units["TA1"], "CEO")
    post(units["TA1"], "LOCAL1")
    post(units["TA1"], "CFO", valid_to=AS_AT)
    assert counted(count_posts, units["TA1"]) == {("CEO", "VACANT"): 1, ("OTHER", "VACANT"): 1}
    assert counted(count_posts, units["TA1"], AS_AT - dt.timedelta(days=1)) == {
        ("CEO", "VACANT"): 1,
        ("CFO", "VACANT"): 1,
        ("OTHER", "VACANT"): 1,
    }


def test_an_employer_without_a_plan_is_counted(units: dict[str, OrgUnit]) -> None:
    assert counted(count_plans, units["TA1"]) == {("NONE",): 1}
    assert counted(count_plans, units["RA"]) == {}, "it employs nobody"


def test_a_person_counts_once_where_she_is_readiest(units: dict[str, OrgUnit]) -> None:
    chief, finance = post(units["TA1"], "CEO"), post(units["TA1"], "CFO")
    twice = name(units["TA1"], chief, "R12")
    again = Nomination.objects.create(
        unit=units["TA1"], post=finance, staff=twice.staff, status="agreed", valid_from=LONG_AGO
    )
    ReadinessJudgement.objects.create(
        unit=units["TA1"], nomination=again, readiness="RN", judged_on=LONG_AGO, valid_from=LONG_AGO
    )
    assert counted(count_successors, units["TA1"]) == {("Finance", "RN"): 1}
    ReadinessJudgement.objects.filter(nomination=again).update(
        review_by=AS_AT - dt.timedelta(days=1)
    )
    assert counted(count_successors, units["TA1"]) == {("Executive", "R12"): 1}


def test_who_is_no_successor(units: dict[str, OrgUnit]) -> None:
    chief = post(units["TA1"], "CEO")
    name(units["TA1"], chief, "RNO")
    for change in (
        {"status": "withdrawn"},
        {"status": "declined_by_person"},
        {"status": "draft"},
        {"valid_to": AS_AT},
        {"valid_from": AS_AT + dt.timedelta(days=1)},
    ):
        Nomination.objects.filter(pk=name(units["TA1"], chief, "RN").pk).update(**change)
    assert counted(count_successors, units["TA1"]) == {}


def test_members_by_their_last_activity(units: dict[str, OrgUnit]) -> None:
    pool = Pool.objects.create(unit=units["TA1"], title="Future chief nurses", valid_from=LONG_AGO)
    for days, status in (
        (60, "active"),
        (61, "active"),
        (121, "active"),
        (None, "active"),
        (1, "paused"),
    ):
        PoolMembership.objects.create(
            unit=units["TA1"],
            pool=pool,
            staff=factories.staff(units["TA1"], f"Member {days} {status}"),
            status=status,
            opened_on=LONG_AGO,
            joined_on=LONG_AGO,
            last_activity_on=None if days is None else AS_AT - dt.timedelta(days=days),
        )
    PoolMembership.objects.create(
        unit=units["TA1"],
        pool=pool,
        staff=factories.staff(units["TA1"], "Not yet"),
        status="prepared",
    )
    assert counted(count_members, units["TA1"]) == {
        ("ACTIVE",): 1,
        ("QUIET",): 1,
        ("INACTIVE",): 2,
        ("EXEMPT",): 1,
    }


def test_learners_by_the_steps_that_are_done(units: dict[str, OrgUnit]) -> None:
    framework = Framework.objects.create(code="TESTF", title="T", source="T", licence="T")
    competency = Competency.objects.create(framework=framework, code="TESTC", title="T")
    pathway = Pathway.objects.create(role_code="CEO", code="TESTP", title="T")
    steps = [
        PathwayStep.objects.create(
            pathway=pathway, order=n, title=str(n), type="COURSE", competency=competency
        )
        for n in range(4)
    ]
    for done in range(5):
        started = PathwayAssignment.objects.create(
            unit=units["TA1"],
            staff=factories.staff(units["TA1"], f"Learner {done}"),
            pathway=pathway,
            state="active",
            prepared_on=LONG_AGO,
            started_on=LONG_AGO,
        )
        for step in steps[:done]:
            StepProgress.objects.create(
                unit=units["TA1"], assignment=started, step=step, state="done", done_on=LONG_AGO
            )
    PathwayAssignment.objects.create(
        unit=units["TA1"],
        staff=factories.staff(units["TA1"], "Not yet"),
        pathway=pathway,
        prepared_on=LONG_AGO,
    )
    assert counted(count_learners, units["TA1"]) == {
        ("P0",): 1,
        ("P1",): 1,
        ("P50",): 2,
        ("P100",): 1,
    }
