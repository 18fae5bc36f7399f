"""Drawing up a change on its page, telling those concerned, and taking one back."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from orgs import tree, tree_check
from orgs.clock import today
from orgs.models.access import User
from orgs.models.consultation import Consultation
from orgs.models.restructure import RestructureComment, RestructureNotice, RestructurePlan
from orgs.models.units import OrgLink, OrgPlacement, OrgUnit
from orgs.restructure import asking, drawing, services, undoing
from orgs.restructure import operations as ops
from orgs.restructure.errors import OutdatedError, RestructureError
from tests import factories
from tests.orgs.merging import DAY, at, carry_out, draft, parents, settle
from tests.orgs.test_restructure_pages import client_of

pytestmark = pytest.mark.django_db
AHEAD = dt.timedelta(days=30)


@pytest.fixture
def first(units) -> User:
    return factories.holder("steward", units["RA"], login="sunita")


@pytest.fixture
def second(units) -> User:
    return factories.holder("steward", units["NAT"], login="grace")


@pytest.fixture
def steward(first) -> Client:
    return client_of(first)


def started(client: Client, on: dt.date | None = None, **more: str) -> RestructurePlan:
    answer = client.post(
        "/o/RA/organisations/changes/new/", {"title": "Boards of Ashdown", **day("on", on), **more}
    )
    assert answer.status_code == 302, answer.content.decode()
    return RestructurePlan.objects.latest("id")


def day(name: str, on: dt.date | None = None) -> dict[str, str]:
    on = on or today() + AHEAD
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def add(client: Client, plan: RestructurePlan, do: str, **values):
    plan.refresh_from_db()
    address = reverse("orgs:change_draw", args=["RA", plan.public_id])
    on = values.pop("on", None)
    query = values.pop("query", f"add={do}")
    return client.post(
        f"{address}?{query}", {"version": str(plan.version), **day("on", on), **values}
    )


def test_a_change_is_drawn_up_step_by_step(units, steward: Client) -> None:
    plan = started(steward)
    assert (
        add(
            steward, plan, "create", name="Rowan ICB", code="qa9", type="icb", parent="RA"
        ).status_code
        == 302
    )
    first_step = add(steward, plan, "split", code="QA1", into=["QA2", "QA9"], step="1")
    assert first_step.status_code == 302
    assert "add=split&kind=icb&code=QA1&into=QA2&into=QA9" in first_step["Location"]
    page = steward.get(first_step["Location"].partition("#")[0]).content.decode()
    assert "Where does Heron Water NHS Trust go?" in page
    split = {"code": "QA1", "into": ["QA2", "QA9"], "to-TA1": "QA9", "to-TA2": "QA2"}
    assert add(steward, plan, "split", **split).status_code == 302
    later = today() + 2 * AHEAD
    assert (
        add(steward, plan, "rename", code="TA1", name="Kestrel Trust", on=later).status_code == 302
    )
    plan.refresh_from_db()
    assert [(each["on"], each["do"]) for each in plan.operations] == [
        ((today() + AHEAD).isoformat(), "create"),
        ((today() + AHEAD).isoformat(), "split"),
        (later.isoformat(), "rename"),
    ]
    page = steward.get(reverse("orgs:change_draw", args=["RA", plan.public_id])).content.decode()
    for said in (
        "Rowan ICB (QA9) opens: Integrated care board, under Ashdown region",
        "Alder ICB is divided among Aspen ICB and Rowan ICB",
        "Kestrel Valley NHS Trust goes to Rowan ICB",
        "Kestrel Valley NHS Trust is called Kestrel Trust",
    ):
        assert said in page, said
    checked = steward.post(reverse("orgs:change_check", args=["RA", plan.public_id]))
    assert checked["Location"] == f"/o/RA/organisations/changes/{plan.public_id}/"
    plan.refresh_from_db()
    assert (plan.state, plan.report["rehearsal"]["moved"]) == ("rehearsed", ["TA1", "TA2"])


@pytest.mark.parametrize(
    "do", ["move", "merge", "split", "create", "close", "rename", "retype", "reopen", "reroot"]
)
def test_each_form_is_there_and_says_what_is_missing(units, steward: Client, do: str) -> None:
    plan = started(steward)
    address = reverse("orgs:change_draw", args=["RA", plan.public_id])
    assert steward.get(f"{address}?add={do}").status_code == 200
    answer = add(steward, plan, do, step="1") if do == "split" else add(steward, plan, do)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.operations == []


def test_what_was_never_checked_is_not_decided_or_approved(units, steward: Client) -> None:
    plan = started(steward)
    for name in ("change_decide", "change_approve"):
        url = reverse(f"orgs:{name}", args=["RA", plan.public_id])
        assert steward.post(url, {"version": "1", "action": "schedule"}).status_code == 400, name
    plan.refresh_from_db()
    assert (plan.state, plan.first_approver_id) == ("draft", None)


def test_what_may_not_be_is_said_beside_the_form(units, steward: Client) -> None:
    plan = started(steward)
    answer = add(steward, plan, "move", code="TA1", parent="QA1")
    assert answer.status_code == 422
    assert "Kestrel Valley NHS Trust is under Alder ICB already." in answer.content.decode()
    past = add(steward, plan, "move", code="TA1", parent="QA2", on=today() - DAY)
    assert past.status_code == 422
    assert "The day must be today or later" in past.content.decode()
    stale = plan.version
    assert add(steward, plan, "move", code="TA1", parent="QA2").status_code == 302
    late = add(steward, plan, "move", code="TA2", parent="QA2", version=str(stale))
    assert late.status_code == 409
    assert "Somebody else has changed this" in late.content.decode()
    plan.refresh_from_db()
    assert len(plan.operations) == 1


def test_an_organisation_of_another_region_is_not_offered_or_moved(
    units, steward: Client, first
) -> None:
    plan = started(steward)
    address = reverse("orgs:change_draw", args=["RA", plan.public_id])
    assert units["TB1"].name not in steward.get(f"{address}?add=move").content.decode()
    assert add(steward, plan, "move", code="TB1", parent="QA2").status_code == 422
    plan.refresh_from_db()
    with at(first) as viewer, pytest.raises(PermissionDenied):
        drawing.add_operations(
            viewer=viewer,
            plan=plan,
            added=[ops.Dated(today() + AHEAD, ops.Move("TB1", "QA2"))],
            version=plan.version,
        )


def test_a_step_is_taken_out_unless_another_rests_on_it(units, steward: Client) -> None:
    plan = started(steward)
    add(steward, plan, "create", name="Rowan ICB", code="QA9", type="icb", parent="RA")
    add(steward, plan, "move", code="TA1", parent="QA9")
    plan.refresh_from_db()
    gone = lambda at, version: steward.post(  # noqa: E731
        reverse("orgs:change_remove", args=["RA", plan.public_id, at]), {"version": str(version)}
    )
    refused = gone(0, plan.version)
    assert refused.status_code == 422
    assert "There is no open organisation with the code QA9." in refused.content.decode()
    assert gone(7, plan.version).status_code == 422
    assert gone(1, plan.version - 1).status_code == 409
    assert gone(1, plan.version).status_code == 302
    plan.refresh_from_db()
    assert [each["do"] for each in plan.operations] == ["create"]


def test_changing_the_list_takes_approvals_back(units, first, second, steward: Client) -> None:
    plan = draft(first, on=today() + AHEAD)
    with at(first) as viewer:
        services.approve(viewer=viewer, plan=plan)
    assert add(steward, plan, "rename", code="TA1", name="Kestrel Trust").status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.first_approver, plan.report) == ("draft", None, {})
    with at(second) as viewer, pytest.raises(OutdatedError):
        services.approve(viewer=viewer, plan=plan)


# --- those concerned ---------------------------------------------------------------------------------


def test_those_concerned_are_told_and_answer(units, first, second, steward: Client) -> None:
    plan = draft(first, on=today() + AHEAD)
    cpo = client_of(factories.holder("cpo", units["TA1"], login="priya"))
    elsewhere = client_of(factories.holder("cpo", units["TB1"], login="elsewhere"))
    assert "No change concerns" in cpo.get("/o/TA1/changes/").content.decode()
    sent = steward.post(
        reverse("orgs:change_send", args=["RA", plan.public_id]), {"version": plan.version}
    )
    assert sent.status_code == 302
    told = RestructureNotice.objects.order_by("unit__code").values_list("unit__code", flat=True)
    assert list(told) == ["QA1", "QA2", "TA1", "TA2", "TA3", "TA4"]
    notice = RestructureNotice.objects.get(unit=units["TA1"])
    page = cpo.get(f"/o/TA1/changes/{notice.public_id}/").content.decode()
    assert "is below Alder and Aspen ICB, Ashdown region" in page
    assert (
        "A change of organisations is planned that concerns us"
        in cpo.get("/o/TA1/").content.decode()
    )
    assert elsewhere.get(f"/o/TB1/changes/{notice.public_id}/").status_code == 404
    assert elsewhere.get(f"/o/TA1/changes/{notice.public_id}/").status_code == 404
    assert cpo.post(f"/o/TA1/changes/{notice.public_id}/", {"text": ""}).status_code == 422
    assert (
        cpo.post(f"/o/TA1/changes/{notice.public_id}/", {"text": "We share a chair."}).status_code
        == 302
    )
    comment = RestructureComment.objects.get()
    assert "A change of organisations is planned" not in cpo.get("/o/TA1/").content.decode()
    page = steward.get(reverse("orgs:change", args=["RA", plan.public_id])).content.decode()
    assert "We share a chair." in page
    address = reverse("orgs:change_answer", args=["RA", plan.public_id, comment.public_id])
    assert steward.post(address, {"text": ""}).status_code == 422
    assert steward.post(address, {"text": "It stays as it is."}).status_code == 302
    assert steward.post(address, {"text": "Again."}).status_code == 422
    assert "It stays as it is." in cpo.get(f"/o/TA1/changes/{notice.public_id}/").content.decode()
    settled = settle(RestructurePlan.objects.get(pk=plan.pk), first, second)
    carry_out(settled, first)
    assert set(RestructureNotice.objects.values_list("state", flat=True)) == {"applied"}
    late = cpo.post(f"/o/TA1/changes/{notice.public_id}/", {"text": "Too late."})
    assert late.status_code == 422
    assert "no longer being planned" in late.content.decode()


def test_a_comment_is_written_for_ones_own_organisation_only(units, first) -> None:
    plan = draft(first, on=today() + AHEAD)
    with at(first) as viewer:
        asking.send_notices(viewer=viewer, plan=plan, version=plan.version)
    notice = RestructureNotice.objects.get(unit=units["TA1"])
    other = factories.holder("cpo", units["TA2"], login="other.cpo")
    with at(other, "TA2") as viewer:
        assert not RestructureNotice.objects.filter(pk=notice.pk).exists()
        with pytest.raises(PermissionDenied):
            asking.comment(viewer=viewer, notice=notice, text="Not mine")
    assert not RestructureComment.objects.exists()


def test_a_comment_stays_as_it_was_said_whoever_answers(units, first) -> None:
    plan = draft(first, on=today() + AHEAD)
    with at(first) as viewer:
        asking.send_notices(viewer=viewer, plan=plan, version=plan.version)
    notice = RestructureNotice.objects.get(unit=units["TA1"])
    lead = factories.holder("cpo", units["TA1"], login="kestrel.cpo")
    with at(lead, "TA1") as viewer:
        said = asking.comment(viewer=viewer, notice=notice, text="We share a chair.")
        with pytest.raises(DatabaseError, match="own name"), transaction.atomic():
            RestructureComment.objects.create(
                notice=notice, unit=notice.unit, text="x", said_by=first, said_at=said.said_at
            )
    row = RestructureComment.objects.filter(pk=said.pk)
    with at(first) as viewer:
        with pytest.raises(DatabaseError, match="as it was said"), transaction.atomic():
            row.update(text="We agree.")
        asking.answer_comment(viewer=viewer, plan=plan, comment_id=said.public_id, text="It stays.")
        with pytest.raises(DatabaseError, match="answered once"), transaction.atomic():
            row.update(answer="It goes.")
    assert list(row.values_list("text", "answer")) == [("We share a chair.", "It stays.")]


# --- taking back -------------------------------------------------------------------------------------


def test_a_change_ahead_is_withdrawn_and_nothing_is_left(
    units, first, second, steward: Client
) -> None:
    placements = list(
        OrgPlacement.objects.order_by("id").values_list("unit_id", "parent_id", "name", "valid")
    )
    plan = carry_out(settle(draft(first, on=today() + AHEAD), first, second), first)
    assert OrgUnit.objects.filter(code="QA9").exists()
    Consultation.objects.create(
        unit=units["TA1"], plan=plan, title=plan.title, starts_on=today(), ends_on=today() + AHEAD,
        set_by=first,
    )  # fmt: skip
    steward.post(
        reverse("orgs:change_withdraw", args=["RA", plan.public_id]), {"version": plan.version}
    )
    plan.refresh_from_db()
    assert (plan.state, plan.applied_at) == ("cancelled", None)
    assert (
        list(
            OrgPlacement.objects.order_by("id").values_list("unit_id", "parent_id", "name", "valid")
        )
        == placements
    )
    assert not OrgUnit.objects.filter(code="QA9").exists()
    assert not OrgLink.objects.exists()
    assert tree_check.check(today()) == []
    ends = Consultation.objects.get(plan=plan).ends_on
    assert ends == today()


def test_what_another_change_rests_on_is_not_withdrawn(units, first, second) -> None:
    plan = carry_out(settle(draft(first, on=today() + AHEAD), first, second), first)
    factories.give(first, "talent_lead", OrgUnit.objects.get(code="QA9"))
    with at(first) as viewer, pytest.raises(OutdatedError) as refused:
        undoing.withdraw(viewer=viewer, plan=plan, version=plan.version)
    assert "Alder and Aspen ICB is used by another change or already holds something" in str(
        refused.value
    )
    assert parents(today() + AHEAD)["TA1"] == "QA9"
    assert RestructurePlan.objects.get(pk=plan.pk).state == "applied"


def test_a_change_in_force_is_not_withdrawn_but_undone(units, first, second) -> None:
    ago = today() - AHEAD
    with at(first) as viewer:
        plan = services.draft_plan(
            viewer=viewer,
            title="Late",
            operations=[ops.Dated(ago, ops.Merge(("QA1", "QA2"), "QA9", "Rowan ICB"))],
            recorded_late=True,
        )
    plan = carry_out(settle(plan, first, second), first)
    before = parents(ago - DAY)
    with at(first) as viewer, pytest.raises(RestructureError):
        undoing.withdraw(viewer=viewer, plan=plan, version=plan.version)
    assert sorted(undoing.undoable(plan)) == ["QA1", "QA2", "QA9", "TA1", "TA2", "TA3", "TA4"]
    with at(first) as viewer:
        back = undoing.draft_inverse(
            viewer=viewer, plan=plan, codes=list(undoing.undoable(plan)), on=today()
        )
        assert back.undoes == plan
        back = services.rehearse(viewer=viewer, plan=back)
    carry_out(settle(back, first, second), first)
    assert parents(today()) == before
    assert parents(today() - DAY)["TA1"] == "QA9"
    assert undoing.undoable(plan) == {}


def test_part_of_a_change_is_taken_back(units, first, second, steward: Client) -> None:
    with at(first) as viewer:
        plan = services.draft_plan(
            viewer=viewer,
            title="Late",
            operations=[
                ops.Dated(today() - DAY, ops.Move("TA1", "QA2")),
                ops.Dated(today() - DAY, ops.Move("TA2", "QA2")),
            ],
            recorded_late=True,
        )
    plan = carry_out(settle(plan, first, second), first)
    address = reverse("orgs:change_undo", args=["RA", plan.public_id])
    assert steward.post(address, {"codes": [], **day("on", today())}).status_code == 422
    early = steward.post(address, {"codes": ["TA1"], **day("on", today() - DAY)})
    assert early.status_code == 422
    answer = steward.post(address, {"codes": ["TA1"], **day("on", today())})
    back = RestructurePlan.objects.latest("id")
    assert answer["Location"] == reverse("orgs:change_draw", args=["RA", back.public_id])
    assert back.operations == [
        {"on": today().isoformat(), "do": "move", "code": "TA1", "parent": "QA1"}
    ]


def test_names_stand_in_the_tree_of_each_day(units, first, second) -> None:
    with at(first) as viewer:
        plan = services.draft_plan(
            viewer=viewer,
            title="A name",
            operations=[
                ops.Dated(today(), ops.Rename("TA1", "Kestrel Trust")),
                ops.Dated(today(), ops.Move("TA1", "QA2")),
            ],
        )
    carry_out(settle(plan, first, second), first)
    row = next(r for r in tree.rows(today()) if r.code == "TA1")
    assert (row.name, row.parent_code) == ("Kestrel Trust", "QA2")
    assert OrgPlacement.objects.filter(unit=units["TA1"]).count() == 2
