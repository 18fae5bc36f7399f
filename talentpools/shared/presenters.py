"""Shared pools and talent boards in words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from orgs.words import words_of_day
from talentpools.engagement import ACTIVE, NATIONAL, STEP, Event, engagement
from talentpools.models import BoardReview, PanelNote, ReviewEntry, SharedMember, SharedPool
from talentpools.presenters.board import COLOURS
from talentpools.shared.pools import nudged
from talentpools.shared.words import Codes, last_day_or_nothing, name_in, role_words, without_name
from talentpools.shared_states import MOVES, MemberStatus, Outcome

COLUMNS = (
    ("Applied", (MemberStatus.APPLIED,)),
    ("Assessed", (MemberStatus.ASSESSED_IN, MemberStatus.NOT_YET)),
    ("Offered", (MemberStatus.OFFERED,)),
    ("Active", (MemberStatus.ACTIVE,)),
    ("Paused or completed", (MemberStatus.PAUSED, MemberStatus.ALUMNI)),
)
ENDING = "end"
STATUS_COLOURS = {
    MemberStatus.APPLIED: "blue",
    MemberStatus.ASSESSED_IN: "aqua-green",
    MemberStatus.NOT_YET: "grey",
    MemberStatus.OFFERED: "purple",
    MemberStatus.ACTIVE: "green",
    MemberStatus.PAUSED: "grey",
    MemberStatus.ALUMNI: "white",
}


# --- pools ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PoolRow:
    """A shared pool on its manager's list, or as somebody below reads it (then without numbers)."""

    public_id: UUID
    title: str
    purpose: str
    criteria: str
    roles: str
    places: str
    until: str
    open: bool
    organisation: str = ""
    waiting: int = 0
    present: int = 0


def pool_row(pool: SharedPool, roles: Codes, day: dt.date) -> PoolRow:
    """The pool as everybody below may read it."""
    return PoolRow(
        pool.public_id,
        pool.title,
        pool.purpose,
        pool.criteria,
        role_words(pool.target_roles, roles),
        f"{pool.capacity} places" if pool.capacity else "No limit on places",
        last_day_or_nothing(pool.closes_on),
        pool.closes_on is None or pool.closes_on > day,
        organisation=pool.unit.name,
    )


def managed_row(pool: SharedPool, roles: Codes, day: dt.date) -> dict[str, Any]:
    """The pool with its numbers, for its manager alone."""
    waiting: int = pool.waiting  # type: ignore[attr-defined]  # annotated by the selector
    present: int = pool.present  # type: ignore[attr-defined]
    return {"pool": pool_row(pool, roles, day), "waiting": waiting, "present": present}


@dataclass(frozen=True)
class MemberCard:
    """Somebody in a pool: what she shared, where she stands, where she may move."""

    public_id: UUID
    name: str
    #: Job and employer, as far as she shares them; `lines` is all that she shares.
    brief: list[str]
    lines: list[tuple[str, str]]
    status: str
    colour: str
    since: str
    engagement: str
    engagement_colour: str
    moves: list[tuple[str, str]]
    #: Whether she has gone quiet and was not reminded lately; since when she was, "" for never.
    may_nudge: bool = False
    nudged: str = ""


@dataclass(frozen=True)
class Column:
    title: str
    members: list[MemberCard]


def columns(members: Sequence[SharedMember], codes: Codes, day: dt.date) -> list[Column]:
    """Members by state."""
    return [
        Column(title, [member_card(m, codes, day) for m in members if m.status in states])
        for title, states in COLUMNS
    ]


def member_card(member: SharedMember, codes: Codes, day: dt.date) -> MemberCard:
    status, fields = MemberStatus(member.status), member.profile.fields
    engaged, colour = _engagement(member, codes, day)
    return MemberCard(
        member.public_id,
        name_in(fields),
        [fields[key]["text"] for key in ("job", "employer") if key in fields],
        without_name(fields),
        str(status.label),
        STATUS_COLOURS[status],
        f"Since {words_of_day(member.changed_on)}",
        engaged,
        colour,
        [*((str(s), str(s.label)) for s in MOVES[status]), (ENDING, _end_words(status))],
        _gone_quiet(member, day) and not nudged(member, day),
        f"Reminded on {words_of_day(member.nudged_on)}" if member.nudged_on else "",
    )


