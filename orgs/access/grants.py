"""Giving and ending roles. The database repeats every test (orgs/sql/30_grants.sql, Grant.floor)."""

import datetime as dt
from collections.abc import Callable, Collection

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction

from orgs import audit, outbox
from orgs.access import invitations, principals
from orgs.access.roles import Role, roles
from orgs.access.viewer import Viewer
from orgs.locks import ROLES
from orgs.models.access import Grant, GrantQuerySet, User
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from orgs.periods import not_ended
from orgs.words import words_of_day

#: Makes the absolute address of an invitation's page from its token; None = the sign-in page.
LinkFor = Callable[[str | None], str]
#: So many access administrators an employer needs: one to give what asks for two, one to confirm it.
ENOUGH_ADMINISTRATORS = 2


class GrantError(ValueError):
    """A grant that cannot be given, said in a sentence."""


def grantable(viewer: Viewer) -> list[Role]:
    """Roles that the viewer may give at the unit in the URL, in the order of the list of roles."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM orgs_rolerecord WHERE app.may_grant(code, %s)", [viewer.here.id]
        )
        codes = {code for (code,) in cursor.fetchall()}
    return [role for role in roles if role.code in codes]


def _require_grantable(viewer: Viewer, role_code: str) -> Role:
    if role_code not in roles or (role := roles.get(role_code)) not in grantable(viewer):
        raise PermissionDenied
    return role


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
        GrantError: to oneself, from a day that has passed, the same role a second time, or by support
            to a colleague of support.
    """
    role = _require_grantable(viewer, role_code)
    if valid_from < viewer.day:
        raise GrantError("A role begins today or later.")
    lock_roles(viewer.here.id)
    user_id = ensure_user(login)
    if user_id == viewer.user_id:
        raise GrantError("You cannot give a role to yourself. Ask another access administrator.")
    if _not_ended(viewer.here.id, valid_from).filter(user_id=user_id, role=role.code).exists():
        raise GrantError(f"{login} already holds this role here.")
    grant = Grant(
        user_id=user_id,
        role=role.code,
        unit_id=viewer.here.id,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by_id=viewer.user_id,
        reason=reason,
    )
    try:
        with transaction.atomic():
            grant.save(force_insert=True)
    except ProgrammingError as error:
        if viewer.support is None:
            raise
        raise GrantError(
            "Appoint somebody whom the employer's records know by this e-mail address, and nobody of "
            "support. Where there are no records yet, the platform's operator appoints its founder."
        ) from error
    audit.record(viewer, "grant.given", unit_id=grant.unit_id, about=grant, role=role.code)
    return grant


@transaction.atomic
def invite_colleague(
    *,
    viewer: Viewer,
    login: str,
    role_code: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    reason: str,
    link_for: LinkFor,
) -> Grant:
    """Give a role and tell the colleague by e-mail; who has no password yet gets a one-time link.

    `login` is the work e-mail. Raises as :func:`give_role`.
    """
    grant = give_role(
        viewer=viewer,
        login=login,
        role_code=role_code,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
    )
    _tell(grant, link_for)
    return grant


@transaction.atomic
def resend_invitation(*, viewer: Viewer, grant: Grant, link_for: LinkFor) -> Grant:
    """Send the invitation of a grant again, with a new link.

    Raises:
        GrantError: the colleague has a password already.
    """
    _require_grantable(viewer, grant.role)
    if grant.user.has_usable_password():
        raise GrantError(f"{grant.user.login} has already accepted.")
    _tell(grant, link_for)
    audit.record(viewer, "invitation.sent", unit_id=grant.unit_id, about=grant, role=grant.role)
    return grant


def _tell(grant: Grant, link_for: LinkFor) -> None:
    user = grant.user
    if user.has_usable_password():
        outbox.send("role_given", user.login, grant.unit, link_for(None))
    else:
        token = invitations.token_for(user, grant.unit)
        outbox.send("invitation", user.login, grant.unit, link_for(token))


@transaction.atomic
def confirm_role(*, viewer: Viewer, grant: Grant) -> Grant:
    """Confirm, as a second administrator, a role that needs two.

    Raises:
        PermissionDenied: the viewer may not give this role here.
        GrantError: by whoever gave or holds it, or when there is nothing to confirm.
    """
    role = _require_grantable(viewer, grant.role)
    if viewer.user_id in {grant.granted_by_id, grant.user_id}:
        raise GrantError("A second access administrator must confirm this role.")
    if not role.second_needed or grant.confirmed_by_id is not None:
        raise GrantError("This role needs no confirmation.")
    if not independent(viewer.user_id, of=grant.granted_by_id, role_code="access_admin"):
        raise GrantError(
            "Your role goes back to whoever gave this one, or theirs to you, or both to one colleague's. "
            "An administrator whom the founder appointed must confirm it."
        )
    grant.confirmed_by_id = viewer.user_id
    grant.save(update_fields=["confirmed_by"])
    audit.record(viewer, "grant.confirmed", unit_id=grant.unit_id, about=grant, role=grant.role)
    return grant


