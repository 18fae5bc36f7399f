"""The board in words: who serves which term, which skills each member brings, what is missing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from orgs.words import lowered, words_of_day
from succession.board import Board, PostRow
from succession.board_roles import NON_EXECUTIVE
from succession.skills import Gaps, Member, gaps
from succession.words import Codes, label

#: A term that ends within so many days is marked.
SOON = dt.timedelta(days=183)
#: Word and step of the heat table for each level.
_CELLS = {0: ("None", "0"), 1: ("Some", "1"), 2: ("Strong", "4")}


@dataclass(frozen=True)
class TermRow:
    """A non-executive post: who holds it, which term, until when, and what comes with it."""

    post: PostRow
    holder: str
    term: str
    ends: str
    soon: bool
    designations: str


@dataclass(frozen=True)
class MemberRow:
    """A member's line of the skills matrix; cells are (word, step of the heat table or "")."""

    public_id: UUID
    name: str
    titles: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SkillsPage:
    """Everything that the page of the board shows."""

    terms: list[TermRow]
    skills: list[str]
    members: list[MemberRow]
    sentences: list[str]


def skills_page(
    board: Board,
    of: Sequence[Member],
    listed: Mapping[str, str],
    public_ids: Mapping[int, UUID],
    codes: Codes,
    day: dt.date,
) -> SkillsPage:
    """The page of the board as it stands on a day."""
    outside = [row for row in board.rows if not NON_EXECUTIVE.isdisjoint(row.role_codes)]
    return SkillsPage(
        terms=[_term(row, codes, day) for row in outside],
        skills=list(listed.values()),
        members=[
            MemberRow(
                public_ids[m.staff_id],
                m.name,
                m.titles,
                tuple(_cell(m.marks.get(key)) for key in listed),
            )
            for m in of
        ],
        sentences=_sentences(gaps(listed, of), len(of)),
    )


def _term(row: PostRow, codes: Codes, day: dt.date) -> TermRow:
    ends = row.term_ends_on
    return TermRow(
        row,
        ", ".join(holder.name for holder in row.holders)
        or (f"Vacant since {words_of_day(row.vacant_since)}" if row.vacant_since else "Vacant"),
        f"Term {row.terms}" if row.terms else "Not recorded",
        words_of_day(ends),
        ends is not None and day <= ends <= day + SOON,
        ", ".join(label(codes, "designation", code) for code in row.designations) or "None",
    )


def _cell(level: int | None) -> tuple[str, str]:
    return ("Not marked", "") if level is None else _CELLS[level]


def _sentences(found: Gaps, members: int) -> list[str]:
    if not members:
        return ["Nobody holds a post yet."]
    if found.not_marked == members:
        return ["Nobody has been marked yet."]
    said = [
        f"Nobody brings: {_listed(found.nobody)}."
        if found.nobody
        else "Every skill of the list is brought by somebody."
    ]
    if found.only_one:
        said.append(f"Only 1 member brings: {_listed(found.only_one)}.")
    if found.not_marked:
        one = found.not_marked == 1
        said.append(
            f"{found.not_marked} member{'' if one else 's'} {'is' if one else 'are'} not marked yet."
        )
    return said


def _listed(words: Sequence[str]) -> str:
    return "; ".join(lowered(word) for word in words)