def _gone_quiet(member: SharedMember, day: dt.date) -> bool:
    return member.status == MemberStatus.ACTIVE and _engaged(member, day) != ACTIVE


def _end_words(status: MemberStatus) -> str:
    waiting = (MemberStatus.APPLIED, MemberStatus.ASSESSED_IN, MemberStatus.NOT_YET)
    return "Decline and remove" if status in waiting else "End and remove"


def _engagement(member: SharedMember, codes: Codes, day: dt.date) -> tuple[str, str]:
    """How present a member is by what she shares of the programme; nothing is assumed of the rest."""
    if member.status not in (MemberStatus.ACTIVE, MemberStatus.PAUSED):
        return "", ""
    code = _engaged(member, day)
    return (codes[code].label, COLOURS[code]) if code else ("Does not share progress", "white")


def _engaged(member: SharedMember, day: dt.date) -> str:
    """The code of how present a member of the pool is; "" where she does not share it."""
    shared = member.profile.fields.get("progress", {}).get("on")
    if shared is None and member.status == MemberStatus.ACTIVE:
        return ""
    on = dt.date.fromisoformat(shared) if shared else member.joined_on
    last = Event(STEP, on) if on else None
    return engagement(rule=NATIONAL, status=member.status, last=last, day=day)


def tiles(pool: SharedPool, members: Sequence[SharedMember], day: dt.date) -> list[dict[str, Any]]:
    """Members out of places, who waits, and from how many organisations, as far as that is shared."""
    present = [m for m in members if m.status in (MemberStatus.ACTIVE, MemberStatus.PAUSED)]
    waits = [m for m in members if m.status == MemberStatus.APPLIED]
    active = sum(_engaged(m, day) == ACTIVE for m in present)
    employers = {
        m.profile.fields["employer"]["text"] for m in present if "employer" in m.profile.fields
    }
    return [
        {
            "label": "Members",
            "value": len(present),
            "of": pool.capacity,
            "note": f"{active} of them active, by what they share"
            + ("" if pool.capacity else ". No limit on places"),
        },
        {"label": "Applications to assess", "value": len(waits), "tone": "warn" if waits else ""},
        {
            "label": "Organisations",
            "value": len(employers),
            "note": "Of members who share their employer",
        },
        {
            "label": "Last day to apply",
            "value": last_day_or_nothing(pool.closes_on) or "Open",
        },
    ]


def note_lines(notes: Iterable[PanelNote]) -> list[tuple[str, str, str]]:
    """(recommendation, by whom and when, why)."""
    return [
        (
            str(Outcome(n.outcome).label),
            f"{n.author.login}, {words_of_day(n.made_on)}"
            + (f", {n.review.title}" if n.review_id and n.review else ""),
            n.note,
        )
        for n in notes
    ]


# --- boards --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReviewRow:
    public_id: UUID
    title: str
    period: str
    state: str
    colour: str
    organisation: str


def review_row(review: BoardReview, day: dt.date, organisation: str = "") -> ReviewRow:
    if review.opens_on > day:
        state, colour = "Not open yet", "grey"
    elif review.closes_on > day:
        state, colour = "Open", "green"
    else:
        state, colour = "Over", "white"
    return ReviewRow(
        review.public_id,
        review.title,
        f"{words_of_day(review.opens_on)} to {last_day_or_nothing(review.closes_on)}",
        state,
        colour,
        organisation,
    )


@dataclass(frozen=True)
class EntryCard:
    """A person whom a board looks at, with what was recommended, as far as the viewer may read it."""

    public_id: UUID
    name: str
    lines: list[tuple[str, str]]
    notes: list[tuple[str, str, str]]
    mine: PanelNote | None = None


def entry_card(
    entry: ReviewEntry, notes: Sequence[PanelNote], mine: PanelNote | None = None
) -> EntryCard:
    said = [
        (str(Outcome(n.outcome).label), f"{n.author.login}, {words_of_day(n.made_on)}", n.note)
        for n in notes
    ]
    return EntryCard(entry.public_id, name_in(entry.fields), without_name(entry.fields), said, mine)
