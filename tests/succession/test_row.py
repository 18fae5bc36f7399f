"""What a row of the board says of a role and its successors, and which reasons a risk may have."""

import datetime as dt

import pytest
from django.urls import reverse

from learning.gaps import Distance, distances
from learning.models import CompetencyAssessment, RoleProfileItem
from learning.selectors import gap
from orgs.clock import today
from orgs.codes import code_lists
from succession import forms
from succession.card_words import gap_words
from succession.models import Nomination, RiskAssessment
from succession.risk_reasons import objection
from succession.words import LISTS
from tests import factories
from tests.succession.factories import World, assess, make_post, nominate
from tests.succession.test_loop import day_parts

HTMX = {"HX-Request": "true"}
DAY = dt.date(2026, 3, 31)


def judge(trust: World, **columns: object) -> RiskAssessment:
    return RiskAssessment.objects.create(
        unit=trust.unit, post=trust.post, assessed_on=DAY, valid_from=DAY,
        **{"vacancy_risk": "FR3", "impact": "IM3", "assessor": trust.cpo} | columns,
    )  # fmt: skip


def row(client, trust: World) -> str:
    client.force_login(trust.cpo)
    url = reverse("succession:row", args=["TA1", trust.post.public_id])
    return client.get(url).content.decode()


# --- what the row says --------------------------------------------------------------------------------


def test_a_row_says_how_critical_the_role_is_who_judged_it_and_when(client, trust) -> None:
    judge(trust, reasons=["MKT"])
    trust.post.criticality = "C2"
    trust.post.save()
    page = row(client, trust)
    assert "Strategically critical. Impact of a vacancy: high" in page
    assert "Vacancy risk and impact judged by Priya Nair on 31 March 2026" in page
    assert "Reason: Approach from outside" in page


def test_a_row_says_that_nothing_was_judged(client, trust) -> None:
    page = row(client, trust)
    assert "Criticality not assessed. Impact of a vacancy: not assessed" in page
    assert "Vacancy risk and impact have not been judged yet" in page


def test_a_successor_says_place_gap_evidence_assessor_and_review(client, trust) -> None:
    named = nominate(trust.post, trust.deputy, review_by=dt.date(2099, 3, 31))
    named.judgements.update(evidence="Acted up " * 30, assessor=trust.cpo, judged_on=DAY)
    nominate(trust.post, factories.staff(trust.unit, "Tom Reed"), rank=2)
    assess(trust.deputy, LCF1=4)
    page = row(client, trust)
    assert "1. Kirsty Moor: judged by Priya Nair on 31 March 2026" in page
    assert "look again by 31 March 2099" in page
    assert page.count("Acted up") == 9, "evidence is cut to one line"
    assert "domains below the role" in page
    assert "None of 6 domains assessed" in page


def test_who_is_not_in_line_has_no_place_and_no_gap(client, trust) -> None:
    nominate(trust.post, trust.deputy, "RNO")
    page = row(client, trust)
    assert "1 of 1" not in page
    assert "domains" not in page


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (None, ""),
        (Distance(6, 6, 0), "None of 6 domains assessed"),
        (Distance(2, 6, 5), "2 of 6 domains below the role"),
        (Distance(0, 6, 6), "Meets the role in all 6 domains"),
    ],
)
def test_a_gap_in_words(distance, words) -> None:
    assert gap_words(distance) == words


# --- the gap of many in one query ---------------------------------------------------------------------


def test_distances_are_those_of_the_gap_of_each(trust, django_assert_num_queries) -> None:
    other = factories.staff(trust.unit, "Tom Reed")
    assess(trust.deputy, LCF1=4, LCF2=1)
    assess(trust.deputy, LCF1=1)
    assess(other, LCF3=3)
    people, roles = [trust.deputy.pk, other.pk], ["CNO", "CFO", "NONE"]
    with django_assert_num_queries(1):
        found = distances(roles, people, today())
    for staff in people:
        for codes in (["CNO"], ["NONE", "CFO"], ["NONE"]):
            one = gap(staff_id=staff, role_codes=codes)
            far = found.between(staff, codes)
            if one.items:
                assert far == Distance(
                    one.short, one.wanted, sum(i.shown is not None for i in one.items)
                )
            else:
                assert far is None


