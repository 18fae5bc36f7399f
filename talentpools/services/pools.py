"""Starting, changing and closing a pool."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from orgs import audit
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.models.codes import Code
from orgs.periods import in_force
from succession.conflicts import ConflictError
from talentpools import selectors
from talentpools.access import CHOICE
from talentpools.criteria import criteria_here
from talentpools.enums import (
    PRESENT,
    SHOWN,
    ClosedReason,
    Joining,
    MembershipStatus,
    PoolKind,
    Reason,
)
from talentpools.models import Pool, PositiveActionMembership
from talentpools.services.common import PoolError, locked, must_manage


@dataclass(frozen=True)
class Content:
    """What people say of a pool.

    `owner_id` is an account that may run pools here; `capacity` None = no limit; `closes_on` is the
    last day for applications, where people apply.
    """

    title: str
    kind: str = PoolKind.ROLE
    purpose: str = ""
    target_roles: Sequence[str] = ()
    joining: str = Joining.INVITATION
    closes_on: dt.date | None = None
    criteria_key: str = ""
    capacity: int | None = None
    owner_id: int | None = None
    review_on: dt.date | None = None


@transaction.atomic
def add_pool(*, viewer: Viewer, content: Content) -> Pool:
    """Start a pool of the unit in the URL.

    One of positive action opens when its lawful basis and its keeper are recorded, and not before.

    Raises:
        PermissionDenied: without the right to manage pools here.
        PoolError: what :func:`_checked` refuses.
    """
    must_manage(viewer)
    made = Pool(unit_id=viewer.here.id, valid_from=viewer.day, changed_by_id=viewer.user_id)
    _write(made, _checked(viewer, content, None))
    made.save(force_insert=True)
    audit.record(viewer, "pool.started", unit_id=made.unit_id, about=made)
    return made


@transaction.atomic
def edit_pool(*, viewer: Viewer, pool: Pool, content: Content, version: int) -> Pool:
    """Change what is said of a pool. A pool does not become one of positive action, or cease to be.

    Raises:
        PermissionDenied: without the right to manage pools here.
        ConflictError: somebody saved it since `version` was read; nothing is written.
        PoolError: what :func:`_checked` refuses.
    """
    must_manage(viewer)
    row = locked(pool.pk)
    if row.version != version:
        names = selectors.called(row.unit_id, [row.changed_by_id] if row.changed_by_id else [])
        raise ConflictError(
            who=names.get(row.changed_by_id or 0, "A colleague"),
            when=row.changed_at,
            saved={name: _said(getattr(row, name)) for name in ("title", "purpose", "review_on")},
            version=row.version,
        )
    _write(row, _checked(viewer, content, row))
    row.version += 1
    row.changed_by_id = viewer.user_id
    row.save()
    audit.record(viewer, "pool.changed", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def close_pool(*, viewer: Viewer, pool: Pool, on: dt.date, reason: str, completed: bool) -> Pool:
    """Close a pool: `on` is the first day without it, today or earlier.

    Whoever is in it has `completed` it, or has left; who waits has left. What is only prepared for
    somebody stays with the succession circle and ends there when it would open.

    Raises:
        PermissionDenied: without the right to manage pools here.
        PoolError: closed already, a day before it began or after today, or no such reason.
    """
    must_manage(viewer)
    row = locked(pool.pk)
    if row.valid_to is not None:
        raise PoolError("This pool is closed already")
    if not row.valid_from <= on <= viewer.day:
        raise PoolError("The day must lie between the pool's first day and today", field="on")
    if reason not in ClosedReason.values:
        raise PoolError("Select why the pool closes", field="reason")
    for each in row.memberships.filter(status__in=SHOWN).select_for_update():
        present = each.status in PRESENT
        done = completed and present
        each.status = MembershipStatus.ALUMNI if done else MembershipStatus.LEFT
        each.reason = Reason.COMPLETED if done else Reason.POOL_CLOSED
        each.left_on = each.status_on = max(on, each.joined_on or each.opened_on or on)
        each.save(update_fields=["status", "reason", "left_on", "status_on"])
    if row.kind == PoolKind.POSITIVE_ACTION:
        _end_positive(row, on, viewer.day)
    row.valid_to, row.closed_reason = on, reason
    row.version += 1
    row.changed_by_id = viewer.user_id
    row.save()
    audit.record(viewer, "pool.closed", unit_id=row.unit_id, about=row, reason=reason)
    return row


def _end_positive(pool: Pool, on: dt.date, day: dt.date) -> None:
    """Whoever closes a positive-action pool need not be its keeper, and does not learn who was in it."""
    with system_scope(CHOICE, units=[pool.unit_id], day=day):
        rows = PositiveActionMembership.objects.filter(pool_id=pool.pk, left_on__isnull=True)
        for each in rows.select_for_update():
            each.left_on = max(on, each.joined_on)
            each.save(update_fields=["left_on"])
            each.sponsorships.filter(ended_on__isnull=True).update(ended_on=each.left_on)


def _checked(viewer: Viewer, content: Content, row: Pool | None) -> Content:
    """`content`, or a refusal.

    Raises:
        PoolError: a name that another pool here has, an owner who may not run pools here, criteria
            or roles that are not there, a closing day without applications, fewer places than
            members, or a change to or from positive action.
    """
    unit_id, day = viewer.here.id, viewer.day
    same = Pool.objects.filter(in_force(day), unit_id=unit_id, title__iexact=content.title.strip())
    if (same.exclude(pk=row.pk) if row else same).exists():
        raise PoolError(f"There is a pool called “{content.title}” already", field="title")
    known = Code.objects.filter(list="board_role", owner=None, code__in=content.target_roles)
    if known.count() != len(set(content.target_roles)):
        raise PoolError("Select roles from the list", field="target_roles")
    positive = content.kind == PoolKind.POSITIVE_ACTION
    if row is not None and positive != (row.kind == PoolKind.POSITIVE_ACTION):
        raise PoolError("Start a new pool for positive action, or close this one", field="kind")
    if content.owner_id is not None and content.owner_id not in selectors.pool_people(unit_id, day):
        raise PoolError("Select somebody who may run pools here", field="owner")
    if content.criteria_key and content.criteria_key not in criteria_here(unit_id, day):
        raise PoolError("Select criteria that are in effect here", field="criteria_key")
    if positive and content.criteria_key:
        raise PoolError(
            "A positive-action pool finds nobody: people come by their own choice",
            field="criteria_key",
        )
    if content.closes_on is not None and content.joining != Joining.APPLICATIONS:
        raise PoolError("Only a pool that people apply to has a closing date", field="closes_on")
    if row is not None and content.capacity is not None:
        taken = row.memberships.filter(status__in=PRESENT).count()
        if content.capacity < taken:
            raise PoolError(f"{taken} places are taken", field="capacity")
    return content


def _write(row: Pool, content: Content) -> None:
    row.title, row.kind, row.purpose = content.title.strip(), content.kind, content.purpose
    row.target_roles = list(content.target_roles)
    row.closes_on, row.criteria_key = content.closes_on, content.criteria_key
    row.capacity, row.owner_id = content.capacity, content.owner_id
    row.review_on = content.review_on
    if row.kind != PoolKind.POSITIVE_ACTION:  # that one is opened by its terms
        row.joining = content.joining


def _said(value: object) -> str:
    return "" if value is None else str(value)
