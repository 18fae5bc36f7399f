"""Sections of organisation facts, by name; and a table of the area over several tables."""

from reporting.content import TOTAL, Figures
from reporting.presenters.parts import Part, Source, percent, table_label, text
from reporting.render import charts
from reporting.reports import Employers, Lines, Tile

WALL = (
    "What a plan says stays with its organisation: no page above it leads there. Ask its succession "
    "lead."
)


def employers(section: Employers, source: Source) -> Part:
    """Names of employers by the state that they are in, in the order of the tree."""
    figures = source.figures
    found = [(figures.name(code), _state(section, figures, code)) for code in _leaves(figures)]
    total = len(found)
    rows = []
    for heading, codes in section.groups:
        names = [name.removesuffix(" (own)") for name, state in found if state in codes]
        if names:
            rows.append({"heading": heading, "names": names, "count": f"{len(names)} of {total}"})
    return Part(
        "employers",
        section.key,
        section.title,
        section.note,
        rows=rows,
        said=(WALL,),
    )


def _leaves(figures: Figures) -> list[str]:
    return [code for code, unit in figures.units.items() if unit["level"] == "employer"]


def _state(section: Employers, figures: Figures, employer: str) -> str | None:
    """The code in which the employer's one plan is counted."""
    table = figures.tables[section.table]
    codes = table.codes(section.by)
    return next((c for c, _ in codes if table.value(employer, **{section.by: c})), None)


def lines(section: Lines, source: Source) -> Part:
    """One row for each code of a dimension, and one for all; each column a figure of the area.

    A code of which every table says zero has no row.
    """
    figures = source.figures
    first = figures.tables[section.columns[0].table]
    tables = [figures.tables[key] for key in section.tables]
    codes = next((t.codes(section.by) for t in tables if section.by in t.names), [])
    by_code = section.by in first.names
    rows = []
    for code, label in [*codes, (TOTAL, "All")]:
        cells = [cell for tile in section.columns for cell in _cells(section, figures, tile, code)]
        if code == TOTAL or any(cell not in ("0", "None") for cell in cells):
            rows.append((label, tuple(cells)))
    headers = [h for tile in section.columns for h in _headers(tile)]
    said = []
    if not by_code and not first.withheld and first.has(figures.audience):
        said.append("People are shown in total only: figures for each kind would identify people.")
    elif not first.withheld and not first.has(figures.audience):
        said.append("People are not shown for an area of this size: they could be identified.")
    row_label = section.row_label or table_label(first, section.by)
    return Part(
        "counted",
        section.key,
        section.title,
        section.note,
        table=charts.Table(section.note, (row_label, *headers), tuple(rows)),
        said=tuple(said),
    )


def _headers(tile: Tile) -> tuple[str, ...]:
    return (tile.label, "Share") if tile.share else (tile.label,)


def _cells(section: Lines, figures: Figures, tile: Tile, code: str) -> list[str | None]:
    """A figure, and which part of all it is where the column says so."""
    table, area = figures.tables[tile.table], figures.audience
    if table.withheld or not table.has(area) or (section.by not in table.names and code != TOTAL):
        return [None] * len(_headers(tile))
    where = {} if code == TOTAL else {section.by: code}
    total = table.value(area, **where)
    value = table.total_of(area, tile.where, **where) if tile.where else total
    if not tile.share:
        return [text(value)]
    if total == 0:
        return [text(value), "None"]
    share = percent(value, total)
    return [text(value), None if share is None else f"{share}%"]
