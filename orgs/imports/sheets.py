"""A file that somebody uploads, read as rows of text: XLSX or CSV, within bounds and without surprise.

Nothing in it is run: of a formula the value that its program kept is read, and a failed one is marked.
Every bound that is passed, and everything that is no such file, is a sentence (:class:`SheetRefusedError`)
and never an error of the site. A workbook is unfolded by another process (``workbook_child``).
"""

import codecs
import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: What may be uploaded at all, and how much of a list is read.
MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 60
MOST_CELLS = 1_000_000
MOST_CELL = 500
MOST_LINE = 64 * 1024
#: A row with so many cells can be the headings; what stands above it is a title.
HEADINGS = 3
#: Rows that may stand above the list: titles, dates, filters of a report.
ABOVE = 100

_CHILD = Path(__file__).with_name("workbook_child.py")
_PATIENCE = 30
_ENCODINGS = ("utf-8-sig", "cp1252")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 20
_LOCKED = "EncryptedPackage".encode("utf-16-le")
#: Characters that turn the direction of text, and other invisible ones: a name could pose as another.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
#: What our own files put before a text that a spreadsheet would run (``orgs/web/csv.py``).
_GUARD = re.compile(r"'(?=[=+\-@])")

#: Excel's own first line of a CSV file; no program shows it as a row.
_NAMED_DELIMITER = re.compile(r"sep=(.)\s*")

_SAVE_AGAIN = (
    "Open it in your spreadsheet program and save it as an Excel workbook (.xlsx) or as CSV."
)
_NOT_TEXT = (
    "The file cannot be read as text in UTF-8 or Windows-1252. "
    "Save it as “CSV UTF-8”, or as an Excel workbook (.xlsx), and upload it again."
)
_REFUSED = {
    "locked": "The file is protected with a password. Take the password off and save it again.",
    "kind": f"The file is not an Excel workbook. {_SAVE_AGAIN}",
    "macros": "The file holds macros, which are not read here. Save it as an Excel workbook (.xlsx) without them.",
    "unfolds": "The file unfolds to more than can be read here. Copy the list alone into a new workbook.",
    "columns": f"The list has more than {MOST_COLUMNS} columns. Keep those that are needed.",
    "cells": f"The list has more than {MOST_CELLS:,} cells. Keep the columns that are needed.",
    "rows": f"The list has more than {MOST_ROWS:,} rows. Split it.",
}


class SheetRefusedError(ValueError):
    """The file cannot be read as a list; says why, in a sentence or two."""


@dataclass(frozen=True)
class SheetRow:
    """One row: its number as the spreadsheet counts, a text for each heading, and columns that failed."""

    number: int
    cells: tuple[str, ...]
    failed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """Headings, and the rows below them that are not empty."""

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]


_Raw = tuple[int, list[str], list[int]]


def read_sheet(content: bytes, name: str, *, most_cell: int = MOST_CELL) -> Sheet:
    """Read the first sheet of a workbook, or a CSV file.

    Args:
        content: the file.
        name: what it is called; its ending says what it should be.
        most_cell: how many characters a cell may hold.

    Raises:
        SheetRefusedError: it is something else, too big, damaged, or not a list with headings.
    """
    if not content:
        raise SheetRefusedError("The file is empty.")
    if len(content) > MOST_BYTES:
        raise SheetRefusedError("The file is larger than 50 MB.")
    ending = Path(name.lower()).suffix
    if content.startswith(_OLE):
        if _LOCKED in content:
            raise SheetRefusedError(_REFUSED["locked"])
        raise SheetRefusedError(f"The file is in an old Excel format (.xls). {_SAVE_AGAIN}")
    if ending in {".xlsm", ".xltm", ".xlam"}:
        raise SheetRefusedError(_REFUSED["macros"])
    if ending not in {".xlsx", ".csv", ".txt", ".tsv"}:
        raise SheetRefusedError(f"The file must end in .xlsx or .csv. {_SAVE_AGAIN}")
    if content.startswith(_ZIP) != (ending == ".xlsx"):
        raise SheetRefusedError(f"The file is not what its name says ({ending}). {_SAVE_AGAIN}")
    rows = _workbook(content) if ending == ".xlsx" else _csv(content)
    return _sheet(list(rows), most_cell)


