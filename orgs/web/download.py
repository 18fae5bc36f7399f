"""A file handed to the person who asked for it."""

from collections.abc import Sequence

from django.http import HttpResponse

from orgs.web.csv import csv_text
from orgs.web.xlsx import xlsx_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes | str, *, name: str, content_type: str) -> HttpResponse:
    """The response that saves `content` as `name`; no cache keeps it."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def table(rows: Sequence[Sequence[str]], *, name: str, kind: str, sheet: str) -> HttpResponse:
    """Rows, headings first, as an Excel workbook or (`kind` "csv") CSV; nothing in it is run."""
    if kind == "csv":
        content = "\ufeff" + csv_text(rows)
        return attachment(content, name=f"{name}.csv", content_type="text/csv; charset=utf-8")
    book = xlsx_table(rows, name=sheet, columns=len(rows[0]))
    return attachment(book, name=f"{name}.xlsx", content_type=XLSX)
