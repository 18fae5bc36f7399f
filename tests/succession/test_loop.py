"""The loop: being named, joining a pool, being given a pathway and being tracked are one act."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from learning.models import PathwayAssignment, StepProgress
from orgs.clock import today
from orgs.models.audit import AuditEvent
from orgs.models.outbox import Outbox
from succession.models import Nomination, ReadinessJudgement
from talentpools.models import PoolMembership
from tests import factories
from tests.learning.demand import DEMAND
from tests.succession.factories import World, assess, nominate


def day_parts(name: str, day: dt.date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def name_form(**changes: str) -> dict[str, str]:
    return {
        "readiness": "R12",
        "cover": "ACT",
        "evidence": "Led the winter plan",
        "withhold_reason": "",
        **day_parts("review_by", today() + dt.timedelta(days=180)),
        **changes,
    }


def name_kirsty(client: Client, trust: World, **headers: str):
    url = reverse(
        "succession:name_person", args=["TA1", trust.post.public_id, trust.deputy.public_id]
    )
    return client.post(url, name_form(), headers=headers)


@pytest.mark.parametrize("htmx", [False, True])
def test_naming_shows_gap_pathway_and_pool_in_the_same_response(client, trust, htmx) -> None:
    assess(trust.deputy, LCF1=4, LCF4=2)
    client.force_login(trust.cpo)
    response = name_kirsty(client, trust, **({"HX-Request": "true"} if htmx else {}))
    page = response.content.decode()
    assert response.status_code == 200
    assert "5 of 6 domains are below" in page
    assert "Suggested pathway: Aspiring chief nurse" in page
    assert "shown so far: 2" in page
    assert "Suggested pool: Nursing directors" in page
    assert "Meets 3 of 3 criteria" in page
    assert ("<html" in page) is not htmx
    made = Nomination.objects.get()
    assert (made.disclosure, made.status, made.rank, made.cover) == (
        "not_told",
        "proposed",
        1,
        "ACT",
    )
    judged = ReadinessJudgement.objects.get()
    assert (judged.readiness, judged.evidence, judged.assessor_id) == (
        "R12",
        "Led the winter plan",
        trust.cpo.pk,
    )
    acts = AuditEvent.objects.exclude(action="grant.founded").values_list("action", flat=True)
    assert list(acts) == ["successor.named"]


def test_the_whole_loop_through_the_pages(client, trust) -> None:
    client.force_login(trust.cpo)
    name_kirsty(client, trust)
    made = Nomination.objects.get()
    page = client.get(
        reverse("succession:nomination", args=["TA1", made.public_id])
    ).content.decode()
    pathway = page.split('name="pathway" type="radio" value="')[1].partition('"')[0]
    response = client.post(
        reverse("succession:prepare", args=["TA1", made.public_id]),
        {"pathway": pathway, "pools": [str(trust.pool.public_id)]},
    )
    assert response.status_code == 302
    assignment, membership = PathwayAssignment.objects.get(), PoolMembership.objects.get()
    assert (assignment.state, assignment.started_on) == ("prepared", None)
    assert (membership.status, membership.opened_on) == ("prepared", None)

    # neither learning people nor the person see any of it; the demand is a count
    client.force_login(trust.lead)
    page = client.get(reverse("learning:overview", args=["TA1"])).content.decode()
    assert "Kirsty" not in page
    assert DEMAND.findall(page)[2] == ("Clinical", "0", "fewer than 3")
    pool = reverse("talentpools:pool", args=["TA1", trust.pool.public_id])
    assert "Kirsty" not in client.get(pool).content.decode()
    client.force_login(trust.deputy_user)
    mine = reverse("learning:development", args=["TA1"])
    page = client.get(mine).content.decode()
    assert "Nothing is planned for you here yet" in page
    assert "Chief nurse" not in page

    client.force_login(trust.cpo)
    told = client.post(
        reverse("succession:tell", args=["TA1", made.public_id]), day_parts("told_on", today())
    )
    assert told.status_code == 302
    letter = Outbox.objects.get()
    assert letter.to == trust.deputy.work_email
    assert letter.context == {
        "link": f"http://testserver{mine}",
        "organisation": "Kestrel Valley NHS Trust",
    }

    client.force_login(trust.deputy_user)
    page = client.get(mine).content.decode()
    assert "Chief nurse" in page
    assert "Ready in 1 to 2 years" in page
    assert "A pathway opens here when you have agreed to it" in page
    answered = client.post(
        reverse("succession:answer_own", args=["TA1", made.public_id]), {"answer": "yes"}
    )
    assert answered.status_code == 302
    page = client.get(mine).content.decode()
    assert "Next step: Complete an LCF self-assessment" in page
    assert "Nursing directors" in page
    assignment.refresh_from_db()
    membership.refresh_from_db()
    assert (assignment.state, assignment.started_on) == ("active", today())
    assert (membership.status, membership.joined_on) == ("active", today())
    assert StepProgress.objects.filter(state="not_started").count() == 7

    first = assignment.progress.get(step_key=assignment.steps[0]["key"])
    step = reverse("learning:own_step", args=["TA1", assignment.public_id, first.public_id])
    assert client.post(step, {"state": "done"}).status_code == 302
    assert "1 of 7 steps done" in client.get(mine).content.decode()

    client.force_login(trust.cpo)
    page = client.get(reverse("succession:plan", args=["TA1"])).content.decode()
    assert "Development plan 14% done" in page
    assert "Pool: Nursing directors" in page
    client.force_login(trust.lead)
    page = client.get(reverse("learning:overview", args=["TA1"])).content.decode()
    assert "Kirsty" in page
    assert DEMAND.findall(page)[2] == ("Clinical", "1", "fewer than 3")
    assert "Kirsty" in client.get(pool).content.decode()


def test_declining_ends_it_and_takes_back_what_was_prepared(client, trust) -> None:
    client.force_login(trust.cpo)
    name_kirsty(client, trust)
    made = Nomination.objects.get()
    client.post(
        reverse("succession:prepare", args=["TA1", made.public_id]),
        {"pools": [str(trust.pool.public_id)]},
    )
    client.post(
        reverse("succession:tell", args=["TA1", made.public_id]), day_parts("told_on", today())
    )
    client.force_login(trust.deputy_user)
    client.post(reverse("succession:answer_own", args=["TA1", made.public_id]), {"answer": "no"})
    made.refresh_from_db()
    assert (made.status, made.disclosure, made.valid_to) == (
        "declined_by_person",
        "declined",
        today(),
    )
    assert PoolMembership.objects.get().status == "left"
    client.force_login(trust.lead)
    page = client.get(reverse("learning:overview", args=["TA1"])).content.decode()
    assert DEMAND.findall(page)[2] == ("Clinical", "0", "fewer than 3")
    assert (
        "Kirsty"
        not in client.get(
            reverse("talentpools:pool", args=["TA1", trust.pool.public_id])
        ).content.decode()
    )


def test_only_the_person_herself_answers_on_her_page(client, trust, units) -> None:
    made = nominate(trust.post, trust.deputy, disclosure="told", told_on=today())
    url = reverse("succession:answer_own", args=["TA1", made.public_id])
    colleague = factories.staff(trust.unit, "Ola Finch")
    for who, status in (
        (trust.lead, 403),
        (trust.cpo, 403),
        (factories.holder("staff", trust.unit, person=colleague.person, login="ola"), 404),
        (factories.holder("staff", units["TA2"], login="far"), 404),
    ):
        client.force_login(who)
        assert client.post(url, {"answer": "yes"}).status_code == status
    client.force_login(trust.deputy_user)
    assert client.get(url).status_code == 405
    bad = client.post(url, {"answer": "perhaps"})
    assert bad.status_code == 422
    assert "Select whether you agree" in bad.content.decode()
    made.refresh_from_db()
    assert made.disclosure == "told"
    assert client.post(url, {"answer": "yes"}).status_code == 302
    assert client.post(url, {"answer": "no"}).status_code == 422
    made.refresh_from_db()
    assert (made.disclosure, made.agreed_on) == ("agreed", today())
    event = AuditEvent.objects.get(action="disclosure_state.answered")
    assert (event.actor_id, event.detail) == (
        trust.deputy_user.pk,
        {"answer": "agreed", "by": "person"},
    )


def test_nobody_answers_before_being_told(client, trust) -> None:
    made = nominate(trust.post, trust.deputy)
    client.force_login(trust.deputy_user)
    url = reverse("succession:answer_own", args=["TA1", made.public_id])
    assert client.post(url, {"answer": "yes"}).status_code == 404
