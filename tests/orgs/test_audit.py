"""What was done and who looked: impossible without an actor, closed to the site, and tamper-evident."""

import datetime as dt
import logging
from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Case, F, Value, When
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs import audit, tasks
from orgs.access import principals
from orgs.access.scope import BUILDER, SEAL, seal_scope, user_scope
from orgs.access.viewer import Viewer
from orgs.clock import now, today
from orgs.models import AuditEvent, OrgUnit, ReadEvent, User
from orgs.models.people import StaffRecord
from orgs.presenters import audit as words
from tests import factories

SignIn = Callable[[User], Client]


def act(user: User, code: str, action: str = "grant.given", **detail: str) -> None:
    with user_scope(user.pk, login=user.login, unit_code=code) as viewer:
        audit.record(viewer, action, unit_id=viewer.here.id, **detail)


def seal() -> int:
    with seal_scope():
        return audit.seal()


def faults() -> list[tuple[int | None, int, str]]:
    with seal_scope():
        return [(f["unit_id"], f["seq"], f["fault"]) for f in audit.faults()]


@pytest.fixture
def admin(units: dict[str, OrgUnit]) -> User:
    return factories.holder("access_admin", units["TA1"])


# --- an actor, or nothing ----------------------------------------------------------------------------


def test_nothing_is_recorded_of_nobody(units: dict[str, OrgUnit]) -> None:
    with user_scope(None, unit_code="TA1") as viewer, pytest.raises(ValueError, match="somebody"):
        audit.record(viewer, "grant.given", unit_id=units["TA1"].id)
    with pytest.raises(TypeError):
        audit.record(action="grant.given", unit_id=None)  # type: ignore[call-arg]
    with pytest.raises(IntegrityError, match="audit_has_an_actor"), transaction.atomic():
        AuditEvent.objects.create(unit=units["TA1"], at=now(), action="grant.given")
    assert AuditEvent.objects.count() == 0


def test_an_act_and_its_record_fall_together(admin: User) -> None:
    before = AuditEvent.objects.count()
    with transaction.atomic():
        act(admin, "TA1")
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == before


def test_a_page_that_showed_nobody_is_not_recorded(admin: User) -> None:
    with user_scope(admin.pk, unit_code="TA1") as viewer:
        audit.record_read(viewer, "plan", [], purpose="succession")
        audit.record_read(viewer, "plan", [7, 3, 7], purpose="succession")
    row = ReadEvent.objects.get()
    assert (row.staff_ids, row.role, row.page, row.purpose) == (
        [3, 7],
        "access_admin",
        "plan",
        "succession",
    )


# --- closed to the site ----------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["orgs_auditevent", "orgs_readevent"])
@pytest.mark.parametrize("verb", ["SELECT * FROM {}", "UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_the_site_can_only_add(admin: User, table: str, verb: str) -> None:
    act(admin, "TA1")
    with (
        user_scope(admin.pk, unit_code="TA1"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table))


def test_nobody_of_the_site_holds_a_right_on_a_history_table(db: None) -> None:
    history = [m._meta.db_table for m in apps.get_models() if hasattr(m, "pgh_tracked_model")]
    assert len(history) >= 6
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'v') AND c.relname ~ 'event$' "
            "AND c.relname NOT IN ('orgs_auditevent', 'orgs_readevent') AND EXISTS ("
            "SELECT 1 FROM unnest(ARRAY['app_web','app_edi','app_builder','app_seal','tp_web','tp_builder']) r,"
            " unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) p "
            "WHERE has_table_privilege(r, c.oid, p))"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT r, t, p FROM unnest(%s::text[]) t, unnest(ARRAY['app_web','app_edi','app_builder','tp_web']) r, "
            "unnest(ARRAY['SELECT','UPDATE','DELETE']) p WHERE has_table_privilege(r, t, p)",
            [["pghistory_context", "orgs_auditevent", "orgs_readevent", *history]],
        )
        assert cursor.fetchall() == []


def test_history_is_written_by_its_owner(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, p.prosecdef, p.proconfig FROM pg_proc p "
            "JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = 'public' AND (p.proname LIKE 'pgtrigger\\_%%' OR p.proname = '_pgh_attach_context')"
        )
        rows = cursor.fetchall()
    assert len(rows) >= 6
    assert [name for name, definer, _ in rows if not definer] == []
    assert {tuple(config) for _, _, config in rows} == {
        ("search_path=public, pg_temp", "enable_nestloop=off")
    }


