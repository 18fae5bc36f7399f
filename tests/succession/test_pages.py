"""Pages of the plan: who gets what, what is saved, and what is refused."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from orgs.clock import today
from orgs.models.access import User
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.units import OrgUnit
from succession.models import Nomination, Post, ReadinessJudgement, RiskAssessment, SuccessionPlan
from talentpools.models import Pool
from tests import factories
from tests.succession.factories import World, make_post, nominate, queries
from tests.succession.test_loop import day_parts, name_form

HTMX = {"HX-Request": "true"}


@pytest.fixture
def named(trust: World) -> Nomination:
    factories.holder("cpo", trust.unit, login="second")
    return nominate(trust.post, trust.deputy)


def address(name: str, trust: World, named: Nomination, unit: str = "TA1") -> str:
    args: dict[str, list[object]] = {
        "plan": [],
        "add_post": [],
        "row": [trust.post.public_id],
        "risk": [trust.post.public_id],
        "name": [trust.post.public_id],
        "order": [trust.post.public_id],
        "move_post": [trust.post.public_id],
        "bulk": [],
        "name_person": [trust.post.public_id, trust.deputy.public_id],
    }
    return reverse(f"succession:{name}", args=[unit, *args.get(name, [named.public_id])])


READ = ["plan", "row", "nomination"]
MANAGE = [
    "add_post", "risk", "name", "name_person", "readiness", "withdraw", "cover", "order", "bulk",
]  # fmt: skip
POST_ONLY = ["prepare", "tell", "withhold", "answer", "move_post"]


@pytest.mark.parametrize("name", READ + MANAGE)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_the_succession_lead_reads_and_others_do_not(client, trust, named, name, headers) -> None:
    url = address(name, trust, named)
    client.force_login(trust.cpo)
    assert client.get(url, headers=headers).status_code == 200
    client.force_login(trust.lead)
    assert client.get(url, headers=headers).status_code == 403
    client.force_login(factories.holder("cpo", OrgUnit.objects.get(code="TA2")))
    assert client.get(url, headers=headers).status_code == 404


@pytest.mark.parametrize("name", POST_ONLY)
def test_what_only_posts_answers_405_to_a_reader(client, trust, named, name) -> None:
    client.force_login(trust.cpo)
    assert client.get(address(name, trust, named)).status_code == 405


@dataclass
class Write:
    """A change through a page: what is sent, what is bad, and what tells that it happened."""

    name: str
    good: Callable[[World, Nomination], dict[str, object]]
    bad: dict[str, object]
    count: Callable[[], object]


def _today(name: str) -> dict[str, str]:
    return day_parts(name, today())


WRITES = [
    Write(
        "add_post",
        lambda *_: {"main_role": "CFO", "criticality": "C1"},
        {"main_role": "XX"},
        Post.objects.count,
    ),
    Write(
        "risk",
        lambda *_: {"version": 0, "vacancy_risk": "FR3", "impact": "IM3", "reasons": ["MKT"]},
        {"version": 0, "vacancy_risk": "FR9", "impact": "IM3"},
        RiskAssessment.objects.count,
    ),
    Write(
        "readiness",
        lambda *_: {"version": 1, "readiness": "RN", "evidence": "Acted up in May"},
        {"version": 1, "readiness": ""},
        lambda: list(ReadinessJudgement.objects.order_by("pk").values_list("readiness", flat=True)),
    ),
    Write("tell", lambda *_: _today("told_on"), {}, lambda: Nomination.objects.get().told_on),
    Write(
        "withhold",
        lambda *_: {
            "reason": "third_party",
            "approver": User.objects.get(login="second").pk,
            **day_parts("review_on", today() + dt.timedelta(days=9)),
        },
        {"reason": "third_party", **_today("review_on")},
        lambda: Nomination.objects.get().withhold_reason,
    ),
    Write(
        "prepare",
        lambda trust, _: {"pools": [str(trust.pool.public_id)]},
        {},
        lambda: AuditEvent.objects.filter(action="successor.prepared").count(),
    ),
    Write("withdraw", lambda *_: {}, {}, lambda: Nomination.objects.get().valid_to),
]


@pytest.mark.parametrize("write", WRITES, ids=lambda w: w.name)
def test_a_change_is_saved_for_the_lead_and_refused_to_everybody_else(
    client, trust, named, write
) -> None:
    url, before = address(write.name, trust, named), write.count()
    client.force_login(trust.lead)
    assert client.post(url, write.good(trust, named)).status_code == 403
    assert write.count() == before
    client.force_login(factories.holder("cpo", OrgUnit.objects.get(code="TA2")))
    assert client.post(url, write.good(trust, named)).status_code == 404
    assert write.count() == before
    client.force_login(trust.cpo)
    if write.bad:
        assert client.post(url, write.bad).status_code == 422
        assert write.count() == before
    assert client.post(url, write.good(trust, named)).status_code == 302
    assert write.count() != before


def test_ids_of_another_trust_are_not_found_under_ones_own_address(client, trust, named) -> None:
    other = OrgUnit.objects.get(code="TA2")
    client.force_login(factories.holder("cpo", other))
    for name in [*READ[1:], "risk", "name_person", "readiness"]:
        assert client.get(address(name, trust, named, unit="TA2")).status_code == 404
    client.post(address("withdraw", trust, named, unit="TA2"))
    named.refresh_from_db()
    assert named.valid_to is None


def test_an_answer_is_recorded_once(client, trust, named) -> None:
    client.force_login(trust.cpo)
    url = address("answer", trust, named)
    data = {"agreed": "yes", **_today("answered_on")}
    assert client.post(url, data).status_code == 422
    client.post(address("tell", trust, named), _today("told_on"))
    assert client.post(url, {"agreed": "maybe"}).status_code == 422
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 422
    named.refresh_from_db()
    assert (named.disclosure, named.status, named.agreed_on) == ("agreed", "agreed", today())


def test_readiness_is_changed_in_its_row_and_said_aloud(client, trust, named) -> None:
    client.force_login(trust.cpo)
    url = address("readiness", trust, named)
    form = client.get(url, headers=HTMX).content.decode()
    assert form.count("data-focus") == 1
    assert "<html" not in form
    answer = client.post(url, {"version": 1, "readiness": "RN"}, headers=HTMX)
    row = answer.content.decode()
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == '{"announce": "Kirsty Moor moved to ready now"}'
    assert row.count("data-focus") == 1
    assert "app-chip--now" in row
    assert list(
        ReadinessJudgement.objects.order_by("pk").values_list(
            "readiness", "valid_to", "assessor_id"
        )
    ) == [("R12", today(), None), ("RN", None, trust.cpo.pk)]


def test_leaving_a_form_brings_the_focus_back_to_where_it_was(client, trust, named) -> None:
    client.force_login(trust.cpo)
    url = address("row", trust, named)

    def focused(on: object) -> str:
        text = client.get(url, {"focus": on}, headers=HTMX).content.decode()
        before, found, _ = text.partition(" data-focus")
        return before[before.rindex("<a ") :] if found else ""

    assert f"nominations/{named.public_id}/" in focused(named.public_id)
    assert "/risk/" in focused("risk")
    assert f"posts/{trust.post.public_id}/" in focused("")
    assert focused("") == focused("x")
    assert focused(trust.plan.public_id) == ""


def test_two_people_changing_one_row_get_a_comparison_and_nothing_is_lost(
    client, trust, named
) -> None:
    client.force_login(trust.cpo)
    url = address("readiness", trust, named)
    client.post(url, {"version": 1, "readiness": "RN"}, headers=HTMX)
    stale = client.post(url, {"version": 1, "readiness": "R35"}, headers=HTMX)
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Priya Nair changed this at" in page
    assert "<dd>Ready now</dd>" in page
    assert "<dd>Ready in 3 to 5 years</dd>" in page
    assert "Save mine instead" in page
    assert 'name="version" value="2"' in page
    assert ReadinessJudgement.objects.get(valid_to=None).readiness == "RN"
    assert client.post(url, {"version": 1, "readiness": "R35"}).status_code == 409
    assert client.post(url, {"version": 2, "readiness": "R35"}, headers=HTMX).status_code == 200
    assert ReadinessJudgement.objects.get(valid_to=None).readiness == "R35"


def test_risk_conflicts_are_shown_too(client, trust, named) -> None:
    client.force_login(trust.cpo)
    url = address("risk", trust, named)
    good = {"version": 0, "vacancy_risk": "FR3", "impact": "IM3", "reasons": ["STR", "MKT"]}
    saved = client.post(url, good, headers=HTMX)
    assert saved["HX-Trigger"] == '{"announce": "Vacancy risk of Chief nurse saved"}'
    assert "Affected by reorganisation, Approach from outside" in saved.content.decode()
    stale = client.post(url, {**good, "vacancy_risk": "FR1"}, headers=HTMX)
    assert stale.status_code == 409
    assert RiskAssessment.objects.get().vacancy_risk == "FR3"


def test_an_error_in_a_row_comes_back_in_the_row(client, trust, named) -> None:
    client.force_login(trust.cpo)
    answer = client.post(
        address("readiness", trust, named), {"version": 1, "readiness": ""}, headers=HTMX
    )
    assert answer.status_code == 422
    assert "Select the readiness of Kirsty Moor" in answer.content.decode()
    assert answer.content.decode().lstrip().startswith("<tr")


def test_naming_twice_or_the_holder_herself_is_refused(client, trust, named) -> None:
    client.force_login(trust.cpo)
    again = client.post(address("name_person", trust, named), name_form())
    assert again.status_code == 422
    assert "Kirsty Moor is named for this post already" in again.content.decode()
    holder = reverse(
        "succession:name_person", args=["TA1", trust.post.public_id, trust.holder.public_id]
    )
    answer = client.post(holder, name_form())
    assert answer.status_code == 422
    assert "Helen Adeyemi holds this post" in answer.content.decode()
    past = client.post(address("name_person", trust, named), name_form(**_today("review_by")))
    assert past.status_code == 422
    assert Nomination.objects.count() == 1


def test_people_of_other_trusts_cannot_be_found_or_named(client, trust, named) -> None:
    other = factories.staff(OrgUnit.objects.get(code="TA2"), "Kirsten Vale")
    client.force_login(trust.cpo)
    page = client.get(address("name", trust, named), {"q": "kirst"}).content.decode()
    assert "Kirsty Moor" in page
    assert "Kirsten" not in page
    url = reverse("succession:name_person", args=["TA1", trust.post.public_id, other.public_id])
    assert client.post(url, name_form()).status_code == 404


def test_filters_narrow_the_rows_and_say_so(client, trust, named) -> None:
    make_post(trust.unit, "Chief finance officer", "CFO", position=2)
    client.force_login(trust.cpo)
    url = address("plan", trust, named)
    page = client.get(url, {"q": "kirsty"}, headers=HTMX).content.decode()
    assert "Showing 1 of 2 roles" in page
    assert "Chief finance officer" not in page
    assert "No roles match" in client.get(url, {"risk": "FR9"}).content.decode()
    page = client.get(url, {"gap": "named"}).content.decode()
    assert "Showing 1 of 2 roles" in page
    assert "No successor named" in page


def test_the_plan_as_it_stood_is_read_only(client, trust, named) -> None:
    client.force_login(trust.cpo)
    before = (named.valid_from - dt.timedelta(days=1)).isoformat()
    page = client.get(address("plan", trust, named), {"as_at": before}).content.decode()
    assert "As it stood on" in page
    assert "Kirsty Moor" not in page
    assert "Add a role" not in page
    assert "Name a successor" not in page
    client.post(address("readiness", trust, named), {"version": 1, "readiness": "RN"})
    yesterday = (today() - dt.timedelta(days=1)).isoformat()
    page = client.get(address("plan", trust, named), {"as_at": yesterday}).content.decode()
    assert "app-chip--next" in page
    assert "app-chip--now" not in page


def test_a_judgement_past_its_review_date_counts_as_not_assessed_and_says_so(client, trust) -> None:
    old = today() - dt.timedelta(days=1)
    nominate(trust.post, trust.deputy, "RN", review_by=old)
    client.force_login(trust.cpo)
    page = client.get(reverse("succession:plan", args=["TA1"])).content.decode()
    assert "Out of date: ready now until" in page
    assert "Horizon not set" in page
    assert "Nobody ready now" in page


def test_the_plan_says_which_roles_of_the_template_are_missing(client, trust) -> None:
    client.force_login(trust.cpo)
    page = client.get(reverse("succession:plan", args=["TA1"])).content.decode()
    assert "Chief executive, Chief finance officer, Chief medical officer" in page


def test_an_act_touches_the_open_plan(client, trust, named) -> None:
    client.force_login(trust.cpo)
    client.post(address("readiness", trust, named), {"version": 1, "readiness": "RN"})
    plan = SuccessionPlan.objects.get()
    assert (plan.version, plan.changed_by_id) == (2, trust.cpo.pk)


def test_who_looked_is_recorded(client, trust, named) -> None:
    client.force_login(trust.cpo)
    client.get(address("plan", trust, named))
    event = ReadEvent.objects.get()
    assert (event.page, event.role, event.purpose) == (
        "succession.plan",
        "cpo",
        "succession planning",
    )
    assert event.staff_ids == sorted([trust.holder.pk, trust.deputy.pk])


@pytest.mark.parametrize(
    "name",
    ["plan", "row", "nomination", "name", "readiness", "risk", "cover", "order", "bulk"],
)
def test_queries_do_not_grow_with_rows(client, trust, named, name) -> None:
    client.force_login(trust.cpo)
    url = address(name, trust, named)
    few = queries(client, url)
    for number in range(3):
        person = factories.staff(trust.unit, f"Person {'ABC'[number]}")
        post = make_post(trust.unit, f"Post {number}", "COO", position=number + 2, holder=person)
        nominate(post, trust.deputy, rank=number + 1)
        nominate(trust.post, person, rank=number + 2)
    assert queries(client, url) == few
    if name == "plan":
        assert few <= 14


def test_home_shows_what_needs_the_lead_first(client, trust, named) -> None:
    client.force_login(trust.cpo)
    page = client.get(reverse("orgs:unit", args=["TA1"])).content.decode()
    assert "The board at a glance" in page
    assert "No emergency cover" in page
    assert reverse("succession:worklist", args=["TA1"]) in page


def test_home_says_that_an_answer_is_waited_for(client, trust, named) -> None:
    def waits(who: User) -> list[str]:
        client.force_login(who)
        page = client.get(reverse("orgs:unit", args=["TA1"]))
        return [each.text for each in page.context["waiting"]]

    assert waits(trust.deputy_user) == []
    Nomination.objects.filter(pk=named.pk).update(disclosure="told", told_on=dt.date(2026, 3, 31))
    assert waits(trust.deputy_user) == [
        "You were told on 31 March 2026 that you are named for Chief nurse"
    ]
    Nomination.objects.filter(pk=named.pk).update(disclosure="agreed", agreed_on=today())
    assert waits(trust.deputy_user) == []
    Pool.objects.update(owner=trust.cpo, valid_from=today(), review_on=today())
    assert waits(trust.lead) == ["1 person agreed and has no pathway yet"]
    assert waits(trust.cpo) == [
        "2 things on the board plan are overdue or contradictory",
        "1 person agreed and has no pathway yet",
    ]


def test_the_menu_follows_the_roles(
    client, trust: World, sign_in: Callable[[User], Client]
) -> None:
    pages = {}
    for who in (trust.cpo, trust.lead, trust.deputy_user):
        client.force_login(who)
        pages[who.login] = client.get(reverse("orgs:unit", args=["TA1"])).content.decode()
    assert "/succession/" in pages["cpo.ta1"]
    assert "/succession/" not in pages["learning_lead.ta1"]
    assert "/learning/" in pages["learning_lead.ta1"]
    assert "/my/development/" in pages["kirsty"]
    assert "/learning/" not in pages["kirsty"]
