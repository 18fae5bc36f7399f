"""What a publisher sees of the units below: what a version would do, and how it is taken up. Never a value."""

# ruff: noqa: F811  pytest finds a fixture by the name of an argument

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs import tree
from orgs.inheritance import below, preview, services
from orgs.inheritance.below import Drift
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, kinds
from orgs.inheritance.merge import ABSENT, State
from orgs.inheritance.preview import Effect, Preview
from orgs.inheritance.values import StaleError
from orgs.models import Adaptation, AuditEvent, Definition, DefinitionVersion, OrgUnit, User
from orgs.presenters import drift as drift_words
from orgs.words import words_of_day
from tests import factories
from tests.orgs.defining import (  # noqa: F401  fixtures
    DAY,
    KIND,
    VALUES,
    acting,
    adapt,
    at,
    cpo,
    definition,
    kind,
    publish_next,
    steward,
)

SignIn = Callable[[User], Client]
#: Words that a Trust chose and nobody above may read.
OWN_WORDS = "Said inside Kestrel Valley alone"


def url(name: str, code: str, *args: Any) -> str:
    return reverse(f"orgs:{name}", args=[code, *args])


def previewed(
    user: User, definition: Definition, day: dt.date = DAY, code: str = "RA", **changed: Any
) -> Preview:
    with acting(user, code, day) as viewer:
        newest = definition.versions.order_by("-number").first()
        assert newest is not None
        draft = services.draft_version(
            viewer=viewer,
            definition=definition,
            fields={**VALUES, **changed},
            valid_from=day,
            expected_number=newest.number,
        )
        return preview.preview(viewer, draft)


def effects(found: Preview, code: str) -> dict[str, Effect]:
    unit = next(each for each in found.units if each.unit.code == code)
    return {str(line.slot): line.effect for line in unit.lines}


def drifts(user: User, code: str = "RA", day: dt.date = DAY) -> dict[str, Drift]:
    with acting(user, code, day) as viewer:
        units = below.units_below(viewer.here.id, day)
        return {each.unit.code: each for each in below.drift(viewer, units)}


# --- the units -------------------------------------------------------------------------------------


def test_the_units_below_by_the_unit_that_they_hang_under(
    units: dict[str, OrgUnit], steward: User
) -> None:
    with acting(steward, "RA") as viewer:
        found = {u.code: u for u in below.units_below(viewer.here.id, DAY)}
    assert {u.group for u in found.values() if u.code.startswith(("QA1", "TA1"))} == {"QA1"}
    assert found["QA1"].holds_others
    assert not found["TA1"].holds_others
    assert "TB1" not in found


# --- the rows: no value of an employer leaves it ------------------------------------------------------


def test_a_publisher_above_reads_no_adaptation_of_an_employer(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition
) -> None:
    adapt(cpo, "TA1", definition, note=OWN_WORDS)
    adapt(factories.holder("cpo", units["QA1"]), "QA1", definition, note="The board's own")
    assert Adaptation.objects.count() == 2  # there is something to leak
    national = factories.holder("national_lead", units["NAT"])
    other = factories.holder("cpo", units["TA2"])
    for user, code in ((steward, "RA"), (steward, "TA1"), (national, "NAT"), (other, "TA2")):
        with acting(user, code):
            assert list(Adaptation.objects.all()) == [], (user.login, code)
    with acting(cpo, "TA1"):
        assert Adaptation.objects.get().unit_id == units["TA1"].id  # and not her board's


def test_a_region_and_those_below_read_what_a_region_chose(
    units: dict[str, OrgUnit], cpo: User, steward: User
) -> None:
    national = factories.holder("steward", units["NAT"])
    with acting(national, "NAT") as viewer:
        made = services.publish_definition(
            viewer=viewer, kind_code=KIND.code, title="Review", fields=VALUES, valid_from=DAY
        )
    adapt(steward, "RA", made, months="8")
    for user, code in ((steward, "RA"), (national, "NAT"), (cpo, "TA1")):
        with acting(user, code):
            assert Adaptation.objects.get().unit_id == units["RA"].id


# --- preview ---------------------------------------------------------------------------------------


