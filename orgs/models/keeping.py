"""Until when records have been removed at a unit, and what stops the removal for a time."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import Floor
from orgs.enums import HoldReason
from orgs.keep import Stays
from orgs.models.units import OrgUnit


class KeepingHorizon(models.Model):
    """Records of a class that had ended by ``horizon`` have been removed at the unit; days before it
    cannot be looked back to.

    It never goes back: what is gone stays gone when a rule is relaxed. ``removed`` counts all that was
    ever removed, ``applied_on`` is the last day on which the removal came to its end. The database
    writes it in the transaction that removes (``app.keeping_remove``).
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    klass = models.CharField(max_length=20, db_collation="C")
    horizon = models.DateField()
    removed = models.BigIntegerField(default=0)
    applied_on = models.DateField(null=True, blank=True)

    floor = Floor(
        read=("keeping", "removal", "people", "succession", "learning", "pools", "own"),
    )
    keep = Stays("A day and a number; it says what is gone.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "klass"], name="horizon_once_a_class")
        ]

    def __str__(self) -> str:
        return f"{self.klass} at {self.unit_id}"


@pghistory.track()
class KeepingHold(models.Model):
    """Nothing is removed at the unit from ``valid_from`` until ``valid_to`` (the first day without it).

    It always has an end. Whoever looks after records may set one; it is lifted by bringing its end
    forward, and nothing else of it changes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=HoldReason.choices, db_collation="C")
    reference = models.CharField(
        max_length=60, blank=True, help_text="the employer's own; no names"
    )
    valid_from = models.DateField()
    valid_to = models.DateField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    floor = Floor(
        read=("keeping", "removal"),
        insert=("keeping",),
        extra_update=("unit_id = ANY((SELECT app.units('lifting'))::int[])",),
    )
    keep = Stays("Why something was kept longer must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="hold_ends_after_it_begins"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "valid_to"])]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="as_set", exclude=["valid_to", "lifted_by", "lifted_at"])
        ]

    def __str__(self) -> str:
        return f"hold {self.public_id}"
