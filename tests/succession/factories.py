"""A small invented board, made as the owner."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning.models import Competency, CompetencyAssessment
from orgs.clock import today
from orgs.models.access import User
from orgs.models.people import Assignment, StaffRecord
from orgs.models.units import OrgUnit
from succession.models import Incumbency, Nomination, Post, ReadinessJudgement, SuccessionPlan
from talentpools.models import Pool
from tests import factories

LONG_AGO = factories.LONG_AGO


@dataclass
class World:
    """A Trust with a chief nurse, a deputy who can be named, a pool, and whoever signs in."""

    unit: OrgUnit
    cpo: User
    lead: User
    holder: StaffRecord
    deputy: StaffRecord
    deputy_user: User
    post: Post
    pool: Pool
    plan: SuccessionPlan
    more: dict[str, object] = field(default_factory=dict)


def world(unit: OrgUnit) -> World:
    priya = factories.staff(unit, "Priya Nair", title="Chief people officer")
    holder = factories.staff(unit, "Helen Adeyemi", title="Chief nurse")
    deputy = factories.staff(unit, "Kirsty Moor", title="Deputy chief nurse")
    cpo = factories.holder("cpo", unit, person=priya.person)
    post = make_post(unit, "Chief nurse", "CNO", holder=holder)
    return World(
        unit=unit,
        cpo=cpo,
        lead=factories.holder("learning_lead", unit),
        holder=holder,
        deputy=deputy,
        deputy_user=factories.holder("staff", unit, person=deputy.person, login="kirsty"),
        post=post,
        pool=make_pool(unit, "Nursing directors", "CNO"),
        plan=SuccessionPlan.objects.create(
            unit=unit, cycle="2026 to 2027", valid_from=LONG_AGO, changed_by=cpo
        ),
    )


def make_post(
    unit: OrgUnit, title: str, *roles: str, holder: StaffRecord | None = None, position: int = 1
) -> Post:
    post = Post.objects.create(
        unit=unit, title=title, role_codes=list(roles), position=position, valid_from=LONG_AGO
    )
    if holder is not None:
        Incumbency.objects.create(
            unit=unit,
            post=post,
            assignment=Assignment.objects.get(staff=holder),
            starts_on=LONG_AGO,
        )
    return post


def make_pool(unit: OrgUnit, title: str, *roles: str, capacity: int | None = 16) -> Pool:
    return Pool.objects.create(
        unit=unit,
        title=title,
        target_roles=list(roles),
        capacity=capacity,
        valid_from=LONG_AGO,
    )


def nominate(
    post: Post,
    staff: StaffRecord,
    readiness: str = "R12",
    *,
    rank: int = 1,
    since: dt.date | None = None,
    review_by: dt.date | None = None,
    **columns: object,
) -> Nomination:
    since = since or today() - dt.timedelta(days=30)
    made = Nomination.objects.create(
        unit_id=post.unit_id, post=post, staff=staff, rank=rank, valid_from=since, **columns
    )
    ReadinessJudgement.objects.create(
        unit_id=post.unit_id,
        nomination=made,
        readiness=readiness,
        judged_on=since,
        review_by=review_by or today() + dt.timedelta(days=90),
        valid_from=since,
    )
    return made


def assess(staff: StaffRecord, **levels: int) -> None:
    for code, level in levels.items():
        CompetencyAssessment.objects.create(
            unit_id=staff.unit_id,
            staff=staff,
            competency=Competency.objects.get(code=code),
            level=level,
            assessed_on=LONG_AGO,
        )


#: What the scope asks when it is opened inside a test's own transaction, and never in a request of
#: its own: what was before, and how to go back.
_OF_THE_TEST = ("SAVEPOINT", "SELECT current_setting('role')", "SELECT app.leave()", "RESET ROLE")


def queries(client: Client, url: str) -> int:
    """How many queries a page takes, without what only a test's transaction adds."""
    client.get(url)
    return queries_of(lambda: client.get(url))


def queries_of(ask: Callable[[], HttpResponse]) -> int:
    """How many queries one request takes, as above."""
    with CaptureQueriesContext(connection) as captured:
        assert ask().status_code == 200
    return sum(not any(part in q["sql"] for part in _OF_THE_TEST) for q in captured)
