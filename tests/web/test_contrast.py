"""axe reports text in SVG as "incomplete", so the palette's contrast is computed here."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from orgs.web import svg

APP_CSS = (Path(__file__).resolve().parents[2] / "static/app/app.css").read_text()
PDF_CSS = (Path(__file__).resolve().parents[2] / "static/app/pdf.css").read_text()


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_is_right():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("fill", "ink"), [*svg.READINESS, *svg.HEAT])
def test_words_on_colours(fill, ink):
    assert contrast(fill, ink) >= 4.5


@pytest.mark.parametrize("fill", [fill for fill, _ in svg.READINESS])
def test_bars_stand_out_from_white(fill):
    edge = svg.AMBER_EDGE if fill == svg.AMBER else fill
    assert contrast(edge, svg.WHITE) >= 3


@pytest.mark.parametrize("ground", [svg.WHITE, "#f0f4f5", "#f8fafa"])
@pytest.mark.parametrize("ink", [svg.INK, svg.MUTED, svg.BLUE])
def test_page_words_on_page_grounds(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("#6b140e", "#fdf3f2"),
        ("#d5281b", "#ffffff"),
        ("#ffffff", "#212b32"),
        ("#ffffff", "#37434b"),
        ("#212b32", "#ffeb3b"),
        ("#212b32", "#d8dde0"),
        ("#4c6272", "#e8f1fa"),
        ("#4c6272", "#e6f2eb"),
        ("#4c6272", "#fdf3f2"),
    ],
)
def test_our_other_pairs(ink, ground):
    assert contrast(ink, ground) >= 4.5


def test_shapes_that_carry_meaning():
    assert contrast(svg.GREEN, svg.WHITE) >= 3
    assert contrast(svg.HATCH_LINE, svg.WHITE) >= 3
    assert contrast(svg.BLUE, svg.GRID) >= 3


def test_heat_darkens_step_by_step():
    levels = [luminance(fill) for fill, _ in svg.HEAT]
    assert all(lighter > darker for lighter, darker in pairwise(levels))


@pytest.mark.parametrize("css", [APP_CSS, PDF_CSS])
def test_the_stylesheets_repeat_the_palette(css):
    rules = re.findall(r"\.app-heat--(\d) \{ background: (#[0-9a-f]{6});( color: #fff;)?", css)
    expected = [
        (str(step), fill, " color: #fff;" if ink == svg.WHITE else "")
        for step, (fill, ink) in enumerate(svg.HEAT)
    ]
    assert rules == expected
