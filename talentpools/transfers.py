"""What talent pools hand over when an employer closes: pools, and who is in them."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest

from learning.transfers import continued_id
from orgs.access.principals import Principal
from orgs.periods import not_ended
from orgs.restructure.continuing import begin, end_or_empty
from orgs.restructure.handover import STAFF, continuing, staff_there
from orgs.restructure.transfers import Handover, Heirs, Listed, Parted, Transfer, stay, transfers
from succession.models import Nomination
from talentpools.enums import SHOWN, MembershipStatus, PoolKind
from talentpools.models import (
    Pool,
    PoolActivity,
    PoolAssessment,
    PoolMembership,
    PositiveActionMembership,
    Sponsorship,
)

POOLS = "pools"


def _pools(units: Sequence[int], day: dt.date) -> QuerySet[Pool]:
    return Pool.objects.filter(not_ended("valid_to", day), unit_id__in=units).order_by("id")


def count_pools(units: Sequence[int], day: dt.date) -> int:
    return _pools(units, day).count()


def move_pools(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Pools end and continue; two of one name stay two until somebody decides.

    A positive-action pool ends: people chose it at this employer, and choose again at the next.
    """
    rows = _pools(handover.closing, day)
    going = [
        (pool, handover.of[pool.unit_id].of(POOLS, pool.public_id))
        for pool in rows.exclude(kind=PoolKind.POSITIVE_ACTION)
    ]
    fresh = [
        Pool(
            public_id=continued_id(pool.public_id, unit_id),
            unit_id=unit_id,
            title=pool.title,
            kind=pool.kind,
            purpose=pool.purpose,
            joining=pool.joining,
            closes_on=pool.closes_on,
            criteria_key=pool.criteria_key,
            target_roles=pool.target_roles,
            capacity=pool.capacity,
            owner_id=pool.owner_id,
            review_on=pool.review_on,
            valid_from=max(day, pool.valid_from),
            valid_to=pool.valid_to,
            continues=pool,
        )
        for pool, unit_id in going
    ]
    ended = end_or_empty(rows, "valid_from", "valid_to", day)
    Pool.objects.bulk_create(fresh)
    return ended, len(fresh)


def list_pools(unit_id: int, day: dt.date) -> list[Listed]:
    return [
        Listed(
            pool.public_id,
            pool.title,
            "Ends: its members choose again at the next employer"
            if pool.kind == PoolKind.POSITIVE_ACTION
            else "",
        )
        for pool in _pools([unit_id], day)
    ]


def _memberships(units: Sequence[int]) -> QuerySet[PoolMembership]:
    return PoolMembership.objects.filter(
        unit_id__in=units, status__in=[*SHOWN, MembershipStatus.PREPARED]
    ).order_by("id")


