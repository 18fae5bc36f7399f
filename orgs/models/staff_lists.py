"""Staff lists that an employer uploads: kept until they are applied, discarded or expired."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.enums import ListState
from orgs.keep import Keep
from orgs.models.units import OrgUnit


@pghistory.track(exclude=["content"])
class StaffList(models.Model):
    """One uploaded list, and what its uploader has said of it so far.

    ``columns`` maps fields of ours to columns of the file, counted from 0; ``same`` answers, by the
    number of a row, whether it is the person that the database knows ("same") or another ("new").
    ``complete``: whoever is not on the list has left. ``counts`` says what applying it did.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="staff_lists")
    name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=ListState.choices, default=ListState.OPEN, db_collation="C"
    )
    columns = models.JSONField(default=dict)
    same = models.JSONField(default=dict)
    complete = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    floor = Floor(read=("staffing",), write=("staffing",))
    keep = Keep("working", ends="ended_at")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=ListState.OPEN, content__isnull=False)
                | (~Q(state=ListState.OPEN) & Q(content__isnull=True)),
                name="staff_list_kept_while_open",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-uploaded_at"]),
            models.Index(
                fields=["expires_at"],
                condition=Q(state=ListState.OPEN),
                name="staff_list_to_expire",
            ),
        ]

    def __str__(self) -> str:
        return f"staff list {self.public_id}"
