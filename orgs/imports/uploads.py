"""What every uploaded file goes through: kept, read again, closed with its content, expired."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.enums import UploadState
from orgs.imports.sheets import MOST_CELL, Sheet, read_sheet
from orgs.models.uploads import Upload

KEPT_NAME = 200
File = TypeVar("File", bound=Upload)


class UploadError(ValueError):
    """Something that cannot be done with an uploaded file, said in a sentence."""


class UploadChangedError(Exception):
    """What stands there, or what was said of the file, changed since the difference was shown."""


def new(
    viewer: Viewer, name: str, content: bytes, columns: Mapping[str, int], lasts: dt.timedelta
) -> dict[str, Any]:
    """The values with which a file begins, at the viewer's unit."""
    at = now()
    return {
        "unit_id": viewer.here.id,
        "name": name[-KEPT_NAME:],
        "content": content,
        "sha256": hashlib.sha256(content).hexdigest(),
        "columns": dict(columns),
        "uploaded_by_id": viewer.user_id,
        "uploaded_at": at,
        "expires_at": at + lasts,
    }


def sheet_of(of: Upload, *, most_cell: int = MOST_CELL) -> Sheet:
    """The rows of a file that is kept."""
    assert of.content is not None  # held by a constraint while it is open
    return read_sheet(bytes(of.content), of.name, most_cell=most_cell)


def newest(model: type[File], unit_id: int, *, limit: int = 10) -> list[File]:
    """The newest files of an employer, without their content, with who uploaded each."""
    rows = model._default_manager.filter(unit_id=unit_id)  # noqa: SLF001  Django's public meta API
    rows = rows.defer("content").select_related("uploaded_by")
    return list(rows.order_by("-uploaded_at")[:limit])


def opened(of: File) -> File:
    """The file as it is now, locked until the transaction ends.

    Raises:
        UploadError: it is closed.
    """
    row = type(of)._default_manager.select_for_update().get(pk=of.pk)  # noqa: SLF001  as above
    if row.state != UploadState.OPEN:
        raise UploadError("This file is closed. Upload it again")
    return row


def choose(
    of: File, columns: Mapping[str, int], *, lacks: Sequence[str], doubled: Sequence[str]
) -> File:
    """Keep which column is which; `lacks` and `doubled`: labels without a column, and columns used twice.

    Raises:
        UploadError: there are some, or the file is closed.
    """
    if lacks:
        raise UploadError(f"Choose the column for: {'; '.join(lacks)}")
    if doubled:
        raise UploadError(f"A column can be one thing only: {', '.join(doubled)}")
    row = opened(of)
    row.columns = dict(columns)
    row.save(update_fields=["columns"])
    return row


def end(of: Upload, state: UploadState, counts: Mapping[str, int] | None = None) -> None:
    """Close a file; its content goes with it."""
    of.state, of.content, of.ended_at = state, None, now()
    of.counts = dict(counts or {})
    of.save(update_fields=["state", "content", "ended_at", "counts"])


def due(model: type[File]) -> list[File]:
    """The files that nobody applied in time, locked, without their content."""
    rows = model._default_manager.filter(state=UploadState.OPEN, expires_at__lte=now())  # noqa: SLF001
    return list(rows.defer("content").select_for_update(skip_locked=True))
