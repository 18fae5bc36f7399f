"""What a change of organisations would do to published figures: worked out before it is approved."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.keep import Stays
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from reporting.enums import PreviewState


class ChangePreview(models.Model):
    """One look at the published figures for a plan as it was rehearsed (its ``fingerprint``).

    State machine: queued → running → done | failed; a lease that ran out may be taken again, under the
    next ``attempt``. ``done`` of ``of`` parts are finished. ``operations`` are the plan's, for the
    aggregation worker, who reads no plan. ``result`` has numbers of figures, each as the next ten above, and no figure.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(RestructurePlan, on_delete=models.PROTECT, related_name="previews")
    fingerprint = models.CharField(max_length=64)
    operations = models.JSONField()
    state = models.CharField(
        max_length=10, choices=PreviewState.choices, default=PreviewState.QUEUED
    )
    leased_until = models.DateTimeField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(null=True)
    result = models.JSONField(default=list)
    error = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    floor = Floor(read=("tree",), insert=("tree",), builder_writes=True, keyed=("plan",))
    keep = Stays("What two people had before them when they approved must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "fingerprint"],
                condition=~Q(state=PreviewState.FAILED),
                name="preview_once_a_rehearsal",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["state", "asked_at"],
                condition=Q(state__in=[PreviewState.QUEUED, PreviewState.RUNNING]),
                name="preview_unfinished",
            )
        ]
