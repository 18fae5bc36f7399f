"""What a person chooses about pools, from her own pages.

She can see neither whether a place is free nor who else is there, and may not write a membership; a
named part of the system (``CHOICE``) does it at her word, and the act is recorded as hers. The record
of a choice about a positive-action pool names no pool and no row, so that the audit log does not tell
it from another.
"""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from orgs import audit
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.held import own_record
from orgs.models.people import StaffRecord
from talentpools import lifecycle
from talentpools.access import CHOICE, OWN_RECORD
from talentpools.enums import SHOWN, Joining, MembershipStatus, PoolKind, Route
from talentpools.lifecycle import By
from talentpools.models import (
    Pool,
    PoolMembership,
    PositiveActionMembership,
    PositiveActionTerms,
    Sponsorship,
)
from talentpools.services.common import PoolError, locked
from talentpools.services.members import add_activity, must_be_open, take


def _must_be_her(viewer: Viewer) -> StaffRecord:
    """Her own record at the unit in the URL. Raises ``PermissionDenied`` when she has none here."""
    record = own_record(viewer.person_id, viewer.here.id) if viewer.may(OWN_RECORD) else None
    if record is None:
        raise PermissionDenied
    return record


def _own(viewer: Viewer, membership: PoolMembership) -> PoolMembership:
    row = (
        PoolMembership.objects.select_for_update(of=("self",))
        .select_related("staff")
        .get(pk=membership.pk)
    )
    if row.staff.person_id != viewer.person_id or row.opened_on is None:
        raise PermissionDenied
    return row


@transaction.atomic
def choose(*, viewer: Viewer, membership: PoolMembership, to: str) -> str:
    """Take one of the steps that a person may take with her own membership; return the new state.

    Raises:
        PermissionDenied: it is not hers, or not open to her.
        PoolError: no such step from where she stands, or every place is taken.
    """
    _must_be_her(viewer)
    with system_scope(CHOICE, units=[viewer.here.id], day=viewer.day):
        pool = locked(membership.pool_id)
        row = _own(viewer, membership)
        step = lifecycle.move(row.status, to, By.PERSON)
        if step is None:
            raise PoolError("Select what you want to do")
        take(row, pool, step, viewer.day)
    _record(viewer)
    return row.status


@transaction.atomic
def come_forward(*, viewer: Viewer, pool: Pool) -> None:
    """Apply, put oneself forward, or join a positive-action pool: whatever the pool is open to.

    Raises:
        PermissionDenied: the viewer has no record of her own here.
        PoolError: the pool is not open to it, or she is in it or waits already.
    """
    record = _must_be_her(viewer)
    with system_scope(CHOICE, units=[viewer.here.id], day=viewer.day):
        row = locked(pool.pk)
        must_be_open(row, viewer.day)
        closed = row.closes_on is not None and row.closes_on < viewer.day
        if row.joining == Joining.INVITATION or closed:
            raise PoolError("This pool is not open for people to come forward")
        write = _join_positive if row.kind == PoolKind.POSITIVE_ACTION else _apply
        try:
            with transaction.atomic():
                write(row, record.pk, viewer.day)
        except IntegrityError as error:
            raise PoolError("You are in this pool, or waiting for an answer") from error
    _record(viewer)


def _apply(pool: Pool, staff_id: int, day: dt.date) -> None:
    asked = pool.joining == Joining.APPLICATIONS
    if pool.memberships.filter(staff_id=staff_id, status__in=SHOWN).exists():
        raise PoolError("You are in this pool, or waiting for an answer")
    PoolMembership.objects.create(
        unit_id=pool.unit_id,
        pool=pool,
        staff_id=staff_id,
        status=MembershipStatus.APPLIED if asked else MembershipStatus.SELF_NOMINATED,
        route=Route.APPLICATION if asked else Route.SELF,
        opened_on=day,
        status_on=day,
    )


