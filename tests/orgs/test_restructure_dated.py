"""Changes with a day for each operation: splits, new types, a new top, reopening, and late records."""

import datetime as dt

import pytest

from orgs import tree
from orgs.access.principals import RESTRUCTURE
from orgs.clock import today
from orgs.models.access import Grant, User
from orgs.models.people import StaffRecord
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgLink, OrgUnit
from orgs.restructure import operations as ops
from orgs.restructure import services, ticks
from orgs.restructure.errors import RestructureError
from tests import factories
from tests.orgs.merging import DAY, at, carry_out, parents, settle

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


def drawn(user: User, *dated: tuple[dt.date, ops.Operation], code: str = "NAT", **options):
    with at(user, code) as viewer:
        return services.draft_plan(
            viewer=viewer,
            title="A change",
            operations=[ops.Dated(on, operation) for on, operation in dated],
            **options,
        )


@pytest.fixture
def stewards(units) -> tuple[User, User]:
    """Two administrators of the nation."""
    return (
        factories.holder("steward", units["NAT"], login="nation.one"),
        factories.holder("steward", units["NAT"], login="nation.two"),
    )


def applied(plan: RestructurePlan, stewards: tuple[User, User], **decisions) -> RestructurePlan:
    first, second = stewards
    return carry_out(settle(plan, first, second, code="NAT", **decisions), first, code="NAT")


def test_a_split_sends_each_child_where_it_is_assigned(units, stewards) -> None:
    lead = factories.holder("talent_lead", units["QA1"], login="board.lead")
    split = ops.Split("QA1", ("QA2", "QB1"), {"TA1": "QB1", "TA2": "QA2"})
    plan = drawn(stewards[0], (today(), split))
    (row,) = [r for r in plan.report["rehearsal"]["access"] if r["closes"]]
    assert list(row["at"]) == ["QA2", "QB1"]
    plan = applied(plan, stewards, **{"board.lead": "QB1"})
    now = parents(today())
    assert (now["TA1"], now["TA2"], "QA1" in now) == ("QB1", "QA2", False)
    links = OrgLink.objects.filter(predecessor=units["QA1"]).order_by("successor__code")
    assert list(links.values_list("successor__code", "relation")) == [
        ("QA2", "split_to"), ("QB1", "split_to"),
    ]  # fmt: skip
    held = Grant.objects.filter(user=lead).order_by("valid_from", "id")
    assert [(g.unit.code, g.valid_to) for g in held] == [("QA1", today()), ("QB1", None)]


def test_each_operation_is_true_from_its_own_day(units, stewards) -> None:
    factories.staff(units["QA1"], "Ines Moor")
    first, later = today() + WEEK, today() + 2 * WEEK
    plan = drawn(
        stewards[0],
        (first, ops.Merge(("QA1",), "QA2")),
        (first, ops.Create("QA9", "Rowan ICB", "icb", "RA")),
        (later, ops.Move("TA1", "QA9")),
        (later, ops.Rename("TA1", "Kestrel Trust")),
    )
    assert plan.effective_on == first
    plan = applied(plan, stewards)
    names = {row.code: row.name for row in tree.rows(later)}
    assert [parents(day)["TA1"] for day in (first - DAY, first, later - DAY, later)] == [
        "QA1", "QA2", "QA2", "QA9",
    ]  # fmt: skip
    assert (names["TA1"], {r.code: r.name for r in tree.rows(first)}["TA1"]) == (
        "Kestrel Trust", "Kestrel Valley NHS Trust",
    )  # fmt: skip
    assert plan.report["applied"]["closing"] == [
        {"on": first.isoformat(), "heirs": {"QA1": ["QA2"]}, "handover": "due"}
    ]
    assert StaffRecord.objects.get(name="Ines Moor").valid_to is None
    ticks.bring_to(RESTRUCTURE, first)
    assert list(
        StaffRecord.objects.filter(name="Ines Moor").order_by("id").values_list("unit__code", "valid_to")
    ) == [("QA1", first), ("QA2", None)]  # fmt: skip


