"""The life of a spreadsheet that is brought in: kept, read, compared, and applied as a whole or not at all."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from orgs import audit
from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.enums import UploadState
from orgs.imports import uploads
from orgs.imports.columns import recognised, twice
from orgs.imports.sheets import Sheet, SheetRefusedError, read_sheet
from orgs.imports.uploads import UploadChangedError, UploadError, opened
from orgs.locks import PLAN_SHEETS
from succession.access import must_manage
from succession.conflicts import ConflictError, SuccessionError
from succession.enums import SheetLayout
from succession.models import PlanSheet
from succession.onramp import export
from succession.onramp.apply import apply
from succession.onramp.changes import Difference
from succession.onramp.difference import compare
from succession.onramp.fields import FIELDS, missing, not_taken
from succession.onramp.rows import read_rows
from succession.onramp.standing import Standing, standing

#: A spreadsheet that nobody applies is deleted after a day: it is full of judgements of people.
LASTS = dt.timedelta(hours=24)
#: More rows than any board has; each becomes acts of its own, so there is an end to them.
MOST_ROWS = 500
#: Notes in columns that are not taken may be long.
MOST_CELL = 5000
#: The parts of a difference that are written, in the order in which they are said.
COUNTED = ("posts", "holders", "risks", "named", "changed")


@dataclass(frozen=True)
class Reading:
    """A spreadsheet as it reads today: its rows, the plan beside it, and the difference.

    `not_taken`: columns of the file that are read past, each with why.
    """

    sheet: Sheet
    on: Standing
    difference: Difference
    not_taken: tuple[tuple[str, str], ...]


def _must_manage(viewer: Viewer) -> None:
    """The plan, and the staff whom a file names, are the employer's."""
    must_manage(viewer)
    if not viewer.here.is_employer:
        raise PermissionDenied


def sheet_of(of: PlanSheet) -> Sheet:
    """The rows of a spreadsheet that is kept."""
    return uploads.sheet_of(of, most_cell=MOST_CELL)


@transaction.atomic
def upload_sheet(*, viewer: Viewer, name: str, content: bytes, layout: SheetLayout) -> PlanSheet:
    """Keep a file that can be read; its columns are recognised as far as they are known.

    Raises:
        PermissionDenied: without the right to manage succession here, or at no employer.
        SheetRefusedError: it is no such file, or has too many rows; nothing is kept.
    """
    _must_manage(viewer)
    sheet = read_sheet(content, name, most_cell=MOST_CELL)
    if len(sheet.rows) > MOST_ROWS:
        raise SheetRefusedError(
            f"The file has {len(sheet.rows):,} rows, and a plan {MOST_ROWS:,} at most. Split it."
        )
    columns = recognised(sheet.headings, FIELDS[layout])
    made = PlanSheet.objects.create(
        layout=layout, **uploads.new(viewer, name, content, columns, LASTS)
    )
    audit.record(
        viewer,
        "plan_sheet.uploaded",
        unit_id=made.unit_id,
        about=made,
        sha256=made.sha256,
        layout=str(layout),
        rows=len(sheet.rows),
    )
    return made


def sheets(unit_id: int) -> list[PlanSheet]:
    """The newest spreadsheets of an employer."""
    return uploads.newest(PlanSheet, unit_id)


def plan_sheet(unit_id: int, public_id: UUID) -> PlanSheet | None:
    """One spreadsheet of an employer."""
    return PlanSheet.objects.filter(unit_id=unit_id, public_id=public_id).first()


def ready_to_compare(of: PlanSheet) -> bool:
    """Whether enough of its columns is known."""
    layout = SheetLayout(of.layout)
    return not missing(layout, of.columns) and not twice(of.columns, FIELDS[layout])


def reading(viewer: Viewer, of: PlanSheet) -> Reading:
    """What an open spreadsheet would do today. Reads only."""
    layout, sheet = SheetLayout(of.layout), sheet_of(of)
    on = standing(of.unit_id, viewer.day)
    read = read_rows(sheet, layout, of.columns, on.meanings, on.people)
    found = compare(read, on, adds_posts=layout == SheetLayout.PLAN)
    return Reading(sheet, on, found, tuple(not_taken(sheet.headings, of.columns)))


@transaction.atomic
def choose_columns(*, viewer: Viewer, of: PlanSheet, columns: Mapping[str, int]) -> PlanSheet:
    """Say which column is which.

    Raises:
        PermissionDenied: without the right to manage succession here.
        UploadError: something that is needed has no column, or a column is used twice; closed.
    """
    _must_manage(viewer)
    layout = SheetLayout(of.layout)
    row = uploads.choose(
        of, columns, lacks=missing(layout, columns), doubled=twice(columns, FIELDS[layout])
    )
    audit.record(viewer, "plan_sheet.answered", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def apply_sheet(*, viewer: Viewer, of: PlanSheet, digest: str) -> PlanSheet:
    """Apply a spreadsheet as a whole, if it would still do exactly what `digest` stands for.

    Each change is the act of the page, with its own record: who is named is not told by it.

    Raises:
        PermissionDenied: without the right to manage succession here.
        UploadChangedError: it would now do something else; nothing is written.
        UploadError: it has faults, nothing to do, or an act cannot be done; closed.
    """
    _must_manage(viewer)
    with connection.cursor() as cursor:
        PLAN_SHEETS.take(cursor, viewer.here.id)
    row = opened(of)
    found = reading(viewer, row)
    difference = found.difference
    if difference.digest() != digest:
        raise UploadChangedError
    if not difference.ready:
        raise UploadError("This file cannot be applied yet")
    try:
        with transaction.atomic():
            apply(viewer, difference, found.on.codes)
    except ConflictError as error:
        raise UploadChangedError from error
    except SuccessionError as error:
        raise UploadError(f"{error}. Nothing was written") from error
    counts = {name: len(getattr(difference, name)) for name in COUNTED}
    uploads.end(row, UploadState.APPLIED, counts)
    audit.record(
        viewer,
        "plan_sheet.applied",
        unit_id=row.unit_id,
        about=row,
        sha256=row.sha256,
        **counts,
    )
    return row


@transaction.atomic
def discard_sheet(*, viewer: Viewer, of: PlanSheet) -> PlanSheet:
    """Delete the file without applying it.

    Raises:
        PermissionDenied: without the right to manage succession here.
        UploadError: closed.
    """
    _must_manage(viewer)
    row = opened(of)
    uploads.end(row, UploadState.DISCARDED)
    audit.record(viewer, "plan_sheet.discarded", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def export_plan(*, viewer: Viewer, kind: str) -> tuple[list[list[str]], set[int]]:
    """The plan as rows, headings first, and whom they name; that it was taken away is recorded.

    Raises:
        PermissionDenied: without the right to manage succession here, or at no employer.
    """
    _must_manage(viewer)
    on = standing(viewer.here.id, viewer.day)
    rows = list(export.rows(on))
    audit.record(
        viewer, "plan_sheet.exported", unit_id=viewer.here.id, rows=len(rows) - 1, format=kind
    )
    return rows, on.board.staff_ids


def expire_sheets(principal: Principal) -> int:
    """The tick: delete spreadsheets that nobody applied in time; returns how many."""
    with system_scope(principal, day=today()):
        rows = uploads.due(PlanSheet)
        for row in rows:
            uploads.end(row, UploadState.EXPIRED)
            audit.record(principal, "plan_sheet.expired", unit_id=row.unit_id, about=row)
    return len(rows)
