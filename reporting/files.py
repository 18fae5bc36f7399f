"""A release as a file: CSV, ODS, XLSX and JSON of what its audience sees, and nothing else.

All four are made from ``Release.content``. A file that a reader took away says so itself: who, when, for
what, from which release and until when to use it. It holds the tables at the levels that the report's
pages show; the release also holds what the pages of the places below show of single organisations.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orgs.web.csv import csv_text
from orgs.words import words_of_day, words_of_moment
from reporting import hidden
from reporting.content import FORMAT, TOTAL, Content, Figures, ReleasedTable
from reporting.disclosure.policy import Policy
from reporting.enums import ExportFormat
from reporting.measures import measures
from reporting.models.releases import Release
from reporting.reports import (
    Bars,
    Counted,
    Employers,
    Heat,
    Report,
    reports,
    tables_of,
    title_of,
)
from reporting.sheets import Cell, Sheet, ods, xlsx

WITHHELD_SENTENCE = "Not shown: no form of it could be shown without pointing to a person."

CONTENT_TYPES = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.JSON: "application/json",
}


@dataclass(frozen=True)
class Stamp:
    """Who took the figures away, for what, and until when they are to be used."""

    login: str
    at: dt.datetime
    purpose: str
    until: dt.datetime


def file_of(release: Release, format_: str, stamp: Stamp | None = None) -> bytes:
    """The release as a file. The same release and stamp always give the same bytes."""
    return _MAKE[ExportFormat(format_)](release, stamp)


def shown(content: Content, report: Report) -> Content:
    """The part of a release that the pages of its own report show, with the places below.

    A single organisation stands in it where a section names organisations, or lists what is directly
    below the area and that is organisations.
    """
    figures = Figures(content)
    named = {key for s in report.sections if isinstance(s, Employers) for key in tables_of(s)}
    listed = {
        key for s in report.sections if isinstance(s, Heat | Bars | Counted) for key in tables_of(s)
    }

    def shows(key: str, code: str) -> bool:
        unit = figures.units[code]
        below = unit["parent"] == figures.audience and key in listed
        return unit["level"] != "employer" or key in named or below

    tables = [
        data | {"cells": [cell for cell in data["cells"] if shows(data["key"], cell[0])]}
        for data in content["tables"]
    ]
    return content | {"tables": tables}


def _content(release: Release, stamp: Stamp | None) -> Content:
    """What a file holds: all of the release, or for a reader who takes it away what she was shown.

    Raises:
        LookupError: a reader's file of a report that there is no longer.
    """
    content: Content = release.content
    if stamp is None:
        return content
    return shown(content, reports.get(release.report))


def hidden_sentence(release: Release) -> str:
    """What is said of hidden figures, by the rules of the release."""
    return hidden.sentence(Policy.from_json(text) for text in release.policy.values())


def file_name(release: Release, unit_code: str, format_: str) -> str:
    return f"{release.report}-{unit_code}-{release.as_at.isoformat()}.{format_}"


# --- JSON -----------------------------------------------------------------------------------------


def as_json(release: Release, stamp: Stamp | None = None) -> dict[str, Any]:
    """``release/1`` as it is published: each cell with its unit, codes, value and status.

    A table of which nothing may be shown has no cells and says ``"status": "withheld"``.
    """
    content = _content(release, stamp)
    out: dict[str, Any] = {
        "format": FORMAT,
        "release": str(release.id),
        "as_at": release.as_at.isoformat(),
        "policy": release.policy,
        "units": {
            code: {"parent": unit["parent"], "type": unit["type"]}
            for code, unit in content["units"].items()
        },
        "tables": [_json_table(data) for data in content["tables"]],
    }
    if stamp is not None:
        about = dict(_about(release, stamp))
        out["export"] = about | {
            "Hidden figures": hidden_sentence(release).replace(hidden.MARK, "null")
        }
    return out


def _json_table(data: Mapping[str, Any]) -> dict[str, Any]:
    names = [dimension["name"] for dimension in data["dimensions"]]
    out: dict[str, Any] = {
        "measure": data["measure"],
        "counts": data["counts"],
        "dimensions": {d["name"]: [code for code, _ in d["codes"]] for d in data["dimensions"]},
        "cells": [
            {"unit": unit, **dict(zip(names, codes, strict=True)), "value": value}
            | {"status": "hidden" if value is None else "shown"}
            for unit, *codes, value in data["cells"]
        ],
    }
    return out | {"status": "withheld"} if data["status"] == "withheld" else out


def _json_file(release: Release, stamp: Stamp | None) -> bytes:
    return json.dumps(as_json(release, stamp), ensure_ascii=False).encode()


# --- CSV ------------------------------------------------------------------------------------------


def _csv_file(release: Release, stamp: Stamp | None) -> bytes:
    """The words about the file first, each line beginning with #, then one head and one line a cell.

    A program skips what begins with # (``comment="#"``); a spreadsheet shows it in two columns.
    """
    rows: list[Sequence[object]] = [(f"# {key}", value) for key, value in _about(release, stamp)]
    return csv_text([*rows, *_csv_rows(release, _content(release, stamp))]).encode()


def _csv_rows(release: Release, content: Content) -> Iterator[list[object]]:
    figures = Figures(content)
    tables = list(figures.tables.values())
    width = max((len(table.names) for table in tables), default=0)
    yield [
        *("figures_at", "table", "counts", "organisation_code", "organisation"),
        *(f"{of}_{n}" for n in range(1, width + 1) for of in ("dimension", "category", "code")),
        *("value", "release"),
    ]
    for table in tables:
        labels = _labels(table)
        for (unit, *codes), value in table.cells.items():
            categories: list[object] = []
            for dimension, code in zip(table.dimensions, codes, strict=True):
                name = dimension["name"]
                categories += [dimension["label"], labels[name].get(code, code), code]
            yield [
                *(release.as_at.isoformat(), table.key, table.counts, unit, figures.name(unit)),
                *(*categories, *[""] * (3 * (width - len(table.names)))),
                *(hidden.MARK if value is None else value, release.id),
            ]


# --- workbooks ------------------------------------------------------------------------------------


def _sheets(release: Release, stamp: Stamp | None) -> list[Sheet]:
    """A sheet about the file, then one for each table that shows something."""
    figures = Figures(_content(release, stamp))
    about = Sheet("About", ("About these figures", ""), _about(release, stamp))
    shown = [table for table in figures.tables.values() if not table.withheld]
    return [about, *(_sheet(table, figures) for table in shown)]


def _sheet(table: ReleasedTable, figures: Figures) -> Sheet:
    labels = _labels(table)
    rows: list[list[Cell]] = [
        [
            *(unit, figures.name(unit)),
            *(labels[n].get(code, code) for n, code in zip(table.names, codes, strict=True)),
            hidden.MARK if value is None else int(value),
        ]
        for (unit, *codes), value in table.cells.items()
    ]
    head = ["Code", "Organisation", *(d["label"] for d in table.dimensions)]
    return Sheet(table.key, [*head, f"Number of {table.counts}"], rows)


def _labels(table: ReleasedTable) -> dict[str, dict[str, str]]:
    """Labels of the codes of each dimension, the total among them."""
    return {d["name"]: {TOTAL: "All", **dict(d["codes"])} for d in table.dimensions}


def _xlsx_file(release: Release, stamp: Stamp | None) -> bytes:
    return xlsx(_sheets(release, stamp), title=title_of(release.report), made=_made(release, stamp))


def _ods_file(release: Release, stamp: Stamp | None) -> bytes:
    return ods(_sheets(release, stamp), title=title_of(release.report), made=_made(release, stamp))


def _made(release: Release, stamp: Stamp | None) -> dt.datetime:
    return stamp.at if stamp else release.created_at


# --- what a file says about itself ----------------------------------------------------------------


def _about(release: Release, stamp: Stamp | None) -> list[tuple[str, str]]:
    figures = Figures(release.content)
    found = [
        ("Report", title_of(release.report)),
        ("Organisation", f"{figures.name(figures.audience)} ({figures.audience})"),
        ("Figures at", words_of_day(release.as_at)),
        (
            "Contributed",
            f"{release.contributors} of {release.contributors_of} organisations",
        ),
        ("Hidden figures", hidden_sentence(release)),
    ]
    for table in figures.tables.values():
        name = measures.get(table.measure).label if table.measure in measures else table.measure
        if table.withheld:
            found.append((f"Table {table.key}", f"{name}. {WITHHELD_SENTENCE}"))
        else:
            found.append((f"Table {table.key}", name))
    found += [
        ("Release", f"{release.id} revision {release.revision}"),
        ("Checksum of the figures (SHA-256)", release.hash),
    ]
    if stamp is not None:
        found += [
            ("Taken by", stamp.login),
            ("Taken on", words_of_moment(stamp.at)),
            ("Purpose", stamp.purpose),
            ("Use until", words_of_day(stamp.until)),
        ]
    return found


_MAKE: dict[ExportFormat, Callable[[Release, Stamp | None], bytes]] = {
    ExportFormat.XLSX: _xlsx_file,
    ExportFormat.ODS: _ods_file,
    ExportFormat.CSV: _csv_file,
    ExportFormat.JSON: _json_file,
}
