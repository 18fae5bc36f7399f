"""Whether roles are still needed: when each was last used, and the review of each quarter."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import Floor
from orgs.enums import ReviewDecision
from orgs.keep import Stays
from orgs.models.access import Grant
from orgs.models.units import OrgUnit

#: A steward from above sees of an employer what concerns the roles that stewards look after, as in Grant.
_STEWARDS = (
    "unit_id = ANY((SELECT app.units('stewardship'))::int[]) AND EXISTS "
    "(SELECT 1 FROM orgs_grant g WHERE g.id = grant_id AND app.is_stewards(g.role, g.unit_id))"
)


class GrantUse(models.Model):
    """On which day a role was last used, and since when that is noted.

    A role is used when its holder opens a page that asks for what the role allows; the home page, and
    one's own record, are not noted. The database makes the row with the grant (``app.grant_written``)
    and writes the day at most once a day, in the request's own transaction (``app.enter``).
    """

    grant = models.OneToOneField(
        Grant, primary_key=True, on_delete=models.CASCADE, related_name="use"
    )
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    noted_since = models.DateField()
    last_on = models.DateField(null=True, blank=True)

    floor = Floor(read=("access", "founding"), extra_read=(_STEWARDS,), keyed=("grant",))
    keep = Stays("One day for each role, in place of the one before.")

    def __str__(self) -> str:
        return f"{self.grant_id} {self.last_on}"


@pghistory.track()
class AccessReview(models.Model):
    """In each quarter somebody else says of every role at a unit whether it is still needed.

    ``quarter`` is ``2026-Q4``. An employer's review has the roles of its divisions too. Roles that see
    nothing but one's own record are not reviewed: they end with the employment.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7, db_collation="C")
    opened_on = models.DateField()
    due_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    floor = Floor(
        read=("access", "founding", "reviewing"),
        write=("reviewing",),
        extra_read=(
            (
                "unit_id = ANY((SELECT app.units('stewardship'))::int[]) AND EXISTS "
                "(SELECT 1 FROM orgs_accessreviewitem i WHERE i.review_id = orgs_accessreview.id)"
            ),
        ),
    )
    keep = Stays("That access was looked at, and when, is asked for years later.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "quarter"], name="review_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("opened_on")), name="review_due_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} at {self.unit_id}"


@pghistory.track()
class AccessReviewItem(models.Model):
    """One role in a review. The decision is made once, by somebody other than the holder (a trigger)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="items")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="reviewed")
    decision = models.CharField(
        max_length=4, choices=ReviewDecision.choices, blank=True, db_collation="C"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    floor = Floor(
        read=("access", "founding", "reviewing"),
        write=("reviewing",),
        extra_read=(_STEWARDS,),
        extra_update=("app.may_review(grant_id)",),
        keyed=("review",),
        crosses=("grant",),
    )
    keep = Stays("Who said that a role is still needed, and when, is asked for years later.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "grant"], name="review_has_a_role_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="review_decision_has_its_maker",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="as_opened", exclude=["decision", "decided_by", "decided_at"])
        ]

    def __str__(self) -> str:
        return f"{self.grant_id}: {self.decision or 'open'}"


class OrphanedEmployer(models.Model):
    """Nobody administers access at an employer, and nobody can appoint somebody: from a day, to a day.

    Found each night (``orgs/access/orphans.py``); mended by support access, two people.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    floor = Floor(
        read=("reviewing",),
        write=("reviewing",),
        extra_read=("cardinality((SELECT app.units('support'))::int[]) > 0",),
    )
    keep = Stays("When an employer was without an administrator must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to=None), name="orphaned_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} since {self.valid_from}"
