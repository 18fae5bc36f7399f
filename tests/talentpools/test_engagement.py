"""The page and the figures say the same of every member, and the page follows the employer's own rule."""

import datetime as dt

import pytest
from django.db import connection

from learning.models import CompetencyAssessment, PathwayAssignment, StepProgress
from learning.pathways import shipped
from orgs.access.scope import builder_scope, user_scope
from orgs.codes import code_lists
from orgs.inheritance.services import publish_definition
from orgs.models.outbox import Outbox
from talentpools import engagement, selectors
from talentpools.access import WATCH
from talentpools.engagement import NATIONAL, Event, Rule, explained
from talentpools.measures import count_members
from talentpools.models import Pool, PoolActivity, PoolMembership
from talentpools.presenters import board
from talentpools.rules import engagement_rule
from talentpools.services.watch import alert_owners
from tests import factories
from tests.succession.factories import make_pool
from tests.talentpools.conftest import join

DAY = dt.date(2026, 10, 31)
EDGES = [
    (0, "ACTIVE"),
    (59, "ACTIVE"),
    (60, "ACTIVE"),
    (61, "QUIET"),
    (119, "QUIET"),
    (120, "QUIET"),
    (121, "INACTIVE"),
]
#: status, days since the last activity and since joining (None = there is none), code
CASES = [
    *(("active", days, 400, code) for days, code in EDGES),
    *(("active", None, days, code) for days, code in EDGES),
    ("active", None, None, "INACTIVE"),
    ("paused", 1, 400, "EXEMPT"),
    ("paused", None, None, "EXEMPT"),
]


def ago(days: int | None) -> dt.date | None:
    return None if days is None else DAY - dt.timedelta(days=days)


def member_of(pool: Pool, status: str, joined: int | None, active: int | None) -> PoolMembership:
    made = PoolMembership.objects.create(
        unit=pool.unit,
        pool=pool,
        staff=factories.staff(pool.unit, "Kirsty Moor"),
        status=status,
        opened_on=ago(400),
        joined_on=ago(joined),
    )
    if active is not None:
        PoolActivity.objects.create(
            unit=pool.unit, membership=made, kind="mentor", happened_on=ago(active)
        )
    return made


@pytest.mark.parametrize(("status", "active", "joined", "code"), CASES)
def test_the_page_and_the_figures_agree(units, status, active, joined, code) -> None:
    pool = make_pool(units["TA1"], "Nursing directors", "CNO")
    member_of(pool, status, joined, active)
    codes = code_lists("engagement")["engagement"]
    shown = [
        card
        for column in board.columns(selectors.members(pool, NATIONAL, DAY), codes, NATIONAL, DAY)
        for card in column.cards
    ]
    assert [m.tag for m in shown] == [codes[code].label]
    assert [m.active for m in shown] == [code == "ACTIVE"]
    with builder_scope(), connection.cursor() as cursor:
        counted = count_members(cursor, DAY)
    band = code if code == "ACTIVE" else "OTHER"
    assert [row[1:4] for row in counted] == [("Clinical", band, 1)]


def test_who_is_in_two_pools_counts_where_she_is_more_present(units) -> None:
    person = factories.staff(units["TA1"], "Kirsty Moor")
    for title, joined in (("One", 300), ("Two", 10)):
        PoolMembership.objects.create(
            unit=units["TA1"],
            pool=make_pool(units["TA1"], title, "CNO"),
            staff=person,
            status="active",
            opened_on=ago(400),
            joined_on=ago(joined),
        )
    with builder_scope(), connection.cursor() as cursor:
        counted = count_members(cursor, DAY)
    assert [row[1:4] for row in counted] == [("Clinical", "ACTIVE", 1)]


@pytest.mark.parametrize("kind", ["step", "assessment"])
def test_what_is_kept_elsewhere_counts_too(units, kind) -> None:
    pool = make_pool(units["TA1"], "Nursing directors", "CNO")
    staff = member_of(pool, "active", 400, None).staff
    if kind == "step":
        pathway = shipped("ASP-CNO")
        assigned = PathwayAssignment.objects.create(
            unit=pool.unit, staff=staff, **pathway.copy, state="active",
            prepared_on=ago(90), started_on=ago(90),
        )  # fmt: skip
        StepProgress.objects.create(
            unit=pool.unit, assignment=assigned, step_key=pathway.steps[0].key, state="done",
            done_on=ago(12),
        )  # fmt: skip
    else:
        from learning.models import Competency

        CompetencyAssessment.objects.create(
            unit=pool.unit, staff=staff, competency=Competency.objects.get(code="LCF1"),
            level=3, assessed_on=ago(12),
        )  # fmt: skip
    (member,) = selectors.members(pool, NATIONAL, DAY)
    assert member.last == Event(kind, ago(12))
    with builder_scope(), connection.cursor() as cursor:
        assert [row[2] for row in count_members(cursor, DAY)] == ["ACTIVE"]
    only_sessions = Rule(counts=("session",))
    (member,) = selectors.members(pool, only_sessions, DAY)
    assert member.engagement(only_sessions, DAY) == "INACTIVE"


