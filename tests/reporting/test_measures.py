"""What is counted, row by row: whom a measure takes in, and whom it leaves out."""

import datetime as dt

from django.db import connection

from learning.measures import count_learners
from learning.models import (
    Competency,
    CompetencyAssessment,
    Framework,
    PathwayAssignment,
    RoleProfile,
    RoleProfileItem,
    StepProgress,
)
from learning.pathways import Pathway, Step
from orgs.access.scope import builder_scope
from orgs.models.people import Assignment
from orgs.models.units import OrgUnit
from succession.cover_measures import count_cover, count_risk
from succession.measures import count_due, count_plans, count_posts
from succession.models import (
    Incumbency,
    Nomination,
    Post,
    ReadinessJudgement,
    RiskAssessment,
)
from succession.successor_measures import (
    count_clock,
    count_developing,
    count_gaps,
    count_nominations,
    count_successors,
)
from talentpools.measures import count_members, count_pools
from talentpools.models import Pool, PoolActivity, PoolMembership
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
    assert counted(count_successors, units["TA1"]) == {("RN",): 1}
    assert counted(count_nominations, units["TA1"]) == {("Finance", "RN"): 1}
    ReadinessJudgement.objects.filter(nomination=again).update(
        review_by=AS_AT - dt.timedelta(days=1)
    )
    assert counted(count_successors, units["TA1"]) == {("R12",): 1}


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
        made = PoolMembership.objects.create(
            unit=units["TA1"],
            pool=pool,
            staff=factories.staff(units["TA1"], f"Member {days} {status}"),
            status=status,
            opened_on=LONG_AGO,
            joined_on=LONG_AGO,
        )
        if days is not None:
            PoolActivity.objects.create(
                unit=units["TA1"],
                membership=made,
                kind="session",
                happened_on=AS_AT - dt.timedelta(days=days),
            )
    PoolMembership.objects.create(
        unit=units["TA1"],
        pool=pool,
        staff=factories.staff(units["TA1"], "Not yet"),
        status="prepared",
    )
    assert counted(count_members, units["TA1"]) == {
        ("Other", "ACTIVE"): 1,
        ("Other", "OTHER"): 4,
    }
    pool.target_roles = ["CNO", "CEO"]
    pool.save()
    assert counted(count_members, units["TA1"])["Clinical", "OTHER"] == 4
    Pool.objects.create(
        unit=units["TA1"], title="Another", target_roles=["CMO"], valid_from=LONG_AGO
    )
    assert counted(count_pools, units["TA1"]) == {("Clinical",): 1}


def test_learners_by_the_steps_that_are_done(units: dict[str, OrgUnit]) -> None:
    pathway = pathway_of(4)
    for done in range(5):
        started = PathwayAssignment.objects.create(
            unit=units["TA1"],
            staff=factories.staff(units["TA1"], f"Learner {done}"),
            **pathway.copy,
            state="active",
            prepared_on=LONG_AGO,
            started_on=LONG_AGO,
        )
        for step in pathway.steps[:done]:
            StepProgress.objects.create(
                unit=units["TA1"],
                assignment=started,
                step_key=step.key,
                state="done",
                done_on=LONG_AGO,
            )
    PathwayAssignment.objects.create(
        unit=units["TA1"],
        staff=factories.staff(units["TA1"], "Not yet"),
        **pathway.copy,
        prepared_on=LONG_AGO,
    )
    assert counted(count_learners, units["TA1"]) == {
        ("P0",): 1,
        ("P1",): 1,
        ("P50",): 2,
        ("P100",): 1,
    }


def test_cover_of_posts(units: dict[str, OrgUnit]) -> None:
    unit = units["TA1"]
    ready, acting, late, nobody = (post(unit, role) for role in ("CEO", "CFO", "CNO", "COO"))
    name(unit, ready, "RN")
    name(unit, acting, "R12")
    Nomination.objects.filter(pk=name(unit, acting, "R35").pk).update(cover="INT")
    overdue = name(unit, late, "RN")
    ReadinessJudgement.objects.filter(nomination=overdue).update(
        review_by=AS_AT - dt.timedelta(days=1)
    )
    Nomination.objects.filter(pk=name(unit, nobody, "RNO").pk).update(cover="ACT")
    assert counted(count_cover, unit) == {
        ("Executive", "READY"): 1,
        ("Finance", "EMERGENCY"): 1,
        ("Clinical", "NEITHER"): 1,
        ("Operations", "NEITHER"): 1,
    }, "out of date is not ready, and who does not aim for the post covers it in no way"


