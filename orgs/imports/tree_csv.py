"""Reads the platform's own tree file: code,name,type,parent_code,valid_from,valid_to,source.

Several rows may stand for one code, one for each period in which its name, type or parent stayed
the same. ``valid_to`` in the file is the last day; blank is open. What comes out is half-open.
"""

import csv
import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from orgs.imports.refusal import CODE_LENGTH, Fault, ImportRefusedError
from orgs.tree import PlacementRow

COLUMNS = ("code", "name", "type", "parent_code", "valid_from", "valid_to", "source")
NAME_LENGTH = 200


@dataclass(frozen=True)
class _Numbered:
    line: int
    row: PlacementRow


def read_tree(
    lines: Iterable[str], *, types: Collection[str], known: Collection[str] = ()
) -> list[PlacementRow]:
    """Read a tree file into dated rows; rows of one code that touch and say the same become one.

    Args:
        lines: the file, open as text.
        types: codes of the types of organisation that there are.
        known: codes that are in the tree already, so that they may be parents.

    Raises:
        ImportRefusedError: with every fault of the file, its line and its column.
    """
    reader = csv.DictReader(lines, strict=True)
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or [])]:
        raise ImportRefusedError(
            [Fault(1, missing[0], "this column is missing from the first line")]
        )
    faults: list[Fault] = []
    numbered = [_parse(reader.line_num, record, types, faults) for record in reader]
    rows = [each for each in numbered if each is not None]
    faults += _unknown_parents(rows, {each.row.code for each in rows} | set(known))
    faults += _overlaps(rows)
    if not numbered:
        faults.append(Fault(2, "code", "the file has no rows"))
    if faults:
        raise ImportRefusedError(sorted(faults, key=lambda fault: fault.line))
    return _joined(rows)


def of_one_day(rows: list[PlacementRow], day: dt.date) -> tuple[list[PlacementRow], int]:
    """The rows that hold on `day`, without an end; and how many had one.

    A file of one day has an end where the row of the next state would begin, which it does not have:
    taken as it stands, a Trust that moved to another board would close.
    """
    holding = [
        row
        for row in rows
        if (row.first or dt.date.min) <= day and (row.until is None or day < row.until)
    ]
    ended = sum(row.until is not None for row in holding)
    return [replace(row, until=None) for row in holding], ended


def _parse(
    line: int, record: dict[str, str | None], types: Collection[str], faults: list[Fault]
) -> _Numbered | None:
    def fault(column: str, message: str) -> None:
        found.append(Fault(line, column, message))

    found: list[Fault] = []
    value = {name: (record.get(name) or "").strip() for name in COLUMNS}
    if not value["code"] or len(value["code"]) > CODE_LENGTH:
        fault("code", f"{value['code']!r} is not a code of 1 to {CODE_LENGTH} characters")
    if not value["name"] or len(value["name"]) > NAME_LENGTH:
        fault("name", f"give a name of 1 to {NAME_LENGTH} characters")
    if value["type"] not in types:
        fault("type", f"there is no type of organisation called {value['type']!r}")
    if value["parent_code"] == value["code"]:
        fault("parent_code", f"{value['code']} cannot be its own parent")
    first = _day(value["valid_from"], "valid_from", fault)
    last = _day(value["valid_to"], "valid_to", fault)
    if first and last and last < first:
        fault("valid_to", f"{last} is before {first}, the first day")
    faults += found
    if found:
        return None
    until = last + dt.timedelta(days=1) if last else None
    row = PlacementRow(
        value["code"],
        value["name"],
        value["type"],
        value["parent_code"],
        first,
        until,
        value["source"],
    )
    return _Numbered(line, row)


def _day(text: str, column: str, fault: Callable[[str, str], None]) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        fault(column, f"{text!r} is not a day such as 2026-04-01")
        return None


def _unknown_parents(rows: list[_Numbered], known: set[str]) -> list[Fault]:
    return [
        Fault(
            each.line,
            "parent_code",
            f"{each.row.parent_code} is neither in the file nor in the tree",
        )
        for each in rows
        if each.row.parent_code and each.row.parent_code not in known
    ]


def _in_order(rows: list[_Numbered]) -> list[_Numbered]:
    return sorted(rows, key=lambda each: (each.row.code, each.row.first or dt.date.min))


def _overlaps(rows: list[_Numbered]) -> list[Fault]:
    return [
        Fault(
            after.line,
            "valid_from",
            f"this period of {after.row.code} begins before the one of line {before.line} ends",
        )
        for before, after in pairwise(_in_order(rows))
        if before.row.code == after.row.code
        and (before.row.until is None or (after.row.first or dt.date.min) < before.row.until)
    ]


def _joined(rows: list[_Numbered]) -> list[PlacementRow]:
    joined: list[PlacementRow] = []
    for each in _in_order(rows):
        row, last = each.row, joined[-1] if joined else None
        if last is not None and last.until == row.first and _says(last) == _says(row):
            joined[-1] = replace(last, until=row.until)
        else:
            joined.append(row)
    return joined


def _says(row: PlacementRow) -> tuple[str, str, str, str]:
    return row.code, row.name, row.type, row.parent_code
