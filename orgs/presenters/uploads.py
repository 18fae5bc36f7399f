"""An uploaded file in words: the parts of the difference it makes, its faults, and earlier files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from orgs.enums import UploadState
from orgs.imports.refusal import Fault
from orgs.imports.sheets import SheetRow
from orgs.models.uploads import Upload

#: How many lines of a part stand on one page.
PAGE = 25
_COLOURS = {UploadState.OPEN: "blue", UploadState.APPLIED: "green"}


@dataclass(frozen=True)
class Part:
    """One part of a difference, as the page offers it."""

    key: str
    label: str
    count: int
    tone: str


@dataclass(frozen=True)
class Line:
    """One person, thing or fault of a part: a heading, and what is said below it."""

    title: str
    where: str
    says: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def chosen(offered: Sequence[Part], wanted: str | None) -> Part | None:
    """The part that was asked for, else the first."""
    named = (part for part in offered if part.key == wanted)
    return next(named, offered[0] if offered else None)


def fault_line(
    fault: Fault, cells: Mapping[int, SheetRow], headings: Sequence[str], whole: str
) -> Line:
    """A fault at its row and column, with what the cell holds. `whole` = what the file is called."""
    at = headings.index(fault.column) if fault.column in headings else None
    holds = cells[fault.line].cells[at] if at is not None and fault.line in cells else ""
    sentence = fault.message[:1].upper() + fault.message[1:]
    where = f"Row {fault.line}, {fault.column}" if fault.line else whole
    return Line(sentence, where, [f"The cell says “{holds}”" if holds else "The cell is empty"])


def count(number: int, one: str, many: str) -> str:
    """A number with its word."""
    return f"{number:,} {one if number == 1 else many}"


def file_rows(
    files: Sequence[Upload],
    *,
    said: Callable[[Mapping[str, int]], str],
    address: Callable[[UUID], str],
) -> list[dict[str, object]]:
    """Earlier files, newest first. `said` words what applying one did, `address` is its page."""
    return [
        {
            "url": address(each.public_id),
            "name": each.name,
            "at": each.uploaded_at,
            "by": each.uploaded_by.login,
            "state": UploadState(each.state).label,
            "colour": _COLOURS.get(UploadState(each.state), "grey"),
            "open": each.state == UploadState.OPEN,
            "said": said(each.counts) if each.state == UploadState.APPLIED else "",
            "until": each.expires_at,
        }
        for each in files
    ]
