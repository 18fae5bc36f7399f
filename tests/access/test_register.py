"""The boundary register says what Postgres does: cell by cell, and rule by rule."""

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse

from orgs.access import conditions, register, versions
from orgs.access.classes import classes
from orgs.access.floor import Floor, floors, table_statements
from orgs.access.lay import lay_floor
from orgs.access.roles import roles
from orgs.access.scope import user_scope
from orgs.management.commands.boundaries import KEPT
from orgs.models import OrgUnit, User
from orgs.models.boundaries import BoundaryVersion
from orgs.presenters import boundaries as words
from succession.models import Nomination
from tests import factories
from tests.access import world as worlds
from tests.access.world import World
from tests.architecture.test_definers import runnable

SignIn = Callable[[User], Client]

#: A persona with each role, and the unit at which it is held.
HOLDERS = {
    "founder": ("founder", "TA1"),
    "access_admin": ("access_admin", "TA1"),
    "cpo": ("cpo", "TA1"),
    "learning_lead": ("learning_lead", "TA1"),
    "pool_manager": ("pool_manager", "RA"),
    "committee_reader": ("committee_reader", "TA1"),
    "talent_lead": ("regional_lead", "RA"),
    "national_lead": ("national_lead", "NAT"),
    "steward": ("steward", "RA"),
    "ig_auditor": ("ig_auditor", "TA1"),
    "staff": ("successor", "TA1"),
    "support": ("support", "NAT"),
}
#: Opens only where an employer has closed: tests/orgs/test_closed_records.py asks what it reads there.
CLOSED_ALONE = {"history_reader"}
#: What a colleague of another Trust was sent by name: her account reads it, in any role.
Seen = tuple[str, str, str]


def level_in(table: str, floor: Floor, role: str, verbs: tuple[str, ...]) -> str:
    """How far a role comes in one table, as the register counts it."""
    families = register.families_of(roles.get(role))
    found = [a.level_for(families) for a in register.arms(floor) if a.verb in verbs]
    return max(found, key=("", "own", "some", "all").index, default="")


def rows_of(table: str, suffix: str = "") -> int | None:
    """How many rows Postgres gives the role of the open scope; None when it has no right to ask."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table} t {suffix}) q")
            return cursor.fetchone()[0]
    except ProgrammingError:  # permission denied
        return None


def of_unit(model: type, floor: Floor, unit_id: int) -> int:
    """Rows that belong to a unit, or all where they belong to none: what `all` promises."""
    column = floor.unit if any(f.column == floor.unit for f in model._meta.fields) else ""
    where = f"WHERE {column} = %s" if column else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {model._meta.db_table} {where}", [unit_id] if column else []
        )
        return cursor.fetchone()[0]


def disagreements(world: World) -> Iterator[Seen]:
    """(role, table, what is wrong) wherever the register and Postgres do not say the same."""
    for role, (persona, code) in HOLDERS.items():
        user, unit = world.personas[persona], world.units[code]
        for model, floor in floors():
            table = model._meta.db_table
            there = of_unit(model, floor, unit.id)
            reads = level_in(table, floor, role, ("read",))
            changes = level_in(table, floor, role, ("update",))
            with user_scope(user.pk, unit_code=code):
                seen, locked = rows_of(table), rows_of(table, "FOR UPDATE")
            if seen and not reads:
                yield role, table, "is read and not in the register"
            if reads == "all" and not floor.reference and (seen or 0) < there:
                yield role, table, "is not read whole"
            if reads == "all" and seen is None:
                yield role, table, "is not read at all"
            # A lock for a change asks the policies of reading and of changing.
            if locked and not changes:
                yield role, table, "is changed and not in the register"
            if changes == "all" and reads == "all" and (locked or 0) < there:
                yield role, table, "is not changed whole"


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def test_postgres_lets_each_role_do_what_the_register_says(world: World) -> None:
    assert set(HOLDERS) | CLOSED_ALONE == {role.code for role in roles if role.actions}
    assert list(disagreements(world)) == []


def test_a_floor_that_is_wider_than_the_register_is_seen(world: World) -> None:
    """The negative control: a floor that somebody widened in the database alone, and then in the code."""
    wider = replace(Nomination.floor, read=("succession", "learning"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in table_statements(Nomination, wider):
            cursor.execute(statement)
    assert ("learning_lead", "succession_nomination", "is read and not in the register") in set(
        disagreements(world)
    )
    before = register.content()
    kept = Nomination.floor
    try:
        Nomination.floor = wider
        after = register.content()
        assert [d for d in disagreements(world) if d[1] == "succession_nomination"] == []
    finally:
        Nomination.floor = kept
    assert register.digest(before) != register.digest(after)
    assert {
        "what": "Successors and readiness",
        "role": "learning_lead",
        "was": "M",
        "is": "r",
    } in register.changes(before, after)


@pytest.mark.django_db
def test_the_rules_of_the_register_are_the_policies_of_the_catalogue() -> None:
    """Which families a policy asks for, table by table and verb by verb."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, lower(cmd), coalesce(qual, '') || ' ' || coalesce(with_check, '') "
            "FROM pg_policies WHERE schemaname = 'public' AND roles && '{app_web,app_edi}' "
            "AND permissive = 'PERMISSIVE'"
        )
        policies = {(table, cmd): text for table, cmd, text in cursor.fetchall()}
    verbs = {"select": "read", "insert": "insert", "update": "update", "delete": "delete"}
    for model, floor in floors():
        for command, verb in verbs.items():
            text = policies.get((model._meta.db_table, command), "")
            asked = set(re.findall(r"units\('(\w+)'", text)) - {"any"}
            said = {
                family
                for arm in register.arms(floor)
                if arm.verb == verb
                for family in ([arm.family] if arm.family else [])
                + conditions.families_in(arm.condition)
            }
            assert said == asked, (model._meta.db_table, command)