def test_what_a_version_would_do_at_each_organisation(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition
) -> None:
    adapt(cpo, "TA1", definition, months="9", note=OWN_WORDS, questions__own=OWN_WORDS)
    other = factories.holder("cpo", units["TA2"])
    adapt(other, "TA2", definition, tone="formal")
    found = previewed(
        steward,
        definition,
        months={"value": "12", "mode": "default"},
        note={"value": "Be brief", "mode": "suggested"},
        tone={"value": "plain", "mode": "locked"},
        questions={**VALUES["questions"], "mode": "locked"},
    )
    assert effects(found, "TA1") == {
        "months": Effect.KEEPS,
        "note": Effect.KEEPS,
        "questions": Effect.OVERRULED,  # the item of its own, without its words
    }
    assert effects(found, "TA2") == {
        "months": Effect.TAKES,
        "note": Effect.OFFERED,
        "tone": Effect.OVERRULED,
    }
    changed = {str(each.slot): each for each in found.changes}
    assert (changed["months"].before, changed["months"].after) == (6, 12)
    assert changed["tone"].counts == {Effect.OVERRULED: 1}
    assert found.count(Effect.TAKES) == len({"QA1", "QA2", "TA2", "TA3", "TA4"})
    assert OWN_WORDS not in repr(found)
    assert DefinitionVersion.objects.count() == 1


@pytest.mark.parametrize("mode", ["default", "suggested", "locked"])
@pytest.mark.parametrize("words", ["Said inside", "Published above"])
def test_a_draft_does_not_find_the_items_that_a_trust_added(
    units: dict[str, OrgUnit],
    cpo: User,
    steward: User,
    definition: Definition,
    mode: str,
    words: str,
) -> None:
    """A publisher who puts every item that there could be in a draft sees at each the same."""
    adapt(cpo, "TA1", definition, questions__values=words)
    draft = {
        "mode": "default",
        "items": [
            *VALUES["questions"]["items"],
            {"key": "values", "value": "Published above", "mode": mode},
            {"key": "other", "value": "Published above", "mode": mode},
        ],
    }
    found = previewed(steward, definition, questions=draft)
    lines = {each.unit.code: each.lines for each in found.units}
    assert lines["TA1"] == lines["TA2"]
    assert len(lines["TA1"]) == 2
    counts = {str(each.slot): each.counts for each in found.changes}
    assert counts["questions.values"] == counts["questions.other"] != {}


def test_closing_a_list_overrules_each_item_that_a_trust_added_whatever_is_in_it(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition
) -> None:
    adapt(cpo, "TA1", definition, questions__values="Our values?", questions__own=OWN_WORDS)
    items = VALUES["questions"]["items"]
    told = []
    for key in ("values", "other"):
        more = {"key": key, "value": "What else?", "mode": "default"}
        draft = {"mode": "locked", "items": [*items, more]}
        found = previewed(steward, definition, questions=draft)
        (ta1,) = (each for each in found.units if each.unit.code == "TA1")
        told.append([(line.item, line.effect, line.own) for line in ta1.lines])
        (itself,) = (each for each in found.changes if str(each.slot) == "questions")
        assert itself.counts == {Effect.OVERRULED: 1}  # one organisation, though two items
    overruled = ("", Effect.OVERRULED, True)
    assert told == [[("What else?", Effect.TAKES, False), overruled, overruled]] * 2


def test_the_preview_says_what_publishing_then_does(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition
) -> None:
    adapt(cpo, "TA1", definition, months="9")
    other = factories.holder("cpo", units["TA2"])
    change = {"months": {"value": "12", "mode": "default"}}
    found = previewed(steward, definition, **change)
    publish_next(steward, definition, **change)
    assert at(cpo, "TA1").field("months").itself.state == State.CONFLICT
    assert effects(found, "TA1") == {"months": Effect.KEEPS}
    (line,) = next(e for e in found.units if e.unit.code == "TA2").lines
    assert (line.before, line.after) == (6, at(other, "TA2").value("months"))