def events(unit: OrgUnit) -> list[tuple[str, str]]:
    event = apps.get_model("orgs", "StaffRecordEvent")
    rows = event.objects.filter(unit=unit).order_by("pgh_id")
    return list(rows.values_list("pgh_label", "name"))


def test_each_row_of_a_statement_has_its_history_and_only_if_it_changed(
    units: dict[str, OrgUnit],
) -> None:
    unit = units["TA1"]
    ana, ben = (factories.staff(unit, name) for name in ("Ana", "Ben"))
    staff = StaffRecord.objects.filter(unit=unit)
    made = sorted(events(unit))
    assert made == [("insert", "Ana"), ("insert", "Ben")]
    staff.update(name=Case(When(pk=ana.pk, then=Value("Anna")), default=F("name")))
    assert sorted(events(unit)) == [*made, ("update", "Anna")]
    staff.update(name=Value("Both"))
    assert sorted(events(unit)) == [
        *made,
        ("update", "Anna"),
        ("update", "Both"),
        ("update", "Both"),
    ]
    staff.filter(pk=0).update(name="Nobody")
    assert len(events(unit)) == 5
    with pytest.raises(DatabaseError, match="key of a row"), transaction.atomic():
        staff.filter(pk=ben.pk).update(id=ben.pk + 1000)


def test_no_session_switches_history_off(units: dict[str, OrgUnit]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(tgname::text) FROM pg_trigger WHERE tgrelid = 'orgs_staffrecord'::regclass "
            "AND NOT tgisinternal"
        )
        (names,) = cursor.fetchone()
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s::text[]::text, true)", [names])
    factories.staff(units["TA1"], "Ana")
    assert events(units["TA1"]) == [("insert", "Ana")]


