"""What a nomination brings to pools. A prepared membership is closed to all but the succession circle."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from orgs import audit
from orgs.audit import Actor
from orgs.periods import in_force
from talentpools.enums import SHOWN, MembershipStatus, PoolKind, Route
from talentpools.models import Pool, PoolMembership


@transaction.atomic
def prepare_memberships(
    *,
    actor: Actor,
    unit_id: int,
    staff_id: int,
    pools: Sequence[UUID],
    source_id: UUID,
    day: dt.date,
) -> int:
    """Prepare memberships for somebody who is named; who is in a pool already stays as she is.

    A positive-action pool is joined by the person's own choice alone, and is left out.
    """
    count = 0
    rows = Pool.objects.filter(in_force(day), unit_id=unit_id, public_id__in=pools)
    for pool in rows.exclude(kind=PoolKind.POSITIVE_ACTION):
        mine = pool.memberships.filter(staff_id=staff_id)
        if mine.filter(Q(status__in=SHOWN) | Q(source_id=source_id, left_on=None)).exists():
            continue
        made = PoolMembership.objects.create(
            unit_id=unit_id,
            pool=pool,
            staff_id=staff_id,
            status=MembershipStatus.PREPARED,
            route=Route.NOMINATION,
            source_id=source_id,
            status_on=day,
        )
        audit.record(actor, "pool.prepared", unit_id=unit_id, about=made, day=str(day))
        count += 1
    return count


@transaction.atomic
def open_prepared(*, actor: Actor, unit_id: int, source_id: UUID, day: dt.date) -> int:
    """Open what was prepared for a nomination: the person is in the pool from `day`.

    Who came into the pool another way meanwhile stays as she is, and the prepared row ends; so does
    one of a pool that was closed meanwhile.
    """
    rows = list(_prepared(unit_id, source_id))
    for row in rows:
        closed = row.pool.valid_to is not None and row.pool.valid_to <= day
        others = row.pool.memberships.filter(staff_id=row.staff_id, status__in=SHOWN)
        if closed or others.exists():
            _end(row, day)
            continue
        row.status = MembershipStatus.ACTIVE
        row.opened_on = row.joined_on = row.status_on = day
        row.save(update_fields=["status", "opened_on", "joined_on", "status_on"])
        audit.record(actor, "pool.joined", unit_id=unit_id, about=row)
    return len(rows)


@transaction.atomic
def withdraw_prepared(*, actor: Actor, unit_id: int, source_id: UUID, day: dt.date) -> int:
    """Take back what was prepared and never opened."""
    rows = list(_prepared(unit_id, source_id))
    for row in rows:
        _end(row, day)
        audit.record(actor, "pool.withdrawn", unit_id=unit_id, about=row)
    return len(rows)


def _end(row: PoolMembership, day: dt.date) -> None:
    row.status, row.left_on, row.status_on = MembershipStatus.LEFT, day, day
    row.save(update_fields=["status", "left_on", "status_on"])


def _prepared(unit_id: int, source_id: UUID) -> list[PoolMembership]:
    return list(
        PoolMembership.objects.filter(
            unit_id=unit_id, source_id=source_id, status=MembershipStatus.PREPARED
        )
        .select_related("pool")
        .select_for_update(of=("self",))
    )
