"""Attacks on profiles that people share, asked of Postgres as the site's role: no view in between."""

import datetime as dt
import uuid

import pytest
from django.db import Error, connection, transaction

from orgs import sharing
from orgs.access.scope import builder_scope, user_scope
from orgs.clock import today
from orgs.models.audit import ReadEvent
from orgs.models.sharing import SharedProfile, SharingCall, SharingReceipt
from orgs.tasks import expire_profiles
from tests import factories

ASKS = ["name", "job"]
CONTENT = {"name": {"text": "Amina Bakare"}}


@pytest.fixture
def amina(units):
    record = factories.staff(units["TA1"], "Amina Bakare")
    return factories.holder("staff", units["TA1"], login="amina", person=record.person)


@pytest.fixture
def call(units) -> SharingCall:
    return make_call(units["RA"])


def make_call(unit, **how) -> SharingCall:
    values = {
        "purpose": "pool", "about": uuid.uuid4(), "title": "A pool", "asks": ASKS,
        "opens_on": today() - dt.timedelta(days=9), "closes_on": None,
    }  # fmt: skip
    return SharingCall.objects.create(unit=unit, **{**values, **how})


def values(user, call: SharingCall, home, **how) -> dict[str, object]:
    day = today()
    return {
        "unit_id": call.unit_id, "person_id": user.person_id, "home_id": home.pk, "call_id": call.pk,
        "purpose": call.purpose, "about": call.about, "asks": call.asks, "fields": CONTENT,
        "consent_version": "2026-1", "agreed_on": day, "renewed_on": day,
        "expires_on": day + dt.timedelta(days=30), **how,
    }  # fmt: skip


def refused(user, code: str, write) -> bool:
    """Whether the database refuses `write`, or it touches nothing."""
    with user_scope(user.pk, unit_code=code):
        try:
            with transaction.atomic():
                return not write()
        except Error:
            return True


def insert(**columns):
    return lambda: SharedProfile.objects.create(**columns)


def shared(user, call, home) -> SharedProfile:
    with user_scope(user.pk, unit_code=home.code):
        return SharedProfile.objects.create(**values(user, call, home))


def test_a_person_writes_her_own_profile_at_the_unit_that_calls(units, amina, call) -> None:
    made = shared(amina, call, units["TA1"])
    assert SharedProfile.objects.get() == made
    receipt = SharingReceipt.objects.get()
    assert (receipt.profile, receipt.home.code, receipt.ended_on) == (made.public_id, "TA1", None)


def test_what_is_no_answer_to_an_open_call_is_refused(units, amina, call) -> None:
    home, other = units["TA1"], factories.staff(units["TA1"], "Jon Vale").person
    closed = make_call(units["RA"], closes_on=today())
    early = make_call(units["RA"], opens_on=today() + dt.timedelta(days=1))
    elsewhere = make_call(units["RB"])
    to_another = make_call(units["RA"], person=other)
    long = today() + dt.timedelta(days=366)
    attempts = {
        "about somebody else": values(amina, call, home, person_id=other.pk),
        "from an employer that is not hers": values(amina, call, home, home_id=units["TA2"].pk),
        "at a unit that did not call": values(amina, call, home, unit_id=units["QA1"].pk),
        "for another purpose": values(amina, call, home, purpose="nomination"),
        "about another thing": values(amina, call, home, about=uuid.uuid4()),
        "with more than is asked": values(amina, call, home, fields={**CONTENT, "rank": {"text": "1"}}),
        "asking more than the call": values(amina, call, home, asks=[*ASKS, "rank"]),
        "for longer than the call": values(amina, call, home, expires_on=long),
        "agreed on another day": values(amina, call, home, agreed_on=today() - dt.timedelta(days=1)),
        "to a closed call": values(amina, closed, home),
        "to a call that has not begun": values(amina, early, home),
        "to a call of another region": values(amina, elsewhere, home),
        "to a call for another person": values(amina, to_another, home),
    }  # fmt: skip
    for what, columns in attempts.items():
        assert refused(amina, "TA1", insert(**columns)), what
    assert SharedProfile.objects.count() == 0
    assert not refused(amina, "TA1", insert(**values(amina, call, home)))