def as_role(role: str, sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(sql)


def test_only_the_sealing_role_seals(admin: User) -> None:
    for role in ("app_web", BUILDER):
        for call in ("app.seal_audit()", "app.audit_faults()", "app.verify_audit(NULL)"):
            with pytest.raises(DatabaseError, match="permission denied"):
                as_role(role, f"SELECT {call}")
    for sql in ("SELECT * FROM orgs_auditevent", "UPDATE orgs_auditevent SET hash = ''"):
        with pytest.raises(DatabaseError, match="permission denied"):
            as_role(SEAL, sql)


# --- the chain -------------------------------------------------------------------------------------


@pytest.fixture
def sealed(units: dict[str, OrgUnit], admin: User) -> list[AuditEvent]:
    for n in range(3):
        act(admin, "TA1", role=f"cpo{n}")
    other = factories.holder("access_admin", units["TA2"])
    act(other, "TA2")
    assert seal() == 6  # two founding grants as well
    return list(AuditEvent.objects.filter(unit=units["TA1"]).order_by("seq"))


def test_sealing_numbers_and_links_each_units_records(
    units: dict[str, OrgUnit], admin: User, sealed: list[AuditEvent]
) -> None:
    assert [e.seq for e in sealed] == [1, 2, 3, 4]
    assert [e.previous for e in sealed] == ["", *(e.hash for e in sealed[:-1])]
    assert {len(e.hash) for e in sealed} == {64}
    assert seal() == 0
    act(admin, "TA1")
    assert seal() == 1
    newest = AuditEvent.objects.filter(unit=units["TA1"]).order_by("-seq").first()
    assert newest is not None
    assert (newest.seq, newest.previous) == (5, sealed[-1].hash)
    assert faults() == []


@pytest.mark.parametrize(
    "change",
    [
        {"action": "grant.ended"},
        {"detail": {"role": "staff"}},
        {"object_id": "other"},
        {"at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        {"principal": "system:sealer"},
    ],
)
def test_a_changed_record_is_named(sealed: list[AuditEvent], change: dict[str, object]) -> None:
    AuditEvent.objects.filter(pk=sealed[1].pk).update(**change)
    assert faults() == [(sealed[1].unit_id, 2, "the row was changed")]


def test_a_record_given_to_another_actor_is_named(
    units: dict[str, OrgUnit], sealed: list[AuditEvent]
) -> None:
    AuditEvent.objects.filter(pk=sealed[2].pk).update(actor=factories.user("scapegoat"))
    assert faults() == [(sealed[1].unit_id, 3, "the row was changed")]


def test_a_removed_record_is_named(sealed: list[AuditEvent]) -> None:
    sealed[1].delete()
    assert faults() == [(sealed[0].unit_id, 3, "a row is missing before this one")]


def test_a_removed_end_is_named_once_it_has_been_verified(sealed: list[AuditEvent]) -> None:
    with seal_scope():
        assert audit.verify() == []
    unit_id = sealed[-1].unit_id
    sealed[-1].delete()
    assert faults() == [(unit_id, 4, "the row that ended this chain is gone")]


def test_a_record_changed_and_sealed_again_breaks_the_next(sealed: list[AuditEvent]) -> None:
    AuditEvent.objects.filter(pk=sealed[1].pk).update(action="grant.ended")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orgs_auditevent SET hash = app.audit_digest(id, previous) WHERE id = %s",
            [sealed[1].pk],
        )
    assert faults() == [(sealed[0].unit_id, 3, "the row before this one was changed")]


def test_the_night_verifies_once_a_day_and_says_what_is_wrong(
    sealed: list[AuditEvent], caplog: pytest.LogCaptureFixture
) -> None:
    assert tasks.verify_audit(principals.SEALER) == 0
    verified = AuditEvent.objects.get(action="audit.verified")
    assert (verified.principal, verified.unit_id, verified.detail["faults"]) == (
        "system:sealer",
        None,
        0,
    )
    assert verified.detail["day"] == today().isoformat()
    assert tasks.verify_audit(principals.SEALER) == 0
    assert AuditEvent.objects.filter(action="audit.verified").count() == 1
    verified.delete()
    sealed[1].delete()
    with caplog.at_level(logging.ERROR):
        assert tasks.verify_audit(principals.SEALER) == 1
    assert "broken at 3: a row is missing before this one" in caplog.text
    gap = AuditEvent.objects.get(action="audit.gap")
    assert (gap.unit_id, gap.detail["seq"]) == (sealed[0].unit_id, 3)


def test_the_command_says_each_chain_and_how_it_ends(
    sealed: list[AuditEvent], admin: User, capsys: pytest.CaptureFixture[str]
) -> None:
    act(admin, "TA1")
    call_command("verify_audit")
    assert capsys.readouterr().out.splitlines() == [
        "TA1: 4 records (1 more not sealed yet), unbroken",
        "TA2: 2 records, unbroken",
        "Every audit chain is unbroken.",
    ]
    sealed[1].delete()
    with pytest.raises(CommandError, match="chain is broken") as refused:
        call_command("verify_audit")
    assert refused.value.returncode == 1
    assert (
        "TA1: 3 records (1 more not sealed yet), broken at record 3: a row is missing before this one"
        in capsys.readouterr().out
    )
    assert not AuditEvent.objects.filter(action="audit.verified").exists()


def test_the_command_names_a_chain_of_which_nothing_is_left(
    sealed: list[AuditEvent], capsys: pytest.CaptureFixture[str]
) -> None:
    with seal_scope():
        audit.verify()
    AuditEvent.objects.filter(unit_id=sealed[0].unit_id).delete()
    with pytest.raises(CommandError):
        call_command("verify_audit")
    lost = f"Organisation {sealed[0].unit_id}: no record is left, broken at record 4"
    assert lost in capsys.readouterr().out


# --- the page --------------------------------------------------------------------------------------


def test_the_page_says_that_and_by_whom_and_not_what(
    units: dict[str, OrgUnit], admin: User, sign_in: SignIn
) -> None:
    act(admin, "TA1", role="cpo", note="a secret note", login="ada@example.org")
    act(factories.holder("access_admin", units["TA2"]), "TA2", action="grant.ended")
    auditor = factories.holder("ig_auditor", units["TA1"])
    page = sign_in(auditor).get(reverse("orgs:audit", args=["TA1"]))
    text = page.content.decode()
    assert page.status_code == 200
    assert [(x.who, x.what, x.note) for x in page.context["lines"]][1:] == [
        ("access_admin.ta1", "gave a role", "Succession lead"),
        (
            "The system: sets up the first role of an employer",
            "set up the first role",
            "Access administrator",
        ),
    ]
    assert "secret" not in text
    assert "ada@example.org" not in text
    assert "ended a role" not in text


def test_who_looked(admin: User, sign_in: SignIn) -> None:
    with user_scope(admin.pk, unit_code="TA1") as viewer:
        audit.record_read(viewer, "succession.plan", [3, 7], purpose="succession planning")
    page = sign_in(admin).get(reverse("orgs:audit", args=["TA1"]) + "?tab=looked")
    (line,) = page.context["lines"]
    assert (line.who, line.what) == ("access_admin.ta1", "looked at the board succession plan")
    assert line.note == "2 people, for succession planning"


def test_colleagues_are_called_by_name(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    person = factories.staff(units["TA1"], "Ines Moor").person
    ines = factories.holder("access_admin", units["TA1"], login="ines", person=person)
    act(ines, "TA1")
    with user_scope(ines.pk, unit_code="TA1") as viewer:
        audit.record_read(viewer, "access", [3], purpose="administration of access")
    client = sign_in(factories.holder("ig_auditor", units["TA1"]))
    for tab in ("done", "looked"):
        page = client.get(reverse("orgs:audit", args=["TA1"]), {"tab": tab})
        assert "Ines Moor" in {line.who for line in page.context["lines"]}
        assert "ines" not in {line.who for line in page.context["lines"]}


def test_the_page_is_cut_into_pages(admin: User, sign_in: SignIn) -> None:
    for _ in range(30):
        act(admin, "TA1")
    client, counts = sign_in(admin), []
    for number, lines in ((1, 25), (2, 6)):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("orgs:audit", args=["TA1"]), {"page": number})
        assert len(page.context["lines"]) == lines
        counts.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
    assert counts[0] == counts[1] <= 12


def test_who_reads_the_audit_log(units: dict[str, OrgUnit], admin: User, sign_in: SignIn) -> None:
    page = reverse("orgs:audit", args=["TA1"])
    assert sign_in(admin).get(page).status_code == 200
    assert sign_in(admin).post(page).status_code == 405
    assert sign_in(factories.holder("cpo", units["TA1"])).get(page).status_code == 403
    for role, code in (("access_admin", "TA2"), ("steward", "RA"), ("ig_auditor", "RA")):
        other = factories.holder(role, units[code], login=f"other.{role}")
        assert sign_in(other).get(page).status_code == 404
        with user_scope(other.pk, unit_code="TA1"):
            assert audit.events(units["TA1"].id) == []
            assert audit.counts(units["TA1"].id) == (0, 0)


def test_an_act_without_words_is_still_readable() -> None:
    viewer = Viewer(user_id=1, login="x", day=today())
    event = {
        "login": viewer.login,
        "name": "",
        "principal": "",
        "action": "pool.member_added",
        "detail": {},
        "at": now(),
    }
    (line,) = words.done_lines([event])
    assert (line.who, line.what, line.note) == ("x", "pool: member added", "")


# --- what the audit page leaves out ------------------------------------------------------------------


def test_what_a_person_answered_and_what_it_set_off_are_not_shown(
    admin: User, units: dict[str, OrgUnit]
) -> None:
    """Her answer would say that she is named, and the pathway that closes would say "no"."""
    amina = factories.holder("staff", units["TA1"])
    act(amina, "TA1", "disclosure_state.answered", answer="declined")
    AuditEvent.objects.create(
        unit=units["TA1"], at=now(), principal="system:agreement", action="pathway.withdrawn"
    )
    act(admin, "TA1", "successor.named", role="NED", readiness="RN")
    with user_scope(admin.pk, unit_code="TA1"):
        shown = audit.events(units["TA1"].id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT done FROM app.audit_counts(%s)", [units["TA1"].id])
            (done,) = cursor.fetchone()
    assert [e["action"] for e in shown if not e["action"].startswith("grant.")] == [
        "successor.named"
    ]
    assert next(e["detail"] for e in shown if e["action"] == "successor.named") == {}
    assert done == len(shown)
