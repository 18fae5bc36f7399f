"""Reads who took whose place: a file with headings, or ODS's own succ.csv without.

With headings: ``predecessor_code,predecessor_name,successor_code,successor_name,date`` (further columns
are left). ``succ.csv``: old code, new code, reason, effective day as 20260401, blank.
"""

import csv
import datetime as dt
from collections.abc import Iterable

from orgs.imports.ods_csv import day_of
from orgs.imports.ods_records import NAME_LENGTH, Succession
from orgs.imports.refusal import CODE_LENGTH, Fault, ImportRefusedError

_NEEDED = ("predecessor_code", "successor_code", "date")
_PLAIN = 4  # columns of succ.csv that say something


def read_successions(lines: Iterable[str], *, file: str) -> list[Succession]:
    """Read a file. Raises :class:`ImportRefusedError` with the line and column of each fault."""
    reader = csv.reader(lines)
    faults: list[Fault] = []
    found: list[Succession] = []
    headings: list[str] | None = None
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if headings is None and any(name in row for name in _NEEDED):
                headings = [cell.strip() for cell in row]
                faults += [
                    Fault(reader.line_num, name, "this column is missing from the first line", file)
                    for name in _NEEDED
                    if name not in headings
                ]
                if faults:
                    break
                continue
            _read(row, headings or [], reader.line_num, file, found, faults)
    except csv.Error as error:
        said = f"the line cannot be read as CSV ({error})"
        faults.append(Fault(reader.line_num, "1", said, file))
    if not found and not faults:
        faults.append(Fault(1, "1", "the file has no rows", file))
    if faults:
        raise ImportRefusedError(faults)
    return found


def _read(
    row: list[str],
    headings: list[str],
    line: int,
    file: str,
    found: list[Succession],
    faults: list[Fault],
) -> None:
    cells = [cell.strip() for cell in row]
    if headings:
        value = dict(zip(headings, cells, strict=False))
    elif len(cells) >= _PLAIN:
        value = {"predecessor_code": cells[0], "successor_code": cells[1], "date": cells[3]}
    else:
        said = f"{len(row)} columns; give headings, or the 5 columns of succ.csv"
        faults.append(Fault(line, "1", said, file))
        return
    old, new = value.get("predecessor_code", ""), value.get("successor_code", "")
    on = _day(value.get("date", ""))
    wrong = [
        (name, f"{code!r} is not a code of 1 to 10 characters")
        for name, code in (("predecessor_code", old), ("successor_code", new))
        if not 1 <= len(code) <= CODE_LENGTH
    ]
    if old and old == new:
        wrong.append(("successor_code", f"{old} cannot take its own place"))
    names = value.get("predecessor_name", ""), value.get("successor_name", "")
    if max(map(len, names)) > NAME_LENGTH:
        wrong.append(("successor_name", f"a name has at most {NAME_LENGTH} characters"))
    if on is None:
        wrong.append(("date", f"{value.get('date', '')[:40]!r} is not a day such as 2026-04-01"))
    faults += [Fault(line, column, said, file) for column, said in wrong]
    if on is not None and not wrong:
        found.append(Succession(old, new, on, f"{file} line {line}", *names))


def _day(text: str) -> dt.date | None:
    try:
        return day_of(text) or dt.date.fromisoformat(text)
    except ValueError:
        return None
