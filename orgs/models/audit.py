"""What was done, and who looked. Append-only for the site; read through definer functions."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from orgs.access.floor import Floor
from orgs.keep import Stays
from orgs.models.units import OrgUnit


class AuditEvent(models.Model):
    """An act, by a person or by a named system principal, in the unit that it concerns.

    ``seq``, ``previous`` and ``hash`` are empty until the next tick seals the row into its unit's chain.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(OrgUnit, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey("orgs.User", null=True, on_delete=models.PROTECT, related_name="+")
    principal = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    seq = models.BigIntegerField(null=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    floor = Floor(insert=("*",))
    keep = Stays("The chain of what was done would break.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "seq"], name="audit_seq_once_a_unit"),
            models.CheckConstraint(
                condition=models.Q(actor__isnull=False) | ~models.Q(principal=""),
                name="audit_has_an_actor",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "-at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.at}"


class ReadEvent(models.Model):
    """A page showed people to somebody: one row a page, with the staff records that were on it.

    ``profiles`` are public ids of profiles that people from elsewhere shared with the unit.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=80)
    page = models.CharField(max_length=60)
    purpose = models.CharField(max_length=60)
    staff_ids = ArrayField(models.BigIntegerField())
    profiles = ArrayField(models.UUIDField(), default=list)

    floor = Floor(insert=("*",))
    keep = Stays("People may ask who looked at their record.")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "-at"]),
            GinIndex(fields=["profiles"], name="read_profiles"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.at}"