def test_what_has_happened_is_recorded_late(units, stewards) -> None:
    ago = today() - WEEK
    factories.staff(units["QA1"], "Ines Moor")
    with pytest.raises(RestructureError):
        drawn(stewards[0], (ago, ops.Merge(("QA1",), "QA2")))
    plan = drawn(stewards[0], (ago, ops.Merge(("QA1",), "QA2")), recorded_late=True)
    plan = applied(plan, stewards)
    assert (parents(ago - DAY)["TA1"], parents(ago)["TA1"]) == ("QA1", "QA2")
    assert plan.report["applied"]["unchanged_on"] == [(ago - DAY).isoformat()]
    old, new = StaffRecord.objects.filter(name="Ines Moor").order_by("id")
    assert (old.valid_to, new.valid_from, new.unit.code) == (today(), today(), "QA2")


def test_a_new_top_takes_the_place_of_the_old(units, stewards) -> None:
    plan = drawn(stewards[0], (today(), ops.Reroot("DEPT", "Department of Health of Albany")))
    (before,), after = plan.report["rehearsal"]["before"], plan.report["rehearsal"]["after"]
    assert before["code"] == "NAT"
    assert [(node["code"], node["word"]) for node in after] == [
        ("DEPT", "New"), ("NAT", "Closes, history kept"),
    ]  # fmt: skip
    applied(plan, stewards)
    now = parents(today())
    assert (now["DEPT"], now["RA"], now["RB"], "NAT" in now) == ("", "DEPT", "DEPT", False)
    assert parents(today() - DAY)["RA"] == "NAT"
    with at(stewards[0], "DEPT") as viewer:
        assert viewer.here.name == "Department of Health of Albany"
        assert viewer.may(services.MANAGE_TREE)


def test_a_trust_becomes_a_care_trust(units, stewards) -> None:
    applied(drawn(stewards[0], (today(), ops.Retype("TA1", "care_trust"))), stewards)
    kinds = {row.code: row.type for row in tree.rows(today())}
    assert (kinds["TA1"], kinds["TA2"]) == ("care_trust", "trust")
    assert {row.code: row.type for row in tree.rows(today() - DAY)}["TA1"] == "trust"


def test_a_closed_board_is_opened_again(units, stewards) -> None:
    ago = today() - WEEK
    applied(drawn(stewards[0], (ago, ops.Merge(("QA1",), "QA2")), recorded_late=True), stewards)
    plan = drawn(stewards[0], (today(), ops.Reopen("QA1", "RA")), (today(), ops.Move("TA1", "QA1")))
    applied(plan, stewards)
    assert [(parents(d).get("QA1"), parents(d)["TA1"]) for d in (ago - DAY, ago, today())] == [
        ("RA", "QA1"), (None, "QA2"), ("RA", "QA1"),
    ]  # fmt: skip
    assert OrgUnit.objects.filter(code="QA1", open=True).count() == 1


def test_nothing_takes_the_place_of_what_holds_nothing(units, stewards) -> None:
    applied(drawn(stewards[0], (today(), ops.Close("TA1"))), stewards)
    assert "TA1" not in parents(today())
    assert not OrgLink.objects.filter(predecessor=units["TA1"]).exists()
    factories.staff(units["TA2"], "Ines Moor")
    with pytest.raises(RestructureError) as refused:
        drawn(stewards[0], (today(), ops.Close("TA2")))
    assert refused.value.sentences == [
        "Heron Water NHS Trust still holds people or records: say which organisation takes its place."
    ]


def test_a_successor_that_closes_too_is_refused(units, stewards) -> None:
    with pytest.raises(RestructureError) as refused:
        drawn(
            stewards[0],
            (today(), ops.Merge(("QA1",), "QA2")),
            (today() + DAY, ops.Merge(("QA2",), "QB1")),
        )
    assert "QA2 takes the place of another and closes too" in str(refused.value)


def test_a_change_in_the_way_is_told_when_it_is_tried(units, stewards) -> None:
    later = today() + WEEK
    applied(drawn(stewards[0], (later, ops.Merge(("QA1",), "QA2"))), stewards)
    with pytest.raises(RestructureError) as refused:
        drawn(stewards[0], (today(), ops.Move("TA3", "QA1")), (later, ops.Rename("TA3", "Tern")))
    assert "Another change that is recorded for a later day is in the way." in str(refused.value)
