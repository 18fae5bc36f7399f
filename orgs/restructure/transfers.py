"""What a closing employer hands over: each app says how its rows continue at the successor.

A transfer never rewrites history: rows of the closing employer end on the day, and continuing rows
begin at the successor with a link to what they continue. What it reports is compared with what
Postgres counted, and a difference takes the whole restructure back.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from orgs.access.principals import Principal
from orgs.registry import Registry


@dataclass(frozen=True)
class Transfer:
    """How the rows of one subject move from a closing employer to its successor.

    Attributes:
        people: the rows are about people: above the employer only "All" is shown, and `count` is
            not even asked.
        count: how many rows are open at a unit on a day; runs under the transfer's scope.
        move: ends the rows at the first unit on the day and continues them at the second; returns
            (rows updated, rows inserted) over all tenant tables, history tables not counted. Runs
            under ``system:restructure`` for the two units (orgs/access/principals.py has its
            families). Called once for each closing unit, so a row that two closing units would
            both continue at the successor is made once. It deletes nothing.
    """

    key: str
    label: str
    order: int
    people: bool
    count: Callable[[int, dt.date], int]
    move: Callable[[int, int, dt.date, Principal], tuple[int, int]]


transfers: Registry[Transfer] = Registry("transfers")


def in_order() -> list[Transfer]:
    """Registered transfers by `order`: people before what points at them."""
    return sorted(transfers, key=lambda each: (each.order, each.key))
