"""Pathways on the one engine: defined, inherited, adapted and offered; and what somebody on one makes of it."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning import services
from learning.in_view import pathways_in_view
from learning.models import Competency, PathwayAssignment, StepProgress
from learning.newer import newer, taken_up
from learning.pathways import COMPETENCIES, PATHWAY, Pathway, Pathways, Step, pathways, shipped
from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.codes import code_lists
from orgs.inheritance import choosing, selectors
from orgs.inheritance import services as engine
from orgs.inheritance.merge import ABSENT, Slot, State
from orgs.models import Definition, OrgUnit, User
from orgs.models.audit import AuditEvent
from tests import factories
from tests.orgs.defining import acting

DAY = today()
CNO = PATHWAY.shipped["ASP-CNO"]
FIRST, SECOND = (item["key"] for item in CNO.fields["steps"]["items"][:2])
OURS = {"title": "A year at our own ward", "type": "STRETCH", "competency": "LCF1", "weeks": 52}


@pytest.fixture
def steward(units: dict[str, OrgUnit]) -> User:
    return factories.holder("steward", units["RA"])


def publish(
    user: User, code: str, *, key: str = "ASP-CNO", title: str = CNO.title, **fields: Any
) -> Definition:
    with acting(user, code) as viewer:
        return engine.publish_definition(
            viewer=viewer, kind_code="pathway", title=title, key=key, valid_from=DAY,
            fields={**CNO.fields, **fields},
        )  # fmt: skip


def next_version(user: User, definition: Definition, items: list[Any], number: int = 1) -> None:
    with acting(user, definition.unit.code) as viewer:
        engine.publish_version(
            viewer=viewer, definition=definition, valid_from=DAY, expected_number=number,
            fields={**CNO.fields, "steps": {"items": items}},
        )  # fmt: skip


def adapt(user: User, code: str, definition: Definition, changes: dict[Slot, Any]) -> None:
    with acting(user, code) as viewer:
        stamp = selectors.effective("pathway", viewer.here.id, DAY, key=definition.key).stamp
        engine.adapt_definition(
            viewer=viewer, kind_code="pathway", public_id=definition.public_id, changes=changes,
            expected=stamp,
        )  # fmt: skip


def at(user: User, code: str = "TA1") -> Pathways:
    with acting(user, code) as viewer:
        return pathways(viewer.here.id, DAY)


def cno(user: User, code: str = "TA1") -> Pathway:
    found = at(user, code).of_key("ASP-CNO")
    assert found is not None
    return found


# --- what ships ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_ships_is_whole() -> None:
    lists = code_lists("board_role", "step_type")
    assert dict(COMPETENCIES) == dict(Competency.objects.values_list("code", "title"))
    for key in PATHWAY.shipped:
        found = shipped(key)
        assert found.role_code in lists["board_role"]
        assert len({step.key for step in found.steps}) == len(found.steps) > 4
        for step in found.steps:
            assert step.type in lists["step_type"]
            assert step.competency in dict(COMPETENCIES)
            assert 1 <= step.weeks <= 156


def test_where_nobody_has_defined_one_the_platforms_can_be_given(trust: Any) -> None:
    found = at(trust.lead)
    assert [each.key for each in found.given] == sorted(
        PATHWAY.shipped, key=lambda key: PATHWAY.shipped[key].title
    )
    assert found.of_key("ASP-CNO") == shipped("ASP-CNO")
    assert found.of_key("nothing") is None


# --- defined above, adapted below ------------------------------------------------------------------


def test_a_unit_adapts_what_comes_from_above(trust: Any, steward: User) -> None:
    made = publish(steward, "RA")
    found = cno(trust.lead)
    assert (found.owner, found.steps) == ("Ashdown region", shipped("ASP-CNO").steps)
    shorter = {**CNO.fields["steps"]["items"][1]["value"], "weeks": 8}
    changes = {
        Slot("steps", FIRST): ABSENT, Slot("steps", SECOND): shorter, Slot("steps", "ours"): OURS,
    }  # fmt: skip
    adapt(trust.cpo, "TA1", made, changes)
    found = cno(trust.lead)
    assert found.steps[0].key == SECOND
    assert (found.steps[0].weeks, found.steps[-1].title) == (8, OURS["title"])
    # A later version arrives in every step that was not touched, and waits in the others.
    items = [{**item} for item in CNO.fields["steps"]["items"]]
    items[1] = {**items[1], "value": {**items[1]["value"], "weeks": 30}}
    items[2] = {**items[2], "value": {**items[2]["value"], "weeks": 30}}
    next_version(steward, made, items)
    found = cno(trust.lead)
    assert [step.weeks for step in found.steps[:2]] == [8, 30]
    with acting(trust.cpo, "TA1") as viewer:
        slot = selectors.effective("pathway", viewer.here.id, DAY, key="ASP-CNO").slot(
            Slot("steps", SECOND)
        )
    assert slot is not None
    assert slot.state == State.CONFLICT


def test_a_locked_step_is_the_same_everywhere_and_one_that_is_suggested_waits(
    trust: Any, steward: User
) -> None:
    items = [{**item} for item in CNO.fields["steps"]["items"]]
    items[0]["mode"], items[1]["mode"] = "locked", "suggested"
    made = publish(steward, "RA", steps={"items": items})
    assert SECOND not in [step.key for step in cno(trust.lead).steps]
    with pytest.raises(engine.DefinitionError, match="locked"):
        adapt(trust.cpo, "TA1", made, {Slot("steps", FIRST): OURS})


def test_one_that_is_not_given_any_more_or_has_no_step_is_not_offered(
    trust: Any, steward: User
) -> None:
    publish(steward, "RA", given={"value": "off"})
    publish(steward, "RA", key="empty", title="Empty", steps={"items": []})
    keys = [each.key for each in at(trust.lead).given]
    assert "ASP-CNO" not in keys
    assert "empty" not in keys
    assert "ASP-CEO" in keys


def test_what_a_trust_makes_of_it_is_read_there_alone(
    trust: Any, steward: User, units: dict[str, OrgUnit]
) -> None:
    made = publish(steward, "RA")
    adapt(trust.cpo, "TA1", made, {Slot("steps", "ours"): OURS})
    for role in ("learning_lead", "cpo", "staff"):
        here = factories.holder(role, units["TA1"], login=f"{role}.here")
        assert len(cno(here).steps) == 8
    other = factories.holder("learning_lead", units["TA2"])
    assert cno(other, "TA2").steps == shipped("ASP-CNO").steps


def test_it_takes_two_queries(trust: Any, steward: User) -> None:
    publish(steward, "RA")
    with acting(trust.lead, "TA1") as viewer, CaptureQueriesContext(connection) as queries:
        pathways(viewer.here.id, DAY)
    assert len(queries) == 2


# --- beside the tree -------------------------------------------------------------------------------


@pytest.fixture
def overlay(units: dict[str, OrgUnit]) -> OrgUnit:
    factories.overlay(units)
    return units["OVA"]


def test_the_trees_is_in_effect_until_the_unit_chooses(
    client: Any, trust: Any, overlay: OrgUnit, steward: User
) -> None:
    theirs = publish(steward, overlay.code, title="Chief nurse across the members")
    apart = publish(steward, overlay.code, key="across", title="Leading across")
    found = at(trust.lead)
    assert cno(trust.lead).title == CNO.title
    assert [each.key for each in found.offered] == ["across"]
    assert [each.title for each in found.beside] == ["Chief nurse across the members"]
    assert found.given[-1].ref == str(apart.public_id)
    client.force_login(trust.lead)
    page = client.get(reverse("learning:assign", args=["TA1", trust.deputy.public_id]))
    said = page.content.decode()
    assert "also offers “Chief nurse across the members”" in said
    assert "The one from the platform is in effect" in said
    assert f"Leading across (offered by {overlay.name})" in said
    # Giving one that only an overlay has is the choice, for her.
    url = reverse("learning:assign", args=["TA1", trust.deputy.public_id])
    assert client.post(url, {"pathway": str(apart.public_id)}).status_code == 302
    assert PathwayAssignment.objects.get().key == "across"
    # The one of the same key cannot be given before it is chosen.
    assert client.post(url, {"pathway": str(theirs.public_id)}).status_code == 422
    with acting(trust.cpo, "TA1") as viewer:
        choosing.use_offer(viewer=viewer, definition=theirs.public_id)
    chosen = cno(trust.lead)
    assert (chosen.title, chosen.ref) == ("Chief nurse across the members", "ASP-CNO")
    assert at(trust.lead).beside == ()


# --- whoever is on one -----------------------------------------------------------------------------


def given(viewer: Viewer, trust: Any) -> PathwayAssignment:
    here = pathways(viewer.here.id, DAY).of_key("ASP-CNO")
    assert here is not None
    return services.assign_pathway(viewer=viewer, staff=trust.deputy, pathway=here)


def step_of(of: PathwayAssignment, key: str) -> StepProgress:
    return of.progress.get(step_key=key)


def test_she_gets_what_is_in_effect_and_nothing_moves_under_her(trust: Any, steward: User) -> None:
    made = publish(steward, "RA")
    adapt(trust.cpo, "TA1", made, {Slot("steps", "ours"): OURS})
    with acting(trust.lead, "TA1") as viewer:
        mine = given(viewer, trust)
    assert [step["key"] for step in mine.steps][-1] == "ours"
    assert mine.progress.count() == 8
    next_version(steward, made, CNO.fields["steps"]["items"][:2])
    (view,) = pathways_in_view(PathwayAssignment.objects.all())
    assert len(view.steps) == 8
    assert view.steps[-1].competency == dict(COMPETENCIES)["LCF1"]


def test_a_newer_version_is_taken_up_and_what_is_done_stays(
    client: Any, trust: Any, steward: User
) -> None:
    made = publish(steward, "RA")
    with acting(trust.lead, "TA1") as viewer:
        mine = given(viewer, trust)
        for key in (FIRST, SECOND):
            services.record_step(
                viewer=viewer, assignment=mine, step=step_of(mine, key), state="done"
            )
    items = [{**item} for item in CNO.fields["steps"]["items"]]
    third = {**items[2], "value": {**items[2]["value"], "weeks": 3}}
    new = {"key": "new", "value": {**OURS, "done_when": "The ward says so"}}
    next_version(steward, made, [items[1], third, new])
    client.force_login(trust.deputy_user)
    page = reverse("learning:development", args=["TA1"])
    shown = client.get(page)
    ((_, waits),) = shown.context["own"].pathways
    assert waits.added == (OURS["title"],)
    assert waits.changed == (items[2]["value"]["title"],)
    assert waits.kept == (items[0]["value"]["title"],)
    assert len(waits.gone) == 4
    assert "What is done stays done" in shown.content.decode()
    url = reverse("learning:own_take_up", args=["TA1", mine.public_id])
    assert client.get(url).status_code == 405
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"digest": "another"}).status_code == 422
    assert client.post(url, {"digest": waits.pathway.digest}).status_code == 302
    mine.refresh_from_db()
    assert [step["key"] for step in mine.steps] == [FIRST, SECOND, items[2]["key"], "new"]
    (view,) = pathways_in_view(PathwayAssignment.objects.all())
    assert [(s.state, s.kept) for s in view.steps] == [
        ("done", True), ("done", False), ("not_started", False), ("not_started", False),
    ]  # fmt: skip
    assert (view.done, view.percent) == (2, 50)
    again = client.get(page)
    assert [waits for _, waits in again.context["own"].pathways] == [None]
    assert "Done when: The ward says so" in again.content.decode()
    assert AuditEvent.objects.get(action="pathway.taken_up").detail == {"pathway": "ASP-CNO"}
    # The last steps of the newer one complete it.
    for key in (items[2]["key"], "new"):
        done = reverse(
            "learning:own_step", args=["TA1", mine.public_id, step_of(mine, key).public_id]
        )
        assert client.post(done, {"state": "done"}).status_code == 302
    mine.refresh_from_db()
    assert mine.state == "completed"
    # A step that left the pathway undone is not there to be marked.
    gone = step_of(mine, items[3]["key"]).public_id
    url = reverse("learning:own_step", args=["TA1", mine.public_id, gone])
    assert client.post(url, {"state": "done"}).status_code == 404


def test_taking_up_what_asks_for_nothing_more_completes_it(trust: Any, steward: User) -> None:
    made = publish(steward, "RA")
    with acting(trust.lead, "TA1") as viewer:
        mine = given(viewer, trust)
        services.record_step(
            viewer=viewer, assignment=mine, step=step_of(mine, FIRST), state="done"
        )
    next_version(steward, made, CNO.fields["steps"]["items"][:1])
    with acting(trust.lead, "TA1") as viewer:
        now = pathways(viewer.here.id, DAY).of_key("ASP-CNO")
        assert now is not None
        services.take_up(viewer=viewer, assignment=mine, digest=now.digest)
        mine.refresh_from_db()
        assert (mine.state, mine.ended_on) == ("completed", DAY)
        with pytest.raises(services.PathwayError, match="not under way"):
            services.take_up(viewer=viewer, assignment=mine, digest=now.digest)


def test_learning_people_take_it_up_for_her_and_nobody_else_does(
    client: Any, trust: Any, steward: User, units: dict[str, OrgUnit]
) -> None:
    made = publish(steward, "RA")
    with acting(trust.lead, "TA1") as viewer:
        mine = given(viewer, trust)
    next_version(steward, made, CNO.fields["steps"]["items"][:3])
    now = cno(trust.lead)
    url = reverse("learning:take_up", args=["TA1", mine.public_id])
    for who, status in (
        (trust.deputy_user, 403),
        (factories.holder("learning_lead", units["TA2"]), 404),
    ):
        client.force_login(who)
        assert client.post(url, {"digest": now.digest}).status_code == status
    with acting(steward, "RA") as viewer, pytest.raises(PermissionDenied):
        services.take_up(viewer=viewer, assignment=mine, digest=now.digest)
    client.force_login(trust.lead)
    page = client.get(reverse("learning:pathway", args=["TA1", mine.public_id]))
    assert len(page.context["newer"].gone) == 4
    assert client.post(url, {"digest": now.digest}).status_code == 302
    mine.refresh_from_db()
    assert len(mine.steps) == 3


# --- pure ------------------------------------------------------------------------------------------


def test_what_is_newer() -> None:
    one, two = (Step(key, key.upper(), "COURSE", "LCF1", 4) for key in "ab")
    now = Pathway("p", "p", "P", "CEO", "", (one, two))
    assert newer("P", now.copy["steps"], set(), now) is None
    assert newer("P", now.copy["steps"], set(), None) is None
    renamed = newer("Old", now.copy["steps"], set(), now)
    assert renamed is not None
    assert (renamed.added, renamed.changed, renamed.gone, renamed.kept) == ((), (), (), ())
    turned = replace(now, steps=(two, one))
    assert newer("P", now.copy["steps"], set(), turned) is not None
    # What was kept from before is nothing new, and stays for as long as it is not asked for again.
    only = replace(now, steps=(two,))
    kept = taken_up(now.copy["steps"], {"a"}, only)
    assert [(step["key"], step.get("kept", False)) for step in kept] == [("a", True), ("b", False)]
    assert newer("P", kept, {"a"}, only) is None
    assert taken_up(kept, {"a"}, now) == now.copy["steps"]
