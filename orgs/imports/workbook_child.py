"""Reads one XLSX workbook from standard input, in a process of its own with little memory.

A workbook is a compressed archive, and a small one may unfold into more than a machine holds; a cell
far out makes a reader keep room for all that lies before it. So the file is read here, where the worst
that can happen is that this process ends. It imports nothing of ours and prints one line of JSON for
each row: ``[row number, [cells], [numbers of the cells whose formula has failed]]``.

Ended by a limit or a crash it leaves a code other than 0; a refusal is ``{"refused": code}``.
"""

import datetime as dt
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from xml.etree import ElementTree

MEMORY = 384 * 1024 * 1024
SECONDS = 20
UNFOLDED = 150 * 1024 * 1024
CHARACTERS = 25_000_000
CHUNK = 1 << 20
#: A cell whose formula has failed, such as #N/A: the library reads it as if nothing stood there.
FAILED = re.compile(rb'<c\b(?=[^<>]*\bt="e")[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')


def limit() -> None:
    """Bound memory and time of this process, where the system knows such limits."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def checked(content: bytes) -> str | None:
    """Why an archive is not read, as a code; None when it may be."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = {part.filename.lower() for part in parts}
        if any(part.flag_bits & 1 for part in parts):
            return "locked"
        if "xl/workbook.xml" not in names:
            return "kind"
        if any("vbaproject" in name or "macrosheets" in name for name in names):
            return "macros"
        if sum(part.file_size for part in parts) > UNFOLDED:
            return "unfolds"
    return None


def part_of(content: bytes, sheet: str) -> str:
    """The part of the archive that holds a sheet; "" when the archive does not say."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:  # whatever the parser may be led to do, this process is bounded
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        except (KeyError, ElementTree.ParseError):
            return ""
        ids = {
            value
            for each in book.iter()
            if each.tag.endswith("}sheet") and each.get("name") == sheet
            for key, value in each.attrib.items()
            if key.endswith("}id")
        }
        found = (each.get("Target", "") for each in links.iter() if each.get("Id") in ids)
        target = next(found, "").lstrip("/")
        target = target if target.startswith("xl/") else f"xl/{target}"
        return target if target in archive.namelist() else ""


def failed_cells(content: bytes, part: str) -> dict[int, list[int]]:
    """Numbers of columns, by the number of the row, of cells whose formula has failed."""
    found: dict[int, list[int]] = {}
    if not part:
        return found
    rest = b""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(part) as opened:
        while chunk := opened.read(CHUNK):
            text = rest + chunk
            cut = max(text.rfind(b"<"), 0)
            for column, row in FAILED.findall(text[:cut]):
                number = 0
                for letter in column:
                    number = number * 26 + letter - 64
                found.setdefault(int(row), []).append(number - 1)
            rest = text[cut:][-CHUNK:]
    return found


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without a point, days as 2026-03-31."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004
        return str(int(value))
    if isinstance(value, dt.datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return (value.date() if midnight else value).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def rows(content: bytes, most_rows: int, most_columns: int, most_cells: int) -> Iterator[object]:
    """The lines to print for the first sheet that is not hidden."""
    if refused := checked(content):
        yield {"refused": refused}
        return
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    shown = [
        each.name
        for each in book.sheets_metadata
        if each.visible == calamine.SheetVisibleEnum.Visible
    ]
    if not shown:
        return
    sheet = book.get_sheet_by_name(shown[0])
    if sheet.start is None:
        return
    failed, left = failed_cells(content, part_of(content, shown[0])), [""] * sheet.start[1]
    if sheet.width + len(left) > most_columns:
        yield {"refused": "columns"}
        return
    characters = count = held = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = left + [text_of(value) for value in row]
        if not any(cells) and number not in failed:
            continue
        count += 1
        characters += sum(map(len, cells))
        held += sum(map(bool, cells))
        if held > most_cells:
            yield {"refused": "cells"}
            return
        if count > most_rows or characters > CHARACTERS:
            yield {"refused": "rows" if count > most_rows else "unfolds"}
            return
        yield [number, cells, failed.get(number, [])]


def main() -> None:
    """Read standard input within the limits, and print."""
    content = sys.stdin.buffer.read()
    limit()
    for line in rows(content, *map(int, sys.argv[1:])):
        print(json.dumps(line))


if __name__ == "__main__":
    main()
