"""The report pack: which sections of a report stand in which order, under which introduction.

An inherited definition (a region defines it once, an ICB adapts it). A page shows today's; a PDF keeps
what it printed, so that the same figures, pack and comments always give the same file.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from orgs.access.roles import roles
from orgs.inheritance.effective import Effective
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, Options, kinds
from orgs.inheritance.selectors import effective_all
from reporting.models.commentary import Commentary
from reporting.models.releases import Release
from reporting.reports import OVERVIEW, Report, reports

#: The key of the comment on the whole report.
WHOLE = ""


def _report_options() -> Options:
    return tuple((report.code, report.title) for report in reports)


def _first_report() -> str:
    return next(iter(reports.keys()), "")


def section_title(section: Any) -> str:
    """What a section is called where it is chosen."""
    title = getattr(section, "title", "")
    theme = getattr(section, "theme", OVERVIEW)
    return str(title or ("Summary" if theme == OVERVIEW else f"Summary: {theme}"))


def _section_options() -> Options:
    """Every section of every report, as ``report:section``."""
    several = len(reports) > 1
    return tuple(
        (
            f"{report.code}:{section.key}",
            f"{report.title}: {section_title(section)}" if several else section_title(section),
        )
        for report in reports
        for section in report.sections
    )


def _all_sections() -> list[dict[str, str]]:
    first = _first_report()
    return [{"key": key} for key, _ in _section_options() if key.startswith(f"{first}:")]


#: How a unit below puts a pack in another order without giving up the list that it inherits.
_LEADING = tuple(
    FieldSpec(
        name,
        label,
        "choice",
        choices=_section_options,
        group="What stands first",
        hint="Whatever its place in the list. Empty: the order of the list." if number == 0 else "",
    )
    for number, (name, label) in enumerate(
        (("first", "First section"), ("second", "Second section"), ("third", "Third section"))
    )
)

REPORT_PACK = DefinitionKind(
    code="report_pack",
    label="Report pack",
    plural="Report packs",
    fields=(
        FieldSpec(
            "report",
            "Report",
            "choice",
            default=_first_report,
            choices=_report_options,
            hint="Which report the pack is of.",
        ),
        FieldSpec(
            "heading",
            "Heading of the report",
            "text",
            hint="Stands at the top of the page and the PDF. Empty: the name of the report.",
        ),
        FieldSpec(
            "introduction",
            "Introduction",
            "text",
            hint="Stands before the figures. Write no name and no figure: it is the same each month.",
            long=True,
        ),
        FieldSpec(
            "sections",
            "Sections, in order",
            "list",
            default=_all_sections,
            choices=_section_options,
            hint="What is not in the list is left out of the page and the PDF.",
        ),
        *_LEADING,
    ),
    above_employers=True,
)


def register() -> None:
    """Tell the settings of the kind; called once, from ``AppConfig.ready``."""
    kinds.add(REPORT_PACK.code, REPORT_PACK)


@dataclass(frozen=True)
class Pack:
    """A pack as it is in effect. ``sections`` None = nobody defined one: all of them, in order."""

    sections: tuple[str, ...] | None = None
    title: str = ""
    introduction: str = ""


@dataclass(frozen=True)
class Comments:
    """Comments of one author: by section key, :data:`WHOLE` for the whole. Number 0 is a draft."""

    number: int
    role: str
    on: dt.date
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Printed:
    """What stands beside the figures of a release, on a page or in a PDF."""

    pack: Pack = field(default_factory=Pack)
    comments: Comments | None = None
    commentary_id: int | None = None
    draft: bool = False

    def as_json(self) -> dict[str, Any]:
        """As a run keeps it. ``commentary_id`` has a column of its own."""
        found: dict[str, Any] = {"pack": asdict(self.pack), "draft": self.draft, "comments": None}
        if self.comments is not None:
            found["comments"] = asdict(self.comments) | {"on": self.comments.on.isoformat()}
        loaded: dict[str, Any] = json.loads(json.dumps(found))
        return loaded

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Printed":
        pack, comments = stored["pack"], stored["comments"]
        sections = pack["sections"]
        return cls(
            Pack(**pack | {"sections": None if sections is None else tuple(sections)}),
            Comments(**comments | {"on": dt.date.fromisoformat(comments["on"])})
            if comments
            else None,
            draft=stored["draft"],
        )

    @property
    def mark(self) -> str:
        """A short mark of it, for the number of a document; empty where nobody added anything."""
        if self == Printed():
            return ""
        text = json.dumps(self.as_json(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:8]


def in_effect(report: Report, unit_id: int, day: dt.date) -> Pack:
    """The pack of a report at a unit on a day: one query, through the viewer's policies."""
    for each in effective_all(REPORT_PACK.code, unit_id, day):
        if each.value("report") == report.code:
            return Pack(
                _in_order(each, report.code),
                each.value("heading") or "",
                each.value("introduction") or "",
            )
    return Pack()


def _in_order(pack: Effective, report: str) -> tuple[str, ...]:
    """Keys of the pack's sections of a report: those that are to stand first, then the others as listed."""
    listed = [item["key"] for item in pack.value("sections")]
    leading = [key for spec in _LEADING if (key := pack.value(spec.name)) in listed]
    keys = (each.partition(":") for each in dict.fromkeys([*leading, *listed]))
    return tuple(key for code, _, key in keys if code == report)


def published(release: Release) -> Commentary | None:
    """The newest published comments on a release."""
    return Commentary.objects.filter(release=release).order_by("-number").first()


def printed(release: Release, day: dt.date) -> Printed:
    """What stands beside the figures of a release on a day: its pack and the published comments."""
    pack = in_effect(reports.get(release.report), release.unit_id, day)
    found = published(release)
    if found is None or found.published_on > day:
        return Printed(pack)
    comments = Comments(found.number, role_label(found.role), found.published_on, found.texts)
    return Printed(pack, comments, found.pk)


def role_label(code: str) -> str:
    """The words of a role; its code when there is no such role any more."""
    return roles.get(code).label if code in roles else code
