"""Invented records with an end, made as the owner, and the keeper at work."""

import datetime as dt
from collections.abc import Mapping

from learning.models import (
    Competency,
    CompetencyAssessment,
    PathwayAssignment,
    StepProgress,
)
from learning.pathways import shipped
from orgs.access.principals import KEEPER
from orgs.access.scope import system_scope
from orgs.clock import today
from orgs.keep import classes_in_use
from orgs.keeping import removing
from orgs.keeping.rules import Rule
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from succession.models import Nomination, Post, ReadinessJudgement, RiskAssessment
from talentpools.models import Pool, PoolMembership

BEGAN = dt.date(2010, 4, 1)


def post(unit: OrgUnit, **columns: object) -> Post:
    return Post.objects.create(
        unit=unit,
        **({"title": "Chief nurse", "role_codes": ["CNO"], "valid_from": BEGAN} | columns),
    )


def nomination(of: Post, staff: StaffRecord, ended: dt.date | None = None) -> Nomination:
    return Nomination.objects.create(
        unit_id=of.unit_id, post=of, staff=staff, valid_from=BEGAN, valid_to=ended
    )


def judgement(of: Nomination, ended: dt.date | None = None) -> ReadinessJudgement:
    return ReadinessJudgement.objects.create(
        unit_id=of.unit_id,
        nomination=of,
        readiness="R12",
        judged_on=BEGAN,
        valid_from=BEGAN,
        valid_to=ended,
    )


def risk(of: Post, ended: dt.date | None = None) -> RiskAssessment:
    return RiskAssessment.objects.create(
        unit_id=of.unit_id, post=of, assessed_on=BEGAN, valid_from=BEGAN, valid_to=ended
    )


def pathway(staff: StaffRecord, ended: dt.date | None = None) -> PathwayAssignment:
    made = PathwayAssignment.objects.create(
        unit_id=staff.unit_id,
        staff=staff,
        **shipped("ASP-CNO").copy,
        state="completed" if ended else "active",
        prepared_on=BEGAN,
        started_on=BEGAN,
        ended_on=ended,
    )
    for step in made.steps[:2]:
        StepProgress.objects.create(unit_id=staff.unit_id, assignment=made, step_key=step["key"])
    return made


def assessed(staff: StaffRecord, *days: dt.date) -> list[CompetencyAssessment]:
    competency = Competency.objects.get(code="LCF1")
    return [
        CompetencyAssessment.objects.create(
            unit_id=staff.unit_id, staff=staff, competency=competency, level=2, assessed_on=day
        )
        for day in days
    ]


def member(staff: StaffRecord, left: dt.date | None = None) -> PoolMembership:
    pool = Pool.objects.create(unit_id=staff.unit_id, title="A pool", valid_from=BEGAN)
    return PoolMembership.objects.create(
        unit_id=staff.unit_id,
        pool=pool,
        staff=staff,
        status="left" if left else "active",
        opened_on=BEGAN,
        joined_on=BEGAN,
        left_on=left,
    )


def horizons(day: dt.date) -> dict[str, Rule]:
    """Rules under which every class has the same horizon."""
    return {each.code: Rule(each, each.least, day) for each in classes_in_use()}


def remove(unit: OrgUnit, rules: Mapping[str, Rule]) -> int:
    return removing.remove_at(KEEPER, unit.pk, rules, today())


def due(unit: OrgUnit, rules: Mapping[str, Rule]) -> dict[str, int]:
    """What would go in the next run, by class, as the keeper sees it; classes with nothing left out."""
    with system_scope(KEEPER, units=[unit.pk]):
        found = removing.due(unit.pk, rules)
    return {code: each.next_run for code, each in found.items() if each.next_run}
