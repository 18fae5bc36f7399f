"""The tree: the only reader and writer of its projected columns, under one lock.

Truth are the dated placements. Every writer takes the lock first, then reads, writes placements,
projects today's tree and lets the commit verify it (docs/adr/0002-tree-and-time.md).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from orgs.models.units import OrgPlacement, OrgUnit, OrgUnitType
from orgs.tree_check import check
from orgs.words import words_of_day


class TreeError(ValueError):
    """A tree that may not be: said in a sentence for the person who asked for it."""


@dataclass(frozen=True)
class TreeRow:
    """One unit as it stands on a day."""

    id: int
    code: str
    name: str
    type: str
    parent_code: str


@dataclass(frozen=True)
class PlacementRow:
    """One dated row to load: `first` and `until` are half-open, None = unbounded."""

    code: str
    name: str
    type: str
    parent_code: str
    first: dt.date | None
    until: dt.date | None
    source: str = ""


@contextmanager
def locked() -> Iterator[None]:
    """A transaction that holds the tree lock. Read only after it is taken."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.tree_lock()")
        yield


def project(day: dt.date) -> None:
    """Bring the projected columns of every unit in step with the placements of `day`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.tree_project(%s)", [day])


# --- reading ---------------------------------------------------------------------------------------


def rows(as_at: dt.date) -> list[TreeRow]:
    """The units of the tree that are open on `as_at`, sorted by code."""
    placed = (
        OrgPlacement.objects.filter(valid__contains=as_at, type__kind="tree")
        .order_by("unit__code")
        .values_list("unit_id", "unit__code", "name", "type__code", "parent__code")
    )
    return [TreeRow(i, code, name, kind, parent or "") for i, code, name, kind, parent in placed]


def known(day: dt.date) -> list[tuple[str, str, str, dt.date | None, bool]]:
    """(code, type, parent's code, first day, open on `day`) of every unit of the tree."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.code, t.code, coalesce(a.code, ''), "
            "CASE WHEN bool_or(lower_inf(p.valid)) THEN NULL ELSE min(lower(p.valid)) END, "
            "bool_or(p.valid @> %s) "
            "FROM orgs_orgunit u JOIN orgs_orgunittype t ON t.id = u.type_id AND t.kind = 'tree' "
            "JOIN orgs_orgplacement p ON p.unit_id = u.id LEFT JOIN orgs_orgunit a ON a.id = u.parent_id "
            "GROUP BY 1, 2, 3 ORDER BY 1",
            [day],
        )
        return list(cursor.fetchall())


def ancestors(unit_id: int, as_at: dt.date) -> list[int]:
    """Ids of the units above, itself first, as placed on `as_at`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.path(%s, %s)", [unit_id, as_at])
        (path,) = cursor.fetchone()
    return list(path or [])


def descendants(unit_id: int, as_at: dt.date) -> list[int]:
    """Ids of the units below, itself included, as placed on `as_at`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT descendant_id FROM app.closure(%s) WHERE ancestor_id = %s ORDER BY 1",
            [as_at, unit_id],
        )
        return [row[0] for row in cursor.fetchall()]


