"""What a report is made of. Apps above register reports; page, PDF and CSV are drawn from the same sections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from orgs.registry import Registry
from reporting.measures import Measure, measures

#: Which levels of places a form shows: all above the employers, or all of them but the lowest.
Levels = Literal["all", "upper"]
ALL: Levels = "all"
UPPER: Levels = "upper"


@dataclass(frozen=True)
class Form:
    """One form of a table: the dimensions that are crossed, for which levels of places.

    ``UPPER`` leaves the lowest level above the employers out (ICBs, where there are regions above
    them); the area that the release is built for always stays.
    """

    dimensions: tuple[str, ...]
    levels: Levels = ALL


@dataclass(frozen=True)
class Table:
    """One released table: a measure by place and by some of its dimensions.

    ``ladder`` lists forms from fine to coarse, each a :class:`Form` or the dimensions of one that shows
    all levels; the finest of which enough survives protection is shown. All tables of a report over
    one measure are protected together, as one system, and stand on the same rung.
    """

    key: str
    measure: str
    ladder: tuple[Form | tuple[str, ...], ...]

    def form(self, rung: int) -> Form:
        """The form of a rung; below the last one it stays the last."""
        found = self.ladder[min(rung, len(self.ladder) - 1)]
        return found if isinstance(found, Form) else Form(found)

    def the_measure(self) -> Measure:
        return measures.get(self.measure)


#: The theme of a section that names none, and of the report's own address.
OVERVIEW = "overview"


@dataclass(frozen=True)
class Theme:
    """A page of a report. A PDF has the sections of all themes."""

    key: str
    title: str


@dataclass(frozen=True)
class Tile:
    """One figure about the audience's whole area: a cell, or the sum of some cells, of a table.

    ``where`` names the codes that are added up in each dimension; without it, the total. With
    ``share`` the tile also says which part of the total that is.
    """

    label: str
    table: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    share: bool = False
    tone: str = ""

    @property
    def key(self) -> str:
        """The same for the same figure, whatever it is called."""
        codes = (f"{name}={'+'.join(found)}" for name, found in sorted(self.where.items()))
        return ":".join((self.table, *codes))


@dataclass(frozen=True)
class Tiles:
    """Up to four figures at the top."""

    key: str
    tiles: tuple[Tile, ...]
    theme: str = OVERVIEW


@dataclass(frozen=True)
class Heat:
    """A heat table: one dimension down, places across; the share of `part` in each cell's total.

    Where the released form has no places below the area, the codes of `part`'s dimension stand across
    instead, for the area as a whole.
    """

    key: str
    title: str
    note: str
    table: str
    rows: str
    part: Mapping[str, tuple[str, ...]]
    theme: str = OVERVIEW


@dataclass(frozen=True)
class Bars:
    """A stacked bar for each place, split by one dimension of at most five codes."""

    key: str
    title: str
    table: str
    split: str
    theme: str = OVERVIEW


@dataclass(frozen=True)
class Counted:
    """A plain table: the codes of one dimension across, places down."""

    key: str
    title: str
    note: str
    table: str
    columns: str
    theme: str = OVERVIEW


@dataclass(frozen=True)
class Ranked:
    """The `first` codes of a dimension with the largest figures of the area, from shown figures only.

    ``apart`` names codes that are no rival of the others ("not assessed").
    """

    key: str
    title: str
    note: str
    table: str
    of: str
    apart: tuple[str, ...] = ()
    first: int = 3
    theme: str = OVERVIEW


@dataclass(frozen=True)
class Employers:
    """Which employers are in which state, by name: organisation facts only.

    ``groups`` are (heading, codes of the dimension), in order; every code belongs to one of them.
    """

    key: str
    title: str
    note: str
    table: str
    by: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    theme: str = OVERVIEW


@dataclass(frozen=True)
class Lines:
    """A table of the area by one dimension that several tables share, one figure of each a column."""

    key: str
    title: str
    note: str
    by: str
    columns: tuple[Tile, ...]
    row_label: str
    theme: str = OVERVIEW

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tile.table for tile in self.columns))


@dataclass(frozen=True)
class Kpis:
    """Shares of the area beside the quartiles of all places of a level, which name nobody."""

    key: str
    title: str
    note: str
    tiles: tuple[Tile, ...]
    theme: str = OVERVIEW


@dataclass(frozen=True)
class Trend:
    """Shares of the area in this release and up to eight earlier ones, each as it was released."""

    key: str
    title: str
    note: str
    tiles: tuple[Tile, ...]
    theme: str = OVERVIEW


Section = Tiles | Heat | Bars | Counted | Ranked | Employers | Lines | Kpis | Trend


def tables_of(section: Section) -> tuple[str, ...]:
    """Keys of the tables that a section shows."""
    if isinstance(section, Tiles | Kpis | Trend):
        return tuple(dict.fromkeys(tile.table for tile in section.tiles))
    return section.tables if isinstance(section, Lines) else (section.table,)


@dataclass(frozen=True)
class Contribution:
    """When an organisation counts as having contributed: it has an atom of an organisation measure in `codes`.

    Never taken from a measure about people, since who contributed is shown beside the figures.
    """

    measure: str
    dimension: str
    codes: tuple[str, ...]


@dataclass
class Report:
    """A report: its tables, and the sections that show them. Apps further up add theirs (:func:`extend`)."""

    code: str
    title: str
    summary: str
    tables: list[Table]
    sections: list[Section]
    contributed: Contribution
    themes: list[Theme] = field(default_factory=lambda: [Theme(OVERVIEW, "Overview")])

    def table(self, key: str) -> Table:
        for table in self.tables:
            if table.key == key:
                return table
        raise LookupError(f"{self.code} has no table {key!r}")

    def measures(self) -> list[Measure]:
        """The measures of its tables, each once, in order.

        Every release is made from these. ``ValueError`` when one of them may not be shown.
        """
        found = [measures.get(code) for code in dict.fromkeys(t.measure for t in self.tables)]
        for each in found:
            if each.unreleased:
                raise ValueError(f"{self.code} may not show {each.code}: {each.unreleased}")
        return found

    def families(self) -> dict[str, list[Measure]]:
        """Its measures by the ledger that they share, in order: what is protected as one system."""
        out: dict[str, list[Measure]] = {}
        for found in self.measures():
            out.setdefault(found.ledger, []).append(found)
        return out

    def trend_tables(self, theme: str = "") -> list[str]:
        """Keys of the tables of its trends, or of those of one theme."""
        trends = [s for s in self.sections if isinstance(s, Trend) and theme in ("", s.theme)]
        return list(dict.fromkeys(key for section in trends for key in tables_of(section)))

    def definitions(self, sections: Sequence[Section]) -> list[Measure]:
        """What the figures of some sections link to: their measures, each once, in order."""
        keys = [key for section in sections for key in tables_of(section)]
        return [measures.get(code) for code in dict.fromkeys(self.table(k).measure for k in keys)]


reports: Registry[Report] = Registry("reports")


def title_of(code: str) -> str:
    """A report's title; its code when it is no longer registered."""
    return reports.get(code).title if code in reports else code


def report(item: Report) -> Report:
    """Register a report."""
    return reports.add(item.code, item)


def extend(code: str, *, tables: Sequence[Table], sections: Sequence[Section]) -> None:
    """Add tables and sections of an app further up to a report. Called from ``AppConfig.ready`` only."""
    found = reports.get(code)
    found.tables.extend(tables)
    found.sections.extend(sections)
