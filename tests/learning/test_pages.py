"""Learning pages, and the person's own."""

import pytest
from django.urls import reverse

from learning.catalogue import load_catalogue
from learning.models import (
    Competency,
    PathwayAssignment,
    RoleProfile,
    StepProgress,
)
from learning.pathways import PATHWAY, shipped
from learning.selectors import gap, reason, suggested_pathways
from orgs.clock import today
from orgs.codes import code_lists
from orgs.models.audit import AuditEvent
from tests import factories
from tests.succession.factories import assess, nominate, queries


@pytest.fixture
def under_way(trust) -> PathwayAssignment:
    return start(trust.deputy)


def start(staff, code: str = "ASP-CNO") -> PathwayAssignment:
    made = PathwayAssignment.objects.create(
        unit=staff.unit, staff=staff, **shipped(code).copy, state="active",
        source="learning", prepared_on=today(), started_on=today(),
    )  # fmt: skip
    for step in made.steps:
        StepProgress.objects.create(unit=staff.unit, assignment=made, step_key=step["key"])
    return made


def step_url(name: str, of: PathwayAssignment, order: int = 1, unit: str = "TA1") -> str:
    step = of.progress.get(step_key=of.steps[order - 1]["key"])
    return reverse(f"learning:{name}", args=[unit, of.public_id, step.public_id])


def urls(of: PathwayAssignment) -> dict[str, str]:
    return {
        "overview": reverse("learning:overview", args=["TA1"]),
        "pathway": reverse("learning:pathway", args=["TA1", of.public_id]),
        "assign": reverse("learning:assign", args=["TA1", of.staff.public_id]),
    }


def test_learning_people_read_and_a_person_without_the_right_does_not(
    client, trust, under_way, units
) -> None:
    for url in urls(under_way).values():
        for who, status in (
            (trust.lead, 200),
            (trust.cpo, 200),
            (trust.deputy_user, 403),
        ):
            client.force_login(who)
            assert client.get(url).status_code == status
    client.force_login(factories.holder("learning_lead", units["TA2"]))
    assert {client.get(url).status_code for url in urls(under_way).values()} == {404}


def test_a_step_is_recorded_by_learning_people(client, trust, under_way, units) -> None:
    url = step_url("step", under_way)
    for who, status in (
        (trust.deputy_user, 403),
        (factories.holder("learning_lead", units["TA2"]), 404),
    ):
        client.force_login(who)
        assert client.post(url, {"state": "done"}).status_code == status
    client.force_login(trust.lead)
    assert client.get(url).status_code == 405
    assert client.post(url, {"state": "finished"}).status_code == 422
    assert StepProgress.objects.filter(state="done").count() == 0
    assert client.post(url, {"state": "done"}).status_code == 302
    assert StepProgress.objects.get(state="done").done_on == today()
    assert AuditEvent.objects.get(action="pathway.step").detail == {
        "state": "done",
        "by": "learning",
    }


def test_a_person_marks_her_own_steps_and_completes_the_pathway(client, trust, under_way) -> None:
    client.force_login(trust.deputy_user)
    assert client.get(step_url("own_step", under_way)).status_code == 405
    assert client.post(step_url("own_step", under_way), {"state": ""}).status_code == 422
    for order in range(1, 8):
        client.post(step_url("own_step", under_way, order), {"state": "done"})
    under_way.refresh_from_db()
    assert (under_way.state, under_way.ended_on) == ("completed", today())
    page = client.get(reverse("learning:development", args=["TA1"])).content.decode()
    assert "You have done every step" in page
    client.post(step_url("own_step", under_way, 2), {"state": "in_progress"})
    under_way.refresh_from_db()
    assert (under_way.state, under_way.ended_on) == ("active", None)


def test_nobody_marks_a_colleagues_steps(client, trust, under_way) -> None:
    colleague = factories.staff(trust.unit, "Ola Finch")
    client.force_login(factories.holder("staff", trust.unit, person=colleague.person, login="ola"))
    assert client.post(step_url("own_step", under_way), {"state": "done"}).status_code == 404
    assert StepProgress.objects.filter(state="done").count() == 0


def test_my_development_is_for_the_person_alone(client, trust, under_way, units) -> None:
    url = reverse("learning:development", args=["TA1"])
    client.force_login(trust.lead)
    assert client.get(url).status_code == 403
    client.force_login(factories.holder("cpo", units["TA2"]))
    assert client.get(url).status_code == 404
    client.force_login(factories.holder("staff", trust.unit, login="nobody"))
    assert "Nothing is planned for you here yet" in client.get(url).content.decode()


def test_my_development_never_shows_rank_rivals_or_a_later_judgement(client, trust) -> None:
    rival = factories.staff(trust.unit, "Rival Stone")
    nominate(trust.post, rival, "RN", disclosure="told", told_on=today())
    nominate(
        trust.post, trust.deputy, "R35", rank=7, disclosure="told", told_on=today(),
        told_readiness="R12", told_review_by=today(),
    )  # fmt: skip
    client.force_login(trust.deputy_user)
    page = client.get(reverse("learning:development", args=["TA1"])).content.decode()
    assert "Ready in 1 to 2 years" in page
    for word in ("Rival", "3 to 5 years", "Ready now", ">7<", "Helen"):
        assert word not in page


