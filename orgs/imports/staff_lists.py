"""The life of an uploaded staff list: kept, read, compared, and applied as a whole or not at all."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit, leaving
from orgs.access.actions import MANAGE_STAFF
from orgs.access.grants import last_admins_leaving, lock_roles
from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.enums import UploadState
from orgs.imports import staff_export, staff_present, uploads
from orgs.imports.columns import recognised, twice
from orgs.imports.refusal import Fault
from orgs.imports.sheets import Sheet, read_sheet
from orgs.imports.staff_apply import apply
from orgs.imports.staff_columns import FIELDS, missing
from orgs.imports.staff_difference import Difference, Leaver, compare
from orgs.imports.staff_rows import read_rows
from orgs.imports.uploads import UploadChangedError, UploadError, opened, sheet_of
from orgs.models.staff_lists import StaffList
from orgs.people.services import alone, last_admin

#: A list that nobody applies is deleted after so many days; it is a file full of people.
LASTS = dt.timedelta(days=7)


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
    found = recognised(sheet.headings, FIELDS)
    made = StaffList.objects.create(**uploads.new(viewer, name, content, found, LASTS))
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
    """The newest lists of an employer."""
    return uploads.newest(StaffList, unit_id, limit=limit)


def staff_list(unit_id: int, public_id: UUID) -> StaffList | None:
    return StaffList.objects.filter(unit_id=unit_id, public_id=public_id).first()


def ready_to_compare(of: StaffList) -> bool:
    """Whether enough of its columns is known."""
    return not missing(of.columns) and not twice(of.columns, FIELDS)


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
    found.faults += _last_admins(of.unit_id, found.ends)
    found.faults = sorted([*read.faults, *found.faults], key=lambda fault: fault.line)
    return Reading(sheet, found, tuple(ignored))


def _last_admins(unit_id: int, ends: list[Leaver]) -> list[Fault]:
    """A fault for each who would leave the employer without an access administrator."""
    if not ends:
        return []
    last_day = max(each.on for each in ends)
    last = last_admins_leaving(unit_id, [each.record.person for each in ends], last_day)
    todo = "give the role to somebody else first"
    return [
        Fault(each.line, "End date" if each.line else "", f"{last_admin(each.record.name)}: {todo}")
        for each in ends
        if each.record.person in last
    ]


@transaction.atomic
def choose_columns(*, viewer: Viewer, of: StaffList, columns: Mapping[str, int]) -> StaffList:
    """Say which column is which.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        UploadError: something that a list needs has no column, or a column is used twice; closed.
    """
    _must_keep(viewer)
    row = uploads.choose(of, columns, lacks=missing(columns), doubled=twice(columns, FIELDS))
    audit.record(viewer, "staff_list.answered", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def answer_list(
    *, viewer: Viewer, of: StaffList, complete: bool, same: Mapping[str, str]
) -> StaffList:
    """Say whether the list is complete, and of rows that may be somebody here whether they are.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        UploadError: closed.
    """
    _must_keep(viewer)
    row = opened(of)
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
        UploadChangedError: it would now do something else; nothing is written.
        UploadError: it has faults or open questions, nothing to do, or the number is not right; closed.
    """
    alone(viewer)
    lock_roles(viewer.here.id)
    row = opened(of)
    found = reading(viewer, row).difference
    if found.digest() != digest:
        raise UploadChangedError
    if not found.ready:
        raise UploadError("This list cannot be applied yet")
    if found.many_leave and leaving_typed.strip() != str(len(found.leaving)):
        raise UploadError("Type how many people leave, to confirm that so many do")
    apply(found, row.unit_id)
    leaving.settle(viewer, row.unit_id, viewer.day)
    counts = {
        "joined": len(found.joining),
        "changed": len(found.changing),
        "left": len(found.leaving),
    }
    _end(row, UploadState.APPLIED, counts)
    audit.record(
        viewer, "staff_list.applied", unit_id=row.unit_id, about=row, sha256=row.sha256, **counts
    )
    return row


def _end(row: StaffList, state: UploadState, counts: Mapping[str, int] | None = None) -> None:
    """Close a list; its file, and the answers about its rows, go with it."""
    row.same = {}
    row.save(update_fields=["same"])
    uploads.end(row, state, counts)


@transaction.atomic
def discard_list(*, viewer: Viewer, of: StaffList) -> StaffList:
    """Delete the file without applying it.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        UploadError: closed.
    """
    _must_keep(viewer)
    row = opened(of)
    _end(row, UploadState.DISCARDED)
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
        rows = uploads.due(StaffList)
        for row in rows:
            _end(row, UploadState.EXPIRED)
            audit.record(principal, "staff_list.expired", unit_id=row.unit_id, about=row)
    return len(rows)
