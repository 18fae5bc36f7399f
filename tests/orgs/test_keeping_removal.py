"""What goes and what stays: by its end, with its history, at its own unit, and never half."""

import datetime as dt
import logging
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import connection, connections, models, transaction
from django.db.utils import ProgrammingError

from learning.models import (
    AgreedOutcome,
    Aspiration,
    CompetencyAssessment,
    Conversation,
    PathwayAssignment,
    Preparation,
    StepProgress,
)
from orgs import audit
from orgs.access.principals import DIGEST, KEEPER
from orgs.access.scope import system_scope, user_scope
from orgs.clock import now, today
from orgs.keep import CLASSES, kept
from orgs.keeping import removing, rules
from orgs.models.audit import AuditEvent
from orgs.models.keeping import KeepingHold, KeepingHorizon
from orgs.models.outbox import Outbox
from orgs.models.people import Assignment, StaffRecord
from orgs.models.units import OrgUnit
from succession.models import Incumbency, Nomination, Post, ReadinessJudgement, RiskAssessment
from talentplatform.demo.bulk import orphans
from talentpools.models import Pool, PoolMembership, PositiveActionMembership
from tests import factories
from tests.orgs import old_records as make

HORIZON = today() - dt.timedelta(days=900)
DAY = dt.timedelta(days=1)
BEFORE, AFTER = HORIZON - DAY, HORIZON + DAY


@pytest.fixture
def trust(units: dict[str, OrgUnit]) -> OrgUnit:
    return units["TA1"]


def history(model: type[models.Model]) -> type[models.Model]:
    return next(m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) is model)


def counts() -> dict[type[models.Model], int]:
    """Rows of every table whose rows go one day, and of its history."""
    going = {m for m, _ in kept()}
    tables = {
        m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) in going
    } | going
    return {m: m._base_manager.count() for m in tables}


def aged(model: type[models.Model], *days: dt.date) -> None:
    """Move the moments of a table's history, the oldest first, to these days."""
    events = history(model)
    for event, day in zip(events._base_manager.order_by("pgh_id"), days, strict=True):
        events._base_manager.filter(pk=event.pk).update(
            pgh_created_at=dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
        )


# --- what goes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ended", "gone"), [(BEFORE, 2), (HORIZON, 2), (AFTER, 0), (None, 0)])
def test_a_row_goes_when_its_first_day_without_is_the_horizon_or_earlier(
    trust, ended, gone
) -> None:
    make.judgement(
        make.nomination(make.post(trust), factories.staff(trust, "Ada Old"), ended), ended
    )
    assert make.remove(trust, make.horizons(HORIZON)) == gone
    assert Nomination.objects.count() + ReadinessJudgement.objects.count() == 2 - gone


def test_a_judgement_that_was_replaced_goes_before_its_nomination(trust) -> None:
    named = make.nomination(make.post(trust), factories.staff(trust, "Ada Old"))
    make.judgement(named, BEFORE)
    newest = make.judgement(named)
    assert make.remove(trust, make.horizons(HORIZON)) == 1
    assert list(ReadinessJudgement.objects.all()) == [newest]
    assert Nomination.objects.count() == 1


def test_what_was_left_open_ends_with_what_it_cannot_be_without(trust) -> None:
    """A nomination was withdrawn and its judgement left open; a post was closed with its risk."""
    make.judgement(make.nomination(make.post(trust), factories.staff(trust, "Ada Old"), BEFORE))
    make.risk(make.post(trust, valid_to=BEFORE))
    make.risk(make.post(trust, valid_to=AFTER))
    assert make.remove(trust, make.horizons(HORIZON)) == 3
    assert RiskAssessment.objects.count() == 1


def test_who_left_takes_along_what_was_never_ended(trust) -> None:
    gone, here = factories.staff(trust, "Ada Old"), factories.staff(trust, "Ben Here")
    post = make.post(trust)
    for staff in (gone, here):
        make.judgement(make.nomination(post, staff))
        make.pathway(staff)
        make.member(staff)
        make.assessed(staff, BEFORE)
    StaffRecord.objects.filter(pk=gone.pk).update(valid_to=BEFORE)
    assert make.due(trust, make.horizons(HORIZON)) == {"judgement": 2, "development": 5, "staff": 2}
    assert make.remove(trust, make.horizons(HORIZON)) == 9
    for model in (StaffRecord, Nomination, PathwayAssignment, PoolMembership, CompetencyAssessment):
        assert model.objects.count() == 1, model
    assert StepProgress.objects.count() == 2
    assert Post.objects.count() == 1
    assert orphans() == []


