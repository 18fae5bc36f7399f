"""Joiners, movers and leavers who hold or held a role here: what changed in the last 90 days."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from orgs.access.actions import MANAGE_ACCESS
from orgs.access.roles import roles
from orgs.access.usage import own_only
from orgs.access.viewer import Viewer
from orgs.enums import UnitKind
from orgs.models.access import Grant
from orgs.models.people import StaffRecord
from orgs.periods import in_force

LOOK_BACK = dt.timedelta(days=90)
MOST = 25


@dataclass(frozen=True)
class Move:
    """Somebody joined, moved or left, or is about to leave, and what it means for her role.

    Attributes:
        kind: ``joined``, ``moved``, ``left`` or ``leaves``.
        where: of somebody who moved, the part of the employer where the role is.
        now_at: of somebody who moved, where her job is now; "" for no part in particular.
    """

    kind: str
    name: str
    role: str
    on: dt.date
    staff_id: int | None
    where: str = ""
    now_at: str = ""


def moves(viewer: Viewer) -> list[Move]:
    """The newest first, :data:`MOST` at most; empty for whoever does not administer access here."""
    if not viewer.may(MANAGE_ACCESS):
        return []
    found = [*_movers(viewer), *_comers_and_goers(viewer)]
    return sorted(found, key=lambda move: (move.on, move.name), reverse=True)[:MOST]


def _here(viewer: Viewer) -> Q:
    here = viewer.here.id
    return Q(unit_id=here) | Q(unit__employer_id=here, unit__type__kind=UnitKind.INSIDE)


def _comers_and_goers(viewer: Viewer) -> list[Move]:
    """Roles whose holder joined lately, leaves, or left lately so that the role ended."""
    day, since = viewer.day, viewer.day - LOOK_BACK
    employer = viewer.here.employer_id or viewer.here.id
    record = StaffRecord.objects.filter(
        unit_id=employer, person_id=OuterRef("user__person_id"), valid_from__lte=day
    )
    held = in_force(day) & Exists(
        record.filter(Q(valid_from__gt=since, valid_to=None) | Q(valid_to__gt=day))
    )
    ended = Q(valid_to__gt=since, valid_to__lte=day) & Exists(
        record.filter(valid_to__lte=day, valid_to__gt=since)
    )
    rows = (
        Grant.objects.filter(_here(viewer))
        .exclude(role__in=own_only())
        .filter(held | ended)
        .order_by("id")
    )
    people = {
        person: (key, name, first, last)
        for person, key, name, first, last in StaffRecord.objects.filter(
            unit_id=employer, person_id__in=rows.values("user__person_id")
        ).values_list("person_id", "id", "name", "valid_from", "valid_to")
    }
    found = []
    for role, person in rows.values_list("role", "user__person_id"):
        key, name, first, last = people[person]
        label = roles.get(role).label
        if last is None:
            found.append(Move("joined", name, label, first, key))
        else:
            found.append(Move("left" if last <= day else "leaves", name, label, last, key))
    return found


def _movers(viewer: Viewer) -> list[Move]:
    """Roles at a part of the employer whose holder has no job there any more."""
    moved = moved_grants(viewer)
    if not moved:
        return []
    employer = viewer.here.employer_id or viewer.here.id
    rows = Grant.objects.filter(id__in=moved).select_related("unit", "user").order_by("id")
    held = list(rows)
    people = {
        person: (key, name)
        for person, key, name in StaffRecord.objects.filter(
            unit_id=employer, person_id__in=[grant.user.person_id for grant in held]
        ).values_list("person_id", "id", "name")
    }
    found = []
    for grant in held:
        assert grant.user.person_id is not None, "somebody without a record has not moved"
        key, name = people[grant.user.person_id]
        on, now_at = moved[grant.id]
        label = roles.get(grant.role).label
        found.append(Move("moved", name, label, on, key, grant.unit.name, now_at))
    return found


def moved_grants(viewer: Viewer) -> dict[int, tuple[dt.date, str]]:
    """Grants at parts of the employer whose holder moved: since when, and where the job is now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.moved_holders(%s)", [viewer.here.id])
        return {grant_id: (on, now_at) for grant_id, on, now_at in cursor.fetchall()}
