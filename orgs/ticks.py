"""Work that comes round: each app registers its ticks, and beat only rings the bell.

What is due is a question to Postgres, so nothing about a schedule is lost with the queue. Each tick
works in the name of a system principal and opens its own scopes; it may be called twice, or late.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from orgs.access.principals import Principal
from orgs.registry import Registry

Period = Literal["minute", "night"]
Queue = Literal["celery", "build"]


@dataclass(frozen=True)
class Tick:
    """One piece of recurring work.

    Attributes:
        period: ``minute``, or ``night``: called each hour, does once a day what is due.
        queue: ``celery`` runs with the site's login, ``build`` with the builder's.
        run: is given `principal`, and opens ``system_scope(principal)`` (or, on ``build``, the
            builder's or the sealing role) for each unit of work, so that one bad row stops no other.
    """

    key: str
    period: Period
    queue: Queue
    principal: Principal
    run: Callable[[Principal], object]


ticks: Registry[Tick] = Registry("ticks")


def tick(
    key: str,
    run: Callable[[Principal], object],
    *,
    every: Period,
    principal: Principal,
    queue: Queue = "celery",
) -> Tick:
    """Register recurring work. Called from ``AppConfig.ready`` only."""
    return ticks.add(key, Tick(key, every, queue, principal, run))


def due(period: Period) -> list[Tick]:
    """The ticks of a period, in the order in which they were registered."""
    return [each for each in ticks if each.period == period]
