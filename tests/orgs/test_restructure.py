"""Merging boards: what a rehearsal says, what applying does, and what it leaves alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from orgs import clock, tree, tree_check
from orgs.access.principals import RESTRUCTURE
from orgs.clock import today
from orgs.models.access import Grant, User
from orgs.models.audit import AuditEvent
from orgs.models.keeping import KeepingHold
from orgs.models.people import Assignment, StaffRecord
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgLink, OrgUnit
from orgs.restructure import services, ticks
from orgs.restructure.errors import RestructureError
from orgs.restructure.transfers import Transfer, transfers
from succession.models import CriticalityAssessment
from talentpools.models import Pool
from tests import factories
from tests.orgs.merging import DAY, at, carry_out, draft, parents, settle, there
from tests.succession.factories import make_pool, world

pytestmark = pytest.mark.django_db


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
    assert [(r["login"], r["role"], r["units"], r["now"], there(r)) for r in report["access"]] == [
        ("lead.one", "Talent lead", ["Alder ICB", "Aspen ICB"], 4, {"QA9": (4, 0)}),
        ("lead.two", "Talent lead", ["Aspen ICB"], 2, {"QA9": (4, 2)}),
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


#: What is numbered above an employer: organisation facts, and what stewards above read anyway.
TOLD_ABOVE = {"definitions", "posts", "plans"}


def test_what_is_no_organisation_fact_has_no_number_above_the_employer(
    units, first: User, second: User
) -> None:
    """Nobody above reads a hold, a pool, a setting, a role or a criticality of an employer's own."""
    assert {each.key for each in transfers if each.told_above} == TOLD_ABOVE
    board = world(units["QA1"])
    make_pool(units["QA1"], "Black and Asian leaders", "CNO")
    Pool.objects.filter(title="Black and Asian leaders").update(kind="POSITIVE_ACTION")
    KeepingHold.objects.create(
        unit=units["QA1"], reason="legal", valid_from=today(), valid_to=today() + 90 * DAY,
        set_by=board.cpo, set_at=clock.now(),
    )  # fmt: skip
    CriticalityAssessment.objects.create(
        unit=units["QA1"], post=board.post, scores=[], percent=80, suggested="C2", criticality="C1",
        reason="Scarce", assessed_on=today(), valid_from=today(),
    )  # fmt: skip
    plan = settle(draft(first), first, second)
    rows = [row for row in plan.report["rehearsal"]["transfers"] if row["from"] == "QA1"]
    assert {row["key"]: row["count"] for row in rows if row["key"] in TOLD_ABOVE} == {
        "definitions": 0, "posts": 1, "plans": 1,
    }  # fmt: skip
    others = {row["key"]: row["count"] for row in rows if row["key"] not in TOLD_ABOVE}
    assert {"holds", "pools", "adaptations", "criticalities", "local_roles"} < set(others)
    assert set(others.values()) == {None}
    # The database counts them all the same, and the report keeps no number of them.
    handed = carry_out(plan, first).report["applied"]["handed_over"]
    counted = {row["key"] for row in handed if "ended" in row}
    assert counted == {*TOLD_ABOVE, "roles_above"}
    assert KeepingHold.objects.filter(unit__code="QA9").count() == 1
    assert CriticalityAssessment.objects.filter(unit__code="QA9").count() == 1
    assert list(Pool.objects.filter(unit__code="QA9").values_list("title", flat=True)) == [
        "Nursing directors"
    ]


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
    assert tree_check.check(today()) == []
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
    assert roles(cpo) == [
        ("QA1", "cpo", today()), ("QA1", "history_reader", None), ("QA9", "cpo", None),
    ]  # fmt: skip
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
    assert [(r["login"], r["closes"], r["now"], there(r)) for r in rows] == [
        ("keeper", False, 2, {"QA2": (4, 2)})
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
    assert tree_check.check(today()) == []
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
        wrong = Transfer("staff", "Staff records", 0, lambda *_: 0, lambda *_: (1, 0))
        lying.setitem(transfers._items, "staff", wrong)
        ticks.bring_to(RESTRUCTURE, ahead)
    assert "the handover was taken back" in caplog.text
    assert not StaffRecord.objects.filter(unit__code="QA9").exists()
    assert parents(ahead)["TA1"] == "QA9"
    ticks.bring_to(RESTRUCTURE, ahead)
    assert StaffRecord.objects.filter(unit__code="QA9").count() == 1


# --- two people ---------------------------------------------------------------------------------------


@pytest.fixture
def puppet(units, first: User) -> User:
    """An account that the first administrator made."""
    made = factories.holder("steward", units["RA"], login="puppet")
    Grant.objects.filter(user=made).update(granted_by=first)
    return made


@pytest.mark.parametrize("puppet_first", [True, False])
def test_an_account_that_one_made_is_no_second_person_whoever_is_first(
    units, first: User, puppet: User, *, puppet_first: bool
) -> None:
    one, two = (puppet, first) if puppet_first else (first, puppet)
    with pytest.raises(RestructureError, match="goes back to whoever approved first"):
        settle(draft(first), one, two)


def test_the_database_holds_that_two_people_approve(
    units, first: User, second: User, puppet: User
) -> None:
    plan = draft(first)
    rows = RestructurePlan.objects.filter(pk=plan.pk)

    def refused(user: User, **values: object) -> None:
        with at(user), pytest.raises(DatabaseError, match="two people"), transaction.atomic():
            rows.update(**values)

    refused(first, first_approver=second)
    refused(first, first_approver=first, second_approver=second, state="approved")
    with at(puppet):
        assert rows.update(first_approver=puppet) == 1
    refused(first, second_approver=first, state="approved")
    refused(puppet, second_approver=second, state="approved")
    with at(second):
        assert rows.update(second_approver=second, state="approved") == 1
    with at(second), pytest.raises(DatabaseError, match="approved is not"), transaction.atomic():
        rows.update(operations=[])
    with at(first), pytest.raises(DatabaseError, match="as a draft"), transaction.atomic():
        RestructurePlan.objects.create(
            unit=units["RA"], title="x", effective_on=today(), first_approver=second
        )


def test_a_plan_is_approved_by_two_who_do_not_go_back_to_each_other(
    units, puppet: User, second: User
) -> None:
    plan = settle(draft(puppet), puppet, second)
    assert services.proposals(plan) == {}
    assert (plan.state, plan.second_approver) == ("approved", second)
