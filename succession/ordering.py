"""Moving one of several to another place, and telling whether an order is still the one that was seen.

Pure. An order is stamped by its content, so that whatever changes it (a move, a new name, somebody who
goes) changes the stamp.
"""

import hashlib
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from orgs.web.found import whole_number

Item = TypeVar("Item", bound=Hashable)

UP, DOWN = "up", "down"
STAMP_LENGTH = 12


def stamp(ids: Iterable[UUID]) -> str:
    """The stamp of an order: 12 hexadecimal digits."""
    joined = ",".join(each.hex for each in ids)
    return hashlib.sha256(joined.encode()).hexdigest()[:STAMP_LENGTH]


def moved(order: Sequence[Item], item: Item, to: str) -> list[Item]:
    """`order` with `item` one place up or down, or at the place `to` (from 1, as text).

    Raises:
        ValueError: `to` is none of these. Beyond the first and the last place there is nothing to move.
    """
    here = order.index(item)
    if to == UP:
        there = here - 1
    elif to == DOWN:
        there = here + 1
    elif 1 <= whole_number(to) <= len(order):
        there = whole_number(to) - 1
    else:
        raise ValueError(f"no place {to!r}")
    rest = [each for each in order if each != item]
    there = max(0, min(there, len(rest)))
    return [*rest[:there], item, *rest[there:]]
