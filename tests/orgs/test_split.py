"""An employer that is split: its own list says who goes where, and everything follows."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from learning.models import PathwayAssignment
from learning.pathways import shipped
from learning.services import prepare_pathway
from orgs import tree
from orgs.access.floor import floors
from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.inheritance import services as inheritance
from orgs.inheritance.selectors import effective_all
from orgs.models.access import Grant, User
from orgs.models.audit import AuditEvent
from orgs.models.definitions import Adaptation, Definition
from orgs.models.handover import HandoverChoice, HandoverList
from orgs.models.people import Assignment, StaffRecord
from orgs.models.units import OrgLink, OrgUnit, OrgUnitType, OverlayMembership
from orgs.restructure import lists, services, ticks, undoing
from orgs.restructure.errors import OutdatedError, RestructureError
from orgs.restructure.left_behind import dated
from orgs.restructure.transfers import staying, transfers
from reporting.models import ReleaseCalendar, Schedule, ScheduleRecipient
from succession.access import AGREEMENT
from succession.models import Incumbency, Nomination, Post, SuccessionPlan
from talentpools.models import Pool, PoolMembership
from tests import factories
from tests.orgs.merging import DAY, at
from tests.orgs.splitting import Split, split
from tests.succession.factories import make_pool, make_post, nominate
from tests.talentpools.conftest import join

pytestmark = pytest.mark.django_db


@pytest.fixture
def parting(units, first: User, second: User) -> Split:
    return split(units, first, second)


def arrive(parting: Split) -> None:
    """Apply it, and let its day come."""
    parting.apply()
    ticks.bring_to(RESTRUCTURE, parting.plan.effective_on)
    parting.plan.refresh_from_db()


def test_a_split_that_is_withdrawn_asks_nobody_any_more(parting) -> None:
    parting.confirm()
    plan = parting.apply()
    with at(parting.first) as viewer:
        plan = undoing.withdraw(viewer=viewer, plan=plan, version=plan.version)
    assert plan.state == "cancelled"
    assert list(HandoverList.objects.values_list("closed", flat=True)) == [True]


def where(model, **who) -> list[str]:
    """Units at which rows are open after the day."""
    ends = "ends_on" if hasattr(model, "ends_on") else "valid_to"
    rows = model.objects.filter(**who, **{f"{ends}__isnull": True})
    return sorted(rows.values_list("unit__code", flat=True))


def test_the_list_is_there_from_the_rehearsal_and_only_the_employer_reads_it(parting) -> None:
    found = parting.list
    assert (found.successors, found.names) == (
        ["QA2", "QA3", "QA9"], ["Aspen ICB", "Birch ICB", "Cedar ICB"],
    )  # fmt: skip
    assert (found.title, found.on, found.confirmed_at) == ("Alder is split", today() + DAY, None)
    outsider = factories.holder("cpo", OrgUnit.objects.get(code="QA2"), login="aspen")
    lead = factories.holder("talent_lead", parting.board.unit, login="lead")
    for user, code, seen in (
        (parting.board.cpo, "QA1", 1),
        (parting.first, "RA", 0),
        (parting.first, "QA1", 0),
        (parting.board.lead, "QA1", 0),
        (lead, "QA1", 0),
        (outsider, "QA2", 0),
    ):
        with at(user, code):
            assert HandoverList.objects.count() == seen
    with at(parting.first) as viewer:
        assert [(s.name, s.confirmed) for s in lists.states(parting.plan)] == [("Alder ICB", False)]
        with pytest.raises(PermissionDenied):
            lists.confirm_list(viewer=viewer, handover=found, version=found.version)


def test_nothing_is_applied_before_the_employer_has_confirmed(parting) -> None:
    with pytest.raises(RestructureError, match="Alder ICB has not yet confirmed where its people"):
        parting.apply()
    assert OrgUnit.objects.get(code="QA1").open


def test_everybody_and_everything_goes_where_it_was_chosen(parting) -> None:
    board = parting.board
    unit = board.unit
    other = make_post(unit, "Chief finance officer", "CFO")
    pool = make_pool(unit, "Finance directors", "CFO")
    steward = factories.holder("steward", OrgUnit.objects.get(code="RA"), login="schedules")
    schedule = Schedule.objects.create(
        unit=unit, report="pack", day_of_month=3, parameters={"unit": "QA1"}, owner=steward,
        next_on=today() + 3 * DAY,
    )  # fmt: skip
    ScheduleRecipient.objects.create(schedule=schedule, unit=unit, user=steward)
    ReleaseCalendar.objects.create(unit=unit, report="pack", next_on=today() + 9 * DAY)
    parting.choose("staff", "QA9", board.holder)
    parting.choose("staff", "QA3", board.deputy)
    parting.choose("posts", "QA9", board.post)
    parting.choose("pools", "QA3", pool)
    parting.choose("plans", "QA9", board.plan)
    member = join(pool, board.deputy)
    parting.confirm()
    arrive(parting)

    assert where(StaffRecord, person=board.holder.person) == ["QA9"]
    assert where(StaffRecord, person=board.deputy.person) == ["QA3"]
    assert where(StaffRecord, person=board.cpo.person) == ["QA2"]
    assert where(Assignment, staff__person=board.deputy.person) == ["QA3"]
    assert where(Post) == ["QA2", "QA9"]
    assert Post.objects.get(unit__code="QA2").continues == other
    holder = Incumbency.objects.get(unit__code="QA9")
    assert holder.assignment.staff.person == board.holder.person
    assert where(SuccessionPlan) == ["QA9"]
    assert where(Pool) == ["QA2", "QA3"]
    assert PoolMembership.objects.get(continues=member).unit.code == "QA3"
    assert where(Grant, user=board.deputy_user) == ["QA3"]
    assert where(Grant, user=board.cpo, role="cpo") == ["QA2"]
    # What is sent above employers goes where the change itself decided: to the main successor.
    there = Schedule.objects.get(active=True)
    assert (there.unit.code, there.recipients.get().user) == ("QA2", steward)
    calendars = ReleaseCalendar.objects.filter(active=True)
    assert list(calendars.values_list("unit__code", flat=True)) == ["QA2"]
    assert sorted(OrgLink.objects.values_list("successor__code", "relation")) == [
        ("QA2", "split_to"), ("QA3", "split_to"), ("QA9", "split_to"),
    ]  # fmt: skip
    handed = parting.plan.report["applied"]["handed_over"]
    assert [each["list"] for each in handed if each["key"] == "employer"] == ["confirmed"]
    assert "Priya" not in str(parting.plan.report)
    told = {each.key for each in transfers if each.told_above}
    people = [each for each in handed[1:] if each["key"] not in told]
    assert all("ended" not in each for each in people)
    connection.check_constraints()


def test_what_has_two_sides_ends_where_they_go_apart(parting) -> None:
    board = parting.board
    named = nominate(board.post, board.deputy)
    common = {"actor": AGREEMENT, "unit_id": board.unit.id, "source_id": named.public_id}
    pathway = shipped("ASP-CNO")
    prepare_pathway(staff_id=board.deputy.id, pathway=pathway, day=today(), **common)
    member = join(board.pool, board.deputy)
    PoolMembership.objects.create(
        unit=board.unit, pool=make_pool(board.unit, "Second", "CNO"), staff=board.deputy,
        status="prepared", route="nomination", source_id=named.public_id,
    )  # fmt: skip
    parting.choose("staff", "QA3", board.deputy)
    parting.choose("staff", "QA9", board.holder)
    with at(board.cpo, "QA1"):
        assert sorted(each.words for each in lists.parted(parting.list)) == [
            (
                "Helen Adeyemi no longer holds the post Chief nurse: it goes to another "
                "organisation, where it is vacant"
            ),
            "Kirsty Moor is no longer named for Chief nurse: they go to different organisations",
            "Kirsty Moor leaves the pool Nursing directors: they go to different organisations",
        ]
    parting.confirm()
    arrive(parting)
    named.refresh_from_db()
    assert (named.status, named.lapsed_by, named.valid_to) == ("lapsed", "parted", today() + DAY)
    assert not Nomination.objects.exclude(pk=named.pk).exists()
    assert not Incumbency.objects.filter(ends_on=None).exists()
    member.refresh_from_db()
    assert (member.status, PoolMembership.objects.exclude(unit=board.unit).count()) == ("left", 0)
    states = PathwayAssignment.objects.values_list("unit__code", "state")
    assert sorted(states) == [("QA1", "withdrawn"), ("QA3", "withdrawn")]


def test_definitions_go_to_every_successor_and_what_trusts_adapted_still_holds(
    parting, units
) -> None:
    board = parting.board
    steward = factories.holder("steward", board.unit, login="alder.steward")
    with at(steward, "QA1") as viewer:
        made = inheritance.publish_definition(
            viewer=viewer,
            kind_code="plan_template",
            title="Alder boards",
            fields={},
            valid_from=today(),
        )
    version = made.versions.get()
    for code in ("TA1", "QA1"):
        Adaptation.objects.create(
            definition=made, unit=units[code], base_version=version, differences=[],
            valid_from=today(),
        )  # fmt: skip
    adapted = Adaptation.objects.get(unit=units["TA1"])
    before = adapted.pk, adapted.definition_id, adapted.valid_to
    parting.confirm()
    arrive(parting)
    there = Definition.objects.exclude(pk=made.pk)
    assert sorted(there.values_list("unit__code", "key", "carried")) == [
        (code, made.key, [made.pk]) for code in ("QA2", "QA3", "QA9")
    ]
    adapted.refresh_from_db()
    assert (adapted.pk, adapted.definition_id, adapted.valid_to) == before
    cpo = factories.holder("cpo", units["TA1"], login="ta1")
    with user_scope(cpo.pk, unit_code="TA1", day=today() + DAY) as viewer:
        (found,) = effective_all("plan_template", viewer.here.id, today() + DAY)
        assert (found.owner_code, found.adaptation_version) == ("QA9", 1)
    own = Adaptation.objects.filter(unit__code__in=["QA1", "QA2", "QA3", "QA9"])
    assert sorted(own.values_list("unit__code", "definition__unit__code", "valid_to")) == [
        ("QA1", "QA1", today() + DAY),
        ("QA2", "QA2", None), ("QA3", "QA3", None), ("QA9", "QA9", None),
    ]  # fmt: skip


def test_a_closing_board_leaves_its_overlays_and_successors_join_as_decided(parting, units) -> None:
    with tree.locked():
        kind = OrgUnitType.objects.filter(kind="overlay").first().code
        overlay = tree.create("OV1", name="Cluster", type_code=kind, on=factories.LONG_AGO)
        tree.project(today())
    OverlayMembership.objects.create(
        overlay=overlay, unit=parting.board.unit, valid=DateRange(factories.LONG_AGO, None)
    )
    parting.confirm()
    arrive(parting)
    rows = OverlayMembership.objects.order_by("unit__code").values_list("unit__code", "valid")
    assert [(code, valid.lower, valid.upper) for code, valid in rows] == [
        ("QA1", factories.LONG_AGO, today() + DAY),
        *((code, today() + DAY, None) for code in ("QA2", "QA3", "QA9")),
    ]


def test_roles_in_a_division_end_with_the_board(parting) -> None:
    with tree.locked():
        part = tree.create(
            "QA1-F", name="Finance", type_code="division", on=today(), employer=parting.board.unit
        )
        tree.project(today())
    held = factories.holder("learning_lead", part, login="division.lead")
    parting.confirm()
    arrive(parting)
    assert list(Grant.objects.filter(user=held).values_list("unit__code", "valid_to")) == [
        ("QA1-F", today() + DAY)
    ]


def test_whatever_is_changed_after_confirming_is_confirmed_again(parting) -> None:
    parting.confirm()
    assert parting.list.confirmed_by == parting.board.cpo
    stale = parting.list
    parting.choose("staff", "QA3", parting.board.deputy)
    assert parting.list.confirmed_at is None
    with at(parting.board.cpo, "QA1") as viewer, pytest.raises(OutdatedError):
        lists.confirm_list(viewer=viewer, handover=stale, version=stale.version)
    with at(parting.first) as viewer:
        services.rehearse(viewer=viewer, plan=parting.plan)
    assert HandoverChoice.objects.get().successor == "QA3"
    kept = AuditEvent.objects.filter(action__startswith="handover.").values_list(
        "action", "unit__code"
    )
    assert list(kept.order_by("at")) == [("handover.confirmed", "QA1"), ("handover.chosen", "QA1")]


@pytest.mark.parametrize(
    ("subject", "to", "own"),
    [("staff", "TA1", True), ("nothing", "QA3", True), ("staff", "QA3", False)],
)
def test_what_cannot_be_is_refused(parting, subject, to, own) -> None:
    row = (
        parting.board.deputy if own else factories.staff(OrgUnit.objects.get(code="TA1"), "Jo Foe")
    )
    with pytest.raises(RestructureError):
        parting.choose(subject, to, row)
    assert not HandoverChoice.objects.exists()


def test_a_plan_that_is_cancelled_asks_nobody(parting) -> None:
    with at(parting.first) as viewer:
        services.cancel(viewer=viewer, plan=parting.plan)
    with at(parting.board.cpo, "QA1") as viewer:
        assert lists.lists_here(viewer) == []


def test_who_joins_in_between_goes_to_the_main_successor(parting) -> None:
    parting.confirm()
    parting.apply()
    late = factories.staff(parting.board.unit, "Late Joiner")
    ticks.bring_to(RESTRUCTURE, parting.plan.effective_on)
    assert where(StaffRecord, person=late.person) == ["QA2"]


# --- complete ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["staff", "posts", "pools", "roles", "adaptations", "memberships"])
def test_a_row_that_is_left_takes_everything_back(parting, monkeypatch, key, caplog) -> None:
    """Each of them is shown to fail: the transfer forgets its rows, and the proof notices."""
    board = parting.board
    join(board.pool, board.deputy)
    if key == "adaptations":
        made = Definition.objects.create(
            unit_id=board.unit.id, kind="plan_template", key="k", title="K"
        )
        version = made.versions.create(
            unit=board.unit, number=1, fields={}, valid_from=today(), published_at=board.plan.changed_at
        )  # fmt: skip
        Adaptation.objects.create(
            definition=made, unit=board.unit, base_version=version, valid_from=today()
        )
    parting.confirm()
    parting.apply()
    lazy = replace(transfers.get(key), move=lambda *_: (0, 0))
    monkeypatch.setitem(transfers._items, key, lazy)
    ticks.bring_to(RESTRUCTURE, parting.plan.effective_on)
    assert "the handover was taken back" in caplog.text
    assert "Alder ICB still holds something" in caplog.text
    assert where(StaffRecord, person=board.holder.person) == ["QA1"]


def test_every_table_is_handed_over_or_stays_for_a_reason() -> None:
    moved = {label for transfer in transfers for label in transfer.tables}
    tenant = {model._meta.label for model, floor in floors() if not floor.reference}
    assert tenant - moved - set(staying.keys()) == set()
    assert (moved | set(staying.keys())) - tenant == set()
    assert moved & set(staying.keys()) == set()
    assert all(len(reason) > 20 and reason.endswith(".") for reason in staying)


def test_the_proof_can_read_every_table_that_it_asks() -> None:
    blind = [
        model._meta.label
        for model, floor, *_ in dated()
        if not set(floor.read) & set(RESTRUCTURE.families)
    ]
    assert blind == []
    assert len(list(dated())) >= 15