def test_a_definition_that_is_new_takes_the_place_of_one_above(
    units: dict[str, OrgUnit], cpo: User, steward: User
) -> None:
    national = factories.holder("steward", units["NAT"])
    with acting(national, "NAT") as viewer:
        made = services.publish_definition(
            viewer=viewer, kind_code=KIND.code, title="Yearly review", fields=VALUES, valid_from=DAY
        )
    adapt(cpo, "TA1", made, months="9")
    with acting(steward, "RA") as viewer:
        draft = services.draft_definition(
            viewer=viewer,
            kind_code=KIND.code,
            title="Yearly review",
            fields={**VALUES, "months": {"value": "3", "mode": "default"}},
            valid_from=DAY,
        )
        found = preview.preview(viewer, draft)
    assert effects(found, "TA1")["months"] == Effect.OVERRULED
    assert effects(found, "TA2") == {"months": Effect.TAKES}
    with acting(steward, "RA") as viewer:
        services.publish_definition(
            viewer=viewer,
            kind_code=KIND.code,
            title="Yearly review",
            fields={**VALUES, "months": {"value": "3", "mode": "default"}},
            valid_from=DAY,
            previewed=found.digest,
        )
    assert at(cpo, "TA1").value("months") == 3
    again = previewed(national, made, code="NAT", months={"value": "4", "mode": "default"})
    ta1 = next(each for each in again.units if each.unit.code == "TA1")
    assert (ta1.lines, ta1.replaced_by) == ((), "Ashdown region")


def test_what_was_previewed_is_confirmed(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition
) -> None:
    change = {"months": {"value": "12", "mode": "default"}}
    digest = previewed(steward, definition, **change).digest
    assert digest == previewed(steward, definition, **change).digest
    adapt(cpo, "TA1", definition, months="9")  # in the meantime a Trust adapts it

    def publish(confirmed: str) -> None:
        with acting(steward, "RA") as viewer:
            services.publish_version(
                viewer=viewer,
                definition=definition,
                fields={**VALUES, **change},
                valid_from=DAY,
                expected_number=1,
                previewed=confirmed,
            )

    with pytest.raises(StaleError):
        publish(digest)
    assert DefinitionVersion.objects.count() == 1
    publish(previewed(steward, definition, **change).digest)
    assert DefinitionVersion.objects.count() == 2


def test_the_preview_page(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition, sign_in: SignIn
) -> None:
    from tests.orgs.test_definition_pages import version_form

    adapt(cpo, "TA1", definition, months="9", note=OWN_WORDS)
    page = url("definition", "RA", definition.public_id)
    client = sign_in(steward)
    shown = client.post(page, version_form(months="12", number="1"))
    words = shown.content.decode()
    assert "Ashdown" in words
    assert "keeps 1 of its own" in words
    assert OWN_WORDS not in words
    assert ("months", "12") in shown.context["typed"]


# --- drift -----------------------------------------------------------------------------------------


def test_the_drift_of_each_unit_with_its_age(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition
) -> None:
    week, month = DAY + dt.timedelta(days=7), DAY + dt.timedelta(days=38)
    adapt(cpo, "TA1", definition, months="9", questions__own=OWN_WORDS)
    adapt(cpo, "TA1", definition, week, questions__aims=ABSENT)
    other = factories.holder("cpo", units["TA2"])
    adapt(other, "TA2", definition, tone="formal")
    change = {
        "months": {"value": "12", "mode": "default"},
        "tone": {"value": "plain", "mode": "locked"},
    }
    publish_next(steward, definition, week, **change)
    found = drifts(steward, day=month)
    ta1 = {(f.spec.name, f.item, f.own): (f.state, f.since) for f in found["TA1"].adapted}
    assert ta1 == {
        ("months", "", False): (State.CONFLICT, week),
        ("questions", "What are your aims?", False): (State.REFUSED, week),
        ("questions", "", True): (State.ADAPTED, DAY),
    }
    waits = {f.spec.name: (f.state, f.since) for f in found["TA1"].waiting}
    assert waits == {"months": (State.CONFLICT, week), "note": (State.PENDING, DAY)}
    assert found["TA1"].oldest(month) == 38
    assert [(f.spec.name, f.since) for f in found["TA2"].overruled] == [("tone", DAY)]
    figures = below.tally((d for d in found.values() if d.unit.employer), month)
    assert (figures.in_effect, figures.adapted, figures.overruled) == (figures.units, 1, 1)
    assert (figures.settled, figures.long) == (0, figures.units)  # a suggestion nobody answered
    assert figures.fields == 2
    assert OWN_WORDS not in repr(found)


