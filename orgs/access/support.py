"""Support access (break-glass): asked for by one person, approved by another, and the employer is told.

What it opens, and for how long, the database decides at each request (``app.enter``, orgs/sql/33_support.sql).
To look is read-only; to recover an employer that nobody administers, the one act is to appoint an access
administrator.
"""

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from orgs import audit, outbox
from orgs.access import grants, principals
from orgs.access.actions import ASK_SUPPORT, FOUND_ACCESS, MANAGE_ACCESS
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.clock import now, today
from orgs.models.access_reviews import OrphanedEmployer
from orgs.models.support import SupportAccess
from orgs.models.units import OrgUnit

#: A request that nobody approved is dead after so long.
WAITS = dt.timedelta(hours=24)
#: The employer's home page shows support access for so long after it ended.
SHOWN = dt.timedelta(days=30)

_REFUSALS = {
    "unknown": ("code", "There is no open employer of this code that you look after"),
    "inside": ("code", "You hold a role there already"),
    "administered": ("kind", "Somebody administers access there. Ask them"),
    "open": ("code", "You have asked for this employer already"),
    "own": ("", "A second person must approve it"),
    "dependent": ("", "Your role goes back to the other person's, theirs to yours, or both to one colleague's. A third one must approve it"),
    "decided": ("", "It was approved or ended already"),
    "late": ("", "It was asked for more than 24 hours ago. Ask again"),
}  # fmt: skip


class SupportError(ValueError):
    """What cannot be asked for or approved, said in a sentence. `field` is where it belongs."""

    def __init__(self, word: str) -> None:
        self.field, sentence = _REFUSALS[word]
        super().__init__(sentence)


@transaction.atomic
def ask_support(
    *, viewer: Viewer, code: str, kind: str, ticket: str, reason: str, minutes: int
) -> SupportAccess:
    """Ask for support access to the employer called `code`. Nothing opens until another approves.

    Raises:
        PermissionDenied: the viewer is not of support at the unit in the URL.
        SupportError: no such employer, a role held there, or one that is administered.
    """
    if not viewer.may(ASK_SUPPORT):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.ask_support(%s, %s, %s, %s, %s)", [code, kind, ticket, reason, minutes]
        )
        (answer,) = cursor.fetchone()
    if answer in _REFUSALS:
        raise SupportError(answer)
    made = SupportAccess.objects.select_related("unit").get(public_id=answer)
    audit.record(viewer, "support.asked", unit_id=made.unit_id, about=made, kind=kind)
    return made


@transaction.atomic
def approve_support(*, viewer: Viewer, asked: SupportAccess) -> SupportAccess:
    """Open it from now on, as a second person; the employer's administrators and founder are told.

    Raises:
        PermissionDenied: the viewer is not of support at the unit in the URL.
        SupportError: one's own request, no independent person, decided, or too late.
    """
    if not viewer.may(ASK_SUPPORT):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.approve_support(%s)", [asked.public_id])
        (answer,) = cursor.fetchone()
    if answer != "done":
        raise SupportError(answer)
    asked.refresh_from_db()
    audit.record(viewer, "support.opened", unit_id=asked.unit_id, about=asked, kind=asked.kind)
    _tell(asked.unit)
    return asked


def _tell(unit: OrgUnit) -> None:
    """A message to everybody who administers or founded the employer's access."""
    path = reverse("orgs:unit", args=[unit.code])
    with system_scope(principals.SUPPORT, units=[unit.id]):
        for user_id in grants.who_administers(unit.id, today()):
            outbox.notify("support_opened", user_id, unit, path)


@transaction.atomic
def end_support(*, viewer: Viewer, asked: SupportAccess) -> SupportAccess:
    """End it before its time, withdraw or refuse it; the employer can end it as well.

    Raises:
        PermissionDenied: neither support nor who administers access at the employer.
        SupportError: it has ended.
    """
    if not viewer.may_any(ASK_SUPPORT, MANAGE_ACCESS, FOUND_ACCESS):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.end_support(%s)", [asked.public_id])
        (done,) = cursor.fetchone()
    if not done:
        raise SupportError("decided")
    audit.record(viewer, "support.ended", unit_id=asked.unit_id, about=asked)
    return asked


def at_desk(viewer: Viewer) -> "QuerySet[SupportAccess]":
    """What was asked for at the desk in the URL, the newest first."""
    return _rows().filter(desk_id=viewer.here.id).order_by("-requested_at")


def at_employer(viewer: Viewer) -> "QuerySet[SupportAccess]":
    """Support access to the unit in the URL that is open, or ended in the last 30 days."""
    employer = viewer.here.employer_id or viewer.here.id
    return (
        _rows()
        .filter(unit_id=employer, approved_at__isnull=False, valid_until__gt=now() - SHOWN)
        .order_by("-approved_at")
    )


def find(viewer: Viewer, public_id: UUID) -> SupportAccess | None:
    """One of them by its id, at the desk or at the employer in the URL."""
    here = Q(desk_id=viewer.here.id) | Q(unit_id=viewer.here.id, approved_at__isnull=False)
    return _rows().filter(here, public_id=public_id).first()


def _rows() -> "QuerySet[SupportAccess]":
    return SupportAccess.objects.select_related(
        "unit", "desk", "requested_by", "approved_by", "ended_by"
    )


def is_open(row: SupportAccess, moment: dt.datetime) -> bool:
    """Whether it is open at a moment, by what its row says."""
    return row.ended_at is None and row.valid_until is not None and row.valid_until > moment


def waits(row: SupportAccess, moment: dt.datetime) -> bool:
    """Whether it waits for its second person."""
    return row.approved_at is None and row.ended_at is None and row.requested_at > moment - WAITS


def orphans(viewer: Viewer) -> list[OrphanedEmployer]:
    """Employers below the desk that nobody administers."""
    if not viewer.may(ASK_SUPPORT):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT descendant_id FROM app.closure(%s) WHERE ancestor_id = %s",
            [viewer.day, viewer.here.id],
        )
        below = [unit_id for (unit_id,) in cursor.fetchall()]
    found = OrphanedEmployer.objects.filter(valid_to=None, unit_id__in=below)
    return list(found.select_related("unit").order_by("unit__name"))
