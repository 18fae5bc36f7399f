"""What the tree and the files of ODS say, laid side by side, and the draft of what follows from it."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from orgs.imports.ods_plan import Operation
from orgs.imports.ods_read import OdsFiles
from orgs.imports.ods_records import OdsRecord
from orgs.imports.ods_tree import Placed, Tree
from orgs.words import words_of_day

TRUSTS = ("trust", "care_trust")
LEAVE = "leave"
_DAY = dt.timedelta(days=1)


def folded(name: str) -> str:
    """A name without case, punctuation and spaces: two that fold alike are one name, spelt twice."""
    return re.sub(r"[\W_]+", "", name.casefold().replace("&", " and "))


def after(record: OdsRecord) -> dt.date:
    """The first day without an organisation that has closed."""
    assert record.closed is not None
    return record.closed + _DAY


@dataclass
class Standing:
    """The tree and the files.

    Attributes:
        records: by code, the one that counts: of the file that knows the newest day.
        rivals: other records of a code, of files that know as new a day and say something else.
        days: by file, the newest day that it knows and that has passed. A report carries no day of its
            own, so this is the first day on which all of it can have been true.
        known_until: the newest day that the tree knows, `as_at` at most.
        older: files that show what had ended in the tree by then, each with the evidence.
    """

    tree: Tree
    files: OdsFiles
    as_at: dt.date
    records: dict[str, OdsRecord] = field(default_factory=dict)
    rivals: dict[str, list[OdsRecord]] = field(default_factory=dict)
    days: dict[str, dt.date] = field(default_factory=dict)
    known_until: dt.date | None = None
    root: str = ""
    older: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Tree, files: OdsFiles, as_at: dt.date) -> "Standing":
        made = cls(tree, files, as_at)
        made.days = _days(files, as_at)
        bounds = [day for unit in tree.values() for each in unit.placed for day in _bounds(each)]
        made.known_until = max((day for day in bounds if day <= as_at), default=None)
        made.root = next((code for code, unit in tree.items() if unit.last.type == "national"), "")
        made.older = _older(tree, files, as_at)

        def newest(record: OdsRecord) -> tuple[dt.date, str]:
            return made.days[record.file], record.file

        for record in sorted(files.records, key=newest, reverse=True):
            held = made.records.setdefault(record.code, record)
            as_new = made.days[held.file] == made.days[record.file]
            if as_new and _facts(held) != _facts(record):
                made.rivals.setdefault(record.code, []).append(record)
        return made

    def name(self, code: str) -> str:
        """What an organisation is called, with its code: in the tree, else in the files."""
        if code in self.tree:
            return f"{self.tree[code].last.name} ({code})"
        if code in self.records:
            return f"{self.records[code].name} ({code})"
        for each in self.files.successions:
            if each.successor == code and each.successor_name:
                return f"{each.successor_name} ({code})"
        return code

    def under(self, board: str) -> list[OdsRecord]:
        """The records of open organisations that name a board as theirs."""
        found = [each for each in self.records.values() if each.parent == board and not each.closed]
        return sorted(found, key=lambda each: each.code)

    def known_by(self, record: OdsRecord) -> dt.date:
        """The first day on which what a record says can have been true."""
        return self.days[record.file]

    def named_since(self, record: OdsRecord) -> OdsRecord:
        """The record of the oldest of the files that has this name already."""
        same = [
            each
            for each in self.files.records
            if each.code == record.code and folded(each.name) == folded(record.name)
        ]
        return min(same, key=self.known_by)

    def placed_since(self, record: OdsRecord) -> OdsRecord:
        """The record of the oldest of the files that has this parent already."""
        same = [
            each
            for each in self.files.records
            if each.code == record.code and each.parent == record.parent
        ]
        return min(same, key=self.known_by)

    def rival_words(self, code: str) -> str:
        """What other files say of a code, as a sentence; "" when they do not disagree."""
        found = [
            f"{each.where} has {each.name} under {each.parent or 'nothing'}"
            + (f", last day {words_of_day(each.closed)}" if each.closed else "")
            for each in self.rivals.get(code, [])
        ]
        return f" The files disagree: {'; '.join(found)}." if found else ""


def _bounds(placed: Placed) -> Iterator[dt.date]:
    yield from (day for day in (placed.first, placed.until) if day is not None)


def _facts(record: OdsRecord) -> tuple[Any, ...]:
    return record.parent, record.closed, folded(record.name), record.type


def _older(tree: Tree, files: OdsFiles, as_at: dt.date) -> dict[str, str]:
    """Files in which an organisation is open under a board that the tree has closed."""
    found: dict[str, str] = {}
    for record in files.records:
        board = tree.get(record.parent)
        until = board.last.until if board is not None and not record.closed else None
        if until is not None and until <= as_at:
            found.setdefault(
                record.file,
                f"line {record.line} names {record.parent}, closed on {words_of_day(until)}",
            )
    return found


def _days(files: OdsFiles, as_at: dt.date) -> dict[str, dt.date]:
    found: dict[str, dt.date] = {}
    for record in files.records:
        days = [record.opened, record.since, record.closed and after(record)]
        days += [each.on for each in record.successions]
        newest = max((day for day in days if day and day <= as_at), default=dt.date.min)
        found[record.file] = max(found.get(record.file, dt.date.min), newest)
    others = [each.on for each in files.successions if each.on <= as_at]
    unknown = max(others, default=as_at)
    return {name: unknown if day == dt.date.min else day for name, day in found.items()}


@dataclass
class Draft:
    """What is found, bit by bit.

    Attributes:
        opening: what opens: its type, where, and from when.
        going: where the merger or division of a board takes what is below it.
        ending, closing: the first day without each board that ends, and each Trust that closes.
        doomed: boards of which a record says that they end, also where nothing is proposed.
        renamed, moved: codes; moved holds what is only proposed too.
        lost: organisations whose board nobody knows.
    """

    operations: list[Operation] = field(default_factory=list)
    closings: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    divisions: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    opening: dict[str, tuple[str, str, dt.date]] = field(default_factory=dict)
    going: dict[str, str] = field(default_factory=dict)
    ending: dict[str, dt.date] = field(default_factory=dict)
    closing: dict[str, dt.date] = field(default_factory=dict)
    doomed: frozenset[str] = frozenset()
    renamed: dict[str, OdsRecord] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    lost: dict[str, list[str]] = field(default_factory=dict)


def region_of(standing: Standing, draft: Draft, code: str) -> str:
    """The region that a board is in, when all is done; "" when it is not known."""
    if code in draft.opening:
        return draft.opening[code][1]
    return standing.tree[code].last.parent if code in standing.tree else ""


def operation(do: str, on: dt.date, **values: Any) -> Operation:
    """One operation of a plan."""
    return {"do": do, "on": on.isoformat(), **values}


def decision(
    key: str,
    about: str,
    question: str,
    why: str,
    options: list[tuple[str, str, list[Operation]]],
    proposal: str,
) -> dict[str, Any]:
    """One decision of a plan. `options`: value, label, and what is done then."""
    return {
        "key": key,
        "about": about,
        "question": question,
        "why": why,
        "proposal": proposal,
        "options": [{"value": value, "label": label} for value, label, _ in options],
        "operations": {value: operations for value, _, operations in options},
    }
