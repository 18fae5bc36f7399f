"""The page of a change shows what its checks found, takes the choices, and keeps them."""

# ruff: noqa: F811  pytest finds a fixture by the name of an argument

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.models.access import User
from orgs.models.definitions import Adaptation
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import operations as ops
from orgs.restructure import services
from orgs.restructure.checks import Progress, SlowCheck, slow_checks
from tests import factories
from tests.orgs.defining import kind  # noqa: F401  the fixture
from tests.orgs.merging import at
from tests.orgs.test_restructure_checks import MOVE, made, national, overlay, regions  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(
    units: dict[str, OrgUnit], regions: None, national: tuple[User, User]
) -> tuple[Client, Client, RestructurePlan]:
    clients = []
    for user in national:
        client = Client()
        client.force_login(user)
        clients.append(client)
    with at(national[0], "NAT") as viewer:
        plan = services.draft_plan(
            viewer=viewer, title="A move", operations=[ops.Dated(today(), MOVE)]
        )
    return clients[0], clients[1], plan


def url(plan: RestructurePlan, name: str = "change", *more: str) -> str:
    return reverse(f"orgs:{name}", args=["NAT", plan.public_id, *more])


def rows(plan: RestructurePlan, key: str = "settings") -> list[dict]:
    return next(e["rows"] for e in plan.report["rehearsal"]["checks"] if e["key"] == key)


def test_each_difference_is_shown_with_its_choice(page) -> None:
    first, _, plan = page
    shown = first.get(url(plan)).content.decode()
    for words in (
        "Settings of organisations that move",
        "5 lines at 1 organisation",
        "Kestrel Valley NHS Trust",
        "Keep it, until the organisation chooses",
        "Birkmoor region has locked it, so it cannot be kept",
        "No two templates of one name meet.",
        "Nothing has been published yet",
    ):
        assert words in shown
    key = rows(plan)[0]["key"]
    assert f'name="{key}" type="radio" form="decide" value="keep" checked' in shown
    # Of what is locked there is nothing to choose.
    assert f'name="{rows(plan)[1]["key"]}"' not in shown


def test_choices_are_saved_and_said_when_nothing_more_can_be_chosen(page) -> None:
    first, second, plan = page
    months = rows(plan)[0]["key"]
    data = {"action": "schedule", "checked": "on", "version": str(plan.version), months: "adopt"}
    assert first.post(url(plan, "change_decide"), data).status_code == 302
    plan.refresh_from_db()
    assert plan.decisions == {months: "adopt"}
    shown = second.get(url(plan)).content.decode()
    assert 'type="radio"' not in shown
    assert "Take the new value" in shown
    data = {"checked": "on", "version": str(plan.version)}
    assert second.post(url(plan, "change_approve"), data).status_code == 302
    plan.refresh_from_db()
    assert first.post(url(plan, "change_apply"), {"version": str(plan.version)}).status_code == 302
    kept = Adaptation.objects.get(unit__code="TA1")
    assert "months" not in {each["field"] for each in kept.differences}


def test_an_answer_that_is_not_offered_is_refused_beside_its_row(page) -> None:
    first, _, plan = page
    months = rows(plan)[0]["key"]
    answer = first.post(url(plan, "change_decide"), {"action": "save", "version": "1", months: "x"})
    assert answer.status_code == 422
    assert f'id="id_{months}-error"' in answer.content.decode()
    plan.refresh_from_db()
    assert plan.decisions == {}


def test_what_must_be_decided_is_asked_for(units, overlay, first: User) -> None:
    client = Client()
    client.force_login(first)
    with at(first) as viewer:
        plan = services.draft_merge(
            viewer=viewer, codes=["QA1", "QA2"], into_code="QA9", into_name="New ICB", on=today()
        )
    where = reverse("orgs:change_decide", args=["RA", plan.public_id])
    data = {"action": "schedule", "checked": "on", "version": str(plan.version)}
    answer = client.post(where, data)
    assert answer.status_code == 422
    assert "Select what happens: Alder ICB, Coast Collaborative" in answer.content.decode()


def test_the_trust_is_told_why_and_chooses(page, units) -> None:
    first, second, plan = page
    data = {"action": "schedule", "checked": "on", "version": str(plan.version)}
    first.post(url(plan, "change_decide"), data)
    plan.refresh_from_db()
    second.post(url(plan, "change_approve"), {"checked": "on", "version": str(plan.version)})
    plan.refresh_from_db()
    first.post(url(plan, "change_apply"), {"version": str(plan.version)})
    lead = Client()
    lead.force_login(factories.holder("cpo", units["TA1"], login="priya"))
    kept = Adaptation.objects.get(unit=units["TA1"])
    where = reverse("orgs:setting", args=["TA1", kept.definition.public_id])
    shown = lead.get(where).content.decode()
    assert (
        "Your organisation moved. Kept as it was by the change of organisations “A move”." in shown
    )
    assert "choose what holds here" in lead.get("/o/TA1/").content.decode()


# --- a check that takes minutes ----------------------------------------------------------------------


@pytest.fixture
def slow() -> Iterator[dict]:
    """A check whose state the test sets."""
    state: dict = {"progress": Progress("none", missing="Count the trees first."), "started": 0}

    def start(plan: RestructurePlan, viewer: Viewer) -> None:
        state["started"] += 1
        state["progress"] = Progress("running", 40, missing="Wait for the trees.")

    slow_checks.add(
        "trees",
        SlowCheck(
            "trees", "Trees", 99, "Count the trees", "It takes a while.", ("Tree", "Now", "Then", "Lost"),
            start, lambda plan: state["progress"],
        ),
    )  # fmt: skip
    yield state
    slow_checks._items.pop("trees")


def test_it_is_asked_for_watched_and_needed(page, slow) -> None:
    first, _, plan = page
    assert "Count the trees" in first.get(url(plan)).content.decode()
    data = {"action": "schedule", "checked": "on", "version": str(plan.version)}
    refused = first.post(url(plan, "change_decide"), data)
    assert refused.status_code == 422
    assert "Count the trees first." in refused.content.decode()
    assert first.post(url(plan, "change_look", "trees")).status_code == 302
    assert slow["started"] == 1
    fragment = first.get(url(plan, "change_looked_at", "trees")).content.decode()
    assert 'hx-trigger="every 1s"' in fragment
    assert "40% done" in fragment
    slow["progress"] = Progress("done", 100, True, ("All counted.",), (("Oak", "3", "2", "1"),))
    fragment = first.get(url(plan, "change_looked_at", "trees")).content.decode()
    assert "hx-trigger" not in fragment
    assert "Oak" in fragment
    assert first.post(url(plan, "change_decide"), data).status_code == 302


def test_there_is_no_other_check(page) -> None:
    first, _, plan = page
    assert first.post(url(plan, "change_look", "none")).status_code == 404
    assert first.get(url(plan, "change_looked_at", "none")).status_code == 404


def test_it_is_not_asked_for_when_all_is_decided(page, slow) -> None:
    first, _, plan = page
    RestructurePlan.objects.filter(pk=plan.pk).update(state="cancelled")
    assert first.post(url(plan, "change_look", "trees")).status_code == 409
    assert slow["started"] == 0
