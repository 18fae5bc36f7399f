"""Figures that somebody took away as a file, and a withdrawn release that is asked for again."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.models.units import OrgUnit
from reporting.enums import ExportFormat, ExportPurpose
from reporting.models.releases import Release

#: Who takes figures away writes her own row, whether or not she may manage reports.
_OWN = "user_id = (SELECT app.uid()) AND unit_id = ANY((SELECT app.units('aggregate'))::int[])"


@pghistory.track()
class Export(models.Model):
    """Figures of one release taken away by one reader as a file: who, when, for what and until when.

    The bytes are not kept: the same row and release always give the same file, which ``sha256``
    proves at each download. Only its maker opens it, until ``expires_at``; who manages the unit's
    reports sees that it was made.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="exports")
    user = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=ExportPurpose.choices)
    note = models.CharField(max_length=200, blank=True)
    format = models.CharField(max_length=4, choices=ExportFormat.choices)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    downloads = models.PositiveIntegerField(default=0)
    first_opened_at = models.DateTimeField(null=True)
    last_opened_at = models.DateTimeField(null=True)

    floor = Floor(read=("reports",), extra_read=(_OWN,), extra_write=(_OWN,), keyed=("release",))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="export_ends_after_it_began",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["release", "-created_at"])]
        triggers: ClassVar = [
            # Only that it was opened is added to it.
            pgtrigger.ReadOnly(
                name="as_taken", exclude=["downloads", "first_opened_at", "last_opened_at"]
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]


class Reissue(models.Model):
    """That a withdrawn release shall be issued again; the aggregation worker does it at its next tick.

    It counts anew, as at the same day, and checks the new figures with all that was seen before.
    Done when the next revision is there.
    """

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="reissue")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    floor = Floor(read=("aggregate",), insert=("reports",), builder=("*",), keyed=("release",))