def test_why_somebody_is_active_is_said() -> None:
    said = [explained(last=Event("step", DAY - dt.timedelta(days=n)), day=DAY) for n in (0, 1, 12)]
    assert said == [
        "last activity today: step of a pathway done",
        "last activity yesterday: step of a pathway done",
        "last activity 12 days ago: step of a pathway done",
    ]
    assert explained(last=None, day=DAY) == "no activity yet"


def test_the_codes_are_those_of_the_list(db) -> None:
    ours = [engagement.ACTIVE, engagement.QUIET, engagement.INACTIVE, engagement.EXEMPT]
    assert list(code_lists("engagement")["engagement"]) == ours
    assert (engagement.ACTIVE_DAYS, engagement.QUIET_DAYS) == (60, 120)


def test_the_page_follows_the_rule_in_effect_and_the_figures_do_not(units, client, trust) -> None:
    steward = factories.holder("steward", units["RA"])
    with user_scope(steward.pk, unit_code="RA") as viewer:
        publish_definition(
            viewer=viewer,
            kind_code="pool_engagement",
            title="",
            fields={
                "active_days": {"value": 20, "mode": "default"},
                "quiet_days": {"value": 30, "mode": "default"},
                "counts": {"items": [{"key": "session"}], "mode": "default"},
            },
            valid_from=viewer.day,
        )
        day = viewer.day
    with user_scope(trust.lead.pk, unit_code="TA1"):
        assert engagement_rule(trust.unit.id, day) == Rule(20, 30, 30, ("session",))
    assert engagement_rule(units["TB1"].id, day) == NATIONAL
    member = join(trust.pool, trust.deputy)
    PoolMembership.objects.filter(pk=member.pk).update(joined_on=day - dt.timedelta(days=25))
    client.force_login(trust.lead)
    page = client.get(f"/o/TA1/pools/{trust.pool.public_id}/").content.decode()
    assert "Active in the last 20 days" in page
    assert ">Quiet</strong>" in page
    assert "Last activity 25 days ago: joined the pool" in page
    with builder_scope(), connection.cursor() as cursor:
        assert [row[2] for row in count_members(cursor, day)] == ["ACTIVE"]


# --- going quiet ----------------------------------------------------------------------------------------


def test_owners_are_told_once_without_a_name(trust, settings) -> None:
    from orgs.clock import today

    settings.SITE_URL = "https://pools.example.org/"
    owner = trust.cpo
    trust.pool.owner = owner
    trust.pool.save()
    member = join(trust.pool, trust.deputy)
    assert alert_owners(WATCH) == 0
    PoolMembership.objects.filter(pk=member.pk).update(joined_on=today() - dt.timedelta(days=200))
    assert alert_owners(WATCH) == 1
    assert alert_owners(WATCH) == 0
    letter = Outbox.objects.get()
    assert (letter.template, letter.to) == ("pool_quiet", "priya.nair@example.org")
    assert letter.context == {
        "link": "https://pools.example.org/o/TA1/pools/",
        "organisation": "Kestrel Valley NHS Trust",
    }
    Pool.objects.update(alerted_on=today() - dt.timedelta(days=30))
    assert alert_owners(WATCH) == 1


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ((4, 0, 4, 2, 5), ""),
        ((4, 0, 4, 1, 5), "1 of 4 members are active, fewer than half"),
        ((4, 0, 0, 0, None), "nobody has been active for 400 days"),
        ((4, 0, 4, 0, 89), ""),
        ((4, 0, 4, 0, 90), "nobody has been active for 30 days"),
    ],
)
def test_when_a_pool_has_gone_quiet(units, standing, said) -> None:
    pool = make_pool(units["TA1"], "Nursing directors", "CNO")
    pool.valid_from = ago(400)
    present, waiting, expected, active, last = standing
    one = selectors.Standing(present, waiting, expected, active, ago(last))
    assert selectors.goes_quiet(pool, one, NATIONAL, DAY) == said
    pool.kind = "POSITIVE_ACTION"
    assert selectors.goes_quiet(pool, one, NATIONAL, DAY) == ""
