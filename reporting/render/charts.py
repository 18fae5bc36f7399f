"""Charts of figures that have passed disclosure control, as SVG with the same figures as a table.

A hidden figure is None. It is drawn as a hatched place with "[c] hidden" whose length says nothing, and is
never counted in a total, an axis or a description. The chart does not decide what to hide: linked cells
must arrive hidden already. `summary` is the caller's sentence and becomes the SVG's description, so it too
must come from released figures only.

Each chart is drawn twice, wide (560) and narrow (310), because text must not shrink; app.css shows one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from orgs.web.svg import (
    AMBER,
    BLUE,
    MARK,
    MUTED,
    READINESS,
    SPARE,
    WHITE,
    Drawing,
    ring,
    text_width,
    wrap,
)

__all__ = ["Chart", "Table", "bars", "pyramid", "ring", "stacked_bars"]

WIDE, NARROW = 560, 310
HIDDEN = f"{MARK} hidden"


@dataclass(frozen=True)
class Table:
    """The chart's figures: `headers` names the row column first; a cell is text, or None for hidden."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str | None, ...]], ...]


@dataclass(frozen=True)
class Chart:
    """What components/chart.html and the PDF templates print."""

    key: str
    title: str
    summary: str
    wide: SafeString
    narrow: SafeString
    table: Table

    @property
    def table_id(self) -> str:
        return f"{self.key}-table"


def stacked_bars(
    *,
    key: str,
    title: str,
    summary: str,
    row_label: str,
    categories: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int | None]]],
) -> Chart:
    """One bar a row, split by category into shares of the row's total; at most five categories.

    A row with a hidden figure is hatched whole: the length of the visible parts would measure the hidden one.
    A row of zeros has no bar and says "None".
    """
    if len(categories) > len(READINESS):
        raise ValueError(f"at most {len(READINESS)} categories")
    _same_length(rows, len(categories))

    def draw(width: int) -> SafeString:
        narrow = width == NARROW
        left, bar, gap = (0, 30, 34) if narrow else (156, 30, 16)
        legend = [(READINESS[i][0], name) for i, name in enumerate(categories)]
        top = _legend_height(legend, width) + 8
        first = top + (20 if narrow else 0)
        height = first + len(rows) * (bar + gap) - gap + 26
        drawing = _drawing(key, title, summary, width, height)
        drawing.legend(legend, width)
        span = width - left - (1 if narrow else 20)
        for tick in range(0, 101, 25):
            x = left + span * tick / 100
            drawing.line(x, top, x, height - 22)
            drawing.text(
                min(max(x, 12), width - 17),
                height - 6,
                f"{tick}%",
                anchor="middle",
                fill=MUTED,
                size=12,
            )
        y = first
        for name, values in rows:
            _row_name(drawing, name, left, y, bar, narrow=narrow)
            shown = [v for v in values if v is not None]
            total = sum(shown)
            if len(shown) < len(values):
                drawing.hidden(left, y, span, bar, HIDDEN)
            elif total == 0:
                drawing.text(left + 6, y + 20, "None", fill=MUTED)
            else:
                x = float(left)
                for value, (fill, ink) in zip(shown, READINESS, strict=False):
                    part = span * value / total
                    if value:
                        drawing.bar(x + 1, y, part - 2, bar, fill)
                    if part > text_width(str(value), 13) + 8:
                        drawing.text(
                            x + part / 2, y + 20, str(value), anchor="middle", fill=ink, bold=True
                        )
                    x += part
            y += bar + gap
        return drawing.render()

    table = stacked_table(title=title, row_label=row_label, categories=categories, rows=rows)
    return Chart(key, title, summary, draw(WIDE), draw(NARROW), table)


def stacked_table(
    *,
    title: str,
    row_label: str,
    categories: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int | None]]],
) -> Table:
    """The figures of :func:`stacked_bars`, which may be more rows than are worth drawing."""
    return Table(
        f"{title}, as a table",
        (row_label, *categories),
        tuple((name, tuple(_text(v) for v in row)) for name, row in rows),
    )


def bars(
    *,
    key: str,
    title: str,
    summary: str,
    row_label: str,
    value_label: str,
    rows: Sequence[tuple[str, int | float | None]],
    unit: str = "",
    top: float | None = None,
) -> Chart:
    """One horizontal bar a row, each with its figure. `unit` follows the figure ("%").

    The axis ends at `top`, or at a round number above the largest figure shown.
    """
    limit = top or _round_up(max((v for _, v in rows if v is not None), default=1))

    def draw(width: int) -> SafeString:
        narrow = width == NARROW
        left, bar, gap = (0, 24, 32) if narrow else (156, 24, 14)
        first = 28 if narrow else 8
        height = first + len(rows) * (bar + gap) - gap + 26
        drawing = _drawing(key, title, summary, width, height)
        span = width - left - 48
        for tick in range(5):
            x = left + span * tick / 4
            drawing.line(x, 0, x, height - 22)
            label = f"{_plain(limit * tick / 4)}{unit}"
            drawing.text(
                max(x, text_width(label, 12) / 2),
                height - 6,
                label,
                anchor="middle",
                fill=MUTED,
                size=12,
            )
        y = first
        for name, value in rows:
            _row_name(drawing, name, left, y, bar, narrow=narrow)
            if value is None:
                drawing.hidden(left, y, 92, bar, HIDDEN)
            else:
                length = span * value / limit
                drawing.bar(left, y, length, bar, BLUE)
                drawing.text(left + length + 6, y + 17, f"{_text(value)}{unit}", bold=True)
            y += bar + gap
        return drawing.render()

    table = Table(
        f"{title}, as a table",
        (row_label, value_label),
        tuple(
            (name, (None if value is None else f"{_text(value)}{unit}",)) for name, value in rows
        ),
    )
    return Chart(key, title, summary, draw(WIDE), draw(NARROW), table)


