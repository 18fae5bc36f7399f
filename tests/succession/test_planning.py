"""Starting the plan of a cycle, and setting up the roles of the board in one go."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from orgs import tree
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.audit import AuditEvent
from succession import planning
from succession.board_roles import belongs, here, holds_role, missing
from succession.conflicts import SuccessionError
from succession.models import Post, SuccessionPlan
from tests import factories
from tests.succession.factories import World, make_post, nominate

CYCLE = planning.cycle_of(today())


@pytest.mark.parametrize(
    ("day", "cycle"),
    [
        ("2026-03-31", "2025 to 2026"),
        ("2026-04-01", "2026 to 2027"),
        ("2026-12-31", "2026 to 2027"),
        ("2027-01-01", "2026 to 2027"),
    ],
)
def test_a_cycle_runs_from_april_to_march(day: str, cycle: str) -> None:
    assert planning.cycle_of(dt.date.fromisoformat(day)) == cycle


def test_roles_of_a_template_have_their_own_codes_at_an_icb() -> None:
    assert (here("CEO", icb=True), here("CEO", icb=False)) == ("ICB_CEO", "CEO")
    assert holds_role(["ICB_CEO"], "CEO")
    assert not holds_role(["ICB_CEO"], "CFO")
    assert missing(["CEO", "CFO"], [["ICB_CEO", "PLACE"]]) == ["CFO"]
    assert belongs("ICB_NEM", icb=True)
    assert not belongs("ICB_NEM", icb=False)
    assert not belongs("NED", icb=True)
    assert belongs("PLACE", icb=True)
    assert belongs("PLACE", icb=False)


@pytest.fixture
def bare(units):
    """A Trust without a plan and without posts, and its succession lead."""
    return units["TA2"], factories.holder("cpo", units["TA2"])


def test_the_first_plan_is_started(bare) -> None:
    unit, cpo = bare
    with user_scope(cpo.pk, unit_code="TA2") as viewer:
        planning.start_plan(viewer=viewer)
        with pytest.raises(SuccessionError, match="has been started"):
            planning.start_plan(viewer=viewer)
    made = SuccessionPlan.objects.get(unit=unit)
    assert (made.cycle, made.state, made.valid_from, made.due_on) == (CYCLE, "draft", today(), None)
    assert AuditEvent.objects.filter(action="plan.started").count() == 1


def test_the_plan_of_the_next_cycle_supersedes_and_posts_carry_on(trust: World) -> None:
    SuccessionPlan.objects.update(cycle="2019 to 2020", state="signed_off")
    named = nominate(trust.post, trust.deputy)
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        planning.start_plan(viewer=viewer)
    old, new = SuccessionPlan.objects.order_by("pk")
    assert (old.state, old.valid_to) == ("superseded", today())
    assert (new.cycle, new.state, new.valid_to) == (CYCLE, "draft", None)
    named.refresh_from_db()
    assert (named.valid_to, Post.objects.get(pk=trust.post.pk).valid_to) == (None, None)


def test_twelve_posts_in_one_go(bare) -> None:
    unit, cpo = bare
    with user_scope(cpo.pk, unit_code="TA2") as viewer:
        planning.start_plan(viewer=viewer)
        offered = planning.offered(unit.pk, viewer.day)
        assert [o.code for o in offered if o.required] == ["CEO", "CFO", "CMO", "CNO"]
        assert not [o.code for o in offered if o.code.startswith("ICB_")]
        planning.set_up_roles(
            viewer=viewer,
            roles=["CEO", "CFO", "CMO", "CNO", "COO", "CPO", "CHAIR", "COSEC"],
            non_executives=4,
        )
    made = list(Post.objects.filter(unit=unit).order_by("position"))
    assert [post.position for post in made] == list(range(1, 13))
    assert [post.title for post in made][-4:] == [
        "Non-executive director",
        "Non-executive director 2",
        "Non-executive director 3",
        "Non-executive director 4",
    ]
    chief, secretary = made[0], made[7]
    assert (chief.role_codes, chief.voting, chief.statutory, chief.criticality) == (
        ["CEO"], True, True, "C1",
    )  # fmt: skip
    assert (secretary.voting, secretary.statutory, secretary.criticality) == (False, False, "CX")
    assert AuditEvent.objects.get(action="plan.roles_set_up").detail["roles"][-4:] == ["NED"] * 4


def test_what_is_there_is_not_made_twice(trust: World) -> None:
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        made = planning.set_up_roles(viewer=viewer, roles=["CNO", "CEO"])
        assert [post.role_codes for post in made] == [["CEO"]]
        for roles, count in ((["CNO"], 0), (["nonsense"], 0), (["ICB_CEO"], 0), (["CFO"], 99)):
            with pytest.raises(SuccessionError):
                planning.set_up_roles(viewer=viewer, roles=roles, non_executives=count)
    assert Post.objects.filter(unit=trust.unit).count() == 2


def test_an_icb_is_offered_the_roles_of_an_icb(units) -> None:
    cpo = factories.holder("cpo", units["QA1"])
    with user_scope(cpo.pk, unit_code="QA1") as viewer:
        offered = planning.offered(units["QA1"].pk, viewer.day)
        assert [o.code for o in offered if o.required] == [
            "ICB_CEO", "ICB_CFO", "ICB_CMO", "ICB_CNO",
        ]  # fmt: skip
        assert [o.code for o in offered if o.several] == ["ICB_NEM"]


def test_a_division_has_no_plan_of_its_own(trust: World) -> None:
    with tree.locked():
        tree.create("DIV1", name="Surgery", type_code="division", on=today(), employer=trust.unit)
        tree.project(today())
    with user_scope(trust.cpo.pk, unit_code="DIV1") as viewer:
        for act in (
            lambda: planning.start_plan(viewer=viewer),
            lambda: planning.set_up_roles(viewer=viewer, roles=["CEO"]),
        ):
            with pytest.raises(SuccessionError, match="whole organisation"):
                act()


def test_whoever_may_not_manage_is_refused(trust: World) -> None:
    with user_scope(trust.lead.pk, unit_code="TA1") as viewer:
        for act in (
            lambda: planning.start_plan(viewer=viewer),
            lambda: planning.set_up_roles(viewer=viewer, roles=["CEO"]),
        ):
            with pytest.raises(PermissionDenied):
                act()
    assert Post.objects.count() == 1


# --- pages ---------------------------------------------------------------------------------------------


def test_an_empty_trust_is_led_from_the_plan_to_its_roles(client, bare) -> None:
    unit, cpo = bare
    client.force_login(cpo)
    plan = reverse("succession:plan", args=["TA2"])
    assert f"Start the plan of {CYCLE}" in client.get(plan).content.decode()
    assert (
        f"Start the plan of {CYCLE}"
        in client.get(reverse("succession:start", args=["TA2"])).content.decode()
    )
    started = client.post(reverse("succession:start", args=["TA2"]))
    assert started.url == reverse("succession:set_up", args=["TA2"])
    form = client.get(started.url).content.decode()
    assert form.count(" checked") == 4
    assert client.post(started.url, {"non_executives": "x"}).status_code == 422
    assert client.post(started.url, {"non_executives": "0"}).status_code == 422
    assert not Post.objects.filter(unit=unit).exists()
    sent = {"required_roles": ["CEO", "CFO", "CMO", "CNO"], "roles": ["CHAIR"], "non_executives": 3}
    answer = client.post(started.url, sent, follow=True)
    assert "8 roles are on the plan. Now say who holds them" in answer.content.decode()
    assert Post.objects.filter(unit=unit).count() == 8
    again = client.post(reverse("succession:start", args=["TA2"]))
    assert again.status_code == 422
    assert "has been started" in again.content.decode()


def test_an_old_plan_leads_to_the_next(client, trust: World) -> None:
    client.force_login(trust.cpo)
    url = reverse("succession:plan", args=["TA1"])
    SuccessionPlan.objects.update(cycle=CYCLE)
    assert "Start the plan of" not in client.get(url).content.decode()
    SuccessionPlan.objects.update(cycle="2019 to 2020")
    assert f"Start the plan of {CYCLE}" in client.get(url).content.decode()
    page = client.get(reverse("succession:sign_off", args=["TA1"])).content.decode()
    assert "The plan of this cycle has not been started" in page


def test_missing_roles_lead_to_setting_them_up(client, trust: World) -> None:
    make_post(trust.unit, "Chief executive", "CEO", position=2)
    client.force_login(trust.cpo)
    page = client.get(reverse("succession:plan", args=["TA1"])).content.decode()
    assert "Chief finance officer, Chief medical officer" in page
    assert "Set them up in one go" in page
