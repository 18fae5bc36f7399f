"""A change of organisations is in consultation: judgements on those affected are locked to their purpose."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import Floor
from orgs.keep import Stays
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit


@pghistory.track()
class Consultation(models.Model):
    """One employer is affected by a change that is in consultation, from a day to a day.

    ``unit`` is the employer; everybody there may know. ``ends_on`` is the first day without.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(RestructurePlan, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(read=("tree",), write=("tree",), upward=True, crosses=("plan",))
    keep = Stays("When judgements were locked, and for which change, must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "plan"], name="consultation_once_a_change"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="consultation_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"consultation {self.public_id}"
