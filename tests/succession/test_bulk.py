"""Several rows at once: what the preview says, all or nothing, and what undoing puts back."""

import datetime as dt

import pytest
from django.urls import reverse

from learning.models import PathwayAssignment
from orgs.access.scope import user_scope
from orgs.clock import now, today
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.outbox import Outbox
from orgs.models.units import OrgUnit
from succession import line, services
from succession.models import (
    BulkChange,
    BulkLine,
    Nomination,
    ReadinessJudgement,
    RiskAssessment,
)
from tests import factories
from tests.succession.factories import World, make_post, nominate
from tests.succession.test_loop import day_parts

ONE = dt.timedelta(days=1)
LATER = today() + 200 * ONE


@pytest.fixture
def named(trust: World) -> list[Nomination]:
    """Kirsty Moor (out of date), Tom Reed (judged), Ada Pike (never judged)."""
    tom, ada = (factories.staff(trust.unit, name) for name in ("Tom Reed", "Ada Pike"))
    made = [
        nominate(trust.post, trust.deputy, "RN", review_by=today() - ONE),
        nominate(trust.post, tom, "R35", rank=2),
        nominate(trust.post, ada, rank=3),
    ]
    made[0].judgements.update(evidence="Acted up in May", judged_on=today() - 40 * ONE)
    made[2].judgements.all().delete()
    return made


def previewed(client, trust: World, act: str, **data: object) -> BulkChange:
    client.force_login(trust.cpo)
    answer = client.post(reverse("succession:bulk", args=["TA1"]), {"act": act, **data})
    assert answer.status_code == 302, answer.content.decode()
    made = BulkChange.objects.latest("pk")
    assert answer["Location"] == url(made)
    return made


def url(of: BulkChange, unit: str = "TA1") -> str:
    return reverse("succession:bulk_change", args=[unit, of.public_id])


def review(client, trust: World) -> BulkChange:
    return previewed(client, trust, "review", everyone="on", **day_parts("review_by", LATER))


def in_force(of: Nomination) -> tuple[str, str, dt.date, dt.date, int | None]:
    row = of.judgements.get(valid_to=None)
    return row.readiness, row.evidence, row.judged_on, row.review_by, row.assessor_id


# --- choosing and previewing --------------------------------------------------------------------------


def test_the_plan_leads_there_with_its_filters(client, trust, named) -> None:
    make_post(trust.unit, "Chief finance officer", "CFO", position=2)
    client.force_login(trust.cpo)
    plan = client.get(reverse("succession:plan", args=["TA1"]), {"q": "nurse"}).content.decode()
    address = reverse("succession:bulk", args=["TA1"])
    assert f'href="{address}?q=nurse"' in plan
    assert 'name="q" value="nurse"' in client.get(address, {"q": "nurse"}).content.decode()
    rows = client.get(address, {"q": "nurse", "act": "risk"}).content.decode()
    assert "Chief nurse: not assessed" in rows
    assert "Chief finance officer" not in rows
    made = previewed(client, trust, "risk", q="nurse", everyone="on", vacancy_risk="FR2")
    assert [each.post for each in made.lines.all()] == [trust.post]


def test_the_preview_says_what_will_change_what_stays_and_why(client, trust, named) -> None:
    made = review(client, trust)
    before = list(ReadinessJudgement.objects.order_by("pk").values())
    page = client.get(url(made)).content.decode()
    assert "Preview, not saved yet" in page
    assert "2 rows" in page
    old = (today() - ONE).strftime("%-d %B %Y")
    assert f"Not assessed: ready now until {old}" in page
    assert f"Ready now, look again by {LATER.strftime('%-d %B %Y')}" in page
    assert "Ada Pike, Chief nurse</strong>: Not assessed yet: judge the readiness first" in page
    assert "You can undo this for 15 minutes" in page
    assert list(ReadinessJudgement.objects.order_by("pk").values()) == before
    assert ReadEvent.objects.latest("at").page == "succession.bulk"
    assert set(ReadEvent.objects.latest("at").staff_ids) == {n.staff_id for n in named}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"act": "nonsense"},
        {"act": "cover", "cover": "ACT"},
        {"act": "cover", "everyone": "on", "cover": "XX"},
        {"act": "cover", "chosen": "00000000-0000-4000-8000-000000000000", "cover": "ACT"},
        {"act": "risk", "everyone": "on", "vacancy_risk": "FR9"},
        {"act": "review", "everyone": "on", **day_parts("review_by", today())},
        {"act": "told", "everyone": "on", **day_parts("told_on", today() + ONE)},
    ],
)
def test_a_bad_choice_makes_no_preview(client, trust, named, data) -> None:
    client.force_login(trust.cpo)
    assert client.post(reverse("succession:bulk", args=["TA1"]), data).status_code == 422
    assert not BulkChange.objects.exists()


