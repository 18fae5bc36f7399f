"""Who can see what a page shows, and who can read one record: asked of the floors, then of the database.

For a page, the floors of what it shows say which families open it, and the grants say who has them. For
one record, each of these accounts, and whoever the record names, is asked of Postgres itself: whether she
would find the row at this unit today. So own records, shared profiles and whatever a condition says
count as they do in life, and the answer cannot drift from the policies.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models
from django.db.models import QuerySet

from orgs.access import conditions, register
from orgs.access.classes import DataClass, classes
from orgs.access.roles import Role, roles
from orgs.access.scope import user_scope
from orgs.access.shown import Shown
from orgs.access.viewer import Viewer
from orgs.models.access import User

#: How far a role must come in to be one of those who see other people's rows.
_OTHERS = (register.SOME, register.ALL)
#: Sets that everybody has, or that are about the person: nobody is counted by them.
_ASIDE = {"own", "carried", "upward", conditions.ANY}


@dataclass(frozen=True)
class Held:
    """A role that reaches this unit, of one account. No name."""

    user_id: int
    role: str
    unit_name: str
    above: bool


@dataclass(frozen=True)
class Readers:
    """The accounts with one role of one unit, and what they see.

    Attributes:
        classes: labels of the classes of records that they see of a page.
        some: only rows that meet a condition, in at least one of them.
    """

    role: Role
    unit_name: str
    above: bool
    user_ids: frozenset[int]
    classes: tuple[str, ...] = ()
    some: bool = False

    @property
    def count(self) -> int:
        return len(self.user_ids)


def class_of(label: str) -> DataClass | None:
    """The class of records that a model is in."""
    return next((each for each in classes if label in each.tables), None)


def main_arms(label: str) -> list[register.Arm]:
    """The ways to read the rows of a model."""
    floor = apps.get_model(label).floor
    return [arm for arm in register.arms(floor) if arm.verb == "read"]


def families_of(arms: Iterable[register.Arm]) -> set[str]:
    """The families by which a role could read, those that everybody has left out."""
    found = {arm.family for arm in arms} | {
        family for arm in arms for family in conditions.families_in(arm.condition)
    }
    return found - _ASIDE - {""}


def held_here(unit_id: int, families: Iterable[str]) -> list[Held]:
    """Which accounts have an action of these families at a unit; nothing for who stands outside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.readers_here(%s, %s)", [unit_id, sorted(families)])
        return [Held(*row) for row in cursor.fetchall()]


def of_page(viewer: Viewer, page: Shown) -> list[Readers]:
    """By role and unit, who sees something of what a page shows."""
    arms = {label: main_arms(label) for label in page.models}
    held = held_here(viewer.here.id, families_of(a for each in arms.values() for a in each))
    return [reader for group in _grouped(held) if (reader := _sees(group, arms)) is not None]


def _sees(group: Readers, arms: dict[str, list[register.Arm]]) -> Readers | None:
    families = register.families_of(group.role)
    found: dict[str, str] = {}
    for label, ways in arms.items():
        levels = [level for way in ways if (level := way.level_for(families)) in _OTHERS]
        kind = class_of(label)
        if levels and kind is not None:
            found[kind.label] = register.ALL if register.ALL in levels else register.SOME
    if not found:
        return None
    some = register.SOME in found.values()
    return Readers(group.role, group.unit_name, group.above, group.user_ids, tuple(found), some)


def _grouped(held: Iterable[Held]) -> list[Readers]:
    found: dict[tuple[str, str, bool], set[int]] = {}
    for each in held:
        found.setdefault((each.role, each.unit_name, each.above), set()).add(each.user_id)
    order = roles.keys()
    return [
        Readers(roles.get(role), unit, above, frozenset(users))
        for (role, unit, above), users in sorted(
            found.items(), key=lambda pair: (pair[0][2], order.index(pair[0][0]), pair[0][1])
        )
    ]


# --- one record --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RecordReaders:
    """Who can read one record.

    Attributes:
        by_role: accounts that can, by role and unit.
        person: whether the person whom it is about can; None when it is about nobody with an account.
        named: how many accounts that the record names can.
    """

    by_role: tuple[Readers, ...]
    person: bool | None
    named: int

    @property
    def count(self) -> int:
        users = {user for each in self.by_role for user in each.user_ids}
        return len(users) + (1 if self.person else 0) + self.named


