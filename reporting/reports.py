"""What a report is made of. Apps above register reports; page, PDF and CSV are drawn from the same sections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from orgs.registry import Registry
from reporting.measures import Measure, measures


@dataclass(frozen=True)
class Table:
    """One released table: a measure by place and by some of its dimensions.

    ``ladder`` lists forms from fine to coarse, each the dimensions that are crossed; the finest of
    which enough survives protection is shown. All tables of a report over one measure are protected
    together, as one system.
    """

    key: str
    measure: str
    ladder: tuple[tuple[str, ...], ...]

    def form(self, rung: int) -> tuple[str, ...]:
        """The dimensions of a rung; below the last one it stays the last."""
        return self.ladder[min(rung, len(self.ladder) - 1)]

    def the_measure(self) -> Measure:
        return measures.get(self.measure)


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


@dataclass(frozen=True)
class Tiles:
    """Up to four figures at the top."""

    key: str
    tiles: tuple[Tile, ...]
    template: str = "tiles"


@dataclass(frozen=True)
class Heat:
    """A heat table: one dimension down, places across; the share of `part` in each cell's total."""

    key: str
    title: str
    note: str
    table: str
    rows: str
    part: Mapping[str, tuple[str, ...]]
    template: str = "heat"


@dataclass(frozen=True)
class Bars:
    """A stacked bar for each place, split by one dimension of at most five codes."""

    key: str
    title: str
    table: str
    split: str
    template: str = "bars"


@dataclass(frozen=True)
class Counted:
    """A plain table: the codes of one dimension across, places down."""

    key: str
    title: str
    note: str
    table: str
    columns: str
    template: str = "counted"


Section = Tiles | Heat | Bars | Counted


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

    def table(self, key: str) -> Table:
        for table in self.tables:
            if table.key == key:
                return table
        raise LookupError(f"{self.code} has no table {key!r}")

    def measures(self) -> list[Measure]:
        """The measures of its tables, each once, in order."""
        return [measures.get(code) for code in dict.fromkeys(t.measure for t in self.tables)]

    def definitions(self) -> list[Measure]:
        """What its figures link to: the same measures, in the order of the page."""
        return self.measures()


reports: Registry[Report] = Registry("reports")


def report(item: Report) -> Report:
    """Register a report."""
    return reports.add(item.code, item)


def extend(code: str, *, tables: Sequence[Table], sections: Sequence[Section]) -> None:
    """Add tables and sections of an app further up to a report. Called from ``AppConfig.ready`` only."""
    found = reports.get(code)
    found.tables.extend(tables)
    found.sections.extend(sections)
