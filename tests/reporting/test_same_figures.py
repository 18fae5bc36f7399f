"""Page, PDF, CSV, ODS, XLSX and JSON against the release, cell by cell: none shows a number of its own."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from orgs.models.units import OrgUnit
from reporting.files import as_json, file_of
from reporting.models import Release
from reporting.presenters.releases import page
from reporting.rendering import pdf_of
from reporting.reports import reports
from tests import factories

Cells = dict[tuple[str, ...], int | None]


@pytest.fixture(params=["RA", "QA1"])
def release(request: pytest.FixtureRequest, released: Release) -> Release:
    """The region's, and the one that was cut from it for an ICB."""
    return Release.objects.get(unit__code=request.param)


def held(release: Release) -> dict[str, Cells]:
    """What the release holds: table to (unit, codes…) to value."""
    return {
        table["key"]: {tuple(cell[:-1]): cell[-1] for cell in table["cells"]}
        for table in release.content["tables"]
    }


def labels(release: Release) -> dict[str, list[dict[str, str]]]:
    """Label to code, for each dimension of each table."""
    return {
        table["key"]: [
            {"All": "*", **{label: code for code, label in d["codes"]}} for d in table["dimensions"]
        ]
        for table in release.content["tables"]
    }


def value_of(text: object) -> int | None:
    return None if text == "[c]" else int(str(text).replace(".0", ""))


def test_there_is_something_hidden_to_compare(released: Release) -> None:
    cells = held(released)["successors"]
    assert sum(value is None for value in cells.values()) >= 2
    assert sum(value is not None for value in cells.values()) >= 10


def test_json_holds_the_cells_of_the_release(release: Release) -> None:
    written = json.loads(file_of(release, "json"))
    assert list(written) == ["format", "release", "as_at", "policy", "units", "tables"]
    assert (written["format"], written["release"]) == ("release/1", str(release.id))
    assert written["as_at"] == "2026-10-31"
    assert written["policy"] == release.policy
    assert written["units"] == {
        code: {"parent": unit["parent"], "type": unit["type"]}
        for code, unit in release.content["units"].items()
    }
    assert len(written["tables"]) == len(release.content["tables"])
    for out, table in zip(written["tables"], release.content["tables"], strict=True):
        withheld = ["status"] if table["status"] == "withheld" else []
        assert list(out) == ["measure", "counts", "dimensions", "cells", *withheld]
        assert (out["measure"], out["counts"]) == (table["measure"], table["counts"])
        names = [d["name"] for d in table["dimensions"]]
        assert out["dimensions"] == {
            d["name"]: [code for code, _ in d["codes"]] for d in table["dimensions"]
        }
        assert out["cells"] == [
            {
                "unit": unit,
                **dict(zip(names, codes, strict=True)),
                "value": value,
                "status": "hidden" if value is None else "shown",
            }
            for unit, *codes, value in table["cells"]
        ]


def test_csv_holds_the_cells_of_the_release(release: Release) -> None:
    text = file_of(release, "csv").decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found: dict[str, Cells] = {key: {} for key in held(release)}
    for row in csv.DictReader(lines):
        codes = [row[f"code_{n}"] for n in (1, 2) if row.get(f"dimension_{n}")]
        where = (row["organisation_code"], *codes)
        assert where not in found[row["table"]]
        found[row["table"]][where] = value_of(row["value"])
    assert found == held(release)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_holds_the_cells_of_the_release(release: Release, kind: str) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(file_of(release, kind)))
    known = labels(release)
    shown = [t["key"] for t in release.content["tables"] if t["status"] == "shown"]
    assert book.sheet_names == ["About", *shown]
    found: dict[str, Cells] = {}
    for key in book.sheet_names[1:]:
        rows = book.get_sheet_by_name(key).to_python()[1:]
        found[key] = {
            (str(unit), *(of[str(label)] for of, label in zip(known[key], names, strict=True))): (
                value_of(value)
            )
            for unit, _, *names, value in rows
        }
        assert len(found[key]) == len(rows)
    assert found == {key: cells for key, cells in held(release).items() if key in shown}


# --- page and PDF: every number in them is one of the release, or a share of two that are shown --------


def allowed(release: Release) -> set[int]:
    """Shown cells, sums of one table's shown cells that a tile may add, and the shares they give."""
    numbers = {release.contributors, release.contributors_of}
    figures = page(release, reports.get(release.report))
    for cells in held(release).values():
        shown = {value for value in cells.values() if value is not None}
        numbers |= shown
        # What the shown codes of a dimension leave of a shown total.
        for where, total in cells.items():
            for at in range(1, len(where)):
                parts = [
                    value
                    for code, value in cells.items()
                    if code[:at] == where[:at] and code[at + 1 :] == where[at + 1 :]
                ]
                if where[at] == "*" and total is not None and None not in parts:
                    numbers |= {total - value for value in parts if value is not None}
    for part in figures.parts:
        for tile in part.tiles:
            numbers |= {int(str(v).replace(",", "")) for v in (tile["value"], tile["of"]) if v}
    return numbers


