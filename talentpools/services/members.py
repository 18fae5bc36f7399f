"""Inviting people, moving members, assessing them, and recording what they did: acts of pool people."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

from orgs import audit, outbox
from orgs.access.viewer import Viewer
from orgs.models.people import StaffRecord
from talentpools import lifecycle
from talentpools.criteria import Criteria
from talentpools.enums import (
    ENDED,
    SHOWN,
    ActivityKind,
    MembershipStatus,
    PoolKind,
    Route,
)
from talentpools.lifecycle import By, Move
from talentpools.models import Pool, PoolActivity, PoolAssessment, PoolMembership
from talentpools.services.common import PoolError, locked, must_have_room, must_manage

#: Scores of an assessment, lowest first.
SCORES = ((1, "Not shown yet"), (2, "Partly"), (3, "Mostly"), (4, "Fully"))
#: What is scored in a pool without criteria.
OVERALL = ("overall", "Fit with the pool's purpose")


@transaction.atomic
def invite_people(
    *, viewer: Viewer, pool: Pool, people: Sequence[StaffRecord], link: str = ""
) -> int:
    """Invite people to a pool; return how many. Who waits or is in it already is passed over.

    Nobody is in the pool before she accepts. A place is not held: it is taken by accepting. With a
    `link` (absolute, to the page of one's own pools) a message goes to each work address; it says
    nothing of the pool.

    Raises:
        PermissionDenied: without the right to manage pools here.
        PoolError: nobody is given, the pool is closed, or it is one that people choose themselves.
    """
    must_manage(viewer)
    row = locked(pool.pk)
    must_be_open(row, viewer.day)
    if row.kind == PoolKind.POSITIVE_ACTION:
        raise PoolError("People join this pool by their own choice; nobody is invited")
    if not people:
        raise PoolError("Select at least one person")
    taken = set(
        row.memberships.filter(staff__in=people, status__in=SHOWN).values_list(
            "staff_id", flat=True
        )
    )
    fresh = [person for person in people if person.pk not in taken]
    for person in fresh:
        made = PoolMembership.objects.create(
            unit_id=row.unit_id,
            pool=row,
            staff=person,
            status=MembershipStatus.INVITED,
            route=Route.INVITATION,
            opened_on=viewer.day,
            status_on=viewer.day,
        )
        if link and person.work_email:
            outbox.send("development", person.work_email, row.unit, link)
        audit.record(viewer, "pool.invited", unit_id=row.unit_id, about=made)
    return len(fresh)


def must_be_open(pool: Pool, day: dt.date) -> None:
    """Raise :class:`PoolError` when a pool is closed on a day."""
    if pool.valid_to is not None and pool.valid_to <= day:
        raise PoolError("This pool is closed")


@transaction.atomic
def move_member(*, viewer: Viewer, membership: PoolMembership, to: str) -> PoolMembership:
    """Take one of the steps that pool people may take (``lifecycle``), written as ``paused:leave``.

    Raises:
        PermissionDenied: without the right to manage pools here.
        PoolError: no such step from where the member stands now, or every place is taken.
    """
    must_manage(viewer)
    pool = locked(membership.pool_id)
    row = PoolMembership.objects.select_for_update().get(pk=membership.pk)
    step = lifecycle.move(row.status, to, By.POOL)
    if step is None:
        raise PoolError("Select where the member moves to")
    take(row, pool, step, viewer.day)
    audit.record(viewer, "pool.member_changed", unit_id=row.unit_id, about=row, status=row.status)
    return row


def take(row: PoolMembership, pool: Pool, step: Move, day: dt.date) -> None:
    """Take a step with a locked membership of a locked pool. Raises :class:`PoolError` when it is full."""
    joins = step.to == MembershipStatus.ACTIVE and row.joined_on is None
    if joins:
        must_be_open(pool, day)
        must_have_room(pool)
        row.joined_on = day
    row.status, row.status_on = step.to, day
    row.reason = step.reason or ""
    if step.to in ENDED:
        row.left_on = day
    row.save(update_fields=["status", "reason", "status_on", "joined_on", "left_on"])


@transaction.atomic
def assess_member(
    *,
    viewer: Viewer,
    membership: PoolMembership,
    criteria: Criteria | None,
    scored: Sequence[tuple[str, str, int]],
    note: str = "",
    outcome: str = "",
) -> PoolAssessment:
    """Record what one member of a panel makes of somebody, and with an `outcome` move her.

    Args:
        scored: key and wording of each criterion as it was shown, and its score (:data:`SCORES`).
        outcome: ``assessed_in`` or ``assessed_not_yet``, or "" to leave the decision open.

    Raises:
        PermissionDenied: without the right to manage pools here.
        PoolError: the membership is over or was never applied for, a score that is none, or an
            outcome that does not follow from where she stands.
    """
    must_manage(viewer)
    pool = locked(membership.pool_id)
    row = PoolMembership.objects.select_for_update().get(pk=membership.pk)
    if lifecycle.is_over(row.status) or row.status == MembershipStatus.INVITED:
        raise PoolError("Somebody who has not applied or has left is not assessed")
    if not scored or any(score not in dict(SCORES) for _, _, score in scored):
        raise PoolError("Select a score for each criterion")
    made = PoolAssessment.objects.create(
        unit_id=row.unit_id,
        membership=row,
        assessed_on=viewer.day,
        assessor_id=viewer.user_id,
        criteria=f"{criteria.title}, {criteria.version}"[:160] if criteria else "",
        scores=[{"key": key, "label": label, "score": score} for key, label, score in scored],
        note=note,
    )
    audit.record(viewer, "pool.assessed", unit_id=row.unit_id, about=made)
    if outcome:
        step = lifecycle.move(row.status, outcome, By.POOL)
        if step is None:
            raise PoolError("This outcome does not follow from where the member stands")
        take(row, pool, step, viewer.day)
        audit.record(
            viewer, "pool.member_changed", unit_id=row.unit_id, about=row, status=row.status
        )
    return made


@transaction.atomic
def record_activity(
    *, viewer: Viewer, membership: PoolMembership, kind: str, on: dt.date
) -> PoolActivity:
    """Record that a member did something on a day.

    Raises:
        PermissionDenied: without the right to manage pools here.
        PoolError: what :func:`add_activity` refuses.
    """
    must_manage(viewer)
    made = add_activity(membership, kind, on, viewer)
    audit.record(viewer, "pool.activity", unit_id=made.unit_id, about=made, kind=kind)
    return made


def add_activity(
    membership: PoolMembership, kind: str, on: dt.date, viewer: Viewer
) -> PoolActivity:
    """Write an activity of somebody who is in the pool.

    Raises:
        PoolError: she is not in it, a day before she joined or after today, recorded already.
    """
    if membership.joined_on is None or membership.left_on is not None:
        raise PoolError("Only somebody who is in the pool has activity there")
    if kind not in ActivityKind.values:
        raise PoolError("Select what was done", field="kind")
    if not membership.joined_on <= on <= viewer.day:
        raise PoolError("The day must lie between joining and today", field="on")
    try:
        with transaction.atomic():
            return PoolActivity.objects.create(
                unit_id=membership.unit_id,
                membership=membership,
                kind=kind,
                happened_on=on,
                recorded_by_id=viewer.user_id,
            )
    except IntegrityError as error:
        raise PoolError("This is recorded for that day already", field="on") from error


def wordings(criteria: Criteria | None, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a panel scores: key and wording of each criterion, or the pool's purpose."""
    listed = [(test.name, words[test.name]) for test in criteria.tests] if criteria else []
    return listed or [OVERALL]
