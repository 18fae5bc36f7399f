"""Released figures: what people see, and never changes."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.models.units import OrgUnit

#: What units above released is for who may see released figures here, and for no other role.
_ABOVE = (
    "unit_id = ANY((SELECT app.units('upward'))::int[]) "
    "AND (SELECT cardinality(app.units('aggregate'))) > 0"
)

#: A day is issued again once: counted anew every day, it would show how few people change between two.
LAST_REVISION = 2


class Release(models.Model):
    """Protected figures of one report for one audience, as at one day.

    ``unit`` is the audience's unit: a region, an ICB, the nation or an overlay. ``content`` holds
    what the audience sees and nothing else (``reporting/content.py``); a hidden figure is not in
    it. ``source`` is the release of a unit above that this one was cut from. The aggregation worker
    writes it once; a trigger refuses every change, to the owner too. A wrong release is withdrawn
    (:class:`ReleaseWithdrawal`) and issued again with the next ``revision``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="releases")
    report = models.CharField(max_length=40, db_collation="C")
    as_at = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    tree_day = models.DateField(help_text="the day whose hierarchy the figures are added up on")
    measures = models.JSONField(default=list)
    policy = models.JSONField(help_text="measure: the disclosure policy that was in force")
    policy_version = models.CharField(max_length=20)
    policy_sources = models.JSONField(
        default=list, help_text="the versions of definitions that the policy came from"
    )
    content = models.JSONField()
    contributors = models.PositiveIntegerField()
    contributors_of = models.PositiveIntegerField()
    oldest_update = models.DateField(null=True)
    hash = models.CharField(max_length=64)
    source = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="cuts"
    )
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    floor = Floor(
        read=("aggregate",),
        extra_read=(_ABOVE,),
        builder_writes=True,
        keyed=("previous",),
        crosses=("source",),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "report", "as_at", "revision"], name="release_once_a_day"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class ReleaseWithdrawal(models.Model):
    """A release that was wrong, and is no longer shown.

    Nothing that was seen is forgotten by it: the next release is still checked against it.
    """

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="withdrawal")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    withdrawn_by = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()

    floor = Floor(
        # Whoever was sent a PDF is told that its figures were withdrawn; the release is not hers.
        read=("aggregate", "packs"),
        extra_read=(_ABOVE,),
        insert=("reports",),
        builder=("*",),
        keyed=("release",),
    )


@pghistory.track()
class ReleaseCalendar(models.Model):
    """When a report is released for a unit and everybody below it: monthly at most.

    ``next_on`` is the next day of release, and the day that its figures are as at. The row is also
    the state of the build: it stays due until its release is there, so a lost message is sent again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    report = models.CharField(max_length=40, db_collation="C")
    every_months = models.PositiveSmallIntegerField(default=1)
    day_of_month = models.PositiveSmallIntegerField(default=1)
    next_on = models.DateField()

    floor = Floor(
        read=("aggregate", "handover"),
        write=("reports", "handover"),
        upward=True,
        builder=("*",),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "report"], name="calendar_once_a_report"),
            models.CheckConstraint(
                condition=Q(every_months__gte=1), name="calendar_monthly_at_most"
            ),
            models.CheckConstraint(
                condition=Q(day_of_month__gte=1) & Q(day_of_month__lte=28),
                name="calendar_day_in_every_month",
            ),
        ]
