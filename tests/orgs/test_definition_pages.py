"""Templates and settings on their pages: published by the region, adapted by the Trust."""

# ruff: noqa: F811  pytest finds a fixture by the name of an argument

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs.inheritance.merge import Slot, State
from orgs.models import Adaptation, Definition, DefinitionVersion, OrgUnit, User
from tests import factories
from tests.orgs.defining import (  # noqa: F401  fixtures
    DAY,
    KIND,
    adapt,
    at,
    cpo,
    definition,
    kind,
    publish_next,
    steward,
)

SignIn = Callable[[User], Client]


def url(name: str, code: str, *args: Any) -> str:
    return reverse(f"orgs:{name}", args=[code, *args])


def version_form(**changed: str) -> dict[str, str]:
    return {
        "title": "Yearly review",
        "months": "6",
        "months-mode": "default",
        "due_on_day": "31",
        "due_on_month": "3",
        "due_on_year": "2027",
        "due_on-mode": "locked",
        "note": "Be kind",
        "note-mode": "suggested",
        "tone": "plain",
        "tone-mode": "default",
        "questions-mode": "default",
        "questions-rows": "3",
        "questions-0": "What are your aims?",
        "questions-0-mode": "locked",
        "questions-1": "And your strengths?",
        "questions-1-mode": "default",
        "questions-2": "",
        "valid_from_day": str(DAY.day),
        "valid_from_month": str(DAY.month),
        "valid_from_year": str(DAY.year),
        **changed,
    }


def publish(client: Client, page: str, **changed: str) -> int:
    """Ask for the preview, and publish what it showed: the status of the last answer."""
    typed = version_form(**changed)
    shown = client.post(page, typed)
    if shown.status_code != 200:
        return shown.status_code
    digest = shown.context["effect"].digest
    return client.post(page, {**typed, "do": "publish", "digest": digest}).status_code


