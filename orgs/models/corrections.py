"""What a person asks to have corrected in her record, and the answer."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from orgs.access.floor import OWN_STAFF, Floor
from orgs.enums import CorrectionOutcome
from orgs.keep import Keep
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit


@pghistory.track()
class CorrectionRequest(models.Model):
    """A person says what is wrong; whoever answers corrections says what was done, in a sentence.

    ``about`` is the key of a part of the record (``orgs.held.parts``). Open until ``answered_on``;
    after that the person can no longer change her words.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="corrections")
    about = models.CharField(max_length=20, db_collation="C")
    words = models.CharField(max_length=500)
    asked_on = models.DateField()
    outcome = models.CharField(
        max_length=10, choices=CorrectionOutcome.choices, blank=True, db_collation="C"
    )
    answer = models.CharField(max_length=500, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    floor = Floor(
        read=("corrections", "handover"),
        write=("handover",),
        own=OWN_STAFF,
        extra_write=(
            f"unit_id = ANY((SELECT app.units('own'))::int[]) AND answered_on IS NULL AND {OWN_STAFF}",
        ),
        extra_update=("unit_id = ANY((SELECT app.units('corrections'))::int[])",),
        keyed=("staff",),
        crosses=("continues",),
    )
    keep = Keep("conversation", ends="answered_on")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, outcome="", answer="")
                | (Q(answered_on__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="correction_answered_whole",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "answered_on"]),
            models.Index(fields=["staff"]),
        ]

    def __str__(self) -> str:
        return f"correction {self.public_id}"
