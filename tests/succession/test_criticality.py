"""Critical role assessment: criteria from above, the suggestion, the decision, its history."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.inheritance.merge import Slot
from orgs.inheritance.selectors import effective
from orgs.inheritance.services import adapt_definition, publish_definition
from orgs.models.audit import AuditEvent
from orgs.models.units import OrgUnit
from succession.assessing import assess_criticality
from succession.board import board
from succession.conflicts import ConflictError, SuccessionError
from succession.criteria import (
    CRITICALITY_CRITERIA,
    DECISIONS,
    MOST,
    SHIPPED,
    Criteria,
    Criterion,
    criteria,
)
from succession.models import CriticalityAssessment, SuccessionPlan
from tests import factories
from tests.succession.factories import queries

KIND = CRITICALITY_CRITERIA.code
PLATFORM = Criteria(
    tuple(Criterion(s.key, s.label, s.weight, s.anchors, s.speaks_for) for s in SHIPPED), 40
)
HTMX = {"HX-Request": "true"}


def scored(score: int = 0, **other: int) -> dict[str, int]:
    return {each.key: score for each in SHIPPED} | other


def define(unit: str, kind: str, fields: dict[str, dict[str, Any]]) -> None:
    steward = factories.holder("steward", OrgUnit.objects.get(code=unit), login=f"steward.{kind}")
    with user_scope(steward.pk, unit_code=unit) as viewer:
        publish_definition(
            viewer=viewer, kind_code=kind, title="", fields=fields, valid_from=today()
        )


# --- the suggestion --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "percent", "code", "because"),
    [
        (scored(0), 0, "C0", "The score is below 40%."),
        (
            scored(0, statutory=3),
            20,
            "C1",
            "The board is not properly constituted without the post.",
        ),
        (scored(0, knowledge=3), 13, "C4", "Nobody but whoever holds the post has the knowledge."),
        (scored(1, knowledge=2, market=2), 42, "C4", "how scarce the skill or the knowledge is."),
        (scored(1, strategy=3), 42, "C2", "the effect on strategy."),
        (scored(1, safety=3), 46, "C3", "the effect on services."),
        (scored(1), 33, "C0", "The score is below 40%."),
        (scored(3, statutory=2), 93, "C2", "the effect on strategy."),
    ],
)
def test_scores_suggest_a_code_with_its_reason(scores, percent, code, because):
    weighed = PLATFORM.weigh(scores)
    assert (weighed.percent, weighed.suggested, weighed.most) == (percent, code, 45)
    assert weighed.because.endswith(because)


@given(st.fixed_dictionaries({each.key: st.integers(0, MOST) for each in SHIPPED}))
def test_a_suggestion_is_a_decision_and_more_never_makes_a_post_less_critical(scores):
    weighed = PLATFORM.weigh(scores)
    assert weighed.suggested in DECISIONS
    assert 0 <= weighed.points <= weighed.most
    for key in scores:
        raised = PLATFORM.weigh(scores | {key: MOST})
        assert raised.points >= weighed.points
        assert weighed.suggested == "C0" or raised.suggested != "C0"


def test_criteria_come_from_above_and_are_adapted_here(trust):
    assert [c.key for c in criteria(trust.unit.id, today()).items] == [s.key for s in SHIPPED]
    define(
        "RA",
        KIND,
        {
            "knowledge": {"value": "0"},
            "safety": {"value": "5", "mode": "locked"},
            "critical_from": {"value": "60"},
            "more": {"items": [{"value": "Ties to partners", "mode": "default"}]},
        },
    )
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        now = effective(KIND, trust.unit.id, today())
        adapt_definition(
            viewer=viewer, kind_code=KIND, public_id=now.public_id,
            changes={Slot("strategy"): "4"}, expected=now.stamp,
        )  # fmt: skip
    found = criteria(trust.unit.id, today())
    assert {c.key: c.weight for c in found.items} == {
        "safety": 5, "strategy": 4, "statutory": 3, "market": 2, "filling": 2, "dependants": 1,
        "more-ties-to-partners": 1,
    }  # fmt: skip
    assert found.items[-1].label == "Ties to partners"
    assert (found.critical_from, found.version) == (60, "RA v1, TA1 a1")
    assert criteria(OrgUnit.objects.get(code="TA2").id, today()).version == "RA v1"


# --- the act ---------------------------------------------------------------------------------------


def assess(trust, who=None, unit: str = "TA1", **changes):
    with user_scope((who or trust.cpo).pk, unit_code=unit) as viewer:
        given = {
            "post": trust.post,
            "version": 0,
            "criteria": criteria(trust.unit.id, today()),
            "scores": scored(2),
            "criticality": "C2",
        }
        return assess_criticality(viewer=viewer, **(given | changes))


def test_the_decision_is_kept_with_what_it_was_made_from_and_the_post_follows(trust):
    made = assess(trust)
    trust.post.refresh_from_db()
    assert trust.post.criticality == "C2"
    assert (made.percent, made.suggested, made.criticality, made.replaced) == (66, "C2", "C2", "CX")
    assert made.scores[0] == {
        "key": "safety", "label": "Effect on patient safety", "weight": 3, "score": 2,
    }  # fmt: skip
    assert (made.assessor_id, made.assessed_on, made.version) == (trust.cpo.pk, today(), 1)
    event = AuditEvent.objects.get(action="criticality.assessed")
    assert event.detail == {"criticality": "C2", "suggested": "C2"}
    assert SuccessionPlan.objects.get().version == 2


def test_the_next_one_ends_the_one_before(trust):
    assess(trust)
    assess(trust, version=1, scores=scored(0), criticality="C0")
    rows = CriticalityAssessment.objects.order_by("pk")
    assert list(rows.values_list("criticality", "version", "valid_to", "replaced")) == [
        ("C2", 1, today(), "CX"),
        ("C0", 2, None, "C2"),
    ]


def test_to_differ_needs_a_reason_and_the_database_says_so_too(trust):
    with pytest.raises(SuccessionError, match="why you decide differently"):
        assess(trust, criticality="C4", reason="  ")
    assert not CriticalityAssessment.objects.exists()
    made = assess(trust, criticality="C4", reason="Only we run this service")
    assert (made.suggested, made.criticality) == ("C2", "C4")


@pytest.mark.parametrize(
    "bad",
    [
        {"scores": {"safety": 1}},
        {"scores": scored(2, market=4)},
        {"criticality": "CX"},
        {"criticality": ""},
    ],
)
def test_what_is_not_complete_is_not_written(trust, bad):
    with pytest.raises(SuccessionError):
        assess(trust, reason="A reason", **bad)
    trust.post.refresh_from_db()
    assert trust.post.criticality == "CX"
    assert not CriticalityAssessment.objects.exists()


def test_two_who_assess_get_a_comparison(trust):
    assess(trust)
    with pytest.raises(ConflictError) as caught:
        assess(trust, criticality="C1", reason="Differs")
    assert (caught.value.who, caught.value.version) == ("Priya Nair", 1)
    assert caught.value.saved == {"criticality": "C2"}
    CriticalityAssessment.objects.update(valid_to=today())
    with pytest.raises(SuccessionError, match="not assessed before"):
        assess(trust, version=1)


def test_the_board_shows_what_held_on_the_day(trust):
    trust.post.criticality = "C3"
    trust.post.save()
    assess(trust)
    CriticalityAssessment.objects.update(valid_from=today() - dt.timedelta(days=5))

    def on(days: int) -> str:
        (row,) = board(trust.unit.id, today() - dt.timedelta(days=days)).rows
        return row.criticality

    assert [on(days) for days in (0, 5, 6, 400)] == ["C2", "C2", "C3", "C3"]


# --- the page --------------------------------------------------------------------------------------


def url(trust, unit: str = "TA1") -> str:
    return reverse("succession:criticality", args=[unit, trust.post.public_id])


def typed(step: str = "save", score: int = 2, **other: object) -> dict[str, object]:
    fields = {f"score-{each.key}": score for each in SHIPPED}
    return {"version": 0, "step": step, "seen": "C2", **fields, **other}


def test_scores_show_a_suggestion_before_anything_is_saved(client, trust):
    client.force_login(trust.cpo)
    first = client.get(url(trust)).content.decode()
    assert "0 of 7 criteria are scored" in first
    assert "Nobody else has it" in first
    page = client.post(url(trust), typed("score"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "30 of 45 points, 66%." in text
    assert "<strong>Strategically critical</strong>" in text
    assert 'name="seen" value="C2"' in text
    assert not CriticalityAssessment.objects.exists()


def test_a_change_of_score_brings_the_suggestion_alone(client, trust):
    client.force_login(trust.cpo)
    answer = client.post(url(trust), {"version": 0, "score-safety": 3}, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "1 of 7 criteria are scored" in text
    assert "<html" not in text
    assert (
        'name="seen" value="C2"'
        in client.post(url(trust), typed("score"), headers=HTMX).content.decode()
    )


def test_it_is_saved_and_its_history_shown(client, trust):
    client.force_login(trust.cpo)
    answer = client.post(url(trust), typed(criticality="C4", reason="Only we run this service"))
    assert answer.status_code == 302
    assert CriticalityAssessment.objects.get().criticality == "C4"
    page = client.get(url(trust)).content.decode()
    assert "Score 66%, scores suggested “Strategically critical”" in page
    assert "Only we run this service" in page
    assert "By Priya Nair" in page
    assert "Effect on patient safety: 2, counted 3 times" in page
    assert 'value="C4" checked' in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Select how critical the post is"),
        ({"criticality": "C9"}, "Select a valid choice"),
        ({"criticality": "C4"}, "Enter why you decide differently"),
        ({"criticality": "C2", "seen": "C1"}, "The scores suggest something else now"),
        ({"criticality": "C2", "score-market": ""}, "Select a score for scarcity in the market"),
        ({"criticality": "C2", "score-market": "7"}, "Select a valid choice"),
        ({"criticality": "C2", "score-market": "٢"}, "Select a valid choice"),
        ({"criticality": "C2", "version": "x"}, "Enter a whole number"),
    ],
)
def test_an_error_is_said_beside_its_field_and_nothing_is_written(client, trust, change, words):
    client.force_login(trust.cpo)
    answer = client.post(url(trust), typed(**change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not CriticalityAssessment.objects.exists()


def test_a_stale_page_gets_a_comparison(client, trust):
    client.force_login(trust.cpo)
    client.post(url(trust), typed(criticality="C2"))
    stale = client.post(url(trust), typed(criticality="C1", reason="A duty of the board"))
    text = stale.content.decode()
    assert stale.status_code == 409
    assert "Priya Nair changed this at" in text
    assert "<dd>Strategically critical</dd>" in text
    assert 'name="version" value="1"' in text
    again = typed(criticality="C1", reason="A duty of the board", version=1)
    assert client.post(url(trust), again).status_code == 302
    assert CriticalityAssessment.objects.get(valid_to=None).criticality == "C1"


def test_others_neither_read_nor_write(client, trust):
    good = typed(criticality="C2")
    neighbour = factories.holder("cpo", OrgUnit.objects.get(code="TA2"))
    for who, unit, status in (
        (trust.lead, "TA1", 403),
        (neighbour, "TA1", 404),
        (neighbour, "TA2", 404),
    ):
        client.force_login(who)
        assert client.get(url(trust, unit)).status_code == status
        assert client.post(url(trust, unit), good).status_code == status
    client.force_login(trust.cpo)
    assert client.put(url(trust), good).status_code == 405
    missing = reverse("succession:criticality", args=["TA1", trust.plan.public_id])
    assert client.post(missing, good).status_code == 404
    assert not CriticalityAssessment.objects.exists()


def test_queries_do_not_grow_with_history(client, trust):
    client.force_login(trust.cpo)
    few = queries(client, url(trust))
    for version in range(3):
        assess(trust, version=version)
    assert queries(client, url(trust)) == few <= 12
