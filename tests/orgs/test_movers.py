"""A mover takes her own record along: by her own act, undone at will, and without telling either employer."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from learning.models import CompetencyAssessment, PathwayAssignment, StepProgress
from orgs import audit
from orgs.access.scope import user_scope
from orgs.clock import now
from orgs.models.access import User
from orgs.models.audit import AuditEvent
from orgs.models.movers import MoveCode, RecordLink
from orgs.models.people import Assignment, StaffRecord
from orgs.models.units import OrgUnit
from orgs.people import movers
from succession.models import Nomination
from talentpools.models import PoolMembership
from tests import factories
from tests.access import world as worlds
from tests.access.world import Content


@dataclass
class Two:
    """Two employers with something to leak each, a keeper of the list at each, and whoever else asks."""

    units: dict[str, OrgUnit]
    at: dict[str, Content]
    personas: dict[str, User]


@pytest.fixture
def world(units) -> Two:
    at = {name: worlds.content(units[name]) for name in ("TA1", "TA2")}
    personas = {
        "cpo": factories.holder("cpo", units["TA1"]),
        "other_cpo": factories.holder("cpo", units["TA2"]),
        "regional_lead": factories.holder("talent_lead", units["RA"]),
        "nobody": factories.user("no.grants"),
    }
    return Two(units, at, personas)


@pytest.fixture
def old(world) -> User:
    """She at her old employer, TA1: told of a nomination, on a pathway, assessed."""
    told = world.at["TA1"].told.staff.person
    return factories.holder("staff", world.units["TA1"], login="successor.ta1", person=told)


@pytest.fixture
def record(world) -> StaffRecord:
    """Her record at the new one, TA2."""
    return factories.staff(world.units["TA2"], "Nadia Newhere")


def code(user: User, unit: str = "TA1") -> str:
    with user_scope(user.pk, unit_code=unit) as viewer:
        viewer.person_id = user.person_id
        return movers.make_code(viewer=viewer)


def own_page(client, user: User, unit: str) -> str:
    client.force_login(User.objects.get(pk=user.pk))
    return client.get(reverse("learning:development", args=[unit])).content.decode()


def test_she_enters_her_code_at_the_new_employer_and_reads_her_record_there(
    client, world, old, record
) -> None:
    new = factories.holder("staff", world.units["TA2"], login="nadia.new", person=record.person)
    before = record.person_id
    assert "From an earlier employer" not in own_page(client, new, "TA2")
    client.force_login(old)
    page = client.post(reverse("orgs:move", args=["TA1"])).content.decode()
    (shown,) = [
        part
        for part in page.split("<")
        if part.startswith('p class="nhsuk-heading-l" role="status">')
    ]
    made = shown.partition(">")[2]
    assert made not in client.get(reverse("orgs:move", args=["TA1"])).content.decode()
    client.force_login(new)
    done = client.post(
        reverse("orgs:move_enter", args=["TA2"]), {"code": made.lower()}, follow=True
    )
    assert "Your record has come along" in done.content.decode()
    record.refresh_from_db()
    assert record.person_id == old.person_id
    assert User.objects.get(pk=new.pk).person_id == old.person_id
    page = own_page(client, new, "TA2")
    assert "From an earlier employer" in page
    assert "Aspiring chief nurse" in page
    assert "Occasionally" in page
    assert (
        worlds.token_of("TA1") not in page
    )  # nothing that the old employer wrote: no name, post or pool
    assert "Nadia Newhere" not in own_page(client, old, "TA1")
    # and the code is spent
    client.force_login(new)
    again = client.post(reverse("orgs:move_undo", args=["TA2"]), follow=True)
    assert "stands for itself again" in again.content.decode()
    record.refresh_from_db()
    assert (record.person_id, User.objects.get(pk=new.pk).person_id) == (before, before)
    assert "From an earlier employer" not in own_page(client, new, "TA2")
    spent = client.post(reverse("orgs:move_enter", args=["TA2"]), {"code": made})
    assert spent.status_code == 422
    assert "was used, or has expired" in spent.content.decode()


def test_the_new_employer_learns_nothing_of_the_old_one(client, world, old, record) -> None:
    """The keeper enters the code: she sees that a record came along, and not one row more than before."""
    keeper = world.personas["other_cpo"]
    made = code(old)
    client.force_login(keeper)
    url = reverse("orgs:bring_record", args=["TA2", record.public_id])
    done = client.post(url, {"code": made}, follow=True)
    text = done.content.decode()
    assert "has brought their record along" in text
    assert "brought their own record along on" in text
    secrets = [*world.at["TA1"].secrets, "Kestrel Valley", "TA1"]
    for page in (text, client.get(reverse("orgs:people", args=["TA2"])).content.decode()):
        assert [secret for secret in secrets if secret in page] == []
    with user_scope(keeper.pk, unit_code="TA2"), connection.cursor() as cursor:
        for table in (
            "orgs_staffrecord",
            "learning_competencyassessment",
            "learning_pathwayassignment",
        ):
            cursor.execute(f"SELECT DISTINCT unit_id FROM {table}")
            assert cursor.fetchall() == [(world.units["TA2"].pk,)]
        cursor.execute("SELECT current_setting('app.units_carried', true)")
        assert cursor.fetchone()[0] in ("", None)
    at_new = AuditEvent.objects.get(action="staff.linked")
    at_old = AuditEvent.objects.get(action="staff.code_made")
    assert (at_new.unit.code, at_new.detail) == ("TA2", {"by": "staff"})
    assert (at_old.unit.code, at_old.detail, at_old.object_id) == ("TA1", {}, "")
    client.post(reverse("orgs:unbring_record", args=["TA2", record.public_id]))
    assert StaffRecord.objects.get(pk=record.pk).person_id != old.person_id
    assert (
        client.post(reverse("orgs:unbring_record", args=["TA2", record.public_id])).status_code
        == 422
    )


def test_what_travels_is_hers_and_nothing_that_an_employer_judges(world, old, record) -> None:
    new = factories.holder("staff", world.units["TA2"], login="nadia.new", person=record.person)
    made = code(old)
    with user_scope(new.pk, unit_code="TA2") as viewer:
        viewer.person_id = new.person_id
        movers.bring_record(viewer=viewer, record=record, code=made)
    ta1 = world.units["TA1"].pk
    with user_scope(new.pk, unit_code="TA2"):
        for model, seen in (
            (StaffRecord, 1), (CompetencyAssessment, 1), (PathwayAssignment, 1), (StepProgress, 1),
            (Nomination, 0), (PoolMembership, 0), (Assignment, 0), (RecordLink, 0),
        ):  # fmt: skip
            rows = model.objects.filter(unit_id=ta1)
            assert rows.count() == seen, model
    with user_scope(old.pk, unit_code="TA1"):
        assert set(StaffRecord.objects.values_list("unit__code", flat=True)) == {"TA1", "TA2"}
        # A prepared pathway of the new employer is not hers yet, there or here.
        assert Assignment.objects.filter(unit__code="TA2").count() == 0


def test_after_she_left_the_record_is_hers_at_the_new_employer(client, world, old, record) -> None:
    new = factories.holder("staff", world.units["TA2"], login="nadia.new", person=record.person)
    made = code(old)
    mine = StaffRecord.objects.get(person=old.person)
    client.force_login(world.personas["cpo"])
    on = now().date()
    posted = {"on_day": on.day, "on_month": on.month, "on_year": on.year}
    assert (
        client.post(reverse("orgs:leave", args=["TA1", mine.public_id]), posted).status_code == 302
    )
    client.force_login(old)
    assert client.get(reverse("learning:development", args=["TA1"])).status_code == 404
    client.force_login(new)
    client.post(reverse("orgs:move_enter", args=["TA2"]), {"code": made})
    assert "From an earlier employer" in own_page(client, new, "TA2")


def test_an_account_without_a_person_becomes_hers_by_the_code(client, world, old, record) -> None:
    """The keeper brought the record first; the account that is made later is tied by a code of hers."""
    client.force_login(world.personas["other_cpo"])
    client.post(reverse("orgs:bring_record", args=["TA2", record.public_id]), {"code": code(old)})
    late = factories.holder("staff", world.units["TA2"], login="nadia.late")
    client.force_login(late)
    assert (
        "no record that is tied to your account"
        in client.get(reverse("orgs:move", args=["TA2"])).content.decode()
    )
    assert client.post(reverse("orgs:move", args=["TA2"])).status_code == 422
    client.post(reverse("orgs:move_enter", args=["TA2"]), {"code": code(old)})
    assert User.objects.get(pk=late.pk).person_id == old.person_id
    # Undone, the account goes where the record goes.
    with user_scope(world.personas["other_cpo"].pk, unit_code="TA2") as viewer:
        movers.undo_link(viewer=viewer, record=StaffRecord.objects.get(pk=record.pk))
    assert User.objects.get(pk=late.pk).person_id == StaffRecord.objects.get(pk=record.pk).person_id


def tried(keeper: User, record: StaffRecord, typed: str) -> str:
    """What the keeper of the new employer is told."""
    with user_scope(keeper.pk, unit_code="TA2") as viewer:
        try:
            movers.bring_record(viewer=viewer, record=record, code=typed)
        except movers.MoveError as error:
            return str(error)
    return ""


def test_a_code_that_does_not_fit_says_why_and_never_where(world, old, record) -> None:
    keeper, unit = world.personas["other_cpo"], world.units["TA2"]
    with_account = factories.staff(unit, "Has Account")
    factories.user("has.account", person=with_account.person)
    made = code(old)
    assert tried(keeper, record, "AAAA-AAAA-AAAA") == movers._REFUSALS["unknown"]
    assert tried(keeper, with_account, made) == movers._REFUSALS["account"]
    assert tried(keeper, record, made) == ""
    assert tried(keeper, factories.staff(unit, "Other Person"), made) == movers._REFUSALS["unknown"]
    again = code(old)
    assert tried(keeper, factories.staff(unit, "Third Person"), again) == movers._REFUSALS["here"]
    record.refresh_from_db()
    assert tried(keeper, record, again) == movers._REFUSALS["same"]
    third = factories.staff(world.units["TA3"], "Third Place")
    at_third = factories.holder("staff", world.units["TA3"], person=third.person)
    assert tried(keeper, record, code(at_third, "TA3")) == movers._REFUSALS["linked"]
    said = " ".join(movers._REFUSALS.values())
    assert "TA1" not in said and "Kestrel" not in said  # noqa: PT018  one thought


def test_a_code_ends_with_time_and_with_the_next_one(client, world, old, record) -> None:
    first = code(old)
    second = code(old)
    client.force_login(world.personas["other_cpo"])
    url = reverse("orgs:bring_record", args=["TA2", record.public_id])
    assert client.post(url, {"code": first}).status_code == 422
    MoveCode.objects.update(expires_at=now() - dt.timedelta(seconds=1))
    assert client.post(url, {"code": second}).status_code == 422
    assert StaffRecord.objects.get(pk=record.pk).person_id == record.person_id
    assert second.replace("-", "") not in str(list(MoveCode.objects.values_list()))


def test_the_audit_log_of_the_old_employer_does_not_say_who_prepares_to_move(world, old) -> None:
    code(old)
    assert AuditEvent.objects.filter(action="staff.code_made", unit=world.units["TA1"]).exists()
    admin = factories.holder("access_admin", world.units["TA1"])
    with user_scope(admin.pk, unit_code="TA1") as viewer:
        said = [e["action"] for e in audit.events(viewer.here.id)]
        assert "staff.code_made" not in said
        assert audit.counts(viewer.here.id)[0] == len(said)


def test_the_database_refuses_who_may_not(world, old, record) -> None:
    def refused(user: User, unit: str, sql: str, *values: object) -> bool:
        with user_scope(user.pk, unit_code=unit):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(sql, values)
            except DatabaseError as error:
                return getattr(error.__cause__, "sqlstate", "") == "42501"
        return False

    redeem, undo = "SELECT app.redeem_move_code(%s, 'x')", "SELECT app.undo_move(%s)"
    make = "SELECT app.make_move_code('x', now() + interval '1 day')"
    lead, stranger = world.personas["regional_lead"], world.personas["nobody"]
    for user, unit in (
        (world.personas["cpo"], "TA1"),
        (old, "TA1"),
        (lead, "RA"),
        (lead, "TA2"),
        (stranger, "TA2"),
    ):
        assert refused(user, unit, redeem, record.pk), user
        assert refused(user, unit, undo, record.pk), user
    for user, unit in (
        (world.personas["cpo"], "TA1"),
        (lead, "RA"),
        (old, "TA2"),
        (stranger, "TA1"),
    ):
        assert refused(user, unit, make), user
        assert refused(user, unit, redeem, None), user
    assert refused(old, "TA1", "SELECT * FROM orgs_movecode")
    assert refused(old, "TA1", "INSERT INTO orgs_recordlink (public_id) VALUES (gen_random_uuid())")
    assert refused(old, "TA1", "UPDATE orgs_user SET person_id = 1")
