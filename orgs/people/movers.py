"""Taking one's own record along: a code that a person makes at one employer and brings to another.

Both records then hang on one person. What is hers by policy (her record, the competencies she was
assessed at, the pathways that are open to her and how far she is) she reads at both; what an employer
judges of her stays with that employer. Neither learns who the other is.
"""

import datetime as dt
import hashlib
import secrets

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from orgs import audit
from orgs.access.actions import MANAGE_STAFF, OWN_RECORD
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.models.movers import RecordLink
from orgs.models.people import StaffRecord

LASTS = dt.timedelta(days=14)
#: Without letters and digits that are read for each other.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 12, 4

_REFUSALS = {
    "unknown": "This code is not known, was used, or has expired. Ask for a new one",
    "same": "This code was made on this very record",
    "here": "There is a record of this person here already",
    "linked": "This record was brought from another employer already",
    "account": "They have an account here, so only they can enter the code: on “Take my record with me”",
}


class MoveError(ValueError):
    """A code that cannot be used, said in a sentence."""


def _digest(code: str) -> str:
    letters = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(f"move:{letters}".encode()).hexdigest()


@transaction.atomic
def make_code(*, viewer: Viewer) -> str:
    """A code for one's own record, shown once; it works once, for 14 days, and ends an earlier one.

    Raises:
        PermissionDenied: the viewer has no record of her own here.
    """
    if not viewer.may(OWN_RECORD) or own_record(viewer) is None:
        raise PermissionDenied
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.make_move_code(%s, %s)", [_digest(letters), now() + LASTS])
    audit.record(viewer, "staff.code_made", unit_id=viewer.here.id)
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


@transaction.atomic
def bring_record(*, viewer: Viewer, record: StaffRecord | None, code: str) -> None:
    """Put a record of this employer on the person who made `code`.

    By whoever keeps the staff list, or by the person herself; without a `record` by somebody whose
    account is tied to nobody yet.

    Raises:
        PermissionDenied: neither of them.
        MoveError: the code is not known, or does not fit the record.
    """
    own = viewer.may(OWN_RECORD) and (record is None or record.person_id == viewer.person_id)
    if not own and not viewer.may(MANAGE_STAFF):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.redeem_move_code(%s, %s)", [record.pk if record else None, _digest(code)]
        )
        (answer,) = cursor.fetchone()
    if answer != "done":
        raise MoveError(_REFUSALS[answer])
    audit.record(
        viewer,
        "staff.linked",
        unit_id=viewer.here.id,
        about=record,
        by="person" if own else "staff",
    )


@transaction.atomic
def undo_link(*, viewer: Viewer, record: StaffRecord) -> None:
    """Take a record, and the account that came along, back to the person they were before.

    Raises:
        PermissionDenied: neither the person nor whoever keeps the staff list.
        MoveError: the record was not brought from anywhere.
    """
    own = viewer.may(OWN_RECORD) and record.person_id == viewer.person_id
    if not own and not viewer.may(MANAGE_STAFF):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.undo_move(%s)", [record.pk])
        (done,) = cursor.fetchone()
    if not done:
        raise MoveError("This record was not brought from another employer")
    audit.record(
        viewer,
        "staff.unlinked",
        unit_id=viewer.here.id,
        about=record,
        by="person" if own else "staff",
    )


def own_record(viewer: Viewer) -> StaffRecord | None:
    """The viewer's own record at the unit in the URL."""
    if viewer.person_id is None:
        return None
    return StaffRecord.objects.filter(unit_id=viewer.here.id, person_id=viewer.person_id).first()


def link_of(record: StaffRecord) -> RecordLink | None:
    """The link by which a record was brought, while it holds."""
    return RecordLink.objects.filter(staff=record, ended_at=None).first()


def travels(viewer: Viewer) -> bool:
    """Whether the viewer has a record at another employer, which she alone is told."""
    if viewer.person_id is None:
        return False
    others = StaffRecord.objects.filter(person_id=viewer.person_id).exclude(unit_id=viewer.here.id)
    return others.exists()
