"""What ends when somebody leaves the employer: nominations lapse, and the post is vacant."""

import datetime as dt

from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.audit import Actor
from orgs.periods import not_ended
from succession.enums import Lapse, NominationStatus
from succession.models import Incumbency, Nomination
from succession.services import withdraw_development


def lapse_nominations(actor: Actor, unit_id: int, day: dt.date) -> None:
    """Open nominations of people who left by `day` end on the day on which they left, as lapsed."""
    rows = (
        Nomination.objects.filter(unit_id=unit_id, staff__valid_to__lte=day)
        .filter(not_ended("valid_to", day))
        .exclude(status=NominationStatus.LAPSED)
        .select_related("staff", "post")
        .select_for_update(of=("self",))
        .order_by("id")
    )
    for row in rows:
        left = row.staff.valid_to if row.staff is not None else None
        assert left is not None  # asked for above
        row.lapsed_by = Lapse.LEFT
        row.status, row.valid_to = NominationStatus.LAPSED, max(left, row.valid_from)
        row.version += 1
        row.changed_by_id = actor.user_id if isinstance(actor, Viewer) else None
        row.save(
            update_fields=["status", "lapsed_by", "valid_to", "version", "changed_by", "changed_at"]
        )
        withdraw_development(actor, row, day)
        audit.record(actor, "successor.lapsed", unit_id=unit_id, about=row)


def vacate_posts(actor: Actor, unit_id: int, day: dt.date) -> None:
    """Who holds a post by an assignment that ended by `day` holds it no longer."""
    ended = Least(F("assignment__ends_on"), F("assignment__staff__valid_to"))
    rows = (
        Incumbency.objects.filter(unit_id=unit_id)
        .annotate(ended=ended)
        .filter(ended__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=F("ended")))
        .order_by("id")
    )
    for row in rows:
        last = Incumbency.objects.filter(pk=row.pk)
        last.update(ends_on=Greatest(F("starts_on"), row.ended))
        audit.record(actor, "post.vacated", unit_id=unit_id, about=row)
