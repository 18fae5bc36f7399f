"""The line of successors of a post: who could act up at once."""

from django.db import transaction

from orgs import audit
from orgs.access.viewer import Viewer
from succession.models import Nomination
from succession.services import locked, must_manage, save, stale, touch_plan


@transaction.atomic
def change_cover(*, viewer: Viewer, nomination: Nomination, version: int, cover: str) -> Nomination:
    """Record whether a named person could act up at once; `cover` is a code of the list ``cover``.

    Raises:
        PermissionDenied: without the right to manage succession here.
        ConflictError: somebody saved since `version`; nothing is written.
        SuccessionError: the nomination has ended.
    """
    must_manage(viewer)
    row = locked(nomination)
    if row.version != version:
        raise stale(row, {"cover": row.cover})
    row.cover = cover
    save(viewer, row, "cover")
    touch_plan(viewer, row.unit_id)
    audit.record(viewer, "successor.cover", unit_id=row.unit_id, about=row, cover=cover)
    return row
