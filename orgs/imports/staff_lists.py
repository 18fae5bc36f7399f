"""The life of an uploaded staff list: kept, read, compared, and applied as a whole or not at all."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit, leaving
from orgs.access.actions import MANAGE_STAFF
from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.clock import now, today
from orgs.enums import ListState
from orgs.imports import staff_export, staff_present
from orgs.imports.columns import missing, recognised, twice
from orgs.imports.refusal import Fault
from orgs.imports.sheets import Sheet, read_sheet
from orgs.imports.staff_apply import apply
from orgs.imports.staff_difference import Difference, compare
from orgs.imports.staff_rows import read_rows
from orgs.models.staff_lists import StaffList
from orgs.people.services import alone

#: A list that nobody applies is deleted after so many days; it is a file full of people.
LASTS = dt.timedelta(days=7)
KEPT_NAME = 200


class ListError(ValueError):
    """Something that cannot be done with a list, said in a sentence."""


class ListChangedError(Exception):
    """The staff, or the list's answers, changed since the difference was shown."""


@dataclass(frozen=True)
class Reading:
    """A list as it reads today: its sheet, and the difference it would make.

    `ignored` are labels of columns that cannot be used here, each with the reason.
    """

    sheet: Sheet
    difference: Difference
    ignored: tuple[tuple[str, str], ...] = ()


def _must_keep(viewer: Viewer) -> None:
    if not viewer.may(MANAGE_STAFF) or not viewer.here.is_employer:
        raise PermissionDenied


@transaction.atomic
def upload_list(*, viewer: Viewer, name: str, content: bytes) -> StaffList:
    """Keep a file that can be read as a list; its columns are recognised as far as they are known.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        SheetRefusedError: it is no list; nothing is kept.
    """
    _must_keep(viewer)
    sheet = read_sheet(content, name)
    at = now()
    made = StaffList.objects.create(
        unit_id=viewer.here.id,
        name=name[-KEPT_NAME:],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        columns=recognised(sheet.headings),
        uploaded_by_id=viewer.user_id,
        uploaded_at=at,
        expires_at=at + LASTS,
    )
    audit.record(
        viewer,
        "staff_list.uploaded",
        unit_id=made.unit_id,
        about=made,
        sha256=made.sha256,
        rows=len(sheet.rows),
    )
    return made


def lists(unit_id: int, *, limit: int = 10) -> list[StaffList]:
    """The newest lists of an employer, without their files, with who uploaded each."""
    rows = StaffList.objects.filter(unit_id=unit_id).defer("content").select_related("uploaded_by")
    return list(rows.order_by("-uploaded_at")[:limit])


def staff_list(unit_id: int, public_id: UUID) -> StaffList | None:
    return StaffList.objects.filter(unit_id=unit_id, public_id=public_id).first()


def sheet_of(of: StaffList) -> Sheet:
    """The rows of a list that is kept."""
    assert of.content is not None  # held by a constraint while it is open
    return read_sheet(bytes(of.content), of.name)


def ready_to_compare(of: StaffList) -> bool:
    """Whether enough of its columns is known."""
    return not missing(of.columns) and not twice(of.columns)


def reading(viewer: Viewer, of: StaffList) -> Reading:
    """What an open list would do today. Reads only."""
    sheet, known = sheet_of(of), staff_present.known(of.unit_id)
    columns, ignored = dict(of.columns), []
    if "division" in columns and not known.divisions:
        del columns["division"]
        ignored.append(("Division", "this organisation has no divisions here yet"))
    read = read_rows(sheet, columns, known)
    found = compare(
        read.entries,
        staff_present.present(of.unit_id),
        columns=columns,
        day=viewer.day,
        # A row that cannot be read would look like somebody who has left.
        complete=of.complete and not read.faults,
        same=of.same,
    )
    if any(leaver.record.person == viewer.person_id for leaver in found.leaving):
        message = "you would leave by this list: put yourself on it, or ask a colleague to apply it"
        found.faults.append(Fault(0, "", message))
    found.faults = sorted([*read.faults, *found.faults], key=lambda fault: fault.line)
    return Reading(sheet, found, tuple(ignored))


