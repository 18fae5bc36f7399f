"""Several rows of the plan changed at once: what was previewed, what was done, what can be undone."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.keep import Keep
from orgs.models.units import OrgUnit
from succession.enums import BulkAct, BulkState
from succession.models.nominations import Nomination
from succession.models.plans import Post


class BulkChange(models.Model):
    """A change of several rows: previewed, then applied, then perhaps undone.

    A working paper: once a day old, it goes when the next one is made, and for that reason it has no
    history of its own. The rows it changes keep theirs, and the audit says who did it. It stays behind
    when an employer closes.
    ``values`` holds what was chosen for the act, as codes and ISO days.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12, choices=BulkAct.choices, db_collation="C")
    values = models.JSONField()
    state = models.CharField(
        max_length=12,
        choices=BulkState.choices,
        default=BulkState.PREVIEWED,
        db_collation="C",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    keep = Keep("working", ends="made_at")
    floor = Floor(read=("succession",), write=("succession",), delete=("succession",))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=BulkState.PREVIEWED) | Q(applied_at__isnull=False),
                name="bulk_applied_at_a_moment",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "made_at"])]

    def __str__(self) -> str:
        return f"bulk change {self.public_id}"


class BulkLine(models.Model):
    """One row of it: a post, or a nomination for it, with what stood there and what will stand there.

    ``why`` says why this row stays as it is; then nothing else of the line counts. ``version`` is the
    row's when it was previewed, ``version_after`` when it was changed. ``lasting`` = it cannot be
    taken back.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    bulk = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="lines")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    nomination = models.ForeignKey(
        Nomination, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    version = models.PositiveIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(max_length=200, blank=True)
    lasting = models.BooleanField(default=False)
    version_after = models.PositiveIntegerField(null=True, blank=True)

    keep = Keep("working", ends="")
    floor = Floor(
        read=("succession",),
        write=("succession",),
        delete=("succession",),
        keyed=("bulk", "post", "nomination"),
    )

    def __str__(self) -> str:
        return f"line {self.pk} of a bulk change"
