"""The worklist: what it finds, what it does not, and every fix made from it."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from orgs.clock import today
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.units import OrgUnit
from succession.models import Nomination, ReadinessJudgement, RiskAssessment
from tests import factories
from tests.succession.factories import World, make_post, nominate, queries
from tests.succession.test_loop import day_parts

HTMX = {"HX-Request": "true"}
LATE = dt.timedelta(days=31)


def address(unit: str = "TA1") -> str:
    return reverse("succession:worklist", args=[unit])


def found(client: Client) -> dict[str, list[str]]:
    """Titles of posts and names of people, by finding."""
    page = client.get(address())
    assert page.status_code == 200
    return {
        section.finding.key: [
            e.item.successor.name if e.item.successor else e.item.post.title
            for e in section.entries
        ]
        for section in page.context["sections"]
    }


def fix(client: Client, key: str, of: object, **typed: object) -> HttpResponse:
    return client.post(address(), {"fix": key, "of": str(of), **typed})


@pytest.fixture
def lead(client: Client, trust: World) -> Client:
    client.force_login(trust.cpo)
    return client


@pytest.fixture
def overdue(trust: World) -> Nomination:
    """Named 31 days ago, not told, judged until yesterday, and on no pathway."""
    return nominate(
        trust.post,
        trust.deputy,
        since=today() - LATE,
        review_by=today() - dt.timedelta(days=1),
    )


def test_what_is_overdue_is_found_and_nothing_else(lead, trust, overdue) -> None:
    assert found(lead) == {
        "cover": ["Chief nurse"],
        "judge": ["Kirsty Moor"],
        "tell": ["Kirsty Moor"],
        "prepare": ["Kirsty Moor"],
        "risk": ["Chief nurse"],
    }
    Nomination.objects.update(valid_from=today() - dt.timedelta(days=30), cover="ACT")
    ReadinessJudgement.objects.update(review_by=today())
    assert found(lead) == {"risk": ["Chief nurse"]}


def test_a_held_back_telling_is_due_on_its_day(lead, trust, overdue) -> None:
    due = found(lead)["tell"]
    assert due == ["Kirsty Moor"]
    Nomination.objects.update(
        withhold_reason="third_party",
        withhold_review_on=today() + dt.timedelta(days=1),
        withhold_approver=trust.cpo,
        withhold_approved_on=today(),
    )
    assert "tell" not in found(lead)
    Nomination.objects.update(withhold_review_on=today())
    assert found(lead)["tell"] == due


def test_an_answer_is_waited_for_two_weeks(lead, overdue) -> None:
    told = today() - dt.timedelta(days=14)
    Nomination.objects.update(disclosure="told", told_on=told)
    assert {"tell", "answer"} & set(found(lead)) == set()
    Nomination.objects.update(told_on=told - dt.timedelta(days=1))
    assert found(lead)["answer"] == ["Kirsty Moor"]


def test_a_post_whose_holder_should_have_left_contradicts_itself(lead, trust) -> None:
    RiskAssessment.objects.create(
        unit=trust.unit,
        post=trust.post,
        vacancy_risk="FR9",
        leaving_on=today() - dt.timedelta(days=1),
        assessed_on=today() - LATE,
        valid_from=today() - LATE,
    )
    assert found(lead)["gone"] == ["Chief nurse"]
    RiskAssessment.objects.update(leaving_on=today())
    assert "gone" not in found(lead)


def test_who_does_not_aim_for_the_role_is_not_chased(lead, trust) -> None:
    nominate(trust.post, trust.deputy, "RNO", since=today() - LATE)
    assert set(found(lead)) == {"cover", "named", "risk"}


def test_each_fix_is_made_from_the_list(lead, trust, overdue) -> None:
    done = [
        ("cover", trust.post.public_id, {"who": f"{overdue.public_id}/1", "cover": "ACT"}),
        ("judge", overdue.public_id, {"version": 2, "readiness": "RN"}),
        ("tell", overdue.public_id, day_parts("told_on", today())),
        ("prepare", overdue.public_id, {"pools": [str(trust.pool.public_id)]}),
        ("answer", overdue.public_id, {"agreed": "yes", **day_parts("answered_on", today())}),
    ]
    for key, of, typed in done:
        assert fix(lead, key, of, **typed).status_code == 302, key
    row = Nomination.objects.get()
    assert (row.cover, row.disclosure, row.agreed_on) == ("ACT", "agreed", today())
    assert ReadinessJudgement.objects.get(valid_to=None).readiness == "RN"
    acts = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"successor.cover", "readiness.judged", "disclosure_state.told"} <= acts
    assert {"successor.prepared", "disclosure_state.answered"} <= acts
    assert set(found(lead)) <= {"prepare", "risk"}


def test_a_fix_answers_a_fragment_with_what_is_left(lead, trust, overdue) -> None:
    typed = {"who": f"{overdue.public_id}/1", "cover": "INT"}
    answer = lead.post(
        address(), {"fix": "cover", "of": str(trust.post.public_id), **typed}, headers=HTMX
    )
    assert answer.status_code == 200
    assert "announce" in answer["HX-Trigger"]
    assert "<html" not in answer.content.decode()
    assert "No emergency cover" not in answer.content.decode()


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("cover", {}),
        ("cover", {"who": "nobody/1", "cover": "ACT"}),
        ("judge", {"version": 1, "readiness": ""}),
        ("judge", {"version": 9, "readiness": "RN"}),
        ("tell", {}),
        ("tell", day_parts("told_on", today() + dt.timedelta(days=1))),
        ("answer", {"agreed": "yes", **day_parts("answered_on", today())}),
        ("prepare", {}),
    ],
)
def test_a_wrong_fix_says_so_beside_the_item_and_changes_nothing(
    lead, trust, overdue, key, typed
) -> None:
    of = trust.post.public_id if key == "cover" else overdue.public_id
    before = Nomination.objects.values().get()
    answer = fix(lead, key, of, **typed)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert Nomination.objects.values().get() == before
    assert ReadinessJudgement.objects.count() == 1


def test_what_does_not_exist_is_not_found(lead, trust, overdue) -> None:
    assert fix(lead, "promote", overdue.public_id).status_code == 404
    assert fix(lead, "tell", "x").status_code == 404
    assert fix(lead, "cover", overdue.public_id).status_code == 404
    other = OrgUnit.objects.get(code="TA2")
    lead.force_login(factories.holder("cpo", other))
    assert lead.get(address()).status_code == 404
    typed = {"fix": "tell", "of": str(overdue.public_id), **day_parts("told_on", today())}
    assert lead.post(address("TA2"), typed).status_code == 404
    assert Nomination.objects.get().told_on is None


def test_it_is_the_succession_leads_alone(client, trust, overdue) -> None:
    client.force_login(trust.lead)
    assert client.get(address()).status_code == 403
    assert fix(client, "tell", overdue.public_id).status_code == 403


@pytest.mark.parametrize("key", ["cover", "judge", "tell", "answer", "prepare"])
def test_the_form_of_an_item_opens_in_its_place(lead, trust, overdue, key) -> None:
    of = trust.post.public_id if key == "cover" else overdue.public_id
    if key == "answer":
        Nomination.objects.update(disclosure="told", told_on=today() - LATE)
    link = f"{address()}?fix={key}&of={of}"
    assert link.replace("&", "&amp;") in lead.get(address()).content.decode()
    for headers in ({}, HTMX):
        page = lead.get(link, headers=headers)
        assert page.status_code == 200
        assert page.content.decode().count(f'name="of" value="{of}"') == 1
    assert lead.get(f"{address()}?fix={key}&of=x").status_code == 404


def test_the_list_is_logged_and_its_cost_does_not_grow(lead, trust, overdue) -> None:
    few = queries(lead, address())
    for number in range(3):
        person = factories.staff(trust.unit, f"Person {'ABC'[number]}")
        post = make_post(trust.unit, f"Post {number}", "COO", position=number + 2)
        nominate(post, person, since=today() - LATE)
    assert queries(lead, address()) == few <= 12
    read = ReadEvent.objects.filter(page="succession.worklist").order_by("-at").first()
    assert read is not None
    assert trust.deputy.pk in read.staff_ids
