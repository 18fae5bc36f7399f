"""Naming somebody of another employer: with her live consent, and with nothing else."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgs import sharing
from orgs.access.scope import builder_scope
from orgs.clock import today
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.people import StaffRecord
from orgs.models.sharing import SharedProfile, SharingCall
from succession import (
    board,
    copies,
    cover_measures,
    development,
    exposure_measures,
    line,
    outsiders,
    selectors,
    services,
    successor_measures,
    telling,
)
from succession.conflicts import SuccessionError
from succession.enums import NAME_GONE
from succession.models import Nomination, Post, ReadinessJudgement
from tests import factories
from tests.succession.factories import World, make_post, nominate, queries
from tests.succession.outside import names, offers, withdraws
from tests.succession.test_loop import day_parts
from tests.talentpools.sharing import at, worker

DAY = dt.timedelta(days=1)
NIA = "Nia Bowen"


@pytest.fixture
def nia(units):
    """Works at TA2; TA1 may name her when she lets it."""
    return worker(units["TA2"], NIA, title="Associate chief nurse")[0]


@pytest.fixture
def profile(trust: World, nia) -> SharedProfile:
    return offers(nia, "TA2", trust.unit, "job", "employer")


@pytest.fixture
def named(trust: World, profile) -> Nomination:
    return names(trust.cpo, "TA1", trust.post, profile)


# --- the person lets an employer name her ---------------------------------------------------------------


def test_she_finds_an_employer_looks_and_agrees(client, trust, nia) -> None:
    client.force_login(nia)
    find = reverse("succession:offer_find", args=["TA2"])
    page = client.get(find, {"q": "kestrel"}).content.decode()
    url = reverse("succession:offer_name", args=["TA2", "TA1"])
    assert url in page
    own = client.get(find, {"q": "heron"}, headers={"HX-Request": "true"}).content.decode()
    assert "No employer found" in own
    last = outsiders.last_days(today())[0]
    chosen = {"shared": ["name", "job"], "until": last.isoformat(), "mobility": ""}
    refused = client.post(url, {"step": "preview", "shared": ["name"], "mobility": ""})
    assert refused.status_code == 422
    assert "Select until when you share this" in refused.content.decode()
    assert client.post(url, {**chosen, "step": "preview", "shared": ["job"]}).status_code == 422
    seen = client.post(url, {**chosen, "step": "preview"}).content.decode()
    assert "Exactly what they will see" in seen
    digest = seen.partition('name="seen" value="')[2].partition('"')[0]
    wrong = client.post(url, {**chosen, "step": "agree", "seen": "0" * 64})
    assert wrong.status_code == 409
    assert SharedProfile.objects.count() == SharingCall.objects.count() == 0
    assert client.post(url, {**chosen, "step": "agree", "seen": digest}).status_code == 302
    made = SharedProfile.objects.get()
    assert (made.unit_id, made.purpose, made.expires_on) == (
        trust.unit.pk,
        "nomination",
        last + DAY,
    )
    assert set(made.fields) == {"name", "job"}
    mine = client.get(reverse("orgs:sharing", args=["TA2"])).content.decode()
    assert "To be named as a possible successor" in mine
    again = client.post(url, {**chosen, "step": "agree", "seen": digest})
    assert again.status_code == 409
    assert SharedProfile.objects.count() == 1


@pytest.mark.parametrize("code", ["TA2", "RA", "NONE"])
def test_her_own_employer_and_what_is_no_employer_are_not_found(client, nia, units, code) -> None:
    client.force_login(nia)
    url = reverse("succession:offer_name", args=["TA2", code])
    assert client.get(url).status_code == 404
    assert client.post(url, {"step": "preview"}).status_code == 404


def test_an_employer_whom_she_is_about_to_leave_is_not_found(client, trust, nia) -> None:
    """It employs her still: the database would take no call to it."""
    own = StaffRecord.objects.get(person_id=nia.person_id)
    there = factories.staff(trust.unit, NIA, person=own.person)
    url = reverse("succession:offer_name", args=["TA2", "TA1"])
    client.force_login(nia)
    for leaves, status in ((today() + 20 * DAY, 404), (today(), 200)):
        StaffRecord.objects.filter(pk=there.pk).update(valid_to=leaves)
        assert client.get(url).status_code == status
        with at(nia, "TA2") as viewer:
            found = [each.code for each in outsiders.employers(viewer, trust.unit.name)]
        assert ("TA1" in found) == (status == 200)


def test_the_service_refuses_a_day_of_her_own_and_a_second_time(trust, nia, profile) -> None:
    with at(nia, "TA2") as viewer:
        for last in (today() + DAY, outsiders.last_days(today())[0]):
            with pytest.raises(sharing.SharingError):
                outsiders.offer_name(
                    viewer=viewer, to=trust.unit, last=last, content=profile.fields
                )
    with at(trust.cpo, "TA1") as viewer, pytest.raises(PermissionDenied):
        outsiders.offer_name(
            viewer=viewer, to=trust.unit, last=outsiders.last_days(today())[0], content={}
        )


def test_one_that_ran_out_is_not_in_the_way(trust, nia, profile) -> None:
    past = today() - DAY
    SharedProfile.objects.update(agreed_on=past, renewed_on=past, expires_on=today())
    again = offers(nia, "TA2", trust.unit)
    assert SharedProfile.objects.get() == again != profile


def test_what_she_renews_ends_on_the_day_she_chose(nia, profile) -> None:
    later = today() + dt.timedelta(days=20)
    with at(nia, "TA2", day=later) as viewer:
        row = sharing.renew(viewer=viewer, profile=profile, content=profile.fields)
    assert row.expires_on == profile.expires_on


# --- the employer names her --------------------------------------------------------------------------------


def test_only_whoever_has_a_live_consent_to_it_is_offered(client, trust, units, profile) -> None:
    url = reverse("succession:name", args=["TA1", trust.post.public_id])
    client.force_login(trust.cpo)
    page = client.get(url).content.decode()
    assert "From elsewhere" in page
    assert NIA in page
    assert ReadEvent.objects.filter(page="succession.find", profiles=[profile.public_id]).exists()
    other = make_post(units["TA3"], "Chief nurse", "CNO")
    client.force_login(factories.holder("cpo", units["TA3"]))
    page = client.get(reverse("succession:name", args=["TA3", other.public_id])).content.decode()
    assert NIA not in page
    beyond = reverse("succession:name_outsider", args=["TA3", other.public_id, profile.public_id])
    assert client.get(beyond).status_code == 404
    assert client.post(beyond, {}).status_code == 404


def test_she_is_named_like_a_colleague_and_shown_on_the_plan(client, trust, profile) -> None:
    client.force_login(trust.cpo)
    url = reverse("succession:name_outsider", args=["TA1", trust.post.public_id, profile.public_id])
    assert "Associate chief nurse" in client.get(url).content.decode()
    assert client.post(url, {"readiness": ""}).status_code == 422
    review = today() + dt.timedelta(days=90)
    data = {
        "readiness": "RN",
        "cover": "ACT",
        "evidence": "Acted up",
        **day_parts("review_by", review),
    }
    assert client.post(url, data).status_code == 302
    made = Nomination.objects.get()
    assert (made.staff_id, made.profile_id, made.status) == (None, profile.pk, "proposed")
    assert client.post(url, data).status_code == 422
    page = client.get(reverse("succession:plan", args=["TA1"])).content.decode()
    assert NIA in page
    assert "From elsewhere, with their consent" in page
    for name, args in (
        ("nomination", [made.public_id]), ("readiness", [made.public_id]), ("cover", [made.public_id]),
        ("withdraw", [made.public_id]), ("bench", []), ("demand", []), ("worklist", []),
        ("order", [trust.post.public_id]), ("post", [trust.post.public_id]), ("sign_off", []),
    ):  # fmt: skip
        assert client.get(reverse(f"succession:{name}", args=["TA1", *args])).status_code == 200
    bulk = reverse("succession:bulk", args=["TA1"])
    for act in ("review", "cover", "pathway", "told"):
        assert client.get(bulk, {"act": act}).status_code == 200
    assert AuditEvent.objects.filter(action="successor.named").count() == 1
    for user, code in ((trust.lead, 403), (factories.holder("cpo", profile.home), 404)):
        client.force_login(user)
        assert client.get(url).status_code == code
        assert client.post(url, data).status_code == code


def test_nothing_of_ours_is_prepared_for_her(client, trust, named) -> None:
    client.force_login(trust.cpo)
    page = client.get(reverse("succession:nomination", args=["TA1", named.public_id]))
    assert "Their development stays with them" in page.content.decode()
    prepare = reverse("succession:prepare", args=["TA1", named.public_id])
    assert client.post(prepare, {"pools": [str(trust.pool.public_id)]}).status_code == 422
    with at(trust.cpo, "TA1") as viewer, pytest.raises(SuccessionError):
        services.prepare_development(viewer=viewer, nomination=named, pathway=None)


def test_two_from_elsewhere_are_two_people(trust, units, named) -> None:
    bo = worker(units["TA3"], "Bo Ash")[0]
    second = offers(bo, "TA3", trust.unit)
    names(trust.cpo, "TA1", trust.post, second)
    other = make_post(trust.unit, "Medical director", "CMO", position=2)
    names(trust.cpo, "TA1", other, second)
    with at(trust.cpo, "TA1") as viewer:
        rows = board.board(trust.unit.pk, viewer.day).rows
        order = line.move_successor(
            viewer=viewer,
            nomination=Nomination.objects.get(profile=second, post=trust.post),
            to="up",
            seen=board_stamp(rows[0]),
        )
    assert [n.name for n in order] == ["Bo Ash", NIA]
    people = [s.person for row in rows for s in row.successors]
    assert people[1] == people[2] != people[0]
    assert all(p < 0 for p in people)


def board_stamp(row: board.PostRow) -> str:
    from succession.ordering import stamp

    return stamp(s.public_id for s in row.in_line)


# --- the person is told, and answers ------------------------------------------------------------------------


def test_told_she_reads_it_at_home_and_answers(client, trust, nia, named) -> None:
    record = StaffRecord.objects.get(name=NIA)
    with at(nia, "TA2") as viewer:
        assert development.what_waits_for_me(viewer, record.pk) is None
        assert Nomination.objects.count() == Post.objects.count() == 0
    with at(trust.cpo, "TA1") as viewer:
        telling.tell_person(viewer=viewer, nomination=named, on=today(), link="https://x/")
    client.force_login(nia)
    page = client.get(reverse("learning:development", args=["TA2"])).content.decode()
    assert "Chief nurse, Kestrel Valley NHS Trust" in page
    home = client.get("/o/TA2/").content.decode()
    assert "that you are named for Chief nurse, Kestrel Valley NHS Trust" in home
    with at(nia, "TA2"):
        assert ReadinessJudgement.objects.count() == 0
    url = reverse("succession:answer_own", args=["TA2", named.public_id])
    assert client.post(url, {"answer": ""}).status_code == 422
    assert client.post(url, {"answer": "yes"}).status_code == 302
    named.refresh_from_db()
    assert (named.disclosure, named.status) == ("agreed", "agreed")


def test_her_own_employer_sees_nothing_of_it(client, trust, units, nia, named) -> None:
    Nomination.objects.update(disclosure="told", told_on=today())
    cpo = factories.holder("cpo", units["TA2"])
    with at(cpo, "TA2"):
        assert Nomination.objects.count() == SharedProfile.objects.count() == 0
        assert SharingCall.objects.count() == 0
    assert selectors.told(units["TA2"].pk, StaffRecord.objects.get(name=NIA).pk) == []


def test_who_looked_tells_nothing_of_a_nomination(client, trust, nia, profile, named) -> None:
    client.force_login(trust.cpo)
    client.get(reverse("succession:plan", args=["TA1"]))
    client.get(reverse("succession:nomination", args=["TA1", named.public_id]))
    with at(nia, "TA2"):
        assert sharing.my_looks() == []
    client.get(reverse("succession:name", args=["TA1", trust.post.public_id]))
    with at(nia, "TA2"):
        assert len(sharing.my_looks()) == 1
    assert ReadEvent.objects.filter(profiles=[profile.public_id]).count() == 3


# --- she withdraws ---------------------------------------------------------------------------------------------


def test_withdrawing_ends_the_nomination_visibly_and_the_name_is_gone(
    client, trust, nia, profile, named
) -> None:
    withdraws(nia, "TA2")
    named.refresh_from_db()
    assert (named.status, named.lapsed_by, named.valid_to) == ("lapsed", "withdrawn", today())
    assert (named.profile_id, named.staff_id) == (None, None)
    client.force_login(trust.cpo)
    page = client.get(reverse("succession:nomination", args=["TA1", named.public_id]))
    said = page.content.decode()
    assert "Ended: consent withdrawn on" in said
    for name, args in (("plan", []), ("post", [trust.post.public_id]), ("worklist", [])):
        text = client.get(reverse(f"succession:{name}", args=["TA1", *args])).content.decode()
        assert NIA not in text
        assert f"{NAME_GONE}, consent withdrawn on" in text or name == "post"
    assert NIA not in said


def test_what_was_written_about_her_is_blank(trust, nia, profile) -> None:
    made = names(trust.cpo, "TA1", trust.post, profile, evidence="Nia acted up in May")
    of = Nomination.objects.get(pk=made.pk)
    with at(trust.cpo, "TA1") as viewer:
        services.change_readiness(
            viewer=viewer,
            nomination=of,
            version=of.version,
            readiness="R12",
            evidence="Nia led the winter plan",
        )
    colleague = nominate(trust.post, trust.deputy, rank=2)
    ReadinessJudgement.objects.filter(nomination=colleague).update(evidence="Kirsty acted up")
    assert set(kept_of(made)) >= {"Nia acted up in May", "Nia led the winter plan"}
    withdraws(nia, "TA2")
    mine = ReadinessJudgement.objects.filter(nomination=made)
    assert {row.evidence for row in mine} == {""}
    assert set(kept_of(made)) == {""}
    assert "Kirsty acted up" in kept_of(colleague)


def kept_of(of: Nomination) -> list[str]:
    """Evidence in the history of a nomination's judgements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT evidence FROM succession_readinessjudgementevent WHERE nomination_id = %s",
            [of.pk],
        )
        return [evidence for (evidence,) in cursor.fetchall()]