def test_an_assessment_ends_with_the_next_one_of_the_same_competency(trust) -> None:
    made = make.assessed(factories.staff(trust, "Ada Old"), BEFORE - DAY, BEFORE, AFTER)
    assert make.remove(trust, make.horizons(HORIZON)) == 1
    assert set(CompetencyAssessment.objects.all()) == set(made[1:])


def test_who_held_a_post_stays_on_record(trust) -> None:
    staff = factories.staff(trust, "Ada Old")
    Incumbency.objects.create(
        unit=trust,
        post=make.post(trust),
        assignment=Assignment.objects.get(staff=staff),
        starts_on=make.BEGAN,
        ends_on=BEFORE,
    )
    StaffRecord.objects.update(valid_to=BEFORE)
    assert make.due(trust, make.horizons(HORIZON)) == {}
    assert make.remove(trust, make.horizons(HORIZON)) == 0
    assert Incumbency.objects.get().assignment.staff == staff


def test_messages_go_once_they_were_sent(trust) -> None:
    for sent in (BEFORE, AFTER, None):
        at = dt.datetime.combine(sent, dt.time(12), tzinfo=dt.UTC) if sent else None
        Outbox.objects.create(unit=trust, to="ada@example.org", template="digest", sent_at=at)
    assert make.remove(trust, make.horizons(HORIZON)) == 1
    assert Outbox.objects.count() == 2


def test_an_agreed_outcome_ends_with_the_next_one_and_takes_its_conversation_along(trust) -> None:
    staff, lead = factories.staff(trust, "Ada Old"), factories.holder("learning_lead", trust)
    for agreed in (BEFORE - DAY, BEFORE, AFTER):
        talk = Conversation.objects.create(
            unit=trust, staff=staff, with_user=lead, grid="g", state="agreed", started_on=make.BEGAN,
            met_on=agreed, outcome="depth", person_yes_on=agreed, other_yes_on=agreed,
        )  # fmt: skip
        Preparation.objects.create(unit=trust, conversation=talk, side="person")
        AgreedOutcome.objects.create(
            unit=trust, staff=staff, conversation=talk, grid="g", outcome="depth", agreed_on=agreed
        )
    open_one = Conversation.objects.create(
        unit=trust, staff=staff, with_user=lead, grid="g", started_on=make.BEGAN
    )
    make.remove(trust, make.horizons(HORIZON))
    assert set(AgreedOutcome.objects.values_list("agreed_on", flat=True)) == {BEFORE, AFTER}
    assert set(Conversation.objects.values_list("met_on", flat=True)) == {BEFORE, AFTER, None}
    assert Preparation.objects.count() == 2
    assert Conversation.objects.filter(pk=open_one.pk).exists()
    assert orphans() == []


def test_what_is_a_persons_own_goes_and_is_counted_nowhere(trust) -> None:
    staff = factories.staff(trust, "Ada Old")
    Aspiration.objects.create(
        unit=trust, staff=staff, words="The sea", valid_from=make.BEGAN, valid_to=BEFORE
    )
    PositiveActionMembership.objects.create(
        unit=trust,
        pool=Pool.objects.create(unit=trust, title="A pool", valid_from=make.BEGAN),
        staff=staff,
        joined_on=make.BEGAN,
        left_on=BEFORE,
    )
    assert make.due(trust, make.horizons(HORIZON)) == {}
    assert make.remove(trust, make.horizons(HORIZON)) == 0
    assert not Aspiration.objects.exists()
    assert not PositiveActionMembership.objects.exists()
    assert history(Aspiration)._base_manager.count() == 0
    assert not AuditEvent.objects.filter(action="retention.applied").exists()
    assert set(KeepingHorizon.objects.values_list("removed", flat=True)) == {0}


# --- with its history ---------------------------------------------------------------------------------


def test_every_version_of_a_row_goes_with_it(trust) -> None:
    named = make.nomination(make.post(trust), factories.staff(trust, "Ada Old"))
    make.judgement(named, BEFORE)
    Nomination.objects.update(rank=3)
    Nomination.objects.update(valid_to=BEFORE)
    assert history(Nomination)._base_manager.count() == 3
    make.remove(trust, make.horizons(HORIZON))
    assert history(Nomination)._base_manager.count() == 0
    assert history(ReadinessJudgement)._base_manager.count() == 0


