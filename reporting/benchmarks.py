"""Quartiles of a share over all places of a level, worked out when figures are released.

From shown figures only, so they say nothing that the release does not; and they name nobody. They are
part of the release, so a place below carries those of its peers without their figures.
"""

from collections.abc import Iterator
from itertools import groupby
from statistics import quantiles
from typing import Any

from reporting.content import Content, Figures
from reporting.reports import Kpis, Report, Tile

#: With fewer places that show the share there are no quartiles.
FEWEST = 5
EMPLOYER = "employer"


def share(figures: Figures, unit: str, tile: Tile) -> float | None:
    """The part of a unit's total that a tile names, 0 to 100; None unless both are shown."""
    table = figures.tables.get(tile.table)
    if table is None or table.withheld:
        return None
    part, total = table.total_of(unit, tile.where), table.value(unit)
    return 100 * part / total if part is not None and total else None


def benchmarks(report: Report, content: Content) -> list[dict[str, Any]]:
    """For each share of the report's benchmarks and each level above the employers: its quartiles."""
    figures = Figures(content)
    tiles = {t.key: t for s in report.sections if isinstance(s, Kpis) for t in s.tiles}
    return [
        {"key": tile.key, "level": level, **found}
        for tile in tiles.values()
        for level, codes in _levels(figures)
        if (found := _quartiles([share(figures, code, tile) for code in codes]))
    ]


def _levels(figures: Figures) -> Iterator[tuple[str, list[str]]]:
    inner = [(u["level"], code) for code, u in figures.units.items() if u["level"] != EMPLOYER]
    for level, pairs in groupby(sorted(inner), key=lambda pair: pair[0]):
        yield level, [code for _, code in pairs]


def _quartiles(shares: list[float | None]) -> dict[str, int]:
    shown = [each for each in shares if each is not None]
    if len(shown) < FEWEST:
        return {}
    lower, median, upper = (round(each) for each in quantiles(shown, n=4, method="inclusive"))
    return {"n": len(shown), "lower": lower, "median": median, "upper": upper}
