"""Merging boards: what a rehearsal says, what applying does, and what it leaves alone."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from orgs import tree
from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import system_scope, user_scope
from orgs.clock import today
from orgs.models.access import Grant, User
from orgs.models.audit import AuditEvent
from orgs.models.people import Assignment, StaffRecord
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgLink, OrgUnit
from orgs.restructure import operations as ops
from orgs.restructure import services, ticks, verification
from orgs.restructure.errors import OutdatedError, RestructureError, VerificationError
from orgs.restructure.shape import Shape
from orgs.restructure.transfers import Transfer, transfers
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@contextmanager
def at(user: User, code: str = "RA") -> Iterator:
    with user_scope(user.pk, login=user.login, unit_code=code) as viewer:
        yield viewer


@pytest.fixture
def first(units: dict[str, OrgUnit]) -> User:
    return factories.holder("steward", units["RA"], login="first")


@pytest.fixture
def second(units: dict[str, OrgUnit]) -> User:
    return factories.holder("steward", units["NAT"], login="second")


def draft(
    user: User, *, codes=("QA1", "QA2"), into="QA9", name="Alder and Aspen ICB", on=None, code="RA"
):
    with at(user, code) as viewer:
        return services.draft_merge(
            viewer=viewer, codes=codes, into_code=into, into_name=name, on=on or today()
        )


def settle(plan: RestructurePlan, first: User, second: User, **decisions: str) -> RestructurePlan:
    """Decide (the successor, unless told otherwise), and approve by two people."""
    with at(first) as viewer:
        rows = {row["login"]: row for row in plan.report["rehearsal"]["access"] if row["successor"]}
        made = {row["key"]: decisions.get(login, row["successor"]) for login, row in rows.items()}
        plan = services.decide(viewer=viewer, plan=plan, decisions=made, version=plan.version)
        services.approve(viewer=viewer, plan=plan)
    with at(second) as viewer:
        return services.approve(viewer=viewer, plan=plan)


def carry_out(plan: RestructurePlan, user: User) -> RestructurePlan:
    with at(user) as viewer:
        return services.apply_plan(viewer=viewer, plan=plan)


def parents(day: dt.date) -> dict[str, str]:
    return {row.code: row.parent_code for row in tree.rows(day)}


def test_the_rehearsal_shows_the_tree_before_and_after(units, first: User) -> None:
    report = draft(first).report["rehearsal"]
    (before,), (after,) = report["before"], report["after"]
    assert [(n["code"], [c["code"] for c in n["children"]]) for n in before["children"]] == [
        ("QA1", ["TA2", "TA1"]), ("QA2", ["TA3", "TA4"]),
    ]  # fmt: skip
    assert [(n["code"], n["word"], [(c["code"], c["word"]) for c in n["children"]]) for n in after["children"]] == [
        ("QA9", "New", [("TA2", "Moves"), ("TA1", "Moves"), ("TA3", "Moves"), ("TA4", "Moves")]),
        ("QA1", "Closes, history kept", []),
        ("QA2", "Closes, history kept", []),
    ]  # fmt: skip
    assert report["moved"] == ["TA1", "TA2", "TA3", "TA4"]
    assert (before["code"], before["name"], before["kind"]) == ("RA", "Ashdown region", "Region")


def test_a_rehearsal_writes_nothing_but_itself(units, first: User) -> None:
    before = tree.rows(today())
    with verify_unchanged("orgs_grant", "orgs_orgplacement", "orgs_orgunit", "orgs_staffrecord"):
        draft(first)
    assert tree.rows(today()) == before


@contextmanager
def verify_unchanged(*tables: str) -> Iterator[None]:
    def state() -> list:
        with connection.cursor() as cursor:
            found = []
            for table in tables:
                cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM {table} t")
                found.append(cursor.fetchone())
            return found

    before = state()
    yield
    assert state() == before


def test_who_gains_and_loses_access_is_listed_by_login(units, first: User, second: User) -> None:
    lead = factories.holder("talent_lead", units["QA1"], login="lead.one")
    factories.give(lead, "talent_lead", units["QA2"])
    factories.holder("talent_lead", units["QA2"], login="lead.two")
    factories.holder("talent_lead", units["RA"], login="region")
    factories.holder("cpo", units["QA1"], login="inside.the.board")
    factories.holder("cpo", units["TA1"], login="inside.a.trust")
    report = draft(first).report["rehearsal"]
    assert [(r["login"], r["role"], r["units"], r["now"], r["then"], r["gains"]) for r in report["access"]] == [
        ("lead.one", "Talent lead", ["Alder ICB", "Aspen ICB"], 4, 4, 0),
        ("lead.two", "Talent lead", ["Aspen ICB"], 2, 4, 2),
    ]  # fmt: skip
    assert report["unaffected"] == 3  # the region's lead and the two stewards
    assert "inside." not in str(report)


def test_people_of_a_closing_board_are_all_and_never_a_number(units, first: User) -> None:
    factories.staff(units["QA1"], "Ines Moor")
    report = draft(first).report["rehearsal"]
    rows = [t for t in report["transfers"] if t["key"] in ("staff", "assignments", "roles")]
    assert [(t["key"], t["from"], t["to"], t["count"]) for t in rows] == [
        (key, code, "QA9", None)
        for code in ("QA1", "QA2")
        for key in ("staff", "assignments", "roles")
    ]
    assert "Ines" not in str(report)


def test_applying_moves_the_trusts_and_hands_over_the_boards(
    units, first: User, second: User
) -> None:
    ines = factories.staff(units["QA1"], "Ines Moor")
    factories.staff(units["QA2"], "Ines Moor", title="Joint finance lead", person=ines.person)
    jon = factories.staff(units["TA1"], "Jon Vale")
    lead = factories.holder("talent_lead", units["QA1"], login="lead.one")
    factories.give(lead, "talent_lead", units["QA2"])
    gone = factories.holder("talent_lead", units["QA2"], login="lead.two")
    cpo = factories.holder("cpo", units["QA1"], login="board.cpo")
    founder = factories.holder("founder", units["QA1"], login="board.chair")
    yesterday = tree.rows(today() - DAY)
    plan = settle(draft(first), first, second, **{"lead.two": "end"})
    assert plan.state == "approved"
    with verify_unchanged("orgs_user", "orgs_person", "orgs_code"):
        plan = carry_out(plan, first)

    assert plan.state == "applied"
    assert tree.rows(today() - DAY) == yesterday
    assert {c: p for c, p in parents(today()).items() if p in ("QA1", "QA2", "QA9")} == {
        "TA1": "QA9", "TA2": "QA9", "TA3": "QA9", "TA4": "QA9",
    }  # fmt: skip
    assert tree.check(today()) == []
    new = OrgUnit.objects.get(code="QA9")
    assert (new.open, new.is_employer, new.parent.code, new.employer_id) == (
        True,
        True,
        "RA",
        new.id,
    )
    assert [u.open for u in OrgUnit.objects.filter(code__in=["QA1", "QA2"])] == [False, False]
    assert sorted(OrgLink.objects.values_list("predecessor__code", "successor__code", "relation")) == [
        ("QA1", "QA9", "merged_into"), ("QA2", "QA9", "merged_into"),
    ]  # fmt: skip

    # Two boards employed her: one record at the successor, and both assignments go on there.
    (record,) = StaffRecord.objects.filter(unit=new)
    assert (record.person_id, record.name, record.valid_from, record.valid_to) == (
        ines.person_id, "Ines Moor", today(), None,
    )  # fmt: skip
    assert set(
        StaffRecord.objects.filter(unit__code__in=["QA1", "QA2"]).values_list("valid_to", flat=True)
    ) == {today()}
    assert sorted(Assignment.objects.filter(unit=new).values_list("title", "continues__unit__code", "starts_on")) == [
        ("Deputy director", "QA1", today()), ("Joint finance lead", "QA2", today()),
    ]  # fmt: skip
    jon.refresh_from_db()
    assert (jon.unit.code, jon.valid_to) == ("TA1", None)

    def roles(user: User) -> list[tuple]:
        return sorted(Grant.objects.filter(user=user).values_list("unit__code", "role", "valid_to"))

    assert roles(lead) == [
        ("QA1", "talent_lead", today()), ("QA2", "talent_lead", today()), ("QA9", "talent_lead", None),
    ]  # fmt: skip
    assert roles(gone) == [("QA2", "talent_lead", today())]
    assert roles(cpo) == [("QA1", "cpo", today()), ("QA9", "cpo", None)]
    assert roles(founder) == [("QA1", "founder", today()), ("QA9", "founder", None)]
    with at(cpo, "QA9") as viewer:
        assert viewer.role_codes == ["cpo"]
    with at(gone, "QA2") as viewer:
        assert viewer.role_codes == []

    applied = plan.report["applied"]
    above = applied["handed_over"][0]
    assert (above["key"], above["ended"], above["begun"]) == ("roles_above", 3, 1)
    assert applied["unchanged_on"] == [(today() - DAY).isoformat()]
    assert applied["moved_rows_of_employers"] == 0
    assert all(
        "ended" not in each
        for each in applied["handed_over"]
        if each["key"] in ("staff", "assignments", "roles")
    )
    written = AuditEvent.objects.filter(action="restructure.applied").values_list(
        "unit__code", flat=True
    )
    assert sorted(written) == ["QA1", "QA2", "QA9", "RA", "TA1", "TA2", "TA3", "TA4"]


def test_a_board_that_keeps_its_code(units, first: User, second: User) -> None:
    keeper = factories.holder("talent_lead", units["QA2"], login="keeper")
    plan = draft(first, into="QA2", name="Aspen and Alder ICB")
    rows = plan.report["rehearsal"]["access"]
    assert [(r["login"], r["successor"], r["now"], r["then"], r["gains"]) for r in rows] == [
        ("keeper", "", 2, 4, 2)
    ]
    plan = carry_out(settle(plan, first, second), first)
    assert plan.state == "applied"
    assert {c for c, p in parents(today()).items() if p == "QA2"} == {"TA1", "TA2", "TA3", "TA4"}
    assert {r.code: r.name for r in tree.rows(today())}["QA2"] == "Aspen and Alder ICB"
    assert {r.code: r.name for r in tree.rows(today() - DAY)}["QA2"] == "Aspen ICB"
    assert Grant.objects.get(user=keeper).valid_to is None


def test_a_day_ahead_is_true_on_the_day(units, first: User, second: User) -> None:
    lead = factories.holder("talent_lead", units["QA1"], login="lead")
    factories.staff(units["QA1"], "Ines Moor")
    ahead = today() + 30 * DAY
    plan = carry_out(settle(draft(first, on=ahead), first, second), first)
    assert (plan.state, plan.report["applied"]["handover"]) == ("applied", "due")
    assert parents(today())["TA1"] == "QA1"
    assert parents(ahead - DAY)["TA1"] == "QA1"
    assert parents(ahead)["TA1"] == "QA9"
    assert tree.check(today()) == []
    assert not OrgUnit.objects.get(code="QA9").open
    assert Grant.objects.get(user=lead).valid_to is None

    # The board works on until the day: who joins or is given a role in between is handed over too.
    factories.staff(units["QA1"], "Late Joiner")
    late = factories.holder("talent_lead", units["QA1"], login="late")
    ticks.bring_to(RESTRUCTURE, ahead - DAY)
    assert not StaffRecord.objects.filter(unit__code="QA9").exists()
    ticks.bring_to(RESTRUCTURE, ahead)
    assert OrgUnit.objects.get(code="QA9").open
    assert OrgUnit.objects.get(code="TA1").parent.code == "QA9"
    found = StaffRecord.objects.filter(unit__code="QA9").order_by("name")
    assert list(found.values_list("name", "valid_from")) == [
        ("Ines Moor", ahead), ("Late Joiner", ahead),
    ]  # fmt: skip
    roles = Grant.objects.filter(user__in=[lead, late]).order_by("user__login", "valid_from")
    assert list(roles.values_list("user__login", "unit__code", "valid_from", "valid_to")) == [
        ("late", "QA1", factories.LONG_AGO, ahead),
        ("lead", "QA1", factories.LONG_AGO, ahead),
        ("lead", "QA9", ahead, None),
    ]
    plan.refresh_from_db()
    applied = plan.report["applied"]
    assert (applied["handover"], applied["handed_over"][0]["ended_undecided"]) == ("done", 1)
    principals = AuditEvent.objects.filter(action="restructure.handed_over")
    assert set(principals.values_list("principal", flat=True)) == {"system:restructure"}
    ticks.bring_to(RESTRUCTURE, ahead + DAY)
    assert StaffRecord.objects.count() == 4


def test_a_handover_that_fails_on_the_day_is_taken_back_and_tried_again(
    units, first: User, second: User, monkeypatch, caplog
) -> None:
    ahead = today() + DAY
    factories.staff(units["QA1"], "Ines Moor")
    carry_out(settle(draft(first, on=ahead), first, second), first)
    with monkeypatch.context() as lying:
        wrong = Transfer("staff", "Staff records", 0, True, lambda *_: 0, lambda *_: (1, 0))
        lying.setitem(transfers._items, "staff", wrong)
        ticks.bring_to(RESTRUCTURE, ahead)
    assert "the handover was taken back" in caplog.text
    assert not StaffRecord.objects.filter(unit__code="QA9").exists()
    assert parents(ahead)["TA1"] == "QA9"
    ticks.bring_to(RESTRUCTURE, ahead)
    assert StaffRecord.objects.filter(unit__code="QA9").count() == 1


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
    with pytest.raises(OutdatedError, match="Rehearse it again"):
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
        r["login"]: (r["now"], r["then"], r["successor"])
        for r in plan.report["rehearsal"]["access"]
    }
    assert rows["region.lead"] == (5, 3, "")  # the region keeps Aspen and its Trusts
    assert plan.report["rehearsal"]["before"][0]["code"] == "NAT"
    assert region.grants.get().valid_to is None


def test_a_transfer_that_tells_less_than_it_did_takes_all_back(
    units, first: User, second: User, monkeypatch
) -> None:
    def lying(closing: int, successor: int, day: dt.date, principal) -> tuple[int, int]:
        StaffRecord.objects.filter(unit_id=closing).update(name="Changed")
        return 0, 0

    factories.staff(units["QA1"], "Ines Moor")
    plan = settle(draft(first), first, second)
    monkeypatch.setitem(
        transfers._items, "staff", Transfer("staff", "Staff records", 0, True, lambda *_: 0, lying)
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


def test_an_operation_is_stored_and_read_as_its_schema_says() -> None:
    for operation in (
        ops.Create("QX", "Name", "icb", "RA"),
        ops.Move("TA1", "QX"),
        ops.Rename("TA1", "Name"),
        ops.Close("QA1", "QX"),
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
        (ops.Create("TA1", "Name", "trust", "QA1"), "The code TA1 is taken. A code is never used twice."),
        (ops.Create("TX", "Name", "hut", "QA1"), "There is no type of organisation called hut."),
        (ops.Create("TX", "Name", "trust", "TA1"), "Name (NHS trust) may not sit under Kestrel Valley NHS Trust."),
    ],
)  # fmt: skip
def test_an_operation_says_why_it_may_not_be(units, operation, said: str) -> None:
    assert said in ops.try_out([operation], Shape.of_day(today())).faults
