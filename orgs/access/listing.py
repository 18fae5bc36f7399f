"""Lists of the roles that are held at a unit, for the pages that look after access."""

import datetime as dt

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection
from django.db.models import Count, Q

from orgs.access import usage
from orgs.access.actions import FOUND_ACCESS, MANAGE_ACCESS
from orgs.access.grants import ENOUGH_ADMINISTRATORS, administrators, in_force
from orgs.access.roles import Role, roles
from orgs.access.viewer import Viewer
from orgs.enums import UnitKind
from orgs.models.access import Grant, GrantQuerySet
from orgs.periods import not_ended


def at_unit(viewer: Viewer) -> GrantQuerySet:
    """Grants at the unit in the URL that are in force or to come, as far as the viewer may see.

    Each carries ``staff_id``, ``staff_name`` and ``giver_name`` (``GrantQuerySet.with_names``).
    """
    return _listed(Grant.objects.filter(not_ended("valid_to", viewer.day), unit_id=viewer.here.id))


def ended_lately(viewer: Viewer) -> GrantQuerySet:
    """Grants at the unit in the URL that ended in the last year, as :func:`at_unit`, the newest first."""
    since = viewer.day - dt.timedelta(days=365)
    ended = Grant.objects.filter(
        unit_id=viewer.here.id, valid_to__lte=viewer.day, valid_to__gt=since
    )
    return _listed(ended).order_by("-valid_to", "user__login", "role")


def _listed(found: GrantQuerySet) -> GrantQuerySet:
    return (
        found.select_related("user", "granted_by", "confirmed_by", "extended_by", "unit", "use")
        .with_names()
        .order_by("user__login", "role", "valid_from")
    )


def narrowed(
    found: GrantQuerySet, day: dt.date, *, q: str = "", role: str = "", state: str = ""
) -> GrantQuerySet:
    """Those of the listed grants that somebody looks for: by name or login, role and state."""
    if q:
        found = found.filter(Q(user__login__icontains=q) | Q(staff_name__icontains=q))
    if role:
        found = found.filter(role=role)
    if state == "unused":
        return usage.unused(found, day)
    second = [each.code for each in roles if each.second_needed]
    states = {
        "in_force": Q(valid_from__lte=day),
        "to_come": Q(valid_from__gt=day),
        "invited": Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX),
        "waiting": Q(role__in=second, confirmed_by=None),
        "ending": Q(valid_to__isnull=False),
    }
    return found.filter(states[state]) if state else found


def roles_held(viewer: Viewer) -> list[Role]:
    """The roles that somebody holds or held at the unit in the URL, in the order of the list."""
    held = set(
        Grant.objects.filter(unit_id=viewer.here.id).values_list("role", flat=True).distinct()
    )
    return [role for role in roles if role.code in held]


def at_parts(viewer: Viewer) -> list[tuple[str, str, int]]:
    """Code and name of each part of the employer in the URL at which roles are held, and how many."""
    inside = Grant.objects.filter(
        not_ended("valid_to", viewer.day),
        unit__employer_id=viewer.here.id,
        unit__type__kind=UnitKind.INSIDE,
    )
    rows = inside.values("unit__code", "unit__name").annotate(n=Count("id")).order_by("unit__name")
    return [(row["unit__code"], row["unit__name"], row["n"]) for row in rows]


def too_few_administrators(viewer: Viewer) -> bool:
    """Whether the employer in the URL has fewer than two who administer access, and one may be told."""
    if not viewer.here.is_employer or not viewer.may_any(MANAGE_ACCESS, FOUND_ACCESS):
        return False
    return administrators(viewer.here.id, viewer.day) < ENOUGH_ADMINISTRATORS


def at_unit_on(viewer: Viewer, day: dt.date) -> GrantQuerySet:
    """Grants at the unit in the URL that were in force on an earlier day, as far as the viewer may see now.

    As :func:`at_unit`.
    """
    found = in_force(viewer.here.id, day).select_related("user", "granted_by", "unit")
    return found.with_names().order_by("user__login", "role", "valid_from")


def unconfirmed_on(viewer: Viewer, day: dt.date) -> frozenset[int]:
    """Which of these still waited for their second administrator at the end of the day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.unconfirmed_on(%s, %s)", [viewer.here.id, day])
        return frozenset(grant for (grant,) in cursor.fetchall())
