"""Invented rows for tests, made as the owner; requests then run under the site's role.

Everything is keyword-named and small. Organisations are invented (house rule 10).
"""

import datetime as dt
from collections.abc import Iterable

from django.db.backends.postgresql.psycopg_any import DateRange

from orgs import tree
from orgs.access import grants
from orgs.clock import today
from orgs.models.access import Grant, User
from orgs.models.overlays import Overlay
from orgs.models.people import Assignment, Person, StaffRecord
from orgs.models.units import OrgUnit, OverlayMembership
from orgs.tree import PlacementRow

LONG_AGO = dt.date(2020, 4, 1)
PASSWORD = "correct horse battery staple"

#: Two regions; the first has two ICBs with two Trusts each, the second one ICB with one Trust.
SMALL_TREE = [
    ("NAT", "Nation of Albany", "national", ""),
    ("RA", "Ashdown region", "region", "NAT"),
    ("RB", "Birkmoor region", "region", "NAT"),
    ("QA1", "Alder ICB", "icb", "RA"),
    ("QA2", "Aspen ICB", "icb", "RA"),
    ("QB1", "Beech ICB", "icb", "RB"),
    ("TA1", "Kestrel Valley NHS Trust", "trust", "QA1"),
    ("TA2", "Heron Water NHS Trust", "trust", "QA1"),
    ("TA3", "Lapwing Moor NHS Trust", "trust", "QA2"),
    ("TA4", "Plover Bay NHS Trust", "trust", "QA2"),
    ("TB1", "Merlin Down NHS Trust", "trust", "QB1"),
]


def small_tree(*, since: dt.date = LONG_AGO) -> dict[str, OrgUnit]:
    """Load :data:`SMALL_TREE` and return its units by code."""
    tree.load(
        [
            PlacementRow(code, name, kind, parent, since, None)
            for code, name, kind, parent in SMALL_TREE
        ],
        day=today(),
    )
    return {unit.code: unit for unit in OrgUnit.objects.all()}


def division(employer: OrgUnit, code: str = "TA1-S", name: str = "Surgery") -> OrgUnit:
    """A part of an employer."""
    with tree.locked():
        made = tree.create(code, name=name, type_code="division", on=LONG_AGO, employer=employer)
        tree.project(today())
    return OrgUnit.objects.get(pk=made.pk)


def staff(
    unit: OrgUnit, name: str, *, title: str = "Deputy director", person: Person | None = None
) -> StaffRecord:
    """A person employed at `unit`, with one substantive assignment."""
    person = person or Person.objects.create()
    record = StaffRecord.objects.create(
        person=person,
        unit=unit,
        name=name,
        sort_name=" ".join(reversed(name.lower().split())),
        work_email=f"{name.lower().replace(' ', '.')}@example.org",
        valid_from=LONG_AGO,
    )
    Assignment.objects.create(
        unit=unit, staff=record, kind="substantive", title=title, band="8d", starts_on=LONG_AGO
    )
    return record


def user(login: str, *, person: Person | None = None) -> User:
    """An account with :data:`PASSWORD`."""
    made = User.objects.create_user(login, PASSWORD)
    if person is not None:
        made.person = person
        made.save(update_fields=["person"])
    return made


def holder(
    role: str,
    unit: OrgUnit,
    *,
    login: str = "",
    person: Person | None = None,
    since: dt.date = LONG_AGO,
) -> User:
    """An account that holds `role` at `unit`. A second role: :func:`give`."""
    made = user(login or f"{role}.{unit.code}".lower(), person=person)
    give(made, role, unit, since=since)
    return made


def give(
    who: User, role: str, unit: OrgUnit, *, since: dt.date = LONG_AGO, until: dt.date | None = None
) -> Grant:
    """One more role for an account."""
    grant = grants.found(login=who.login, role_code=role, unit=unit, day=since)
    if until is not None:
        grant.valid_to = until
        grant.save(update_fields=["valid_to"])
    return grant


#: A provider collaborative across two regions, kept by the first: code, name, members from the beginning.
COLLABORATIVE = ("OVA", "South Coast Collaborative", ("TA1", "TA3", "TB1"))


def overlay(
    units: dict[str, OrgUnit],
    *,
    code: str = COLLABORATIVE[0],
    name: str = COLLABORATIVE[1],
    kind: str = "collaborative",
    kept_by: str = "RA",
    members: Iterable[str] = COLLABORATIVE[2],
) -> OrgUnit:
    """An overlay with its keeper and members; it joins `units` by its code."""
    tree.load([PlacementRow(code, name, kind, "", LONG_AGO, None)], day=today())
    made = OrgUnit.objects.get(code=code)
    Overlay.objects.create(unit=made, kept_by=units[kept_by], purpose="Work across organisations")
    for member in members:
        OverlayMembership.objects.create(
            overlay=made, unit=units[member], valid=DateRange(LONG_AGO, None)
        )
    units[code] = made
    return made
