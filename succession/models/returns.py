"""Returns that were signed: what a unit above asked for, as it stood on the day."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from orgs.access.floor import Floor
from orgs.keep import Stays
from orgs.models.definitions import Definition
from orgs.models.units import OrgUnit


@pghistory.track()
class SuccessionReturn(models.Model):
    """A signed copy; it is never changed. Signing again makes the next number, which counts.

    ``content`` is what :func:`succession.returns.content` computed, ``sha256`` its hash over sorted JSON,
    in hexadecimal. ``complete`` = nothing was missing when it was signed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    complete = models.BooleanField()
    signed_on = models.DateField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(
        read=("succession",),
        insert=("succession",),
        builder=("id", "unit_id", "definition_id", "number", "complete", "signed_on"),
        crosses=("definition",),
    )
    keep = Stays("What was signed and returned stays whole.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "definition", "number"], name="return_numbered_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "signed_on"])]

    def __str__(self) -> str:
        return f"return {self.public_id}"
