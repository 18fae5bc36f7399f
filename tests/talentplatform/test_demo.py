"""The demo: the same every time, whole, plausible, invented, and only where DEMO=1."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q
from django.test import Client

from learning.models import PathwayAssignment
from orgs import tree, tree_check
from orgs.clock import today
from orgs.models.access import User
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from succession.bench import ready_now, strength
from succession.board import board
from succession.models import (
    CriticalityAssessment,
    Incumbency,
    Nomination,
    Post,
    RiskAssessment,
)
from talentplatform.demo import closing, nation, places
from talentplatform.demo.bulk import Chance, orphans
from talentplatform.demo.personas import PASSWORD, PERSONAS
from talentpools.models import Pool, PoolMembership

ODS = Path(__file__).resolve().parents[3] / "shared" / "data" / "ods" / "nhs_orgs.csv"
OPEN = Q(valid_to=None)


@pytest.fixture
def loaded(demo, db, settings):
    settings.DEMO = True
    return demo


def test_two_loads_of_a_day_are_the_same(loaded):
    assert loaded["first"] == loaded["second"]


def test_no_key_points_at_nothing(loaded):
    assert orphans() == []


def test_the_tree_is_sound_and_has_its_size(loaded):
    assert tree_check.check(today()) == []
    kinds = dict(OrgUnit.objects.order_by().values_list("type__code").annotate(n=Count("id")))
    assert kinds == {
        "national": 1, "region": 2, "icb": 13, "trust": 42, "collaborative": 1, "icb_cluster": 1,
        "division": 1,
    }  # fmt: skip


def test_the_tree_has_a_history(loaded):
    from datetime import timedelta

    then = {row.code: row for row in tree.rows(today() - timedelta(days=1000))}
    now = {row.code: row for row in tree.rows(today())}
    assert then["ZSD"].parent_code == "ZQC"
    assert now["ZSD"].parent_code == "ZQD"
    assert then["ZQC"].name == "Larkholme ICB"


def test_twenty_thousand_people_in_the_first_region(loaded):
    day = today()
    present = StaffRecord.objects.filter(valid_from__lte=day).filter(
        Q(valid_to=None) | Q(valid_to__gt=day)
    )
    codes = [code for code, _, trusts in places.BOARDS for code in [code, *(t[0] for t in trusts)]]
    people = present.filter(unit__code__in=codes)
    assert len(codes) == 30
    assert 19_900 <= people.values("person").distinct().count() <= 20_100
    twice = people.values("person").annotate(n=Count("id")).filter(n=2).count()
    assert 100 <= twice <= 400


def test_every_employer_has_a_board_of_12_to_18(loaded):
    boards = Post.objects.filter(OPEN).values_list("unit").annotate(n=Count("id"))
    assert len(boards) == 55
    assert all(12 <= n <= 18 for _, n in boards)


def test_every_employer_names_25_to_45_and_has_2_to_4_pools(loaded):
    named = Nomination.objects.filter(OPEN).values_list("unit").annotate(n=Count("id"))
    assert all(25 <= n <= 45 for _, n in named)
    pools = Pool.objects.values_list("unit").annotate(n=Count("id"))
    assert len(pools) == 55
    assert all(2 <= n <= 4 for _, n in pools)


def test_the_shape_is_plausible(loaded):
    posts = Post.objects.filter(OPEN).count()
    held = Incumbency.objects.filter(ends_on=None).values("post").distinct().count()
    assert 0.02 <= 1 - held / posts <= 0.08
    risks = dict(
        RiskAssessment.objects.filter(OPEN).values_list("vacancy_risk").annotate(n=Count("id"))
    )
    assert risks["FR1"] > risks["FR2"] > risks["FR3"] > risks["FR9"] > 0
    assert not RiskAssessment.objects.filter(vacancy_risk="FR9", leaving_on=None).exists()
    assert not Nomination.objects.filter(status="agreed").exclude(disclosure="agreed").exists()
    assert (
        not PathwayAssignment.objects.filter(source="nomination", started_on__isnull=False)
        .exclude(source_id__in=Nomination.objects.exclude(agreed_on=None).values("public_id"))
        .exists()
    )
    assert (
        not PoolMembership.objects.filter(route="nomination", opened_on__isnull=False)
        .exclude(source_id__in=Nomination.objects.exclude(agreed_on=None).values("public_id"))
        .exists()
    )


def test_the_first_board_looks_safer_than_it_is(loaded):
    unit = OrgUnit.objects.get(code=places.KESTREL_VALLEY)
    found = board(unit.pk, today())
    order = [row.id for row in found.rows]
    ready = strength(found, order, ready_now)
    acting = strength(found, order, lambda s: s.steps_in)
    assert ready.naive - ready.true == 2
    assert acting.naive > acting.true


def test_assessments_agree_with_their_posts(loaded):
    rows = CriticalityAssessment.objects.filter(OPEN)
    assert rows.exclude(criticality=F("post__criticality")).count() == 0
    assert rows.exclude(suggested=F("criticality")).exclude(reason="").exists()
    assert rows.filter(unit__code=places.KESTREL_VALLEY).count() >= 12
    assert 25 <= rows.values("unit").distinct().count() <= 45


def test_pools_are_not_fuller_than_they_may_be(loaded):
    present = Count("memberships", filter=Q(memberships__status__in=["active", "paused"]))
    pools = list(Pool.objects.exclude(capacity=None).annotate(present=present))
    assert pools
    assert [p.title for p in pools if p.present > p.capacity] == []
    assert any(p.present for p in pools)


def test_nobody_can_be_signed_in_as_but_the_personas(loaded):
    usable = {user.login for user in User.objects.all() if user.has_usable_password()}
    # And the lead of the board that is to be split, for whom its list waits.
    assert usable == {p.login for p in PERSONAS} | {closing.LEAD}


@pytest.mark.parametrize("login", [p.login for p in PERSONAS])
def test_every_persona_signs_in_and_sees_a_home_page(loaded, login):
    client = Client()
    answer = client.post("/accounts/login/", {"login": login, "password": PASSWORD}, follow=True)
    assert answer.status_code == 200
    assert "_auth_user_id" in client.session
    assert "/accounts/login" not in answer.request["PATH_INFO"]


def test_the_table_of_personas_names_each_and_the_password(loaded):
    printed = io.StringIO()
    call_command("demo_personas", stdout=printed)
    for persona in PERSONAS:
        assert persona.name in printed.getvalue()
    assert PASSWORD in printed.getvalue()


def test_it_is_loaded_into_an_empty_database_only(loaded):
    with pytest.raises(CommandError, match="empty database"):
        call_command("load_demo", stdout=io.StringIO())


@pytest.mark.reference_data
def test_no_organisation_is_a_real_one():
    if not ODS.exists():
        pytest.skip("the reference data is not beside the repository")
    with ODS.open() as file:
        real = list(csv.DictReader(file))
    codes = {row["code"] for row in real}
    names = {_bare(row["name"]) for row in real}
    rows, _ = nation.tree_of(Chance(nation.SEED), today())
    ours = [*region_rows(), *((row.code, row.name) for row in rows)]
    assert len(ours) > 250
    assert not {code for code, _ in ours} & codes
    assert not {_bare(name) for _, name in ours} & names
    # No place of ours is a part of a real name either.
    words = {word for name in names for word in name.split() if len(word) > 5}
    own = {_bare(name).split()[0] for _, name in ours} - _ORDINARY
    assert not own & words


def region_rows():
    from talentplatform.demo import region

    return [(row.code, row.name) for row in region.placements(today())]


_ORDINARY = {"osprey", "kestrel", "curlew"}


def _bare(name: str) -> str:
    drop = {"nhs", "foundation", "trust", "icb", "integrated", "care", "board", "and", "the"}
    return " ".join(word for word in name.lower().split() if word not in drop)
