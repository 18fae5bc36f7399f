"""Taking released figures away as a file: what is written down of it, and who may open it.

The file carries who asked, when, for what and until when to use it. It is made anew at each download
and must be what it was, byte for byte.
"""

import datetime as dt
import hashlib
import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.clock import now
from reporting.access import MANAGING, VIEWING
from reporting.enums import ExportPurpose
from reporting.files import Stamp, file_of
from reporting.models.exports import Export
from reporting.models.releases import Release
from reporting.selectors import is_withdrawn

LASTS = dt.timedelta(days=7)
EXPIRED = "A file can be opened for 7 days after it was made."
WITHDRAWN = "The figures in it were withdrawn."
CHANGED = "It can no longer be made as it was, because the way files are written has changed since."


class GoneError(Exception):
    """A file that nobody can open any more, and why, in a sentence."""


@transaction.atomic
def make_export(
    *, viewer: Viewer, release: Release, purpose: str, note: str, format_: str
) -> Export:
    """Take the figures of a release away: writes down who, when, for what, and the file's checksum.

    Raises:
        GoneError: the release was withdrawn.
    """
    if not viewer.may_any(*VIEWING):
        raise PermissionDenied
    if is_withdrawn(release):
        raise GoneError(WITHDRAWN)
    at = now()
    export = Export(
        unit_id=release.unit_id,
        release=release,
        user_id=viewer.user_id,
        purpose=purpose,
        note=" ".join(note.split()),
        format=format_,
        created_at=at,
        expires_at=at + LASTS,
    )
    export.sha256 = hashlib.sha256(_bytes(export)).hexdigest()
    export.save()
    audit.record(
        viewer,
        "report.exported",
        unit_id=export.unit_id,
        about=export,
        release=str(release.id),
        purpose=purpose,
        format=format_,
        sha256=export.sha256,
    )
    return export


@transaction.atomic
def open_export(*, viewer: Viewer, export: Export) -> bytes:
    """The file, for the person who made it: that she opened it is counted and recorded.

    Raises:
        PermissionDenied: somebody else made it.
        GoneError: it has expired, its release was withdrawn, or it would not be the same file.
    """
    if export.user_id != viewer.user_id:
        raise PermissionDenied
    at = now()
    if at >= export.expires_at:
        raise GoneError(EXPIRED)
    if is_withdrawn(export.release):
        raise GoneError(WITHDRAWN)
    content = _bytes(export)
    if hashlib.sha256(content).hexdigest() != export.sha256:
        raise GoneError(CHANGED)
    Export.objects.filter(pk=export.pk).update(
        downloads=F("downloads") + 1,
        first_opened_at=Coalesce("first_opened_at", Value(at)),
        last_opened_at=at,
    )
    audit.record(viewer, "report.export_opened", unit_id=export.unit_id, about=export)
    return content


def _bytes(export: Export) -> bytes:
    stamp = Stamp(export.user.login, export.created_at, purpose_of(export), export.expires_at)
    return file_of(export.release, export.format, stamp)


def purpose_of(export: Export) -> str:
    """What the file is for, in words: the choice, and what was added to it."""
    chosen = ExportPurpose(export.purpose).label
    return f"{chosen}: {export.note}" if export.note else chosen


# --- reading ---------------------------------------------------------------------------------------


def mine(viewer: Viewer, public_id: uuid.UUID) -> Export | None:
    """A file that the viewer made at this unit, expired or not."""
    found = Export.objects.filter(
        unit_id=viewer.here.id, user_id=viewer.user_id, public_id=public_id
    )
    return found.select_related("release", "user").first()


def taken(viewer: Viewer, release: Release, *, limit: int = 50) -> list[Export]:
    """Files of a release, newest first: the viewer's own, and everybody's for who manages reports."""
    everybody = Q() if viewer.may_any(*MANAGING) else Q(user_id=viewer.user_id)
    found = Export.objects.filter(everybody, release=release, unit_id=viewer.here.id)
    return list(found.select_related("user").order_by("-created_at", "-id")[:limit])
