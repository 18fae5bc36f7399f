"""A table as an Excel workbook of text alone: a number keeps its zeros, and nothing in it is run."""

import io
import re
from collections.abc import Iterable

from orgs.web.csv import safe

#: Not a character of XML 1.0.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDTH = 22


def xlsx_table(rows: Iterable[Iterable[object]], *, name: str, columns: int) -> bytes:
    """The rows as one sheet called `name`; the first row is its head and stays in view."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": True})
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    # As text, whatever is typed below: an employee number keeps its zeros.
    sheet.set_column(0, columns - 1, _WIDTH, text)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            sheet.write_string(y, x, _FORBIDDEN.sub(" ", safe(cell)), text if y else bold)
    book.close()
    return out.getvalue()
