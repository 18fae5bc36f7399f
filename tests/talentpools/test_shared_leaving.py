"""Who leaves her last employer shares nothing any more; who moves keeps it; a closing employer ends it."""

import datetime as dt

import pytest
from django.db import Error, connection, transaction

from orgs import leaving
from orgs.access.principals import LEAVING, RESTRUCTURE
from orgs.access.scope import system_scope
from orgs.clock import today
from orgs.models.people import StaffRecord
from orgs.models.sharing import SharedProfile, SharingCall
from orgs.restructure.transfers import Handover, Heirs
from talentpools.models import BenchProfile, ReleaseRequest, SharedMember, SharedPool, Vacancy
from talentpools.shared import release, transfers
from tests import factories
from tests.talentpools.sharing import applies, at, on_the_bench, pool_of, vacancy_of, worker


@pytest.fixture
def amina(units):
    return worker(units["TA1"], "Amina Bakare")[0]


@pytest.fixture
def member(units, amina) -> SharedMember:
    tom = factories.holder("pool_manager", units["QA1"], login="tom@example.org")
    made = applies(amina, "TA1", pool_of(tom, "QA1"))
    on_the_bench(amina, "TA1", units["QA1"])
    with at(amina, "TA1") as viewer:
        release.ask_employer(
            viewer=viewer, profile=made.profile, days=5, reason="Workshops",
            answer_by=today() + dt.timedelta(days=9),
        )  # fmt: skip
    return made


def leaves(unit, person) -> None:
    StaffRecord.objects.filter(unit=unit, person=person).update(valid_to=today())
    leaving.settle(LEAVING, unit.pk, today())


def left() -> tuple[int, int, int]:
    return (
        SharedProfile.objects.count(),
        SharedMember.objects.count(),
        BenchProfile.objects.count(),
    )


def test_who_leaves_her_last_employer_shares_nothing_any_more(units, amina, member) -> None:
    other, _ = worker(units["TA1"], "Jon Vale")
    applies(other, "TA1", member.pool)
    assert left() == (2, 2, 1)
    leaves(units["TA1"], amina.person)
    assert left() == (1, 1, 0)
    assert SharedProfile.objects.get().person == other.person


def test_who_moves_keeps_it_and_her_old_employer_is_asked_no_more(units, amina, member) -> None:
    factories.staff(units["TA2"], "Amina Bakare", person=amina.person)
    leaves(units["TA1"], amina.person)
    assert left() == (1, 1, 1)
    assert ReleaseRequest.objects.get().state == "lapsed"


def test_nobody_else_can_end_what_people_share(units, member) -> None:
    cpo = factories.holder("cpo", units["TA1"])
    with at(cpo, "TA1"), connection.cursor() as cursor, pytest.raises(Error), transaction.atomic():
        cursor.execute("SELECT app.end_shares_of_leavers(%s, %s)", [units["TA1"].pk, today()])
    assert left() == (1, 1, 1)


def test_a_closing_employer_ends_what_is_shared_with_it_and_counts_what_it_touches(
    units, amina, member
) -> None:
    other = factories.holder("cpo", units["QA1"], login="icb")
    vacancy_of(other, "QA1", units["RA"])
    closing, successor, day = units["QA1"].pk, units["QA2"].pk, today() + dt.timedelta(days=1)
    with system_scope(RESTRUCTURE, units=[closing, successor], day=day):
        counted = transfers.count([closing], day)
        moved = transfers.end_all(Handover((Heirs(closing, successor),)), day, RESTRUCTURE)
    assert counted == 4
    assert moved == (4, 0)
    assert SharedPool.objects.get().valid_to == day
    assert SharingCall.objects.get(unit_id=closing).closes_on == day
    assert SharedProfile.objects.get().expires_on == day
    assert Vacancy.objects.get().closes_on == day
    with at(amina, "TA1"):
        assert ReleaseRequest.objects.get().state == "asked"
