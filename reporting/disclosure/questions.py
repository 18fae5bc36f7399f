"""Questions that count the same people: for each answered set of people, every question adds up to the same.

The rows are exact and few. Employers that no other row tells apart, in what they counted on any day, are one
group, and a row is made for each group: whatever the answers of a group add up to, they could all have been
given at one of its employers, so a row for each employer would tell a reader nothing more.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from reporting.disclosure.links import Signed
from reporting.disclosure.universe import Universe

Key = tuple[str, ...]


def same_people(space: Universe, days: Sequence[Mapping[Key, int]], rows: Any) -> list[Signed]:
    """For each group of employers, on each day, every question's answers minus the first one's: nothing.

    Args:
        days: for today and each earlier release the column of every atom, by its key.
        rows: what was, is or would be told (rows x columns); columns of equal entries are not told apart.
    """
    at = next((at for at, name in enumerate(space.names) if space.dimensions[name].asks), None)
    if at is None:
        return []
    found: dict[Signed, None] = {}
    answers = [_answers(at, columns) for columns in days]
    for members in _groups(at, days, _looks(rows)):
        for columns, asked in zip(days, answers, strict=True):
            first, *others = (
                frozenset(
                    columns[key]
                    for code in codes
                    for rest in members
                    if (key := (*rest[:at], code, *rest[at:])) in columns
                )
                for codes in asked
            )
            found |= dict.fromkeys(Signed(other, first, 0.0) for other in others if other | first)
    return list(found)


def _answers(at: int, columns: Mapping[Key, int]) -> list[list[str]]:
    """The answers to each question of a day, as it was asked then: questions and answers come and go."""
    found: dict[str, list[str]] = {}
    for code in sorted({key[at] for key in columns}):
        found.setdefault(code.partition(":")[0], []).append(code)
    return list(found.values())


def _groups(
    at: int, days: Sequence[Mapping[Key, int]], looks: Sequence[Hashable]
) -> list[list[Key]]:
    """Keys without their answer that no row tells apart, whatever the day and the answer, together."""
    seen: dict[Key, dict[tuple[int, str], Hashable]] = {}
    for day, columns in enumerate(days):
        for key, column in columns.items():
            same = day > 0 and days[0].get(key) == column
            look = "as today" if same else looks[column]
            seen.setdefault((*key[:at], *key[at + 1 :]), {})[day, key[at]] = look
    groups: dict[Hashable, list[Key]] = {}
    for rest in sorted(seen):
        groups.setdefault(tuple(sorted(seen[rest].items(), key=lambda item: item[0])), []).append(
            rest
        )
    return list(groups.values())


def _looks(rows: Any) -> list[Hashable]:
    """For each column what the rows have in it."""
    csc = rows.tocsc()
    csc.sort_indices()
    return [(csc.indices[a:b].tobytes(), csc.data[a:b].tobytes()) for a, b in pairwise(csc.indptr)]
