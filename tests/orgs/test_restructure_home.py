"""A change is drawn up where everybody who reads it administers all that it concerns."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from orgs import tree
from orgs.clock import today
from orgs.models.access import User
from orgs.models.audit import AuditEvent
from orgs.models.consultation import Consultation
from orgs.models.handover import HandoverList
from orgs.models.restructure import RestructureNotice, RestructurePlan
from orgs.restructure import drawing, services, undoing
from orgs.restructure import operations as ops
from orgs.restructure.asking import send_notices
from orgs.restructure.consulting import set_consultation
from orgs.restructure.errors import RestructureError
from orgs.words import words_of_day
from tests import factories
from tests.orgs.merging import DAY, at, carry_out, draft, settle

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
WEEK = dt.timedelta(days=7)
#: What a merger of QA1 and QA2 answers at one of them.
MERGER = (
    "This concerns Ashdown region, Aspen ICB, Lapwing Moor NHS Trust and 1 more too, outside Alder ICB. "
    "Draw it up at Ashdown region."
)


def drawn(user: User, code: str, *operations: ops.Operation, on: dt.date | None = None):
    with at(user, code) as viewer:
        return services.draft_plan(
            viewer=viewer,
            title="A change",
            operations=[ops.Dated(on or today() + DAY, each) for each in operations],
        )


# --- where --------------------------------------------------------------------------------------------


def test_a_merger_is_not_drawn_up_at_one_of_the_boards(units, first: User) -> None:
    """A steward of Alder ICB alone would read who has roles at Aspen ICB, and could cancel it."""
    factories.holder("talent_lead", units["QA2"], login="aspen.lead")
    lesser = factories.holder("steward", units["QA1"], login="alder.only")
    with pytest.raises(RestructureError) as refused:
        draft(first, code="QA1")
    assert refused.value.sentences == [MERGER]
    assert not RestructurePlan.objects.exists()
    plan = draft(first)
    assert "aspen.lead" in str(plan.report)
    with at(lesser, "QA1"):
        assert not RestructurePlan.objects.exists()


@pytest.mark.parametrize(
    ("code", "operation", "where"),
    [
        ("QA1", ops.Move("TA1", "QA2"), "Ashdown region"),
        ("QA1", ops.Create("QA9", "Rowan ICB", "icb", "RA"), "Ashdown region"),
        ("QA1", ops.Rename("TA3", "Lapwing Trust"), "Aspen ICB"),
        ("TA1", ops.Close("TA1", "TA2"), "Alder ICB"),
        ("RA", ops.Move("QB1", "RA"), "Nation of Albany"),
        ("RA", ops.Move("QA1", "RB"), "Nation of Albany"),
        ("RA", ops.Reroot("DEPT", "Department"), "Nation of Albany"),
        ("RB", ops.Merge(("QA1", "QA2"), "QA2"), "Ashdown region"),
        ("OVA", ops.Merge(("QA1", "QA2"), "QA2"), "Ashdown region"),
    ],
)
def test_the_answer_names_the_unit_where_it_is_drawn_up(
    units, second: User, code: str, operation: ops.Operation, where: str
) -> None:
    factories.overlay(units)
    with pytest.raises(RestructureError, match=f"Draw it up at {where}"):
        drawn(second, code, operation)
    assert not RestructurePlan.objects.exists()


@pytest.mark.parametrize(
    ("code", "operation"),
    [
        ("QA1", ops.Rename("QA1", "Alder and Ash ICB")),
        ("QA1", ops.Create("TX1", "Teal Brook NHS Trust", "trust", "QA1")),
        ("QA1", ops.Merge(("TA1", "TA2"), "TX1", "Kestrel and Heron NHS Trust")),
        ("RA", ops.Move("TA1", "QA2")),
        ("NAT", ops.Move("QA1", "RB")),
        ("NAT", ops.Reroot("DEPT", "Department")),
    ],
)
def test_what_hangs_directly_above_is_needed_and_no_part_of_it(
    units, second: User, code: str, operation: ops.Operation
) -> None:
    plan = drawn(second, code, operation)
    assert (plan.unit.code, plan.state) == (code, "rehearsed")


def test_authority_is_asked_first(units, first: User) -> None:
    with pytest.raises(PermissionDenied):
        drawn(first, "QA1", ops.Move("QB1", "RA"))


def test_a_plan_that_is_there_is_not_rehearsed_in_the_wrong_place(units, first: User) -> None:
    merge = ops.Dated(today() + DAY, ops.Merge(("QA1", "QA2"), "QA2"))
    old = RestructurePlan.objects.create(
        unit=units["QA1"], title="Old", effective_on=merge.on, operations=ops.write([merge])
    )
    with at(first, "QA1") as viewer, pytest.raises(RestructureError, match="Draw it up at Ashdown"):
        services.rehearse(viewer=viewer, plan=old)
    old.refresh_from_db()
    assert (old.state, old.report) == ("draft", {})
    with at(first, "QA1") as viewer:
        fresh = drawing.start_draft(viewer=viewer, title="New", on=merge.on)
        with pytest.raises(RestructureError, match="Draw it up at Ashdown"):
            drawing.add_operations(viewer=viewer, plan=fresh, added=[merge], version=fresh.version)


def test_the_pages_say_so_beside_the_form(units, first: User, sign_in: SignIn) -> None:
    client = sign_in(first)
    day = today() + DAY
    form = {
        "into": "new", "code": "QA9", "name": "Alder and Aspen ICB",
        "on_day": str(day.day), "on_month": str(day.month), "on_year": str(day.year),
    }  # fmt: skip
    answer = client.post("/o/QA1/organisations/merge/name/?boards=QA1&boards=QA2", form)
    assert answer.status_code == 422
    assert MERGER in answer.content.decode()
    with at(first, "QA1") as viewer:
        plan = drawing.start_draft(viewer=viewer, title="New", on=day)
    address = reverse("orgs:change_draw", args=["QA1", plan.public_id])
    moved = form | {"code": "TA1", "parent": "QA2", "version": str(plan.version)}
    answer = client.post(f"{address}?add=move", moved)
    assert answer.status_code == 422
    assert "Draw it up at Ashdown region." in answer.content.decode()
    plan.refresh_from_db()
    assert plan.operations == []


def test_what_others_change_between_its_days_is_not_told(units, first: User, second: User) -> None:
    """A rehearsal compares its first day with its last, and would list what happens elsewhere."""
    third = factories.holder("steward", units["NAT"], login="third")
    factories.holder("talent_lead", units["RB"], login="birkmoor.lead")
    far = today() + 2 * WEEK
    elsewhere = drawn(
        second,
        "NAT",
        ops.Create("RC", "Corrie region", "region", "NAT"),
        ops.Move("QB1", "RC"),
        on=today() + WEEK,
    )
    carry_out(settle(elsewhere, second, third, code="NAT"), second, code="NAT")
    days = [
        ops.Dated(today() + DAY, ops.Rename("TA1", "Kestrel Trust")),
        ops.Dated(far, ops.Rename("TA2", "Heron Trust")),
    ]
    with at(first) as viewer:
        with pytest.raises(RestructureError) as refused:
            services.draft_plan(viewer=viewer, title="Names", operations=days)
        for each in days:
            plan = services.draft_plan(viewer=viewer, title="A name", operations=[each])
            assert "birkmoor.lead" not in str(plan.report)
    said = (
        "Between its days another change concerns Beech ICB, Birkmoor region and Nation of Albany, outside "
        "Ashdown region. Draw up what happens on each day as a change of its own."
    )
    assert refused.value.sentences == [said]
    with at(second, "NAT") as viewer:
        services.draft_plan(viewer=viewer, title="Names", operations=days)


def test_its_inverse_is_drawn_up_at_the_same_unit(units, first: User, second: User) -> None:
    plan = carry_out(settle(draft(first), first, second), first)
    with at(first) as viewer:
        back = undoing.draft_inverse(
            viewer=viewer, plan=plan, codes=list(undoing.undoable(plan)), on=today() + DAY
        )
        assert services.rehearse(viewer=viewer, plan=back).state == "rehearsed"


# --- what another change opens ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "operation",
    [
        ops.Move("TA1", "QX1"),
        ops.Create("TX1", "Teal Brook NHS Trust", "trust", "QX1"),
        ops.Merge(("QA1",), "QX1"),
        ops.Rename("QX1", "Rowan and Ash ICB"),
        ops.Split("QA1", ("QA2", "QX1"), {"TA1": "QX1", "TA2": "QA2"}),
    ],
)
def test_what_another_change_opens_in_between_is_refused(
    units, second: User, operation: ops.Operation
) -> None:
    third = factories.holder("steward", units["NAT"], login="third")
    opens = drawn(second, "NAT", ops.Create("QX1", "Rowan ICB", "icb", "RA"), on=today() + WEEK)
    carry_out(settle(opens, second, third, code="NAT"), second, code="NAT")
    days = [
        ops.Dated(today() + DAY, ops.Rename("TA3", "Lapwing Trust")),
        ops.Dated(today() + 2 * WEEK, operation),
    ]
    begins = words_of_day(days[0].on)
    said = (
        f"Rowan ICB is opened by another change after {begins}, the first day of this one. Draw up what "
        "happens to it as a change of its own."
    )
    with at(second, "NAT") as viewer:
        with pytest.raises(RestructureError) as refused:
            services.draft_plan(viewer=viewer, title="Two days", operations=days)
        assert refused.value.sentences == [said]
        plan = drawing.start_draft(viewer=viewer, title="Two days", on=days[0].on)
        with pytest.raises(RestructureError):
            drawing.add_operations(viewer=viewer, plan=plan, added=days, version=plan.version)
        # One that was drawn up before the other change was recorded is refused when it is checked again.
        plan.operations = ops.write(days)
        plan.save(update_fields=["operations"])
        with pytest.raises(RestructureError) as refused:
            services.rehearse(viewer=viewer, plan=plan)
        assert refused.value.sentences == [said]
    assert set(RestructurePlan.objects.values_list("state", flat=True)) == {"applied", "draft"}


def test_what_it_opens_itself_it_uses_on_a_later_day(units, second: User) -> None:
    with at(second, "NAT") as viewer:
        plan = services.draft_plan(
            viewer=viewer,
            title="Two days",
            operations=[
                ops.Dated(today() + DAY, ops.Create("QX1", "Rowan ICB", "icb", "RA")),
                ops.Dated(today() + WEEK, ops.Move("TA1", "QX1")),
                ops.Dated(today() + 2 * WEEK, ops.Merge(("QA1",), "QX1")),
            ],
        )
    assert plan.state == "rehearsed"


# --- called off ---------------------------------------------------------------------------------------


def test_what_was_told_everywhere_is_taken_back_everywhere(
    units, first: User, second: User
) -> None:
    """Another change has moved an organisation to another region since it was told of this one."""
    plan = drawn(first, "RA", ops.Close("TA1", "TA2", ("TA3",)), on=today() + WEEK)
    with at(first) as viewer:
        send_notices(viewer=viewer, plan=plan, version=plan.version)
        set_consultation(
            viewer=viewer, plan=plan, codes=["TA1", "TA2", "TA3"], starts_on=today(),
            ends_on=today() + WEEK, version=plan.version,
        )  # fmt: skip
    with tree.locked():
        tree.place(units["TA1"], on=today(), parent=units["QB1"], source="another change")
        tree.project(today())
    with at(first) as viewer:
        assert not RestructureNotice.objects.filter(unit=units["TA1"]).exists(), "not hers any more"
        services.cancel(viewer=viewer, plan=plan)
    told = RestructureNotice.objects.order_by("unit__code")
    assert set(told.values_list("state", flat=True)) == {"cancelled"}
    assert "TA1" in set(told.values_list("unit__code", flat=True))
    days = Consultation.objects.order_by("unit__code").values_list("unit__code", "ends_on")
    assert list(days) == [(code, today()) for code in ("TA1", "TA2", "TA3")]
    assert set(HandoverList.objects.values_list("closed", flat=True)) == {True}
    ended = AuditEvent.objects.filter(action="consultation.set", unit=units["TA1"]).order_by("at")
    assert [each.actor for each in ended] == [first, first]