def test_publishing_does_not_find_the_value_of_a_trust(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition
) -> None:
    """Who has by chance what is published waits above like everybody who adapted the field."""
    other = factories.holder("cpo", units["TA2"])
    adapt(cpo, "TA1", definition, months="12", tone="formal")
    adapt(other, "TA2", definition, months="9", tone="formal")
    publish_next(steward, definition, months={"value": "12", "mode": "default"})
    own = [at(cpo, "TA1"), at(other, "TA2")]
    assert [each.field("months").itself.state for each in own] == [State.ADAPTED, State.CONFLICT]
    found = drifts(steward)
    ta1, ta2 = ((found[c].adapted, found[c].waiting, found[c].settled) for c in ("TA1", "TA2"))
    assert ta1 == ta2
    assert [(f.spec.name, f.state) for f in found["TA1"].waiting] == [
        ("months", State.CONFLICT),
        ("note", State.PENDING),
    ]


def test_publishing_does_not_find_who_is_stricter(
    units: dict[str, OrgUnit], cpo: User, steward: User
) -> None:
    strict = DefinitionKind(
        "test_strict",
        "Strict",
        "Strict",
        (FieldSpec("weeks", "Weeks", "number", default=52, tightens="down"),),
    )
    kinds.add(strict.code, strict)
    try:
        with acting(steward, "RA") as viewer:
            made = services.publish_definition(
                viewer=viewer,
                kind_code=strict.code,
                title="Strict",
                fields={"weeks": {"value": 40}},
                valid_from=DAY,
            )
        for code, weeks in (("TA1", 20), ("TA2", 35)):
            Adaptation.objects.create(
                definition=made,
                unit=units[code],
                base_version=made.versions.get(),
                differences=[{"field": "weeks", "item": "", "value": weeks, "base": 40}],
                valid_from=DAY,
            )
        DefinitionVersion.objects.create(
            definition=made,
            unit=units["RA"],
            number=2,
            fields={"weeks": {"value": 30}},
            valid_from=DAY,
            published_at="2026-01-01T00:00Z",
        )
        with acting(steward, "RA") as viewer:
            below_it = below.units_below(viewer.here.id, DAY)
            found = {
                each.unit.code: each
                for each in below.drift(viewer, below_it, kind_codes=[strict.code])
            }
        words = {
            code: [drift_words.fact_words(fact, {}) for fact in found[code].adapted]
            for code in ("TA1", "TA2")
        }
        assert words["TA1"] == words["TA2"] == [f"Weeks: adapted since {words_of_day(DAY)}"]
        assert found["TA1"].settled
        assert found["TA2"].settled
    finally:
        kinds._items.pop(strict.code)


@pytest.mark.parametrize("mode", ["default", "suggested", "locked"])
def test_publishing_does_not_find_the_items_that_a_trust_added(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition, mode: str
) -> None:
    other = factories.holder("cpo", units["TA2"])
    adapt(cpo, "TA1", definition, questions__values="Our values?")
    adapt(other, "TA2", definition, questions__own=OWN_WORDS)
    items = [
        *VALUES["questions"]["items"],
        {"key": "values", "value": "Our values?", "mode": mode},
    ]
    for may_add, state in (("default", State.ADAPTED), ("locked", State.LOCKED)):
        publish_next(steward, definition, questions={"mode": may_add, "items": items})
        found = drifts(steward)
        ta1, ta2 = (
            (found[c].adapted, found[c].waiting, found[c].overruled) for c in ("TA1", "TA2")
        )
        assert ta1 == ta2
        own = [f for f in (*found["TA1"].adapted, *found["TA1"].overruled) if f.own]
        assert [(f.spec.name, f.item, f.state, f.since) for f in own] == [
            ("questions", "", state, DAY)
        ]


