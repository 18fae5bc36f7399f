"""Support access (break-glass): two people, for an hour at most, and the employer is told."""

import datetime as dt
import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import Floor
from orgs.enums import SupportKind
from orgs.keep import Stays
from orgs.models.units import OrgUnit

#: So long it lasts at most.
MOST_MINUTES = 60


@pghistory.track()
class SupportAccess(models.Model):
    """Somebody of the platform's support asks to look into an employer; a second one approves.

    ``unit`` is the employer, ``desk`` the unit at which both hold the role ``support``. It opens the
    employer to ``requested_by`` from the approval until ``valid_until``: ``app.enter`` compares the
    moment with the database's own clock, so it ends by itself. The site writes none of it: functions
    of the database do (orgs/sql/33_support.sql).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    desk = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=SupportKind.choices, db_collation="C")
    ticket = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    minutes = models.PositiveSmallIntegerField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    floor = Floor(
        read=("access", "founding", "audit", "people"),
        extra_read=("desk_id = ANY((SELECT app.units('support'))::int[])",),
    )
    keep = Stays("Who of the platform looked into an employer, and why, must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
                name="support_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None, valid_until=None)
                | Q(
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    valid_until__lte=F("approved_at") + dt.timedelta(minutes=MOST_MINUTES),
                ),
                name="support_lasts_an_hour_at_most",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="support_minutes"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["requested_by", "unit"]),
            models.Index(fields=["unit", "-requested_at"]),
        ]

    def __str__(self) -> str:
        return f"support {self.public_id}"
