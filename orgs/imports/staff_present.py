"""The records of an employer as a list is compared with them, and the words that its cells may hold."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from orgs.codes import code_lists
from orgs.imports.cells import words
from orgs.imports.staff_changes import Job, Present
from orgs.imports.staff_rows import Known
from orgs.models.people import Assignment, StaffRecord
from orgs.people.selectors import divisions


def present(unit_id: int) -> list[Present]:
    """Every record of an employer with its jobs, in two queries."""
    jobs: dict[int, list[Job]] = defaultdict(list)
    rows = Assignment.objects.filter(unit_id=unit_id).order_by("id")
    every: Iterable[Any] = rows.values_list(
        "staff_id", "id", "kind", "title", "band", "staff_group", "division_id", "starts_on", "ends_on"
    )  # fmt: skip
    for staff_id, *job in every:  # in the order of Job's fields
        jobs[staff_id].append(Job(*job))
    records = StaffRecord.objects.filter(unit_id=unit_id).order_by("id")
    return [
        Present(*row, jobs=tuple(jobs[row[0]]))
        for row in records.values_list(
            "id", "person_id", "name", "employee_number", "work_email", "manager_id", "valid_from", "valid_to"
        )
    ]  # fmt: skip


def known(unit_id: int) -> Known:
    """What the cells of a list may say here: two queries."""
    lists = code_lists("band", "staff_group", "assignment_kind")

    def coded(name: str) -> dict[str, str]:
        return {
            form: code
            for code, row in lists[name].items()
            for form in (words(code), words(row.label))
        }

    inside = divisions(unit_id)
    return Known(
        bands=coded("band"),
        groups=coded("staff_group") | {code.lstrip("0"): code for code in lists["staff_group"]},
        kinds=coded("assignment_kind"),
        divisions={words(text): d.pk for d in inside for text in (d.code, d.name)},
    )
