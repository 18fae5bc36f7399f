"""An employer closes: what it holds ends there and continues at its successor."""

import datetime as dt

from django.db import connection

from learning.models import CompetencyAssessment, PathwayAssignment, StepProgress
from learning.pathways import shipped
from learning.services import open_prepared, prepare_pathway
from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import system_scope
from orgs.clock import today
from orgs.models.codes import Code
from orgs.restructure.transfers import Handover, Heirs, in_order
from succession.access import AGREEMENT
from succession.models import (
    BoardPack,
    CriticalityAssessment,
    Incumbency,
    Nomination,
    PackReader,
    PlanCopy,
    Post,
    RiskAssessment,
    Signature,
    SkillMark,
    SuccessionPlan,
)
from talentpools.models import Pool, PoolMembership
from tests import factories
from tests.succession.factories import assess, make_post, nominate, world
from tests.succession.planning import signers, submitted

DAY = today()


def handed_over(closing: int, successor: int) -> dict[str, tuple[int, int]]:
    done = {}
    handover = Handover((Heirs(closing, successor),))
    with system_scope(RESTRUCTURE, units=[closing, successor]):
        for transfer in in_order():
            if transfer.key != "roles":
                done[transfer.key] = transfer.move(handover, DAY, RESTRUCTURE)
    connection.check_constraints()
    return done


def test_everything_of_the_board_continues_with_its_links(units) -> None:
    trust = world(units["QA1"])
    new = units["QA2"]
    RiskAssessment.objects.create(
        unit=trust.unit, post=trust.post, vacancy_risk="FR3", assessed_on=DAY - dt.timedelta(days=9),
        valid_from=DAY - dt.timedelta(days=9),
    )  # fmt: skip
    CriticalityAssessment.objects.create(
        unit=trust.unit, post=trust.post, scores=[], percent=50, suggested="C2", criticality="C2",
        assessed_on=DAY - dt.timedelta(days=9), valid_from=DAY - dt.timedelta(days=9),
    )  # fmt: skip
    named = nominate(trust.post, trust.deputy, disclosure="told", told_on=DAY)
    assess(trust.deputy, LCF1=3)
    common = {
        "actor": AGREEMENT,
        "unit_id": trust.unit.id,
        "source_id": named.public_id,
        "day": DAY,
    }
    prepare_pathway(staff_id=trust.deputy.id, pathway=shipped("ASP-CNO"), **common)
    PoolMembership.objects.create(
        unit=trust.unit, pool=trust.pool, staff=trust.deputy, status="prepared",
        route="nomination", source_id=named.public_id,
    )  # fmt: skip
    done = handed_over(trust.unit.id, new.id)
    assert {k: v for k, v in done.items() if k not in ("staff", "assignments") and v != (0, 0)} == {
        "assessments": (0, 1), "pathways": (1, 1), "posts": (1, 1), "plans": (1, 1),
        "holders": (1, 1), "risks": (1, 1), "criticalities": (1, 1), "nominations": (2, 2),
        "pools": (1, 1), "memberships": (1, 1),
    }  # fmt: skip
    there = Nomination.objects.get(unit=new)
    assert (there.continues, there.disclosure, there.told_on) == (named, "told", DAY)
    assert (there.staff.person_id, there.post.continues) == (trust.deputy.person_id, trust.post)
    assert there.judgements.get().readiness == "R12"
    named.refresh_from_db()
    assert named.valid_to == DAY
    assert PathwayAssignment.objects.get(unit=new).source_id == there.public_id
    assert PoolMembership.objects.get(unit=new).source_id == there.public_id
    holder = Incumbency.objects.get(unit=new)
    assert holder.assignment.staff.person_id == trust.holder.person_id
    assert CompetencyAssessment.objects.get(unit=new).level == 3
    assert open_prepared(actor=AGREEMENT, unit_id=new.id, source_id=there.public_id, day=DAY) == 1