def test_of_a_row_in_force_the_states_go_that_were_replaced_before_the_horizon(trust) -> None:
    make.nomination(make.post(trust), factories.staff(trust, "Ada Old"))
    for rank in (2, 3, 4):
        Nomination.objects.update(rank=rank)
    aged(Nomination, BEFORE - 2 * DAY, BEFORE - DAY, BEFORE, today())
    assert make.remove(trust, make.horizons(HORIZON)) == 0
    ranks = history(Nomination)._base_manager.order_by("pgh_id").values_list("rank", flat=True)
    assert list(ranks) == [3, 4], "the one in force on the horizon, and what came after"
    event = AuditEvent.objects.get(action="retention.applied")
    assert (event.detail["removed"], event.detail["versions"]) == ({}, {"judgement": 2})


# --- exactly the set, for any ends and horizons --------------------------------------------------------


class Chance:
    """Days around the horizons; a seed names a world."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def end(self) -> dt.date | None:
        days = self.random.choice([None, None, 380, 400, 800, 895, 900, 905, 1000, 2400])
        return None if days is None else today() - dt.timedelta(days=days)

    def horizon(self) -> dt.date:
        return today() - dt.timedelta(days=self.random.choice([390, 800, 900, 2300]))


def least(*ends: dt.date | None) -> dt.date | None:
    return min((end for end in ends if end is not None), default=None)


def filled(unit: OrgUnit, chance: Chance) -> Iterator[tuple[models.Model, str, dt.date | None]]:
    """Random records of one unit: each row, its class, and when it ended by the words of the page."""
    posts = [(make.post(unit, valid_to=end), end) for end in (chance.end(), None)]
    for post, closed in posts:
        for end in (chance.end() or today(), None):
            yield make.risk(post, end), "judgement", least(end, closed)
    for n in range(5):
        staff, left = factories.staff(unit, f"Ada Number{n}"), chance.end()
        StaffRecord.objects.filter(pk=staff.pk).update(valid_to=left)
        yield staff, "staff", left
        yield Assignment.objects.get(staff=staff), "staff", left
        for post, closed in posts:
            end = chance.end()
            named = make.nomination(post, staff, end)
            end = least(end, left, closed)
            yield named, "judgement", end
            for judged in (chance.end(), chance.end() or today()):
                yield make.judgement(named, judged), "judgement", least(judged, end)
        end = chance.end()
        pathway = make.pathway(staff, end)
        yield pathway, "development", least(end, left)
        for step in pathway.progress.all():
            yield step, "development", least(end, left)
        end = chance.end()
        yield make.member(staff, end), "development", least(end, left)
        days = sorted({chance.end() or today() for _ in range(3)})
        for made, following in zip(make.assessed(staff, *days), [*days[1:], None], strict=True):
            yield made, "development", least(following, left)


def expected(
    rows: list[tuple[models.Model, str, dt.date | None]], horizons: dict[str, dt.date]
) -> set[models.Model]:
    """Who must be gone: past the horizon of the class; a person's record when nothing of hers is left."""
    gone = {
        row
        for row, klass, end in rows
        if end is not None and end <= horizons[klass] and not isinstance(row, StaffRecord)
    }
    left = {getattr(row, "staff_id", None) for row, _, _ in rows if row not in gone}
    return gone | {
        row
        for row, _, end in rows
        if isinstance(row, StaffRecord)
        and end is not None
        and end <= horizons["staff"]
        and row.pk not in left
    }


@pytest.mark.parametrize("seed", range(12))
def test_what_goes_is_exactly_what_ended_by_the_horizon_of_its_class(units, seed) -> None:
    chance = Chance(seed)
    rows, others = list(filled(units["TA1"], chance)), list(filled(units["TA2"], chance))
    horizons = {code: chance.horizon() for code in CLASSES}
    some = {c: replace(r, horizon=horizons[c]) for c, r in make.horizons(HORIZON).items()}
    gone = expected(rows, horizons)
    assert 0 < len(gone) < len(rows)
    tally: dict[str, int] = {}
    for row, klass, _ in rows:
        tally[klass] = tally.get(klass, 0) + (row in gone)
    assert make.due(units["TA1"], some) == {c: n for c, n in tally.items() if n}
    with patch.object(removing, "BATCH", 3):
        assert make.remove(units["TA1"], some) == len(gone)
    there = {row for row, _, _ in rows if type(row)._base_manager.filter(pk=row.pk).exists()}
    assert there == {row for row, _, _ in rows} - gone
    assert all(type(row)._base_manager.filter(pk=row.pk).exists() for row, _, _ in others)
    for row in gone:
        assert not history(type(row))._base_manager.filter(pgh_obj_id=row.pk).exists()
    assert orphans() == []
    before = counts()
    assert make.remove(units["TA1"], some) == 0
    assert counts() == before
    assert make.due(units["TA1"], some) == {}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# --- whose, by which right, and how it is written down -------------------------------------------------


