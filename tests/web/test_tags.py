"""What the tags print, and that they escape it."""

import datetime as dt

import pytest
from django.template import Context, Template

from orgs.templatetags import ui


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


def test_days_and_moments_are_said_in_words():
    moment = dt.datetime(2026, 11, 22, 14, 14, tzinfo=dt.UTC)
    assert render("{{ at|day }}, {{ at|moment }}", at=moment) == (
        "22 November 2026, 22 November 2026 at 2:14pm"
    )
    assert render("{{ ends|last_day }}", ends=dt.date(2026, 4, 1)) == "31 March 2026"
    assert render("{{ missing|day }}") == "No date"


def test_counts():
    assert ui.count(1234567) == "1,234,567"
    assert ui.count(0) == "0"
    assert ui.percent(27.4) == "27%"


HIDDEN = (
    '<span class="app-hidden">[c]<span class="nhsuk-u-visually-hidden"> hidden, so that nobody can be '
    "recognised</span></span>"
)


def test_none_is_the_hidden_mark_everywhere():
    assert ui.count(None) == HIDDEN
    assert ui.percent(None) == HIDDEN
    assert render("{{ x|count }}", x=None) == HIDDEN
    assert render("{% hidden_mark %}") == HIDDEN
    tile = ui.tile("High risk", None, percent=7, percent_label="7% of roles")
    assert HIDDEN in tile
    assert "7" not in tile
    meter = ui.meter(None, "Share of roles")
    assert 'aria-label="Share of roles: hidden"' in meter
    assert "<rect" not in meter
    ring = ui.ring(None, "Plans done")
    assert "[c]" in ring
    assert "rotate" not in ring


def test_a_tile_says_its_figures():
    assert ui.tile("Ready now", 4, of=7, note="Target: 6", tone="good") == (
        '<li class="app-tile app-tile--good"><p class="app-tile__label">Ready now</p>'
        '<p class="app-tile__num">4 <small>of 7</small></p><p class="app-tile__note">Target: 6</p></li>'
    )
    assert "<small>" not in ui.tile("Ready now", 0, of="")


def test_a_tag_has_its_suffix_in_regular_weight():
    assert ui.tag("High", "red", "flight risk") == (
        '<strong class="nhsuk-tag nhsuk-tag--red">High <span class="app-tag__suffix">flight risk</span></strong>'
    )


@pytest.mark.parametrize(
    "bad", [lambda: ui.tag("x", "crimson"), lambda: ui.meter(1, "x", tone="loud")]
)
def test_an_unknown_colour_is_an_error(bad):
    with pytest.raises(ValueError, match="no t"):
        bad()


EVIL = "<img src=x onerror=alert(1)>\"'"


@pytest.mark.parametrize(
    "out",
    [
        lambda: ui.tag(EVIL, "blue", EVIL),
        lambda: ui.tile(EVIL, EVIL, of=EVIL, note=EVIL, percent=1, percent_label=EVIL, url=EVIL),
        lambda: ui.meter(3, EVIL),
        lambda: ui.ring(3, EVIL),
    ],
)
def test_everything_is_escaped(out):
    assert "<img" not in out()
    assert EVIL not in out()


def test_every_icon_is_decoration():
    for name in ui.ICONS:
        assert 'aria-hidden="true"' in ui.icon(name)


def test_page_addresses_keep_the_filters(rf):
    request = rf.get("/x/?q=a%26b&page=2")
    out = Template("{% load ui %}{% page_url 3 %}").render(Context({"request": request}))
    assert out == "?q=a%26b&amp;page=3"
