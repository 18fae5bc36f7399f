"""Whom a pool is for: inherited, versioned, compiled to one query over the employer's own people."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning.models import PathwayAssignment
from learning.pathways import shipped
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.inheritance import services as inheritance
from orgs.inheritance.merge import Slot
from orgs.inheritance.selectors import effective
from orgs.models.audit import ReadEvent
from orgs.models.definitions import Definition
from orgs.models.people import Assignment
from succession.models import Nomination
from talentpools import population
from talentpools.criteria import Asked, Criteria, criteria_here, seen_by
from talentpools.models import Pool, PoolMembership
from talentpools.presenters.criteria import sheet
from tests import factories
from tests.succession.factories import assess, nominate, queries

KIND = "pool_criteria"
EVERY = ("bands", "staff_groups", "tenure", "towards", "pathways", "competencies", "readiness")


def listed(*codes: str) -> dict[str, object]:
    return {"items": [{"key": code} for code in codes], "mode": "default"}


def one(value: object) -> dict[str, object]:
    return {"value": value, "mode": "default"}


@pytest.fixture
def steward(units):
    return factories.holder("steward", units["RA"])


@pytest.fixture
def publish(steward):
    """``publish(bands=…)``: the region's "Aspiring directors", a new version each time."""

    def published(*, day: dt.date | None = None, **fields: object) -> None:
        day = day or today()
        with user_scope(steward.pk, unit_code="RA", day=day) as viewer:
            made = Definition.objects.filter(kind=KIND).first()
            common = {"viewer": viewer, "fields": fields, "valid_from": day}
            if made is None:
                inheritance.publish_definition(
                    kind_code=KIND, title="Aspiring directors", key="aspiring", **common
                )
            else:
                number = made.versions.count()
                inheritance.publish_version(definition=made, expected_number=number, **common)

    return published


@pytest.fixture
def pool(trust, publish) -> Pool:
    publish(bands=listed("8d"))
    Pool.objects.update(criteria_key="aspiring")
    trust.pool.refresh_from_db()
    return trust.pool


def asked(*tests: Asked, any_of: bool = False) -> Criteria:
    return Criteria("k", "T", "version 1", "R", today(), any_of, tests)


def found(
    criteria: Criteria, trust, user=None, earlier: Criteria | None = None, **how: object
) -> population.Preview:
    """Who meets the criteria, as somebody of the Trust sees it."""
    with user_scope((user or trust.cpo).pk, unit_code="TA1"):
        return population.preview(
            criteria,
            earlier,
            unit_id=trust.unit.id,
            pool_id=trust.pool.pk,
            day=today(),
            since=today() - dt.timedelta(days=1),
            **how,
        )


def names(preview: population.Preview) -> list[str]:
    return [each.name for each in preview.people]


# --- each test ------------------------------------------------------------------------------------------


def test_band_and_staff_group_are_those_of_the_newest_job(trust) -> None:
    Assignment.objects.filter(staff=trust.deputy).update(band="8c", staff_group="03")
    assert names(found(asked(Asked("bands", ("8c", "9"))), trust)) == ["Kirsty Moor"]
    assert names(found(asked(Asked("staff_groups", ("03",))), trust)) == ["Kirsty Moor"]
    Assignment.objects.create(
        unit=trust.unit, staff=trust.deputy, kind="acting", title="Acting chief nurse", band="9",
        staff_group="03", starts_on=today() - dt.timedelta(days=3),
    )  # fmt: skip
    assert names(found(asked(Asked("bands", ("8c",))), trust)) == []
    (person,) = found(asked(Asked("bands", ("9",))), trust).people
    assert (person.job, person.shown[0].fact) == ("Acting chief nurse", "9")


def test_tenure_counts_whole_months(trust) -> None:
    start = dt.date(today().year - 1, today().month, min(today().day, 28))
    trust.deputy.valid_from = start
    trust.deputy.save()
    others = {"Helen Adeyemi", "Priya Nair"}
    assert set(names(found(asked(Asked("tenure", number=12)), trust))) == {*others, "Kirsty Moor"}
    assert set(names(found(asked(Asked("tenure", number=14)), trust))) == others


