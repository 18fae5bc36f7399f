"""The bench in words: two counts side by side, who is counted where, departures and a cascade."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from succession import matching
from succession.bench import (
    Strength,
    held_alone,
    most_first,
    names,
    ready_now,
    stakes,
    strength,
)
from succession.board import Board, PostRow
from succession.exposure import Rules
from succession.matching import Departure, Vacancy

#: Moves that a cascade follows, and the most that can be asked for.
DEPTH, DEEPEST = 3, 6
#: Departures that the page lists.
WORST = 10


@dataclass(frozen=True)
class Seat:
    """One post in one possible assignment: who is counted for it, and how many more are named."""

    title: str
    ready: str
    ready_note: str
    acting: str
    acting_note: str


@dataclass(frozen=True)
class Repeated:
    """Somebody who is named for several posts, and what for."""

    name: str
    what: str
    posts: list[str]


@dataclass(frozen=True)
class Leaver:
    """What is lost when one person leaves."""

    name: str
    holds: list[str]
    harm: int
    lines: list[str]


@dataclass(frozen=True)
class Move:
    """A link of the cascade: a post, who steps up, and what opens then."""

    title: str
    by: str
    note: str
    then: list["Move"]


@dataclass
class BenchPage:
    """Everything that the bench page shows."""

    tiles: list[dict[str, Any]]
    sentence: str
    seats: list[Seat]
    repeated: list[Repeated]
    leavers: list[Leaver]
    more: str
    posts: list[tuple[str, str]]
    chosen: str
    depth: int
    depths: range
    cascade: Move | None
    leaver: str
    day: dt.date
    past: bool


class _Words:
    """Names of people and titles of posts of one board."""

    def __init__(self, board: Board) -> None:
        self.rows: dict[int, PostRow] = {row.id: row for row in board.rows}
        self.people = names(board)

    def title(self, post: int) -> str:
        return self.rows[post].title

    def titles(self, posts: Sequence[int]) -> list[str]:
        return [self.title(post) for post in posts]


def bench_page(board: Board, rules: Rules, *, chosen: str, depth: int, today: dt.date) -> BenchPage:
    """The bench of a board. `chosen` is the post whose vacancy is followed, by its public id."""
    words, alone = _Words(board), held_alone(board)
    order = most_first(stakes(board.rows, rules))
    ready = strength(board, order, ready_now)
    acting = strength(board, order, lambda s: s.steps_in)
    lost = matching.departures(ready.lines, alone)
    post = _followed(board, chosen, lost, words)
    return BenchPage(
        tiles=_tiles(ready, acting, lost, len(board.rows), words),
        sentence=_sentence(ready),
        seats=[_seat(row, ready, acting, words) for row in board.rows],
        repeated=[
            *_repeated(ready, "Ready now", words),
            *_repeated(acting, "Emergency cover", words),
        ],
        leavers=[_leaver(each, alone, words) for each in lost[:WORST]],
        more=f"The {WORST} worst of {len(lost)} are shown. " if len(lost) > WORST else "",
        posts=[(str(row.public_id), row.title) for row in board.rows],
        chosen=str(post.public_id) if post else "",
        depth=depth,
        depths=range(1, DEEPEST + 1),
        cascade=_cascade(post, ready, alone, depth, words) if post else None,
        leaver=_who_leaves(post) if post else "",
        day=board.day,
        past=board.day < today,
    )


def _followed(
    board: Board, chosen: str, lost: Sequence[Departure], words: _Words
) -> PostRow | None:
    """The post whose vacancy is followed: the one chosen, or the worst that sets somebody moving."""
    asked = [row for row in board.rows if str(row.public_id) == chosen]
    moving = [words.rows[o.post] for each in lost for o in each.openings if o.by is not None]
    return next(iter([*asked, *moving, *board.rows]), None)


def _plural(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def _tiles(
    ready: Strength, acting: Strength, lost: Sequence[Departure], total: int, words: _Words
) -> list[dict[str, Any]]:
    """The two counts, emergency cover, and the departure that hurts most."""
    worst = lost[0] if lost else None
    return [
        {
            "label": "Posts with somebody ready now",
            "value": ready.naive,
            "of": total,
            "note": "Counts a person once for each post",
        },
        {
            "label": "True bench",
            "value": ready.true,
            "of": total,
            "tone": "good" if ready.true == ready.naive else "warn",
            "note": "Each person counts for one post",
        },
        {
            "label": "True bench in an emergency",
            "value": acting.true,
            "of": total,
            "tone": "good" if acting.true == acting.naive else "warn",
            "note": f"{_plural(acting.naive, 'post')} with emergency cover named",
        },
        {
            "label": "Posts lost by the worst departure",
            "value": worst.harm if worst else 0,
            "tone": "bad" if worst and worst.harm > 1 else "",
            "note": words.people[worst.person] if worst else "",
        },
    ]


def _sentence(ready: Strength) -> str:
    if not ready.naive:
        return "Nobody named is ready now for a post of the plan."
    if ready.naive == ready.true:
        return "Every post with somebody ready now can have somebody of its own."
    missing = ready.naive - ready.true
    return (
        f"{_plural(ready.naive, 'post')} {'has' if ready.naive == 1 else 'have'} somebody ready now, "
        f"but only {ready.true} can be filled at once: {_plural(missing, 'post')} "
        f"{'depends' if missing == 1 else 'depend'} on somebody who is needed for another."
    )


def _seat(row: PostRow, ready: Strength, acting: Strength, words: _Words) -> Seat:
    def cell(bench: Strength) -> tuple[str, str]:
        by, line = bench.assigned.get(row.id), bench.lines[row.id]
        if by is None:
            note = ": those named are counted for other posts" if line else ""
            return "", note
        return words.people[by], f"and {len(line) - 1} more" if len(line) > 1 else ""

    return Seat(row.title, *cell(ready), *cell(acting))


def _repeated(bench: Strength, what: str, words: _Words) -> list[Repeated]:
    return [
        Repeated(words.people[person], what, words.titles(posts))
        for person, posts in bench.several.items()
    ]


def _leaver(each: Departure, alone: Mapping[int, Sequence[int]], words: _Words) -> Leaver:
    lines = []
    for opening in each.openings:
        title = words.title(opening.post)
        if opening.by is None:
            lines.append(f"{title} stands open: nobody is ready now.")
            continue
        line = f"{words.people[opening.by]} steps up to {title} and leaves the bench"
        left = words.titles(alone.get(opening.by, ()))
        lines.append(f"{line}; {' and '.join(left)} then falls vacant." if left else f"{line}.")
    if each.fall == 1:
        lines.append("1 post has nobody of its own any more.")
    elif each.fall:
        lines.append(f"{each.fall} posts have nobody of their own any more.")
    return Leaver(
        words.people[each.person], words.titles(alone.get(each.person, ())), each.harm, lines
    )


def _who_leaves(post: PostRow) -> str:
    return " and ".join(holder.name for holder in post.holders)


def _cascade(
    post: PostRow,
    ready: Strength,
    alone: Mapping[int, Sequence[int]],
    depth: int,
    words: _Words,
) -> Move:
    leavers = [holder.staff_id for holder in post.holders]
    return _move(matching.cascade(post.id, ready.lines, alone, leavers, depth), words)


def _move(vacancy: Vacancy, words: _Words) -> Move:
    title = words.title(vacancy.post)
    if vacancy.by is None:
        line = [s for s in words.rows[vacancy.post].successors if s.steps_in]
        cover = f" {line[0].name} is named as emergency cover." if line else ""
        return Move(title, "", f"Nobody else is ready now, so the post stays open.{cover}", [])
    by = words.people[vacancy.by]
    if vacancy.further:
        opens = " and ".join(words.titles(vacancy.further))
        return Move(title, by, f"{opens} opens next, and is not followed further.", [])
    note = "" if vacancy.then else _present_job(vacancy, words)
    return Move(title, by, note, [_move(each, words) for each in vacancy.then])


def _present_job(vacancy: Vacancy, words: _Words) -> str:
    jobs = (s.job for s in words.rows[vacancy.post].successors if s.person == vacancy.by)
    job = next(jobs, "")
    return f"No other post of the plan opens. Present job: {job}." if job else ""