def independent(user_id: int, *, of: int | None, role_code: str) -> bool:
    """Whether a user and somebody hold a role today as two people.

    Two people are asked where one could err or deceive: an account that one of them made, by any chain
    of grants, is no second person, and two that one holder of the same role at the same unit made are
    not two.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.independent(%s, %s, %s)", [user_id, of, role_code])
        (answer,) = cursor.fetchone()
    return bool(answer)


@transaction.atomic
def end_role(*, viewer: Viewer, grant: Grant, on: dt.date) -> Grant:
    """End a grant: `on` is the first day without it. The last access administrator stays.

    Raises:
        PermissionDenied: the viewer may not give, and so not end, this role here.
        GrantError: one's own role, a day that has passed, or the last access administrator.
    """
    _require_grantable(viewer, grant.role)
    lock_roles(grant.unit_id)
    if grant.user_id == viewer.user_id:
        raise GrantError("You cannot end your own role. Ask another access administrator.")
    if on < viewer.day:
        raise GrantError("A role ends today or later.")
    if grant.valid_to is not None and on > grant.valid_to:
        raise GrantError(
            "The end of a role is brought forward here. To put it off, extend the role."
        )
    if grant.role == "access_admin" and last_access_admins(grant.unit_id, [grant.user_id], on):
        raise GrantError("An employer keeps at least one access administrator.")
    grant.valid_to = max(on, grant.valid_from)
    grant.save(update_fields=["valid_to"])
    audit.record(viewer, "grant.ended", unit_id=grant.unit_id, about=grant, role=grant.role)
    return grant


def horizon(day: dt.date) -> dt.date:
    """The last first-day-without until which a role can be extended: the next access review looks at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.review_horizon(%s)", [day])
        (until,) = cursor.fetchone()
    found: dt.date = until
    return found


def can_extend(viewer: Viewer, grant: Grant) -> bool:
    """Whether a role has an end to come that could be put off; by whom is asked apart."""
    ends = grant.valid_to
    second = grant.role in roles and roles.get(grant.role).second_needed
    return ends is not None and viewer.day < ends < horizon(viewer.day) and not second


@transaction.atomic
def extend_role(*, viewer: Viewer, grant: Grant, until: dt.date, reason: str) -> Grant:
    """Put off the end of a role that is still to come: `until` is the new first day without it.

    Raises:
        PermissionDenied: the viewer may not give, and so not extend, this role here.
        GrantError: one's own role, one that has ended or has no end or needs two, or a day that is not
            later or is beyond the next access review.
    """
    role = _require_grantable(viewer, grant.role)
    if grant.user_id == viewer.user_id:
        raise GrantError("You cannot extend your own role. Ask another access administrator.")
    lock_roles(grant.unit_id)
    row = Grant.objects.select_for_update(of=("self",)).select_related("user").get(pk=grant.pk)
    if role.second_needed:
        raise GrantError("This role needs two people. Give it again, and a second one confirms it.")
    if row.valid_to is None:
        raise GrantError("This role has no end.")
    if row.valid_to <= viewer.day:
        raise GrantError("This role has ended. Give it again.")
    if until <= row.valid_to:
        raise GrantError("The new last day must be later than the present one.")
    if until > (latest := horizon(viewer.day)):
        last = latest - dt.timedelta(days=1)
        raise GrantError(
            f"A role is extended until {words_of_day(last)} at most: the next access review looks "
            "at it again."
        )
    row.valid_to, row.extended_by_id, row.extension = until, viewer.user_id, reason
    row.save(update_fields=["valid_to", "extended_by", "extension"])
    audit.record(viewer, "grant.extended", unit_id=row.unit_id, about=row, role=row.role)
    return row


