"""A spreadsheet against the plan: new, changed, the same, left out, or a fault at its row and cell."""

import datetime as dt

import pytest

from orgs.clock import today
from orgs.models.codes import Code
from orgs.models.people import Assignment
from succession.models import Incumbency, Post, RiskAssessment
from tests import factories
from tests.succession.factories import World, make_post, nominate
from tests.succession.onramp.bringing import TEAM_HEAD, difference, number, row, upload

DAY = dt.timedelta(days=1)


@pytest.fixture
def kestrel(trust, client) -> World:
    client.force_login(trust.cpo)
    return trust


def faults(trust: World) -> list[tuple[int, str, str]]:
    return [(f.line, f.column, f.message) for f in difference(trust).faults]


def left_out(trust: World) -> list[tuple[int, str, str]]:
    return [(f.line, f.column, f.message) for f in difference(trust).left_out]


def test_a_row_is_sorted_into_what_it_would_write(client, kestrel) -> None:
    upload(
        client,
        row("Chief nurse", risk="High", impact="Critical", successor="Kirsty Moor", readiness="1-2 years", cover="Yes"),
        row("Chief people officer", holder="Priya Nair"),
    )  # fmt: skip
    found = difference(kestrel)
    assert (found.faults, found.left_out, found.ready) == ([], [], True)
    (post,) = found.posts
    assert (post.title, post.roles, post.criticality) == ("Chief people officer", ("CPO",), "CX")
    (held,) = found.holders
    assert (held.post.title, held.person.name, held.since) == (
        "Chief people officer", "Priya Nair", factories.LONG_AGO,
    )  # fmt: skip
    (risk,) = found.risks
    assert (risk.version, risk.risk.vacancy_risk, risk.risk.impact) == (0, "FR3", "IM4")
    (named,) = found.named
    assert (named.person.id, named.readiness, named.cover, named.review_by > today()) == (
        kestrel.deputy.pk, "R12", "ACT", True,
    )  # fmt: skip


def test_a_post_is_known_by_its_title_or_by_a_role_that_only_one_has(client, kestrel) -> None:
    for title in ("CHIEF  NURSE", "Director of Nursing", "CNO"):
        upload(client, row(title, risk="High"))
        found = difference(kestrel)
        assert ([r.post.id for r in found.risks], found.posts) == ([kestrel.post.pk], []), title


def test_a_role_of_the_employers_own_is_the_national_one_that_it_stands_for(
    client, kestrel
) -> None:
    Code.objects.create(
        list="board_role", code="L-head", label="Head of all nursing", owner=kestrel.unit,
        attributes={"national": "CNO"}, valid_from=factories.LONG_AGO,
    )  # fmt: skip
    upload(client, row("Head of all nursing", risk="High"))
    assert [r.post.id for r in difference(kestrel).risks] == [kestrel.post.pk]


def test_of_a_role_that_several_have_the_title_decides(client, kestrel) -> None:
    make_post(kestrel.unit, "Non-executive director", "NED", position=2)
    upload(client, row("Non-executive director 2"))
    assert [p.title for p in difference(kestrel).posts] == ["Non-executive director 2"]


def test_of_posts_with_one_title_the_holder_decides(client, kestrel) -> None:
    ann = factories.staff(kestrel.unit, "Ann Bell")
    first = make_post(kestrel.unit, "Non-executive member", "NED", holder=ann, position=2)
    second = make_post(kestrel.unit, "Non-executive member", "NED", position=3)
    upload(
        client,
        row("Non-executive member", holder="Ann Bell", risk="High", successor="Priya Nair", readiness="Ready now"),
        row(successor="Kirsty Moor", readiness="3-5 years"),
        row("Non-executive member", risk="Low"),
    )  # fmt: skip
    found = difference(kestrel)
    assert found.faults == []
    assert [(r.post.id, r.risk.vacancy_risk) for r in found.risks] == [
        (first.pk, "FR3"), (second.pk, "FR1"),
    ]  # fmt: skip
    assert [n.post.id for n in found.named] == [first.pk, first.pk]
    make_post(kestrel.unit, "Non-executive member", "NED", position=4)
    upload(client, row("Non-executive member", risk="Low"))
    assert faults(kestrel) == [
        (2, "Post", "several posts of the plan are called so: say who holds it")
    ]
    upload(client, "Priya Nair;;;;Non-executive member;Ready now;;", head=TEAM_HEAD, layout="team")
    assert [column for _, column, _ in faults(kestrel)] == ["Successor for"]
    upload(client, "Ann Bell;;Non-executive member;Low;;;;", head=TEAM_HEAD, layout="team")
    assert [r.post.id for r in difference(kestrel).risks] == [first.pk]