# --- nothing is left out -----------------------------------------------------------------------------


def test_every_table_is_in_one_class() -> None:
    placed = [label for each in classes for label in each.tables]
    assert sorted(placed) == sorted(model._meta.label for model, _ in floors())
    assert len(placed) == len(set(placed))


#: Functions that answer nothing of a class of records, each with its reason.
ASIDE = {
    **dict.fromkeys(("enter", "enter_system", "leave"), "open and leave a scope"),
    **dict.fromkeys(("new_persons", "is_new_person"), "keys without a name"),
    **dict.fromkeys(("make_move_code", "redeem_move_code", "undo_move"), "one's own record, moved"),
    **dict.fromkeys(
        ("end_roles_of_leavers", "end_shares_of_leavers", "sweep_permissions", "continue_grant"),
        "a part of the system writes",
    ),
    **dict.fromkeys(
        ("open_top", "tree_withdraw", "overlays_go_on", "keep_history"), "a restructure writes"
    ),
    "open_overlay": "an empty overlay, for whoever administers its keeper",
    "orphans": "a part of the system asks which employers nobody administers",
    **dict.fromkeys(("inherits", "may_review"), "yes or no"),
    **dict.fromkeys(
        ("ask_support", "approve_support", "end_support"), "support access, written by two people"
    ),
    **dict.fromkeys(
        ("may_grant", "role_fits", "is_stewards", "independent", "last_access_admins"),
        "yes or no, or accounts that cannot leave yet",
    ),
    **dict.fromkeys(("may_offer_name", "may_answer"), "yes or no"),
    **dict.fromkeys(("tree_project", "tree_faults"), "the tree's own columns"),
    "ensure_user": "an account without a role",
    "address_of": "parts of the system send e-mail with it",
    "keeping_remove": "a part of the system removes with it",
}


@pytest.mark.django_db
def test_every_function_that_answers_past_the_policies_is_in_a_class() -> None:
    through = {t.function for each in classes for t in each.through}
    assert through & set(ASIDE) == set()
    assert runnable("app_web") == through | set(ASIDE)


@pytest.mark.django_db
def test_the_functions_ask_for_the_families_that_the_register_names() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = 'app'"
        )
        source = dict(cursor.fetchall())
    inner = {name: text for name, text in source.items() if name.startswith("looks_at_me")}
    for each in classes:
        for through in each.through:
            text = source[through.function] + "".join(
                body for name, body in inner.items() if name in source[through.function]
            )
            asks = f"units('{through.family}')" in text or "person_id()" in text
            assert asks or through.family == "any", through


