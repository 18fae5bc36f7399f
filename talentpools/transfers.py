"""What talent pools hand over when an employer closes: pools, and who is in them."""

import datetime as dt
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest

from learning.transfers import continued_id
from orgs.access.principals import Principal
from orgs.periods import not_ended
from orgs.restructure.handover import STAFF, staff_there
from orgs.restructure.transfers import Heirs, Listed, Parted, Transfer, stay, transfers
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


def _pools(unit_id: int, day: dt.date) -> QuerySet[Pool]:
    return Pool.objects.filter(not_ended("valid_to", day), unit_id=unit_id).order_by("id")


def count_pools(unit_id: int, day: dt.date) -> int:
    return _pools(unit_id, day).count()


def move_pools(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Pools end and continue; two of one name stay two until somebody decides.

    A positive-action pool ends: people chose it at this employer, and choose again at the next.
    """
    old = list(_pools(heirs.closing, day))
    fresh = [
        Pool(
            public_id=continued_id(pool.public_id, heirs.of(POOLS, pool.public_id)),
            unit_id=heirs.of(POOLS, pool.public_id),
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
        for pool in old
        if pool.kind != PoolKind.POSITIVE_ACTION
    ]
    for pool in old:
        pool.valid_to = max(day, pool.valid_from)
    Pool.objects.bulk_update(old, ["valid_to"], batch_size=500)
    Pool.objects.bulk_create(fresh)
    return len(old), len(fresh)


def carried_pools(heirs: Heirs, day: dt.date) -> list[tuple[int, UUID]]:  # noqa: ARG001
    """Pools that continue one of the closing employer."""
    rows = Pool.objects.filter(unit_id__in=heirs.everyone, continues__unit_id=heirs.closing)
    return list(rows.order_by("id").values_list("unit_id", "public_id"))


def list_pools(unit_id: int, day: dt.date) -> list[Listed]:
    return [
        Listed(
            pool.public_id,
            pool.title,
            "Ends: its members choose again at the next employer"
            if pool.kind == PoolKind.POSITIVE_ACTION
            else "",
        )
        for pool in _pools(unit_id, day)
    ]


def _memberships(unit_id: int) -> QuerySet[PoolMembership]:
    return PoolMembership.objects.filter(
        unit_id=unit_id, status__in=[*SHOWN, MembershipStatus.PREPARED]
    ).order_by("id")


def count_memberships(unit_id: int, day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _memberships(unit_id).count()


def move_memberships(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Memberships end and continue with their dates; prepared ones stay prepared, for the same nomination.

    Where the pool and the person go to different organisations the membership ends, and so does one
    that was prepared for a nomination that lapsed.
    """
    old = list(_memberships(heirs.closing))
    staff = staff_there(heirs)
    continued = Pool.objects.filter(unit_id__in=heirs.everyone, continues__unit_id=heirs.closing)
    pools = {b: (u, pk) for b, u, pk in continued.values_list("continues_id", "unit_id", "id")}
    named = set(
        Nomination.objects.filter(
            unit_id__in=heirs.everyone, continues__unit_id=heirs.closing
        ).values_list("public_id", flat=True)
    )
    fresh = []
    for row in old:
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
    for row in old:
        row.status, row.left_on = MembershipStatus.LEFT, day
    PoolMembership.objects.bulk_update(old, ["status", "left_on"], batch_size=500)
    PoolMembership.objects.bulk_create(fresh)
    return len(old), len(fresh) + _move_records(fresh)


def parted_memberships(heirs: Heirs, day: dt.date) -> list[Parted]:  # noqa: ARG001
    """Who is in a pool that goes to another organisation than she does."""
    rows = _memberships(heirs.closing).exclude(status=MembershipStatus.PREPARED)
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
    there = {row.continues_id: row for row in fresh}
    activities = [
        PoolActivity(
            unit_id=there[old.membership_id].unit_id,
            membership_id=there[old.membership_id].pk,
            kind=old.kind,
            happened_on=old.happened_on,
            recorded_by_id=old.recorded_by_id,
        )
        for old in PoolActivity.objects.filter(membership__in=there).order_by("id")
    ]
    assessments = [
        PoolAssessment(
            unit_id=there[old.membership_id].unit_id,
            membership_id=there[old.membership_id].pk,
            assessed_on=old.assessed_on,
            assessor_id=old.assessor_id,
            criteria=old.criteria,
            scores=old.scores,
            note=old.note,
        )
        for old in PoolAssessment.objects.filter(membership__in=there).order_by("id")
    ]
    PoolActivity.objects.bulk_create(activities)
    PoolAssessment.objects.bulk_create(assessments)
    return len(activities) + len(assessments)


def _positive(unit_id: int) -> QuerySet[PositiveActionMembership]:
    return PositiveActionMembership.objects.filter(unit_id=unit_id, left_on=None)


def _links(unit_id: int) -> QuerySet[Sponsorship]:
    return Sponsorship.objects.filter(unit_id=unit_id, ended_on=None)


def count_positive(unit_id: int, day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _positive(unit_id).count() + _links(unit_id).count()


def end_positive(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Memberships of positive-action pools end with the pool, and sponsors' links with them."""
    links = _links(heirs.closing).update(ended_on=Greatest(F("named_on"), Value(day)))
    return links + _positive(heirs.closing).update(left_on=Greatest(F("joined_on"), Value(day))), 0


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
            people=False,
            count=count_pools,
            move=move_pools,
            tables=("talentpools.Pool",),
            listed=list_pools,
            carried=carried_pools,
        ),
        Transfer(
            "memberships",
            "Pool memberships",
            51,
            people=True,
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
            people=True,
            count=count_positive,
            move=end_positive,
            tables=("talentpools.PositiveActionMembership", "talentpools.Sponsorship"),
            left=count_positive,
        ),
    ):
        transfers.add(each.key, each)
    stay(_STAYS)
