"""Release time: the employer is asked when the person says so, answers, and hears nothing else."""

import datetime as dt

import pytest
from django.urls import reverse

from orgs.access.scope import user_scope
from orgs.clock import today
from talentpools.models import ReleaseRequest
from talentpools.shared import panels
from tests import factories
from tests.talentpools.sharing import applies, at, pool_of, worker


@pytest.fixture
def amina(units):
    return worker(units["TA1"], "Amina Bakare")[0]


@pytest.fixture
def member(units, amina):
    tom = factories.holder("pool_manager", units["RA"], login="tom@example.org")
    return applies(amina, "TA1", pool_of(tom, "RA"))


@pytest.fixture
def cpo(units):
    return factories.holder("cpo", units["TA1"])


def urls(member) -> dict[str, str]:
    pool = member.pool.public_id
    return {
        "ask": reverse("shared:ask_employer", args=["TA1", pool]),
        "back": reverse("shared:take_back", args=["TA1", pool]),
        "mine": reverse("shared:my_pool", args=["TA1", pool]),
        "across": reverse("shared:across", args=["TA1"]),
    }


def good(day: dt.date) -> dict[str, str]:
    return {
        "days": "5", "reason": "Five workshops",
        "answer_by_day": str(day.day), "answer_by_month": str(day.month), "answer_by_year": str(day.year),
    }  # fmt: skip


@pytest.fixture
def asked(client, amina, member) -> ReleaseRequest:
    client.force_login(amina)
    soon = today() + dt.timedelta(days=9)
    assert client.post(urls(member)["ask"], good(soon)).status_code == 302
    return ReleaseRequest.objects.get()


def test_asking_says_the_programme_and_the_days_and_nothing_she_shares(
    client, cpo, member, asked
) -> None:
    assert (asked.unit.code, asked.days, asked.programme) == ("TA1", 5, "Aspiring chief nurses")
    client.force_login(cpo)
    page = client.get(urls(member)["across"]).content.decode()
    for words in (
        "Amina Bakare",
        "5 days for “Aspiring chief nurses”, Ashdown region",
        "Five workshops",
    ):
        assert words in page
    assert "Applied" not in page
    home = client.get(reverse("orgs:unit", args=["TA1"])).content.decode()
    assert "1 request for release time waits" in home


@pytest.mark.parametrize(
    "wrong", [{"days": "0"}, {"days": ""}, {"reason": ""}, {"answer_by_year": "2020"}, {"answer_by_day": ""}]
)  # fmt: skip
def test_a_bad_question_asks_nobody(client, amina, member, wrong) -> None:
    client.force_login(amina)
    data = good(today() + dt.timedelta(days=9)) | wrong
    assert client.post(urls(member)["ask"], data).status_code == 422
    assert ReleaseRequest.objects.count() == 0


def test_only_who_applied_asks_and_only_once(client, units, amina, member, asked) -> None:
    other, _ = worker(units["TA1"], "Jon Vale")
    data = good(today() + dt.timedelta(days=9))
    client.force_login(other)
    assert client.post(urls(member)["ask"], data).status_code == 404
    client.force_login(amina)
    assert client.post(urls(member)["ask"], data).status_code == 422
    assert ReleaseRequest.objects.get() == asked


@pytest.mark.parametrize(
    ("answer", "state", "days"),
    [
        ({"state": "agreed"}, "agreed", 5),
        ({"state": "other_days", "days": "3", "answer": "Not in January"}, "other_days", 3),
        ({"state": "refused", "answer": "Two of the team are away"}, "refused", None),
    ],
)  # fmt: skip
def test_the_employer_answers_and_the_person_reads_it(
    client, cpo, amina, member, asked, answer, state, days
) -> None:
    client.force_login(cpo)
    url = reverse("shared:answer", args=["TA1", asked.public_id])
    assert client.post(url, answer).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.agreed_days, asked.answered_by) == (state, days, cpo)
    assert client.post(url, answer).status_code == 422
    client.force_login(amina)
    page = client.get(urls(member)["mine"]).content.decode()
    assert answer.get("answer", "Agreed") in page


@pytest.mark.parametrize("bad", [{}, {"state": "lapsed"}, {"state": "refused"}, {"state": "other_days", "answer": "x"}])  # fmt: skip
def test_a_bad_answer_changes_nothing(client, cpo, asked, bad) -> None:
    client.force_login(cpo)
    url = reverse("shared:answer", args=["TA1", asked.public_id])
    assert client.post(url, bad).status_code == 422
    asked.refresh_from_db()
    assert (asked.state, asked.answered_on) == ("asked", None)


def test_nobody_else_reads_or_answers(client, units, member, asked) -> None:
    url = reverse("shared:answer", args=["TA1", asked.public_id])
    for role, code, status in (
        ("learning_lead", "TA1", 403), ("access_admin", "TA1", 403), ("cpo", "TA2", 404),
        ("talent_lead", "RA", 404),
    ):  # fmt: skip
        client.force_login(factories.holder(role, units[code]))
        for address in (url, urls(member)["across"]):
            assert client.get(address).status_code == status, role
        assert client.post(url, {"state": "agreed"}).status_code == status
    tom = factories.User.objects.get(login="tom@example.org")
    with user_scope(tom.pk, unit_code="RA"):
        assert ReleaseRequest.objects.count() == 0
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_she_takes_it_back_and_withdrawing_takes_it_too(client, cpo, amina, member, asked) -> None:
    client.force_login(amina)
    assert client.get(urls(member)["back"]).status_code == 405
    assert client.post(urls(member)["back"]).status_code == 302
    assert ReleaseRequest.objects.count() == 0
    assert client.post(urls(member)["back"]).status_code == 404
    assert client.post(urls(member)["ask"], good(today() + dt.timedelta(days=9))).status_code == 302
    client.post(reverse("orgs:withdraw_share", args=["TA1", member.profile.public_id]))
    assert ReleaseRequest.objects.count() == 0
    client.force_login(cpo)
    assert "Amina" not in client.get(urls(member)["across"]).content.decode()


def test_an_overdue_answer_is_said(cpo, asked) -> None:
    with at(cpo, "TA1", day=asked.answer_by + dt.timedelta(days=1)) as viewer:
        (line,) = panels.release_to_answer(viewer)
    assert line.text == "1 request for release time waits, 1 overdue"


def test_the_answer_is_a_field_that_she_may_share(client, cpo, amina, member, asked) -> None:
    client.force_login(cpo)
    client.post(reverse("shared:answer", args=["TA1", asked.public_id]), {"state": "agreed"})
    client.force_login(amina)
    page = client.get(reverse("orgs:change_share", args=["TA1", member.profile.public_id]))
    assert "Release time: Agreed, 5 days" in page.content.decode()
