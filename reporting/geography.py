"""The places of an audience on a day: who stands below whom, and at which employer each count is made.

An employer with units below it has a leaf of its own, ``CODE/own``: an ICB's total is its own board
and staff and its Trusts (DECISIONS 26).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from orgs.models.units import OrgPlacement, OrgUnit

#: The level of every leaf, whatever its type: the level at which only organisation facts are shown.
EMPLOYER = "employer"
OWN = "/own"


@dataclass(frozen=True)
class Place:
    """A node of the audience's area. ``level`` is its type's code, or :data:`EMPLOYER` for a leaf."""

    code: str
    name: str
    type: str
    level: str
    parent: str | None
    unit_id: int


@dataclass(frozen=True)
class Geography:
    """The places of one audience, parents before children, siblings in the order of their names."""

    root: str
    places: tuple[Place, ...]

    def leaves(self) -> list[Place]:
        return [place for place in self.places if place.level == EMPLOYER]

    def leaf_codes(self) -> dict[int, str]:
        """Employer's id to the code of its leaf."""
        return {place.unit_id: place.code for place in self.leaves()}

    def inner(self) -> list[Place]:
        return [place for place in self.places if place.level != EMPLOYER]

    def levels(self) -> list[str]:
        """The levels above the employers, the highest first."""
        return list(dict.fromkeys(place.level for place in self.inner()))

    def below(self, code: str) -> "Geography":
        """The part of it that hangs on one of its inner places."""
        kept, codes = [], {code}
        for place in self.places:
            if place.code == code or place.parent in codes:
                codes.add(place.code)
                kept.append(place)
        return Geography(code, tuple(kept))


@dataclass(frozen=True)
class Placed:
    """A unit as it hangs on a day. `id` and `parent` are keys, of their own for one that is not made yet."""

    id: int
    code: str
    name: str
    type: str
    is_employer: bool
    parent: int | None


def geography(unit: OrgUnit, day: dt.date) -> Geography:
    """The places below `unit` as the tree stood on `day`; of an overlay, its members and theirs."""
    return geography_of(unit, day, _placed(day))


def geography_of(unit: OrgUnit, day: dt.date, placed: Mapping[int, Placed]) -> Geography:
    """As :func:`geography`, of a tree that is given; of an overlay still the members of `day`."""
    starts = _members(unit, day, placed) if unit.type.kind == "overlay" else [unit.id]
    holders = _types_that_hold()
    children: dict[int | None, list[Placed]] = {}
    for item in sorted(placed.values(), key=lambda p: (p.name, p.code)):
        children.setdefault(item.parent, []).append(item)

    def walk(item: Placed, parent: str | None) -> list[Place]:
        below = children.get(item.id, [])
        if item.is_employer and not below and item.type not in holders:
            return [Place(item.code, item.name, item.type, EMPLOYER, parent, item.id)]
        found = [place for child in below for place in walk(child, item.code)]
        if item.is_employer:
            own = Place(item.code + OWN, item.name, item.type, EMPLOYER, item.code, item.id)
            found.insert(0, own)
        head = Place(item.code, item.name, item.type, item.type, parent, item.id)
        return [head, *found] if found else []

    if unit.type.kind == "overlay":
        head = Place(unit.code, unit.name, unit.type.code, unit.type.code, None, unit.id)
        members = sorted((placed[i] for i in starts if i in placed), key=lambda p: p.name)
        below = [place for item in members for place in walk(item, unit.code)]
        return Geography(unit.code, (head, *below) if below else ())
    return Geography(unit.code, tuple(walk(placed[unit.id], None)) if unit.id in placed else ())


def _placed(day: dt.date) -> dict[int, Placed]:
    rows = OrgPlacement.objects.filter(valid__contains=day, type__kind="tree").values_list(
        "unit_id", "unit__code", "name", "type__code", "unit__is_employer", "parent_id"
    )
    return {row[0]: Placed(*row) for row in rows}


def _types_that_hold() -> set[str]:
    """Codes of the types that another type may sit under."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT jsonb_array_elements_text(under) FROM orgs_orgunittype WHERE kind = 'tree'"
        )
        return {row[0] for row in cursor.fetchall()}


def _members(unit: OrgUnit, day: dt.date, placed: Mapping[int, Placed]) -> list[int]:
    """Members of an overlay, each counted once: one that has moved below another is a part of that one."""
    ids = set(unit.memberships.filter(valid__contains=day).values_list("unit_id", flat=True))

    def above(unit_id: int) -> Iterator[int]:
        at = placed[unit_id].parent if unit_id in placed else None
        while at is not None and at in placed:
            yield at
            at = placed[at].parent

    return sorted(each for each in ids if not ids & set(above(each)))