def test_she_shares_from_her_own_employer_alone(units, amina, call) -> None:
    for code in ("TA2", "RA", "QA1"):
        assert refused(amina, code, insert(**values(amina, call, units["TA1"]))), code


def test_nobody_else_writes_one_for_her(units, amina, call) -> None:
    for role, code in (
        ("pool_manager", "RA"), ("steward", "RA"), ("talent_lead", "RA"), ("cpo", "TA1"),
        ("access_admin", "TA1"),
    ):  # fmt: skip
        user = factories.holder(role, units[code])
        assert refused(user, code, insert(**values(amina, call, units["TA1"]))), role
    assert SharedProfile.objects.count() == 0


def test_a_manager_reads_and_removes_and_changes_nothing(units, amina, call) -> None:
    made = shared(amina, call, units["TA1"])
    tom = factories.holder("pool_manager", units["RA"])
    rows = SharedProfile.objects.filter(pk=made.pk)
    assert refused(tom, "RA", lambda: rows.update(fields={}))
    assert refused(tom, "RA", lambda: rows.update(expires_on=today() + dt.timedelta(days=99)))
    with user_scope(tom.pk, unit_code="RA"):
        assert rows.get().fields == CONTENT
        assert rows.delete()[0] == 1
    assert SharingReceipt.objects.get().ended == "closed"


def test_a_profile_is_renewed_and_never_moved(units, amina, call) -> None:
    made = shared(amina, call, units["TA1"])
    other, rows = make_call(units["QA1"]), SharedProfile.objects.filter(pk=made.pk)
    attempts = {
        "to another unit": {"unit_id": units["QA1"].pk, "call_id": other.pk, "about": other.about},
        "to another person": {"person_id": factories.staff(units["TA1"], "Jon Vale").person_id},
        "to another purpose": {"purpose": "nomination"},
        "with more than was asked": {"fields": {"rank": {"text": "1"}}},
        "to a day far away": {"expires_on": today() + dt.timedelta(days=400)},
        "to an earlier agreement": {"agreed_on": today() - dt.timedelta(days=9)},
    }
    for what, columns in attempts.items():
        assert refused(amina, "TA1", lambda columns=columns: rows.update(**columns)), what
    before = SharedProfile.objects.filter(pk=made.pk).values().get()
    assert (before["unit_id"], before["fields"]) == (units["RA"].pk, CONTENT)
    assert not refused(amina, "TA1", lambda: rows.update(fields={"name": {"text": "A. Bakare"}}))


def test_it_is_withdrawn_wherever_she_works_by_then(units, amina, call) -> None:
    """She moved to another region: the call is not above her any more, and the profile is still hers."""
    made = shared(amina, call, units["TA1"])
    record = factories.staff(units["TB1"], "Amina Bakare", person=amina.person)
    factories.give(amina, "staff", units["TB1"])
    with user_scope(amina.pk, unit_code="TB1") as viewer:
        viewer.person_id = record.person_id
        assert [p.call.title for p in sharing.mine(viewer)] == ["A pool"]
        sharing.withdraw(viewer=viewer, profile=sharing.my_profile(viewer, made.public_id))
    assert SharedProfile.objects.count() == 0


