"""The one-time link of an invitation: it sets the first password, and is dead once there is one."""

import hashlib
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.db import transaction

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.models.access import User
from orgs.models.units import OrgUnit

LIFETIME_DAYS = 7
_SALT = "orgs.invitation"


@dataclass(frozen=True)
class Invitation:
    """Whom an unexpired link is for, and which organisation sent it."""

    user: User
    unit: OrgUnit


def _state(user: User) -> str:
    """Changes when the password does: the link is bound to the account as it waits for its first."""
    return hashlib.sha256(user.password.encode()).hexdigest()[:16]


def token_for(user: User, unit: OrgUnit) -> str:
    """A token for an account that waits for its first password; it works for 7 days."""
    if user.has_usable_password():
        raise ValueError("an account with a password gets no invitation link")
    return signing.dumps([str(user.subject), _state(user), unit.code], salt=_SALT)


def read(token: str) -> Invitation | None:
    """The invitation of a token; None when it is forged, expired, or has been used."""
    try:
        subject, state, code = signing.loads(
            token, salt=_SALT, max_age=LIFETIME_DAYS * 24 * 60 * 60
        )
    except signing.BadSignature:
        return None
    user = User.objects.filter(subject=subject, is_active=True).first()
    unit = OrgUnit.objects.filter(code=code).first()
    if user is None or unit is None or user.has_usable_password() or _state(user) != state:
        return None
    return Invitation(user, unit)


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User | None:
    """Set the first password of the account that a token is for; None when the link is dead.

    Raises:
        django.core.exceptions.ValidationError: the password is not good enough.
    """
    invitation = read(token)
    if invitation is None:
        return None
    # Locked and read again: of two browsers that open the same link, one sets the password.
    user = User.objects.select_for_update().get(pk=invitation.user.pk)
    if _state(user) != _state(invitation.user):
        return None
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    actor = Viewer(user_id=user.pk, login=user.login, day=today())
    audit.record(actor, "invitation.accepted", unit_id=invitation.unit.id)
    return user