def test_the_text_beside_the_code_is_in_step() -> None:
    """A boundary that changes is seen in review: ./run manage boundaries --write."""
    assert (settings.REPO / KEPT).read_text() == words.markdown(register.content())


def test_a_changed_floor_changes_the_text() -> None:
    kept = Nomination.floor
    try:
        Nomination.floor = replace(kept, read=("succession", "people"))
        assert (settings.REPO / KEPT).read_text() != words.markdown(register.content())
    finally:
        Nomination.floor = kept


def test_the_release_is_the_project_s() -> None:
    project = tomllib.loads((settings.REPO / "pyproject.toml").read_text())["project"]
    assert project["version"] == settings.RELEASE


# --- what the cells say ------------------------------------------------------------------------------

#: Cells that the request papers ask for, written by hand (features.md, section 4).
ASKED = {
    ("nominations", "cpo"): "RW",
    ("nominations", "learning_lead"): "M",
    ("nominations", "staff"): "O",
    ("nominations", "talent_lead"): "A",
    ("nominations", "steward"): "A",
    ("nominations", "ig_auditor"): "M",
    ("risk", "talent_lead"): "A",
    ("risk", "learning_lead"): "",
    ("conversations", "talent_lead"): "",
    ("shared_pools", "pool_manager"): "CW",
    ("members", "pool_manager"): "",
    ("positive", "ig_auditor"): "",
    ("positive", "access_admin"): "",
    ("audit", "ig_auditor"): "R",
    ("audit", "staff"): "OM",
    ("people", "talent_lead"): "A",
    ("people", "national_lead"): "A",
    ("figures", "talent_lead"): "AW",
    ("counts", "national_lead"): "",
}


def test_cells_are_what_was_asked_for() -> None:
    cells = {
        (each["code"], role): letters
        for each in register.content()["classes"]
        for role, letters in each["cells"].items()
    }
    assert {key: cells[key] for key in ASKED} == ASKED


def test_nobody_above_an_employer_reads_a_row_about_people() -> None:
    above = ("talent_lead", "national_lead", "steward")
    people = (
        "people",
        "nominations",
        "risk",
        "members",
        "learning",
        "aspirations",
        "conversations",
    )
    for each in register.content()["classes"]:
        if each["code"] in people:
            assert {each["cells"][role] for role in above} <= {"", "A"}, each["code"]


def test_conditions_are_read_as_the_database_reads_them() -> None:
    def possible(sql: str, *families: str, **tables: bool) -> bool:
        return conditions.possible(sql, families, reads=lambda table: tables.get(table, True))

    one, two = (
        "x = ANY((SELECT app.units('one'))::int[])",
        "y = ANY((SELECT app.units('two'))::int[])",
    )
    assert possible(f"a = 1 AND {one}", "one")
    assert not possible(f"a = 1 AND {one}", "two")
    assert possible(f"({one} OR {two}) AND b IN ('c', 'd OR e')", "two")
    assert not possible(f"{one} AND {two}", "two")
    assert possible(f"NOT EXISTS (SELECT 1 FROM a_b WHERE {one})")
    asks = f"EXISTS (SELECT 1 FROM a_b JOIN c_d ON true WHERE a = b AND {one})"
    assert possible(asks, "one")
    assert not possible(asks, "two")
    assert not possible(asks, "one", c_d=False)
    assert conditions.branches(f"(({one}) OR {two})") == [one, two]


# --- history -----------------------------------------------------------------------------------------


def recorded() -> BoundaryVersion:
    """The last version: the first, unless the tables were kept from an earlier run of the tests."""
    return BoundaryVersion.objects.latest("number")


@pytest.mark.django_db
def test_a_migrate_records_the_register_once() -> None:
    first = recorded()
    assert first.release == settings.RELEASE
    assert first.sha256 == register.digest(register.content())
    assert versions.record_version() is None
    assert not lay_floor()
    kept = Nomination.floor
    try:
        Nomination.floor = replace(kept, read=("succession", "learning"))
        second = versions.record_version()
    finally:
        Nomination.floor = kept
    assert second is not None
    assert second.number == first.number + 1
    (changed,) = words.change_words(second.content, second.changes)
    assert changed == (
        "Successors and readiness, Learning and development lead: sees that there is something, not "
        "what it says, now reads some of it"
    )


