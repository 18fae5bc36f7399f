"""Writes what a staff list changes: COPY into temporary tables, then INSERT … SELECT under policy."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from orgs.imports.staff_changes import ManagerIs, Write
from orgs.imports.staff_difference import Difference
from orgs.people.names import sort_name
from orgs.people.services import end_jobs, new_persons

#: Tables of one transaction: what is to be written, before a policy has looked at it.
_TABLES = {
    "list_joins": "person_id bigint, public_id uuid, name text, sort_name text, number text, email text,"
    " valid_from date, valid_to date",
    "list_records": "id bigint, name text, sort_name text, number text, email text, valid_from date, valid_to date",
    "list_jobs": "id bigint, public_id uuid, staff_id bigint, kind text, title text, band text,"
    " staff_group text, division_id int, starts_on date, ends_on date",
    "list_managers": "staff_id bigint, manager_id bigint",
}


def apply(found: Difference, unit_id: int) -> None:
    """Write a difference at an employer. The caller holds the lock, and settles who has left."""
    writes = [*found.joining, *found.changing]
    with connection.cursor() as cursor:
        for table, columns in _TABLES.items():
            cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")
        ids = _write_records(cursor, writes, unit_id)
        _write_jobs(cursor, writes, ids, unit_id)
        _write_managers(cursor, writes, ids, unit_id)
        for table in _TABLES:
            cursor.execute(f"DROP TABLE {table}")
    _leave(found, unit_id)


def _copy(cursor: Any, table: str, rows: Iterable[Sequence[object]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def _write_records(cursor: Any, writes: list[Write], unit_id: int) -> dict[int, int]:
    """Write records; the id of each row's record, by its line."""
    new = [write for write in writes if write.before is None]
    persons = new_persons(len(new)) if new else []
    _copy(
        cursor,
        "list_joins",
        (
            (person, uuid.uuid4(), w.after.name, sort_name(w.after.name), w.after.number, w.after.email,
             w.after.valid_from, w.after.valid_to)
            for person, w in zip(persons, new, strict=True)
        ),
    )  # fmt: skip
    cursor.execute(
        "INSERT INTO orgs_staffrecord (public_id, person_id, unit_id, name, sort_name, employee_number, work_email,"
        " valid_from, valid_to, version, recorded_at) SELECT public_id, person_id, %s, name, sort_name, number, email,"
        " valid_from, valid_to, 1, now() FROM list_joins RETURNING person_id, id",
        [unit_id],
    )
    made = dict(cursor.fetchall())
    old = [write for write in writes if write.before is not None]
    _copy(
        cursor,
        "list_records",
        (
            (w.after.id, w.after.name, sort_name(w.after.name), w.after.number, w.after.email,
             w.after.valid_from, w.after.valid_to)
            for w in old
        ),
    )  # fmt: skip
    # Numbers may change hands within one list: given up first, taken then.
    cursor.execute(
        "UPDATE orgs_staffrecord s SET employee_number = '' FROM list_records l"
        " WHERE s.id = l.id AND s.unit_id = %s AND s.employee_number NOT IN ('', l.number)",
        [unit_id],
    )
    cursor.execute(
        "UPDATE orgs_staffrecord s SET name = l.name, sort_name = l.sort_name, employee_number = l.number,"
        " work_email = l.email, valid_from = l.valid_from, valid_to = l.valid_to, version = s.version + 1"
        " FROM list_records l WHERE s.id = l.id AND s.unit_id = %s",
        [unit_id],
    )
    ids = {write.line: write.after.id for write in old}
    return ids | {w.line: made[person] for person, w in zip(persons, new, strict=True)}


def _write_jobs(cursor: Any, writes: list[Write], ids: dict[int, int], unit_id: int) -> None:
    _copy(
        cursor,
        "list_jobs",
        (
            (job.id, uuid.uuid4(), ids[write.line], job.kind, job.title, job.band, job.group,
             job.division, job.starts_on, job.ends_on)
            for write in writes
            for job in (write.ended, write.job)
            if job is not None
        ),
    )  # fmt: skip
    cursor.execute(
        "UPDATE orgs_assignment a SET kind = l.kind, title = l.title, band = l.band, staff_group = l.staff_group,"
        " division_id = l.division_id, starts_on = l.starts_on, ends_on = l.ends_on"
        " FROM list_jobs l WHERE a.id = l.id AND a.unit_id = %s",
        [unit_id],
    )
    cursor.execute(
        "INSERT INTO orgs_assignment (public_id, unit_id, staff_id, kind, title, band, staff_group, division_id,"
        " starts_on, ends_on) SELECT public_id, %s, staff_id, kind, title, band, staff_group, division_id,"
        " starts_on, ends_on FROM list_jobs WHERE id = 0",
        [unit_id],
    )


def _write_managers(cursor: Any, writes: list[Write], ids: dict[int, int], unit_id: int) -> None:
    def of(manager: ManagerIs) -> int:
        return manager.record or ids[manager.row]

    _copy(
        cursor,
        "list_managers",
        ((ids[w.line], of(w.manager)) for w in writes if w.manager is not None),
    )
    cursor.execute(
        "UPDATE orgs_staffrecord s SET manager_id = l.manager_id FROM list_managers l"
        " WHERE s.id = l.staff_id AND s.unit_id = %s",
        [unit_id],
    )


def _leave(found: Difference, unit_id: int) -> None:
    """End the records and the jobs of those who leave, day by day."""
    from orgs.models.people import StaffRecord

    for on in sorted({leaver.on for leaver in found.leaving}):
        ids = [leaver.record.id for leaver in found.leaving if leaver.on == on]
        end_jobs(unit_id, ids, on)
        StaffRecord.objects.filter(unit_id=unit_id, id__in=ids).update(valid_to=on)