def test_distances_are_those_of_a_day(trust) -> None:
    item = RoleProfileItem.objects.filter(profile__role_code="CNO").first()
    for level, on in ((4, DAY), (1, DAY + dt.timedelta(days=9))):
        CompetencyAssessment.objects.create(
            unit=trust.unit, staff=trust.deputy, competency=item.competency, level=level,
            assessed_on=on,
        )  # fmt: skip

    def shown(day: dt.date) -> dict[int, int]:
        return dict(distances(["CNO"], [trust.deputy.pk], day).shown.get(trust.deputy.pk, {}))

    assert shown(DAY - dt.timedelta(days=1)) == {}
    assert shown(DAY) == {item.competency_id: 4}
    assert shown(today() + dt.timedelta(days=999)) == {item.competency_id: 1}


def test_distances_of_nobody_ask_nothing(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert distances(["CNO"], [], DAY).between(1, ["CNO"]) is None


# --- reasons ------------------------------------------------------------------------------------------

RISK = {"version": 0, "vacancy_risk": "FR3", "impact": "IM3"}


@pytest.mark.parametrize("code", ["RET", "WLD"])
def test_what_touches_age_or_wellbeing_stands_only_as_the_person_stated_it(
    client, trust, code
) -> None:
    client.force_login(trust.cpo)
    url = reverse("succession:risk", args=["TA1", trust.post.public_id])
    refused = client.post(url, RISK | {"reasons": [code, "MKT"]})
    assert refused.status_code == 422
    assert "only as the person has stated it" in refused.content.decode()
    stated = {"reasons": [code], "stated_by_person": "on"}
    assert client.post(url, RISK | stated).status_code == 422
    future = day_parts("stated_on", today() + dt.timedelta(days=1))
    assert client.post(url, RISK | stated | future).status_code == 422
    assert RiskAssessment.objects.count() == 0
    on = day_parts("stated_on", DAY)
    assert client.post(url, RISK | stated | on, headers=HTMX).status_code == 200
    made = RiskAssessment.objects.get()
    assert (made.reasons, made.stated_by_person, made.stated_on) == ([code], True, DAY)
    assert ", as the person stated on 31 March 2026" in row(client, trust)


def test_the_service_refuses_what_the_form_would(trust) -> None:
    common = {"stated_by_person": False, "stated_on": None, "day": DAY}
    assert objection(["MKT", "STR"], **common) is None
    assert objection(["WLD"], **common)[0] == "stated_by_person"
    assert objection([], **common | {"stated_on": DAY})[0] == "stated_by_person"
    assert objection(["RET"], **common | {"stated_by_person": True})[0] == "stated_on"


def test_what_was_judged_before_the_rule_stays_readable(client, trust) -> None:
    judge(trust, reasons=["RET"])
    page = row(client, trust)
    assert "Reason: Retirement intended, not recorded as stated by the person" in page


def test_falling_engagement_is_never_a_reason_and_prompts_a_conversation(client, trust) -> None:
    from talentpools.models import PoolMembership

    codes = code_lists(*LISTS)
    form = forms.RiskForm(codes=codes, day=DAY)
    assert "ENG" not in dict(form.fields["reasons"].choices)
    client.force_login(trust.cpo)
    url = reverse("succession:risk", args=["TA1", trust.post.public_id])
    assert client.post(url, RISK | {"reasons": ["ENG"]}).status_code == 422
    assert RiskAssessment.objects.count() == 0
    prompt = "Helen Adeyemi takes part less than before (Nursing directors)"
    assert prompt not in client.get(url).content.decode()
    long_ago = today() - dt.timedelta(days=61)
    member = PoolMembership.objects.create(
        unit=trust.unit, pool=trust.pool, staff=trust.holder, status="active",
        opened_on=long_ago, joined_on=long_ago,
    )  # fmt: skip
    for headers in ({}, HTMX):
        page = client.get(url, headers=headers).content.decode()
        assert prompt in page
        assert "have a conversation" in page
    row = PoolMembership.objects.filter(pk=member.pk)
    row.update(joined_on=today())
    assert prompt not in client.get(url).content.decode()
    row.update(joined_on=long_ago)
    trust.pool.kind = "POSITIVE_ACTION"
    trust.pool.joining = "invitation"
    trust.pool.save()
    assert prompt not in client.get(url).content.decode()
    trust.pool.kind = "ROLE"
    trust.pool.save()
    # What is only prepared for somebody is nothing to have stopped doing.
    row.update(opened_on=None, status="prepared", joined_on=None)
    assert prompt not in client.get(url).content.decode()


def test_every_note_about_a_person_says_that_she_may_ask_to_see_it(trust) -> None:
    codes = code_lists(*LISTS)
    made = [
        forms.ReadinessForm(codes=codes, name="Kirsty Moor"),
        forms.NameForm(codes=codes, day=DAY),
        forms.RiskForm(codes=codes, day=DAY),
    ]
    noted = {
        (type(form).__name__, name): f"{field.label} {field.help_text}"
        for form in made
        for name, field in form.fields.items()
        if name in ("evidence", "reasons")
    }
    assert len(noted) == 3
    assert all("may ask to see" in words for words in noted.values())


def test_a_conflict_over_a_risk_compares_everything_that_was_judged(client, trust) -> None:
    judge(trust, reasons=["MKT"], leaving_on=dt.date(2027, 1, 31))
    client.force_login(trust.cpo)
    url = reverse("succession:risk", args=["TA1", trust.post.public_id])
    yours = RISK | {"reasons": ["STR", "LOC"]}
    stale = client.post(url, yours, headers=HTMX)
    page = stale.content.decode()
    assert stale.status_code == 409
    for words in (
        "Approach from outside",
        "Affected by reorganisation, Relocation or travel",
        "31 January 2027",
        "Priya Nair changed this at",
    ):
        assert f"{words}" in page
    assert RiskAssessment.objects.get().reasons == ["MKT"]
    assert client.post(url, yours | {"version": 1}).status_code == 302
    ended, now = RiskAssessment.objects.order_by("pk")
    assert (ended.valid_to, ended.reasons) == (today(), ["MKT"])
    assert (now.version, now.reasons) == (2, ["STR", "LOC"])


def test_a_conflict_over_readiness_compares_what_shows_it_too(client, trust) -> None:
    named = nominate(trust.post, trust.deputy)
    client.force_login(trust.cpo)
    url = reverse("succession:readiness", args=["TA1", named.public_id])
    client.post(url, {"version": 1, "readiness": "RN", "evidence": "Acted up in May"})
    stale = {"version": 1, "readiness": "RN", "evidence": "Needs board exposure"}
    page = client.post(url, stale, headers=HTMX).content.decode()
    assert "<dd>Acted up in May</dd>" in page
    assert "<dd>Needs board exposure</dd>" in page
    assert 'value="Needs board exposure"' in page
    assert Nomination.objects.get().judgements.count() == 2


def test_the_queries_of_the_board_do_not_grow_with_roles(trust, django_assert_num_queries) -> None:
    from succession.board import board

    nominate(trust.post, trust.deputy)
    for number in range(3):
        post = make_post(trust.unit, f"Post {number}", "CFO", position=number + 2)
        nominate(post, factories.staff(trust.unit, f"Person {'ABC'[number]}"))
    with django_assert_num_queries(4):
        board(trust.unit.pk, today())
