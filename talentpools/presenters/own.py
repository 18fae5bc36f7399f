"""Pools as the person herself reads them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from orgs.models.codes import Code
from orgs.words import words_of_day
from talentpools import forms, lifecycle
from talentpools.engagement import Rule
from talentpools.enums import WAITING, Joining, MembershipStatus, PoolKind
from talentpools.lifecycle import By
from talentpools.models import Pool, PoolMembership, PositiveActionMembership, Sponsorship
from talentpools.positive import Keeper
from talentpools.presenters.board import COLOURS, card
from talentpools.presenters.pools import role_names
from talentpools.selectors import Member


@dataclass(frozen=True)
class Own:
    """One of her memberships: where she stands, how active she counts and why, what she can do."""

    public_id: UUID
    title: str
    purpose: str
    status: str
    colour: str
    why: str
    waits_for_me: bool
    moves: tuple[tuple[str, str], ...]
    form: forms.ActivityForm | None


@dataclass(frozen=True)
class Open:
    """A pool that she can come to."""

    public_id: UUID
    title: str
    purpose: str
    roles: str
    until: str
    act: str
    private: bool
    keeper: str


@dataclass(frozen=True)
class Link:
    """A sponsor's link as one of the two reads it, with what was done, newest first."""

    public_id: UUID
    name: str
    agreed: bool
    since: str
    log: tuple[tuple[str, str], ...]
    form: forms.SponsorActionForm


@dataclass(frozen=True)
class Kept:
    """A positive-action pool that she is in. `known`: its keeper sees that she is."""

    public_id: UUID
    title: str
    purpose: str
    since: str
    links: tuple[Link, ...]
    keeper: Keeper | None
    known: bool


def own_membership(
    of: PoolMembership,
    member: Member | None,
    codes: Mapping[str, Code],
    rule: Rule,
    day: dt.date,
    bound: forms.ActivityForm | None,
) -> Own:
    """One membership. What she reads of her activity is what pool people read."""
    seen = card(member, codes, rule, day) if member else None
    present = of.status not in WAITING
    form = bound or forms.ActivityForm(initial={"on": day}, auto_id=f"id_{of.pk}_%s")
    return Own(
        public_id=of.public_id,
        title=of.pool.title,
        purpose=of.pool.purpose,
        status=seen.tag if seen else str(MembershipStatus(of.status).label),
        colour=seen.colour if seen else COLOURS["QUIET"],
        why=seen.why if seen else "",
        waits_for_me=of.status in (MembershipStatus.INVITED, MembershipStatus.ASSESSED_IN),
        moves=tuple((str(m), m.label) for m in lifecycle.moves(of.status, By.PERSON)),
        form=form if present else None,
    )


def open_pool(pool: Pool, roles: Mapping[str, Code], keeper: Keeper | None) -> Open:
    private = pool.kind == PoolKind.POSITIVE_ACTION
    act = "Apply" if pool.joining == Joining.APPLICATIONS else "Put myself forward"
    return Open(
        public_id=pool.public_id,
        title=pool.title,
        purpose=pool.purpose,
        roles=role_names(pool, roles),
        until=words_of_day(pool.closes_on) if pool.closes_on else "",
        act="Join" if private else act,
        private=private,
        keeper=keeper.name if keeper else "",
    )


def kept_membership(
    of: PositiveActionMembership,
    keeper: Keeper | None,
    day: dt.date,
    bound: Mapping[UUID, Any],
) -> Kept:
    links: list[Sponsorship] = of.sponsor_links  # type: ignore[attr-defined]  # prefetched
    return Kept(
        public_id=of.public_id,
        title=of.pool.title,
        purpose=of.pool.purpose,
        since=words_of_day(of.joined_on),
        links=tuple(_link(each, each.sponsor_name, day, bound) for each in links),
        keeper=keeper,
        known=keeper is not None and of.known_to_id == keeper.user_id,
    )


def sponsored(of: Sponsorship, day: dt.date, bound: Mapping[UUID, Any]) -> Link:
    """A link as the sponsor reads it: by the name that the member agreed to."""
    return _link(of, of.shown_as, day, bound)


def _link(of: Sponsorship, name: str, day: dt.date, bound: Mapping[UUID, Any]) -> Link:
    log = of.log  # type: ignore[attr-defined]  # prefetched
    form = bound.get(of.public_id) or forms.SponsorActionForm(
        initial={"on": day}, auto_id=f"id_{of.pk}_%s"
    )
    return Link(
        public_id=of.public_id,
        name=name,
        agreed=of.agreed_on is not None,
        since=words_of_day(of.agreed_on) if of.agreed_on else "",
        log=tuple((words_of_day(each.happened_on), each.what) for each in log),
        form=form,
    )