def test_each_run_says_how_many_of_each_class_and_nobodys_name(trust) -> None:
    staff = factories.staff(trust, "Ada Old")
    make.judgement(make.nomination(make.post(trust), staff, BEFORE))
    make.member(staff, BEFORE)
    make.remove(trust, make.horizons(HORIZON))
    event = AuditEvent.objects.get()
    assert (event.action, event.principal, event.unit) == (
        "retention.applied",
        "system:keeper",
        trust,
    )
    assert event.detail["removed"] == {"judgement": 2, "development": 1}
    assert set(event.detail["ended_by"].values()) == {HORIZON.isoformat()}
    assert "Ada" not in str(event.detail)
    assert make.remove(trust, make.horizons(HORIZON)) == 0
    assert AuditEvent.objects.count() == 1


def test_what_is_gone_stays_gone_and_the_horizon_never_goes_back(trust) -> None:
    make.remove(trust, make.horizons(HORIZON))
    make.remove(trust, make.horizons(HORIZON - 100 * DAY))
    found = KeepingHorizon.objects.get(klass="judgement")
    assert (found.unit, found.horizon, found.applied_on) == (trust, HORIZON, today())


@pytest.mark.parametrize("scope", ["user", "other principal", "other unit"])
def test_nobody_but_the_keeper_removes_and_only_at_its_unit(units, trust, scope) -> None:
    make.nomination(make.post(trust), factories.staff(trust, "Ada Old"), BEFORE)
    cpo = factories.holder("cpo", trust)
    opened = {
        "user": user_scope(cpo.pk, unit_code="TA1"),
        "other principal": system_scope(DIGEST, units=[trust.pk]),
        "other unit": system_scope(KEEPER, units=[units["TA2"].pk]),
    }[scope]
    with pytest.raises(ProgrammingError, match="only the keeper"), opened:
        removing._remove(trust.pk, make.horizons(HORIZON))
    assert Nomination.objects.count() == 1


def test_the_database_holds_the_least_that_a_class_asks_for(trust) -> None:
    make.nomination(make.post(trust), factories.staff(trust, "Ada Old"), today() - 30 * DAY)
    too_near = make.horizons(today() - 30 * DAY)
    with pytest.raises(ProgrammingError, match="kept for 12 months at least"):
        make.remove(trust, too_near)
    assert Nomination.objects.count() == 1


def test_a_day_in_the_future_does_not_bring_the_end_nearer(trust) -> None:
    make.nomination(make.post(trust), factories.staff(trust, "Ada Old"), today() - 30 * DAY)
    later = today() + dt.timedelta(days=800)
    with pytest.raises(ProgrammingError, match="months at least"):
        removing.remove_at(KEEPER, trust.pk, make.horizons(today() - 20 * DAY), later)
    assert Nomination.objects.count() == 1


def test_the_site_has_no_right_to_delete_what_is_kept(db) -> None:
    with connection.cursor() as cursor:
        for model, _ in kept():
            floor = model.floor
            cursor.execute(
                "SELECT has_table_privilege('app_web', %s, 'DELETE')", [model._meta.db_table]
            )
            own = floor.delete or getattr(floor, "extra_delete", ())
            assert cursor.fetchone() == (bool(own),), model


def test_counts_are_for_who_looks_after_records_there(units, trust) -> None:
    make.nomination(make.post(trust), factories.staff(trust, "Ada Old"), BEFORE)
    some = make.horizons(HORIZON)

    def seen(role: str, at: str) -> int:
        user = factories.holder(role, units[at], login=f"{role}.{at}")
        with user_scope(user.pk, unit_code=at):
            return removing.due(trust.pk, some)["judgement"].next_run

    assert seen("cpo", "TA1") == 1
    assert seen("ig_auditor", "TA1") == 1
    assert [seen("learning_lead", "TA1"), seen("cpo", "TA2"), seen("talent_lead", "RA")] == [0] * 3


# --- every night, every unit ----------------------------------------------------------------------------


def ended(unit: OrgUnit, months: int) -> Nomination:
    day = rules.months_on(today(), -months)
    return make.nomination(make.post(unit), factories.staff(unit, f"Ada {unit.code}"), day)


