"""What talent pools hand over when an employer closes: pools, and who is in them."""

import datetime as dt

from django.db.models import QuerySet

from learning.transfers import continued_id, staff_there
from orgs.access.principals import Principal
from orgs.periods import not_ended
from orgs.restructure.transfers import Transfer, transfers
from talentpools.enums import SHOWN, MembershipStatus, PoolKind
from talentpools.models import Pool, PoolActivity, PoolAssessment, PoolMembership


def _pools(unit_id: int, day: dt.date) -> QuerySet[Pool]:
    return Pool.objects.filter(not_ended("valid_to", day), unit_id=unit_id).order_by("id")


def count_pools(unit_id: int, day: dt.date) -> int:
    return _pools(unit_id, day).count()


def move_pools(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Pools end and continue; two of one name stay two until somebody decides.

    A positive-action pool ends: people chose it at this employer, and choose again at the next.
    """
    old = list(_pools(closing, day))
    fresh = [
        Pool(
            public_id=continued_id(pool.public_id, successor),
            unit_id=successor,
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


def _memberships(unit_id: int) -> QuerySet[PoolMembership]:
    return PoolMembership.objects.filter(
        unit_id=unit_id, status__in=[*SHOWN, MembershipStatus.PREPARED]
    ).order_by("id")


def count_memberships(unit_id: int, day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _memberships(unit_id).count()


def move_memberships(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Memberships end and continue with their dates; prepared ones stay prepared, for the same nomination."""
    old = list(_memberships(closing))
    staff = staff_there(closing, successor)
    continued = Pool.objects.filter(unit_id=successor, continues__unit_id=closing)
    pools = dict(continued.values_list("continues_id", "id"))
    fresh = [
        PoolMembership(
            public_id=continued_id(row.public_id, successor),
            unit_id=successor,
            pool_id=pools[row.pool_id],
            staff_id=staff[row.staff_id],
            status=row.status,
            route=row.route,
            source_id=continued_id(row.source_id, successor) if row.source_id else None,
            reason=row.reason,
            status_on=row.status_on,
            opened_on=row.opened_on,
            joined_on=row.joined_on,
            continues=row,
        )
        for row in old
        if row.pool_id in pools and row.staff_id in staff
    ]
    for row in old:
        row.status, row.left_on = MembershipStatus.LEFT, day
    PoolMembership.objects.bulk_update(old, ["status", "left_on"], batch_size=500)
    PoolMembership.objects.bulk_create(fresh)
    return len(old), len(fresh) + _move_records(fresh, successor)


def _move_records(fresh: list[PoolMembership], successor: int) -> int:
    """Activities and assessments are facts of a membership: they are copied to the continuing one."""
    there = {row.continues_id: row.pk for row in fresh}
    activities = [
        PoolActivity(
            unit_id=successor,
            membership_id=there[old.membership_id],
            kind=old.kind,
            happened_on=old.happened_on,
            recorded_by_id=old.recorded_by_id,
        )
        for old in PoolActivity.objects.filter(membership__in=there).order_by("id")
    ]
    assessments = [
        PoolAssessment(
            unit_id=successor,
            membership_id=there[old.membership_id],
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


def register() -> None:
    """Offer the transfers; people and nominations come before them."""
    for each in (
        Transfer("pools", "Talent pools", 50, people=False, count=count_pools, move=move_pools),
        Transfer(
            "memberships",
            "Pool memberships",
            51,
            people=True,
            count=count_memberships,
            move=move_memberships,
        ),
    ):
        transfers.add(each.key, each)
