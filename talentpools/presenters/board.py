"""The board of a pool: members by state, each with engagement explained and the steps she can take."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from orgs.models.codes import Code
from orgs.words import words_of_day
from talentpools import lifecycle
from talentpools.engagement import ACTIVE, EXEMPT, INACTIVE, QUIET, Rule, explained
from talentpools.enums import WAITING, MembershipStatus, Reason, Route
from talentpools.lifecycle import By
from talentpools.models import Pool
from talentpools.presenters.pools import Demand
from talentpools.selectors import Member, Standing

S = MembershipStatus
COLOURS = {ACTIVE: "green", QUIET: "yellow", INACTIVE: "orange", EXEMPT: "grey"}
COLUMNS: tuple[tuple[str, tuple[MembershipStatus, ...]], ...] = (
    ("Invited", (S.INVITED,)),
    ("Applied", (S.APPLIED, S.SELF_NOMINATED)),
    ("Assessed", (S.ASSESSED_IN, S.ASSESSED_NOT_YET)),
    ("Active", (S.ACTIVE,)),
    ("Paused", (S.PAUSED,)),
)
#: These columns stand on the board even when nobody is in them.
ALWAYS = ("Invited", "Active", "Paused")


@dataclass(frozen=True)
class Card:
    """A member as a card."""

    public_id: UUID
    name: str
    job: str
    tag: str
    colour: str
    why: str
    sub: str
    active: bool
    moves: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    title: str
    cards: list[Card]


def columns(
    members: Iterable[Member], codes: Mapping[str, Code], rule: Rule, day: dt.date
) -> list[Column]:
    """Members by state; a column for applications or assessments only when somebody is in it."""
    listed = list(members)
    made = [
        Column(title, [card(m, codes, rule, day) for m in listed if m.status in states])
        for title, states in COLUMNS
    ]
    return [each for each in made if each.cards or each.title in ALWAYS]


def card(member: Member, codes: Mapping[str, Code], rule: Rule, day: dt.date) -> Card:
    """A member with her engagement, why it is so, and where she can move."""
    waiting = member.status in WAITING
    code = member.engagement(rule, day)
    label = str(MembershipStatus(member.status).label)
    if waiting:
        tag, colour = label, "blue"
        why = f"Since {words_of_day(member.status_on)}" if member.status_on else ""
    elif code == EXEMPT:
        tag, colour = codes[code].label, COLOURS[code]
        reason = str(Reason(member.reason).label) if member.reason else ""
        since = f"since {words_of_day(member.status_on)}" if member.status_on else ""
        why = sentence(", ".join(filter(None, [reason, since])))
    else:
        tag, colour = codes[code].label, COLOURS[code]
        why = sentence(explained(last=member.last, day=day))
    joined = f"Joined on {words_of_day(member.joined_on)}" if member.joined_on else ""
    return Card(
        public_id=member.public_id,
        name=member.name,
        job=member.job,
        tag=tag,
        colour=colour,
        why=why,
        sub=". ".join(filter(None, [joined, str(Route(member.route).label)])),
        active=not waiting and code == ACTIVE,
        moves=tuple((str(m), m.label) for m in lifecycle.moves(member.status, By.POOL)),
    )


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def tiles(
    pool: Pool, standing: Standing, needs: Demand, findings: Sequence[str], rule: Rule, day: dt.date
) -> list[dict[str, Any]]:
    """Members out of places, how many are active, demand against supply, and the next review."""
    share = round(100 * standing.active / standing.expected) if standing.expected else None
    overdue = pool.review_on is None or pool.review_on < day
    quiet = next((each for each in findings if each.startswith("Gone quiet")), "")
    return [
        {
            "label": "Members",
            "value": standing.present,
            "of": pool.capacity,
            "note": f"{standing.waiting} waiting" if standing.waiting else "",
        },
        {
            "label": f"Active in the last {rule.active_days} days",
            "value": standing.active,
            "of": standing.expected,
            "percent": share,
            "percent_label": f"{share}% of members who have not paused"
            if share is not None
            else "",
            "tone": "warn" if quiet else "",
            "note": quiet,
        },
        {
            "label": "Posts due within 12 months",
            "value": needs.due,
            "tone": "bad" if needs.under else "",
            "note": demand_note(needs),
        },
        {
            "label": "Next review",
            "value": words_of_day(pool.review_on),
            "tone": "warn" if overdue else "",
            "note": ("Set a review date" if pool.review_on is None else "The review is overdue")
            if overdue
            else "",
        },
    ]


def demand_note(needs: Demand) -> str:
    """The supply beside the posts due, and what it leaves out for a reader without succession."""
    what = "active" if needs.ready is None else "ready now"
    people = f"{needs.supply} member{'' if needs.supply == 1 else 's'} {what}"
    under = "Under-subscribed: " if needs.under else ""
    rest = (
        "" if needs.ready is not None else ". Readiness and leaving dates are for succession leads"
    )
    return f"{under}{people}{rest}"
