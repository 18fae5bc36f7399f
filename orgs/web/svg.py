"""Small SVG kit: palette, text widths and a builder whose output needs no style attribute.

Presentation attributes only, so that the same string serves a page under `style-src 'self'`, an <img> and
the PDF service. Every value passes through format_html; nothing given by a caller is marked safe.
"""

from __future__ import annotations

import math
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INK: Final = "#212b32"
MUTED: Final = "#4c6272"
GRID: Final = "#d8dde0"
WHITE: Final = "#ffffff"
BLUE: Final = "#005eb8"
GREEN: Final = "#007f3b"
AMBER: Final = "#ffb81c"
AMBER_EDGE: Final = "#6b5300"
HATCH_GROUND: Final = "#f0f4f5"
HATCH_LINE: Final = "#768692"

# (fill, ink on it), in the order of readiness: now, 1 to 2 years, 3 to 5 years, no horizon, not assessed.
READINESS: Final = (
    ("#003087", WHITE),
    (BLUE, WHITE),
    ("#5297d5", INK),
    (AMBER, INK),
    (MUTED, WHITE),
)
# Heat steps from low to high; white ink from the fifth on. app.css repeats them: a test compares.
HEAT: Final = (
    ("#e8edee", INK),
    ("#cfe0f1", INK),
    ("#9fc5e8", INK),
    ("#5a9bd5", INK),
    ("#1f6bb5", WHITE),
    ("#003087", WHITE),
)

# "App Sans" exists in PDFs only (pdf.css): there an installed Arial would win over ours and change the bytes.
FONT: Final = "App Sans, Arial, sans-serif"
MARK: Final = "[c]"

# Advance widths of Arial in 1/1000 em for ASCII 32 to 126. Liberation Sans has the same metrics, so a
# label measured here fits on the page and in the PDF.
_TABLE: Final = (
    *(277, 277, 354, 556, 556, 889, 666, 190, 333, 333, 389, 583, 277, 333, 277, 277),
    *([556] * 10),
    *(277, 277, 583, 583, 583, 556, 1015),
    *(666, 666, 722, 722, 666, 610, 777, 722, 277, 500, 666, 556, 833),
    *(722, 777, 666, 777, 722, 666, 610, 722, 666, 943, 666, 666, 610),
    *(277, 277, 277, 469, 556, 333),
    *(556, 556, 500, 556, 556, 277, 556, 556, 222, 222, 500, 222, 833),
    *(556, 556, 556, 556, 333, 500, 277, 556, 500, 722, 500, 500, 500),
    *(333, 259, 333, 583),
)
FIGURE: Final = 556
_WIDTHS: Final = {chr(32 + index): width for index, width in enumerate(_TABLE)}

TEXT: Final = 13
SMALL: Final = 12
#: A font that stands in for Arial may be so much wider; what follows or surrounds a label leaves room for it.
SPARE: Final = 1.18


def text_width(text: str, size: float) -> float:
    """Width of `text` in Arial at `size`, in the same unit. Unknown letters count as a figure's width."""
    return sum(_WIDTHS.get(letter, FIGURE) for letter in text) * size / 1000