def count_memberships(units: Sequence[int], day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _memberships(units).count()


def move_memberships(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Memberships end and continue with their dates; prepared ones stay prepared, for the same nomination.

    Where the pool and the person go to different organisations the membership ends, and so does one
    that was prepared for a nomination that lapsed.
    """
    rows = _memberships(handover.closing)
    staff = staff_there(handover)
    continued = continuing(Pool, handover).values_list("continues_id", "unit_id", "id")
    pools = {before: (unit_id, pk) for before, unit_id, pk in continued}
    named = set(continuing(Nomination, handover).values_list("public_id", flat=True))
    fresh = []
    for row in rows:
        pool, place = pools.get(row.pool_id), staff.get(row.staff_id)
        if pool is None or place is None or pool[0] != place[0]:
            continue
        source_id = continued_id(row.source_id, place[0]) if row.source_id else None
        if row.status == MembershipStatus.PREPARED and source_id not in named:
            continue
        fresh.append(
            PoolMembership(
                public_id=continued_id(row.public_id, place[0]),
                unit_id=place[0],
                pool_id=pool[1],
                staff_id=place[1],
                status=row.status,
                route=row.route,
                source_id=source_id,
                reason=row.reason,
                status_on=row.status_on,
                opened_on=row.opened_on,
                joined_on=row.joined_on,
                continues=row,
            )
        )
    ended = rows.order_by().update(status=MembershipStatus.LEFT, left_on=day)
    PoolMembership.objects.bulk_create(fresh)
    return ended, len(fresh) + _move_records(fresh)


def parted_memberships(heirs: Heirs, day: dt.date) -> list[Parted]:  # noqa: ARG001
    """Who is in a pool that goes to another organisation than she does."""
    rows = _memberships([heirs.closing]).exclude(status=MembershipStatus.PREPARED)
    return [
        Parted(
            f"{row.staff.name} leaves the pool {row.pool.title}: they go to different "
            "organisations",
            (row.staff_id,),
        )
        for row in rows.select_related("pool", "staff")
        if heirs.of(POOLS, row.pool.public_id) != heirs.of(STAFF, row.staff.public_id)
    ]


def _move_records(fresh: list[PoolMembership]) -> int:
    """Activities and assessments are facts of a membership: they are copied to the continuing one."""
    of = [row.continues_id for row in fresh]
    return sum(
        begin(
            model._default_manager.filter(membership__in=of).order_by("pk"),  # noqa: SLF001  Django's public API
            unit=F("membership__continued_by__unit"),
            membership=F("membership__continued_by"),
        )
        for model in (PoolActivity, PoolAssessment)
    )


def _positive(units: Sequence[int]) -> QuerySet[PositiveActionMembership]:
    return PositiveActionMembership.objects.filter(unit_id__in=units, left_on=None)


def _links(units: Sequence[int]) -> QuerySet[Sponsorship]:
    return Sponsorship.objects.filter(unit_id__in=units, ended_on=None)


def count_positive(units: Sequence[int], day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _positive(units).count() + _links(units).count()


def end_positive(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Memberships of positive-action pools end with the pool, and sponsors' links with them."""
    links = _links(handover.closing).update(ended_on=Greatest(F("named_on"), Value(day)))
    return links + _positive(handover.closing).update(
        left_on=Greatest(F("joined_on"), Value(day))
    ), 0


#: Tables of talent pools that stay, each with the reason.
_STAYS = {
    "talentpools.PositiveActionTerms": "On which basis a pool stood is the record of who ran it.",
    "talentpools.SponsorAction": "What a sponsor did is a fact of the link that ended.",
    "talentpools.BenchProfile": "It is the person's own, kept by a unit above employers.",
    "talentpools.PanelNote": "A panel's note rests on a profile, and goes with it.",
    "talentpools.ReviewEntry": "What a panel looked at is frozen, and its days are over.",
    "talentpools.Reviewer": "Who was on a panel is the record of that panel.",
    "talentpools.SharedMember": "A place in a shared pool rests on a profile, and goes with it.",
    "talentpools.VacancyAsk": "An ask is the person's; its vacancy is closed.",
}


def register() -> None:
    """Offer the transfers; people and nominations come before them."""
    for each in (
        Transfer(
            POOLS,
            "Talent pools",
            50,
            count=count_pools,
            move=move_pools,
            tables=("talentpools.Pool",),
            listed=list_pools,
            carried=lambda handover, day: continuing(Pool, handover),  # noqa: ARG005
        ),
        Transfer(
            "memberships",
            "Pool memberships",
            51,
            count=count_memberships,
            move=move_memberships,
            tables=(
                "talentpools.PoolMembership",
                "talentpools.PoolActivity",
                "talentpools.PoolAssessment",
            ),
            parting=parted_memberships,
            left=count_memberships,
        ),
        Transfer(
            "positive",
            "Memberships of positive-action pools, which end",
            52,
            count=count_positive,
            move=end_positive,
            tables=("talentpools.PositiveActionMembership", "talentpools.Sponsorship"),
            left=count_positive,
        ),
    ):
        transfers.add(each.key, each)
    stay(_STAYS)
