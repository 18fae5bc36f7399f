"""One post of a board as the plan shows it, without reading the others whole: 5 queries.

Two things about it depend on the others: whether the plan has a fourth column, since somebody may be in
no horizon, and exposure, since who is counted for one post is not counted for another.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from succession.bench import Covered, covers, exposures, names
from succession.board import PostRow, board
from succession.exposure import Rules
from succession.readiness import HORIZONS, READY_NOW
from succession.selectors import ranked


@dataclass(frozen=True)
class OnePost:
    """A post, whom it is covered by with the names for that, and whether anybody of the plan has no horizon."""

    row: PostRow
    covered: Covered
    names: Mapping[int, str]
    beyond_horizons: bool


def one_post(unit_id: int, public_id: UUID, day: dt.date, rules: Rules) -> OnePost | None:
    """One post of an employer's plan on a day; None when it is not on it.

    The whole board is read only where somebody who could be counted for this post is ready now for
    another one too.
    """
    found = board(unit_id, day, only=public_id)
    if not found.rows:
        return None
    (row,) = found.rows
    everybody = ranked(day, unit_id=unit_id)
    mine = set(covers(row))
    if any(
        each.person in mine and each.post_id != row.id and each.readiness == READY_NOW
        for each in everybody
    ):
        found = board(unit_id, day)
    return OnePost(
        row,
        exposures(found, rules)[row.id],
        names(found),
        any(each.readiness not in HORIZONS for each in everybody),
    )