def test_people_of_another_trust_cannot_be_chosen(client, trust, named) -> None:
    other = OrgUnit.objects.get(code="TA2")
    foreign = nominate(make_post(other, "Chief nurse", "CNO"), factories.staff(other, "Kit Vale"))
    client.force_login(trust.cpo)
    data = {"act": "cover", "cover": "ACT", "chosen": str(foreign.public_id)}
    answer = client.post(reverse("succession:bulk", args=["TA1"]), data)
    assert answer.status_code == 422
    assert "Kit Vale" not in answer.content.decode()


def test_a_preview_belongs_to_its_trust_and_to_who_manages_there(client, trust, named) -> None:
    made = review(client, trust)
    for who, unit, status in (
        (trust.lead, "TA1", 403),
        (factories.holder("cpo", OrgUnit.objects.get(code="TA2")), "TA1", 404),
        (factories.holder("cpo", OrgUnit.objects.get(code="TA2"), login="second"), "TA2", 404),
    ):
        client.force_login(who)
        assert client.get(url(made, unit)).status_code == status
        assert client.post(url(made, unit), {"do": "apply"}).status_code == status
    made.refresh_from_db()
    assert made.state == "previewed"
    assert ReadinessJudgement.objects.count() == 2


# --- the five acts ------------------------------------------------------------------------------------


def test_readiness_is_confirmed_and_undoing_puts_back_exactly_what_stood_there(
    client, trust, named
) -> None:
    first = in_force(named[0])
    made = review(client, trust)
    assert client.post(url(made), {"do": "apply"}).status_code == 302
    assert in_force(named[0]) == ("RN", "Acted up in May", today(), LATER, trust.cpo.pk)
    assert in_force(named[1])[0] == "R35"
    assert not named[2].judgements.exists()
    page = client.get(url(made)).content.decode()
    assert "You can undo this until" in page
    assert AuditEvent.objects.get(action="bulk.applied").detail == {"act": "review", "rows": 2}
    assert client.post(url(made), {"do": "undo"}).status_code == 302
    assert in_force(named[0]) == first
    assert named[0].judgements.count() == 3
    made.refresh_from_db()
    assert made.state == "undone"
    assert AuditEvent.objects.get(action="bulk.undone").detail == {"act": "review", "rows": 2}
    assert client.post(url(made), {"do": "undo"}).status_code == 422
    assert "Undone" in client.get(url(made)).content.decode()


def test_cover_is_set_for_some_and_undone(client, trust, named) -> None:
    Nomination.objects.filter(pk=named[1].pk).update(cover="ACT")
    chosen = [str(n.public_id) for n in named[:2]]
    made = previewed(client, trust, "cover", chosen=chosen, cover="ACT")
    whys = list(made.lines.order_by("nomination__rank").values_list("why", flat=True))
    assert whys == ["", "It says so already"]
    client.post(url(made), {"do": "apply"})
    assert [n.cover for n in Nomination.objects.order_by("rank")] == ["ACT", "ACT", "NONE"]
    client.post(url(made), {"do": "undo"})
    assert [n.cover for n in Nomination.objects.order_by("rank")] == ["NONE", "ACT", "NONE"]


