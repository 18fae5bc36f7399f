"""Exposure: the formula, its bands, and whom it counts as cover."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from django.db import connection

from orgs.access.scope import builder_scope
from orgs.clock import today
from orgs.codes import code_lists
from reporting.reports import Table, reports
from succession import exposure as e
from succession.bench import exposures
from succession.board import board
from succession.exposure_measures import count_exposure
from succession.exposure_rules import EXPOSURE_RULES, rules
from succession.exposure_words import exposure_by_post, version
from succession.models import CriticalityAssessment, RiskAssessment
from succession.words import LISTS
from tests import factories
from tests.succession.factories import make_post, nominate
from tests.succession.test_criticality import define

RULES = e.Rules({"C1": 4, "C2": 3, "C3": 2, "C4": 3, "C0": 1}, (4, 8, 12))


def made(criticality: str, risk: str, impact: str, cover: float = 0, *, vacant: bool = False):
    return e.exposure(e.stake(criticality, risk, impact, vacant=vacant, rules=RULES), cover, RULES)


@pytest.mark.parametrize(
    ("criticality", "risk", "impact", "cover", "value", "band"),
    [
        ("C1", "FR3", "IM4", 0, 16, "E4"),
        ("C1", "FR3", "IM2", 0, 12, "E4"),
        ("C1", "FR9", "IM1", 0.5, 8, "E3"),
        ("C2", "FR1", "IM3", 0.5, 4.5, "E2"),
        ("C3", "FR2", "IM0", 0, 4, "E2"),
        ("C0", "FR3", "IM3", 0, 3, "E1"),
        ("C1", "FR9", "IM4", 1, 0, "E1"),
    ],
)
def test_weight_times_the_higher_level_times_what_is_not_covered(
    criticality, risk, impact, cover, value, band
):
    found = made(criticality, risk, impact, cover)
    assert (found.value, found.band) == (value, band)


def test_a_post_that_is_vacant_counts_as_leaving_known():
    assert made("C2", "FR0", "IM0", vacant=True).value == 12
    assert made("C2", "FR1", "IM1", vacant=True).stake.level == 4


@pytest.mark.parametrize("missing", [("CX", "FR3", "IM3"), ("C1", "FR0", "IM0"), ("??", "FR3", "")])
def test_what_is_not_assessed_has_no_band(missing):
    assert made(*missing).band == "EX"


def test_cover_is_whole_by_somebody_counted_here_and_half_by_acting_up():
    assert [
        e.cover(counted=counted, acts_up=acts)
        for counted in (True, False)
        for acts in (True, False)
    ] == [1, 1, 0.5, 0]


def test_levels_are_those_of_the_code_lists(db):
    lists = code_lists("vacancy_risk", "impact", "criticality", "exposure")
    assert {c.code: c.low for c in lists["vacancy_risk"].values()} == e.RISK_LEVELS
    assert {c.code: c.low for c in lists["impact"].values()} == e.IMPACT_LEVELS
    assert set(lists["criticality"]) == {*e.CRITICALITIES, "CX"}
    assert set(lists["exposure"]) == {*e.BANDS, e.NOT_ASSESSED}


def test_bands_rise_whatever_somebody_typed(trust):
    found = rules(trust.unit.id, today())
    assert (found.starts, found.version) == ((4, 8, 12), "")
    assert dict(found.weights) == dict(RULES.weights)
    define("RA", EXPOSURE_RULES.code, {"from_e2": {"value": "9"}, "weight_c1": {"value": "5"}})
    found = rules(trust.unit.id, today())
    assert found.starts == (8, 9, 12)
    assert found.weights["C1"] == 5
    assert found.version == "RA v1"


# --- whom it counts --------------------------------------------------------------------------------


def board_of(trust):
    found = board(trust.unit.id, today())
    return found, exposures(found, rules(trust.unit.id, today()))


def at_risk(post, criticality: str, risk: str) -> None:
    post.criticality = criticality
    post.save()
    RiskAssessment.objects.create(
        unit_id=post.unit_id, post=post, vacancy_risk=risk, impact="IM2", assessed_on=today(),
        valid_from=today(),
    )  # fmt: skip


AGREED = {"disclosure": "agreed", "status": "agreed", "told_on": factories.LONG_AGO}
AGREED |= {"agreed_on": factories.LONG_AGO}


def test_only_somebody_ready_now_who_has_agreed_covers_a_post(trust):
    at_risk(trust.post, "C1", "FR3")
    named = nominate(trust.post, trust.deputy, "RN", disclosure="told", told_on=today())
    assert board_of(trust)[1][trust.post.id].exposure.value == 12
    for name, value in {**AGREED, "agreed_on": today()}.items():
        setattr(named, name, value)
    named.save()
    found = board_of(trust)[1][trust.post.id]
    assert (found.exposure.value, found.exposure.band, found.by) == (0, "E1", trust.deputy.id)
    named.judgements.update(readiness="R12")
    assert board_of(trust)[1][trust.post.id].exposure.value == 12


def test_acting_up_is_half_a_cover_and_an_interim_is_none(trust):
    at_risk(trust.post, "C1", "FR3")
    named = nominate(trust.post, trust.deputy, "R12", cover="ACT")
    assert board_of(trust)[1][trust.post.id].exposure.value == 6
    named.cover = "INT"
    named.save()
    assert board_of(trust)[1][trust.post.id].exposure.value == 12
    named.cover = "ACT"
    named.save()
    named.judgements.update(readiness="RNO")
    assert board_of(trust)[1][trust.post.id].exposure.value == 12, "she is not aiming for it"


def test_who_is_named_for_two_posts_covers_the_one_where_more_is_at_stake(trust):
    person = factories.staff(trust.unit, "Second Holder")
    second = make_post(trust.unit, "Chief finance officer", "CFO", holder=person, position=2)
    at_risk(trust.post, "C3", "FR3")
    at_risk(second, "C1", "FR3")
    nominate(trust.post, trust.deputy, "RN", **AGREED)
    nominate(second, trust.deputy, "RN", **AGREED)
    _, found = board_of(trust)
    assert (found[second.id].exposure.cover, found[trust.post.id].exposure.cover) == (1, 0)
    other = factories.staff(trust.unit, "Another Deputy")
    nominate(trust.post, other, "RN", rank=2, **AGREED)
    _, found = board_of(trust)
    assert (found[second.id].by, found[trust.post.id].by) == (trust.deputy.id, other.id)


def test_the_words_hold_the_numbers(trust):
    at_risk(trust.post, "C2", "FR3")
    nominate(trust.post, trust.deputy, "R12", cover="ACT")
    found = board(trust.unit.id, today())
    words = exposure_by_post(found, rules(trust.unit.id, today()), code_lists(*LISTS))
    shown = words[trust.post.id]
    assert shown.text == "Exposure: moderate"
    assert shown.lines == (
        "Criticality: 3 (strategically critical).",
        "Vacancy risk 3, impact 2: the higher is 3.",
        "Cover: 0.5, Kirsty Moor could act up at once.",
        "Exposure: 3 × 3 × (1 − 0.5) = 4.5.",  # noqa: RUF001
        (
            "It is moderate from 4, high from 8 and very high from 12. "
            "Rules: those that the platform ships."
        ),
    )


def test_the_version_is_said_in_words():
    assert version("RA v2, TA1 a1") == "Rules: version 2 of RA, change 1 of TA1"
    assert version("") == "Rules: those that the platform ships"


def test_what_is_missing_is_said(trust):
    codes = code_lists(*LISTS)
    found = board(trust.unit.id, today())
    shown = exposure_by_post(found, RULES, codes)[trust.post.id]
    assert shown.text == "Exposure: not assessed"
    assert shown.lines == ("Exposure cannot be worked out before criticality is assessed.",)
    trust.post.criticality = "C1"
    trust.post.save()
    shown = exposure_by_post(board(trust.unit.id, today()), RULES, codes)[trust.post.id]
    assert "Neither vacancy risk nor impact is assessed" in shown.lines[-1]


# --- as a figure -----------------------------------------------------------------------------------


def counted(trust, day: dt.date) -> dict[tuple[str, str], int]:
    with builder_scope(), connection.cursor() as cursor:
        rows = count_exposure(cursor, day)
    return {(family, band): n for unit, family, band, n, _ in rows if unit == trust.unit.id}


def test_the_figure_counts_what_the_plan_shows(trust):
    """Posts of every kind of cover, people who are counted elsewhere, and a rule of the region's."""
    deputies = [trust.deputy, *(factories.staff(trust.unit, f"Deputy {n}") for n in "AB")]
    chance = Random(7)
    for number in range(12):
        person = factories.staff(trust.unit, f"Holder {number}")
        role = chance.choice(["CFO", "CNO", "COO", "NED"])
        holder = person if number % 4 else None
        post = make_post(trust.unit, f"Post {number}", role, holder=holder, position=number)
        at_risk(post, chance.choice([*e.CRITICALITIES, "CX"]), chance.choice(list(e.RISK_LEVELS)))
        for rank, deputy in enumerate(chance.sample(deputies, chance.randint(0, 3))):
            told = AGREED if chance.random() < 0.7 else {}
            cover = chance.choice(["ACT", "INT", "NONE"])
            nominate(
                post, deputy, chance.choice(["RN", "RN", "RNO"]), rank=rank, cover=cover, **told
            )
        if holder and number % 3 == 0:
            nominate(post, holder, "RN", **AGREED)
    define("RA", EXPOSURE_RULES.code, {"weight_c3": {"value": "4"}})
    for day in (today(), today() - dt.timedelta(days=1), today() - dt.timedelta(days=60)):
        found = board(trust.unit.id, day)
        bands = exposures(found, rules(trust.unit.id, day))
        families = code_lists("board_role")["board_role"]
        shown = Counter(
            (families[row.role_codes[0]].attributes["family"], bands[row.id].exposure.band)
            for row in found.rows
        )
        assert counted(trust, day) == shown
        assert len(shown) >= 3


def test_an_assessment_of_criticality_counts_from_its_day(trust):
    at_risk(trust.post, "C0", "FR3")
    RiskAssessment.objects.update(valid_from=factories.LONG_AGO)
    CriticalityAssessment.objects.create(
        unit=trust.unit, post=trust.post, scores=[], percent=90, suggested="C1", criticality="C1",
        replaced="C0", assessed_on=today(), valid_from=today(),
    )  # fmt: skip
    assert list(counted(trust, today())) == [("Clinical", "E4")]
    assert list(counted(trust, today() - dt.timedelta(days=1))) == [("Clinical", "E1")]


@pytest.mark.parametrize("code", ["exposure", "nominations"])
def test_no_report_may_show_what_cannot_be_protected_beside_the_rest(code):
    shown = {each.code for report in reports for each in report.measures()}
    assert code not in shown
    assert {"cover", "risk", "successors"} <= shown
    leadership = reports.get("leadership")
    forbidden = replace(leadership, tables=[*leadership.tables, Table("x", code, (("family",),))])
    with pytest.raises(ValueError, match=f"leadership may not show {code}"):
        forbidden.families()
