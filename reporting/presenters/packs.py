"""A pack in words: the sections in its order with their comments, and the page where it is prepared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from orgs.words import words_of_day
from reporting.models.commentary import CommentaryDraft
from reporting.packs import WHOLE, Comments, Pack, Printed, section_title
from reporting.reports import Report, Section, tables_of

Item = TypeVar("Item")


@dataclass(frozen=True)
class Comment:
    """A comment as it is printed: paragraphs, and who says so and when."""

    paragraphs: tuple[str, ...]
    by: str


def chosen(pack: Pack, report: Report, tables: Iterable[str]) -> tuple[list[Section], list[str]]:
    """The sections to draw, in the pack's order, and a sentence for each that cannot be drawn."""
    held = set(tables)
    known = {section.key: section for section in report.sections}
    keys = list(known) if pack.sections is None else list(pack.sections)
    drawn, said = [], []
    for key in keys:
        section = known.get(key)
        if section is None:
            said.append(f"The pack names a section that is not part of the report any more: {key}.")
        elif not set(tables_of(section)) <= held:
            said.append(f"{section_title(section)} comes with the next figures.")
        else:
            drawn.append(section)
    return drawn, said


def comment(comments: Comments | None, key: str) -> Comment | None:
    """The comment on a section, or with the key of the whole on everything."""
    text = comments.texts.get(key, "") if comments else ""
    if comments is None or not text:
        return None
    return Comment(paragraphs(text), f"{comments.role}, {words_of_day(comments.on)}")


def paragraphs(text: str) -> tuple[str, ...]:
    """Plain text by its lines, without the empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def blocks(
    parts: Sequence[Item], *, side_by_side: Sequence[bool], ordered: bool
) -> list[list[Item]]:
    """The parts in rows of the page: neighbours that may stand side by side are one row.

    In the platform's own order (not `ordered`) all of those come last, in one row.
    """
    pairs = list(zip(parts, side_by_side, strict=True))
    if not ordered:
        last = [part for part, beside in pairs if beside]
        return [[part] for part, beside in pairs if not beside] + ([last] if last else [])
    rows: list[list[Item]] = []
    was_beside = False
    for part, beside in pairs:
        if beside and was_beside:
            rows[-1].append(part)
        else:
            rows.append([part])
        was_beside = beside
    return rows


# --- the page where a pack is prepared ----------------------------------------------------------------


def state(draft: CommentaryDraft | None, last: Comments | None) -> dict[str, Any]:
    """What is published, and whether something waits to be."""
    texts = draft.texts if draft else {}
    return {
        "published": f"Version {last.number} is published: {last.role}, {words_of_day(last.on)}."
        if last
        else "",
        "unpublished": bool(texts) and (last is None or last.texts != texts),
    }


def waiting(count: int) -> str:
    """How many scheduled PDFs wait for the author."""
    if not count:
        return ""
    many = "1 scheduled PDF waits" if count == 1 else f"{count} scheduled PDFs wait"
    return f"{many} for your comments and goes out when you publish them."


def left_out(printed: Printed, report: Report) -> list[str]:
    """Titles of the report's sections that the pack does not have."""
    if printed.pack.sections is None:
        return []
    return [section_title(s) for s in report.sections if s.key not in printed.pack.sections]


def conflict(
    saved: CommentaryDraft, typed: Mapping[str, str], labels: Mapping[str, str]
) -> dict[str, Any]:
    """What stands now beside what was typed, where the two differ."""
    return {
        "who": "Somebody else",
        "when": saved.changed_at,
        "rows": [
            (label, saved.texts.get(key, "") or "Empty", typed.get(key, "") or "Empty")
            for key, label in labels.items()
            if saved.texts.get(key, "") != typed.get(key, "").strip()
        ],
    }


def labels(sections: Iterable[Section]) -> dict[str, str]:
    """Keys of what can be commented on, with what it is called."""
    return {WHOLE: "The whole report"} | {s.key: section_title(s) for s in sections}
