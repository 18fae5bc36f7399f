"""A release in words, tables and pictures, the same for page and PDF.

Nothing here can see more than the release, and a hidden figure is None in it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reporting.content import TOTAL, Figures, ReleasedTable
from reporting.enums import MeasureClass
from reporting.measures import Measure
from reporting.models.releases import Release
from reporting.protection import policy_for
from reporting.render import charts, heat
from reporting.reports import Bars, Counted, Heat, Report, Section, Tile, Tiles


@dataclass(frozen=True)
class Definition:
    """What a figure counts: the target of its link."""

    anchor: str
    label: str
    text: str
    counted: str
    rule: str


@dataclass(frozen=True)
class Part:
    """One section, ready for its template ``reporting/sections/<kind>.html`` (and its PDF form)."""

    kind: str
    key: str
    title: str = ""
    note: str = ""
    link: str = ""
    withheld: bool = False
    tiles: list[dict[str, Any]] = field(default_factory=list)
    grid: heat.Heat | None = None
    chart: charts.Chart | None = None
    table: charts.Table | None = None

    @property
    def template(self) -> str:
        return f"reporting/sections/{self.kind}.html"

    @property
    def pdf_template(self) -> str:
        return f"reporting/sections/{self.kind}_pdf.html"


@dataclass(frozen=True)
class ReportPage:
    """Everything that page and PDF print of a release."""

    title: str
    caption: str
    meta: str
    threshold: int
    parts: list[Part]
    definitions: list[Definition]


def page(release: Release, report: Report) -> ReportPage:
    """The report of a release."""
    figures = Figures(release.content)
    audience = figures.units[figures.audience]
    return ReportPage(
        title=report.title,
        caption=f"{audience['name']}",
        meta=_meta(release),
        threshold=max((policy_for(m).min_base for m in report.measures()), default=1),
        parts=[_DRAW[type(section)](section, report, figures) for section in report.sections],
        definitions=[_definition(measure) for measure in report.definitions()],
    )


def _meta(release: Release) -> str:
    words = (
        f"Figures at {day(release.as_at)}. {release.contributors} of {release.contributors_of} "
        f"{'organisation' if release.contributors_of == 1 else 'organisations'} contributed"
    )
    oldest = (
        f", the oldest update is from {day(release.oldest_update)}" if release.oldest_update else ""
    )
    return f"{words}{oldest}."


def day(value: dt.date) -> str:
    """31 March 2026."""
    return f"{value.day} {value:%B %Y}"


def _definition(measure: Measure) -> Definition:
    policy = policy_for(measure)
    if measure.klass == MeasureClass.ORGANISATION_FACT:
        rule = "It says something about organisations and nothing about a person, so nothing is hidden."
    else:
        rule = (
            f"Fewer than {policy.min_cell} {measure.counts.label}, or any share of fewer than "
            f"{policy.min_base}, is not shown, and neither is what would give it away. At least "
            f"{policy.min_contributors} organisations stand behind each figure."
        )
    return Definition(
        anchor(measure.code), measure.label, measure.definition, _counted(measure), rule
    )


def _counted(measure: Measure) -> str:
    if measure.counts == "people":
        return "Counts people at each organisation: somebody who works for two counts at both."
    return f"Counts {measure.counts.label}."


def anchor(measure_code: str) -> str:
    return f"about-{measure_code}"


# --- sections --------------------------------------------------------------------------------------


def _tiles(section: Section, report: Report, figures: Figures) -> Part:
    assert isinstance(section, Tiles)
    return Part("tiles", section.key, tiles=[_tile(t, report, figures) for t in section.tiles])


def _tile(tile: Tile, report: Report, figures: Figures) -> dict[str, Any]:
    table = figures.tables[tile.table]
    total = table.value(figures.audience)
    value = table.total_of(figures.audience, tile.where) if tile.where else total
    share = tile.share and value is not None and bool(total)
    percent = round(100 * value / total) if share and value is not None and total else None
    return {
        "label": tile.label,
        "value": None if value is None else f"{value:,}",
        "of": f"{total:,}" if share else None,
        "note": f"{percent}% of {table.counts}" if percent is not None else "",
        "percent": percent,
        "percent_label": f"{tile.label}: {percent}%" if percent is not None else "",
        "tone": tile.tone,
        "url": f"#{anchor(report.table(tile.table).measure)}",
        "has_percent": percent is not None,
    }


def _heat(section: Section, report: Report, figures: Figures) -> Part:
    assert isinstance(section, Heat)
    table = figures.tables[section.table]
    rows: list[tuple[str, list[int | None]]] = []
    empty: set[tuple[int, int]] = set()
    places = figures.places(table)
    for code, label in table.codes(section.rows):
        bases = [table.value(p.code, **{section.rows: code}) for p in places]
        if all(base == 0 for base in bases):
            continue
        shares: list[int | None] = []
        for place, base in zip(places, bases, strict=True):
            part = table.total_of(place.code, section.part, **{section.rows: code})
            if base == 0:
                empty.add((len(rows), len(shares)))
            shares.append(round(100 * part / base) if part is not None and base else None)
        rows.append((label, shares))
    drawn = heat.table(
        key=section.key,
        caption=f"{section.title}: {section.note}",
        headers=(table_label(table, section.rows), *(p.name for p in places)),
        rows=rows,
    )
    return Part(
        "heat",
        section.key,
        section.title,
        section.note,
        f"#{anchor(report.table(section.table).measure)}",
        withheld=table.withheld,
        grid=_with_empty(drawn, empty),
    )


def _with_empty(drawn: heat.Heat, empty: set[tuple[int, int]]) -> heat.Heat:
    """A share of nothing is not hidden: there is none, and the table says so."""
    rows = tuple(
        (
            name,
            tuple(
                heat.Cell("app-heat--0", "None") if (y, x) in empty else cell
                for x, cell in enumerate(cells)
            ),
        )
        for y, (name, cells) in enumerate(drawn.rows)
    )
    hidden = any(cell.text is None for _, cells in rows for cell in cells)
    key = tuple(step for step in drawn.key if hidden or step.css != "app-heat--c")
    return replace(drawn, rows=rows, key=key)


def _bars(section: Section, report: Report, figures: Figures) -> Part:
    assert isinstance(section, Bars)
    table = figures.tables[section.table]
    codes = table.codes(section.split)
    rows = [
        (p.name, [table.value(p.code, **{section.split: code}) for code, _ in codes])
        for p in (*figures.whole(table), *figures.places(table))
    ]
    link = f"#{anchor(report.table(section.table).measure)}"
    if table.withheld or not codes:
        return Part("bars", section.key, section.title, link=link, withheld=True)
    chart = charts.stacked_bars(
        key=section.key,
        title=section.title,
        summary=_summary(
            table, table_label(table, section.split), codes, rows[len(figures.whole(table)) :]
        ),
        row_label="Organisation",
        categories=[label for _, label in codes],
        rows=rows,
    )
    return Part("bars", section.key, section.title, link=link, chart=chart)


def _summary(
    table: ReleasedTable,
    label: str,
    codes: list[tuple[str, str]],
    rows: list[tuple[str, list[int | None]]],
) -> str:
    """One sentence from shown rows only; a hidden one takes no part in any comparison."""
    shown = [
        (name, [v for v in values if v is not None]) for name, values in rows if None not in values
    ]
    first = codes[0][1].lower()
    words = f"Number of {table.counts} by {label.lower()}."
    with_some = [(name, values) for name, values in shown if values[0]]
    if len(shown) > 1 and with_some:
        name, values = max(with_some, key=lambda row: row[1][0])
        words += (
            f" Of those shown, {name} has the most who are {first}: {values[0]} of {sum(values)}."
        )
    if hidden := len(rows) - len(shown):
        words += f" {hidden} of {len(rows)} {'is' if hidden == 1 else 'are'} hidden."
    return words


def _counted_table(section: Section, report: Report, figures: Figures) -> Part:
    assert isinstance(section, Counted)
    table = figures.tables[section.table]
    codes = [*table.codes(section.columns), (TOTAL, "All")]
    rows = tuple(
        (
            p.name,
            tuple(_text(table.value(p.code, **{section.columns: code})) for code, _ in codes),
        )
        for p in (*figures.whole(table), *figures.places(table))
    )
    return Part(
        "counted",
        section.key,
        section.title,
        section.note,
        f"#{anchor(report.table(section.table).measure)}",
        withheld=table.withheld,
        table=charts.Table(
            section.note or section.title, ("Organisation", *(label for _, label in codes)), rows
        ),
    )


def _text(value: int | None) -> str | None:
    return None if value is None else f"{value:,}"


def table_label(table: ReleasedTable, name: str) -> str:
    """The label of a dimension."""
    return next((str(d["label"]) for d in table.dimensions if d["name"] == name), name)


_DRAW: dict[type, Callable[[Section, Report, Figures], Part]] = {
    Tiles: _tiles,
    Heat: _heat,
    Bars: _bars,
    Counted: _counted_table,
}


# --- the page's other parts ---------------------------------------------------------------------------


def report_row(report: Report, release: Release | None, next_on: dt.date | None) -> dict[str, Any]:
    """A report on the list: its newest figures, or why there are none and what happens next."""
    return {
        "code": report.code,
        "title": report.title,
        "summary": report.summary,
        "released": f"Figures at {day(release.as_at)}" if release else "No figures released yet",
        "contributed": f"{release.contributors} of {release.contributors_of}" if release else None,
        "due": due(next_on) or "No release day is set.",
        "ready": release is not None,
        "planned": next_on is not None,
    }


def due(next_on: dt.date | None) -> str:
    """When the next figures come; empty when no day is set."""
    return f"The next figures are due on {day(next_on)}." if next_on else ""


def proof(release: Release) -> SafeString:
    """How to check a release: its number and its checksum."""
    pieces = [(release.hash[at : at + 8],) for at in range(0, len(release.hash), 8)]
    return format_html(
        "Release {}, revision {}. Checksum of the figures (SHA-256): <code>{}</code>",
        release.id,
        release.revision,
        # A telephone breaks the number where it may.
        format_html_join("", "{}<wbr>", pieces),
    )
