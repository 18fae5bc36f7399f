"""Charts: a hidden figure leaves no trace, and nothing but figures decides the drawing."""

import re
from xml.etree import ElementTree as ET

import pytest

from orgs.web.svg import text_width, wrap
from reporting.render import charts, heat

SVG = "{http://www.w3.org/2000/svg}"
CATEGORIES = ["Ready now", "Ready in 1 to 2 years", "Ready in 3 to 5 years", "No successor"]


def stacked(rows, **extra):
    given = {
        "key": "c",
        "title": "Readiness",
        "summary": "A sentence.",
        "row_label": "Board",
        "categories": CATEGORIES,
    }
    return charts.stacked_bars(**given | extra, rows=rows)


def bars(rows, **extra):
    given = {
        "key": "b",
        "title": "Posts",
        "summary": "A sentence.",
        "row_label": "Kind",
        "value_label": "Posts",
    }
    return charts.bars(**given | extra, rows=rows)


def pyramid(rows, **extra):
    given = {
        "key": "p",
        "title": "Staff",
        "summary": "A sentence.",
        "row_label": "Band",
        "left": "White",
        "right": "Black and minority ethnic",
    }
    return charts.pyramid(**given | extra, rows=rows)


EVERY = [
    stacked([("North", [31, 44, 22, 17]), ("West", [None] * 4)]),
    bars([("Acute", 1204), ("Ambulance", None), ("None here", 0)]),
    pyramid([("Band 2", 61, 34), ("VSM", None, None)]),
]


@pytest.mark.parametrize("chart", EVERY, ids=lambda c: c.key)
def test_well_formed_named_and_without_styles(chart):
    ids = []
    for drawing in (chart.wide, chart.narrow):
        root = ET.fromstring(drawing)
        assert root.get("role") == "img"
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert (title.text, desc.text) == (chart.title, chart.summary)
        assert "style" not in drawing
        assert "<script" not in drawing
        ids += [element.get("id") for element in root.iter() if element.get("id")]
        assert all(int(t.get("font-size", 13)) >= 12 for t in root.iter(f"{SVG}text"))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("chart", EVERY, ids=lambda c: c.key)
def test_words_stay_inside_the_picture(chart):
    for drawing in (chart.wide, chart.narrow):
        root = ET.fromstring(drawing)
        width = float(root.get("width"))
        for text in root.iter(f"{SVG}text"):
            size = text_width(text.text, float(text.get("font-size", 13)))
            start = float(text.get("x")) - size * {"middle": 0.5, "end": 1}.get(
                text.get("text-anchor"), 0
            )
            assert start >= -1
            assert start + size * 0.97 <= width + 1, text.text


def test_hidden_is_hatched_with_words_and_never_zero():
    chart = bars([("Ambulance", None)])
    root = ET.fromstring(chart.wide)
    assert [r.get("fill") for r in root.iter(f"{SVG}rect")][1:] == ["url(#b-wide-h)", "#ffffff"]
    words = [t.text for t in root.iter(f"{SVG}text")]
    assert words.count("[c] hidden") == 1
    assert chart.table.rows == (("Ambulance", (None,)),)
    zero = bars([("Ambulance", 0)])
    assert "[c]" not in zero.wide
    assert zero.table.rows == (("Ambulance", ("0",)),)


def geometry(drawing, fill):
    return [
        (r.get("x"), r.get("width"))
        for r in ET.fromstring(drawing).iter(f"{SVG}rect")
        if fill in r.get("fill")
    ]


def test_a_hidden_place_has_one_length_whatever_stands_beside_it():
    small, large = bars([("A", 5), ("B", None)]), bars([("A", 5000), ("B", None)])
    assert geometry(small.wide, "url") == geometry(large.wide, "url")
    one, other = pyramid([("A", 90, None)]), pyramid([("A", 10, None)])
    assert geometry(one.wide, "url") == geometry(other.wide, "url")


