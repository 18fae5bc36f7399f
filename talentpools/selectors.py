"""Questions about pools: which there are, who is in them, and how present they are."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery

from orgs.models.people import Assignment
from talentpools.enums import PRESENT, MembershipStatus
from talentpools.models import Pool, PoolMembership


def in_force(day: dt.date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def pools(unit_id: int, day: dt.date) -> QuerySet[Pool]:
    """Pools of an employer with ``members`` (present), by title: one query."""
    present = Q(memberships__status__in=PRESENT)
    return (
        Pool.objects.filter(in_force(day), unit_id=unit_id)
        .annotate(members=Count("memberships", filter=present))
        .order_by("title", "pk")
    )


def pool(unit_id: int, public_id: UUID, day: dt.date) -> Pool | None:
    """One pool with ``members``."""
    return pools(unit_id, day).filter(public_id=public_id).first()


def members(of: Pool, day: dt.date) -> list[PoolMembership]:
    """Memberships that are open to pool people, by name, with ``job``; one query.

    What is only prepared for somebody who has not been told is left out, whoever asks.
    """
    jobs = (
        Assignment.objects.filter(staff_id=OuterRef("staff_id"), starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))
        .order_by("-starts_on", "-pk")
    )
    return list(
        PoolMembership.objects.filter(pool=of, opened_on__isnull=False)
        .exclude(status__in=[MembershipStatus.LEFT, MembershipStatus.ALUMNI])
        .select_related("staff")
        .annotate(job=Subquery(jobs.values("title")[:1], output_field=CharField()))
        .order_by("staff__sort_name", "pk")
    )


def membership(unit_id: int, public_id: UUID) -> PoolMembership | None:
    """One open membership of an employer."""
    return (
        PoolMembership.objects.filter(unit_id=unit_id, public_id=public_id, opened_on__isnull=False)
        .select_related("staff", "pool")
        .first()
    )


def titles(unit_id: int, staff_ids: Collection[int]) -> dict[int, list[str]]:
    """Titles of the pools that people are in or prepared for, by staff id: one query."""
    found: dict[int, list[str]] = {}
    rows = (
        PoolMembership.objects.filter(
            unit_id=unit_id, staff_id__in=staff_ids, pool__valid_to__isnull=True
        )
        .filter(status__in=[*PRESENT, MembershipStatus.PREPARED])
        .order_by("pool__title")
    )
    for staff_id, title in rows.values_list("staff_id", "pool__title"):
        found.setdefault(staff_id, []).append(title)
    return found


def own_memberships(unit_id: int, staff_id: int) -> list[PoolMembership]:
    """What a person may know of her own memberships: those that are open."""
    return list(
        PoolMembership.objects.filter(
            unit_id=unit_id, staff_id=staff_id, opened_on__isnull=False, left_on__isnull=True
        )
        .select_related("pool")
        .order_by("pool__title", "pk")
    )