def test_a_pathway_is_given_to_a_person_who_agreed(client, trust) -> None:
    rival = factories.staff(trust.unit, "Rival Stone")
    nominate(trust.post, rival, disclosure="told", told_on=today())
    nominate(
        trust.post,
        trust.deputy,
        disclosure="agreed",
        status="agreed",
        told_on=today(),
        agreed_on=today(),
    )
    client.force_login(trust.lead)
    page = client.get(reverse("learning:overview", args=["TA1"])).content.decode()
    assert "Agreed, and no pathway yet" in page
    assert "Kirsty Moor" in page
    assert "Rival" not in page
    url = reverse("learning:assign", args=["TA1", trust.deputy.public_id])
    assert client.post(url, {"pathway": ""}).status_code == 422
    chosen = {"pathway": "ASP-CNO"}
    assert client.post(url, chosen).status_code == 302
    assert client.post(url, chosen).status_code == 422
    assert PathwayAssignment.objects.get().progress.count() == 7
    page = client.get(reverse("learning:overview", args=["TA1"])).content.decode()
    assert "Agreed, and no pathway yet" not in page
    assert "0 of 7" in page


@pytest.mark.parametrize("name", ["overview", "pathway", "assign"])
def test_queries_do_not_grow_with_rows(client, trust, under_way, name) -> None:
    nominate(trust.post, trust.deputy, disclosure="told", told_on=today())
    client.force_login(trust.lead)
    url = urls(under_way)[name]
    few = queries(client, url)
    for number in range(3):
        start(factories.staff(trust.unit, f"Person {'ABC'[number]}"))
    assert queries(client, url) == few <= 12


def test_my_development_takes_few_queries(client, trust, under_way) -> None:
    nominate(trust.post, trust.deputy, disclosure="told", told_on=today())
    client.force_login(trust.deputy_user)
    url = reverse("learning:development", args=["TA1"])
    few = queries(client, url)
    start(trust.deputy, "ASP-CEO")
    start(trust.deputy, "ASP-COO")
    assert queries(client, url) == few <= 19


def test_the_gap_compares_newest_assessments_with_the_profile(trust) -> None:
    assess(trust.deputy, LCF1=1)
    assess(trust.deputy, LCF1=4, LCF2=2)
    found = gap(staff_id=trust.deputy.pk, role_codes=["XXX", "CNO"])
    assert found.role_code == "CNO"
    assert [(i.code, i.wanted, i.shown, i.short) for i in found.items] == [
        ("LCF1", 4, 4, False), ("LCF2", 3, 2, True), ("LCF3", 4, None, True),
        ("LCF4", 4, None, True), ("LCF5", 4, None, True), ("LCF6", 3, None, True),
    ]  # fmt: skip
    assert (found.short, found.wanted) == (5, 6)
    assert gap(staff_id=trust.deputy.pk, role_codes=["XXX"]).items == ()
    (suggested,) = suggested_pathways(found, role_codes=["CNO"], unit_id=trust.unit.id, day=today())
    assert len(suggested.steps) == 7
    assert suggested.steps[5].reason == (
        "The role asks for level 3 in “Setting strategy and delivering long-term transformation”, "
        "shown so far: 2"
    )


def test_reasons_in_words() -> None:
    assert reason("A", None, None) == "Builds “A”"
    assert reason("A", 3, None) == "The role asks for level 3 in “A”, not assessed yet"
    assert reason("A", 3, 4) == "Keeps “A” at level 3, which the role asks for"


@pytest.mark.django_db
def test_the_catalogue_ships_the_framework_and_loads_again_without_a_change() -> None:
    before = [m.objects.count() for m in (Competency, RoleProfile)]
    load_catalogue()
    assert before == [m.objects.count() for m in (Competency, RoleProfile)]
    assert list(Competency.objects.order_by("sort").values_list("code", "title"))[:2] == [
        ("LCF1", "Driving high-quality and sustainable outcomes"),
        ("LCF2", "Setting strategy and delivering long-term transformation"),
    ]
    assert before[0] == 6
    profiles = set(RoleProfile.objects.values_list("role_code", flat=True))
    assert profiles == set(code_lists("board_role")["board_role"])
    assert {p.items.count() for p in RoleProfile.objects.all()} == {6}
    roles = [shipped(key).role_code for key in PATHWAY.shipped]
    assert sorted(roles) == [
        "CDIO", "CEO", "CFO", "CMO", "CNO", "COO", "CPO",
        "ICB_CEO", "ICB_CFO", "ICB_CMO", "ICB_CNO", "ICB_CPO",
    ]  # fmt: skip
