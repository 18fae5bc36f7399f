"""Reading an uploaded file: what is read, what is refused and in which words, and within which memory."""

import datetime as dt
import io
import resource
import struct
import subprocess
import sys
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from orgs.imports import sheets
from orgs.imports.sheets import SheetRefusedError, read_sheet
from orgs.imports.workbook_child import MEMORY

CHILD = sheets._CHILD
HEAD = "Name,Job title,Start date\n"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return (HEAD + "\n".join(lines)).encode(encoding)


def book(*rows: tuple[object, ...], title: bool = False) -> bytes:
    """A workbook as people make them: days as days, numbers as numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("People")
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        start = 2 if title else 0
        if title:
            sheet.write(0, 0, "Staff in post")
        for y, row in enumerate((("Number", "Name", "Start date"), *rows), start):
            for x, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(y, x, dt.datetime.combine(cell, dt.time()), day)
                elif isinstance(cell, str) and cell.startswith("="):
                    kept, _, value = cell.partition("→")
                    sheet.write_formula(y, x, kept, value=value)
                else:
                    sheet.write(y, x, cell)
    return out.getvalue()


def altered(content: bytes, **parts: bytes | str) -> bytes:
    """The archive with some parts put in place of others, or added."""
    out, named = io.BytesIO(), {name.replace("__", "/"): text for name, text in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, named.pop(name, None) or old.read(name))
        for name, text in named.items():
            new.writestr(name, text)
    return out.getvalue()


SHEET = "xl__worksheets__sheet1.xml"


def refusal(content: bytes, name: str = "staff.csv") -> str:
    with pytest.raises(SheetRefusedError) as refused:
        read_sheet(content, name)
    return str(refused.value)


# --- CSV ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_three_encodings_are_read(encoding) -> None:
    read = read_sheet(csv("Zoë Brïn,Nurse,1/4/2026", encoding=encoding), "staff.csv")
    assert read.headings == ("Name", "Job title", "Start date")
    assert read.rows[0].cells == ("Zoë Brïn", "Nurse", "1/4/2026")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_three_delimiters_are_seen(sign) -> None:
    content = csv("A B,Nurse,1/4/2026").decode().replace(",", sign).encode()
    assert read_sheet(content, "staff.csv").rows[0].cells == ("A B", "Nurse", "1/4/2026")


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    content = 'sep=;\nStaff in post\n\nName;Job title;Start date\n"A\nB";Nurse;x\n\nC;Nurse;y\n'
    read = read_sheet(content.encode(), "staff.csv")
    assert [(row.number, row.cells[0]) for row in read.rows] == [(4, "A B"), (6, "C")]


def test_what_our_own_files_guard_is_read_as_it_was() -> None:
    read = read_sheet(csv("'-Lee Wu,'+44 desk,1/4/2026"), "staff.csv")
    assert read.rows[0].cells[:2] == ("-Lee Wu", "+44 desk")


def test_invisible_signs_are_left_out() -> None:
    read = read_sheet(csv("Ada\u202e Lamb\u200b,Nurse,1/4/2026"), "staff.csv")
    assert read.rows[0].cells[0] == "Ada Lamb"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "staff.csv", "The file is empty."),
        (b"\n\n", "staff.csv", "nothing on the first sheet"),
        (HEAD.encode(), "staff.csv", "no row below the headings"),
        (b"Name,Job title,name\na,b,c\n", "staff.csv", "Two columns are called “Name”"),
        (csv('"A,Nurse,1/4/2026'), "staff.csv", "Row 2 cannot be read: a quotation mark"),
        (csv("A,Nurse,1/4/2026", encoding="utf-16"), "staff.csv", "cannot be read as text"),
        (csv("A") + b"\x81", "staff.csv", "cannot be read as text in UTF-8 or Windows-1252"),
        (csv("A" * 501), "staff.csv", "Row 2, column A holds more than 500 characters"),
        (b"a" * 100_000, "staff.csv", "A line of the file is too long"),
        (b",".join([b"x"] * 61) + b"\ny\n", "staff.csv", "more than 60 columns"),
        (b"%PDF-1.7", "staff.pdf", "must end in .xlsx or .csv"),
        (csv("A,B,C"), "staff.xlsx", "not what its name says (.xlsx)"),
        (book((1, "A", "x")), "staff.csv", "not what its name says (.csv)"),
        (book((1, "A", "x")), "staff.xlsm", "holds macros"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "staff.xls", "an old Excel format"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "staff.xlsx",
            "protected with a password",
        ),
        (b"PK\x03\x04 and no more", "staff.xlsx", "damaged, or too big inside"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(content, name, says) -> None:
    assert says in refusal(content, name)


def test_more_than_50_mb_are_refused() -> None:
    assert refusal(b"a" * (50 * 1024 * 1024 + 1)) == "The file is larger than 50 MB."


def test_too_many_rows_are_refused() -> None:
    assert "more than 50,000 rows" in refusal(csv(*["A,B,C"] * 50_200))


def test_too_many_cells_are_refused_before_they_fill_the_memory() -> None:
    content = b",".join(b"heading%d" % n for n in range(60)) + (b"\n" + b"x," * 60) * 40_000
    tracemalloc.start()
    try:
        assert "more than 1,000,000 cells" in refusal(content)
        assert tracemalloc.get_traced_memory()[1] < 150 * 1024 * 1024
    finally:
        tracemalloc.stop()


# --- XLSX --------------------------------------------------------------------------------------------


def test_a_workbook_gives_text_with_its_own_row_numbers() -> None:
    read = read_sheet(
        book(
            (20001, "Ada Lamb", dt.date(2026, 4, 1)), ("", "", ""), ("007", "Bo", "x"), title=True
        ),
        "Staff.XLSX",
    )
    assert read.headings == ("Number", "Name", "Start date")
    assert [(r.number, r.cells) for r in read.rows] == [
        (4, ("20001", "Ada Lamb", "2026-04-01")),
        (6, ("007", "Bo", "x")),
    ]


def test_of_a_formula_the_kept_value_is_read_and_a_failed_one_is_marked() -> None:
    read = read_sheet(book((1, '=A2&"x"→Kept', "=1/0→#DIV/0!"), (2, "b", "c")), "staff.xlsx")
    assert read.rows[0].cells == ("1", "Kept", "")
    assert read.rows[0].failed == {2}
    assert read.rows[1].failed == frozenset()


def test_the_first_sheet_that_is_not_hidden_is_read() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        secret, shown = made.add_worksheet("Old"), made.add_worksheet("New")
        for y, row in enumerate([("Name", "Job title", "Start"), ("Ada", "Nurse", "x")]):
            shown.write_row(y, 0, row)
            secret.write_row(y, 0, ("Bo", "B", "C"))
        shown.write_formula(1, 2, "=1/0", value="#DIV/0!")
        shown.activate()
        shown.set_first_sheet()
        secret.hide()
    read = read_sheet(out.getvalue(), "staff.xlsx")
    assert read.rows[0].cells[0] == "Ada"
    assert read.rows[0].failed == {2}


def bombs() -> dict[str, bytes]:
    plain = book((1, "A", "x"))
    start = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    many = '<c t="inlineStr"><is><t>AAAAAAAAAA</t></is></c>' * 2_900_000
    return {
        "unfolds": altered(plain, **{SHEET: b"\0" * 160_000_000}),
        "a cell far out": altered(plain, **{SHEET: f"{start}{far}</sheetData></worksheet>"}),
        "a very wide row": altered(
            plain, **{SHEET: f'{start}<row r="1">{many}</row></sheetData></worksheet>'}
        ),
        "entities": altered(plain, **{"xl__workbook.xml": _laughs()}),
        "sizes that lie": _lying(altered(plain, **{SHEET: b"<" + b"a" * 400_000_000})),
    }


def _laughs() -> str:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    return f'<?xml version="1.0"?><!DOCTYPE w [{entities}]><workbook xmlns="{MAIN}">&l9;</workbook>'


def _lying(content: bytes) -> bytes:
    """The directory says that nothing in it unfolds to more than 1,000 bytes."""
    changed, at = bytearray(content), content.find(b"PK\x01\x02")
    while at >= 0:
        (size,) = struct.unpack_from("<I", changed, at + 24)
        struct.pack_into("<I", changed, at + 24, min(size, 1000))
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


@pytest.mark.parametrize(
    "kind", ["unfolds", "a cell far out", "a very wide row", "entities", "sizes that lie"]
)
def test_a_bomb_is_a_sentence_and_little_memory(kind) -> None:
    content = bombs()[kind]
    assert len(content) < 3_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    says = refusal(content, "staff.xlsx")
    assert says.startswith(
        ("The workbook cannot be read", "The file unfolds", "The list has more", "There is nothing")
    )
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    measured = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(CHILD)], input=content, capture_output=True, check=True
    )
    assert int(measured.stdout.split()[-1]) * 1024 <= MEMORY


_MEASURE = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-I", sys.argv[1], "50100", "60", "1000000"], stdin=sys.stdin.buffer,
               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_macros_inside_are_refused_whatever_the_name() -> None:
    content = altered(book((1, "A", "x")), **{"xl__vbaProject.bin": b"Sub Auto_Open()"})
    assert "holds macros" in refusal(content, "staff.xlsx")


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "not an Excel workbook" in refusal(out.getvalue(), "staff.xlsx")
