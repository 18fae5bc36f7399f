"""What ends when somebody leaves the employer: memberships of its pools."""

import datetime as dt

from django.db.models import F

from orgs import audit
from orgs.audit import Actor
from talentpools.enums import SHOWN, MembershipStatus
from talentpools.models import PoolMembership


def end_memberships(actor: Actor, unit_id: int, day: dt.date) -> None:
    """Open memberships of people who left by `day` end on the day on which they left."""
    rows = (
        PoolMembership.objects.filter(unit_id=unit_id, staff__valid_to__lte=day)
        .filter(status__in=[*SHOWN, MembershipStatus.PREPARED])
        .annotate(left=F("staff__valid_to"))
        .order_by("id")
    )
    for row in rows:
        row.status, row.left_on = MembershipStatus.LEFT, row.left
        row.save(update_fields=["status", "left_on"])
        audit.record(
            actor, "pool.member_changed", unit_id=unit_id, about=row, status=MembershipStatus.LEFT
        )