def test_vacancy_risk_is_set_keeps_the_rest_and_undoing_brings_the_old_row_back(
    client, trust
) -> None:
    second = make_post(trust.unit, "Chief finance officer", "CFO", position=2)
    leaving = make_post(trust.unit, "Chair", "CHAIR", position=3)
    old = make_post(trust.unit, "Company secretary", "COSEC", position=4)
    common = {"unit": trust.unit, "assessed_on": today() - 9 * ONE, "valid_from": today() - 9 * ONE}
    was = RiskAssessment.objects.create(
        post=trust.post, vacancy_risk="FR1", impact="IM4", reasons=["STR"], **common
    )
    RiskAssessment.objects.create(
        post=leaving, vacancy_risk="FR9", leaving_on=today() + 90 * ONE, **common
    )
    RiskAssessment.objects.create(post=old, vacancy_risk="FR1", reasons=["RET"], **common)
    made = previewed(client, trust, "risk", everyone="on", vacancy_risk="FR3")
    whys = dict(made.lines.values_list("post__title", "why"))
    assert (whys["Chief nurse"], whys["Chief finance officer"]) == ("", "")
    assert "Leaving is known" in whys["Chair"]
    assert "not recorded as stated by the person" in whys["Company secretary"]
    client.post(url(made), {"do": "apply"})
    now_first = RiskAssessment.objects.get(post=trust.post, valid_to=None)
    assert (now_first.vacancy_risk, now_first.impact, now_first.reasons) == ("FR3", "IM4", ["STR"])
    assert RiskAssessment.objects.get(post=second, valid_to=None).vacancy_risk == "FR3"
    assert client.post(url(made), {"do": "undo"}).status_code == 302
    back = RiskAssessment.objects.get(post=trust.post, valid_to=None)
    same = ("vacancy_risk", "impact", "reasons", "assessed_on", "assessor_id", "leaving_on")
    assert [getattr(back, n) for n in same] == [getattr(was, n) for n in same]
    assert (back.version, back.valid_from) == (3, today())
    assert RiskAssessment.objects.filter(post=trust.post).count() == 3
    assert not RiskAssessment.objects.filter(post=second, valid_to=None).exists()


def test_pathways_are_prepared_once_a_person_and_taken_back_unless_they_opened(
    client, trust, named
) -> None:
    second = make_post(trust.unit, "Chief nurse of the group", "CNO", position=2)
    nominate(second, trust.deputy)
    nowhere = make_post(trust.unit, "Director of nothing", "ZZZ", position=3)
    nominate(nowhere, factories.staff(trust.unit, "Una Voss"))
    Nomination.objects.filter(pk=named[1].pk).update(
        disclosure="agreed", status="agreed", told_on=today(), agreed_on=today()
    )
    made = previewed(client, trust, "pathway", everyone="on")
    whys = {(one.nomination.staff.name, one.post.title): one.why for one in made.lines.all()}
    assert whys["Kirsty Moor", "Chief nurse"] == ""
    assert whys["Kirsty Moor", second.title] == "Gets one for another role here"
    assert whys["Una Voss", "Director of nothing"] == "No pathway leads to this role yet"
    page = client.get(url(made)).content.decode()
    assert "They have agreed: it opens for them at once, and cannot be undone" in page
    assert "but for the rows that say otherwise" in page
    client.post(url(made), {"do": "apply"})
    states = dict(PathwayAssignment.objects.values_list("staff__name", "state"))
    assert states["Kirsty Moor"] == states["Ada Pike"] == "prepared"
    assert states["Tom Reed"] == "active"
    assert client.post(url(made), {"do": "undo"}).status_code == 302
    states = dict(PathwayAssignment.objects.values_list("staff__name", "state"))
    assert states["Kirsty Moor"] == states["Ada Pike"] == "withdrawn"
    assert states["Tom Reed"] == "active"


def test_telling_says_that_it_cannot_be_undone_and_is_not(client, trust, named) -> None:
    Nomination.objects.filter(pk=named[1].pk).update(disclosure="told", told_on=today())
    made = previewed(client, trust, "told", everyone="on", **day_parts("told_on", today()))
    page = client.get(url(made)).content.decode()
    assert "This cannot be undone." in page
    assert "Has been told already" in page
    assert Outbox.objects.count() == 0
    client.post(url(made), {"do": "apply"})
    assert set(Nomination.objects.values_list("disclosure", flat=True)) == {"told"}
    page = client.get(url(made)).content.decode()
    assert 'value="undo"' not in page
    refused = client.post(url(made), {"do": "undo"})
    assert refused.status_code == 422
    assert "This cannot be undone" in refused.content.decode()
    assert set(Nomination.objects.values_list("disclosure", flat=True)) == {"told"}


def test_who_is_held_back_is_not_told_with_the_others(client, trust, named) -> None:
    named[0].withhold_reason, named[0].withhold_review_on = "third_party", today() + ONE
    named[1].withhold_reason, named[1].withhold_review_on = "third_party", today()
    for each in named[:2]:
        each.withhold_approver, each.withhold_approved_on = trust.cpo, today()
        each.save()
    made = previewed(client, trust, "told", everyone="on", **day_parts("told_on", today()))
    whys = dict(made.lines.values_list("nomination__staff__name", "why"))
    assert whys["Kirsty Moor"].startswith("Held back until ")
    assert whys["Tom Reed"] == ""
    client.post(url(made), {"do": "apply"})
    told = Nomination.objects.filter(disclosure="told").values_list("staff__name", flat=True)
    assert set(told) == {"Tom Reed", "Ada Pike"}


