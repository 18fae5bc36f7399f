"""CSV that a spreadsheet shows and never runs."""

import csv
import io
from collections.abc import Iterable

#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV. A cell that a spreadsheet would run gets a leading apostrophe."""
    out = io.StringIO()
    csv.writer(out).writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def safe(value: object) -> str:
    """A cell as text that no spreadsheet runs."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
