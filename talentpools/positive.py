"""Questions about positive-action pools. Row-level security answers them for the person and the keeper alone."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from orgs.access.scope import system_scope
from talentpools import selectors
from talentpools.access import CHOICE
from talentpools.models import (
    Pool,
    PositiveActionMembership,
    PositiveActionTerms,
    SponsorAction,
    Sponsorship,
)


def terms(of: Pool) -> PositiveActionTerms | None:
    """The lawful basis and the keeper of a positive-action pool."""
    return PositiveActionTerms.objects.filter(pool=of).first()


@dataclass(frozen=True)
class Keeper:
    """Who keeps a pool, by account and name."""

    user_id: int
    name: str


def keepers(unit_id: int, pool_ids: Collection[int], day: dt.date) -> dict[int, Keeper]:
    """Who keeps each of the pools: what a person must know before she joins one, and while she is in it.

    She reads neither the terms nor a colleague's record, so the part of the system that records her
    choice looks it up.
    """
    if not pool_ids:
        return {}
    with system_scope(CHOICE, units=[unit_id], day=day):
        rows = PositiveActionTerms.objects.filter(unit_id=unit_id, pool_id__in=pool_ids)
        kept = dict(rows.values_list("pool_id", "keeper_id"))
        names = selectors.called(unit_id, set(kept.values()))
    return {pool: Keeper(user_id, names[user_id]) for pool, user_id in kept.items()}


def _with_sponsor() -> "Prefetch[str]":
    """A member's open link to a sponsor, as ``sponsor_links``, each with its ``log``."""
    actions = SponsorAction.objects.order_by("-happened_on", "-pk")
    links = Sponsorship.objects.filter(ended_on__isnull=True).prefetch_related(
        Prefetch("actions", queryset=actions, to_attr="log")
    )
    return Prefetch("sponsorships", queryset=links, to_attr="sponsor_links")


def members(of: Pool) -> list[PositiveActionMembership]:
    """Who is in the pool, by name, with their sponsors: three queries. For its keeper."""
    rows = PositiveActionMembership.objects.filter(pool=of, left_on__isnull=True)
    return list(
        rows.select_related("staff")
        .prefetch_related(_with_sponsor())
        .order_by("staff__sort_name", "pk")
    )


def kept_member(unit_id: int, user_id: int, public_id: UUID) -> PositiveActionMembership | None:
    """One open membership of a pool that an account keeps."""
    rows = PositiveActionMembership.objects.filter(
        unit_id=unit_id, public_id=public_id, left_on__isnull=True, pool__terms__keeper_id=user_id
    )
    return rows.select_related("staff", "pool").first()


def own(unit_id: int, staff_id: int) -> list[PositiveActionMembership]:
    """A person's own, with pool and sponsor."""
    rows = PositiveActionMembership.objects.filter(
        unit_id=unit_id, staff_id=staff_id, left_on__isnull=True
    )
    return list(
        rows.select_related("pool").prefetch_related(_with_sponsor()).order_by("pool__title", "pk")
    )


def own_one(
    unit_id: int, person_id: int | None, public_id: UUID
) -> PositiveActionMembership | None:
    """One of them."""
    if person_id is None:
        return None
    return PositiveActionMembership.objects.filter(
        unit_id=unit_id, public_id=public_id, staff__person_id=person_id, left_on__isnull=True
    ).first()


def own_sponsor(unit_id: int, person_id: int | None, public_id: UUID) -> Sponsorship | None:
    """A sponsor's link to the person herself, not ended."""
    if person_id is None:
        return None
    rows = Sponsorship.objects.filter(unit_id=unit_id, public_id=public_id, ended_on__isnull=True)
    return rows.filter(membership__staff__person_id=person_id).select_related("membership").first()


def _sponsored(unit_id: int, user_id: int) -> QuerySet[Sponsorship]:
    return Sponsorship.objects.filter(
        unit_id=unit_id, sponsor_id=user_id, agreed_on__isnull=False, ended_on__isnull=True
    )


def sponsored_by(unit_id: int, user_id: int) -> list[Sponsorship]:
    """Whom an account sponsors and who has agreed to it, with the ``log`` of each."""
    actions = SponsorAction.objects.order_by("-happened_on", "-pk")
    rows = _sponsored(unit_id, user_id).prefetch_related(
        Prefetch("actions", queryset=actions, to_attr="log")
    )
    return list(rows.order_by("shown_as", "pk"))


def sponsors_anybody(unit_id: int, user_id: int) -> bool:
    """Whether an account sponsors somebody who has agreed to it."""
    return _sponsored(unit_id, user_id).exists()


def link(unit_id: int, user_id: int, person_id: int | None, public_id: UUID) -> Sponsorship | None:
    """A link in which an account is the sponsor, or the person behind it the member.

    Asked one after the other: a sponsor reads no membership, so a join would hide the link from her.
    """
    sponsored = _sponsored(unit_id, user_id).filter(public_id=public_id).first()
    return sponsored or own_sponsor(unit_id, person_id, public_id)