def members(overlay_id: int, as_at: dt.date) -> list[int]:
    """Ids of the units that belong to an overlay on `as_at`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id FROM orgs_overlaymembership WHERE overlay_id = %s AND valid @> %s",
            [overlay_id, as_at],
        )
        return sorted(row[0] for row in cursor.fetchall())


# --- writing ---------------------------------------------------------------------------------------


def load(placements: Iterable[PlacementRow], *, day: dt.date) -> tuple[int, int]:
    """Load dated rows and project the tree of `day`; return (units made, placements made).

    The whole load succeeds or nothing does. A unit that exists already is refused: what changes it
    is a restructure. Raises :class:`TreeError` with the row that is wrong.
    """
    wanted = list(placements)
    with locked():
        types = {t.code: t for t in OrgUnitType.objects.all()}
        units = {u.code: u for u in OrgUnit.objects.all()}
        already = {code for code in {p.code for p in wanted} if code in units}
        if already:
            raise TreeError(
                f"{min(already)} is in the tree already: use a restructure to change it"
            )
        _refuse_unknown(wanted, types, units)
        fresh = _insert_units(wanted, types)
        units.update(fresh)
        OrgPlacement.objects.bulk_create(
            OrgPlacement(
                unit=units[p.code],
                parent=units.get(p.parent_code),
                name=p.name,
                type=types[p.type],
                valid=DateRange(p.first, p.until),
                source=p.source[:200],
            )
            for p in wanted
        )
        project(day)
        faults = check(day)
        if faults:
            raise TreeError(faults[0])
    return len(fresh), len(wanted)


def _refuse_unknown(
    wanted: list[PlacementRow], types: dict[str, OrgUnitType], units: dict[str, OrgUnit]
) -> None:
    known = set(units) | {p.code for p in wanted}
    for p in wanted:
        if p.type not in types:
            raise TreeError(f"{p.code}: there is no type of organisation called {p.type!r}")
        if p.parent_code and p.parent_code not in known:
            raise TreeError(f"{p.code}: its parent {p.parent_code} is not in the file or the tree")
        if not p.parent_code and types[p.type].kind == "tree" and types[p.type].under:
            raise TreeError(f"{p.code}: a {types[p.type].label} needs a parent")


def _insert_units(wanted: list[PlacementRow], types: dict[str, OrgUnitType]) -> dict[str, OrgUnit]:
    last = {p.code: p for p in sorted(wanted, key=lambda p: p.first or dt.date.min)}
    made = [
        OrgUnit(
            code=p.code,
            name=p.name,
            type=types[p.type],
            is_employer=types[p.type].employs,
            open=False,
            lft=0,
            rght=0,
            tree_id=0,
            level=0,
        )
        for p in last.values()
    ]
    # The plain queryset: mptt's own bookkeeping would be undone by the projection anyway.
    created: list[OrgUnit] = QuerySet(OrgUnit).bulk_create(made)
    return {unit.code: unit for unit in created}


def place(
    unit: OrgUnit,
    *,
    on: dt.date,
    parent: OrgUnit | None = None,
    name: str | None = None,
    type_code: str | None = None,
    source: str = "",
) -> OrgPlacement:
    """Begin a new placement of `unit` on a day: its parent, name or type changes from then on.

    What is not given stays. What one `source` changes on one day is one placement. Must run inside
    :func:`locked`; the caller projects once at the end.
    """
    current = _placement(unit, on)
    upper = current.valid.upper
    new_type = OrgUnitType.objects.get(code=type_code) if type_code else current.type
    if current.valid.lower == on:
        if not source or current.source != source:
            raise TreeError(
                f"{unit.code} already changes on {words_of_day(on)}: change that instead"
            )
        current.parent = parent if parent is not None else current.parent
        current.name, current.type = name or current.name, new_type
        current.save(update_fields=["parent", "name", "type"])
        return current
    current.valid = DateRange(current.valid.lower, on)
    current.save(update_fields=["valid"])
    return OrgPlacement.objects.create(
        unit=unit,
        parent=parent if parent is not None else current.parent,
        name=name or current.name,
        type=new_type,
        valid=DateRange(on, upper),
        source=source,
    )


def create(
    code: str,
    *,
    name: str,
    type_code: str,
    on: dt.date,
    parent: OrgUnit | None = None,
    employer: OrgUnit | None = None,
    source: str = "",
) -> OrgUnit:
    """Open a unit on a day. Must run inside :func:`locked`; the caller projects once at the end."""
    kind = OrgUnitType.objects.get(code=type_code)
    unit = OrgUnit(
        code=code,
        name=name,
        type=kind,
        parent=parent,
        employer=employer,
        is_employer=kind.employs,
        open=False,
        lft=0,
        rght=0,
        tree_id=0,
        level=0,
    )
    (unit,) = QuerySet(OrgUnit).bulk_create([unit])
    OrgPlacement.objects.create(
        unit=unit, parent=parent, name=name, type=kind, valid=DateRange(on, None), source=source
    )
    return unit


def create_top(code: str, *, name: str, type_code: str, on: dt.date, source: str = "") -> OrgUnit:
    """Open a unit at the top of the tree, in a restructure's scope. Else as :func:`create`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.open_top(%s, %s, %s, %s, %s)", [code, name, type_code, on, source]
        )
        (unit_id,) = cursor.fetchone()
    unit: OrgUnit = OrgUnit.objects.get(pk=unit_id)
    return unit


def reopen(
    unit: OrgUnit, *, on: dt.date, parent: OrgUnit | None = None, source: str = ""
) -> OrgPlacement:
    """Open a closed unit again on a day, with its last name and type. Nothing is forgotten.

    Must run inside :func:`locked`. Raises :class:`TreeError` when it is open then or later.
    """
    placed = OrgPlacement.objects.filter(unit=unit)
    if placed.filter(valid__overlap=DateRange(on, None)).exists():
        raise TreeError(f"{unit.code} is open on {words_of_day(on)}, or will be")
    last = placed.select_related("type").order_by("valid").last()
    if last is None:
        raise TreeError(f"{unit.code} has never been open")
    return OrgPlacement.objects.create(
        unit=unit,
        parent=parent,
        name=last.name,
        type=last.type,
        valid=DateRange(on, None),
        source=source,
    )


def close(unit: OrgUnit, *, on: dt.date, source: str = "") -> None:
    """End a unit's placement: `on` is the first day without it. Nothing is deleted.

    Must run inside :func:`locked`. Raises :class:`TreeError` while a unit hangs below it then or
    later, and when a later change of it is already recorded.
    """
    below = (
        OrgPlacement.objects.filter(parent=unit, valid__overlap=DateRange(on, None))
        .values_list("unit__code", flat=True)
        .order_by("unit__code")
    )
    if below:
        raise TreeError(f"{unit.code} cannot close while {below[0]} is below it")
    current = _placement(unit, on)
    if current.valid.upper is not None:
        raise TreeError(f"{unit.code} already changes on {words_of_day(current.valid.upper)}")
    if current.valid.lower == on:
        raise TreeError(f"{unit.code} begins on {words_of_day(on)} and cannot close the same day")
    current.valid, current.ended_by = DateRange(current.valid.lower, on), source
    current.save(update_fields=["valid", "ended_by"])


def _placement(unit: OrgUnit, on: dt.date) -> OrgPlacement:
    found = OrgPlacement.objects.select_related("type", "parent").filter(
        unit=unit, valid__contains=on
    )
    if (placement := found.first()) is None:
        raise TreeError(f"{unit.code} is not open on {words_of_day(on)}")
    return placement