def test_an_empty_post_is_the_one_above(client, kestrel) -> None:
    upload(
        client,
        row("Chief nurse", successor="Kirsty Moor", readiness="Ready now"),
        row(successor="Priya Nair", readiness="3-5 years"),
    )
    assert [n.person.name for n in difference(kestrel).named] == ["Kirsty Moor", "Priya Nair"]


def test_columns_of_each_readiness_hold_names(client, kestrel) -> None:
    head = "Critical role;Ready now;1-2 years;3-5 years"
    factories.staff(kestrel.unit, "Ann Bell")
    upload(client, "Chief nurse;Kirsty Moor and Ann Bell;;", head=head)
    assert faults(kestrel) == [
        (2, "Ready now", "nobody on the staff list is called “Kirsty Moor and Ann Bell”")
    ]
    upload(client, 'Chief nurse;"Kirsty Moor; Ann Bell";-;Priya Nair', head=head)
    assert [(n.person.name, n.readiness) for n in difference(kestrel).named] == [
        ("Kirsty Moor", "RN"), ("Ann Bell", "RN"), ("Priya Nair", "R35"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"successor": "Nobody Known", "readiness": "Ready now"}, "Successor",
         "nobody on the staff list is called “Nobody Known”"),
        ({"successor": "Kirsty Moor"}, "Readiness", "say how ready Kirsty Moor is, such as “Ready now”"),
        ({"successor": "Kirsty Moor", "readiness": "Soonish"}, "Readiness",
         "“Soonish” is no readiness of the list"),
        ({"successor": "Kirsty Moor", "readiness": "Not aiming"}, "Readiness",
         "Kirsty Moor is not aiming for this role: nobody to name"),
        ({"successor": "Kirsty Moor", "readiness": "Ready now", "review": "01/04/2020"}, "Review by",
         "the day to look at it again must be in the future"),
        ({"successor": "Kirsty Moor", "readiness": "Ready now", "review": "31/02/2027"}, "Review by",
         "“31/02/2027” is not a date such as 31/03/2026"),
        ({"successor": "Helen Adeyemi", "readiness": "Ready now"}, "Successor", "Helen Adeyemi holds this post"),
        ({"risk": "Perhaps"}, "Flight risk", "“Perhaps” is no vacancy risk of the list"),
        ({"risk": "Leaving"}, "Leaves on", "give the day of leaving"),
        ({"successor": "Kirsty Moor", "readiness": "Ready now", "cover": "Bob"}, "Emergency cover",
         "“Bob” is no emergency cover of the list"),
        ({"evidence": "x" * 501, "successor": "Kirsty Moor", "readiness": "Ready now"}, "Evidence",
         "is longer than 500 characters"),
    ],
)  # fmt: skip
def test_a_fault_stands_at_its_row_and_cell(client, kestrel, cells, column, says) -> None:
    upload(client, row("Chief nurse", **cells))
    assert faults(kestrel) == [(2, column, says)]
    assert not difference(kestrel).ready


def test_posts_that_cannot_be_added_are_faults(client, kestrel) -> None:
    upload(
        client,
        row("Head of magic"),
        row("Head of care", role="CNO"),
        row("Head of spells", role="WIZARD"),
        row("=1+1", role="CNO"),
    )
    assert [(line, column) for line, column, _ in faults(kestrel)] == [
        (2, "Post"), (4, "Board role"), (5, "Post"),
    ]  # fmt: skip
    assert [p.title for p in difference(kestrel).posts] == ["Head of care"]


