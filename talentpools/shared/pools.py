"""Acts on shared pools: start, apply, assess, offer, take, pause, end, close.

The person's own acts (apply, take a place) are written from her own scope at the pool's unit; the
policies and a trigger hold what of that is hers (talentpools/models/shared.py).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit, sharing
from orgs.access.actions import MANAGE_SHARED_POOLS, OWN_RECORD
from orgs.access.viewer import Viewer
from orgs.enums import Purpose
from orgs.models.sharing import SharedProfile, SharingCall
from orgs.sharing import SharingError
from talentpools.models import PanelNote, SharedMember, SharedPool
from talentpools.shared_states import ACCEPTS, MOVES, TAKEN, MemberStatus, Outcome

#: For so long somebody's home page says that she was asked how she is getting on; not asked anew before.
NUDGED_FOR = dt.timedelta(days=30)
#: What a pool asks people to share; each person chooses among them.
ASKS = (
    sharing.NAME,
    "job",
    "band",
    "employer",
    "email",
    "roles",
    "readiness",
    "progress",
    "release",
    "mobility",
)


def must_manage(viewer: Viewer) -> None:
    if not viewer.may(MANAGE_SHARED_POOLS):
        raise PermissionDenied


@transaction.atomic
def start_pool(
    *,
    viewer: Viewer,
    title: str,
    purpose: str,
    target_roles: Sequence[str] = (),
    criteria: str = "",
    capacity: int | None = None,
    programme: str = "",
    closes_on: dt.date | None = None,
) -> SharedPool:
    """Start a pool of the unit in the URL, and call everybody below to apply.

    Args:
        closes_on: the first day on which nobody can apply.

    Raises:
        PermissionDenied: without the right to run shared pools here.
        SharingError: a pool of this name is open, or it would close before it opens.
    """
    must_manage(viewer)
    unit_id = viewer.here.id
    if closes_on is not None and closes_on <= viewer.day:
        raise SharingError("The closing day must be in the future")
    if SharedPool.objects.filter(unit_id=unit_id, title__iexact=title, valid_to=None).exists():
        raise SharingError(f"There is a pool called “{title}” already")
    made = SharedPool.objects.create(
        unit_id=unit_id,
        title=title,
        purpose=purpose,
        target_roles=list(target_roles),
        criteria=criteria,
        capacity=capacity,
        programme=programme,
        closes_on=closes_on,
        owner_id=viewer.user_id,
        valid_from=viewer.day,
    )
    SharingCall.objects.create(
        unit_id=unit_id,
        purpose=Purpose.POOL,
        about=made.public_id,
        title=title,
        words=purpose,
        asks=list(ASKS),
        programme=programme,
        opens_on=viewer.day,
        closes_on=closes_on,
    )
    audit.record(viewer, "shared_pool.started", unit_id=unit_id, about=made)
    return made


@transaction.atomic
def close_pool(*, viewer: Viewer, pool: SharedPool) -> int:
    """End a pool: nobody can apply, and what people shared with it is removed; how many profiles.

    Raises:
        PermissionDenied: without the right to run shared pools here.
        SharingError: it has ended.
    """
    must_manage(viewer)
    row = SharedPool.objects.select_for_update().get(pk=pool.pk)
    if row.valid_to is not None:
        raise SharingError("This pool has ended")
    row.valid_to = viewer.day
    row.save(update_fields=["valid_to"])
    SharingCall.objects.filter(about=row.public_id, person=None).update(closes_on=viewer.day)
    removed, _ = SharedProfile.objects.filter(
        unit_id=row.unit_id, purpose=Purpose.POOL, about=row.public_id
    ).delete()
    audit.record(viewer, "shared_pool.closed", unit_id=row.unit_id, about=row)
    return removed


@transaction.atomic
def apply(*, viewer: Viewer, pool: SharedPool, content: Mapping[str, Any]) -> SharedMember:
    """The viewer applies to a pool above her, with what she chose to share.

    Raises:
        PermissionDenied: the viewer holds no record of her own here.
        SharingError: nobody can apply any more, or she has.
    """
    profile = sharing.share(viewer=viewer, call=call_of(pool), content=content)
    return SharedMember.objects.create(
        unit_id=pool.unit_id,
        pool=pool,
        profile=profile,
        applied_on=viewer.day,
        changed_on=viewer.day,
    )


def call_of(pool: SharedPool) -> SharingCall:
    """The call of a pool."""
    return SharingCall.objects.get(about=pool.public_id, person=None)


@transaction.atomic
def take_place(*, viewer: Viewer, member: SharedMember) -> SharedMember:
    """The person takes the place that she is offered.

    Raises:
        PermissionDenied: the viewer does not hold her own record here.
        SharingError: no place is offered.
    """
    if not viewer.may(OWN_RECORD):
        raise PermissionDenied
    row = _locked(member)
    if row.status not in ACCEPTS:
        raise SharingError("No place is offered to you now")
    row.status = ACCEPTS[MemberStatus(row.status)]
    row.joined_on = row.changed_on = viewer.day
    row.save(update_fields=["status", "joined_on", "changed_on"])
    audit.record(viewer, "sharing.place_taken", unit_id=row.unit_id, about=row)
    return row


def _locked(member: SharedMember) -> SharedMember:
    return SharedMember.objects.select_for_update(of=("self",)).get(pk=member.pk)


@transaction.atomic
def move_member(*, viewer: Viewer, member: SharedMember, status: str) -> SharedMember:
    """Move a member on: what may follow which state is in ``shared_states.MOVES``.

    Raises:
        PermissionDenied: without the right to run shared pools here.
        SharingError: not from here, or every place is taken.
    """
    must_manage(viewer)
    pool = SharedPool.objects.select_for_update().get(pk=member.pool_id)
    row = _locked(member)
    if status not in MOVES[MemberStatus(row.status)]:
        raise SharingError("Select where this person moves to")
    taken = pool.members.filter(status__in=TAKEN).count()
    if status == MemberStatus.OFFERED and pool.capacity is not None and taken >= pool.capacity:
        raise SharingError("Every place in this pool is taken or offered")
    row.status, row.changed_on = status, viewer.day
    row.save(update_fields=["status", "changed_on"])
    audit.record(viewer, "shared_pool.moved", unit_id=row.unit_id, about=row, status=status)
    return row


@transaction.atomic
def nudge(*, viewer: Viewer, member: SharedMember) -> SharedMember:
    """Ask an active member how she is getting on: it stands on her home page for `NUDGED_FOR`.

    Raises:
        PermissionDenied: without the right to run shared pools here.
        SharingError: she is not active, or was asked lately.
    """
    must_manage(viewer)
    row = _locked(member)
    if row.status != MemberStatus.ACTIVE:
        raise SharingError("Only active members can be reminded")
    if nudged(row, viewer.day):
        raise SharingError("This person has been reminded in the last 30 days")
    row.nudged_on = viewer.day
    row.save(update_fields=["nudged_on"])
    audit.record(viewer, "shared_pool.nudged", unit_id=row.unit_id, about=row)
    return row


def nudged(member: SharedMember, day: dt.date) -> bool:
    """Whether a member was asked lately how she is getting on."""
    return member.nudged_on is not None and day - member.nudged_on < NUDGED_FOR


@transaction.atomic
def end_membership(*, viewer: Viewer, member: SharedMember) -> None:
    """Decline an application or end a membership: what the person shared is removed at once.

    Raises:
        PermissionDenied: without the right to run shared pools here.
    """
    must_manage(viewer)
    row = _locked(member)
    audit.record(viewer, "shared_pool.ended", unit_id=row.unit_id, about=row)
    sharing.end(profile_id=row.profile_id)


@transaction.atomic
def assess(*, viewer: Viewer, member: SharedMember, outcome: str, note: str = "") -> PanelNote:
    """The pool's manager notes what the panel thought; it does not move the person.

    Raises:
        PermissionDenied: without the right to run shared pools here.
        SharingError: an outcome that does not exist.
    """
    must_manage(viewer)
    if outcome not in Outcome.values:
        raise SharingError("Select what you recommend")
    made = PanelNote.objects.create(
        unit_id=member.unit_id,
        member=member,
        author_id=viewer.user_id,
        outcome=outcome,
        note=note,
        made_on=viewer.day,
    )
    audit.record(viewer, "shared_pool.assessed", unit_id=member.unit_id, about=member)
    return made
