"""A cluster of boards: what it will become, and from there to the merger in one step."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from orgs import tree_check
from orgs.clock import today
from orgs.models.access import Grant, User
from orgs.models.overlays import Overlay
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit, OverlayMembership
from orgs.overlays import selectors, services
from orgs.restructure import ticks
from tests import factories
from tests.orgs.merging import at, carry_out, settle

SignIn = Callable[[User], Client]
DAY = dt.timedelta(days=1)


@pytest.fixture
def cluster(units: dict[str, OrgUnit]) -> Overlay:
    unit = factories.overlay(
        units,
        code="CLA",
        name="Alder and Aspen cluster",
        kind="icb_cluster",
        members=("QA1", "QA2"),
    )
    return Overlay.objects.get(unit=unit)


def plan(
    user: User, cluster: Overlay, *, code="QA9", name="Alder and Aspen ICB", on=None
) -> Overlay:
    with at(user, "CLA") as viewer:
        return services.plan_successor(
            viewer=viewer, overlay=cluster, code=code, name=name, on=on or today(),
            expected=cluster.version,
        )  # fmt: skip


def draw_up(user: User, cluster: Overlay) -> RestructurePlan:
    with at(user) as viewer:
        return services.draw_up_merger(viewer=viewer, overlay=cluster)


def inside(cluster: Overlay, day: dt.date) -> list[str]:
    return [each.code for each in selectors.members(cluster.unit_id, day)]


def test_a_cluster_becomes_a_rehearsed_merger_in_one_step_and_closes(
    cluster: Overlay, first: User, second: User
) -> None:
    lead = factories.holder("talent_lead", cluster.unit)
    cluster = plan(first, cluster)
    drawn = draw_up(first, cluster)
    report = drawn.report["rehearsal"]
    assert (drawn.state, drawn.unit.code, drawn.title) == (
        "rehearsed", "RA", "Merge into Alder and Aspen ICB",
    )  # fmt: skip
    assert report["moved"] == ["TA1", "TA2", "TA3", "TA4"]
    (listed,) = [each for each in report["checks"] if each["key"] == "overlays"]
    assert [row["after"] for row in listed["rows"]] == [
        "The cluster becomes Alder and Aspen ICB, and closes with its last other member and the roles at it"
    ] * 2
    done = carry_out(settle(drawn, first, second), first).report["applied"]["checks"]
    assert {each["key"]: each["ended"] for each in done}["overlays"] == 1
    assert Grant.objects.get(user=lead).valid_to == today()
    assert inside(cluster, today()) == []
    assert inside(cluster, today() - DAY) == ["QA1", "QA2"]
    cluster.unit.refresh_from_db()
    assert not cluster.unit.open
    assert tree_check.check(today()) == []


def test_on_its_day_and_not_before(cluster: Overlay, first: User, second: User) -> None:
    on = today() + 30 * DAY
    cluster = plan(first, cluster, on=on)
    carry_out(settle(draw_up(first, cluster), first, second), first)
    assert inside(cluster, today()) == ["QA1", "QA2"]
    cluster.unit.refresh_from_db()
    assert cluster.unit.open
    from orgs.access.principals import RESTRUCTURE

    ticks.bring_to(RESTRUCTURE, on)
    assert inside(cluster, on) == []
    ticks.bring_to(RESTRUCTURE, on)
    cluster.unit.refresh_from_db()
    assert not cluster.unit.open


def test_a_member_that_keeps_its_code_is_a_successor_too(
    cluster: Overlay, first: User, second: User
) -> None:
    cluster = plan(first, cluster, code="QA1", name="")
    carry_out(settle(draw_up(first, cluster), first, second), first)
    assert inside(cluster, today()) == []
    cluster.unit.refresh_from_db()
    assert not cluster.unit.open


def test_in_any_other_overlay_the_successor_takes_the_place(
    units: dict[str, OrgUnit], cluster: Overlay, first: User, second: User
) -> None:
    other = factories.overlay(units, code="OVQ", name="Boards together", members=("QA1", "QB1"))
    cluster = plan(first, cluster)
    carry_out(settle(draw_up(first, cluster), first, second), first)
    ids = OverlayMembership.objects.filter(overlay=other, valid__contains=today())
    assert sorted(ids.values_list("unit__code", flat=True)) == ["QA9", "QB1"]
    other.refresh_from_db()
    assert other.open


def test_what_cannot_be_is_said_beside_the_field(
    units: dict[str, OrgUnit], cluster: Overlay, first: User, sign_in: SignIn
) -> None:
    for values, field in (
        ({"code": "TA1"}, "code"),
        ({"code": "a code"}, "code"),
        ({"name": ""}, "name"),
        ({"on": today() - DAY}, "on"),
    ):
        with pytest.raises(services.OverlayError) as refused:
            plan(first, cluster, **values)
        assert refused.value.field == field
    with pytest.raises(services.OverlayError, match="Say first"):
        draw_up(first, cluster)
    planned = plan(first, cluster)
    with pytest.raises(services.StaleError):
        plan(first, cluster)
    lead = factories.holder("talent_lead", units["RA"])
    with at(lead) as viewer, pytest.raises(PermissionDenied):
        services.draw_up_merger(viewer=viewer, overlay=planned)
    with at(first, "CLA") as viewer, pytest.raises(services.OverlayError, match="care boards"):
        services.bring_in(
            viewer=viewer, overlay=units["CLA"], unit=units["TA1"], first=today(), until=None
        )
    client = sign_in(first)
    form = {"code": "TA1", "name": "X", "on_0": "", "version": planned.version}
    answer = client.post(reverse("orgs:becomes", args=["CLA"]), form)
    assert answer.status_code == 422


def test_the_page_shows_what_it_becomes_and_draws_it_up(
    cluster: Overlay, first: User, sign_in: SignIn
) -> None:
    plan(first, cluster)
    client = sign_in(first)
    said = client.get(reverse("orgs:members", args=["CLA"])).content.decode()
    assert "Alder and Aspen ICB (QA9)" in said
    assert "Draw up the merger" in said
    done = client.post(reverse("orgs:draw_up_merger", args=["RA", "CLA"]))
    made = RestructurePlan.objects.get()
    assert done["Location"] == reverse("orgs:change", args=["RA", made.public_id])
    # A steward of the cluster alone keeps its members, and merges no board.
    own = factories.holder("steward", cluster.unit)
    said = sign_in(own).get(reverse("orgs:members", args=["CLA"])).content.decode()
    assert "Draw up the merger" not in said


def test_a_cluster_kept_by_one_of_its_boards_merges_above_them(
    units: dict[str, OrgUnit], first: User, sign_in: SignIn
) -> None:
    """At the keeper's page a steward of that board alone would read the change, and could cancel it."""
    made = factories.overlay(
        units, code="CLA", name="Cluster", kind="icb_cluster", kept_by="QA1", members=("QA1", "QA2")
    )
    plan(first, Overlay.objects.get(unit=made))
    page = reverse("orgs:members", args=["CLA"])
    said = sign_in(first).get(page).content.decode()
    assert reverse("orgs:draw_up_merger", args=["RA", "CLA"]) in said
    at_the_keeper = sign_in(first).post(reverse("orgs:draw_up_merger", args=["QA1", "CLA"]))
    assert at_the_keeper.status_code == 422
    assert "Draw it up at Ashdown region." in at_the_keeper.content.decode()
    assert not RestructurePlan.objects.exists()
    done = sign_in(first).post(reverse("orgs:draw_up_merger", args=["RA", "CLA"]))
    drawn = RestructurePlan.objects.get()
    assert done["Location"] == reverse("orgs:change", args=["RA", drawn.public_id])
    assert drawn.unit.code == "RA"
    # Who administers the keeper alone keeps the cluster, and learns where it is drawn up.
    keeper = factories.holder("steward", units["QA1"], login="alder.only")
    said = sign_in(keeper).get(page).content.decode()
    assert "Draw up the merger" not in said
    assert "The merger is drawn up at Ashdown region" in said


def test_a_cluster_of_two_regions_merges_at_the_nation(
    units: dict[str, OrgUnit], first: User, second: User, sign_in: SignIn
) -> None:
    made = factories.overlay(
        units, code="CLA", name="Cluster", kind="icb_cluster", members=("QA1", "QB1")
    )
    plan(first, Overlay.objects.get(unit=made))
    page = reverse("orgs:members", args=["CLA"])
    said = sign_in(first).get(page).content.decode()
    assert "The merger is drawn up at Nation of Albany" in said
    said = sign_in(second).get(page).content.decode()
    assert reverse("orgs:draw_up_merger", args=["NAT", "CLA"]) in said
    sign_in(second).post(reverse("orgs:draw_up_merger", args=["NAT", "CLA"]))
    assert RestructurePlan.objects.get().unit.code == "NAT"