def test_pathways_count_once_they_are_open(trust) -> None:
    pathway = shipped("ASP-CNO")
    row = PathwayAssignment.objects.create(
        unit=trust.unit, staff=trust.deputy, **pathway.copy, state="prepared", prepared_on=today()
    )
    towards, completed = asked(Asked("towards", ("CNO",))), asked(Asked("pathways", ("ASP-CNO",)))
    assert names(found(towards, trust)) == []
    row.state, row.started_on = "active", today()
    row.save()
    (person,) = found(towards, trust).people
    assert (person.name, person.shown[0].fact) == ("Kirsty Moor", pathway.title)
    assert names(found(completed, trust)) == []
    row.state, row.ended_on = "completed", today()
    row.save()
    assert names(found(completed, trust)) == names(found(towards, trust)) == ["Kirsty Moor"]


def test_the_newest_assessment_of_every_competency_counts(trust) -> None:
    assess(trust.deputy, LCF1=4, LCF4=2)
    both = asked(Asked("competencies", ("LCF1", "LCF4"), 3))
    assert names(found(both, trust)) == []
    (person,) = found(asked(Asked("competencies", ("LCF1", "LCF4"), 2)), trust).people
    assert person.shown[0].fact == "2"
    (other,) = population_of(trust, both)
    assert (other.shown[0].met, other.shown[0].fact) == (False, "1")


def population_of(trust, criteria: Criteria) -> list[population.Found]:
    with user_scope(trust.cpo.pk, unit_code="TA1"):
        return list(
            population.checked(
                criteria,
                unit_id=trust.unit.id,
                pool_id=trust.pool.pk,
                day=today(),
                staff_ids=[trust.deputy.pk],
            ).values()
        )


@pytest.mark.parametrize(
    ("columns", "seen"),
    [
        ({}, False),
        ({"disclosure": "told", "told_on": today()}, False),
        ({"disclosure": "declined", "told_on": today()}, False),
        ({"disclosure": "agreed", "told_on": today(), "agreed_on": today()}, True),
    ],
)
def test_readiness_counts_of_whoever_has_agreed_alone(trust, columns, seen) -> None:
    nominate(trust.post, trust.deputy, "R12", **columns)
    wanted = asked(Asked("readiness", ("RN", "R12")))
    assert names(found(wanted, trust)) == (["Kirsty Moor"] if seen else [])
    assert names(found(asked(Asked("readiness", ("RN",))), trust)) == []
    assert names(found(wanted, trust, trust.lead)) == [], "row-level security has no row for her"
    if seen:
        Nomination.objects.get().judgements.update(review_by=today() - dt.timedelta(days=1))
        assert names(found(wanted, trust)) == []


def test_all_or_any_and_nothing_asked_is_nobody(trust) -> None:
    Assignment.objects.filter(staff=trust.deputy).update(band="8c", staff_group="03")
    Assignment.objects.filter(staff=trust.holder).update(band="9", staff_group="03")
    two = (Asked("bands", ("8c",)), Asked("staff_groups", ("03",)))
    assert names(found(asked(*two), trust)) == ["Kirsty Moor"]
    assert names(found(asked(*two, any_of=True), trust)) == ["Helen Adeyemi", "Kirsty Moor"]
    assert found(asked(), trust) == population.Preview((), 0, 0)


def test_every_test_is_asked_in_one_query_and_by_parameter(trust, units) -> None:
    words = "'; DROP TABLE orgs_staffrecord; --"
    tests = tuple(Asked(name, () if name == "tenure" else (words,), 1) for name in EVERY)
    criteria = asked(*tests, any_of=True)
    with user_scope(trust.cpo.pk, unit_code="TA1"), CaptureQueriesContext(connection) as captured:
        population.preview(
            criteria, criteria, unit_id=trust.unit.id, pool_id=trust.pool.pk, day=today(),
            since=today() - dt.timedelta(days=1),
        )  # fmt: skip
    assert len(captured) == 1
    assert set(population._TESTS) == set(EVERY)
    compiled = "".join(part for pair in population._TESTS.values() for part in pair)
    assert words not in compiled