def wrap(text: str, width: float, size: float) -> list[str]:
    """`text` broken at spaces into lines of at most `width`; a longer single word keeps its own line."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


class Drawing:
    """One SVG image with a title, a description and ids of its own.

    `key` must be unique on the page; it prefixes every id, so two charts never share a hatch or a title.
    """

    def __init__(
        self, *, width: float, height: float, title: str, desc: str, key: str, css: str
    ) -> None:
        self.key = key
        self.width, self.height = width, height
        self._parts: list[SafeString] = [
            format_html(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" '
                'class="app-chart {css}" role="img" aria-labelledby="{k}-t {k}-d" font-family="{font}" '
                'font-size="13" fill="{ink}"><title id="{k}-t">{title}</title><desc id="{k}-d">{desc}</desc>',
                w=number(width),
                h=number(height),
                css=css,
                k=key,
                font=FONT,
                ink=INK,
                title=title,
                desc=desc,
            )
        ]
        #: The place of each colour's lines among the parts, and their path so far.
        self._grid: dict[str, tuple[int, str]] = {}
        self._hatch = SafeString("")

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, stroke: str = ""
    ) -> None:
        edge = format_html(' stroke="{}"', stroke) if stroke else ""
        self._parts.append(
            format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"{}/>',
                *(number(v) for v in (x, y, max(width, 0), height)),
                fill,
                edge,
            )
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = GRID) -> None:
        """A line of the grid. Those of one colour are one path, drawn where the first was asked for."""
        if colour not in self._grid:
            self._grid[colour] = (len(self._parts), "")
            self._parts.append(SafeString(""))
        place, before = self._grid[colour]
        path = before + "M{} {}L{} {}".format(*map(number, (x1, y1, x2, y2)))
        self._grid[colour] = (place, path)
        self._parts[place] = format_html('<path d="{}" stroke="{}"/>', path, colour)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: str = "start",
        fill: str = INK,
        size: int = TEXT,
        bold: bool = False,
    ) -> None:
        """Text at its baseline. Never smaller than 12: a smaller figure is drawn narrower, not smaller."""
        if size < SMALL:
            raise ValueError(f"chart text is {SMALL} or larger")
        attributes = format_html_join(
            "",
            ' {}="{}"',
            [
                pair
                for pair, wanted in (
                    (("text-anchor", anchor), anchor != "start"),
                    (("fill", fill), fill != INK),
                    (("font-size", size), size != TEXT),
                    (("font-weight", "bold"), bold),
                )
                if wanted
            ],
        )
        self._parts.append(
            format_html('<text x="{}" y="{}"{}>{}</text>', number(x), number(y), attributes, text)
        )

    def bar(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A filled bar; amber gets a dark edge, as it has too little contrast with white alone."""
        self.rect(x, y, width, height, fill, AMBER_EDGE if fill == AMBER else "")

    def hidden(self, x: float, y: float, width: float, height: float, label: str) -> None:
        """The place of a hidden figure: hatched, with words. Its length must never follow the figure."""
        self._hatch = self._pattern()
        self.rect(x, y, width, height, f"url(#{self.key}-h)", HATCH_LINE)
        plate = text_width(label, 12) + 12
        if plate < width:
            self.rect(x + (width - plate) / 2, y + 3, plate, height - 6, WHITE)
        self.text(x + width / 2, y + height / 2 + 4, label, anchor="middle", size=12)

    def _pattern(self) -> SafeString:
        return format_html(
            '<defs><pattern id="{}-h" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="6" height="6" fill="{}"/>'
            '<path d="M0 0V6" stroke="{}" stroke-width="2"/></pattern></defs>',
            self.key,
            HATCH_GROUND,
            HATCH_LINE,
        )

    def legend(self, items: list[tuple[str, str]], width: float) -> float:
        """Draw (fill, label) pairs from the top, wrapping at `width`; the height used."""
        x, y = 0.0, 0.0
        for fill, label in items:
            need = 20 + text_width(label, 13) * SPARE
            if x and x + need > width:
                x, y = 0.0, y + 22
            self.rect(x + 0.5, y + 2.5, 13, 13, fill, INK)
            self.text(x + 20, y + 13.5, label)
            x += need + 16
        return y + 22

    def render(self) -> SafeString:
        head, *rest = self._parts
        parts = [head, self._hatch, *rest]
        return format_html("{}</svg>", format_html_join("", "{}", ((part,) for part in parts)))


def ring(percent: int | None, label: str, size: int = 40) -> SafeString:
    """A progress ring with its figure inside. `label` is the whole meaning in words ("… 80% done").

    None is a hidden figure: a dashed ring with [c] and no proportional length.
    """
    around = 2 * math.pi * 15.5
    track = format_html(
        '<circle cx="20" cy="20" r="15.5" fill="none" stroke="{}" stroke-width="5"/>', GRID
    )
    arc = SafeString("")
    if percent is None:
        track = format_html(
            '<circle cx="20" cy="20" r="15.5" fill="none" stroke="{}" stroke-width="5" stroke-dasharray="2 2"/>',
            HATCH_LINE,
        )
    elif percent > 0:
        arc = format_html(
            '<circle cx="20" cy="20" r="15.5" fill="none" stroke="{}" stroke-width="5" '
            'stroke-dasharray="{} {}" transform="rotate(-90 20 20)"/>',
            GREEN,
            number(around * min(percent, 100) / 100),
            number(around),
        )
    return format_html(
        '<svg class="app-ring" viewBox="0 0 40 40" width="{size}" height="{size}" role="img" aria-label="{label}" '
        'font-family="{font}" fill="{ink}">{track}{arc}<text x="20" y="24" text-anchor="middle" font-size="12" '
        'font-weight="bold" aria-hidden="true">{text}</text></svg>',
        size=size,
        label=label if percent is not None else f"{label}: hidden",
        font=FONT,
        ink=INK,
        track=track,
        arc=arc,
        text=MARK if percent is None else percent,
    )