def test_a_steward_defines_and_edits(steward: User, sign_in: SignIn) -> None:
    client = sign_in(steward)
    assert client.get(url("definitions", "RA")).status_code == 200
    new = url("define", "RA", KIND.code)
    assert client.get(new).status_code == 200
    assert client.post(new, version_form()).status_code == 200
    assert Definition.objects.count() == 0  # a preview publishes nothing
    assert client.post(new, version_form(do="publish", digest="another")).status_code == 409
    assert Definition.objects.count() == 0
    assert publish(client, new) == 302
    made = Definition.objects.get()
    assert (made.key, made.unit.code) == ("yearly-review", "RA")
    version = DefinitionVersion.objects.get()
    assert version.fields["due_on"] == {"value": "2027-03-31", "mode": "locked"}
    assert version.fields["questions"]["items"] == [
        {"key": "what-are-your-aims", "value": "What are your aims?", "mode": "locked"},
        {"key": "and-your-strengths", "value": "And your strengths?", "mode": "default"},
    ]
    page = url("definition", "RA", made.public_id)
    shown = client.get(page)
    assert shown.context["form"]["questions-0"].value() == "What are your aims?"
    assert 'value="31"' in str(shown.context["form"]["due_on"])
    keys = {
        f"questions-{n}-key": item["key"]
        for n, item in enumerate(version.fields["questions"]["items"])
    }
    assert publish(client, page, months="12", number="1", **keys) == 302
    newest = DefinitionVersion.objects.get(number=2)
    assert newest.fields["months"]["value"] == 12
    assert newest.fields["questions"] == version.fields["questions"]
    assert client.post(page, version_form(months="9", number="1")).status_code == 409
    again = client.post(page, version_form(months="9", number="2", do="change"))
    assert (again.status_code, again.context["form"]["months"].value()) == (200, "9")
    assert DefinitionVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "Enter a title"),
        ({"months": "90"}, "must be 24 or fewer"),
        ({"tone": "rude"}, "Select a valid choice"),
        ({"valid_from_year": "2020"}, "today or later"),
        ({"questions-1": "What are your aims?"}, "is there twice"),
    ],
)
def test_a_template_that_cannot_be(
    steward: User,
    sign_in: SignIn,
    changed: dict[str, str],
    words: str,
) -> None:
    answer = sign_in(steward).post(url("define", "RA", KIND.code), version_form(**changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Definition.objects.count() == 0


def test_who_publishes(
    units: dict[str, OrgUnit], cpo: User, definition: Definition, sign_in: SignIn
) -> None:
    lead = factories.holder("talent_lead", units["RA"])
    other = factories.holder("steward", units["RB"])
    for name, args in (
        ("definitions", []),
        ("define", [KIND.code]),
        ("definition", [definition.public_id]),
    ):
        page = url(name, "RA", *args)
        assert sign_in(lead).get(page).status_code == 403
        assert sign_in(other).get(page).status_code == 404
        assert sign_in(cpo).get(page).status_code == 404
        assert sign_in(cpo).get(url(name, "TA1", *args)).status_code == 403
        for code in ("TA1", "QA1"):
            assert (
                sign_in(User.objects.get(login="steward.ra"))
                .get(url(name, code, *args))
                .status_code
                == 404
            )
    assert (
        sign_in(other)
        .post(url("definition", "RB", definition.public_id), version_form())
        .status_code
        == 404
    )
    assert (
        sign_in(User.objects.get(login="steward.ra"))
        .get(url("define", "RA", "no_kind"))
        .status_code
        == 404
    )
    assert DefinitionVersion.objects.count() == 1


def test_the_trust_sees_where_each_value_comes_from(
    cpo: User,
    definition: Definition,
    sign_in: SignIn,
) -> None:
    client = sign_in(cpo)
    listed = client.get(url("settings", "TA1"))
    assert [each.title for each, _ in listed.context["rows"]] == ["Yearly review"]
    adapt(cpo, "TA1", definition, months="9")
    shown = client.get(url("setting", "TA1", definition.public_id))
    rows = {field.name: field.rows for field in shown.context["fields"]}
    assert (rows["months"][0].value, rows["months"][0].state) == ("9", "Adapted here")
    assert rows["months"][0].steps[0].startswith("Ashdown region set it to 6, version 1, from ")
    assert rows["months"][0].steps[1].startswith("Kestrel Valley NHS Trust adapted it to 9, from ")
    assert (rows["due_on"][0].value, rows["due_on"][0].may_adapt) == ("31 March 2027", False)
    assert (rows["note"][0].state, rows["note"][0].offer) == ("Suggested", "Be kind")


def test_the_trust_adapts_takes_leaves_out_and_returns(
    cpo: User,
    definition: Definition,
    sign_in: SignIn,
) -> None:
    client = sign_in(cpo)

    def post(name: str, slot: str, **data: str) -> int:
        expected = data.pop("expected", at(cpo, "TA1").stamp)
        page = url(name, "TA1", definition.public_id, slot)
        return client.post(page, {"expected": expected, **data}).status_code

    assert client.get(url("adapt", "TA1", definition.public_id, "months")).status_code == 200
    assert post("adapt", "months", value="9") == 302
    assert post("adapt", "months", value="99") == 422
    assert post("adapt", "due_on", value_day="1", value_month="4", value_year="2027") == 422
    assert post("adapt", "months", value="10", expected="old") == 409
    assert post("adapt", "note", do="take") == 302
    assert post("adapt", "note", do="take") == 409
    assert post("adapt", "questions.aims", do="leave_out") == 302
    assert post("adapt", "questions.board", do="leave_out") == 422
    assert post("adapt", "questions", value="Our own question?") == 302
    assert post("adapt", "no_such_field", value="x") == 404
    assert post("adapt", "months.x", value="9") == 404  # no list
    found = at(cpo, "TA1")
    assert (found.value("months"), found.value("note")) == (9, "Be kind")
    assert [item["value"] for item in found.value("questions")] == [
        "Has the board seen it?",
        "Our own question?",
    ]
    assert client.get(url("return", "TA1", definition.public_id, "months")).status_code == 405
    assert post("return", "months", expected="old") == 409
    assert post("return", "months") == 302
    assert at(cpo, "TA1").field("months").itself.state == State.INHERITED


def test_the_three_way_choice(
    cpo: User,
    steward: User,
    definition: Definition,
    sign_in: SignIn,
) -> None:
    client = sign_in(cpo)
    page = url("choose", "TA1", definition.public_id, "months")
    assert client.get(page).status_code == 404  # nothing to choose
    adapt(cpo, "TA1", definition, months="9")
    publish_next(steward, definition, months={"value": "12", "mode": "default"})
    shown = client.get(page)
    assert shown.context["words"] == ["9", "6", "12"]
    listed = client.get(url("settings", "TA1"))
    assert listed.context["rows"][0][1]["conflict"] == 1
    stamp = at(cpo, "TA1").stamp
    assert client.post(page, {"expected": stamp}).status_code == 422
    assert client.post(page, {"expected": "old", "keep": "local"}).status_code == 409
    assert at(cpo, "TA1").slot(Slot("months")).state == State.CONFLICT  # type: ignore[union-attr]
    assert client.post(page, {"expected": stamp, "keep": "upstream"}).status_code == 302
    assert at(cpo, "TA1").value("months") == 12
    assert client.post(page, {"expected": stamp, "keep": "local"}).status_code == 409


def test_who_adapts(
    units: dict[str, OrgUnit],
    steward: User,
    definition: Definition,
    sign_in: SignIn,
) -> None:
    learning = factories.holder("learning_lead", units["TA1"])
    other = factories.holder("cpo", units["TA2"])
    pages = [url("settings", "TA1"), url("setting", "TA1", definition.public_id)]
    pages += [url(n, "TA1", definition.public_id, "months") for n in ("adapt", "choose", "return")]
    for page in pages:
        assert sign_in(learning).post(page, {"value": "9"}).status_code == 403
        for outsider in (other, steward):
            assert sign_in(outsider).post(page, {"value": "9"}).status_code == 404
            assert sign_in(outsider).get(page).status_code == 404
    assert sign_in(steward).get(url("settings", "RA")).status_code == 200
    assert (
        sign_in(other)
        .get(url("setting", "TA2", "5b3f4f5e-0000-4000-8000-000000000001"))
        .status_code
        == 404
    )
    assert Adaptation.objects.count() == 0


def test_query_counts_do_not_grow(steward: User, cpo: User, sign_in: SignIn) -> None:
    counts: dict[str, list[int]] = {"definitions": [], "settings": []}
    for title in ("One", "Two", "Three"):
        publish(sign_in(steward), url("define", "RA", KIND.code), title=title)
        for name, who, code in (("definitions", steward, "RA"), ("settings", cpo, "TA1")):
            client = sign_in(who)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url(name, code)).status_code == 200
            counts[name].append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
    for name, most in (("definitions", 18), ("settings", 12)):
        assert counts[name][0] == counts[name][2] <= most, name
