"""Giving and ending roles. The database repeats every test (orgs/sql/30_grants.sql, Grant.floor)."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from orgs import audit
from orgs.access import principals
from orgs.access.roles import Role, roles
from orgs.access.viewer import Viewer
from orgs.models.access import Grant, User
from orgs.models.units import OrgUnit


class GrantError(ValueError):
    """A grant that cannot be given, said in a sentence."""


def grantable(viewer: Viewer) -> list[Role]:
    """Roles that the viewer may give at the unit in the URL."""
    held = {r.family for r in viewer.reaching}
    return [role for role in roles if any(f in held and _fits(role, f, viewer) for f in role.granted_by)]


def _fits(role: Role, family: str, viewer: Viewer) -> bool:
    """Stewards place nobody inside an employer's wall; an employer gives no rights over others."""
    if family == "stewardship":
        return role.totals_only or not viewer.here.is_employer
    return True


@transaction.atomic
def give_role(
    *,
    viewer: Viewer,
    login: str,
    role_code: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    reason: str,
) -> Grant:
    """Give a role at the unit in the URL to the account called `login`, made if there is none.

    Raises:
        PermissionDenied: the viewer may not give this role here.
        GrantError: to oneself, or the same role a second time.
    """
    role = roles.get(role_code)
    if role not in grantable(viewer):
        raise PermissionDenied
    user_id = ensure_user(login)
    if user_id == viewer.user_id:
        raise GrantError("You cannot give a role to yourself. Ask another access administrator.")
    if in_force(viewer.here.id, valid_from).filter(user_id=user_id, role=role_code).exists():
        raise GrantError(f"{login} already holds this role here.")
    grant = Grant.objects.create(
        user_id=user_id,
        role=role_code,
        unit_id=viewer.here.id,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by_id=viewer.user_id,
        reason=reason,
    )
    audit.record(viewer, "grant.given", unit_id=grant.unit_id, about=grant, role=role_code)
    return grant


@transaction.atomic
def confirm_role(*, viewer: Viewer, grant: Grant) -> Grant:
    """Confirm, as a second administrator, a role that needs two."""
    if roles.get(grant.role) not in grantable(viewer):
        raise PermissionDenied
    if grant.granted_by_id == viewer.user_id or grant.user_id == viewer.user_id:
        raise GrantError("A second access administrator must confirm this role.")
    grant.confirmed_by_id = viewer.user_id
    grant.save(update_fields=["confirmed_by"])
    audit.record(viewer, "grant.confirmed", unit_id=grant.unit_id, about=grant, role=grant.role)
    return grant


@transaction.atomic
def end_role(*, viewer: Viewer, grant: Grant, on: dt.date) -> Grant:
    """End a grant: `on` is the first day without it. The last access administrator stays."""
    if grant.user_id == viewer.user_id:
        raise GrantError("You cannot end your own role. Ask another access administrator.")
    if grant.role == "access_admin":
        others = in_force(grant.unit_id, on).filter(role="access_admin").exclude(pk=grant.pk)
        if not others.exists():
            raise GrantError("An employer keeps at least one access administrator.")
    grant.valid_to = max(on, grant.valid_from)
    grant.save(update_fields=["valid_to"])
    audit.record(viewer, "grant.ended", unit_id=grant.unit_id, about=grant, role=grant.role)
    return grant


def in_force(unit_id: int, day: dt.date) -> QuerySet[Grant]:
    """Grants at a unit that are in force on a day, as far as the viewer may see them."""
    return Grant.objects.filter(unit_id=unit_id, valid_from__lte=day).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )


def ensure_user(login: str) -> int:
    """Id of the account called `login`; made without a usable password if there is none."""
    probe = User(login=login.strip().lower())
    probe.set_unusable_password()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.ensure_user(%s, %s)", [probe.login, probe.password])
        (user_id,) = cursor.fetchone()
    return int(user_id)


@transaction.atomic
def found(*, login: str, role_code: str, unit: OrgUnit, day: dt.date, reason: str = "") -> Grant:
    """The founding grant: an account and its first role at a unit, from the command line.

    It is how an employer gets its founder, and a nation its first administrator; from then on
    nobody needs the command line. Runs as the owner login, in the name of ``system:founding``.
    """
    role = roles.get(role_code)
    user = User.objects.filter(login=login.strip().lower()).first()
    user = user or User.objects.create_user(login)
    grant = Grant.objects.create(
        user=user, role=role.code, unit=unit, valid_from=day, reason=reason or "Founding grant"
    )
    audit.record(
        principals.FOUNDING, "grant.founded", unit_id=unit.id, about=grant, role=role.code
    )
    return grant
