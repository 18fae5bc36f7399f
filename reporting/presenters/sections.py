"""The sections that show one table of a release: tiles, heat tables, bars, counts."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reporting.content import TOTAL, ReleasedTable
from reporting.presenters.comparing import kpis, ranked, trend
from reporting.presenters.organisations import employers, lines
from reporting.presenters.parts import (
    WITHHELD,
    Part,
    Source,
    coarser,
    link,
    links,
    missing,
    percent,
    table_label,
    text,
    without,
)
from reporting.render import charts, heat
from reporting.reports import (
    Bars,
    Counted,
    Employers,
    Heat,
    Kpis,
    Lines,
    Ranked,
    Section,
    Tile,
    Tiles,
    Trend,
)


def draw(section: Section, source: Source) -> Part:
    """A section as a part of the page."""
    part = _DRAW[type(section)](section, source)
    return replace(part, theme=section.theme, links=links(source, section))


def _tiles(section: Section, source: Source) -> Part:
    assert isinstance(section, Tiles)
    return Part("tiles", section.key, tiles=[_tile(t, source) for t in section.tiles])


def _tile(tile: Tile, source: Source) -> dict[str, Any]:
    figures = source.figures
    table = figures.tables[tile.table]
    total = table.value(figures.audience)
    value = table.total_of(figures.audience, tile.where) if tile.where else total
    share = tile.share and value is not None and bool(total)
    part = percent(value, total) if share else None
    return {
        "label": tile.label,
        "value": text(value),
        "of": text(total) if share else None,
        "note": f"{part}% of {table.counts}" if part is not None else "",
        "percent": part,
        "percent_label": f"{tile.label}: {part}%" if part is not None else "",
        "tone": tile.tone,
        "url": link(source, tile.table),
    }


# --- heat ---------------------------------------------------------------------------------------------


def _heat(section: Section, source: Source) -> Part:
    assert isinstance(section, Heat)
    figures = source.figures
    table = figures.tables[section.table]
    part = Part("heat", section.key, section.title, section.note)
    why = missing(figures, table)
    if why or not set(section.part) <= set(table.names):
        return replace(part, withheld=True, said=(why or WITHHELD,))
    if section.rows not in table.names:
        what = source.report.table(section.table).the_measure().category(section.rows).label
        said = without(figures, table, what)
        return replace(part, said=(said,), grid=_each_place(section, source, table))
    label = table_label(table, section.rows)
    if said := coarser(figures, table, f"By {label[0].lower()}{label[1:]}"):
        return replace(part, said=(said,), grid=_each_code(section, source, table))
    grid, quiet = _by_place(section, source, table)
    return replace(part, grid=grid, rest=f"0% everywhere: {', '.join(quiet)}." if quiet else "")


#: So many rows without anything to show are a sentence and no rows.
QUIET_ROWS = 4


def _by_place(section: Heat, source: Source, table: ReleasedTable) -> tuple[heat.Heat, list[str]]:
    """Places across, in each cell the share of the part; and the rows left out, as it is 0 everywhere."""
    places = source.figures.places(table)
    rows: list[tuple[str, list[int | None]]] = []
    empty: set[tuple[str, int]] = set()
    quiet: list[str] = []
    for code, label in table.codes(section.rows):
        bases = [table.value(p.code, **{section.rows: code}) for p in places]
        if all(base == 0 for base in bases):
            continue
        parts = [table.total_of(p.code, section.part, **{section.rows: code}) for p in places]
        if all(part == 0 for part in parts):
            quiet.append(label)
        empty |= {(label, at) for at, base in enumerate(bases) if base == 0}
        rows.append((label, [percent(*pair) for pair in zip(parts, bases, strict=True)]))
    if len(quiet) < QUIET_ROWS or len(quiet) == len(rows):
        quiet = []
    drawn = heat.table(
        key=section.key,
        caption=f"{section.title}: {section.note}",
        headers=(table_label(table, section.rows), *(p.name for p in places)),
        rows=[row for row in rows if row[0] not in quiet],
    )
    return _with_empty(drawn, empty), quiet


def _each_code(section: Heat, source: Source, table: ReleasedTable) -> heat.Heat:
    """The area alone, by the codes of the rows."""
    area = source.figures.audience
    rows = [
        (
            label,
            table.total_of(area, section.part, **{section.rows: code}),
            table.value(area, **{section.rows: code}),
        )
        for code, label in table.codes(section.rows)
    ]
    return _counts(section, table, table_label(table, section.rows), rows)


def _each_place(section: Heat, source: Source, table: ReleasedTable) -> heat.Heat:
    """The area and its places, undivided."""
    places = (*source.figures.whole(table), *source.figures.places(table))
    rows = [(p.name, table.total_of(p.code, section.part), table.value(p.code)) for p in places]
    return _counts(section, table, "Organisation", rows)


def _counts(
    section: Heat,
    table: ReleasedTable,
    row_label: str,
    rows: list[tuple[str, int | None, int | None]],
) -> heat.Heat:
    """Shares with what they are worked out from: rows are (name, part, all). Of nothing there is no row."""
    kept = [row for row in rows if row[2] != 0]
    drawn = heat.table(
        key=section.key,
        caption=f"{section.title}: {section.note}",
        headers=(row_label, "Share", "Number", f"All {table.counts}"),
        rows=[(name, [percent(part, base)]) for name, part, base in kept],
    )
    plain = tuple(
        (name, (*cells, *(heat.Cell("", text(each)) for each in numbers)))
        for (name, cells), (_, *numbers) in zip(drawn.rows, kept, strict=True)
    )
    return replace(drawn, rows=plain)


def _with_empty(drawn: heat.Heat, empty: set[tuple[str, int]]) -> heat.Heat:
    """A share of nothing is not hidden: there is none, and the table says so."""
    rows = tuple(
        (
            name,
            tuple(
                heat.Cell("app-heat--0", "None") if (name, at) in empty else cell
                for at, cell in enumerate(cells)
            ),
        )
        for name, cells in drawn.rows
    )
    hidden = any(cell.text is None for _, cells in rows for cell in cells)
    key = tuple(step for step in drawn.key if hidden or step.css != "app-heat--c")
    return replace(drawn, rows=rows, key=key)


# --- bars and counts ----------------------------------------------------------------------------------


def _bars(section: Section, source: Source) -> Part:
    assert isinstance(section, Bars)
    figures = source.figures
    table = figures.tables[section.table]
    codes = table.codes(section.split)
    part = Part("bars", section.key, section.title)
    why = missing(figures, table)
    if why or not codes:
        return replace(part, withheld=True, said=(why or WITHHELD,))
    whole = figures.whole(table)
    rows = [
        (p.name, [table.value(p.code, **{section.split: code}) for code, _ in codes])
        for p in (*whole, *figures.places(table))
    ]
    label = table_label(table, section.split)
    drawn, why = _worth_drawing(rows)
    said = [coarser(figures, table, "Shown"), why]
    part = replace(part, said=tuple(filter(None, said)))
    whole_table = charts.stacked_table(
        title=section.title,
        row_label="Organisation",
        categories=[label for _, label in codes],
        rows=rows,
    )
    if not drawn:
        return replace(part, table=whole_table)
    chart = charts.stacked_bars(
        key=section.key,
        title=section.title,
        summary=_summary(
            table, label, codes, [row for row in drawn if row not in rows[: len(whole)]]
        ),
        row_label="Organisation",
        categories=[label for _, label in codes],
        rows=drawn,
    )
    return replace(part, chart=replace(chart, table=whole_table))


Row = tuple[str, list[int | None]]


def _worth_drawing(rows: list[Row]) -> tuple[list[Row], str]:
    """The rows to draw, and why others, or all, are in the table alone.

    A chart that is mostly hatched says nothing: then only the rows that are shown whole are drawn.
    """
    shown = [row for row in rows if None not in row[1]]
    if not any(value != 0 for _, values in rows for value in values):
        return [], "Every one of these figures is 0."
    if 2 * len(shown) >= len(rows):
        return rows, ""
    if not shown:
        return [], "Too many of these figures are hidden to draw them."
    names = ", ".join(name for name, values in rows if None in values)
    return shown, (
        f"Not drawn, because a figure of theirs is hidden: {names}. The table has their other figures."
    )


def _summary(
    table: ReleasedTable, label: str, codes: list[tuple[str, str]], rows: list[Row]
) -> str:
    """One sentence from shown rows only; a hidden one takes no part in any comparison."""
    shown = [
        (name, [v for v in values if v is not None]) for name, values in rows if None not in values
    ]
    first = codes[0][1].lower()
    words = f"Number of {table.counts} by {label[0].lower()}{label[1:]}."
    with_some = [(name, values) for name, values in shown if values[0]]
    if len(shown) > 1 and with_some:
        name, values = max(with_some, key=lambda row: row[1][0])
        words += f" Of those shown, {name} has the most in “{first}”: {values[0]} of {sum(values)}."
    if hidden := len(rows) - len(shown):
        words += f" {hidden} of {len(rows)} {'has' if hidden == 1 else 'have'} a hidden figure."
    return words


def _counted(section: Section, source: Source) -> Part:
    assert isinstance(section, Counted)
    figures = source.figures
    table = figures.tables[section.table]
    codes = [*table.codes(section.columns), (TOTAL, "All")]
    rows = tuple(
        (
            p.name,
            tuple(text(table.value(p.code, **{section.columns: code})) for code, _ in codes),
        )
        for p in (*figures.whole(table), *figures.places(table))
    )
    why = missing(figures, table)
    return Part(
        "counted",
        section.key,
        section.title,
        section.note,
        withheld=bool(why),
        said=(why,) if why else (),
        table=charts.Table(
            section.note or section.title, ("Organisation", *(label for _, label in codes)), rows
        ),
    )


_DRAW: dict[type, Callable[[Any, Source], Part]] = {
    Tiles: _tiles,
    Heat: _heat,
    Bars: _bars,
    Counted: _counted,
    Ranked: ranked,
    Kpis: kpis,
    Trend: trend,
    Employers: employers,
    Lines: lines,
}
