"""One rule of readiness: what the board page says and what a release counts."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from orgs.access.scope import builder_scope
from orgs.clock import today
from orgs.codes import code_lists
from reporting.measures import measures
from succession import readiness
from succession.board import board
from succession.forms import ReadinessForm
from succession.measures import count_successors
from succession.models import ReadinessJudgement
from succession.successor_row import known_on
from succession.words import LISTS
from tests.succession.factories import make_post, nominate
from tests.succession.test_loop import day_parts

DAY = dt.date(2026, 11, 25)
ONE = dt.timedelta(days=1)


def released(day: dt.date | None = None) -> list[tuple[str, str, int]]:
    """Atoms as (readiness, people), as the builder counts them."""
    with builder_scope(), connection.cursor() as cursor:
        rows = count_successors(cursor, day or today())
    return sorted((code, people) for _, code, people, _ in rows)


def test_the_codes_are_those_of_the_list(db) -> None:
    assert list(code_lists("readiness")["readiness"]) == list(readiness.CODES)
    assert readiness.CODES == ("RN", "R12", "R35", "RDV", "RNA", "RNO")
    assert readiness.HORIZONS == ("RN", "R12", "R35")


def test_a_release_calls_each_category_what_the_list_calls_it(db) -> None:
    measure = measures.get("successors")
    assert measure.category("readiness").codes() == (
        ("RN", "Ready now"),
        ("R12", "Ready in 1 to 2 years"),
        ("R35", "Ready in 3 to 5 years"),
        ("RDV", "In development, horizon not set"),
        ("RNA", "Not assessed or out of date"),
    )
    assert "A judgement whose review is overdue counts as not assessed." in measure.definition
    assert measure.definition.endswith(
        "Somebody judged as not aiming for a role is no cover for it and is not counted as its successor. "
        "People of another employer, who are named with their consent, count as cover and not here."
    )


def test_out_of_date_is_not_for_selection(db) -> None:
    form = ReadinessForm(codes=code_lists(*LISTS), name="Kirsty Moor")
    chosen = [value for value, _ in form.fields["readiness"].choices]
    assert chosen == ["", "RN", "R12", "R35", "RDV", "RNO"]


@pytest.mark.parametrize("code", ["RN", "R12", "R35", "RDV", "RNO"])
def test_the_readiness_that_counts(code) -> None:
    assert readiness.counted(code, None, DAY) == (code, "")
    assert readiness.counted(code, DAY + ONE, DAY) == (code, "")
    assert readiness.counted(code, DAY, DAY) == (code, "")
    assert readiness.counted(code, DAY - ONE, DAY) == ("RNA", code)


@pytest.mark.parametrize("code", [None, "", "RNA", "LOCAL"])
def test_what_is_no_judgement_counts_as_not_assessed(code) -> None:
    assert readiness.counted(code, None, DAY) == ("RNA", "")
    assert readiness.counted(code, DAY - ONE, DAY) == ("RNA", "")


@pytest.mark.parametrize("days", [None, 1, 0, -1])
@pytest.mark.parametrize("code", ["RN", "R12", "R35", "RDV", "RNO", "RNA", "LOCAL", None])
def test_the_page_and_the_release_agree(trust, code, days) -> None:
    made = nominate(trust.post, trust.deputy, code or "RN")
    review = None if days is None else today() + dt.timedelta(days=days)
    rows = ReadinessJudgement.objects.filter(nomination=made)
    if code is None:
        rows.delete()
    else:
        rows.update(review_by=review)
    page = [s.readiness for row in board(trust.unit.pk, today()).rows for s in row.in_line]
    assert [code for code, _ in released()] == page
    judged = code in ("RN", "R12", "R35", "RDV", "RNO") and days != -1
    expected = {"RNO": []}.get(code, [code]) if judged else ["RNA"]
    assert page == expected


def test_a_person_counts_where_she_is_readiest(trust) -> None:
    finance = make_post(trust.unit, "Chief finance officer", "CFO", position=2)
    first = nominate(trust.post, trust.deputy, "RNO")
    second = nominate(finance, trust.deputy, "RDV", review_by=today() - ONE)
    assert released() == [("RNA", 1)]
    ReadinessJudgement.objects.filter(nomination=first).update(readiness="RDV")
    assert released() == [("RDV", 1)]
    ReadinessJudgement.objects.filter(nomination=second).update(readiness="R35", review_by=today())
    assert released() == [("R35", 1)]


def test_who_is_not_aiming_for_a_role_is_shown_and_is_no_successor(client, trust) -> None:
    nominate(trust.post, trust.deputy, "RNO")
    client.force_login(trust.cpo)
    page = client.get(reverse("succession:plan", args=["TA1"])).content.decode()
    assert "Kirsty Moor" in page
    assert "Not aiming for this role" in page
    assert "No successor named" in page
    assert "No pathway yet" not in page
    filtered = client.get(reverse("succession:plan", args=["TA1"]), {"gap": "named"})
    assert "Showing all 1 roles" in filtered.content.decode()


def test_a_card_says_why_there_is_no_horizon(client, trust) -> None:
    made = nominate(trust.post, trust.deputy, "RDV")
    client.force_login(trust.cpo)
    url = reverse("succession:plan", args=["TA1"])
    assert "In development, horizon not set" in client.get(url).content.decode()
    ReadinessJudgement.objects.filter(nomination=made).delete()
    assert "Not assessed yet" in client.get(url).content.decode()


def test_what_is_out_of_date_is_told_as_not_assessed(client, trust) -> None:
    made = nominate(trust.post, trust.deputy, "RN", review_by=today() - ONE)
    client.force_login(trust.cpo)
    url = reverse("succession:tell", args=["TA1", made.public_id])
    assert client.post(url, day_parts("told_on", today())).status_code == 302
    made.refresh_from_db()
    assert (made.told_readiness, made.told_review_by) == ("RNA", today() - ONE)


TOLD, ANSWERED = DAY - 10 * ONE, DAY - 5 * ONE


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (TOLD - ONE, "not_told"),
        (TOLD, "told"),
        (TOLD + ONE, "told"),
        (ANSWERED - ONE, "told"),
        (ANSWERED, "answered"),
        (DAY, "answered"),
    ],
)
def test_what_the_person_knew_on_a_day(day, state) -> None:
    yes = known_on("agreed", day, told_on=TOLD, agreed_on=ANSWERED, ended_on=None)
    no = known_on("declined", day, told_on=TOLD, agreed_on=None, ended_on=ANSWERED)
    assert yes == ("agreed" if state == "answered" else state)
    assert no == ("declined" if state == "answered" else state)
    waiting = known_on("told", day, told_on=TOLD, agreed_on=None, ended_on=DAY)
    assert waiting == ("not_told" if state == "not_told" else "told")


def test_an_answer_on_the_day_of_telling() -> None:
    assert known_on("agreed", TOLD, told_on=TOLD, agreed_on=TOLD, ended_on=None) == "agreed"
    assert known_on("not_told", DAY, told_on=None, agreed_on=None, ended_on=None) == "not_told"


@pytest.mark.parametrize(
    ("ago", "note"),
    [(11, "Not told yet"), (10, "Told, no answer yet"), (6, "Told, no answer yet"), (5, "")],
)
def test_the_plan_as_it_stood_between_telling_and_answer(client, trust, ago, note) -> None:
    nominate(
        trust.post,
        trust.deputy,
        disclosure="agreed",
        status="agreed",
        told_on=today() - 10 * ONE,
        agreed_on=today() - 5 * ONE,
    )
    client.force_login(trust.cpo)
    day = (today() - ago * ONE).isoformat()
    page = client.get(reverse("succession:plan", args=["TA1"]), {"as_at": day}).content.decode()
    assert "Kirsty Moor" in page
    notes = {words for words in ("Not told yet", "Told, no answer yet") if words in page}
    assert notes == ({note} if note else set())


def test_a_person_who_said_no_was_told_until_then(trust) -> None:
    nominate(
        trust.post,
        trust.deputy,
        disclosure="declined",
        status="declined_by_person",
        told_on=today() - 10 * ONE,
        valid_to=today() - 5 * ONE,
    )

    def on(days: int) -> list[str]:
        return [s.disclosure for s in board(trust.unit.pk, today() - days * ONE).successors]

    assert [on(days) for days in (11, 10, 6, 5)] == [["not_told"], ["told"], ["told"], []]