def test_only_the_employers_own_people_are_looked_at(trust, units) -> None:
    Assignment.objects.filter(staff=factories.staff(units["TA2"], "Jon Vale")).update(band="9")
    Assignment.objects.filter(staff=trust.holder).update(band="9")
    assert names(found(asked(Asked("bands", ("9",))), trust)) == ["Helen Adeyemi"]
    with user_scope(trust.cpo.pk, unit_code="TA1"):
        foreign = population.preview(
            asked(Asked("bands", ("9",))), None, unit_id=units["TA2"].id, pool_id=trust.pool.pk,
            day=today(), since=today(),
        )  # fmt: skip
    assert foreign.total == 0


def test_newly_is_a_change_of_the_person_or_of_what_is_asked(trust) -> None:
    Assignment.objects.filter(staff=trust.deputy).update(band="8c")
    Assignment.objects.filter(staff=trust.holder).update(band="9")
    Assignment.objects.filter(staff__name="Priya Nair").update(ends_on=today())
    Assignment.objects.create(
        unit=trust.unit, staff=Assignment.objects.get(title="Chief people officer").staff,
        kind="substantive", title="Deputy chief executive", band="9", starts_on=today(),
    )  # fmt: skip
    now, before = asked(Asked("bands", ("8c", "9"))), asked(Asked("bands", ("9",)))
    result = found(now, trust, earlier=before)
    assert {each.name: each.newly for each in result.people} == {
        "Helen Adeyemi": False,
        "Kirsty Moor": True,
        "Priya Nair": True,
    }
    assert (result.total, result.newly) == (3, 2)
    new = found(now, trust, earlier=before, only_new=True)
    assert names(new) == ["Kirsty Moor", "Priya Nair"]
    assert new.people[0].shown[0].newly
    assert found(now, trust, earlier=None).newly == 3


# --- the definition -------------------------------------------------------------------------------------


def test_a_trust_adapts_what_it_inherits(trust, publish) -> None:
    publish(bands=listed("8c", "8d"), tenure_months=one(24), readiness=one("R12"))
    here = criteria_here(trust.unit.id, today())["aspiring"]
    assert here.tests == (
        Asked("bands", ("8c", "8d")),
        Asked("tenure", number=24),
        Asked("readiness", ("RN", "R12")),
    )
    assert (here.title, here.version, here.owner, here.since) == (
        "Aspiring directors", "version 1", "Ashdown region", today(),
    )  # fmt: skip
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        now = effective(KIND, viewer.here.id, viewer.day)
        inheritance.adapt_definition(
            viewer=viewer,
            kind_code=KIND,
            public_id=now.public_id,
            changes={Slot("tenure_months"): 12, Slot("bands", "8b"): "8b"},
            expected=now.stamp,
        )
    here = criteria_here(trust.unit.id, today())["aspiring"]
    assert here.version == "version 1, adapted here once"
    assert set(here.tests[0].values) == {"8b", "8c", "8d"}
    assert here.tests[1] == Asked("tenure", number=12)


def test_a_test_that_a_reader_may_not_ask_is_left_out_and_said(trust, publish) -> None:
    publish(bands=listed("8d"), readiness=one("RN"))
    here = criteria_here(trust.unit.id, today())["aspiring"]
    hers = seen_by(here, succession=False)
    assert [each.name for each in hers.tests] == ["bands"]
    assert sheet(hers).left_out == ("Readiness is left out: only succession leads see it",)
    assert seen_by(here, succession=True) is here
    assert sheet(here).tests == ("Pay band: Band 8d", "Readiness: Ready now")


# --- the page -------------------------------------------------------------------------------------------


def page_of(pool: Pool) -> str:
    return reverse("talentpools:criteria", args=["TA1", pool.public_id])


