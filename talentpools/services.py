"""Acts on pools and memberships. A prepared membership is closed to all but the succession circle."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.audit import Actor
from orgs.models.people import StaffRecord
from talentpools.access import MANAGE_POOLS
from talentpools.enums import PRESENT, SHOWN, MembershipStatus, Route
from talentpools.models import Pool, PoolMembership


class PoolError(ValueError):
    """Something that cannot be done with a pool, said in a sentence."""


def _must_manage(viewer: Viewer) -> None:
    if not viewer.may(MANAGE_POOLS):
        raise PermissionDenied


@transaction.atomic
def add_pool(
    *,
    viewer: Viewer,
    title: str,
    purpose: str = "",
    target_roles: Sequence[str] = (),
    capacity: int | None = None,
    review_on: dt.date | None = None,
) -> Pool:
    """Start a pool of the unit in the URL, owned by the viewer.

    Raises:
        PermissionDenied: without the right to manage pools here.
        PoolError: a pool of this name exists.
    """
    _must_manage(viewer)
    unit_id = viewer.here.id
    if Pool.objects.filter(unit_id=unit_id, title__iexact=title, valid_to__isnull=True).exists():
        raise PoolError(f"There is a pool called “{title}” already")
    made = Pool.objects.create(
        unit_id=unit_id,
        title=title,
        purpose=purpose,
        target_roles=list(target_roles),
        capacity=capacity,
        owner_id=viewer.user_id,
        review_on=review_on,
        valid_from=viewer.day,
    )
    audit.record(viewer, "pool.started", unit_id=unit_id, about=made)
    return made


@transaction.atomic
def add_member(*, viewer: Viewer, pool: Pool, staff: StaffRecord) -> PoolMembership:
    """Put a person into a pool; they are in it from today.

    Raises:
        PermissionDenied: without the right to manage pools here.
        PoolError: no place is free, or the person is in the pool.
    """
    _must_manage(viewer)
    locked = Pool.objects.select_for_update().get(pk=pool.pk)
    taken = locked.memberships.filter(status__in=PRESENT).count()
    if locked.capacity is not None and taken >= locked.capacity:
        raise PoolError("Every place in this pool is taken")
    try:
        with transaction.atomic():
            made = PoolMembership.objects.create(
                unit_id=locked.unit_id,
                pool=locked,
                staff=staff,
                status=MembershipStatus.ACTIVE,
                route=Route.INVITATION,
                opened_on=viewer.day,
                joined_on=viewer.day,
                last_activity_on=viewer.day,
            )
    except IntegrityError as error:
        raise PoolError(f"{staff.name} is in this pool already") from error
    audit.record(viewer, "pool.joined", unit_id=locked.unit_id, about=made)
    return made


@transaction.atomic
def change_membership(*, viewer: Viewer, membership: PoolMembership, status: str) -> PoolMembership:
    """Move a member to another status; leaving and completing end the membership today.

    Raises:
        PermissionDenied: without the right to manage pools here.
        PoolError: the membership has ended, or a status that is not for members.
    """
    _must_manage(viewer)
    row = PoolMembership.objects.select_for_update().get(pk=membership.pk)
    if row.left_on is not None:
        raise PoolError("This membership has ended")
    if status == MembershipStatus.PREPARED or status not in MembershipStatus.values:
        raise PoolError("Select a status for this member")
    row.status = status
    if status == MembershipStatus.ACTIVE and row.joined_on is None:
        row.joined_on = viewer.day
    if status in (MembershipStatus.LEFT, MembershipStatus.ALUMNI):
        row.left_on = viewer.day
    row.save(update_fields=["status", "joined_on", "left_on"])
    audit.record(viewer, "pool.member_changed", unit_id=row.unit_id, about=row, status=status)
    return row


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
    """Prepare memberships for somebody who is named; who is in a pool already stays as she is."""
    count = 0
    for pool in Pool.objects.filter(unit_id=unit_id, public_id__in=pools, valid_to__isnull=True):
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
        )
        audit.record(actor, "pool.prepared", unit_id=unit_id, about=made, day=str(day))
        count += 1
    return count


@transaction.atomic
def open_prepared(*, actor: Actor, unit_id: int, source_id: UUID, day: dt.date) -> int:
    """Open what was prepared for a nomination: the person is in the pool from `day`.

    Who came into the pool another way meanwhile stays as she is, and the prepared row ends.
    """
    rows = list(_prepared(unit_id, source_id))
    for row in rows:
        if row.pool.memberships.filter(staff_id=row.staff_id, status__in=SHOWN).exists():
            row.status, row.left_on = MembershipStatus.LEFT, day
            row.save(update_fields=["status", "left_on"])
            continue
        row.status = MembershipStatus.ACTIVE
        row.opened_on = row.joined_on = row.last_activity_on = day
        row.save(update_fields=["status", "opened_on", "joined_on", "last_activity_on"])
        audit.record(actor, "pool.joined", unit_id=unit_id, about=row)
    return len(rows)


@transaction.atomic
def withdraw_prepared(*, actor: Actor, unit_id: int, source_id: UUID, day: dt.date) -> int:
    """Take back what was prepared and never opened."""
    rows = list(_prepared(unit_id, source_id))
    for row in rows:
        row.status = MembershipStatus.LEFT
        row.left_on = day
        row.save(update_fields=["status", "left_on"])
        audit.record(actor, "pool.withdrawn", unit_id=unit_id, about=row)
    return len(rows)


def _prepared(unit_id: int, source_id: UUID) -> list[PoolMembership]:
    return list(
        PoolMembership.objects.filter(
            unit_id=unit_id, source_id=source_id, status=MembershipStatus.PREPARED
        ).select_for_update()
    )