def find(model: type[models.Model], public_id: Any) -> models.Model | None:
    """The record, if whoever asks may read it herself."""
    return QuerySet(model).filter(public_id=public_id).first()


def of_record(viewer: Viewer, page: Shown, record: models.Model) -> RecordReaders:
    """Everybody who can read a record that the viewer reads herself."""
    named = {getattr(record, name) for name in page.named} - {None}
    return _asked(viewer, type(record), record.pk, _accounts_of(record), named)


def of_unseen(viewer: Viewer, model: type[models.Model], pk: Any) -> RecordReaders:
    """Who, by role, can read a record that the viewer does not: whom it is about is left out."""
    return _asked(viewer, model, pk, set(), set())


def _asked(
    viewer: Viewer, model: type[models.Model], pk: Any, persons: set[int], named: set[int]
) -> RecordReaders:
    held = held_here(viewer.here.id, families_of(main_arms(model._meta.label)))
    users, day = {each.user_id for each in held}, _day()
    can = {user for user in sorted(users | persons | named) if _reads(user, viewer, model, pk, day)}
    by_role = _grouped(each for each in held if each.user_id in can)
    return RecordReaders(
        by_role=tuple(by_role),
        person=bool(persons & can) if persons else None,
        named=len((named & can) - users - persons),
    )


def _reads(user_id: int, viewer: Viewer, model: type[models.Model], pk: Any, day: dt.date) -> bool:
    """Whether an account would find the row at this unit: its own policies answer."""
    with user_scope(user_id, unit_code=viewer.here.code, day=day):
        return QuerySet(model).filter(pk=pk).exists()


def _day() -> dt.date:
    """The day of the scope: a closed employer is shown as on its last day, and read by the roles of today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.day()")
        (day,) = cursor.fetchone()
    found: dt.date = day
    return found


def _accounts_of(record: models.Model) -> set[int]:
    """Accounts of the person whom a record is about, or who shared it."""
    ways = (record, _behind(record, "staff"), _behind(record, "profile"))
    person = next((p for way in ways if (p := getattr(way, "person_id", None))), None)
    if person is None:
        return set()
    return set(User.objects.filter(person_id=person, is_active=True).values_list("pk", flat=True))


def _behind(record: models.Model, name: str) -> models.Model | None:
    """The row that a record points at, where there is one that whoever asks may read."""
    try:
        found: models.Model | None = getattr(record, name, None)
    except ObjectDoesNotExist:
        return None
    return found


def pickable() -> list[DataClass]:
    """The classes of records about people of which one can be picked at random.

    Not those of which the audit log does not even say that there is something, nor what was shared.
    """
    found = [each for each in classes if not (each.quiet or each.consent or each.figures)]
    return sorted((each for each in found if _about_staff(each)), key=lambda each: each.order)


def _about_staff(of: DataClass) -> bool:
    about = {"staff", "person"}
    return any(field.name in about for field in apps.get_model(of.tables[0])._meta.get_fields())


def pick(viewer: Viewer, of: DataClass) -> tuple[models.Model, RecordReaders] | None:
    """A record of a class at this unit, picked at random, and who can read it; None where is none.

    For who reads the audit log: she learns by whom it can be read, never what it says. It is picked
    with the eyes of somebody who reads it, and nothing but its number comes back.
    """
    model = apps.get_model(of.tables[0])
    held = held_here(viewer.here.id, families_of(main_arms(model._meta.label)))
    day = _day()
    for user_id in sorted({each.user_id for each in held}):
        with user_scope(user_id, unit_code=viewer.here.code, day=day):
            found = _any_of(model, viewer.here.id)
        if found is not None:
            return found, of_unseen(viewer, model, found.pk)
    return None


def _any_of(model: type[models.Model], unit_id: int) -> models.Model | None:
    rows: QuerySet[Any] = QuerySet(model).filter(unit_id=unit_id)
    found: models.Model | None = rows.order_by("?").only("pk", "public_id").first()
    return found


def looks(unit_id: int, pages: Iterable[str]) -> list[tuple[str, int]]:
    """How often pages were looked at here in the last 12 months, by role (""= all, for who may know no more)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.looks_in_a_year(%s, %s)", [unit_id, list(pages)])
        return list(cursor.fetchall())