def test_one_with_a_definition_nearer_is_said_to_have_it(
    units: dict[str, OrgUnit], steward: User
) -> None:
    national = factories.holder("steward", units["NAT"])
    for user, code in ((national, "NAT"), (steward, "RA")):
        with acting(user, code) as viewer:
            services.publish_definition(
                viewer=viewer, kind_code=KIND.code, title="Review", fields=VALUES, valid_from=DAY
            )
    found = drifts(national, "NAT")
    assert found["TA1"].replaced_by == "Ashdown region"
    assert found["TB1"].replaced_by == ""
    assert (found["TA1"].settled, found["TA1"].adapted) == (False, ())


def test_the_drift_of_many_is_as_many_queries_as_that_of_one(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition
) -> None:
    adapt(cpo, "TA1", definition, months="9")
    counts = []
    with acting(steward, "RA") as viewer:
        everybody = below.units_below(viewer.here.id, DAY)
        for some in (everybody[:1], everybody):
            with CaptureQueriesContext(connection) as queries:
                assert below.drift(viewer, some)
            counts.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
    assert counts[0] == counts[1]


def test_the_pages_of_drift(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition, sign_in: SignIn
) -> None:
    adapt(cpo, "TA1", definition, months="9", note=OWN_WORDS)
    lead = factories.holder("talent_lead", units["RA"])
    pages = [
        url("drift", "RA"),
        url("drift_of", "RA", definition.public_id),
        url("drift_of", "RA", definition.public_id) + "?show=adapted&group=QA1&sort=waiting",
        url("drift_at", "RA", "TA1"),
        url("drift_file", "RA", definition.public_id),
    ]
    for user in (lead, steward):
        client = sign_in(user)
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200
            assert OWN_WORDS not in answer.content.decode()
    narrowed = client.get(pages[2])
    assert [row.drift.unit.code for row in narrowed.context["page"]] == ["TA1"]
    assert "1 of them adapted something, in 2 different fields" in narrowed.content.decode()
    assert client.get(url("drift_at", "RA", "TB1")).status_code == 404
    other = factories.holder("steward", units["RB"])
    for page in pages:
        assert sign_in(other).get(page).status_code == 404
        assert sign_in(cpo).get(page.replace("/RA/", "/TA1/")).status_code == 403
    assert sign_in(other).get(url("drift_of", "RB", definition.public_id)).status_code == 404


def test_the_file_is_recorded_and_runs_nothing(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition, sign_in: SignIn
) -> None:
    adapt(cpo, "TA1", definition, months="9")
    answer = sign_in(steward).get(url("drift_file", "RA", definition.public_id) + "?show=adapted")
    lines = answer.content.decode().splitlines()
    assert lines[0].startswith("code,organisation,under,template,kind,defined by,version in effect")
    assert [line.split(",")[0] for line in lines[1:]] == ["TA1"]
    taken = AuditEvent.objects.get(action="config.exported")
    assert taken.detail == {"kind": KIND.code, "key": "yearly-review", "rows": 1}


def test_what_is_defined_once_is_counted(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition, sign_in: SignIn
) -> None:
    adapt(cpo, "TA1", definition, months="9")
    page = sign_in(steward).get(url("definitions", "RA"))
    ((row, figures),) = page.context["published"]
    with acting(steward, "RA") as viewer:
        employers = [u for u in below.units_below(viewer.here.id, DAY) if u.employer]
    assert (row.number, figures.in_effect, figures.adapted) == (1, len(employers), 1)
    assert [tile["value"] for tile in page.context["tiles"]] == [
        1,
        len(employers),
        len(employers),
        1,
    ]


# --- history, restoring, and why -------------------------------------------------------------------


def test_a_version_is_restored_as_a_new_one(
    steward: User, definition: Definition, sign_in: SignIn
) -> None:
    publish_next(steward, definition, months={"value": "12", "mode": "locked"})
    page = url("definition", "RA", definition.public_id)
    client = sign_in(steward)
    shown = client.get(page)
    newest = shown.context["versions"][0]
    assert newest.changes == ("Months between reviews: 6 becomes 12, default becomes locked",)
    assert client.get(page + "?restore=7").status_code == 404
    restored = client.get(page + "?restore=1")
    assert restored.context["form"]["months"].value() == 6
    assert restored.context["restored"].number == 1


