"""The bench of a board: who is counted for which post, and how exposed each post is.

All of it follows from one :class:`~succession.board.Board` and takes no query of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from succession import exposure as formula
from succession import matching
from succession.board import Board, PostRow
from succession.enums import Disclosure
from succession.exposure import Exposure, Rules, Stake
from succession.matching import Lines
from succession.readiness import READY_NOW
from succession.successor_row import Successor


def ready_now(successor: Successor) -> bool:
    return successor.readiness == READY_NOW


def _agreed(successor: Successor) -> bool:
    return ready_now(successor) and successor.disclosure == Disclosure.AGREED


def _acts_up(successor: Successor) -> bool:
    return successor.in_line and successor.cover == formula.ACTS_UP


def line(row: PostRow, keep: Callable[[Successor], bool]) -> list[int]:
    """Who of a post's successors is kept, in order; nobody who holds the post already."""
    holders = {holder.staff_id for holder in row.holders}
    return [s.person for s in row.successors if keep(s) and s.person not in holders]


def covers(row: PostRow) -> list[int]:
    """Who could be counted for a post: ready now and agreed, in order."""
    return line(row, _agreed)


def names(board: Board) -> dict[int, str]:
    """Names of everybody on a board by id."""
    return {s.person: s.name for s in board.successors} | {
        holder.staff_id: holder.name for row in board.rows for holder in row.holders
    }


def held_alone(board: Board) -> dict[int, list[int]]:
    """Each holder with the posts that nobody else holds."""
    found: dict[int, list[int]] = {}
    for row in board.rows:
        if len({holder.staff_id for holder in row.holders}) == 1:
            found.setdefault(row.holders[0].staff_id, []).append(row.id)
    return found


@dataclass(frozen=True)
class Covered:
    """The exposure of a post, and by whom it is covered, if it is.

    ``by`` is who is counted for it (cover 1) or, failing that, who could act up (cover 0.5).
    """

    exposure: Exposure
    by: int | None


def stakes(rows: Sequence[PostRow], rules: Rules) -> dict[int, Stake]:
    """What is at stake at each post."""
    return {
        row.id: formula.stake(
            row.criticality,
            row.risk.vacancy_risk,
            row.risk.impact,
            vacant=not row.holders,
            rules=rules,
        )
        for row in rows
    }


def most_first(at_stake: Mapping[int, Stake]) -> list[int]:
    """The posts where most is at stake first; of equal ones, the one that is longest on the plan."""
    return sorted(at_stake, key=lambda post: (-at_stake[post].value, post))


def exposures(board: Board, rules: Rules) -> dict[int, Covered]:
    """The exposure of every post of a board, by post."""
    return exposed(
        stakes(board.rows, rules),
        {row.id: covers(row) for row in board.rows},
        {row.id: line(row, _acts_up) for row in board.rows},
        rules,
    )


def exposed(
    at_stake: Mapping[int, Stake], agreed: Lines, acting: Lines, rules: Rules
) -> dict[int, Covered]:
    """The exposure of posts, by post.

    Who is ready now and has `agreed` for several posts is counted for one of them: as many posts
    are covered as can be, those first where most is at stake.
    """
    counted = matching.assign({post: agreed.get(post, ()) for post in most_first(at_stake)})
    found = {}
    for post, stake in at_stake.items():
        by, line_up = counted.get(post), acting.get(post, ())
        cover = formula.cover(counted=by is not None, acts_up=bool(line_up))
        by = by if by is not None else next(iter(line_up), None)
        found[post] = Covered(formula.exposure(stake, cover, rules), by)
    return found


@dataclass(frozen=True)
class Strength:
    """One bench: posts that have anybody, and posts that can each have somebody of their own.

    ``assigned`` is one way in which so many posts have somebody; there may be others.
    """

    lines: Lines
    naive: int
    true: int
    assigned: Mapping[int, int]

    @property
    def several(self) -> dict[int, list[int]]:
        """Who is named for more than one post, with those posts."""
        return matching.several(self.lines)


def strength(board: Board, order: Sequence[int], keep: Callable[[Successor], bool]) -> Strength:
    """The bench of those who are kept; posts that come first in `order` have somebody first."""
    rows = {row.id: row for row in board.rows}
    lines = {post: line(rows[post], keep) for post in order}
    assigned = matching.assign(lines)
    return Strength(lines, sum(map(bool, lines.values())), len(assigned), assigned)