def _sheet(rows: list[_Raw], most_cell: int) -> Sheet:
    if not rows:
        raise SheetRefusedError("There is nothing on the first sheet.")
    filled = (at for at, (_, cells, _) in enumerate(rows) if sum(map(bool, cells)) >= HEADINGS)
    first = next(filled, 0)
    number, cells, _ = rows[first]
    width = max(len(each) for _, each, _ in rows[first:])
    if width > MOST_COLUMNS:
        raise SheetRefusedError(_REFUSED["columns"])
    headings = [_clean(cell, number, at, most_cell) for at, cell in enumerate(_wide(cells, width))]
    headings = [text or f"Column {_letters(at)}" for at, text in enumerate(headings)]
    twice = [text for text, times in Counter(map(str.casefold, headings)).items() if times > 1]
    if twice:
        called = next(text for text in headings if text.casefold() == twice[0])
        raise SheetRefusedError(f"Two columns are called “{called}”. Give each a name of its own.")
    body = tuple(
        SheetRow(
            line,
            tuple(_clean(cell, line, at, most_cell) for at, cell in enumerate(_wide(each, width))),
            frozenset(failed),
        )
        for line, each, failed in rows[first + 1 :]
    )
    if not body:
        raise SheetRefusedError("There is no row below the headings.")
    return Sheet(tuple(headings), body)


def _wide(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _clean(cell: str, line: int, at: int, most: int) -> str:
    text = _GUARD.sub("", " ".join(_INVISIBLE.sub("", cell).split()), count=1)
    if len(text) > most:
        raise SheetRefusedError(
            f"Row {line}, column {_letters(at)} holds more than {most:,} characters."
        )
    return text


def _letters(at: int) -> str:
    """A, B, … Z, AA: a column as spreadsheets name it."""
    high, low = divmod(at, 26)
    return (_letters(high - 1) if high else "") + chr(65 + low)


# --- XLSX ------------------------------------------------------------------------------------------


def _workbook(content: bytes) -> Iterator[_Raw]:
    command = [
        sys.executable,
        "-I",
        str(_CHILD),
        *map(str, (MOST_ROWS + ABOVE, MOST_COLUMNS, MOST_CELLS)),
    ]
    damaged = f"The workbook cannot be read: it is damaged, or too big inside. {_SAVE_AGAIN}"
    try:
        done = subprocess.run(  # noqa: S603  our own program, with numbers of ours
            command, input=content, capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SheetRefusedError(damaged) from error
    if done.returncode != 0:
        raise SheetRefusedError(damaged)
    for line in done.stdout.splitlines():
        row = json.loads(line)
        if isinstance(row, dict):
            raise SheetRefusedError(_REFUSED[row["refused"]])
        number, cells, failed = row
        while cells and not cells[-1]:
            cells.pop()
        yield number, cells, failed


# --- CSV -------------------------------------------------------------------------------------------


def _csv(content: bytes) -> Iterator[_Raw]:
    if b"\0" in content:  # UTF-16 has them too
        raise SheetRefusedError(_NOT_TEXT)
    encoding = _encoding(content)
    first = next((line for line in _lines(content, encoding) if line.strip()), "")
    named = _NAMED_DELIMITER.fullmatch(first)
    delimiter = named[1] if named else max(",;\t", key=first.count)
    lines = _lines(content, encoding)
    if named:
        next(lines)
    count = number = held = 0
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):
            while cells and not cells[-1].strip():
                cells.pop()
            if not cells:
                continue
            count += 1
            held += sum(map(bool, cells))
            if count > MOST_ROWS + ABOVE or held > MOST_CELLS:
                raise SheetRefusedError(_REFUSED["cells" if held > MOST_CELLS else "rows"])
            yield number, cells, []
    except csv.Error as error:
        raise SheetRefusedError(
            f"Row {number + 1} cannot be read: a quotation mark is missing, or there is one too many."
        ) from error


def _encoding(content: bytes) -> str:
    """The first encoding of ours in which the whole file can be read."""
    for encoding in _ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for at in range(0, len(content), _CHUNK):
                decoder.decode(content[at : at + _CHUNK], final=at + _CHUNK >= len(content))
        except UnicodeDecodeError:
            continue
        return encoding
    raise SheetRefusedError(_NOT_TEXT)


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """The lines of a text, one at a time: the whole of it is never held as text."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    while line := text.readline(MOST_LINE):
        if len(line) == MOST_LINE:
            raise SheetRefusedError("A line of the file is too long for a list.")
        yield line
