"""Demand calendar: which posts are known to fall vacant, and in which quarter. Pure, from the board.

Only what is recorded counts: the end of a term, a known day of leaving, the end of a fixed term.
A quarter is one of the calendar's, which is also one of the NHS financial year's.
"""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from succession.board import Board, PostRow

QUARTERS = 8
_MONTHS = 3
_YEAR = 12


class Why(StrEnum):
    """Why a post is known to fall vacant."""

    TERM = "Term ends"
    LEAVING = "Leaving"
    FIXED = "Fixed term ends"


@dataclass(frozen=True)
class Due:
    """A post with every day on which it is known to fall vacant, the soonest first."""

    row: PostRow
    reasons: tuple[tuple[dt.date, Why], ...]

    @property
    def on(self) -> dt.date:
        return self.reasons[0][0]


@dataclass(frozen=True)
class Quarter:
    """Three months of the calendar, with the posts that fall vacant in them by day."""

    first: dt.date
    posts: tuple[Due, ...]

    @property
    def label(self) -> str:
        last = months_after(self.first, _MONTHS - 1)
        return f"{self.first:%B} to {last:%B} {last.year}"


@dataclass(frozen=True)
class Calendar:
    """What comes due.

    Attributes:
        vacant: posts that nobody holds on the day.
        overdue: posts whose day has passed, and somebody holds them still.
        quarters: the quarter of the day and those that follow; a post stands in one of them.
    """

    vacant: tuple[PostRow, ...] = ()
    overdue: tuple[Due, ...] = ()
    quarters: tuple[Quarter, ...] = field(default=())

    @property
    def due(self) -> list[Due]:
        """Everything that falls vacant in the quarters."""
        return [post for quarter in self.quarters for post in quarter.posts]


def months_after(first: dt.date, months: int) -> dt.date:
    """The first day of the month `months` after the one that begins on `first`."""
    year, month = divmod(first.year * _YEAR + first.month - 1 + months, _YEAR)
    return dt.date(year, month + 1, 1)


def quarter_of(day: dt.date) -> dt.date:
    """The first day of the quarter that `day` lies in."""
    return dt.date(day.year, (day.month - 1) // _MONTHS * _MONTHS + 1, 1)


def calendar(board: Board, *, quarters: int = QUARTERS) -> Calendar:
    """The demand of a board from its day on."""
    day = board.day
    held = [row for row in board.rows if row.holders]
    due = sorted(
        (Due(row, reasons) for row in held if (reasons := tuple(sorted(_reasons(row))))),
        key=lambda each: each.on,
    )
    starts = [months_after(quarter_of(day), _MONTHS * n) for n in range(quarters + 1)]
    return Calendar(
        vacant=tuple(row for row in board.rows if not row.holders),
        overdue=tuple(each for each in due if each.on < day),
        quarters=tuple(
            Quarter(first, tuple(e for e in due if max(first, day) <= e.on < after))
            for first, after in itertools.pairwise(starts)
        ),
    )


def _reasons(row: PostRow) -> Iterator[tuple[dt.date, Why]]:
    if row.term_ends_on is not None:
        yield row.term_ends_on, Why.TERM
    if row.risk.leaving_on is not None:
        yield row.risk.leaving_on, Why.LEAVING
    ends = [holder.until for holder in row.holders if holder.until is not None]
    if len(ends) == len(row.holders):  # the post is held as long as one of them stays
        yield max(ends), Why.FIXED