def test_who_looks_at_her_ended_nomination_is_recorded_for_her(client, trust, nia, named) -> None:
    with at(trust.cpo, "TA1") as viewer:
        of = Nomination.objects.get(pk=named.pk)
        services.withdraw_nomination(viewer=viewer, nomination=of)
    client.force_login(trust.cpo)
    for name, args in (("plan", []), ("worklist", []), ("post", [trust.post.public_id])):
        page = client.get(reverse(f"succession:{name}", args=["TA1", *args])).content.decode()
        assert NIA in page, name
        seen = ReadEvent.objects.filter(page=f"succession.{name}")
        assert [e.profiles for e in seen if e.profiles] == [[named.profile.public_id]], name


@pytest.mark.parametrize("gone", ["expired", "closed"])
def test_a_consent_that_runs_out_or_is_closed_ends_it_too(trust, profile, named, gone) -> None:
    if gone == "expired":
        past = today() - DAY
        SharedProfile.objects.update(agreed_on=past, renewed_on=past, expires_on=today())
        with at(trust.cpo, "TA1"):
            assert Nomination.objects.select_related("profile").get().name == NAME_GONE
            assert SharedProfile.objects.count() == 0
        assert sharing.expire(sharing.SHARING, today()) == 1
    else:
        with at(trust.cpo, "TA1"):
            sharing.end(profile_id=profile.pk)
    named.refresh_from_db()
    assert (named.status, named.lapsed_by) == ("lapsed", gone)


