"""A line for each figure over days, with its figures as a table. A hidden figure is a gap, never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from django.utils.safestring import SafeString

from orgs.web.svg import AMBER_EDGE, BLUE, GREEN, MUTED, Drawing
from reporting.render.charts import NARROW, WIDE, Chart, Table

#: Colours of at most four lines, and a mark for each, so that colour is not all that tells them apart.
_STYLES = (("#003087", "●"), (GREEN, "■"), (AMBER_EDGE, "▲"), (BLUE, "◆"))
HEIGHT, BOTTOM, LEFT = 180, 40, 46


def lines(
    *,
    key: str,
    title: str,
    summary: str,
    row_label: str,
    points: Sequence[tuple[str, str, str]],
    series: Sequence[tuple[str, Sequence[int | None]]],
) -> Chart:
    """At most four series of percentages over the same points, each (in full, short, second line).

    The axis is always 0 to 100, so that a line's slope means the same on every page.
    """
    if len(series) > len(_STYLES):
        raise ValueError(f"at most {len(_STYLES)} lines")

    table = Table(
        f"{title}, as a table",
        (row_label, *(name for name, _ in series)),
        tuple(
            (
                whole,
                tuple(None if values[at] is None else f"{values[at]}%" for _, values in series),
            )
            for at, (whole, _, _) in enumerate(points)
        ),
    )
    wide, narrow = (_draw(width, key, title, summary, points, series) for width in (WIDE, NARROW))
    return Chart(key, title, summary, wide, narrow, table)


def _draw(
    width: int,
    key: str,
    title: str,
    summary: str,
    points: Sequence[tuple[str, str, str]],
    series: Sequence[tuple[str, Sequence[int | None]]],
) -> SafeString:
    size = "narrow" if width == NARROW else "wide"
    top = 22.0 * len(series) + 14
    height = top + HEIGHT + BOTTOM
    drawing = Drawing(
        width=width,
        height=height,
        title=title,
        desc=summary,
        key=f"{key}-{size}",
        css=f"app-chart--{size}",
    )
    step = (width - LEFT - 40) / max(len(points) - 1, 1)
    across = [LEFT + 16 + step * at for at in range(len(points))]
    for tick in range(0, 101, 25):
        y = top + HEIGHT * (1 - tick / 100)
        drawing.line(LEFT, y, width, y)
        drawing.text(LEFT - 6, y + 4, f"{tick}%", anchor="end", fill=MUTED, size=12)
    every = 1 if width == WIDE else max(1, -(-len(points) // 4))
    for at, (_, short, year) in enumerate(points):
        # The last day always has its words.
        if (len(points) - 1 - at) % every == 0:
            drawing.text(across[at], height - 20, short, anchor="middle", fill=MUTED, size=12)
            drawing.text(across[at], height - 5, year, anchor="middle", fill=MUTED, size=12)
    for row, ((name, values), (colour, mark)) in enumerate(zip(series, _STYLES, strict=False)):
        drawing.text(0, 14 + 22 * row, f"{mark} {name}", fill=colour, bold=True)
        places = [
            None if v is None else (across[at], top + HEIGHT * (1 - v / 100))
            for at, v in enumerate(values)
        ]
        for before, after in pairwise(places):
            if before and after:
                drawing.line(*before, *after, colour)
        for place in filter(None, places):
            drawing.text(place[0], place[1] + 5, mark, anchor="middle", fill=colour)
    return drawing.render()
