"""A change of several rows in words: what stands there, what will, what stays and why."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from orgs.words import lowered, words_of_day, words_of_moment
from succession.board import PostRow
from succession.bulk import UNDO_FOR, MovedRow
from succession.bulk_acts import ACTS
from succession.enums import BulkAct, BulkState
from succession.judged import RISK_NOT_ASSESSED
from succession.models import BulkChange, BulkLine
from succession.successor_row import Successor
from succession.words import Codes, label


@dataclass(frozen=True)
class Change:
    """One row: who or what, what stands there, and what will. `note` says what cannot be undone."""

    who: str
    old: str
    new: str
    note: str = ""


@dataclass
class BulkPage:
    """A previewed, saved or undone change."""

    title: str
    state: str
    changes: list[Change]
    staying: list[Change]
    undo_until: str = ""
    #: Whether all of it, some of it or nothing of it can be taken back.
    undo: str = ""
    moved: list[Change] = field(default_factory=list)

    @property
    def count(self) -> str:
        number = len(self.changes)
        return f"{number} row{'s' if number != 1 else ''}"


def offered(act: BulkAct, rows: Iterable[PostRow], codes: Codes) -> list[tuple[str, str]]:
    """What can be chosen for an act, as (id, words with what stands there now)."""
    if not ACTS[act].over_people:
        return [
            (str(row.public_id), f"{row.title}: {_risk(codes, row.risk.vacancy_risk)}")
            for row in rows
        ]
    return [
        (str(s.public_id), f"{s.name}, {row.title}: {_now(act, s, codes)}")
        for row in rows
        for s in row.successors
    ]


def _now(act: BulkAct, s: Successor, codes: Codes) -> str:
    if act == BulkAct.COVER:
        return lowered(label(codes, "cover", s.cover))
    if act == BulkAct.PATHWAY:
        return "has a pathway" if s.has_pathway else "no pathway"
    if act == BulkAct.TOLD:
        return f"told on {words_of_day(s.told_on)}" if s.told_on else "not told"
    if s.stale:
        return f"out of date, {lowered(label(codes, 'readiness', s.stale))} until {words_of_day(s.review_by)}"
    words = lowered(label(codes, "readiness", s.readiness))
    return f"{words}, look again by {words_of_day(s.review_by)}" if s.review_by else words


def _risk(codes: Codes, code: str) -> str:
    return (
        f"{lowered(label(codes, 'vacancy_risk', code))} vacancy risk"
        if code != RISK_NOT_ASSESSED
        else "not assessed"
    )


def _words(act: str, values: Mapping[str, Any], codes: Codes, day: dt.date) -> str:
    """What a row holds, of the value that the act is about."""
    if act == BulkAct.COVER:
        return label(codes, "cover", values["cover"])
    if act == BulkAct.RISK:
        return label(codes, "vacancy_risk", values["vacancy_risk"])
    if act == BulkAct.PATHWAY:
        return values.get("title") or "No pathway"
    if act == BulkAct.TOLD:
        told = values["told_on"]
        return f"Told on {words_of_day(dt.date.fromisoformat(told))}" if told else "Not told"
    until = dt.date.fromisoformat(values["review_by"]) if values["review_by"] else None
    words = label(codes, "readiness", values["readiness"])
    if until is not None and until < day:
        return f"Not assessed: {lowered(words)} until {words_of_day(until)}"
    return f"{words}, look again by {words_of_day(until)}"


def _who(line: BulkLine) -> str:
    if line.nomination is None:
        return line.post.title
    return f"{line.nomination.name}, {line.post.title}"


def bulk_page(
    of: BulkChange,
    lines: Sequence[BulkLine],
    codes: Codes,
    day: dt.date,
    *,
    now: dt.datetime,
    moved: Sequence[MovedRow] = (),
) -> BulkPage:
    """The page of a change in whichever state it is. `now` decides whether it can still be undone."""
    changing = [line for line in lines if not line.why]
    page = BulkPage(
        title=str(BulkAct(of.act).label),
        state=of.state,
        changes=[
            Change(
                _who(line),
                _words(of.act, line.before, codes, day),
                _words(of.act, line.after, codes, day),
                _lasting(of.act) if line.lasting else "",
            )
            for line in changing
        ],
        staying=[Change(_who(line), line.why, "") for line in lines if line.why],
        moved=[
            Change(
                _who(each.line),
                each.why or _words(of.act, each.now, codes, day),
                f"{each.who}, {words_of_moment(each.when)}",
            )
            for each in moved
        ],
    )
    back = sum(not line.lasting for line in changing)
    page.undo = "none" if not back else "all" if back == len(changing) else "some"
    if of.state == BulkState.APPLIED and of.applied_at is not None:
        until = of.applied_at + UNDO_FOR
        if until > now and back:
            page.undo_until = words_of_moment(until)
    return page


def _lasting(act: str) -> str:
    if act == BulkAct.TOLD:
        return "They are written to: this cannot be undone"
    return "They have agreed: it opens for them at once, and cannot be undone"