def _open(of: StaffList) -> StaffList:
    row = StaffList.objects.select_for_update().get(pk=of.pk)
    if row.state != ListState.OPEN:
        raise ListError("This list is closed. Upload the file again")
    return row


@transaction.atomic
def choose_columns(*, viewer: Viewer, of: StaffList, columns: Mapping[str, int]) -> StaffList:
    """Say which column is which.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        ListError: something that a list needs has no column, or a column is used twice; closed.
    """
    _must_keep(viewer)
    if lacks := missing(columns):
        raise ListError(f"Choose the column for: {'; '.join(lacks)}")
    if doubled := twice(columns):
        raise ListError(f"A column can be one thing only: {', '.join(doubled)}")
    row = _open(of)
    row.columns = dict(columns)
    row.save(update_fields=["columns"])
    audit.record(viewer, "staff_list.answered", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def answer_list(
    *, viewer: Viewer, of: StaffList, complete: bool, same: Mapping[str, str]
) -> StaffList:
    """Say whether the list is complete, and of rows that may be somebody here whether they are.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        ListError: closed.
    """
    _must_keep(viewer)
    row = _open(of)
    row.complete, row.same = complete, {**row.same, **same}
    row.save(update_fields=["complete", "same"])
    audit.record(viewer, "staff_list.answered", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def apply_list(*, viewer: Viewer, of: StaffList, digest: str, leaving_typed: str = "") -> StaffList:
    """Apply a list as a whole, if it would still do exactly what `digest` stands for.

    `leaving_typed` is the number of people who leave, typed, where so many do that it may be a slip.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        ListChangedError: it would now do something else; nothing is written.
        ListError: it has faults or open questions, nothing to do, or the number is not right; closed.
    """
    alone(viewer)
    row = _open(of)
    found = reading(viewer, row).difference
    if found.digest() != digest:
        raise ListChangedError
    if not found.ready:
        raise ListError("This list cannot be applied yet")
    if found.many_leave and leaving_typed.strip() != str(len(found.leaving)):
        raise ListError("Type how many people leave, to confirm that so many do")
    apply(found, row.unit_id)
    leaving.settle(viewer, row.unit_id, viewer.day)
    counts = {
        "joined": len(found.joining),
        "changed": len(found.changing),
        "left": len(found.leaving),
    }
    _end(row, ListState.APPLIED, counts)
    audit.record(
        viewer, "staff_list.applied", unit_id=row.unit_id, about=row, sha256=row.sha256, **counts
    )
    return row


def _end(row: StaffList, state: ListState, counts: Mapping[str, int] | None = None) -> None:
    """Close a list; its file goes with it."""
    row.state, row.content, row.same, row.ended_at = state, None, {}, now()
    row.counts = dict(counts or {})
    row.save(update_fields=["state", "content", "same", "ended_at", "counts"])


@transaction.atomic
def discard_list(*, viewer: Viewer, of: StaffList) -> StaffList:
    """Delete the file without applying it.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        ListError: closed.
    """
    _must_keep(viewer)
    row = _open(of)
    _end(row, ListState.DISCARDED)
    audit.record(viewer, "staff_list.discarded", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def export_list(*, viewer: Viewer, kind: str) -> list[list[str]]:
    """The current staff list as rows, headings first; that it was taken away is recorded.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
    """
    _must_keep(viewer)
    rows = list(staff_export.rows(viewer.here.id, viewer.day))
    audit.record(
        viewer, "staff_list.exported", unit_id=viewer.here.id, rows=len(rows) - 1, format=kind
    )
    return rows


def expire_lists(principal: Principal) -> int:
    """The tick: delete the files of lists that nobody applied in time; returns how many."""
    with system_scope(principal, day=today()):
        due = StaffList.objects.filter(state=ListState.OPEN, expires_at__lte=now())
        rows = list(due.defer("content").select_for_update(skip_locked=True))
        for row in rows:
            _end(row, ListState.EXPIRED)
            audit.record(principal, "staff_list.expired", unit_id=row.unit_id, about=row)
    return len(rows)