def test_a_night_removes_at_every_unit_by_its_rules_and_once(units) -> None:
    gone, stays = ended(units["TA1"], 25), ended(units["TA2"], 23)
    ended(units["TB1"], 30)
    assert removing.remove_due(KEEPER, today()) == 2
    assert list(Nomination.objects.all()) == [stays]
    assert KeepingHorizon.objects.filter(klass="judgement").count() == len(units)
    ended(units["TA2"], 25)
    assert removing.remove_due(KEEPER, today()) == 0, "done for today"
    assert removing.remove_due(KEEPER, today() + DAY) == 1
    assert gone.pk not in Nomination.objects.values_list("pk", flat=True)


def test_the_tick_is_the_keepers(units) -> None:
    from orgs.ticks import ticks

    ended(units["TA1"], 25)
    tick = ticks.get("keeping")
    assert (tick.period, tick.queue, tick.principal) == ("night", "celery", KEEPER)
    assert tick.run(tick.principal) == 1


def test_a_failure_takes_back_its_own_batch_and_stops_no_other_unit(units, caplog) -> None:
    for _ in range(5):
        make.judgement(ended(units["TA1"], 25))
    make.judgement(ended(units["TA2"], 25))
    real, calls = audit.record, []

    def failing(actor, action, *, unit_id, **more):
        calls.append(unit_id)
        if calls.count(units["TA1"].pk) == 2 and unit_id == units["TA1"].pk:
            raise RuntimeError("the disk is full")
        real(actor, action, unit_id=unit_id, **more)

    with (
        patch.object(removing, "BATCH", 3),
        patch.object(audit, "record", failing),
        caplog.at_level(logging.CRITICAL, logger="orgs.keeping.removing"),
    ):
        removing.remove_due(KEEPER, today())
    assert Nomination.objects.filter(unit=units["TA2"]).count() == 0
    # The first batch stands with its record; the second is whole again.
    assert ReadinessJudgement.objects.filter(unit=units["TA1"]).count() == 2
    event = AuditEvent.objects.get(unit=units["TA1"])
    went = 10 - Nomination.objects.filter(unit=units["TA1"]).count() - 2
    assert event.detail["removed"] == {"judgement": went}
    assert orphans() == []
    removing.remove_due(KEEPER, today())
    assert Nomination.objects.count() == 0


def hold(unit: OrgUnit, until: dt.date) -> KeepingHold:
    return KeepingHold.objects.create(
        unit=unit, reason="complaint", valid_from=today(), valid_to=until, set_at=now()
    )


def test_a_hold_stops_it_at_its_unit_until_it_ends(units) -> None:
    held, other = ended(units["TA1"], 25), ended(units["TA2"], 25)
    hold(units["TA1"], today() + 10 * DAY)
    assert removing.remove_due(KEEPER, today()) == 1
    assert list(Nomination.objects.all()) == [held]
    assert other.pk != held.pk
    assert not KeepingHorizon.objects.filter(unit=units["TA1"]).exists()
    assert removing.remove_due(KEEPER, today() + 9 * DAY) == 0
    assert removing.remove_due(KEEPER, today() + 10 * DAY) == 1


def test_the_database_itself_refuses_under_a_hold(trust) -> None:
    ended(trust, 25)
    hold(trust, today() + DAY)
    with (
        pytest.raises(ProgrammingError, match="a hold stops"),
        system_scope(KEEPER, units=[trust.pk]),
    ):
        removing._remove(trust.pk, make.horizons(HORIZON))
    assert Nomination.objects.count() == 1


def test_what_continues_elsewhere_loses_its_link_and_nothing_else(units) -> None:
    """The row of an employer that closed goes; the one that continues it at the successor stays."""
    old = ended(units["TA1"], 25)
    here = make.nomination(make.post(units["TA2"]), factories.staff(units["TA2"], "Ada New"))
    Nomination.objects.filter(pk=here.pk).update(continues=old)
    assert removing.remove_due(KEEPER, today()) == 1
    here.refresh_from_db()
    assert (here.continues_id, here.valid_to) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_two_keepers_at_once_remove_each_row_once() -> None:
    units = factories.small_tree()
    trust = units["TA1"]
    with transaction.atomic():
        for n in range(6):
            make.judgement(
                make.nomination(make.post(trust), factories.staff(trust, f"Ada N{n}"), BEFORE)
            )
    some = make.horizons(HORIZON)

    def work(_: int) -> int:
        try:
            return removing.remove_at(KEEPER, trust.pk, some, today())
        finally:
            connections.close_all()

    with patch.object(removing, "BATCH", 2), ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(work, range(2))) == 12
    assert Nomination.objects.count() == 0
    told = AuditEvent.objects.filter(action="retention.applied")
    assert sum(each.detail["removed"]["judgement"] for each in told) == 12