def pyramid(
    *,
    key: str,
    title: str,
    summary: str,
    row_label: str,
    left: str,
    right: str,
    rows: Sequence[tuple[str, int | float | None, int | float | None]],
    unit: str = "%",
    top: float = 100,
) -> Chart:
    """Two groups back to back over the same rows, on the same scale from 0 to `top`.

    When one side is the complement of the other, both must arrive hidden.
    """

    def draw(width: int) -> SafeString:
        narrow = width == NARROW
        bar, gap = 22, 8
        middle = width / 2
        label = (
            max((text_width(name, 12 if narrow else 13) for name, *_ in rows), default=0) / 2 + 8
        )
        half = middle - label - (8 if narrow else 16)
        heads = [wrap(words, half * 0.95, 13) for words in (left, right)]
        first = 20 + 16 * max(len(lines) for lines in heads)
        height = first + len(rows) * (bar + gap) + 22
        drawing = _drawing(key, title, summary, width, height)
        ticks = [(share, f"{_plain(top * share)}{unit}") for share in (0, 0.5, 1)]
        _pyramid_frame(drawing, first, label, half, heads, ticks)
        for index, (name, first_value, second_value) in enumerate(rows):
            y = first + index * (bar + gap)
            drawing.text(middle, y + 16, name, anchor="middle", size=12 if narrow else 13)
            for value, side, fill in ((first_value, -1, BLUE), (second_value, 1, AMBER)):
                length = 80 if value is None else half * value / top
                x = middle + label if side > 0 else middle - label - length
                if value is None:
                    drawing.hidden(x, y, length, bar, HIDDEN)
                else:
                    drawing.bar(x, y, length, bar, fill)
                    words = f"{_text(round(value))}{unit}"
                    _pyramid_label(drawing, x, y + 16, length, half, words, right_side=side > 0)
        return drawing.render()

    table = Table(
        f"{title}, as a table",
        (row_label, left, right),
        tuple(
            (name, tuple(None if v is None else f"{_text(round(v))}{unit}" for v in values))
            for name, *values in rows
        ),
    )
    return Chart(key, title, summary, draw(WIDE), draw(NARROW), table)


INSIDE = 44  # a bar this long holds its own label


def _pyramid_label(
    drawing: Drawing,
    x: float,
    y: float,
    length: float,
    half: float,
    words: str,
    *,
    right_side: bool,
) -> None:
    """Beside the bar's end, or inside it where it is long."""
    if right_side:
        fits = length + text_width(words, 13) + 8 <= half
        place, anchor = (x + length + 6, "start") if fits else (x + length - 7, "end")
        drawing.text(place, y, words, anchor=anchor)
    elif length > INSIDE:
        drawing.text(x + 7, y, words, fill=WHITE)
    else:
        drawing.text(x - 6, y, words, anchor="end")


def _pyramid_frame(
    drawing: Drawing,
    first: float,
    label: float,
    half: float,
    heads: Sequence[Sequence[str]],
    ticks: Sequence[tuple[float, str]],
) -> None:
    """Headings of both sides, and the grid lines with their words; `ticks` are (share of half, words)."""
    middle, bottom = drawing.width / 2, drawing.height
    for anchor, x, lines in zip(
        ("end", "start"), (middle - label, middle + label), heads, strict=True
    ):
        for index, line in enumerate(reversed(lines)):
            drawing.text(x, first - 14 - 16 * index, line, anchor=anchor, bold=True)
    for share, words in ticks:
        edge = text_width(words, 12) / 2
        for side in (-1, 1):
            x = middle + side * (label + half * share)
            drawing.line(x, first - 6, x, bottom - 20)
            place = min(max(x, edge), drawing.width - edge)
            drawing.text(place, bottom - 5, words, anchor="middle", fill=MUTED, size=12)


def _drawing(key: str, title: str, summary: str, width: int, height: float) -> Drawing:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", key):
        raise ValueError("key is lower case letters, figures and hyphens")
    size = "narrow" if width == NARROW else "wide"
    return Drawing(
        width=width,
        height=height,
        title=title,
        desc=summary,
        key=f"{key}-{size}",
        css=f"app-chart--{size}",
    )


def _legend_height(items: list[tuple[str, str]], width: int) -> float:
    return Drawing(width=width, height=0, title="", desc="", key="x", css="").legend(items, width)


def _row_name(
    drawing: Drawing, name: str, left: float, y: float, bar: float, *, narrow: bool
) -> None:
    """The row's name: above its bar when narrow, wrapped at its left otherwise."""
    if narrow:
        drawing.rect(0, y - 18, text_width(name, 13) + 6, 16, WHITE)
        drawing.text(0, y - 6, name)
        return
    lines = wrap(name, (left - 12) / SPARE, 13)
    for index, line in enumerate(lines):
        drawing.text(
            left - 12, y + bar / 2 + 5 - (len(lines) - 1) * 8 + index * 16, line, anchor="end"
        )


def _text(value: float | None) -> str | None:
    return None if value is None else f"{value:,}"


def _plain(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


TICKS = 4  # an axis has a line at each quarter


def _round_up(value: float) -> float:
    """A little above `value`, such that a quarter of it is a round number too; at least 4."""
    if value <= TICKS:
        return TICKS
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if power > 1 else (4, 8, 12)
    return next(step * power for step in steps if step * power >= value)


def _same_length(rows: Sequence[tuple[str, Sequence[int | None]]], length: int) -> None:
    if any(len(values) != length for _, values in rows):
        raise ValueError("each row has one figure a category")