def test_a_row_with_one_hidden_part_draws_none_of_its_parts():
    """The visible parts, drawn to scale, would measure the hidden one."""
    chart = stacked([("West", [9713, None, 8624, 7535])])
    for drawing in (chart.wide, chart.narrow):
        assert not re.search("9713|8624|7535", drawing)
        assert geometry(drawing, "url") == [("156", "384")] or geometry(drawing, "url") == [
            ("0", "309")
        ]
    assert stacked([("West", [1, None, 1, 1])]).wide == chart.wide
    assert chart.table.rows == (("West", ("9,713", None, "8,624", "7,535")),), (
        "released figures stay in the table"
    )


def test_a_fully_hidden_chart_says_no_figure():
    chart = stacked([("North", [None] * 4), ("West", [None] * 4)])
    spoken = " ".join(t.text for t in ET.fromstring(chart.wide).iter() if t.text)
    assert re.findall(r"\d+", spoken.replace("1 to 2", "").replace("3 to 5", "")) == [
        "0",
        "25",
        "50",
        "75",
        "100",
    ]
    assert all(cell is None for _, cells in chart.table.rows for cell in cells)


def test_the_axis_ignores_hidden_figures():
    assert bars([("A", 5), ("B", None)]).wide.count(">8<") == 1


def test_shares_are_of_the_row_s_total():
    chart = stacked([("North", [1, 1, 0, 2])])
    widths = [
        float(r.get("width"))
        for r in ET.fromstring(chart.wide).iter(f"{SVG}rect")
        if r.get("height") == "30"
    ]
    assert widths == [94.0, 94.0, 190.0]


def test_a_row_of_zeros_says_none():
    assert ">None<" in stacked([("North", [0, 0, 0, 0])]).wide


def test_names_are_escaped():
    chart = stacked([("<b>&", [1, 2, 3, 4])], title="<i>", summary='"<u>')
    for tag in ("<b>", "<i>", "<u>"):
        assert tag not in chart.wide
    ET.fromstring(chart.wide)


def test_misuse_is_an_error():
    with pytest.raises(ValueError, match="one figure a category"):
        stacked([("North", [1, 2])])
    with pytest.raises(ValueError, match="at most 5"):
        stacked([], categories=["a"] * 6)
    with pytest.raises(ValueError, match="key is lower case"):
        stacked([], key='x" onload="')


def test_axis_ends():
    assert [charts._round_up(v) for v in (0, 3, 5, 11, 17, 101, 1204, 9999)] == [
        4,
        4,
        8,
        12,
        20,
        120,
        1600,
        10000,
    ]


def test_text_widths_are_arial_s():
    assert text_width("Chief nurse", 13) == pytest.approx(66.6, abs=0.5)
    assert wrap("Mental health and learning disability", 100, 13) == [
        "Mental health",
        "and learning",
        "disability",
    ]


@pytest.mark.parametrize(
    ("value", "css"),
    [
        (None, "c"),
        (0, "0"),
        (13, "0"),
        (14, "1"),
        (27, "1"),
        (28, "2"),
        (69, "4"),
        (70, "5"),
        (100, "5"),
    ],
)
def test_heat_steps(value, css):
    assert heat.css_class(value) == f"app-heat--{css}"


def test_heat_key_follows_fixed_steps_not_the_figures():
    one = heat.table(key="a", caption="x", headers=["r", "c"], rows=[("n", [1])])
    other = heat.table(key="a", caption="x", headers=["r", "c"], rows=[("n", [99])])
    assert one.key == other.key
    assert [step.label for step in one.key] == [
        "0 to 13%",
        "14 to 27%",
        "28 to 41%",
        "42 to 55%",
        "56 to 69%",
        "70% or more",
    ]
    with pytest.raises(ValueError, match="five rising"):
        heat.table(key="a", caption="x", headers=["r"], rows=[], steps=[1, 2])