def test_a_copy_of_the_plan_never_holds_the_name(trust, named) -> None:
    with at(trust.cpo, "TA1") as viewer:
        read = board.board(trust.unit.pk, viewer.day)
        assert [s.name for s in read.successors] == [NIA]
        assert copies.people(read) == [trust.holder.pk]
        row = copies._successor(read.successors[0], _codes())
    assert NIA not in str(row)
    assert row["name"] == NAME_GONE


def _codes():
    from orgs.codes import code_lists
    from succession.words import LISTS

    return code_lists(*LISTS)


# --- what is counted ---------------------------------------------------------------------------------------------


def test_she_covers_the_post_and_is_nobody_of_ours(trust, profile, named) -> None:
    nominate(trust.post, trust.deputy, "R12", rank=2)
    with builder_scope(), connection.cursor() as cursor:
        cover = cover_measures.count_cover(cursor, today())
        people = successor_measures.count_successors(cursor, today())
        exposed = exposure_measures.count_exposure(cursor, today())
    assert [row[2:4] for row in cover] == [("READY", 1)]
    assert [row[1:3] for row in people] == [("R12", 1)]
    assert sum(row[3] for row in exposed) == 1


def test_the_plan_takes_as_many_queries_with_her(client, trust, units, named) -> None:
    client.force_login(trust.cpo)
    url = reverse("succession:plan", args=["TA1"])
    few = queries(client, url)
    for number in range(3):
        who = worker(units["TA3"], f"Bo Ash{number}")[0]
        names(trust.cpo, "TA1", trust.post, offers(who, "TA3", trust.unit))
    assert queries(client, url) == few


