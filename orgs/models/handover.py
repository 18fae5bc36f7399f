"""Where the people and posts of an employer go when it is split: decided inside its own wall."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.keep import Stays
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit

_WHY = "Where an employer's people and posts went, and who said so, must have an answer."


@pghistory.track()
class HandoverList(models.Model):
    """One closing employer's list of who and what goes where, for one change with several successors.

    The change is another unit's row, which the employer does not read: its name, the day and the
    successors (the main one first, by code, since one may not be made yet) are copied here when it is
    rehearsed. ``confirmed_at`` says that
    the employer signed the list off as complete; whatever is changed afterwards takes that back.
    ``closed``: the change was cancelled, or no longer splits the employer. Nobody above reads a row.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(RestructurePlan, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    on = models.DateField()
    successors = ArrayField(models.CharField(max_length=10))
    names = ArrayField(models.CharField(max_length=200))
    closed = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(read=("handing",), write=("handing",), crosses=("plan",))
    keep = Stays(_WHY)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "plan"], name="handover_list_once_a_change"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="handover_list_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"handover list {self.public_id}"


@pghistory.track()
class HandoverChoice(models.Model):
    """The successor that an employer chose for one row; without a choice the main one takes it.

    ``subject`` is the key of a transfer and ``row`` the public id of a row of its table.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    list = models.ForeignKey(HandoverList, on_delete=models.PROTECT, related_name="choices")
    subject = models.CharField(max_length=30, db_collation="C")
    row = models.UUIDField()
    successor = models.CharField(max_length=10, db_collation="C", help_text="its code")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    floor = Floor(read=("handing",), write=("handing",), keyed=("list",))
    keep = Stays(_WHY)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list", "subject", "row"], name="handover_choice_once_a_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.row}"


@pghistory.track()
class DuplicateChoice(models.Model):
    """What people at a successor decided of two rows of one kind that met there; nothing is decided unasked.

    ``first`` and ``second`` are public ids in their order; ``answer`` is one of the answers of the
    kind (orgs/restructure/duplicates.py).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, db_collation="C")
    first = models.UUIDField()
    second = models.UUIDField()
    answer = models.CharField(max_length=20, db_collation="C")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    floor = Floor(read=("handing",), write=("handing",))
    keep = Stays("Why one of two was kept must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "kind", "first", "second"], name="duplicate_decided_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} {self.second}"


@pghistory.track()
class CarriedOver(models.Model):
    """A row began here because an organisation closed: where it came from, and on which day.

    ``subject`` is the key of a transfer and ``row`` the public id of a row of its table. What it
    continues is the closed organisation's row, which its successor does not read.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=30, db_collation="C")
    row = models.UUIDField()
    origin = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    floor = Floor(
        read=("people", "succession", "learning", "pools", "handing", "handover"),
        write=("handover",),
    )
    keep = Stays("Where a row came from is the record of the organisation that took it over.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "row"], name="carried_over_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "subject"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.row}"
