"""A staff list in words: what it would do, part by part, and what became of earlier ones."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from orgs.imports.columns import FieldChange
from orgs.imports.refusal import Fault
from orgs.imports.sheets import Sheet
from orgs.imports.staff_changes import Write
from orgs.imports.staff_columns import BY_KEY
from orgs.imports.staff_difference import Difference, Leaver
from orgs.models.units import OrgUnit
from orgs.presenters.people import Codes, label
from orgs.presenters.uploads import PAGE, Line, Part, count, fault_line
from orgs.words import words_of_day, words_of_last_day

_LISTS = {"band": "band", "group": "staff_group", "kind": "assignment_kind"}


def parts(found: Difference) -> list[Part]:
    """The parts with something in them; faults first, because nothing goes on before they are gone."""
    every = [
        Part("faults", "Rows to correct", len({f.line for f in found.faults}), "bad"),
        Part("joining", "Join", len(found.joining), "good"),
        Part("changing", "Change", len(found.changing), ""),
        Part("leaving", "Leave", len(found.leaving), "warn"),
    ]
    return [part for part in every if part.count]


def shown(found: Difference, part: Part, number: str | None) -> "Page[Any]":
    """A page of a part's rows, before they are put in words."""
    rows: Mapping[str, Sequence[object]] = {
        "faults": found.faults,
        "joining": found.joining,
        "changing": found.changing,
        "leaving": found.leaving,
    }
    return Paginator(rows[part.key], PAGE).get_page(number)


def staff_ids(rows: Sequence[object]) -> list[int]:
    """Ids of the records that a page of a part shows."""
    found = []
    for row in rows:
        if isinstance(row, Leaver):
            found.append(row.record.id)
        elif isinstance(row, Write) and row.before is not None:
            found.append(row.before.id)
    return found


def lines(
    rows: Sequence[object],
    codes: Codes,
    divisions: Sequence[OrgUnit],
    sheet: Sheet,
) -> list[Line]:
    """A page of a part in words."""
    words = _Words(codes, {each.pk: each.name for each in divisions})
    cells = {row.number: row for row in sheet.rows}
    return [_line(row, words, cells, sheet.headings) for row in rows]


def _line(row: object, words: "_Words", cells: Mapping[int, Any], headings: Sequence[str]) -> Line:
    if isinstance(row, Fault):
        return fault_line(row, cells, headings, "The list")
    if isinstance(row, Leaver):
        why = "Not on the list" if row.absent else "The list has the end of their job"
        jobs = [job.title for job in row.record.jobs if job.ends_on is None]
        last = f"Last day {words_of_last_day(row.on)}"
        return Line(row.record.name, last, [*jobs[:1], why])
    assert isinstance(row, Write)
    where = f"Row {row.line}"
    if row.before is not None:
        changes = [words.change(each) for each in row.changes]
        says = ["Comes back"] if row.returning else []
        return Line(row.after.name, where, says, changes)
    return Line(row.after.name, where, words.job(row))


@dataclass(frozen=True)
class _Words:
    codes: Codes
    divisions: Mapping[int, str]

    def value(self, key: str, value: object) -> str:
        if value in ("", None):
            return "Nothing" if key != "ends" else "No end"
        if isinstance(value, dt.date):
            return words_of_last_day(value) if key == "ends" else words_of_day(value)
        if key == "division" and isinstance(value, int):
            return self.divisions.get(value, "")
        if key in _LISTS:
            return label(self.codes[_LISTS[key]], str(value))
        return str(value)

    def change(self, change: FieldChange) -> tuple[str, str, str]:
        return (
            BY_KEY[change.key].label,
            self.value(change.key, change.old),
            self.value(change.key, change.new),
        )

    def job(self, write: Write) -> list[str]:
        job = write.job
        assert job is not None  # whoever joins has one
        about = [self.value("band", job.band) if job.band else ""]
        about += [self.divisions.get(job.division or 0, ""), write.after.number]
        said = ", ".join(each for each in (job.title, *about) if each)
        until = f" to {words_of_last_day(job.ends_on)}" if job.ends_on else ""
        return [said, f"From {words_of_day(job.starts_on)}{until}"]


def summary(found: Difference) -> list[str]:
    """What needs no looking at, in sentences."""
    said = []
    if found.unchanged:
        said.append(count(found.unchanged, "person stays as they are", "people stay as they are"))
    if found.gone:
        said.append(count(found.gone, "row is", "rows are") + " of people who left before today")
    if found.absent and not found.faults and not any(leaver.absent for leaver in found.leaving):
        said.append(
            count(found.absent, "person works here and is", "people work here and are")
            + " not on the list"
        )
    return said


def applied_words(counts: Mapping[str, int]) -> str:
    """What applying a list did."""
    return (
        f"{count(counts['joined'], 'person', 'people')} joined, {counts['changed']:,} changed, "
        f"{counts['left']:,} left"
    )