# --- meanwhile ----------------------------------------------------------------------------------------


def changed_by_a_colleague(trust: World, of: Nomination, cover: str) -> None:
    colleague = factories.holder(
        "cpo", trust.unit, person=factories.staff(trust.unit, "Omar Haddad").person, login="omar"
    )
    with user_scope(colleague.pk, unit_code="TA1") as viewer:
        line.change_cover(viewer=viewer, nomination=of, version=of.version, cover=cover)


def test_a_row_that_moved_since_the_preview_stops_all_and_nothing_is_lost(
    client, trust, named
) -> None:
    made = previewed(client, trust, "cover", everyone="on", cover="ACT")
    changed_by_a_colleague(trust, named[1], "INT")
    answer = client.post(url(made), {"do": "apply"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Tom Reed, Chief nurse</strong>: Omar Haddad" in page
    assert "Now: Interim cover for up to 6 months" in page
    assert "nothing was written" in page
    assert [n.cover for n in Nomination.objects.order_by("rank")] == ["NONE", "INT", "NONE"]
    again = client.post(url(made), {"do": "again"})
    newer = BulkChange.objects.latest("pk")
    assert again["Location"] == url(newer)
    assert newer.pk != made.pk
    assert client.post(url(newer), {"do": "apply"}).status_code == 302
    assert [n.cover for n in Nomination.objects.order_by("rank")] == ["ACT", "ACT", "ACT"]


def test_somebody_who_left_the_plan_meanwhile_stops_it_too(client, trust, named) -> None:
    made = previewed(client, trust, "cover", everyone="on", cover="ACT")
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        services.withdraw_nomination(viewer=viewer, nomination=named[1])
    answer = client.post(url(made), {"do": "apply"})
    assert answer.status_code == 409
    assert "It is no longer on the plan" in answer.content.decode()
    assert set(Nomination.objects.values_list("cover", flat=True)) == {"NONE"}


def test_undoing_stops_when_one_of_the_rows_was_changed_again(client, trust, named) -> None:
    made = previewed(client, trust, "cover", everyone="on", cover="ACT")
    client.post(url(made), {"do": "apply"})
    named[0].refresh_from_db()
    changed_by_a_colleague(trust, named[0], "INT")
    answer = client.post(url(made), {"do": "undo"})
    assert answer.status_code == 409
    assert "Kirsty Moor, Chief nurse</strong>: Omar Haddad" in answer.content.decode()
    assert [n.cover for n in Nomination.objects.order_by("rank")] == ["INT", "ACT", "ACT"]


def test_the_time_to_save_and_to_undo_runs_out(client, trust, named) -> None:
    made = previewed(client, trust, "cover", everyone="on", cover="ACT")
    BulkChange.objects.filter(pk=made.pk).update(made_at=now() - dt.timedelta(minutes=61))
    late = client.post(url(made), {"do": "apply"})
    assert late.status_code == 422
    assert "more than an hour old" in late.content.decode()
    assert set(Nomination.objects.values_list("cover", flat=True)) == {"NONE"}
    made = previewed(client, trust, "cover", everyone="on", cover="ACT")
    client.post(url(made), {"do": "apply"})
    assert client.post(url(made), {"do": "apply"}).status_code == 422
    BulkChange.objects.filter(pk=made.pk).update(applied_at=now() - dt.timedelta(minutes=16))
    late = client.post(url(made), {"do": "undo"})
    assert late.status_code == 422
    assert "15 minutes" in late.content.decode()
    assert 'value="undo"' not in client.get(url(made)).content.decode()
    assert set(Nomination.objects.values_list("cover", flat=True)) == {"ACT"}


def test_nothing_that_can_change_is_not_saved(client, trust, named) -> None:
    made = previewed(client, trust, "cover", everyone="on", cover="NONE")
    page = client.get(url(made)).content.decode()
    assert "None of these can be changed" in page
    assert 'value="apply"' not in page
    assert client.post(url(made), {"do": "apply"}).status_code == 422
    assert client.post(url(made), {"do": "nonsense"}).status_code == 422


def test_papers_of_yesterday_go_with_the_next_preview(client, trust, named) -> None:
    old = previewed(client, trust, "cover", everyone="on", cover="ACT")
    BulkChange.objects.filter(pk=old.pk).update(made_at=now() - dt.timedelta(hours=25))
    previewed(client, trust, "cover", everyone="on", cover="ACT")
    assert not BulkChange.objects.filter(pk=old.pk).exists()
    assert BulkLine.objects.count() == 3
