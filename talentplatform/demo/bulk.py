"""Loading many rows by COPY, as the owner login.

Rows name their columns; what a row leaves out is filled by the model's default. Keys are given by
the caller, so that rows of several tables can point at each other before any of them is written.
"""

import datetime as dt
import functools
import hashlib
import itertools
import random
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb


class Chance(random.Random):
    """Chance that repeats itself: the same seed gives the same data."""

    def uuid(self) -> str:
        """A random identifier as text."""
        return str(uuid.UUID(int=self.getrandbits(128), version=4))

    def often(self, share: float) -> bool:
        """True in `share` of the cases."""
        return self.random() < share

    def pick(self, weights: Mapping[str, float]) -> str:
        """A key, as often as its weight says."""
        return self.choices(list(weights), list(weights.values()))[0]


class Keys:
    """Hands out primary keys of a table, from the next free one."""

    def __init__(self, model: type[models.Model]) -> None:
        last = model._base_manager.aggregate(last=models.Max("pk"))["last"]
        self._next = (last or 0) + 1

    def __call__(self) -> int:
        given, self._next = self._next, self._next + 1
        return given


@contextmanager
def without_triggers() -> Iterator[bool]:
    """Switch triggers off for this transaction where the login may (a superuser), and say whether.

    History and foreign keys are triggers too: what is loaded here is the first state, which has no
    history, and its keys are checked afterwards by :func:`orphans`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (may,) = cursor.fetchone()
        if may:
            cursor.execute("SET LOCAL session_replication_role = replica")
        try:
            yield bool(may)
        finally:
            if may and not connection.needs_rollback:
                cursor.execute("SET LOCAL session_replication_role = origin")


class Loader:
    """Writes rows by COPY. Whatever a row leaves out gets the field's default.

    Defaults that are identifiers come from `chance` and moments are `moment`, so that the same seed
    gives the same rows.
    """

    def __init__(self, chance: Chance, moment: dt.datetime) -> None:
        self.chance = chance
        self.moment = moment

    def copy(self, model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> int:
        """Write `rows` into the table of `model`; return how many. All rows name the same fields.

        The names are those of attributes, ``staff_id`` for a key.
        """
        iterator = iter(rows)
        first = next(iterator, None)
        if first is None:
            return 0
        fields = {field.attname: field for field in model._meta.concrete_fields}
        named = [(name, isinstance(fields[name], models.JSONField)) for name in first]
        filled = {
            name: self._default(field)
            for name, field in fields.items()
            if name not in first
            and (field.has_default() or _is_moment(field) or not _may_be_empty(field))
        }
        count = 0
        with (
            connection.cursor() as cursor,
            cursor.copy(
                _statement(model, [str(fields[n].column) for n in [*first, *filled]])
            ) as stream,
        ):
            for row in itertools.chain([first], iterator):
                values = [Jsonb(row[n]) if is_json else row[n] for n, is_json in named]
                stream.write_row([*values, *(make() for make in filled.values())])
                count += 1
        return count

    def _default(self, field: "models.Field[Any, Any]") -> Callable[[], Any]:
        if isinstance(field, models.UUIDField):
            return self.chance.uuid
        if _is_moment(field):
            moment = self.moment
            return lambda: moment
        default = field.get_default()
        value = Jsonb(default) if isinstance(field, models.JSONField) else default
        return lambda: value


def _statement(model: type[models.Model], columns: list[str]) -> sql.Composed:
    return sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )


def _is_moment(field: "models.Field[Any, Any]") -> bool:
    return bool(getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False))


def _may_be_empty(field: "models.Field[Any, Any]") -> bool:
    return bool(field.null or field.primary_key)


class Rows:
    """Rows that wait to be written, table by table in the order in which tables came up."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[dict[str, Any]]] = {}
        self.counts: dict[type[models.Model], int] = {}

    def add(self, model: type[models.Model], **row: Any) -> dict[str, Any]:
        """Keep a row of `model` for the next :meth:`flush`; it may still be changed until then."""
        self._rows.setdefault(model, []).append(row)
        return row

    def waiting(self) -> int:
        """How many rows wait."""
        return sum(map(len, self._rows.values()))

    def flush(self, loader: Loader) -> None:
        """Write what waits, what is pointed at before what points at it."""
        for model in sorted(self._rows, key=depth):
            count = loader.copy(model, self._rows[model])
            self.counts[model] = self.counts.get(model, 0) + count
        self._rows.clear()


@functools.cache
def depth(model: type[models.Model]) -> int:
    """How many tables a row's keys lead through: 0 when it points at nothing but itself."""
    below = {
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model not in (None, model)
    }
    return 1 + max((depth(each) for each in below), default=-1)


def set_sequences(*loaded: type[models.Model]) -> None:
    """Let the tables' own numbering go on after the keys that were given."""
    with connection.cursor() as cursor:
        for model in loaded:
            table, key = model._meta.db_table, str(model._meta.pk.column)
            cursor.execute(
                sql.SQL(
                    "SELECT setval(pg_get_serial_sequence({}, {}), max({})) FROM {} HAVING max({}) IS NOT NULL"
                ).format(
                    sql.Literal(table),
                    sql.Literal(key),
                    sql.Identifier(key),
                    sql.Identifier(table),
                    sql.Identifier(key),
                )
            )


def orphans() -> list[str]:
    """Foreign keys that point at nothing, in sentences: what loading without triggers could leave.

    Composite keys (a row and what it points at belong to one unit) are among them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KEYS)
        keys = cursor.fetchall()
        found = []
        for name, table, columns, target, referenced in keys:
            pairs = list(zip(columns, referenced, strict=True))
            cursor.execute(
                sql.SQL(
                    "SELECT count(*) FROM {} a WHERE {} AND NOT EXISTS (SELECT FROM {} b WHERE {})"
                ).format(
                    sql.Identifier(table),
                    sql.SQL(" AND ").join(
                        sql.SQL("a.{} IS NOT NULL").format(sql.Identifier(c)) for c in columns
                    ),
                    sql.Identifier(target),
                    sql.SQL(" AND ").join(
                        sql.SQL("a.{} = b.{}").format(sql.Identifier(c), sql.Identifier(r))
                        for c, r in pairs
                    ),
                )
            )
            (count,) = cursor.fetchone()
            if count:
                found.append(f"{table}: {count} rows point at no {target} ({name})")
    return found


_KEYS = """
SELECT c.conname, s.relname,
       (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(num, n)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num),
       t.relname,
       (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k(num, n)
        JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num)
FROM pg_constraint c JOIN pg_class s ON s.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace ORDER BY 2, 1
"""


def digest(*tables: type[models.Model], without: frozenset[str] = frozenset()) -> str:
    """One hash over the rows of tables, whatever their order: equal data, equal hash.

    Columns named in `without` are left out (moments of recording).
    """
    hasher = hashlib.sha256()
    with connection.cursor() as cursor:
        for model in tables:
            columns = [
                str(f.column) for f in model._meta.concrete_fields if f.column not in without
            ]
            cursor.execute(
                sql.SQL(
                    "SELECT md5(string_agg(h, '' ORDER BY h)) FROM (SELECT md5(ROW({})::text) h FROM {}) q"
                ).format(
                    sql.SQL(", ").join(map(sql.Identifier, columns)),
                    sql.Identifier(model._meta.db_table),
                )
            )
            hasher.update(f"{model._meta.db_table}:{cursor.fetchone()[0]}\n".encode())
    return hasher.hexdigest()
