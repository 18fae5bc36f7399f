"""Pools in words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from orgs.models.codes import Code
from orgs.templatetags.ui import day as words_of_day
from talentpools.engagement import ACTIVE, ACTIVE_DAYS, EXEMPT, INACTIVE, QUIET, engagement
from talentpools.enums import SHOWN, MembershipStatus, Route
from talentpools.models import Pool, PoolMembership

COLOURS = {ACTIVE: "green", QUIET: "yellow", INACTIVE: "orange", EXEMPT: "grey"}
COLUMNS = (
    ("Waiting", (MembershipStatus.INVITED, MembershipStatus.APPLIED)),
    ("Active", (MembershipStatus.ACTIVE,)),
    ("Paused", (MembershipStatus.PAUSED,)),
)
#: Where a member may go from each status, the likeliest first.
_ENDS = (MembershipStatus.ALUMNI, MembershipStatus.LEFT)
NEXT = {
    MembershipStatus.INVITED: (MembershipStatus.ACTIVE, MembershipStatus.LEFT),
    MembershipStatus.APPLIED: (MembershipStatus.ACTIVE, MembershipStatus.LEFT),
    MembershipStatus.ACTIVE: (MembershipStatus.PAUSED, *_ENDS),
    MembershipStatus.PAUSED: (MembershipStatus.ACTIVE, *_ENDS),
}
MOVES = [(str(s), str(s.label)) for s in (*SHOWN, *_ENDS)]


@dataclass(frozen=True)
class PoolCard:
    """A pool on the list."""

    public_id: UUID
    title: str
    purpose: str
    roles: str
    members: str
    review: str


@dataclass(frozen=True)
class Member:
    """A member as a card."""

    public_id: UUID
    name: str
    job: str
    status: str
    engagement: str
    colour: str
    active: bool
    sub: str
    moves: list[tuple[str, str]]


@dataclass(frozen=True)
class Column:
    title: str
    members: list[Member]


def places(pool: Pool) -> str:
    """How many are in a pool, out of how many places."""
    members: int = pool.members  # type: ignore[attr-defined]  # annotated by the selector
    if pool.capacity is not None:
        return f"{members} of {pool.capacity} places taken"
    return f"{members} member{'' if members == 1 else 's'}"


def pool_card(pool: Pool, roles: Mapping[str, Code]) -> PoolCard:
    return PoolCard(
        pool.public_id,
        pool.title,
        pool.purpose,
        ", ".join(roles[c].label if c in roles else c for c in pool.target_roles),
        places(pool),
        f"Look at it again on {words_of_day(pool.review_on)}" if pool.review_on else "",
    )


def columns(
    members: Iterable[PoolMembership], codes: Mapping[str, Code], day: dt.date
) -> list[Column]:
    """Members by status, each with engagement in words."""
    listed = list(members)
    return [
        Column(title, [_member(m, codes, day) for m in listed if m.status in states])
        for title, states in COLUMNS
    ]


def _member(m: PoolMembership, codes: Mapping[str, Code], day: dt.date) -> Member:
    code = engagement(
        status=m.status,
        last_activity_on=m.last_activity_on,
        joined_on=m.joined_on,
        day=day,
    )
    job: str = m.job or ""  # type: ignore[attr-defined]  # annotated by the selector
    waiting = m.status in (MembershipStatus.INVITED, MembershipStatus.APPLIED)
    joined = f"Joined on {words_of_day(m.joined_on)}" if m.joined_on else ""
    route = str(Route(m.route).label)
    return Member(
        m.public_id,
        m.staff.name,
        job,
        str(MembershipStatus(m.status).label),
        str(MembershipStatus(m.status).label) if waiting else codes[code].label,
        "blue" if waiting else COLOURS[code],
        not waiting and code == ACTIVE,
        ". ".join(filter(None, [joined, route])),
        [(str(s), str(s.label)) for s in NEXT[MembershipStatus(m.status)]],
    )


def tiles(pool: Pool, shown: list[Column], day: dt.date) -> list[dict[str, Any]]:
    """Members out of places, how many are active, and the next review."""
    members: int = pool.members  # type: ignore[attr-defined]  # annotated by the selector
    active = sum(m.active for c in shown for m in c.members)
    overdue = pool.review_on is not None and pool.review_on < day
    return [
        {
            "label": "Members",
            "value": members,
            "of": pool.capacity,
            "note": "" if pool.capacity else "No limit on places",
        },
        {
            "label": f"Active in the last {ACTIVE_DAYS} days",
            "value": active,
            "of": members,
            "percent": round(100 * active / members) if members else None,
            "percent_label": f"{round(100 * active / members)}% of members" if members else "",
        },
        {
            "label": "Next review",
            "value": words_of_day(pool.review_on),
            "tone": "warn" if overdue else "",
            "note": "The review is overdue" if overdue else "",
        },
    ]