def test_an_earlier_choice_is_chosen_again(
    cpo: User, steward: User, definition: Definition, sign_in: SignIn
) -> None:
    days = [DAY - dt.timedelta(days=n) for n in (3, 2, 1)]
    DefinitionVersion.objects.update(valid_from=days[0])
    adapt(cpo, "TA1", definition, days[0], months="9", tone="formal")
    adapt(cpo, "TA1", definition, days[1], months="10")
    publish_next(
        steward,
        definition,
        days[2],
        months={"value": "12", "mode": "default"},
        tone={"value": "plain", "mode": "locked"},
    )
    client = sign_in(cpo)
    rows = client.get(url("chosen", "TA1", definition.public_id)).context["rows"]
    assert [row.changes for row in rows] == [
        ("Months between reviews: 9 becomes 10",),
        ("Months between reviews: inherited becomes 9", "Tone: inherited becomes Formal"),
    ]
    page = url("restore_choice", "TA1", definition.public_id, 1)
    assert client.get(page).context["changes"] == ["Months between reviews: 10 becomes 9"]
    assert client.post(page, {"expected": "old"}).status_code == 409
    assert at(cpo, "TA1").value("months") == 10
    assert client.post(page, {"expected": at(cpo, "TA1").stamp}).status_code == 302
    months = at(cpo, "TA1").field("months").itself
    assert (months.value, months.base, months.state) == (9, 6, State.CONFLICT)
    assert at(cpo, "TA1").field("tone").itself.state == State.LOCKED
    assert client.get(url("restore_choice", "TA1", definition.public_id, 9)).status_code == 404
    assert AuditEvent.objects.filter(action="config.restored").count() == 1


def test_why_a_value_is_so(
    units: dict[str, OrgUnit], cpo: User, steward: User, sign_in: SignIn
) -> None:
    national = factories.holder("steward", units["NAT"])
    with acting(national, "NAT") as viewer:
        made = services.publish_definition(
            viewer=viewer, kind_code=KIND.code, title="Review", fields=VALUES, valid_from=DAY
        )
    adapt(steward, "RA", made, months="8")
    adapt(cpo, "TA1", made, months="9")
    page = sign_in(cpo).get(url("setting_why", "TA1", made.public_id, "months"))
    assert [(link.name, link.did, link.by) for link in page.context["links"]] == [
        ("The platform", "its own value: 6", ""),
        ("Nation of Albany", "set it to 6, version 1", national.login),
        ("Ashdown region", "adapted it to 8", steward.login),
        (units["QA1"].name, "changed nothing", ""),
        ("Kestrel Valley NHS Trust", "adapted it to 9", cpo.login),
    ]
    assert page.context["outcome"] == [
        "In effect: 9.",
        "Kestrel Valley NHS Trust chose this. When it did, what stood above was: 8.",
    ]
    assert sign_in(cpo).get(url("setting_why", "TA1", made.public_id, "no")).status_code == 404


# --- moves -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["adapt", "move"])
def test_adapting_and_moving_come_to_the_same_in_either_order(
    units: dict[str, OrgUnit], cpo: User, steward: User, first: str
) -> None:
    national = factories.holder("steward", units["NAT"])
    with acting(national, "NAT") as viewer:
        made = services.publish_definition(
            viewer=viewer, kind_code=KIND.code, title="Review", fields=VALUES, valid_from=DAY
        )
    adapt(steward, "RA", made, months="8", tone="formal")
    adapt(factories.holder("steward", units["RB"]), "RB", made, months="7")
    slots = {"months": "9", "questions__aims": ABSENT, "questions__own": "Our own?"}
    if first == "adapt":
        adapt(cpo, "TA1", made, **slots)
    with tree.locked():
        tree.place(units["TA1"], on=DAY, parent=units["QB1"])
        tree.project(DAY)
    if first == "move":
        adapt(cpo, "TA1", made, **slots)
    found = at(cpo, "TA1")
    assert found.value("months") == 9
    assert found.value("tone") == "plain"  # of where it is now, since it never chose
    assert [item["key"] for item in found.value("questions")] == ["board", "own"]
    months = found.field("months").itself
    expected = (8, State.CONFLICT) if first == "adapt" else (7, State.ADAPTED)
    assert (months.base, months.state) == expected
