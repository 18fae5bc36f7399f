"""Sections that compare: the largest of some, an area beside its peers, a release beside earlier ones.

All from figures that are shown. A hidden one is never ranked, never placed, and never a step of a line.
"""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

from orgs.words import words_of_day
from reporting.benchmarks import FEWEST, share
from reporting.content import Figures
from reporting.presenters.parts import (
    WITHHELD,
    Part,
    Source,
    level_of,
    level_words,
    missing,
    percent,
    text,
)
from reporting.render import charts, lines
from reporting.reports import Kpis, Ranked, Trend


def ranked(section: Ranked, source: Source) -> Part:
    """The largest figures of the area among those shown, ties together."""
    figures = source.figures
    table = figures.tables[section.table]
    part = Part("ranked", section.key, section.title, section.note)
    codes = [pair for pair in table.codes(section.of) if pair[0] not in section.apart]
    apart = [code for code, _ in table.codes(section.of) if code in section.apart]
    why = missing(figures, table)
    if why or not codes:
        return replace(part, withheld=True, said=(why or WITHHELD,))
    area, total = figures.audience, table.value(figures.audience)
    values = {code: table.value(area, **{section.of: code}) for code, _ in codes}
    shown = [(code, label, value) for code, label in codes if (value := values[code])]
    shown.sort(key=lambda row: -row[2])
    rows: list[dict[str, Any]] = []
    for _, label, value in shown:
        place = 1 + sum(other > value for _, _, other in shown)
        if place <= section.first:
            same = sum(other == value for _, _, other in shown) > 1
            share = percent(value, total)
            rows.append(
                {
                    "place": f"Joint {_ordinal(place)}" if same else _ordinal(place).capitalize(),
                    "label": label,
                    "count": value,
                    "value": text(value),
                    "of": text(total),
                    "percent": share,
                    "percent_label": f"{label}: {share}%",
                }
            )
    said: tuple[str, ...] = ()
    if None in values.values():
        others = [table.value(area, **{section.of: code}) for code in apart]
        said = (_hidden(rows, shown, total, others),)
    every = [
        (label, text(table.value(area, **{section.of: code})))
        for code, label in table.codes(section.of)
    ]
    return replace(
        part,
        rows=rows,
        said=said,
        table=charts.Table(
            f"{section.title}: all of them, for {figures.name(area)}",
            (section.note, f"Number of {table.counts}"),
            tuple((label, (value,)) for label, value in every),
        ),
    )


def _hidden(
    rows: list[dict[str, Any]],
    shown: list[tuple[str, str, int]],
    total: int | None,
    apart: list[int | None],
) -> str:
    """What may be said of the hidden ones: whether all of them together are fewer than the last ranked.

    By subtraction from shown figures, as any reader could.
    """
    known = sum(value for *_, value in shown) + sum(value for value in apart if value)
    if rows and total is not None and total - known < min(row["count"] for row in rows):
        return "Figures that are hidden are not ranked. Together they are fewer than the last one here."
    return "Figures that are hidden are not ranked, so a hidden one may be among the largest."


def _ordinal(place: int) -> str:
    return {1: "widest", 2: "second", 3: "third"}.get(place, f"number {place}")


# --- peers --------------------------------------------------------------------------------------------


def kpis(section: Kpis, source: Source) -> Part:
    """Each share of the area, and the quartiles of its peers, or of the places below it.

    A share that too few places show stands in no row: the page names it in a sentence.
    """
    figures = source.figures
    own = level_of(figures)
    inner = [str(u["level"]) for u in figures.units.values() if u["level"] != "employer"]
    levels = list(dict.fromkeys([own, *inner]))
    found = {(each["key"], each["level"]): each for each in figures.benchmarks}
    rows, alone = [], []
    for tile in section.tiles:
        peers = next((found[tile.key, lv] for lv in levels if (tile.key, lv) in found), None)
        if peers is None:
            alone.append(tile.label)
            continue
        mine = share(figures, figures.audience, tile)
        cells = (
            None if mine is None else f"{round(mine)}%",
            *(f"{peers[each]}%" for each in ("lower", "median", "upper")),
            f"{peers['n']} {level_words(peers['level'])[1]}",
            _standing(mine, peers),
        )
        rows.append((tile.label, cells))
    if not rows:
        said = (
            f"Fewer than {FEWEST} places show these figures, so there is nothing to compare with."
        )
        return Part("kpis", section.key, section.title, section.note, withheld=True, said=(said,))
    headers = (
        "Figure",
        "Here",
        "Lower quartile",
        "Median",
        "Upper quartile",
        "Of",
        "Where it stands",
    )
    caption = f"{section.title}: {figures.name(figures.audience)} beside its peers"
    return Part(
        "kpis",
        section.key,
        section.title,
        section.note,
        table=charts.Table(caption, headers, tuple(rows)),
        said=(f"Not compared, because fewer than {FEWEST} places show it: {'; '.join(alone)}.",)
        if alone
        else (),
    )


def _standing(mine: float | None, peers: dict[str, Any]) -> str:
    """Where the area stands among its peers, from its own shown figure."""
    if mine is None:
        return "Not compared"
    if round(mine) < peers["lower"]:
        return "Below the lower quartile"
    return "Above the upper quartile" if round(mine) > peers["upper"] else "In the middle half"


# --- time ---------------------------------------------------------------------------------------------


def trend(section: Trend, source: Source) -> Part:
    """Shares by release, the oldest first. No difference is worked out."""
    part = Part("trend", section.key, section.title, section.note)
    steps = [(e.as_at, e.figures) for e in sorted(source.earlier, key=lambda each: each.as_at)]
    steps.append((source.as_at, source.figures))
    if len(steps) == 1:
        return replace(
            part, said=("These are the first figures: the next release starts the line.",)
        )
    series = [
        (tile.label, [_rounded(share(f, f.audience, tile)) for _, f in steps])
        for tile in section.tiles
        if tile.table in source.figures.tables
    ]
    chart = lines.lines(
        key=section.key,
        title=section.title,
        summary=f"Shares at {len(steps)} days from {words_of_day(steps[0][0])} to {words_of_day(steps[-1][0])}. "
        "A figure that is hidden or was not released has no point.",
        row_label="Figures at",
        points=[(words_of_day(each), f"{each.day} {each:%b}", f"{each:%Y}") for each, _ in steps],
        series=series,
    )
    return replace(part, chart=chart, said=tuple(_changes(steps)))


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)


def _changes(steps: list[tuple[dt.date, Figures]]) -> list[str]:
    """What a restructure between the first and the last of these days means for the line."""
    said = []
    for (before, old), (after, new) in pairwise(steps):
        if _employers(old) != _employers(new):
            said.append(
                f"The organisations of this area were not the same at {words_of_day(before)} and at "
                f"{words_of_day(after)}: figures before and after are not of the same area, and no difference "
                "between them is given."
            )
        elif _tree(old) != _tree(new):
            said.append(
                f"Between {words_of_day(before)} and {words_of_day(after)} organisations of this area moved to other "
                "places in it. Figures since then are shown for the places as they are now; what was "
                "released before stays as it was released."
            )
    return said


def _tree(figures: Figures) -> dict[str, Any]:
    return {code: unit["parent"] for code, unit in figures.units.items()}


def _employers(figures: Figures) -> set[str]:
    return {code for code, unit in figures.units.items() if unit["level"] == "employer"}