def test_no_colleague_and_no_other_unit_reads_or_removes_it(units, amina, call) -> None:
    made = shared(amina, call, units["TA1"])
    jon = factories.staff(units["TA1"], "Jon Vale")
    readers = [
        (factories.holder("staff", units["TA1"], login="jon", person=jon.person), "TA1"),
        (factories.holder("cpo", units["TA1"]), "TA1"),
        (factories.holder("pool_manager", units["QA1"]), "QA1"),
        (factories.holder("pool_manager", units["NAT"]), "NAT"),
        (factories.holder("talent_lead", units["RA"]), "RA"),
        (factories.holder("steward", units["RA"]), "RA"),
    ]
    for user, code in readers:
        with user_scope(user.pk, unit_code=code):
            assert SharedProfile.objects.count() == 0, user
            assert SharingReceipt.objects.count() == 0, user
            assert SharedProfile.objects.filter(pk=made.pk).delete()[0] == 0, user
    assert SharedProfile.objects.count() == 1


def test_from_its_last_day_on_only_she_reads_it_and_the_night_removes_it(
    units, amina, call
) -> None:
    made = shared(amina, call, units["TA1"])
    tom = factories.holder("pool_manager", units["RA"])
    for day, seen in ((made.expires_on - dt.timedelta(days=1), 1), (made.expires_on, 0)):
        with user_scope(tom.pk, unit_code="RA", day=day):
            assert SharedProfile.objects.count() == seen
    assert expire_profiles(sharing.SHARING) == 0
    assert sharing.expire(sharing.SHARING, made.expires_on) == 1
    receipt = SharingReceipt.objects.get()
    assert (receipt.ended, receipt.ended_on) == ("expired", made.expires_on)


def test_a_call_to_one_person_is_read_by_that_person_alone(units, amina) -> None:
    """Whoever asks must not learn whom the platform asked."""
    asked = make_call(units["TA2"], purpose="vacancy", person=amina.person)
    with user_scope(amina.pk, unit_code="TA1"):
        assert SharingCall.objects.get() == asked
    for role, code in (("cpo", "TA2"), ("pool_manager", "TA2"), ("cpo", "TA1"), ("steward", "RA")):
        user = factories.holder(role, units[code])
        with user_scope(user.pk, unit_code=code):
            assert SharingCall.objects.count() == 0, role
    cpo = factories.User.objects.get(login="cpo.ta2")
    columns = {
        "unit_id": units["TA2"].pk, "purpose": "vacancy", "about": uuid.uuid4(), "title": "x",
        "asks": ASKS, "opens_on": today(), "person_id": amina.person_id,
    }  # fmt: skip
    assert refused(cpo, "TA2", lambda: SharingCall.objects.create(**columns))


def test_receipts_are_written_by_the_database_alone(units, amina, call) -> None:
    made = shared(amina, call, units["TA1"])
    rows = SharingReceipt.objects.filter(profile=made.public_id)
    assert refused(amina, "TA1", lambda: rows.update(ended="withdrawn"))
    assert refused(amina, "TA1", lambda: rows.delete()[0])


def looked(user, unit, *profiles) -> None:
    ReadEvent.objects.create(
        unit=unit, at=dt.datetime.now(dt.UTC), actor=user, role="", page="shared.pool",
        purpose="", staff_ids=[], profiles=list(profiles),
    )  # fmt: skip


def known() -> set[tuple[int, ...]]:
    with builder_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT app.known_together(%s)", [today()])
        return {tuple(sorted(found)) for (found,) in cursor.fetchall()}


def test_who_reads_figures_and_has_seen_profiles_is_an_insider_of_those_employers(
    units, amina, call
) -> None:
    """Both roles in one account: a build holds against all that she may know."""
    jon = factories.staff(units["TA3"], "Jon Vale")
    other = factories.holder("staff", units["TA3"], login="jon", person=jon.person)
    profiles = [shared(amina, call, units["TA1"]), shared(other, call, units["TA3"])]
    tom = factories.holder("pool_manager", units["RA"], login="tom")
    looked(tom, units["RA"], *(p.public_id for p in profiles))
    assert known() == set()
    factories.give(tom, "talent_lead", units["RA"])
    both = tuple(sorted([units["TA1"].pk, units["TA3"].pk]))
    assert known() == {both}
    SharedProfile.objects.all().delete()
    assert known() == {both}