@pytest.mark.django_db
def test_what_was_recorded_stays(units: dict[str, OrgUnit]) -> None:
    with pytest.raises(match="Cannot update or delete"), transaction.atomic():
        BoundaryVersion.objects.update(number=7)
    with pytest.raises(match="Cannot update or delete"), transaction.atomic():
        BoundaryVersion.objects.all().delete()
    with user_scope(factories.holder("steward", units["RA"]).pk, unit_code="RA"):
        assert BoundaryVersion.objects.exists()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            BoundaryVersion.objects.create(
                number=9, sha256="0" * 64, content={}, release="x", made_at="2026-01-01T00:00Z"
            )


@pytest.mark.django_db
def test_the_command_prints_and_records(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("boundaries")
    assert capsys.readouterr().out == words.markdown(register.content()) + ""
    call_command("boundaries", "--record")
    assert capsys.readouterr().out == "It is as it was recorded last.\n"


# --- pages -------------------------------------------------------------------------------------------


def test_the_page_says_who_sees_what(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    client = sign_in(factories.holder("ig_auditor", units["TA1"]))
    page = client.get(reverse("orgs:boundaries", args=["TA1"]))
    (row,) = (r for r in page.context["rows"] if r.code == "nominations")
    assert [(line.words, line.roles) for line in row.lines][:3] == [
        ("All of it", ["Reader of a closed employer's records"]),
        ("All of it (changes)", ["Succession lead"]),
        ("Their own", ["Staff member"]),
    ]
    assert page.context["in_step"]
    said = page.content.decode()
    last = recorded().number
    assert f"Version {last}" in said
    assert "Not recorded yet" not in said
    one = client.get(reverse("orgs:boundaries", args=["TA1"]), {"role": "talent_lead"})
    assert ("people", "People and their jobs", "Sees published figures only") in one.context[
        "of_role"
    ]
    answer = client.get(reverse("orgs:boundaries", args=["TA1"]), {"version": str(last)})
    assert answer.status_code == 200
    for odd in (str(last + 1), "x", "-1"):
        answer = client.get(reverse("orgs:boundaries", args=["TA1"]), {"version": odd})
        assert answer.status_code == 404
    assert client.post(reverse("orgs:boundaries", args=["TA1"])).status_code == 405


def test_a_class_says_which_rules_make_it_true(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    client = sign_in(factories.holder("staff", units["TA1"]))
    page = client.get(reverse("orgs:boundary", args=["TA1", "nominations"]))
    who = "Succession lead, Reader of a closed employer's records (reads only)"
    assert ("Nomination", "Read, Add, Change", who, "") in [
        (r.table, r.verbs, r.who, r.when) for r in page.context["rules"]
    ]
    assert any("not_told" in r.when for r in page.context["rules"])
    assert client.get(reverse("orgs:boundary", args=["TA1", "nothing"])).status_code == 404


def test_the_file_has_the_table_and_the_rules(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    client = sign_in(factories.holder("steward", units["RA"]))
    answer = client.get(reverse("orgs:boundaries_csv", args=["RA"]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == [f"Who sees what: version {recorded().number}"]
    (head,) = (row for row in rows if row[:1] == ["Records"] and "Succession lead" in row)
    (found,) = (r for r in rows if r[:1] == ["Successors and readiness"] and len(r) == len(head))
    assert found[head.index("Succession lead")] == "RW"
    assert found[head.index("Talent lead")] == "A"


def test_what_is_not_recorded_is_said(units: dict[str, OrgUnit], sign_in: SignIn) -> None:
    client = sign_in(factories.holder("ig_auditor", units["TA1"]))
    kept = Nomination.floor
    try:
        Nomination.floor = replace(kept, read=("succession", "learning"))
        register.running.cache_clear()
        page = client.get(reverse("orgs:boundaries", args=["TA1"]))
    finally:
        Nomination.floor = kept
        register.running.cache_clear()
    assert "Not recorded yet" in page.content.decode()