def _join_positive(pool: Pool, staff_id: int, day: dt.date) -> None:
    terms = PositiveActionTerms.objects.filter(pool=pool).first()
    if terms is None:
        raise PoolError("This pool is not open for people to come forward")
    PositiveActionMembership.objects.create(
        unit_id=pool.unit_id,
        pool=pool,
        staff_id=staff_id,
        known_to_id=terms.keeper_id,
        joined_on=day,
    )


@transaction.atomic
def record_own_activity(
    *, viewer: Viewer, membership: PoolMembership, kind: str, on: dt.date
) -> None:
    """The person records what she did.

    Raises:
        PermissionDenied: it is not her membership.
        PoolError: what ``add_activity`` refuses.
    """
    _must_be_her(viewer)
    with system_scope(CHOICE, units=[viewer.here.id], day=viewer.day):
        add_activity(_own(viewer, membership), kind, on, viewer)
    _record(viewer)


# --- positive action ------------------------------------------------------------------------------------


def _with_own_positive(
    viewer: Viewer, public_id: UUID, act: Callable[[PositiveActionMembership, StaffRecord], None]
) -> None:
    """Run `act` on the person's own open membership, under the part of the system that may write it."""
    record = _must_be_her(viewer)
    with system_scope(CHOICE, units=[viewer.here.id], day=viewer.day):
        rows = PositiveActionMembership.objects.select_for_update()
        row = rows.filter(public_id=public_id, staff_id=record.pk, left_on__isnull=True).first()
        if row is None:
            raise PermissionDenied
        act(row, record)
    _record(viewer)


@transaction.atomic
def leave_positive(*, viewer: Viewer, membership: PositiveActionMembership) -> None:
    """Leave a positive-action pool; her sponsor's link ends with it.

    Raises:
        PermissionDenied: it is not her open membership.
    """

    def leave(row: PositiveActionMembership, _: StaffRecord) -> None:
        row.left_on = viewer.day
        row.save(update_fields=["left_on"])
        row.sponsorships.filter(ended_on__isnull=True).update(ended_on=viewer.day)

    _with_own_positive(viewer, membership.public_id, leave)


@transaction.atomic
def be_known_to(*, viewer: Viewer, membership: PositiveActionMembership, keeper_id: int) -> None:
    """Let a later keeper of the pool see that she is in it; `keeper_id` is the one whom she was shown.

    Raises:
        PermissionDenied: it is not her open membership.
        PoolError: the pool has another keeper by now.
    """

    def say_yes(row: PositiveActionMembership, _: StaffRecord) -> None:
        if not PositiveActionTerms.objects.filter(pool=row.pool_id, keeper_id=keeper_id).exists():
            raise PoolError("The keeper of this pool has changed. Look who it is now")
        row.known_to_id = keeper_id
        row.save(update_fields=["known_to"])

    _with_own_positive(viewer, membership.public_id, say_yes)


@transaction.atomic
def answer_sponsor(*, viewer: Viewer, sponsorship: Sponsorship, agreed: bool) -> None:
    """Agree to a sponsor, who sees her name and this link from now on, or say no and end it.

    Saying no later ends it just the same.

    Raises:
        PermissionDenied: it is not a sponsor of hers.
        PoolError: it has ended.
    """

    def answer(row: PositiveActionMembership, record: StaffRecord) -> None:
        link = row.sponsorships.select_for_update().filter(pk=sponsorship.pk).first()
        if link is None or link.ended_on is not None:
            raise PoolError("This sponsorship has ended")
        if agreed:
            link.agreed_on, link.shown_as = viewer.day, record.name
        else:
            link.ended_on = viewer.day
        link.save(update_fields=["agreed_on", "shown_as", "ended_on"])

    _with_own_positive(viewer, sponsorship.membership.public_id, answer)


def _record(viewer: Viewer) -> None:
    audit.record(viewer, "pool.chosen", unit_id=viewer.here.id)