def cells_of(release: Release, table: str) -> Cells:
    return held(release)[table]


def drawn(release: Release) -> Iterator[tuple[str, str, tuple[str | None, ...]]]:
    """Rows of the sections that print counts: (section, organisation, cells)."""
    for part in page(release, reports.get(release.report)).parts:
        if part.kind not in ("bars", "counted") or part.key == "pools":
            continue
        table = part.chart.table if part.chart else part.table
        for name, cells in table.rows if table else ():
            yield part.key, name, tuple(cells)


def test_the_tables_of_the_page_hold_cells_of_the_release(release: Release) -> None:
    sections = {section.key: section for section in reports.get(release.report).sections}
    units = release.content["units"]
    codes_of = {unit["name"]: code for code, unit in units.items()}
    checked = 0
    for key, name, cells in drawn(release):
        section = sections[key]
        table = cells_of(release, section.table)
        names = [
            d["name"]
            for t in release.content["tables"]
            if t["key"] == section.table
            for d in t["dimensions"]
        ]
        split = getattr(section, "split", None) or section.columns
        codes = [
            code
            for t in release.content["tables"]
            if t["key"] == section.table
            for d in t["dimensions"]
            if d["name"] == split
            for code, _ in d["codes"]
        ]
        plain = name.removeprefix("All of ")
        own = plain.endswith(" (own)")
        unit = codes_of[plain.removesuffix(" (own)")]
        unit = f"{unit.partition('/')[0]}/own" if own else unit.partition("/")[0]
        wanted = [
            table.get((unit, *(code if each == split else "*" for each in names)))
            for code in (*codes, *(["*"] if len(cells) > len(codes) else []))
        ]
        got = [None if cell is None else int(str(cell).replace(",", "")) for cell in cells]
        assert got == wanted, (key, name)
        checked += len(cells)
    assert checked >= 8


NUMBER = re.compile(r">\s*(\d[\d,]*)\s*<")


def test_no_number_stands_on_the_page_that_the_release_does_not_hold(
    release: Release, units: dict[str, OrgUnit]
) -> None:
    lead = Client()
    lead.force_login(factories.holder("talent_lead", units[release.unit.code]))
    address = f"/o/{release.unit.code}/reports/leadership/"
    for theme in ("", "cover/", "vacancies/", "successors/", "pools/", "organisations/"):
        html = lead.get(f"{address}{theme}").content.decode()
        _only_what_is_held(html[html.index("<main") : html.index("</main>")], release)


def _only_what_is_held(main: str, release: Release) -> None:
    axes = set(re.findall(r'class="[^"]*(?:axis|tick)[^"]*"[^>]*>\s*(\d[\d,]*)', main))
    main = re.sub(r"<code>.*?</code>", "", main)  # a piece of the checksum can be all digits
    found = {int(n.replace(",", "")) for n in NUMBER.findall(main)}
    found -= {int(n.replace(",", "")) for n in axes}
    assert found <= allowed(release)


def test_no_number_stands_in_the_pdf_that_the_release_does_not_hold(release: Release) -> None:
    text = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf_of(release).content)).pages)
    rows = list(drawn(release))
    assert rows
    flat = " ".join(text.split())
    for _, name, cells in rows:
        row = " ".join([name, *("[c]" if cell is None else cell for cell in cells)])
        assert row in flat, row


# --- the command -----------------------------------------------------------------------------------------


def test_the_command_writes_the_same_bytes(release: Release, tmp_path: Any, capsys: Any) -> None:
    for kind in ("json", "csv", "ods", "xlsx"):
        out = tmp_path / f"figures.{kind}"
        call_command("export_release", str(release.id), "--format", kind, "--out", str(out))
        assert out.read_bytes() == file_of(release, kind)
    call_command("export_release", str(release.id))
    assert json.loads(capsys.readouterr().out) == as_json(release)


def test_the_command_refuses_in_words(released: Release) -> None:
    with pytest.raises(CommandError, match="There is no release with this id"):
        call_command("export_release", "00000000-0000-0000-0000-000000000000")
    with pytest.raises(CommandError, match="--out"):
        call_command("export_release", str(released.id), "--format", "xlsx")


def test_a_withheld_table_says_so_and_the_others_are_whole(released: Release) -> None:
    for table in released.content["tables"]:
        if table["key"] == "successors":
            table |= {"status": "withheld", "cells": [], "dimensions": []}
    written = as_json(released)
    withheld = [t for t in written["tables"] if t["measure"] == "successors"]
    assert withheld == [
        {
            "measure": "successors",
            "counts": "people",
            "dimensions": {},
            "cells": [],
            "status": "withheld",
        }
    ]
    assert all(table["cells"] for table in written["tables"] if not table.get("status"))
    text = file_of(released, "csv").decode()
    assert "# Table successors," in text
    assert "Not shown: no form of it could be shown" in text
    assert ",successors,people," not in text
    book = CalamineWorkbook.from_filelike(io.BytesIO(file_of(released, "ods")))
    assert "successors" not in book.sheet_names