def test_two_people_of_one_name_need_a_number(client, kestrel) -> None:
    number(kestrel.deputy, "77")
    factories.staff(kestrel.unit, "Kirsty Moor")
    upload(client, row("Chief nurse", successor="Kirsty Moor", readiness="Ready now"))
    assert faults(kestrel) == [
        (2, "Successor", "2 people here are called “Kirsty Moor”: give the employee number")
    ]
    head = "Post;Successor;Successor employee number;Readiness"
    upload(client, "Chief nurse;Kirsty Moor;77;Ready now", head=head)
    assert [n.person.id for n in difference(kestrel).named] == [kestrel.deputy.pk]


def test_nobody_of_another_employer_is_found(client, kestrel, units) -> None:
    elsewhere = factories.staff(units["TA2"], "Una Elsewhere")
    number(elsewhere, "4711")
    upload(
        client,
        "Chief nurse;Una Elsewhere;;Ready now",
        "Chief nurse;;4711;Ready now",
        head="Post;Successor;Successor employee number;Readiness",
    )
    assert [message for _, _, message in faults(kestrel)] == [
        "nobody on the staff list is called “Una Elsewhere”",
        "nobody here has the employee number or email “4711”",
    ]


def test_rows_that_contradict_each_other_are_faults(client, kestrel) -> None:
    upload(
        client,
        row("Chief nurse", risk="High", successor="Kirsty Moor", readiness="Ready now"),
        row("Chief nurse", risk="Low", successor="Kirsty Moor", readiness="3-5 years"),
    )
    assert faults(kestrel) == [
        (3, "Flight risk", "row 2 says it otherwise"),
        (3, "Successor", "Kirsty Moor is in row 2 as a successor for this post too"),
    ]


def test_what_stands_there_already_is_the_same(client, kestrel) -> None:
    nominate(kestrel.post, kestrel.deputy, "R12", cover="ACT")
    RiskAssessment.objects.create(
        unit=kestrel.unit, post=kestrel.post, vacancy_risk="FR3", assessed_on=today(), valid_from=today()
    )  # fmt: skip
    upload(
        client,
        row("Chief nurse", holder="Helen Adeyemi", risk="High", successor="Kirsty Moor", readiness="1-2 years"),
    )  # fmt: skip
    found = difference(kestrel)
    assert found.nothing
    assert [s.person and s.person.name for s in found.same] == [None, "Kirsty Moor"]


def test_a_judgement_that_has_run_out_is_not_renewed_by_the_same_word(client, kestrel) -> None:
    nominate(kestrel.post, kestrel.deputy, "R12", review_by=today() - DAY)
    upload(client, row("Chief nurse", successor="Kirsty Moor", readiness="1-2 years"))
    assert difference(kestrel).nothing
    ahead = f"{today() + 90 * DAY:%d/%m/%Y}"
    upload(client, row("Chief nurse", successor="Kirsty Moor", readiness="1-2 years", review=ahead))
    (changed,) = difference(kestrel).changed
    assert [change.key for change in changed.changes] == ["review_by"]


def test_an_empty_cell_changes_nothing_and_nobody_is_taken_off(client, kestrel) -> None:
    nominate(kestrel.post, kestrel.deputy, "R12", cover="ACT")
    upload(client, row("Chief nurse", successor="Kirsty Moor", readiness="n/a", cover="-"))
    assert difference(kestrel).nothing
    upload(client, row("Chief nurse"))
    assert difference(kestrel).nothing


def test_a_change_of_holder_is_left_to_the_page_of_the_post(client, kestrel) -> None:
    upload(client, row("Chief nurse", holder="Kirsty Moor"))
    ((line, column, says),) = left_out(kestrel)
    assert (line, column) == (2, "Incumbent")
    assert says.startswith("Chief nurse is held by Helen Adeyemi. That Kirsty Moor holds it now")
    assert difference(kestrel).nothing
    Incumbency.objects.update(ends_on=today())
    upload(client, row("Chief nurse", holder="Kirsty Moor"))
    ((_, _, says),) = left_out(kestrel)
    assert says.startswith("Chief nurse is vacant after somebody held it")


