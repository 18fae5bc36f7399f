"""What ends when somebody leaves the employer: memberships of its pools, whichever kind."""

import datetime as dt

from django.db.models import F

from orgs import audit
from orgs.audit import Actor
from talentpools.enums import SHOWN, MembershipStatus, Reason
from talentpools.models import PoolMembership, PositiveActionMembership, Sponsorship


def end_memberships(actor: Actor, unit_id: int, day: dt.date) -> None:
    """Open memberships of people who left by `day` end on the day on which they left."""
    rows = (
        PoolMembership.objects.filter(unit_id=unit_id, staff__valid_to__lte=day)
        .filter(status__in=[*SHOWN, MembershipStatus.PREPARED])
        .annotate(left=F("staff__valid_to"))
        .order_by("id")
    )
    for row in rows:
        row.status, row.reason = MembershipStatus.LEFT, Reason.MOVED_ON
        row.left_on = row.status_on = row.left
        row.save(update_fields=["status", "reason", "left_on", "status_on"])
        audit.record(
            actor, "pool.member_changed", unit_id=unit_id, about=row, status=MembershipStatus.LEFT
        )
    _end_positive(unit_id, day)


def _end_positive(unit_id: int, day: dt.date) -> None:
    """Memberships of positive-action pools end too, with sponsors' links.

    The audit log holds no line of it: beside the line that somebody left, it would tell of her. The
    rows' own history does.
    """
    rows = PositiveActionMembership.objects.filter(
        unit_id=unit_id, staff__valid_to__lte=day, left_on__isnull=True
    ).select_related("staff")
    for row in rows.order_by("id"):
        row.left_on = max(row.joined_on, row.staff.valid_to or day)
        row.save(update_fields=["left_on"])
        links = Sponsorship.objects.filter(membership=row, ended_on__isnull=True)
        links.update(ended_on=row.left_on)
