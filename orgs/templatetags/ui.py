"""The only template tags of the platform: words, marks and small pictures, all escaped.

{% load ui %}
{% tag "High" "red" "flight risk" %}   {{ post.ends_on|day }}   {{ cell.value|count }}
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeGuard, TypeVar

from django import template
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from orgs.web import forms as ui_forms
from orgs.web import svg
from orgs.words import words_of_day, words_of_last_day, words_of_moment

T = TypeVar("T")

register = template.Library()
register.filter("day", words_of_day)
register.filter("last_day", words_of_last_day)
register.filter("moment", words_of_moment)

TAG_COLOURS = frozenset(
    {"white", "grey", "green", "aqua-green", "blue", "purple", "pink", "red", "orange", "yellow"}
)
TONES = frozenset({"", "good", "warn", "bad", "muted"})

# 24 by 24 outlines, drawn for this product.
ICONS = {
    "user": "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22Zm0 2a9 9 0 0 0-5.4 16.2A6 6 0 0 1 12 14.5a6 6 0 0 1 5.4 4.7A9 "
    "9 0 0 0 12 3Zm0 3a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z",
    "org": "M4 21V5a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v4h3a2 2 0 0 1 2 2v10h-6v-4h-2v4H4Zm3-13h2V6H7v2Zm4 0h2V6h-2v2Zm-4 "
    "4h2v-2H7v2Zm4 0h2v-2h-2v2Zm-4 4h2v-2H7v2Z",
    "search": "M10.5 3a7.5 7.5 0 0 1 5.9 12.1l4.3 4.2a1 1 0 0 1-1.4 1.4l-4.2-4.3A7.5 7.5 0 1 1 10.5 3Zm0 2a5.5 5.5 "
    "0 1 0 0 11 5.5 5.5 0 0 0 0-11Z",
    "plus": "M11 5a1 1 0 1 1 2 0v6h6a1 1 0 1 1 0 2h-6v6a1 1 0 1 1-2 0v-6H5a1 1 0 1 1 0-2h6V5Z",
    "tick": "M19.6 5.7a1.3 1.3 0 0 1 .1 1.9L10 18.4a1.3 1.3 0 0 1-1.9 0l-4-4.2a1.3 1.3 0 0 1 1.9-1.8l3 3.1 8.8-9.7a1.3 "
    "1.3 0 0 1 1.8-.1Z",
    "lock": "M12 2a5 5 0 0 1 5 5v2h1a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-9c0-1.1.9-2 2-2h1V7a5 5 0 0 1 5-5Zm0 "
    "2a3 3 0 0 0-3 3v2h6V7a3 3 0 0 0-3-3Zm0 9a2 2 0 0 0-1 3.7V18a1 1 0 1 0 2 0v-1.3a2 2 0 0 0-1-3.7Z",
    "up": "M12 5a1 1 0 0 1 .8.4l6 8A1 1 0 0 1 18 15H6a1 1 0 0 1-.8-1.6l6-8A1 1 0 0 1 12 5Z",
    "down": "M12 19a1 1 0 0 1-.8-.4l-6-8A1 1 0 0 1 6 9h12a1 1 0 0 1 .8 1.6l-6 8a1 1 0 0 1-.8.4Z",
}


def given(value: T | None) -> TypeGuard[T]:
    """A template's missing name arrives as an empty string."""
    return value is not None and value != ""


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A decorative icon: hidden from screen readers, so words must stand beside it. KeyError if unknown."""
    return format_html(
        '<svg class="app-icon nhsuk-icon--{0}" viewBox="0 0 24 24" width="{1}" height="{1}" '
        'fill="currentColor" focusable="false" aria-hidden="true"><path d="{2}"/></svg>',
        name,
        size,
        ICONS[name],
    )


@register.simple_tag
def tag(text: str, colour: str = "blue", suffix: str = "") -> SafeString:
    """A word in a coloured box; `suffix` follows in regular weight ("High" + "flight risk").

    The word carries the meaning, the colour never alone. ValueError for a colour nhsuk-frontend lacks.
    """
    if colour not in TAG_COLOURS:
        raise ValueError(f"no tag colour {colour}")
    after = format_html(' <span class="app-tag__suffix">{}</span>', suffix) if suffix else ""
    return format_html('<strong class="nhsuk-tag nhsuk-tag--{}">{}{}</strong>', colour, text, after)


@register.simple_tag
def hidden_mark() -> SafeString:
    """[c], spoken as the same few words everywhere: a figure kept back so that nobody can be recognised."""
    return format_html(
        '<span class="app-hidden">{}<span class="nhsuk-u-visually-hidden"> hidden, so that nobody can be '
        "recognised</span></span>",
        svg.MARK,
    )


@register.filter
def under(cells: Sequence[T], headers: Sequence[str]) -> list[tuple[str, T]]:
    """Each cell of a row with its column's header; the first header is the row header's own."""
    return list(zip(headers[1:], cells, strict=True))


@register.filter
def count(value: float | None) -> str:
    """1234 as "1,234"; None is a hidden figure and becomes its mark, never 0 and never blank."""
    if value is None:
        return hidden_mark()
    return f"{value:,}"


@register.filter
def percent(value: Decimal | float | None) -> str:
    """27.4 as "27%"; None becomes the hidden mark."""
    if value is None:
        return hidden_mark()
    return f"{value:.0f}%"


@register.simple_tag
def meter(percent: int | None, label: str, tone: str = "") -> SafeString:
    """A thin bar for a share of 100, with `label` ("57% of roles") for screen readers.

    None is a hidden figure: an empty hatched track, spoken as hidden.
    """
    if tone not in TONES:
        raise ValueError(f"no tone {tone}")
    if percent is None:
        return format_html(
            '<div class="app-meter app-meter--c" role="img" aria-label="{}: hidden"></div>', label
        )
    return format_html(
        '<div class="app-meter{}" role="img" aria-label="{}"><svg viewBox="0 0 100 8" preserveAspectRatio="none" '
        'width="100%" height="8" aria-hidden="true" focusable="false"><rect class="app-meter__track" width="100" '
        'height="8"/><rect class="app-meter__bar" width="{}" height="8"/></svg></div>',
        f" app-meter--{tone}" if tone else "",
        label,
        max(0, min(percent, 100)),
    )


@register.simple_tag
def ring(percent: int | None, label: str, size: int = 40) -> SafeString:
    """A progress ring; `label` is the whole sentence ("Development plan 80% done"). None is hidden."""
    return svg.ring(percent, label, size)


@register.simple_tag
def tile(
    label: str,
    value: int | str | None,
    of: int | str | None = None,
    note: str = "",
    tone: str = "",
    percent: int | None = None,
    percent_label: str = "",
    url: str = "",
) -> SafeString:
    """One figure in a <ul class="app-tiles">. `value=None` is hidden; `of` gives "4 of 7".

    `percent` with `percent_label` adds the bar; `url` makes the label a link; `tone` is good, warn, bad or muted.
    """
    if tone not in TONES:
        raise ValueError(f"no tone {tone}")
    shown = value if isinstance(value, str) else count(value)
    total = (
        format_html(" <small>of {}</small>", of if isinstance(of, str) else count(of))
        if given(of)
        else ""
    )
    return format_html(
        '<li class="app-tile{}"><p class="app-tile__label">{}</p><p class="app-tile__num{}">{}{}</p>{}{}</li>',
        f" app-tile--{tone or 'muted'}" if tone or value is None else "",
        format_html('<a href="{}">{}</a>', url, label) if url else label,
        " app-tile__num--words" if isinstance(value, str) and " " in value else "",
        shown,
        total,
        meter(percent, percent_label)
        if percent_label and given(percent) and value is not None
        else "",
        format_html('<p class="app-tile__note">{}</p>', note) if note else "",
    )


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input, select or textarea of a bound field with nhsuk-frontend's classes and ids."""
    return ui_forms.control(field)