# --- the database itself -----------------------------------------------------------------------------------------


def attempt(**columns) -> None:
    with transaction.atomic():
        Nomination.objects.create(valid_from=today(), **columns)


def test_the_database_takes_no_nomination_without_a_live_profile_for_it(
    trust, units, nia, profile
) -> None:
    own = make_post(units["TA3"], "Chief nurse", "CNO")
    with at(trust.cpo, "TA1"):
        with pytest.raises(IntegrityError):
            attempt(unit=trust.unit, post=trust.post)
        with pytest.raises(IntegrityError):
            attempt(unit=trust.unit, post=trust.post, staff=trust.deputy, profile=profile)
    with at(factories.holder("cpo", units["TA3"]), "TA3"), pytest.raises(DatabaseError):
        attempt(unit=units["TA3"], post=own, profile=profile)
    past = today() - DAY
    SharedProfile.objects.update(agreed_on=past, renewed_on=past, expires_on=today())
    with at(trust.cpo, "TA1"), pytest.raises(DatabaseError):
        attempt(unit=trust.unit, post=trust.post, profile_id=profile.pk)
    assert Nomination.objects.count() == 0


def call(viewer, to, **changes) -> None:
    made = outsiders.call_to(viewer, to, outsiders.last_days(today())[0])
    for name, value in changes.items():
        setattr(made, name, value)
    with transaction.atomic():
        made.save(force_insert=True)


