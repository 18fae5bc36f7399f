"""A release in words, tables and pictures, the same for page and PDF.

Nothing here can see more than the release, and a hidden figure is None in it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from orgs.words import words_of_day
from reporting import hidden
from reporting.content import Content, Figures
from reporting.disclosure.policy import Policy
from reporting.measures import Measure
from reporting.models.releases import Release
from reporting.packs import WHOLE, Printed
from reporting.policies import platform_policy
from reporting.presenters import packs
from reporting.presenters.parts import Earlier, Part, Source, anchor
from reporting.presenters.sections import draw
from reporting.reports import OVERVIEW, Report, Section


class NothingToShowError(LookupError):
    """A theme of which a pack has no section."""


@dataclass(frozen=True)
class Definition:
    """What a figure counts: the target of its link."""

    anchor: str
    label: str
    text: str
    counted: str
    rule: str


@dataclass(frozen=True)
class ReportPage:
    """Everything that page and PDF print of a release."""

    title: str
    caption: str
    meta: str
    #: The one sentence on hidden figures; empty where nothing can be.
    hidden: str
    parts: list[Part]
    definitions: list[Definition]
    introduction: tuple[str, ...] = ()
    comment: packs.Comment | None = None
    #: Sections of the pack that cannot be drawn, each in a sentence.
    said: list[str] = field(default_factory=list)
    draft: bool = False
    rows: list[list[Part]] = field(default_factory=list)
    #: The pages of the report that have something to show: (key, title, whether it is this one).
    themes: list[tuple[str, str, bool]] = field(default_factory=list)
    #: Why some sections are not shown, each reason once, with their titles.
    not_shown: list[tuple[str, list[str]]] = field(default_factory=list)
    #: Places below that have this report too: (code, name).
    places: list[tuple[str, str]] = field(default_factory=list)

    @property
    def chapters(self) -> list[tuple[str, list[Part]]]:
        """The parts of a PDF under the titles of their themes, in the order of the pack."""
        titles = {key: title for key, title, _ in self.themes}
        return [
            (titles.get(theme, ""), list(parts))
            for theme, parts in groupby(self.parts, key=lambda part: part.theme)
        ]


def page(
    release: Release,
    report: Report,
    printed: Printed | None = None,
    earlier: Sequence[tuple[dt.date, Content]] = (),
    theme: str = "",
) -> ReportPage:
    """The report of a release, in the order and with the words of a pack and its comments.

    All of it, or the sections of one theme. `earlier` are the releases of a trend.

    Raises:
        NothingToShowError: no section of the theme is to be shown.
    """
    printed = printed or Printed()
    pack, comments = printed.pack, printed.comments
    figures = Figures(release.content)
    sections, said = packs.chosen(pack, report, figures.tables)
    themes = _themes(report, sections, theme)
    if theme:
        sections = [section for section in sections if section.theme == theme]
    first = theme in ("", OVERVIEW)
    before = [Earlier(as_at, Figures(content)) for as_at, content in earlier]
    source = Source(report, figures, release.as_at, before)
    drawn = [replace(draw(s, source), comment=packs.comment(comments, s.key)) for s in sections]
    # What somebody wrote about stays where it is.
    parts = [part for part in drawn if not part.withheld or part.comment]
    audience = figures.units[figures.audience]
    return ReportPage(
        title=pack.title or report.title,
        caption=f"{audience['name']}",
        meta=_meta(release),
        hidden=hidden.sentence(_policy(release, m) for m in report.definitions(sections)),
        parts=parts,
        definitions=[_definition(m, _policy(release, m)) for m in report.definitions(sections)],
        introduction=packs.paragraphs(pack.introduction) if first else (),
        comment=packs.comment(comments, WHOLE) if first else None,
        said=said if first else [],
        draft=printed.draft,
        rows=packs.blocks(
            parts,
            side_by_side=[part.kind == "bars" for part in parts],
            ordered=pack.sections is not None,
        ),
        themes=themes,
        not_shown=_not_shown([part for part in drawn if part not in parts]),
        places=[
            (code, unit["name"])
            for code, unit in figures.units.items()
            if unit["parent"] == figures.audience and unit["level"] != "employer"
        ],
    )


def _not_shown(parts: Sequence[Part]) -> list[tuple[str, list[str]]]:
    """The titles of parts that show nothing, by the reason, in their order."""
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(" ".join(part.said), []).append(part.title)
    return list(found.items())


def _themes(report: Report, sections: Sequence[Section], theme: str) -> list[tuple[str, str, bool]]:
    """The themes with a section to show; the overview always has a page."""
    shown = {OVERVIEW} | {section.theme for section in sections}
    if theme and theme not in shown:
        raise NothingToShowError(f"{report.code} has nothing to show of {theme!r}")
    return [(t.key, t.title, t.key == theme) for t in report.themes if t.key in shown]


def _meta(release: Release) -> str:
    words = (
        f"Figures at {words_of_day(release.as_at)}. {release.contributors} of {release.contributors_of} "
        f"{'organisation' if release.contributors_of == 1 else 'organisations'} contributed"
    )
    oldest = (
        f", the oldest update is from {words_of_day(release.oldest_update)}"
        if release.oldest_update
        else ""
    )
    return f"{words}{oldest}."


def _policy(release: Release, measure: Measure) -> Policy:
    """The rules that the release was made by; the platform's for a measure that it does not hold."""
    held = release.policy.get(measure.code)
    return Policy.from_json(held) if held else platform_policy(measure)


def _definition(measure: Measure, policy: Policy) -> Definition:
    if measure.is_fact:
        rule = "It says something about organisations and nothing about a person, so nothing is hidden."
    else:
        rule = (
            f"Fewer than {policy.min_cell} {measure.counts.label}, or any part of a group of fewer "
            f"than {policy.min_base}, is hidden, and so is what would give it away. At least "
            f"{policy.min_contributors} organisations stand behind each figure."
        )
        if policy.round_to > 1:
            rule += f" Every number is rounded to the nearest {policy.round_to}."
    return Definition(
        anchor(measure.code), measure.label, measure.definition, _counted(measure), rule
    )


def _counted(measure: Measure) -> str:
    if measure.counts == "people":
        return "Counts people at each organisation: somebody who works for two counts at both."
    return f"Counts {measure.counts.label}."


# --- the page's other parts ---------------------------------------------------------------------------


def report_row(report: Report, release: Release | None, next_on: dt.date | None) -> dict[str, Any]:
    """A report on the list: its newest figures, or why there are none and what happens next."""
    return {
        "code": report.code,
        "title": report.title,
        "summary": report.summary,
        "released": f"Figures at {words_of_day(release.as_at)}"
        if release
        else "No figures released yet",
        "contributed": f"{release.contributors} of {release.contributors_of}" if release else None,
        "due": due(next_on) or "No release day is set.",
        "ready": release is not None,
        "planned": next_on is not None,
    }


def due(next_on: dt.date | None) -> str:
    """When the next figures come; empty when no day is set."""
    return f"The next figures are due on {words_of_day(next_on)}." if next_on else ""


def proof(release: Release) -> SafeString:
    """How to check a release: its number and its checksum."""
    pieces = [(release.hash[at : at + 8],) for at in range(0, len(release.hash), 8)]
    return format_html(
        "Release {}, revision {}. Checksum of the figures (SHA-256): <code>{}</code>",
        release.id,
        release.revision,
        # A telephone breaks the number where it may.
        format_html_join("", "{}<wbr>", pieces),
    )
