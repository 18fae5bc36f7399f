"""One post in words: its facts, and who holds and held it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from orgs.words import words_of_day, words_of_last_day
from succession.board_roles import ROLES
from succession.ended import Ended
from succession.models import Incumbency, Post
from succession.words import Codes, label


@dataclass(frozen=True)
class HolderRow:
    """Somebody in the post: when, as what, and how the vacancy before was filled."""

    incumbency: Incumbency
    name: str
    kind: str
    period: str
    filled: str
    now: bool


@dataclass(frozen=True)
class PostPage:
    """A post in words."""

    post: Post
    roles: str
    facts: list[tuple[str, str]]
    vacant: str
    holders: list[HolderRow]
    before: list[HolderRow]
    ended: Sequence[Ended]


def post_page(
    of: Post, rows: Sequence[Incumbency], codes: Codes, day: dt.date, ended: Sequence[Ended] = ()
) -> PostPage:
    """A post with its holders, those of today and of the future first, and nominations that ended."""
    shown = [_holder(row, codes, day) for row in rows]
    present = [row for row in shown if row.now]
    roles = [label(codes, ROLES, code) for code in of.role_codes]
    if of.local_role:
        roles.insert(0, f"{label(codes, ROLES, of.local_role)}, counted as")
    return PostPage(
        post=of,
        roles=", ".join(roles).replace("as, ", "as "),
        facts=_facts(of, codes),
        vacant="" if _held(rows, day) else _vacant(rows, day),
        holders=present,
        before=[row for row in shown if not row.now],
        ended=ended,
    )


def _facts(of: Post, codes: Codes) -> list[tuple[str, str]]:
    term = "No term"
    if of.term_ends_on:
        begun = f"{words_of_day(of.term_starts_on)} to " if of.term_starts_on else "Ends on "
        number = f", term {of.terms}" if of.terms else ""
        term = f"{begun}{words_of_day(of.term_ends_on)}{number}"
    held = [label(codes, "designation", code) for code in of.designations]
    return [
        ("Votes on the board", "Yes" if of.voting else "No"),
        ("Statutory", "Yes" if of.statutory else "No"),
        ("Criticality", label(codes, "criticality", of.criticality)),
        ("Term", term),
        ("Designations", ", ".join(held) or "None"),
        ("Shared with", of.shared_with or "Nobody"),
        ("On the plan since", words_of_day(of.valid_from)),
    ]


def _held(rows: Sequence[Incumbency], day: dt.date) -> bool:
    return any(r.starts_on <= day and (r.ends_on is None or r.ends_on > day) for r in rows)


def _vacant(rows: Sequence[Incumbency], day: dt.date) -> str:
    ended = [row.ends_on for row in rows if row.ends_on is not None and row.ends_on <= day]
    return f"Vacant since {words_of_day(max(ended))}" if ended else "Nobody has held it yet"


def _holder(row: Incumbency, codes: Codes, day: dt.date) -> HolderRow:
    now = row.ends_on is None or row.ends_on > day
    first = words_of_day(row.starts_on)
    if row.ends_on is not None:
        period = f"{first} to {words_of_last_day(row.ends_on)}"
    else:
        period = f"Since {first}" if row.starts_on <= day else f"From {first}"
    return HolderRow(
        row,
        row.assignment.staff.name,
        label(codes, "assignment_kind", row.kind),
        period,
        label(codes, "filled_by", row.filled_by) if row.filled_by else "",
        now,
    )
