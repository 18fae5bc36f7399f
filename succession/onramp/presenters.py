"""A spreadsheet in words: what it would do to the plan, part by part, and what of it is left out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator

from orgs.imports.columns import FieldChange
from orgs.imports.refusal import Fault
from orgs.presenters.uploads import PAGE, Line, Part, count, fault_line
from orgs.words import words_of_day
from succession.board_roles import ROLES
from succession.onramp.changes import (
    ChangedSuccessor,
    Difference,
    NewHolder,
    NewPost,
    NewRisk,
    NewSuccessor,
    Same,
)
from succession.onramp.fields import PLAN_FIELDS
from succession.onramp.files import Reading
from succession.words import Codes, label

_LABELS = {field.key: field.label for field in PLAN_FIELDS}
_LISTS = {
    "vacancy_risk": "vacancy_risk",
    "impact": "impact",
    "readiness": "readiness",
    "cover": "cover",
    "reasons": "risk_reason",
}


def parts(found: Difference) -> list[Part]:
    """The parts with something in them; faults first, because nothing goes on before they are gone."""
    every = [
        Part("faults", "Rows to correct", len({f.line for f in found.faults}), "bad"),
        Part("posts", "New posts", len(found.posts), "good"),
        Part("holders", "Post holders", len(found.holders), "good"),
        Part("risks", "Risks", len(found.risks), ""),
        Part("named", "New successors", len(found.named), "good"),
        Part("changed", "Changed successors", len(found.changed), ""),
        Part("left_out", "Cells left out", len(found.left_out), "warn"),
        Part("same", "Stay the same", len(found.same), ""),
    ]
    return [part for part in every if part.count]


def shown(found: Difference, part: Part, number: str | None) -> "Page[Any]":
    """A page of a part's rows, before they are put in words."""
    return Paginator(getattr(found, part.key), PAGE).get_page(number)


def staff_ids(rows: Sequence[object]) -> list[int]:
    """Ids of the records that a page of a part shows."""
    people = (getattr(row, "person", None) for row in rows)
    return [person.id for person in people if person is not None]


def lines(rows: Sequence[object], reading: Reading) -> list[Line]:
    """A page of a part in words."""
    cells = {row.number: row for row in reading.sheet.rows}
    return [
        fault_line(row, cells, reading.sheet.headings, "The file")
        if isinstance(row, Fault)
        else _line(row, reading.on.codes)
        for row in rows
    ]


def _line(row: object, codes: Codes) -> Line:
    assert isinstance(row, NewPost | NewHolder | NewRisk | NewSuccessor | ChangedSuccessor | Same)
    where = f"Row {row.line}"
    if isinstance(row, NewPost):
        roles = ", ".join(label(codes, ROLES, code) for code in row.roles)
        return Line(row.title, where, [roles, label(codes, "criticality", row.criticality)])
    title = row.post.title
    if isinstance(row, NewHolder):
        return Line(title, where, [f"Held by {row.person.name} since {words_of_day(row.since)}"])
    if isinstance(row, NewRisk):
        return Line(title, where, changes=[_change(each, codes) for each in row.changes])
    if isinstance(row, Same):
        says = f"Successor for {title}" if row.person else "On the plan as the file says"
        return Line(row.person.name if row.person else title, where, [says])
    says = f"For {title}"
    if isinstance(row, ChangedSuccessor):
        changes = [_change(each, codes) for each in row.changes]
        return Line(row.person.name, where, [says], changes)
    judged = [label(codes, "readiness", row.readiness), label(codes, "cover", row.cover)]
    review = f"Readiness looked at again by {words_of_day(row.review_by)}"
    more = [row.evidence] if row.evidence else []
    return Line(row.person.name, where, [says, *judged, *more, review])


def _change(change: FieldChange, codes: Codes) -> tuple[str, str, str]:
    return (
        _LABELS[change.key],
        _value(change.key, change.old, codes),
        _value(change.key, change.new, codes),
    )


def _value(key: str, value: object, codes: Codes) -> str:
    if value in ("", None, ()):
        return "Nothing"
    if isinstance(value, dt.date):
        return words_of_day(value)
    if isinstance(value, tuple):
        return ", ".join(label(codes, _LISTS[key], str(code)) for code in value)
    return label(codes, _LISTS[key], str(value)) if key in _LISTS else str(value)


def said(counts: Mapping[str, int]) -> str:
    """What applying a spreadsheet did, or would do; only what is not 0."""
    words = [
        count(counts.get(key, 0), one, many)
        for key, one, many in (
            ("posts", "post added", "posts added"),
            ("holders", "post holder recorded", "post holders recorded"),
            ("risks", "risk recorded", "risks recorded"),
            ("named", "successor named", "successors named"),
            ("changed", "successor changed", "successors changed"),
        )
        if counts.get(key)
    ]
    return ", ".join(words)
