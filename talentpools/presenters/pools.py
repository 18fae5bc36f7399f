"""Pools in words: places, owner, review, demand against supply, what needs attention."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from orgs.models.codes import Code
from orgs.words import words_of_day
from talentpools.engagement import Rule
from talentpools.enums import PoolKind
from talentpools.models import Pool
from talentpools.selectors import Standing, goes_quiet

#: How the list can be sorted: key to the column's header.
SORTS = {
    "title": "Pool",
    "members": "Members",
    "active": "Active",
    "due": "Posts due",
    "review": "Next review",
}


@dataclass(frozen=True)
class Demand:
    """Posts that come due for a pool's roles against its members. `ready` None = not for this reader."""

    due: int
    active: int
    ready: int | None

    @property
    def supply(self) -> int:
        return self.active if self.ready is None else self.ready

    @property
    def under(self) -> bool:
        return self.due > self.supply

    @property
    def words(self) -> str:
        """For example: 3 posts due, 1 member ready now: under-subscribed."""
        if not self.due:
            return "No post comes due within 12 months"
        posts = f"{self.due} post{'s' if self.due > 1 else ''} due"
        what = "active" if self.ready is None else "ready now"
        people = f"{self.supply} member{'' if self.supply == 1 else 's'} {what}"
        return f"{posts}, {people}{': under-subscribed' if self.under else ''}"


@dataclass(frozen=True)
class PoolRow:
    """A pool on the list. `kept` = who is in it is for its keeper alone, and no figure is shown."""

    public_id: UUID
    title: str
    purpose: str
    roles: str
    kept: bool
    members: int
    places: str
    active: int
    expected: int
    waiting: int
    demand: Demand
    owner: str
    review: str
    findings: tuple[str, ...]
    review_on: dt.date | None


def role_names(pool: Pool, roles: Mapping[str, Code]) -> str:
    return ", ".join(roles[c].label if c in roles else c for c in pool.target_roles)


def demand(
    pool: Pool, due: Sequence[frozenset[str]], standing: Standing, ready: Mapping[int, int] | None
) -> Demand:
    """Demand and supply of a pool; `ready` is None for whoever may not know readiness."""
    wanted = set(pool.target_roles)
    posts = sum(bool(wanted & roles) for roles in due)
    return Demand(posts, standing.active, None if ready is None else ready.get(pool.pk, 0))


def findings(pool: Pool, standing: Standing, rule: Rule, day: dt.date) -> tuple[str, ...]:
    """What is wrong with a pool, each in a few words; the worst first."""
    found = []
    if pool.owner_id is None:
        found.append("No owner")
    if pool.review_on is None:
        found.append("No review date")
    elif pool.review_on < day:
        found.append("Review overdue")
    if quiet := goes_quiet(pool, standing, rule, day):
        found.append(f"Gone quiet: {quiet}")
    return tuple(found)


def places(present: int, capacity: int | None) -> str:
    """How many are in a pool, out of how many places."""
    if capacity is not None:
        return f"{present} of {capacity}"
    return str(present)


def pool_row(
    pool: Pool,
    *,
    roles: Mapping[str, Code],
    standing: Standing,
    rule: Rule,
    due: Sequence[frozenset[str]],
    ready: Mapping[int, int] | None,
    owners: Mapping[int, str],
    day: dt.date,
) -> PoolRow:
    """One row of the list."""
    return PoolRow(
        public_id=pool.public_id,
        title=pool.title,
        purpose=pool.purpose,
        roles=role_names(pool, roles),
        kept=pool.kind == PoolKind.POSITIVE_ACTION,
        members=standing.present,
        places=places(standing.present, pool.capacity),
        active=standing.active,
        expected=standing.expected,
        waiting=standing.waiting,
        demand=demand(pool, due, standing, ready),
        owner=owners.get(pool.owner_id or 0, ""),
        review=words_of_day(pool.review_on) if pool.review_on else "",
        findings=findings(pool, standing, rule, day),
        review_on=pool.review_on,
    )


def sorted_rows(rows: list[PoolRow], sort: str) -> list[PoolRow]:
    """Rows by a column: numbers from the top, the review from the nearest, titles from A."""
    keys = {
        "members": lambda r: (-r.members, r.title),
        "active": lambda r: (-r.active, r.title),
        "due": lambda r: (-(r.demand.due - r.demand.supply), r.title),
        "review": lambda r: (r.review_on or dt.date.max, r.title),
    }
    return sorted(rows, key=keys.get(sort, lambda r: (r.title.casefold(),)))
