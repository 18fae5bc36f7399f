"""A workbook as ODS and as XLSX: text and whole numbers, no formula, the same bytes each time.

XLSX is written by XlsxWriter. ODS is written here: the libraries for it need seconds for each thousand
rows, or have not been kept up; the part of the format that a table of figures needs is small.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

Cell = str | int

#: Every file of an archive carries this moment, so that the same figures give the same bytes.
_WHEN = (1980, 1, 1, 0, 0, 0)
_WIDEST, _LONGEST_NAME = 60, 31
#: Not a character of XML 1.0.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
    for name, of in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet of its own. Its first row is its head; text stays text."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def lines(self) -> Iterable[Sequence[Cell]]:
        yield self.head
        yield from self.rows

    @property
    def label(self) -> str:
        """The name as both formats allow it."""
        return re.sub(r"[\[\]:*?/\\']", " ", self.name)[:_LONGEST_NAME]

    def widths(self) -> list[int]:
        """How many characters each column needs."""
        columns = [0] * len(self.head)
        for line in self.lines():
            for at, cell in enumerate(line):
                columns[at] = min(_WIDEST, max(columns[at], len(str(cell))))
        return columns


def xlsx(sheets: Sequence[Sheet], *, title: str, made: dt.datetime) -> bytes:
    """The workbook as XLSX. `made` is the moment that it carries."""
    import xlsxwriter

    out = io.BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"in_memory": True, **as_text})
    book.set_properties({"title": title, "created": made.replace(tzinfo=None)})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.label)
        page.freeze_panes(1, 0)
        for at, width in enumerate(sheet.widths()):
            page.set_column(at, at, width + 2, wrapped if width == _WIDEST else None)
        for y, line in enumerate(sheet.lines()):
            for x, cell in enumerate(line):
                if isinstance(cell, int):
                    page.write_number(y, x, cell)
                else:
                    page.write_string(y, x, _FORBIDDEN.sub(" ", cell), None if y else bold)
    book.close()
    return out.getvalue()


def ods(sheets: Sequence[Sheet], *, title: str, made: dt.datetime) -> bytes:
    """The workbook as ODS 1.3. `made` is the moment that it carries."""
    out = io.BytesIO()
    parts = {
        "content.xml": _content(sheets),
        "meta.xml": (
            f'{_HEAD}<office:document-meta {_NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'office:version="1.3"><office:meta><dc:title>{_text(title)}</dc:title>'
            f"<meta:creation-date>{made:%Y-%m-%dT%H:%M:%S}</meta:creation-date>"
            "</office:meta></office:document-meta>"
        ),
    }
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (("/", _MIME), *((part, "text/xml") for part in parts))
    )
    parts["META-INF/manifest.xml"] = (
        f"{_HEAD}<manifest:manifest "
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3">{listed}</manifest:manifest>'
    )
    with zipfile.ZipFile(out, "w") as archive:
        # The format wants its name first and not compressed.
        archive.writestr(zipfile.ZipInfo("mimetype", _WHEN), _MIME)
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            archive.writestr(entry, text, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _content(sheets: Sequence[Sheet]) -> str:
    styles, tables = [], []
    for number, sheet in enumerate(sheets):
        columns = []
        for at, width in enumerate(sheet.widths()):
            styles.append(
                f'<style:style style:name="c{number}-{at}" style:family="table-column">'
                f'<style:table-column-properties style:column-width="{width * 0.2 + 0.5:.1f}cm"/>'
                "</style:style>"
            )
            columns.append(f'<table:table-column table:style-name="c{number}-{at}"/>')
        lines = [_row(line, head=not at) for at, line in enumerate(sheet.lines())]
        tables.append(
            f"<table:table table:name={quoteattr(sheet.label)}>{''.join(columns)}"
            f"<table:table-header-rows>{lines[0]}</table:table-header-rows>"
            f"{''.join(lines[1:])}</table:table>"
        )
    return (
        f'{_HEAD}<office:document-content {_NAMESPACES} office:version="1.3">'
        f"<office:automatic-styles>{''.join(styles)}"
        '<style:style style:name="head" style:family="table-cell">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="text" style:family="table-cell">'
        '<style:table-cell-properties fo:wrap-option="wrap"/></style:style>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )


def _row(line: Sequence[Cell], *, head: bool) -> str:
    return f"<table:table-row>{''.join(_cell(cell, head=head) for cell in line)}</table:table-row>"


def _cell(cell: Cell, *, head: bool) -> str:
    if isinstance(cell, int):
        return (
            f'<table:table-cell office:value-type="float" office:value="{cell}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    style = "head" if head else "text"
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"<text:p>{_text(cell)}</text:p></table:table-cell>"
    )


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub(" ", text))
