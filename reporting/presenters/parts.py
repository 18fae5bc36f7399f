"""What a section becomes: a part of the page, with the words that every part shares."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reporting.content import Figures, ReleasedTable
from reporting.presenters import packs
from reporting.render import charts, heat
from reporting.reports import Report, Section


@dataclass(frozen=True)
class Earlier:
    """An earlier release of the same report and area: what it held of the tables of a trend."""

    as_at: dt.date
    figures: Figures


@dataclass(frozen=True)
class Source:
    """What parts are drawn from."""

    report: Report
    figures: Figures
    as_at: dt.date
    earlier: Sequence[Earlier] = ()


@dataclass(frozen=True)
class Part:
    """One section, ready for its template ``reporting/sections/<kind>.html`` (and its PDF form)."""

    kind: str
    key: str
    title: str = ""
    note: str = ""
    theme: str = ""
    #: What its figures count: (label, address of the definition).
    links: tuple[tuple[str, str], ...] = ()
    #: Nothing of it is shown; `said` is why.
    withheld: bool = False
    #: Why the section shows something else than it would, each in a sentence.
    said: tuple[str, ...] = ()
    #: What is left out of it as it says nothing, in a sentence below it.
    rest: str = ""
    tiles: list[dict[str, Any]] = field(default_factory=list)
    grid: heat.Heat | None = None
    chart: charts.Chart | None = None
    table: charts.Table | None = None
    rows: Sequence[dict[str, Any]] = ()
    comment: packs.Comment | None = None

    @property
    def link(self) -> str:
        """Where its one measure is explained; empty when it has several."""
        return self.links[0][1] if len(self.links) == 1 else ""

    @property
    def template(self) -> str:
        return f"reporting/sections/{self.kind}.html"

    @property
    def pdf_template(self) -> str:
        return f"reporting/sections/{self.kind}_pdf.html"


def anchor(measure_code: str) -> str:
    """Where a measure is explained on the page."""
    return f"about-{measure_code}"


def link(source: Source, table: str) -> str:
    """The address of what a table's figures count."""
    return f"#{anchor(source.report.table(table).measure)}"


def links(source: Source, section: Section) -> tuple[tuple[str, str], ...]:
    """What the figures of a section count, each with the address of its definition."""
    found = source.report.definitions([section])
    return tuple((measure.label, f"#{anchor(measure.code)}") for measure in found)


def text(value: int | None) -> str | None:
    """A figure with its thousands apart; None is hidden."""
    return None if value is None else f"{value:,}"


def percent(part: int | None, base: int | None) -> int | None:
    """The share of one shown figure in another, in whole per cent; None unless both are shown and there is a base."""
    return round(100 * part / base) if part is not None and base else None


def table_label(table: ReleasedTable, name: str) -> str:
    """The label of a dimension."""
    return next((str(d["label"]) for d in table.dimensions if d["name"] == name), name)


#: Levels of places in words, one and several; one that is not here is a "part".
_LEVELS = {
    "national": ("nation", "nations"),
    "region": ("region", "regions"),
    "icb": ("ICB", "ICBs"),
    "collaborative": ("collaborative", "collaboratives"),
}


def level_words(level: str) -> tuple[str, str]:
    """What a place of a level is called, and several of them."""
    return _LEVELS.get(level, ("part", "parts"))


def level_of(figures: Figures) -> str:
    """The level of the area that the figures are about."""
    return str(figures.units[figures.audience]["level"])


def below(figures: Figures) -> tuple[str, str] | None:
    """What the places directly below the area are called, where they are not single employers."""
    levels = [u["level"] for u in figures.units.values() if u["parent"] == figures.audience]
    inner = [level for level in levels if level != "employer"]
    return level_words(inner[0]) if inner else None


WITHHELD = "These figures are not shown: in an area of this size they could point to a person."


def missing(figures: Figures, table: ReleasedTable) -> str:
    """Why a table says nothing of the area, in a sentence; empty when it does."""
    if table.withheld:
        return WITHHELD
    if table.has(figures.audience):
        return ""
    one, _ = level_words(level_of(figures))
    return (
        f"These figures are not shown for one {one}: in an area of this size they could point to a "
        "person. They are shown for the area above it."
    )


def coarser(figures: Figures, table: ReleasedTable, words: str) -> str:
    """Why a table shows the area as a whole and not its places; empty when it shows them.

    `words` says by what it is shown: "By role family".
    """
    parts = below(figures)
    shown = [p for p in figures.places(table) if p.code != figures.audience]
    if parts is None or shown or table.withheld:
        return ""
    one, _ = level_words(level_of(figures))
    return f"{words} for the whole {one}: figures for each {parts[0]} would identify people."


def without(figures: Figures, table: ReleasedTable, what: str) -> str:
    """Why a table shows places, or the area, and not what divides them: "role family"."""
    one, _ = level_words(level_of(figures))
    parts = below(figures)
    shown = [p for p in figures.places(table) if p.code != figures.audience]
    whom = f"For each {parts[0]}" if parts and shown else f"For the whole {one}"
    return f"{whom}: figures by {what[:1].lower()}{what[1:]} would identify people."
