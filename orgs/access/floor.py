"""The database floor, declared on each model and laid down after every migrate.

A model says who may read and write its rows in ``floor = Floor(…)``. :func:`statements` turns all
declarations into grants and row-level policies of one shape,
``unit_id = ANY((SELECT app.units('family'))::int[])``, which Postgres evaluates once per statement
(TENANCY.md 2.1). A table without a declaration has no grant and is closed to the web role.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.db import models

#: The row's ``person_id`` is whoever looks.
OWN_PERSON = "person_id = (SELECT app.person_id())"
#: The row's ``staff_id`` is a record of whoever looks.
OWN_STAFF = (
    "EXISTS (SELECT 1 FROM orgs_staffrecord s "
    "WHERE s.id = staff_id AND s.person_id = (SELECT app.person_id()))"
)


@dataclass(frozen=True)
class Floor:
    """Who may touch the rows of one table.

    Attributes:
        read: families whose unit set opens a row for reading; empty = not readable.
        write: families that may insert and update; empty = not writable.
        insert: families that may insert only (append-only tables); ``("*",)`` = any open scope.
        delete: families that may delete. Nearly everything is closed with a date, not deleted.
        unit: the column that holds the employer or owning unit.
        own: extra condition under which a person reads a row of their own, over
            ``app.person_id()``; it is combined with the unit being in the ``own`` set.
        travels: extra condition under which a person reads a row of their own at an employer other than
            the one of the page: what is theirs goes with them. It is combined with the unit being in
            the ``carried`` set, which the database fills from the person's own records.
        upward: readable when the unit is an ancestor or an overlay of the unit in the URL.
        reference: no tenant data: everybody with an open scope reads all of it.
        builder: columns that the aggregation worker may read; never a name. ``("*",)`` = all.
        extra_read, extra_write: further SQL conditions, each a boolean expression on the row.
        extra_update: conditions under which a row that is there may be changed, and none be made.
        extra_delete: conditions under which a row may be deleted: what a person shared is hers to take.
        role: the database role the policies are for, ``app_web`` or ``app_edi``.
        builder_writes: the aggregation worker owns the content (cubes, releases).
        keyed: foreign keys that must point inside the same unit, held by the database as composite
            keys, because a plain foreign key does not ask row-level security.
        crosses: foreign keys to another unit's row, each a decision (a region's pathway, say).
    """

    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    insert: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    unit: str = "unit_id"
    own: str = ""
    travels: str = ""
    upward: bool = False
    reference: bool = False
    builder: tuple[str, ...] = ()
    extra_read: tuple[str, ...] = ()
    extra_write: tuple[str, ...] = ()
    extra_update: tuple[str, ...] = ()
    extra_delete: tuple[str, ...] = ()
    role: str = "app_web"
    builder_writes: bool = False
    keyed: tuple[str, ...] = ()
    crosses: tuple[str, ...] = ()


def floors() -> list[tuple[type[models.Model], Floor]]:
    """Every model that declares a floor, in a stable order."""
    declared = ((model, getattr(model, "floor", None)) for model in apps.get_models())
    found = [(model, floor) for model, floor in declared if isinstance(floor, Floor)]
    return sorted(found, key=lambda pair: pair[0]._meta.db_table)


def _in_units(column: str, families: tuple[str, ...]) -> list[str]:
    return [f"{column} = ANY((SELECT app.units('{family}'))::int[])" for family in families]


def _readable(floor: Floor) -> list[str]:
    if floor.reference:
        return ["true"]
    arms = _in_units(floor.unit, floor.read)
    # A condition that holds for both is said once: each time it is said, the policies of the tables
    # that it asks are planned anew, and theirs in turn.
    mine: dict[str, list[str]] = {}
    for condition, family in ((floor.own, "own"), (floor.travels, "carried")):
        if condition:
            mine.setdefault(condition, []).extend(_in_units(floor.unit, (family,)))
    arms += [f"(({' OR '.join(where)}) AND ({condition}))" for condition, where in mine.items()]
    if floor.upward:
        arms.append(f"{floor.unit} = ANY((SELECT app.units('upward'))::int[])")
    return [*arms, *(f"({condition})" for condition in floor.extra_read)]


def _policies(table: str, floor: Floor) -> Iterator[str]:
    def policy(name: str, verb: str, clause: str) -> str:
        return f"CREATE POLICY {name} ON {table} FOR {verb} TO {floor.role} {clause}"

    readable = _readable(floor)
    writable = [*_in_units(floor.unit, floor.write), *(f"({c})" for c in floor.extra_write)]
    insertable = writable or _in_units(floor.unit, tuple(f for f in floor.insert if f != "*"))
    if "*" in floor.insert:
        insertable = ["(SELECT app.units('any')) IS NOT NULL"]
    if readable:
        yield f"GRANT SELECT ON {table} TO {floor.role}"
        yield policy("floor_select", "SELECT", f"USING ({' OR '.join(readable)})")
    if insertable:
        yield f"GRANT INSERT ON {table} TO {floor.role}"
        yield policy("floor_insert", "INSERT", f"WITH CHECK ({' OR '.join(insertable)})")
    if changeable := [*writable, *(f"({c})" for c in floor.extra_update)]:
        test = " OR ".join(changeable)
        yield f"GRANT UPDATE ON {table} TO {floor.role}"
        yield policy("floor_update", "UPDATE", f"USING ({test}) WITH CHECK ({test})")
    removable = [*_in_units(floor.unit, floor.delete), *(f"({c})" for c in floor.extra_delete)]
    if removable:
        test = " OR ".join(removable)
        yield f"GRANT DELETE ON {table} TO {floor.role}"
        yield policy("floor_delete", "DELETE", f"USING ({test})")
    if floor.builder:
        columns = "" if floor.builder == ("*",) else f" ({', '.join(floor.builder)})"
        yield f"GRANT SELECT{columns} ON {table} TO app_builder"
        yield f"CREATE POLICY floor_builder ON {table} FOR SELECT TO app_builder USING (true)"
    if floor.builder_writes:
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO app_builder"
        yield (
            f"CREATE POLICY floor_builder_all ON {table} FOR ALL TO app_builder "
            "USING (true) WITH CHECK (true)"
        )


def _closed_policies(table: str, floor: Floor) -> Iterator[str]:
    """Nothing of a closed employer is written, whatever the other policies allow.

    But that somebody looked, or did something, is recorded wherever it was.
    """
    clauses = {"INSERT": "WITH CHECK", "UPDATE": "USING", "DELETE": "USING"}
    for verb, clause in clauses.items():
        if verb == "INSERT" and "*" in floor.insert:
            continue
        yield (
            f"CREATE POLICY floor_open_{verb.lower()} ON {table} AS RESTRICTIVE FOR {verb} "
            f"TO {floor.role} {clause} ((SELECT app.may_write()))"
        )


def _composite_keys(model: type[models.Model], floor: Floor) -> Iterator[str]:
    table = model._meta.db_table
    for name in floor.keyed:
        field = cast("models.ForeignKey[Any, Any]", model._meta.get_field(name))
        target = field.related_model._meta.db_table
        yield f"SELECT app.composite_key('{table}', '{field.column}', '{target}')"


def _steady_key(model: type[models.Model]) -> Iterator[str]:
    table, key = model._meta.db_table, model._meta.pk.column
    yield f"DROP TRIGGER IF EXISTS steady_key ON {table}"
    yield (
        f"CREATE TRIGGER steady_key BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN (OLD.{key} IS DISTINCT FROM NEW.{key}) EXECUTE FUNCTION app.keep_key()"
    )


def table_statements(model: type[models.Model], floor: Floor) -> Iterator[str]:
    """Statements that lay the floor of one table, whatever was there before."""
    table = model._meta.db_table
    yield f"SELECT app.clear_floor('{table}')"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield from _policies(table, floor)
    yield from _closed_policies(table, floor)
    yield from _composite_keys(model, floor)
    if hasattr(model, "pgh_event_models"):
        yield from _steady_key(model)


def statements() -> list[str]:
    """All statements of the floor, in order."""
    return [sql for model, floor in floors() for sql in table_statements(model, floor)]
