"""Reads the CSV reports of the Organisation Data Service (etr, eccg and their like).

27 columns (24 in old files), no header, dates YYYYMMDD, text in capitals, which is kept as it is.
The close day is the last day. A report says where a unit hangs today and nothing of where it hung:
so a closed row, which is shown under today's board, is never taken for history.
"""

import csv
import datetime as dt
from collections.abc import Iterable

from orgs.imports.ods_records import NAME_LENGTH, OdsRecord
from orgs.imports.refusal import CODE_LENGTH, Fault, ImportRefusedError

WIDTHS = (24, 27)
_CODE, _NAME, _REGION, _BOARD, _OPENED, _CLOSED, _ROLES = 0, 1, 2, 3, 10, 11, 13


def read_report(lines: Iterable[str], *, file: str) -> list[OdsRecord]:
    """Read one report. Raises :class:`ImportRefusedError` with the line and column of each fault.

    Type and parent are not settled yet: see :func:`orgs.imports.ods_records.settle`.
    """
    faults: list[Fault] = []
    records: list[OdsRecord] = []
    reader = csv.reader(lines)
    try:
        for row in reader:
            if row:
                _read(row, reader.line_num, file, records, faults)
    except csv.Error as error:
        said = f"the line cannot be read as CSV ({error})"
        faults.append(Fault(reader.line_num, "1", said, file))
    if not records and not faults:
        faults.append(Fault(1, "1", "the file has no rows", file))
    if faults:
        raise ImportRefusedError(faults)
    return records


def _read(
    row: list[str], line: int, file: str, records: list[OdsRecord], faults: list[Fault]
) -> None:
    if len(row) not in WIDTHS:
        found = f"{len(row)} columns; an ODS report has 27, an old one 24"
        faults.append(Fault(line, "1", found, file))
        return
    cells = [cell.strip() for cell in row]
    said = (
        (
            _CODE,
            "" if 1 <= len(cells[_CODE]) <= CODE_LENGTH else "not a code of 1 to 10 characters",
        ),
        (_NAME, _wrong_name(cells[_NAME])),
        (_OPENED, _wrong(cells[_OPENED])),
        (_CLOSED, _wrong(cells[_CLOSED])),
    )
    faults += [Fault(line, str(at + 1), message, file) for at, message in said if message]
    records.append(
        OdsRecord(
            file=file,
            line=line,
            code=cells[_CODE],
            name=cells[_NAME],
            type="",
            parent="",
            region=cells[_REGION],
            board=cells[_BOARD],
            opened=day_of(cells[_OPENED]),
            closed=day_of(cells[_CLOSED]),
            roles=tuple(role for role in cells[_ROLES].split("|") if role.startswith("RO")),
        )
    )


def _wrong_name(name: str) -> str:
    if not name:
        return "there is no name"
    return "" if len(name) <= NAME_LENGTH else f"a name has at most {NAME_LENGTH} characters"


def day_of(text: str) -> dt.date | None:
    """A day such as 20260401; None for anything else."""
    try:
        return dt.datetime.strptime(text, "%Y%m%d").date() if text else None  # noqa: DTZ007  a day
    except ValueError:
        return None


def _wrong(text: str) -> str:
    return f"{text!r} is not a day such as 20260401" if text and day_of(text) is None else ""