def last_access_admins(unit_id: int, user_ids: Collection[int], on: dt.date) -> set[int]:
    """Those of the users without whom, from the day on, nobody is left who administers access.

    Somebody whose role or employment has an end in sight does not count as left. The database
    decides: whoever keeps the staff list may not read roles.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM app.last_access_admins(%s, %s, %s)", [unit_id, list(user_ids), on]
        )
        return {user_id for (user_id,) in cursor.fetchall()}


def last_admins_leaving(unit_id: int, persons: Collection[int], on: dt.date) -> set[int]:
    """Those of the people who cannot leave an employer on the day: its last access administrators.

    Whoever then writes the leaving takes ``lock_roles`` first, so that the answer holds.
    """
    accounts = dict(User.objects.filter(person_id__in=persons).values_list("id", "person_id"))
    return {accounts[user_id] for user_id in last_access_admins(unit_id, accounts, on)}


def lock_roles(unit_id: int) -> None:
    """One change of roles at a time at a unit: two administrators cannot end each other."""
    with connection.cursor() as cursor:
        ROLES.take(cursor, unit_id)


def in_force(unit_id: int, day: dt.date) -> GrantQuerySet:
    """Grants at a unit that are in force on a day, as far as the viewer may see them."""
    return _not_ended(unit_id, day).filter(valid_from__lte=day)


def _not_ended(unit_id: int, day: dt.date) -> GrantQuerySet:
    return Grant.objects.filter(unit_id=unit_id).filter(not_ended("valid_to", day))


def to_confirm(viewer: Viewer) -> int:
    """How many roles here wait for the viewer, as a second administrator, to confirm them."""
    codes = {role.code for role in roles if role.second_needed}
    waiting = _looked_after(viewer, codes).filter(confirmed_by=None)
    return waiting.exclude(granted_by_id=viewer.user_id).count()


def not_accepted(viewer: Viewer) -> int:
    """How many roles here are held by colleagues who have not accepted their invitation yet."""
    held = _looked_after(viewer, {role.code for role in roles})
    return held.filter(user__password__startswith=UNUSABLE_PASSWORD_PREFIX).count()


def _looked_after(viewer: Viewer, codes: set[str]) -> GrantQuerySet:
    """Other people's grants here of the roles that the viewer may give."""
    given = {role.code for role in grantable(viewer)}
    found = _not_ended(viewer.here.id, viewer.day).filter(role__in=given & codes)
    return found.exclude(user_id=viewer.user_id)


def administrators(unit_id: int, day: dt.date) -> int:
    """How many accounts administer access at a unit on a day, as far as the viewer may see them."""
    held = in_force(unit_id, day).filter(role="access_admin", user__is_active=True)
    return held.values("user_id").distinct().count()


def who_administers(unit_id: int, day: dt.date) -> list[int]:
    """Ids of the accounts to tell when access itself is in question: administrators and founder."""
    held = in_force(unit_id, day).filter(role__in=["access_admin", "founder"])
    return sorted(set(held.values_list("user_id", flat=True)))


def ensure_user(login: str) -> int:
    """Id of the account called `login`; made without a usable password if there is none."""
    probe = User(login=login.strip().lower())
    probe.set_unusable_password()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.ensure_user(%s, %s)", [probe.login, probe.password])
        (user_id,) = cursor.fetchone()
    return int(user_id)


def fits(role_code: str, unit: OrgUnit) -> bool:
    """Whether a role belongs at a unit of this type (the table of DECISIONS 20)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.role_fits(%s, %s)", [role_code, unit.id])
        (answer,) = cursor.fetchone()
    return bool(answer)


@transaction.atomic
def found(*, login: str, role_code: str, unit: OrgUnit, day: dt.date, reason: str = "") -> Grant:
    """The founding grant: an account and its first role at a unit, from the command line.

    It is how an employer gets its founder, and a nation its first administrator; from then on
    nobody needs the command line. Runs as the owner login, in the name of ``system:founding``.
    """
    role = roles.get(role_code)
    user = User.objects.filter(login=login.strip().lower()).first()
    user = user or User.objects.create_user(login)
    _tie(user, unit, day)
    grant = Grant.objects.create(
        user=user, role=role.code, unit=unit, valid_from=day, reason=reason or "Founding grant"
    )
    audit.record(principals.FOUNDING, "grant.founded", unit_id=unit.id, about=grant, role=role.code)
    return grant


def _tie(user: User, unit: OrgUnit, day: dt.date) -> None:
    """Tie an account to the person whom the employer's records know by its login, as an invitation does."""
    known = StaffRecord.objects.filter(
        not_ended("valid_to", day),
        unit=unit,
        work_email__iexact=user.login,
        valid_from__lte=day,
    )
    persons = set(known.values_list("person_id", flat=True))
    if user.person_id is not None or len(persons) != 1:
        return
    (person_id,) = persons
    if not User.objects.filter(person_id=person_id).exists():
        user.person_id = person_id
        user.save(update_fields=["person"])


def sweep(day: dt.date) -> int:
    """Remove the permission rows of grants that have ended; return how many rows."""
    from orgs.access.scope import system_scope

    with system_scope(principals.SWEEPER, units=[], day=day), connection.cursor() as cursor:
        cursor.execute("SELECT app.sweep_permissions()")
        (count,) = cursor.fetchone()
    return int(count)
