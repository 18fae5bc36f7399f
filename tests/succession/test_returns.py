"""Returns: computed from the plan, signed, frozen; and above the wall only that they are there."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from orgs.access.scope import builder_scope, user_scope
from orgs.clock import today
from orgs.inheritance.services import publish_definition
from orgs.models.audit import AuditEvent
from orgs.models.definitions import Definition
from orgs.models.units import OrgUnit
from reporting.measures import measures
from succession.copies import checksum
from succession.models import Nomination, SuccessionPlan, SuccessionReturn
from tests import factories
from tests.succession.factories import World, nominate, queries

DAY = dt.timedelta(days=1)


def ask(
    unit: OrgUnit, title: str = "Board return", due: dt.date | None = None, **fields: Any
) -> Definition:
    who = factories.holder("steward", unit, login=f"steward.{title}.{unit.code}")
    with user_scope(who.pk, unit_code=unit.code) as viewer:
        return publish_definition(
            viewer=viewer,
            kind_code="succession_return",
            title=title,
            fields={"due_on": {"value": due or today(), "mode": "locked"}, **fields},
            valid_from=today(),
        )


@pytest.fixture
def asked(units: dict[str, OrgUnit]) -> Definition:
    return ask(units["RA"])


@pytest.fixture
def lead(client: Client, trust: World, asked: Definition) -> Client:
    client.force_login(trust.cpo)
    return client


def address(of: Definition, unit: str = "TA1") -> str:
    return reverse("succession:return", args=[unit, of.public_id])


def sign(client: Client, of: Definition, **changed: Any) -> HttpResponse:
    shown = client.get(address(of)).context["form"].initial["sha256"]
    return client.post(address(of), {"sha256": shown, "sure": "on", **changed})


def states() -> dict[str, str]:
    """The state of each employer as the aggregation worker counts it."""
    codes = dict(OrgUnit.objects.values_list("pk", "code"))
    with builder_scope(), connection.cursor() as cursor:
        rows = measures.get("returns").atoms(cursor, today())
    return {codes[unit]: state for unit, state, n, _ in rows if n}


def test_it_answers_what_is_asked_from_the_plan(lead, trust, asked) -> None:
    nominate(trust.post, trust.deputy, "RN", cover="ACT")
    page = lead.get(address(asked))
    said = {label: dict(answer.lines) for label, answer in page.context["answers"]}
    assert said["Who could step in"] == {
        "Posts with somebody ready now": 1,
        "Posts with emergency cover only": 0,
        "Posts with neither": 0,
    }
    assert said["Posts and vacancies"] == {"Posts": 1, "Vacant": 0}
    assert said["Named successors by readiness"]["Ready now"] == 1
    assert said["The plan, signed off"] == {"State": "Draft"}
    missing = [words for _, answer in page.context["answers"] for words in answer.missing]
    assert missing == [
        "The plan is not signed off",
        "Not on the plan: Chief executive, Chief finance officer, Chief medical officer",
        "The vacancy risk of 1 post is not assessed",
    ]
    assert "Kirsty" not in page.content.decode()


def test_only_what_is_asked_is_answered(lead, trust, units) -> None:
    short = ask(units["RA"], "Short", asks={"items": [{"key": "posts"}], "mode": "default"})
    answers = lead.get(address(short)).context["answers"]
    assert [label for label, _ in answers] == ["Posts and vacancies"]


def test_a_signed_copy_is_frozen_hashed_and_numbered(lead, trust, asked) -> None:
    assert sign(lead, asked).status_code == 302
    copy = SuccessionReturn.objects.get()
    assert (copy.number, copy.complete, copy.signed_by) == (1, False, trust.cpo)
    assert copy.sha256 == checksum(copy.content)
    nominate(trust.post, trust.deputy, "RN")
    assert sign(lead, asked).status_code == 302
    copy.refresh_from_db()
    assert copy.sha256 == checksum(copy.content)
    assert list(SuccessionReturn.objects.values_list("number", flat=True)) == [1, 2]
    assert AuditEvent.objects.filter(action="return.signed").count() == 2
    page = lead.get(reverse("succession:return_signed", args=["TA1", asked.public_id, 1]))
    assert copy.sha256 in page.content.decode()
    assert "its hash is the same today" in page.content.decode()
    for statement in (
        "UPDATE succession_successionreturn SET number = 9",
        "DELETE FROM succession_successionreturn",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            user_scope(trust.cpo.pk, unit_code="TA1"),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_what_was_not_shown_is_not_signed(lead, trust, asked) -> None:
    shown = lead.get(address(asked)).context["form"].initial["sha256"]
    nominate(trust.post, trust.deputy, "RN")
    late = lead.post(address(asked), {"sha256": shown, "sure": "on"})
    assert late.status_code == 409
    assert "changed since this page was shown" in late.content.decode()
    assert sign(lead, asked, sure="").status_code == 422
    assert not SuccessionReturn.objects.exists()


def test_it_is_complete_when_nothing_is_missing(lead, trust, units) -> None:
    short = ask(units["RA"], "Plan only", asks={"items": [{"key": "plan"}], "mode": "default"})
    SuccessionPlan.objects.update(state="signed_off", signed_off_on=today())
    sign(lead, short)
    assert SuccessionReturn.objects.get().complete


@pytest.mark.parametrize(
    ("due", "sign_it", "state"),
    [
        (1, False, "OPEN"),
        (0, False, "OPEN"),
        (-1, False, "LATE"),
        (-1, True, "PARTIAL"),
        (-366, False, "NONE"),
    ],
)
def test_above_the_wall_it_is_a_state_and_nothing_else(
    client, trust, units, due, sign_it, state
) -> None:
    of = ask(units["RA"], due=today() + due * DAY)
    client.force_login(trust.cpo)
    if sign_it:
        sign(client, of)
    found = states()
    assert found["TA1"] == state
    assert found["TB1"] == "NONE", "another region's"
    others = "LATE" if due == -1 else state
    assert found["TA2"] == others


def test_of_several_the_worst_stands(client, trust, units) -> None:
    done = ask(units["RA"], "Plan only", asks={"items": [{"key": "told"}], "mode": "default"})
    client.force_login(trust.cpo)
    sign(client, done)
    assert states()["TA1"] == "COMPLETE"
    ask(units["NAT"], "National", due=today() + 9 * DAY)
    assert states()["TA1"] == "OPEN"
    ask(units["QA1"], "Late one", due=today() - DAY)
    assert states()["TA1"] == "LATE"


def test_home_says_what_is_due(client, trust, units) -> None:
    def lines() -> list[str]:
        page = client.get(reverse("orgs:unit", args=["TA1"]))
        return [w.text for w in page.context["waiting"] if "return" in w.text.lower()]

    client.force_login(trust.cpo)
    of = ask(units["RA"], due=today() + 31 * DAY)
    assert lines() == []
    soon = ask(units["RA"], "Soon return", due=today() + 30 * DAY)
    assert len(lines()) == 1
    sign(client, soon)
    assert lines() == []
    assert of


def test_others_are_refused(client, trust, asked, units) -> None:
    pages = [
        reverse("succession:returns", args=["TA1"]),
        address(asked),
        reverse("succession:return_signed", args=["TA1", asked.public_id, 1]),
    ]
    client.force_login(trust.lead)
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]
    client.force_login(factories.holder("talent_lead", units["RA"]))
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    client.force_login(factories.holder("cpo", units["TA2"]))
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    elsewhere = ask(units["RB"], "Another region's")
    client.force_login(trust.cpo)
    assert client.get(address(elsewhere)).status_code == 404
    assert client.get(pages[2]).status_code == 404, "nothing is signed yet"


def test_the_cost_does_not_grow_with_the_board(lead, trust, asked) -> None:
    nominate(trust.post, trust.deputy)
    few = queries(lead, address(asked))
    for number in range(3):
        person = factories.staff(trust.unit, f"Person {'ABC'[number]}")
        nominate(trust.post, person, rank=number + 2)
    assert Nomination.objects.count() == 4
    assert queries(lead, address(asked)) == few <= 15