def test_a_post_that_nobody_has_held_can_be_shared(client, kestrel) -> None:
    make_post(kestrel.unit, "Chief operating officer", "COO", position=2)
    upload(
        client, 'COO;"Priya Nair; Kirsty Moor";01/04/2026', head="Post;Post holder;In post since"
    )
    since = dt.date(2026, 4, 1)
    assert [(h.person.name, h.since, h.together) for h in difference(kestrel).holders] == [
        ("Priya Nair", since, False), ("Kirsty Moor", since, True),
    ]  # fmt: skip


def test_who_is_to_hold_a_post_holds_it(client, kestrel) -> None:
    Incumbency.objects.create(
        unit=kestrel.unit,
        post=make_post(kestrel.unit, "Chief operating officer", "COO", position=2),
        assignment=Assignment.objects.get(staff=kestrel.deputy),
        starts_on=today() + 30 * DAY,
    )
    upload(client, row("Chief operating officer", holder="Kirsty Moor"))
    assert difference(kestrel).nothing


def test_reasons_of_age_or_wellbeing_stand_only_as_stated(client, kestrel) -> None:
    head = "Post;Flight risk;Risk reasons;Stated by the person on"
    upload(client, "Chief nurse;High;Retirement;", head=head)
    assert left_out(kestrel) == [
        (2, "Risk reasons", "“Retirement intended” stands only as the person has stated it, with the day")
    ]  # fmt: skip
    (risk,) = difference(kestrel).risks
    assert (risk.risk.reasons, risk.stated_by_person) == ((), False)
    upload(client, "Chief nurse;High;Retirement;01/06/2026", head=head)
    (risk,) = difference(kestrel).risks
    assert (risk.risk.reasons, risk.stated_by_person) == (("RET",), True)
    upload(client, "Chief nurse;High;Ill for months;", head=head)
    assert left_out(kestrel) == [
        (2, "Risk reasons", "“Ill for months” is none of the reasons that can be given")
    ]
    upload(client, "Chief nurse;High;Retirement;01/06/2199", head=head)
    assert [column for _, column, _ in faults(kestrel)] == ["Stated by the person on"]


def test_what_a_post_of_the_plan_is_stays_with_its_page(client, kestrel) -> None:
    upload(
        client,
        "Chief nurse;COO;Strategic",
        head="Post;Board role;Criticality",
    )
    assert [column for _, column, _ in left_out(kestrel)] == ["Criticality", "Board role"]


def test_a_team_summary_finds_the_post_that_a_person_holds(client, kestrel) -> None:
    number(kestrel.deputy, "77")
    upload(
        client,
        "Helen Adeyemi;;Chief nurse;High;;;;",
        "Kirsty Moor;77;Deputy chief nurse;;Chief nurse;1-2 years;High potential;52",
        head=TEAM_HEAD,
        layout="team",
    )
    found = difference(kestrel)
    assert (found.faults, found.left_out, found.posts) == ([], [], [])
    assert [r.post.id for r in found.risks] == [kestrel.post.pk]
    assert [(n.person.id, n.readiness) for n in found.named] == [(kestrel.deputy.pk, "R12")]


def test_of_a_team_summary_what_needs_a_post_is_left_out_without_one(client, kestrel) -> None:
    upload(
        client,
        "Helen Adeyemi;;;Low;;;;",
        "Priya Nair;;Chief people officer;High;;Ready now;;",
        "Kirsty Moor;;Chief nurse;High;;;;",
        head=TEAM_HEAD,
        layout="team",
    )
    found = difference(kestrel)
    assert [(r.line, r.post.id) for r in found.risks] == [(2, kestrel.post.pk)]
    assert left_out(kestrel) == [
        (3, "Readiness", "readiness and cover are for a post: say for which one"),
        (3, "Flight risk", "a risk is of a post of the plan, and they hold none"),
        (4, "Job title", "somebody else holds Chief nurse. A change is recorded on the page of the post"),
        (4, "Flight risk", "a risk is of a post of the plan, and they hold none"),
    ]  # fmt: skip
    upload(client, "Kirsty Moor;;;;Chief wizard;Ready now;;", head=TEAM_HEAD, layout="team")
    assert faults(kestrel) == [
        (2, "Successor for", "“Chief wizard” is not on the plan. Add it first")
    ]
    assert not Post.objects.exclude(pk=kestrel.post.pk).exists()
