"""Who could fill which post when nobody can fill two: bench strength, departures, cascades. Pure.

A **line** is the people who could step into a post, the first in line first. Counting the posts
whose line is not empty counts one person as often as she is named. The true bench is the largest
number of posts that can each have somebody of their own: a maximum bipartite matching (Hopcroft and
Karp 1973, from SciPy). Posts and people are numbers; nothing here knows names.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

#: Posts in their order of importance, each with its line.
Lines = Mapping[int, Sequence[int]]


def bench_strength(lines: Lines) -> int:
    """The largest number of posts that can be filled at once, each by somebody else."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    people = {person: n for n, person in enumerate(_people(lines))}
    pairs = [(row, people[person]) for row, line in enumerate(lines.values()) for person in line]
    if not pairs:
        return 0
    rows, columns = zip(*pairs, strict=True)
    graph = csr_array(
        (np.ones(len(pairs), dtype=np.int8), (rows, columns)), shape=(len(lines), len(people))
    )
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())


def assign(lines: Lines) -> dict[int, int]:
    """One person for each of as many posts as possible, nobody twice.

    Where not every post can have somebody, those earlier in `lines` come first. Which posts are
    filled is settled by that alone; of the people who could fill them, the sooner in line.
    """
    from scipy.optimize import linear_sum_assignment

    people = list(_people(lines))
    if not people:
        return {}
    posts = list(lines)
    # Sets of posts that can be filled together are the independent sets of a matroid (Edmonds and
    # Fulkerson 1965): with a positive worth falling along `lines`, the best is as large as can be
    # and the same whichever people fill it. All that is taken off for places in line is below 1.
    fraction = 1 / (1 + sum(map(len, lines.values())) * len(posts))
    column = {person: n for n, person in enumerate(people)}
    worth = np.zeros((len(posts), len(people)))
    for row, post in enumerate(posts):
        for place, person in enumerate(lines[post]):
            worth[row, column[person]] = len(posts) + 1 - row - place * fraction
    chosen = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return {posts[row]: people[n] for row, n in chosen if worth[row, n] > 0}


def without(lines: Lines, gone: Collection[int]) -> dict[int, list[int]]:
    """The same lines without some people."""
    return {post: [p for p in line if p not in gone] for post, line in lines.items()}


def several(lines: Lines) -> dict[int, list[int]]:
    """Who stands in more than one line, with the posts of those lines; most lines first."""
    found: dict[int, list[int]] = {}
    for post, line in lines.items():
        for person in line:
            found.setdefault(person, []).append(post)
    repeated = [(person, posts) for person, posts in found.items() if len(posts) > 1]
    return dict(sorted(repeated, key=lambda pair: -len(pair[1])))


def _people(lines: Lines) -> dict[int, None]:
    return dict.fromkeys(person for line in lines.values() for person in line)


# --- one departure ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opening:
    """A post that a departure opens, and who would step up; nobody when its line is empty."""

    post: int
    by: int | None


@dataclass(frozen=True)
class Departure:
    """What is lost when one person leaves.

    Attributes:
        fall: by how much the true bench falls, once those who step up are no longer on it.
        openings: the posts that nobody holds any more.
    """

    person: int
    fall: int
    openings: tuple[Opening, ...]

    @property
    def unfilled(self) -> int:
        return sum(opening.by is None for opening in self.openings)

    @property
    def harm(self) -> int:
        """Posts that lose their cover and posts that stand open, together."""
        return self.fall + self.unfilled


def departures(lines: Lines, alone: Mapping[int, Sequence[int]]) -> list[Departure]:
    """Every departure that costs something, the worst first; of equal ones, those of the bench.

    Args:
        lines: who could step in at once.
        alone: person to the posts that she holds and nobody else does.

    A post that opens is filled by whoever of its line leaves the strongest bench behind; of several,
    the first in line. Only the first step is counted here: :func:`cascade` has the next ones.
    """
    before = bench_strength(lines)
    found = [
        departure(person, lines, alone.get(person, ()), before)
        for person in dict.fromkeys([*alone, *_people(lines)])
    ]
    return sorted((each for each in found if each.harm), key=lambda each: (-each.harm, -each.fall))


def departure(person: int, lines: Lines, opened: Sequence[int], before: int) -> Departure:
    """What is lost when one person leaves the posts `opened`; `before` = the bench with her."""
    left = without(lines, {person})
    openings = []
    for post in opened:
        ways = [(bench_strength(without(left, {by})), by) for by in left.get(post, ())]
        by = max(ways, key=lambda way: way[0])[1] if ways else None
        openings.append(Opening(post, by))
        if by is not None:
            left = without(left, {by})
    return Departure(person, before - bench_strength(left), tuple(openings))


# --- the cascade -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vacancy:
    """A post that falls vacant, who steps up, and what that opens in turn.

    ``further`` = posts that open after this one and are not followed any more.
    """

    post: int
    by: int | None
    then: tuple["Vacancy", ...] = ()
    further: tuple[int, ...] = ()


def cascade(
    post: int,
    lines: Lines,
    alone: Mapping[int, Sequence[int]],
    leavers: Collection[int],
    depth: int,
) -> Vacancy:
    """What follows when `leavers` leave `post` and the first of each line steps up.

    Args:
        alone: person to the posts that she holds and nobody else does: they open when she moves.
        depth: how many moves one after the other are followed, at least 1.

    Nobody moves twice and no post opens twice, so it ends.
    """
    moved, opened = set(leavers), {post}

    def follow(vacant: int, moves: int) -> Vacancy:
        by = next((person for person in lines.get(vacant, ()) if person not in moved), None)
        if by is None:
            return Vacancy(vacant, None)
        moved.add(by)
        opens = tuple(each for each in alone.get(by, ()) if each not in opened)
        opened.update(opens)
        if moves <= 1:
            return Vacancy(vacant, by, further=opens)
        return Vacancy(vacant, by, tuple(follow(each, moves - 1) for each in opens))

    return follow(post, depth)