def test_the_database_takes_no_call_but_her_own_modest_one(trust, units, nia) -> None:
    other = factories.staff(units["TA2"], "Ola Finch").person
    with at(nia, "TA2") as viewer:
        for changes in (
            {"person_id": other.pk},
            {"person_id": None},
            {"asks": ["name", "readiness"]},
            {"keep_days": 400, "closes_on": today() + dt.timedelta(days=400)},
            {"unit": units["TA2"]},
            {"unit": units["RA"]},
            {"purpose": "pool"},
            {"opens_on": today() - DAY},
        ):
            with pytest.raises(DatabaseError):
                call(viewer, trust.unit, **changes)
        call(viewer, trust.unit)
    with at(trust.cpo, "TA1") as viewer, pytest.raises(DatabaseError):
        call(viewer, units["TA2"], person_id=nia.person_id)
    assert SharingCall.objects.count() == 1


# --- by chance -----------------------------------------------------------------------------------------------------


class Machine:
    """One person, one employer that is not hers, and one post of it."""

    EVENTS = ("offer", "name", "tell", "agree", "decline", "withdraw", "end", "run_out", "dismiss")

    def __init__(self, units, trust: World) -> None:
        self.trust = trust
        self.nia = worker(units["TA2"], NIA)[0]
        self.live = self.open = False

    def clear(self) -> None:
        ReadinessJudgement.objects.all().delete()
        Nomination.objects.all().delete()
        SharedProfile.objects.all().delete()
        self.live = self.open = False
        self.told = ""

    def do(self, event: str) -> None:
        """Try it, allowed or not: a refusal must change nothing, which `agrees` then finds."""
        try:
            with transaction.atomic():
                getattr(self, event)()
        except (SuccessionError, sharing.SharingError, LookupError, DatabaseError):
            assert event in ("offer", "name", "tell", "agree", "decline", "end"), event
        except (SharedProfile.DoesNotExist, Nomination.DoesNotExist):
            pass

    def offer(self) -> None:
        offers(self.nia, "TA2", self.trust.unit)
        self.live = True

    def name(self) -> None:
        shown = SharedProfile.objects.first() or self.last
        names(self.trust.cpo, "TA1", self.trust.post, shown)
        self.open, self.told = True, "not_told"

    @property
    def last(self) -> SharedProfile:
        """One that is not there: what a page that stood open too long would send."""
        return SharedProfile(pk=0, fields={"name": {"text": NIA}})

    def tell(self) -> None:
        with at(self.trust.cpo, "TA1") as viewer:
            row = Nomination.objects.get(valid_to=None)
            telling.tell_person(viewer=viewer, nomination=row, on=today(), link="https://x/")
        self.told = "told"

    def _answers(self, *, agreed: bool) -> None:
        with at(self.nia, "TA2") as viewer:
            row = Nomination.objects.get(valid_to=None)
            telling.answer_nomination(viewer=viewer, nomination=row, agreed=agreed)
        self.told, self.open = "answered", agreed

    def agree(self) -> None:
        self._answers(agreed=True)

    def decline(self) -> None:
        self._answers(agreed=False)

    def withdraw(self) -> None:
        withdraws(self.nia, "TA2")
        self.live = self.open = False

    def end(self) -> None:
        with at(self.trust.cpo, "TA1") as viewer:
            row = Nomination.objects.get(valid_to=None)
            services.withdraw_nomination(viewer=viewer, nomination=row)
        self.open = False

    def run_out(self) -> None:
        past = today() - DAY
        SharedProfile.objects.update(agreed_on=past, renewed_on=past, expires_on=today())
        sharing.expire(sharing.SHARING, today())
        self.live = self.open = False

    def dismiss(self) -> None:
        with at(self.trust.cpo, "TA1"):
            for each in SharedProfile.objects.all():
                sharing.end(profile_id=each.pk)
        self.live = self.open = False

    def employer_sees(self) -> str:
        """Whatever the employer can read anywhere that could name her."""
        with at(self.trust.cpo, "TA1") as viewer:
            read = board.board(self.trust.unit.pk, viewer.day)
            rows = [n.name for n in Nomination.objects.select_related("staff", "profile")]
            found = outsiders.can_be_named(self.trust.unit.pk, viewer.day)
            tables = [*SharedProfile.objects.values(), *Nomination.objects.values()]
            return f"{read} {rows} {[p.fields for p in found]} {tables}"

    def agrees(self) -> None:
        assert (NIA in self.employer_sees()) == self.live
        assert Nomination.objects.filter(valid_to=None).exists() == self.open
        assert self.live or not self.open
        assert not Nomination.objects.filter(valid_to=None, profile=None).exists()


@pytest.fixture
def machine(units, trust) -> Machine:
    return Machine(units, trust)


@pytest.mark.django_db
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=st.lists(st.sampled_from(Machine.EVENTS), min_size=1, max_size=10))
def test_there_is_no_path_to_a_name_without_a_live_consent(machine, events) -> None:
    machine.clear()
    for event in events:
        machine.do(event)
        machine.agrees()


def test_a_machine_that_keeps_a_name_is_noticed(machine) -> None:
    """The control: without the trigger, the nomination would stay open when the consent goes."""
    machine.clear()
    machine.offer()
    machine.name()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER consent_ends ON orgs_sharedprofile")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    machine.withdraw()
    with pytest.raises(AssertionError):
        machine.agrees()
    ReadinessJudgement.objects.all().delete()
    Nomination.objects.all().delete()  # else the transaction's end would notice what points nowhere
