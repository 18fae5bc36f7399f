"""Merging boards: who must approve, what is refused, and what an operation may be."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import system_scope
from orgs.clock import today
from orgs.models.access import Grant, User
from orgs.models.handover import CarriedOver
from orgs.models.people import Assignment, StaffRecord
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import operations as ops
from orgs.restructure import services, verification
from orgs.restructure.errors import OutdatedError, RestructureError, VerificationError
from orgs.restructure.shape import Shape
from orgs.restructure.transfers import Handover, Heirs, Transfer, transfers
from tests import factories
from tests.orgs.merging import DAY, at, carry_out, draft, parents, settle, there

pytestmark = pytest.mark.django_db


def test_two_different_people_approve(units, first: User, second: User) -> None:
    plan = draft(first)
    with at(first) as viewer:
        services.approve(viewer=viewer, plan=plan)
        with pytest.raises(RestructureError, match="A second person must approve it"):
            services.approve(viewer=viewer, plan=plan)
        with pytest.raises(OutdatedError, match="is rehearsed already"):
            services.apply_plan(viewer=viewer, plan=plan)
    with pytest.raises(DatabaseError), transaction.atomic():
        RestructurePlan.objects.filter(pk=plan.pk).update(second_approver=first)
    with pytest.raises(DatabaseError), transaction.atomic():
        RestructurePlan.objects.filter(pk=plan.pk).update(state="applied")


def test_approving_waits_for_every_decision(units, first: User) -> None:
    factories.holder("talent_lead", units["QA1"], login="lead")
    plan = draft(first)
    with at(first) as viewer:
        with pytest.raises(RestructureError, match="Decide first"):
            services.approve(viewer=viewer, plan=plan)
        (row,) = plan.report["rehearsal"]["access"]
        with pytest.raises(RestructureError, match="Choose one"):
            services.decide(
                viewer=viewer, plan=plan, decisions={row["key"]: "RA"}, version=plan.version
            )
        with pytest.raises(RestructureError, match="Choose one"):
            services.decide(viewer=viewer, plan=plan, decisions={"x": "end"}, version=plan.version)
        with pytest.raises(OutdatedError, match="Somebody else has changed"):
            services.decide(viewer=viewer, plan=plan, decisions={row["key"]: "end"}, version=1)


def test_a_change_since_the_rehearsal_stops_it(units, first: User, second: User) -> None:
    plan = settle(draft(first), first, second)
    factories.holder("talent_lead", units["QA1"], login="late.arrival")
    with pytest.raises(OutdatedError, match="Check it again"):
        carry_out(plan, first)
    assert parents(today())["TA1"] == "QA1"
    assert RestructurePlan.objects.get().state == "approved"


def test_the_second_of_two_administrators_is_told(units, first: User, second: User) -> None:
    plan = settle(draft(first), first, second)
    carry_out(plan, first)
    with pytest.raises(OutdatedError, match="This change is applied already"):
        carry_out(plan, second)
    other = RestructurePlan.objects.get()
    with at(first) as viewer, pytest.raises(OutdatedError):
        services.rehearse(viewer=viewer, plan=other)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"codes": ("QA1",)}, "Choose two or more boards."),
        ({"codes": ("QA1", "TA3")}, "Choose boards of one type."),
        ({"codes": ("QA1", "QX")}, "There is no open organisation with the code QX."),
        (
            {"into": "TA1"},
            "The code TA1 belongs to Kestrel Valley NHS Trust. A code is never used twice.",
        ),
        ({"into": "A B"}, "A code has 1 to 10 letters and digits."),
        ({"name": " "}, "Give the new board a name."),
        ({"on": today() - DAY}, "The day must be today or later: what has been is not rewritten."),
    ],
)
def test_what_may_not_be_is_said(units, first: User, options: dict, said: str) -> None:
    with pytest.raises(RestructureError) as refused:
        draft(first, **options)
    assert refused.value.sentences == [said]
    assert not RestructurePlan.objects.exists()


def test_every_unit_concerned_must_be_ones_own_to_move(units, first: User) -> None:
    with pytest.raises(PermissionDenied):
        draft(first, codes=("QA1", "QB1"))
    lead = factories.holder("talent_lead", units["RA"], login="only.totals")
    with pytest.raises(PermissionDenied):
        draft(lead)
    board = factories.holder("steward", units["QA1"], login="board.steward")
    with pytest.raises(PermissionDenied):
        draft(board, code="QA1")
    assert not RestructurePlan.objects.exists()


def test_the_nation_merges_across_regions(units, first: User, second: User) -> None:
    region = factories.holder("talent_lead", units["RA"], login="region.lead")
    plan = draft(second, codes=("QB1", "QA1"), into="QA9", code="NAT")
    rows = {
        r["login"]: (r["now"], there(r), r["closes"]) for r in plan.report["rehearsal"]["access"]
    }
    assert rows["region.lead"] == (
        5,
        {"RA": (3, 0)},
        False,
    )  # the region keeps Aspen and its Trusts
    assert plan.report["rehearsal"]["before"][0]["code"] == "NAT"
    assert region.grants.get().valid_to is None


def test_a_transfer_that_tells_less_than_it_did_takes_all_back(
    units, first: User, second: User, monkeypatch
) -> None:
    def lying(handover: Handover, day: dt.date, principal) -> tuple[int, int]:
        StaffRecord.objects.filter(unit_id__in=handover.closing).update(name="Changed")
        return 0, 0

    factories.staff(units["QA1"], "Ines Moor")
    plan = settle(draft(first), first, second)
    monkeypatch.setitem(
        transfers._items, "staff", Transfer("staff", "Staff records", 0, lambda *_: 0, lying)
    )
    with pytest.raises(
        VerificationError,
        match="Staff records said 0 rows changed and 0 begun; the database counted 1, 0, and 0",
    ):
        carry_out(plan, first)
    assert StaffRecord.objects.get().name == "Ines Moor"
    assert parents(today())["TA1"] == "QA1"
    assert not OrgUnit.objects.filter(code="QA9").exists()


def test_the_scope_of_a_restructure_leaves_nothing_behind(units, first: User) -> None:
    with at(first):
        with system_scope(RESTRUCTURE, units=[units["TA1"].id]), connection.cursor() as cursor:
            cursor.execute("SELECT app.units('staffing')")
            assert cursor.fetchone() == ([units["TA1"].id],)
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.units('staffing')")
            assert cursor.fetchone() == ([],)


def test_grants_are_continued_by_a_restructure_only(units, first: User) -> None:
    grant = Grant.objects.get(user=first)
    with (
        at(first),
        pytest.raises(DatabaseError, match="by a restructure only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM app.continue_grant(%s, NULL, %s, '')", [grant.id, today()])
    with (
        system_scope(RESTRUCTURE, units=[units["TA1"].id]),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="by a restructure only"),
        transaction.atomic(),
    ):
        cursor.execute("SELECT * FROM app.continue_grant(%s, NULL, %s, '')", [grant.id, today()])


def test_tenant_tables_are_those_with_rows_of_a_unit() -> None:
    tables = set(verification.tenant_tables())
    assert {"orgs_staffrecord", "orgs_assignment", "orgs_grant"} <= tables
    assert not tables & {
        "orgs_orgunit",
        "orgs_orgplacement",
        "orgs_orglink",
        "orgs_restructureplan",
        "orgs_auditevent",
    }


def test_what_begins_or_ends_later_is_handed_over_with_its_dates(
    units, first: User, second: User
) -> None:
    ahead = today() + 40 * DAY
    ends = factories.staff(units["QA1"], "Ends Soon")
    Assignment.objects.filter(staff=ends).update(ends_on=ahead)
    starts = factories.staff(units["QA1"], "Starts Later")
    StaffRecord.objects.filter(pk=starts.pk).update(valid_from=ahead)
    Assignment.objects.filter(staff=starts).update(starts_on=ahead)
    left = factories.staff(units["QA1"], "Has Left")
    StaffRecord.objects.filter(pk=left.pk).update(valid_to=today() - DAY)
    Assignment.objects.filter(staff=left).update(ends_on=today() - DAY)
    again = factories.staff(units["QA1"], "Comes Back")
    back = factories.staff(units["QA2"], "Comes Back", person=again.person)
    StaffRecord.objects.filter(pk=back.pk).update(valid_to=today() - DAY)
    Assignment.objects.filter(staff=back).update(ends_on=today() - DAY)
    plan = draft(first, into="QA2", name="")
    carry_out(settle(plan, first, second), first)
    at_successor = StaffRecord.objects.filter(unit=units["QA2"]).order_by("name")
    assert list(at_successor.values_list("name", "valid_from", "valid_to")) == [
        ("Comes Back", factories.LONG_AGO, None),
        ("Ends Soon", today(), None),
        ("Starts Later", ahead, None),
    ]
    assert list(
        Assignment.objects.filter(unit=units["QA2"], continues__isnull=False)
        .order_by("staff__name")
        .values_list("staff__name", "starts_on", "ends_on")
    ) == [
        ("Comes Back", today(), None), ("Ends Soon", today(), ahead), ("Starts Later", ahead, None),
    ]  # fmt: skip
    old = StaffRecord.objects.filter(unit=units["QA1"]).order_by("name")
    assert list(old.values_list("name", "valid_to")) == [
        ("Comes Back", today()), ("Ends Soon", today()), ("Has Left", today() - DAY),
        ("Starts Later", ahead + DAY),
    ]  # fmt: skip


def test_two_boards_that_close_on_one_day_are_handed_over_together(
    units, first: User, second: User
) -> None:
    both = factories.staff(units["QA1"], "Both Boards")
    again = factories.staff(units["QA2"], "Both Boards", person=both.person)
    StaffRecord.objects.filter(pk=both.pk).update(valid_to=today() + 40 * DAY)
    same, number = (factories.staff(units[code], code) for code in ("QA1", "QA2"))
    lead = factories.staff(units["QA2"], "Lead")
    StaffRecord.objects.filter(pk__in=[same.pk, number.pk]).update(employee_number="17")
    StaffRecord.objects.filter(pk=number.pk).update(manager=lead)
    carry_out(settle(draft(first), first, second), first)
    records = StaffRecord.objects.filter(unit__code="QA9").order_by("name")
    assert list(records.values_list("name", "employee_number", "manager__name", "valid_to")) == [
        ("Both Boards", "", None, None), ("Lead", "", None, None),
        ("QA1", "17", None, None), ("QA2", "", "Lead", None),
    ]  # fmt: skip
    assert Assignment.objects.filter(staff__unit__code="QA9").count() == 5
    again.refresh_from_db()
    assert again.valid_to == today()
    origins = CarriedOver.objects.filter(subject="staff").order_by("origin__code")
    assert list(origins.values_list("origin__code", flat=True)) == ["QA1", "QA1", "QA2", "QA2"]


def test_what_an_employer_chose_counts_for_its_own_rows_alone(units) -> None:
    mine, other = (factories.staff(units[code], f"Of {code}") for code in ("TA1", "TA2"))
    main, second = units["TA3"].id, units["TA4"].id
    chosen = {("staff", row.public_id): second for row in (mine, other)}
    handover = Handover(
        (
            Heirs(units["TA1"].id, main, (second,), chosen),
            Heirs(units["TA2"].id, main, (second,)),
        )
    )
    rows = StaffRecord.objects.annotate(heir=handover.heir("staff", "public_id"))
    assert dict(rows.values_list("pk", "heir")) == {mine.pk: second, other.pk: main}


def test_an_operation_is_stored_and_read_as_its_schema_says() -> None:
    for operation in (
        ops.Create("QX", "Name", "icb", "RA"),
        ops.Move("TA1", "QX"),
        ops.Rename("TA1", "Name"),
        ops.Close("QA1", "QX"),
        ops.Close("QA1", "QX", ("QY",)),
        ops.Retype("QA1", "region"),
        ops.Reopen("QA1", "RA"),
        ops.Split("QA1", ("QA2", "QX"), {"TA1": "QX"}),
        ops.Reroot("DEPT", "Department"),
        ops.Merge(("QA1", "QA2"), "QX", "Name"),
    ):
        assert ops.from_json(ops.to_json(operation)) == operation
    for wrong in (
        {"do": "burn", "code": "QA1"},
        {"do": "move", "code": "QA1"},
        {"do": "move", "code": "QA1", "parent": 1},
        {"do": "move", "code": "QA1", "parent": "RA", "when": "now"},
        {"do": "merge", "codes": "QA1", "into": "QX", "name": ""},
        {"do": "merge", "codes": [1], "into": "QX", "name": ""},
        {"do": "split", "code": "QA1", "into": ["QA2"], "moves": {"TA1": 1}},
        {"do": "split", "code": "QA1", "into": ["QA2"], "moves": ["TA1"]},
    ):
        with pytest.raises(RestructureError):
            ops.from_json(wrong)


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (ops.Move("TA1", "QA1"), "Kestrel Valley NHS Trust is under Alder ICB already."),
        (ops.Move("RA", "QA1"), "Ashdown region cannot go below itself."),
        (ops.Move("QA1", "NAT"), "Alder ICB (Integrated care board) may not sit under Nation of Albany."),
        (ops.Move("QX", "RA"), "There is no open organisation with the code QX."),
        (ops.Rename("TA1", " "), "Give the name."),
        (ops.Close("QA1", "QA2"), "Heron Water NHS Trust is below Alder ICB: say where it goes first."),
        (ops.Close("TA1", "RA"), "Kestrel Valley NHS Trust employs people, and Ashdown region cannot take them."),
        (ops.Close("TA1", "TA1"), "Kestrel Valley NHS Trust cannot take its own place."),
        (ops.Close("QA1", "QA1"), "Alder ICB cannot take its own place."),
        (ops.Retype("QA1", "hut"), "There is no type of organisation called hut."),
        (ops.Retype("QA1", "icb"), "Alder ICB is of this type already: Integrated care board."),
        (ops.Retype("QA1", "region"), "Alder ICB cannot become one of the type Region: one employs people and the other does not. Open a new organisation, and close this one into it."),
        (ops.Retype("QA1", "trust"), "Heron Water NHS Trust (NHS trust) is below Alder ICB, and may not sit under one of the type NHS trust."),
        (ops.Reopen("QA1", "RA"), "Alder ICB is open."),
        (ops.Reopen("QX", "RA"), "There has been no organisation with the code QX."),
        (ops.Split("QA1", ("QA2",), {}), "Choose two or more organisations among which Alder ICB is divided."),
        (ops.Split("QA1", ("QA2", "QB1"), {"TA1": "QA2"}), "Say which organisation Heron Water NHS Trust goes to."),
        (ops.Split("QA1", ("QA2", "QB1"), {"TA1": "QA2", "TA2": "QA2", "TA3": "QB1"}), "TA3 is not directly below Alder ICB."),
        (ops.Split("QA1", ("QA2", "RB"), {"TA1": "QA2", "TA2": "QA2"}), "Alder ICB is divided among organisations of its own type."),
        (ops.Create("TX", "Name", "trust"), "Name (NHS trust) must sit under another."),
        (ops.Create("TOP", "Department", "national"), "There can be one organisation at the top only."),
        (ops.Create("TA1", "Name", "trust", "QA1"), "The code TA1 is taken. A code is never used twice."),
        (ops.Create("TX", "Name", "hut", "QA1"), "There is no type of organisation called hut."),
        (ops.Create("TX", "Name", "trust", "TA1"), "Name (NHS trust) may not sit under Kestrel Valley NHS Trust."),
    ],
)  # fmt: skip
def test_an_operation_says_why_it_may_not_be(units, operation, said: str) -> None:
    assert said in ops.try_out([ops.Dated(today(), operation)], Shape.of_day).faults