def test_who_may_preview(client, trust, pool, units) -> None:
    for who, status in (
        (trust.lead, 200),
        (trust.cpo, 200),
        (trust.deputy_user, 403),
        (factories.holder("learning_lead", units["TA2"]), 404),
        (factories.holder("talent_lead", units["RA"]), 404),
    ):
        client.force_login(who)
        assert client.get(page_of(pool)).status_code == status
    client.force_login(trust.lead)
    Pool.objects.update(criteria_key="")
    assert client.get(page_of(pool)).status_code == 404


def test_the_preview_says_who_and_why_and_invites_who_is_ticked(client, trust, pool, units) -> None:
    client.force_login(trust.lead)
    page = client.get(page_of(pool)).content.decode()
    assert "3 people meet them, 3 newly since" in page
    assert "<li>Pay band: Band 8d <strong>(new)</strong></li>" in page
    assert "Meets 1 of 1 criteria" in page
    read = ReadEvent.objects.get(page="talentpools.preview")
    assert len(read.staff_ids) == 3
    other = factories.staff(units["TA2"], "Jon Vale")
    for bad in ([], ["x"], [str(other.public_id)]):
        assert client.post(page_of(pool), {"staff": bad}).status_code == 422
    assert PoolMembership.objects.count() == 0
    both = [str(trust.deputy.public_id), str(trust.holder.public_id), str(other.public_id)]
    assert client.post(page_of(pool), {"staff": both}).status_code == 302
    rows = PoolMembership.objects.order_by("staff__sort_name")
    assert [(r.staff.name, r.status) for r in rows] == [
        ("Helen Adeyemi", "invited"),
        ("Kirsty Moor", "invited"),
    ]
    assert ">Invited</strong>" in client.get(page_of(pool)).content.decode()


def test_a_day_to_compare_with_lies_before_today(client, trust, pool) -> None:
    client.force_login(trust.lead)
    for day, status in ((today() - dt.timedelta(days=30), 200), (today(), 422)):
        parts = f"since_day={day.day}&since_month={day.month}&since_year={day.year}"
        by_widget = f"since_0={day.day}&since_1={day.month}&since_2={day.year}"
        assert client.get(f"{page_of(pool)}?{parts}&{by_widget}").status_code == status


def test_an_untold_nomination_changes_nothing_that_a_learning_lead_sees(
    client, trust, publish
) -> None:
    """Neither its existence nor its readiness, with every criterion that could touch it."""
    publish(
        combine=one("any"), readiness=one("R35"), towards=listed("CNO"), bands=listed("8d"),
        pathways=listed("ASP-CNO"),
    )  # fmt: skip
    Pool.objects.update(criteria_key="aspiring")
    client.force_login(trust.lead)

    def seen() -> str:
        page = client.get(page_of(trust.pool)).content.decode()
        return "".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)

    before = seen()
    named = nominate(trust.post, trust.deputy, "RN")
    PathwayAssignment.objects.create(
        unit=trust.unit, staff=trust.deputy, **shipped("ASP-CNO").copy,
        state="prepared", source_id=named.public_id, prepared_on=today(),
    )  # fmt: skip
    assert "Kirsty Moor" in before
    assert seen() == before
    client.force_login(trust.cpo)
    assert "Readiness: not met" in seen(), (
        "an invitation would tell of it, so it is no ground for one"
    )
    Nomination.objects.update(disclosure="agreed", told_on=today(), agreed_on=today())
    assert "<li>Readiness: Ready now" in seen()


def test_the_queries_do_not_grow_with_people(client, trust, pool) -> None:
    client.force_login(trust.lead)
    few = queries(client, page_of(pool))
    for letter in "ABC":
        factories.staff(trust.unit, f"Person {letter}")
    assert queries(client, page_of(pool)) == few <= 12


def test_a_nomination_is_offered_the_pool_with_its_criteria(client, trust, publish) -> None:
    publish(bands=listed("8d"), readiness=one("R12"), tenure_months=one(240))
    Pool.objects.update(criteria_key="aspiring")
    named = nominate(trust.post, trust.deputy, "R12")
    client.force_login(trust.cpo)
    page = client.get(
        reverse("succession:nomination", args=["TA1", named.public_id])
    ).content.decode()
    assert "Meets 5 of 6 criteria" in page
    assert "Pay band: Band 8d" in page