def test_vacancy_risk_of_posts_that_are_held(units: dict[str, OrgUnit]) -> None:
    unit = units["TA1"]
    for role, level in (
        ("CEO", "FR9"),
        ("CFO", "FR3"),
        ("CNO", "FR1"),
        ("COO", "FR2"),
        ("CPO", ""),
    ):
        held = post(unit, role)
        staff = factories.staff(unit, f"Holder of {role}")
        Incumbency.objects.create(
            unit=unit, post=held, assignment=Assignment.objects.get(staff=staff), starts_on=LONG_AGO
        )
        if level:
            RiskAssessment.objects.create(
                unit=unit, post=held, vacancy_risk=level, assessed_on=LONG_AGO, valid_from=LONG_AGO
            )
    vacant = post(unit, "CMO")
    RiskAssessment.objects.create(
        unit=unit, post=vacant, vacancy_risk="FR3", assessed_on=LONG_AGO, valid_from=LONG_AGO
    )
    assert counted(count_risk, unit) == {
        ("Executive", "HIGH"): 1,
        ("Finance", "HIGH"): 1,
        ("Clinical", "OTHER"): 1,
        ("Operations", "OTHER"): 1,
        ("Corporate", "OTHER"): 1,
    }
    assert counted(count_due, unit) == {("Clinical", "VACANT"): 1}


def pathway_of(steps: int) -> Pathway:
    return Pathway(
        *("TESTP", "TESTP", "T", "CEO", ""),
        steps=tuple(Step(str(n), str(n), "COURSE", "LCF1", 4) for n in range(steps)),
    )


def begin(of: Nomination, pathway: Pathway, **days: int) -> None:
    """A pathway of the named person: `started` days ago, and each step done so many days ago."""
    started = days.pop("started")
    assigned = PathwayAssignment.objects.create(
        unit=of.unit,
        staff=of.staff,
        **pathway.copy,
        state="active",
        prepared_on=LONG_AGO,
        started_on=AS_AT - dt.timedelta(days=started),
    )
    for step, ago in zip(pathway.steps, days.values(), strict=False):
        StepProgress.objects.create(
            unit=of.unit,
            assignment=assigned,
            step_key=step.key,
            state="done",
            done_on=AS_AT - dt.timedelta(days=ago),
        )


def test_what_named_successors_have_done(units: dict[str, OrgUnit]) -> None:
    unit = units["TA1"]
    chief = post(unit, "CEO")
    pathway = pathway_of(2)
    named = [name(unit, chief, "R12") for _ in range(6)]
    begin(named[1], pathway, started=180)
    begin(named[2], pathway, started=181)
    begin(named[3], pathway, started=400, one=180)
    begin(named[4], pathway, started=400, one=181)
    begin(named[5], pathway, started=400, one=390, two=300)
    assert counted(count_developing, unit) == {
        ("NONE",): 1,
        ("ENROLLED",): 1,
        ("STALLED",): 2,
        ("MOVING",): 1,
        ("DONE",): 1,
    }


def test_days_from_being_named_to_the_first_step(units: dict[str, OrgUnit]) -> None:
    unit = units["TA1"]
    chief = post(unit, "CEO")
    pathway = pathway_of(1)
    for waited in (0, 90, 91, 180, 181, None):
        named = name(unit, chief, "R12")
        Nomination.objects.filter(pk=named.pk).update(valid_from=AS_AT - dt.timedelta(days=300))
        if waited is not None:
            begin(named, pathway, started=300, one=300 - waited)
    assert counted(count_clock, unit) == {
        ("D90",): 2,
        ("D180",): 2,
        ("LATER",): 1,
        ("NOT",): 1,
    }


def test_the_widest_gap_of_each_person(units: dict[str, OrgUnit]) -> None:
    unit = units["TA1"]
    own = post(unit, "LOCAL1")
    framework = Framework.objects.create(code="TESTF", title="T", source="T", licence="T")
    one, two = (
        Competency.objects.create(framework=framework, code=code, title=code, sort=sort)
        for sort, code in enumerate(("ONE", "TWO"))
    )
    profile = RoleProfile.objects.create(role_code="LOCAL1")
    for competency, level in ((one, 3), (two, 4)):
        RoleProfileItem.objects.create(profile=profile, competency=competency, level=level)
    for levels in ((1, 3), (2, 3), (3, 4), (4, 4), ()):
        named = name(unit, own, "R12")
        for competency, level in zip((one, two), levels, strict=False):
            CompetencyAssessment.objects.create(
                unit=unit,
                staff=named.staff,
                competency=competency,
                level=level,
                assessed_on=LONG_AGO,
            )
    assert counted(count_gaps, unit) == {
        ("ONE",): 1,
        ("TWO",): 1,
        ("NONE",): 2,
        ("NA",): 1,
    }, "equally short: the one of which the role asks most"