def test_progress_goes_with_an_open_pathway(units) -> None:
    trust = world(units["QA1"])
    named = nominate(trust.post, trust.deputy)
    common = {
        "actor": AGREEMENT,
        "unit_id": trust.unit.id,
        "source_id": named.public_id,
        "day": DAY,
    }
    prepare_pathway(staff_id=trust.deputy.id, pathway=shipped("ASP-CNO"), **common)
    open_prepared(**common)
    StepProgress.objects.filter(step_key=shipped("ASP-CNO").steps[0].key).update(
        state="done", done_on=DAY
    )
    done = handed_over(trust.unit.id, units["QA2"].id)
    assert done["pathways"] == (1, 8)
    there = PathwayAssignment.objects.get(unit=units["QA2"])
    assert (there.state, there.progress.filter(state="done").count()) == ("active", 1)


def test_two_boards_that_merge_keep_both_sets_and_one_plan(units) -> None:
    first, second = world(units["QA1"]), units["QA2"]
    make_post(second, "Chief nurse", "CNO")
    SuccessionPlan.objects.create(unit=second, cycle="2026 to 2027", valid_from=DAY)
    handed_over(first.unit.id, second.id)
    assert Post.objects.filter(unit=second, valid_to=None).count() == 2
    assert SuccessionPlan.objects.filter(unit=second, valid_to=None).count() == 1
    assert Pool.objects.get(unit=second).continues == first.pool


def test_the_counts_are_those_of_open_rows(units) -> None:
    trust = world(units["QA1"])
    nominate(trust.post, trust.deputy)
    with system_scope(RESTRUCTURE, units=[trust.unit.id]):
        counts = {t.key: t.count([trust.unit.id], DAY) for t in in_order()}
    assert {k: counts[k] for k in ("posts", "plans", "holders", "risks", "criticalities", "nominations", "pools", "memberships", "pathways")} == {
        "posts": 1, "plans": 1, "holders": 1, "risks": 0, "criticalities": 0, "nominations": 1, "pools": 1,
        "memberships": 0, "pathways": 0,
    }  # fmt: skip


def test_what_was_signed_stays_and_the_rest_of_the_plans_life_continues(units) -> None:
    trust, new = world(units["QA1"]), units["QA2"]
    signers(trust)
    copy = submitted(trust)
    SkillMark.objects.create(
        unit=trust.unit, staff=trust.holder, skill="finance", level=2, valid_from=factories.LONG_AGO
    )
    role = Code.objects.create(
        list="board_role", code="L-1", label="Director of research", owner=trust.unit,
        attributes={"national": "CSO"},
    )  # fmt: skip
    Code.objects.create(list="board_role", code="COO", label="Delivery officer", owner=trust.unit)
    named = nominate(trust.post, trust.deputy)
    held = Incumbency.objects.get(post=trust.post)
    Incumbency.objects.filter(pk=held.pk).update(filled_by="PLAN", nomination=named)
    pack = BoardPack.objects.create(
        unit=trust.unit, copy=copy, title="x", stamp=[], staff_ids=[], asked_at=copy.made_at
    )
    reader = PackReader.objects.create(
        unit=trust.unit, pack=pack, user=trust.lead, via="packs", named_at=copy.made_at,
        expires_on=DAY + dt.timedelta(days=9),
    )  # fmt: skip
    done = handed_over(trust.unit.id, new.id)
    assert {k: done[k] for k in ("signatures", "pack_readers", "skills", "local_roles")} == {
        "signatures": (2, 0), "pack_readers": (1, 0), "skills": (1, 1), "local_roles": (2, 1),
    }  # fmt: skip
    assert set(Signature.objects.values_list("state", flat=True)) == {"dropped"}
    reader.refresh_from_db()
    assert reader.removed_at is not None
    assert not PlanCopy.objects.filter(unit=new).exists()
    there = SuccessionPlan.objects.get(unit=new)
    assert (there.state, there.submitted_on) == ("draft", None)
    mark = SkillMark.objects.get(unit=new)
    assert (mark.staff.person_id, mark.level) == (trust.holder.person_id, 2)
    kept = Code.objects.get(owner=new)
    assert (kept.code, kept.label, kept.attributes) == (role.code, role.label, role.attributes)
    holder = Incumbency.objects.get(unit=new, continues=held)
    assert (holder.filled_by, holder.nomination) == ("", None)
