"""The line of successors of a post: who could act up at once."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit
from orgs.access.viewer import Viewer
from succession import selectors
from succession.access import MANAGE_SUCCESSION
from succession.conflicts import ConflictError
from succession.models import Nomination
from succession.services import locked, save, touch_plan


@transaction.atomic
def change_cover(*, viewer: Viewer, nomination: Nomination, version: int, cover: str) -> Nomination:
    """Record whether a named person could act up at once; `cover` is a code of the list ``cover``.

    Raises:
        PermissionDenied: without the right to manage succession here.
        ConflictError: somebody saved since `version`; nothing is written.
        SuccessionError: the nomination has ended.
    """
    if not viewer.may(MANAGE_SUCCESSION):
        raise PermissionDenied
    row = locked(nomination)
    if row.version != version:
        raise ConflictError(
            who=selectors.name_of(row.changed_by_id, row.unit_id) or "A colleague",
            when=row.changed_at,
            saved={"cover": row.cover},
            version=row.version,
        )
    row.cover = cover
    save(viewer, row, "cover")
    touch_plan(viewer, row.unit_id)
    audit.record(viewer, "successor.cover", unit_id=row.unit_id, about=row, cover=cover)
    return row