@register.simple_tag
def error_links(source: Any) -> list[tuple[str, str]]:
    """(fragment, message) pairs for the error summary, in page order; the fragment is "" for whole-form errors.

    `source` is a form, a list of forms and formsets' forms, or pairs that are already in that shape.
    """
    if source is None:
        return []
    if isinstance(source, BaseForm):
        return ui_forms.error_links(source)
    pairs: list[tuple[str, str]] = []
    for item in source:
        pairs.extend(ui_forms.error_links(item) if isinstance(item, BaseForm) else [item])
    return pairs


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, page: int, name: str = "page") -> str:
    """This page's address with another page number, keeping its filters; escaped where it is printed."""
    query = context["request"].GET.copy()
    query[name] = str(page)
    return f"?{query.urlencode()}"


@register.filter
def page_range(paginator: Paginator[Any], number: int) -> list[int | None]:
    """Page numbers around `number`, with None where some are left out."""
    elided = paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    return [page if isinstance(page, int) else None for page in elided]


@register.filter
def field_kind(field: BoundField) -> str:
    """Which template in forms/ draws the field; see orgs.web.forms.kind."""
    return ui_forms.kind(field)


@register.filter
def described_by(field: BoundField) -> str:
    """Ids of the field's hint and error for aria-describedby; empty when there are none."""
    return ui_forms.described_by(field)
