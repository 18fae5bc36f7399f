"""Making a PDF: when, for whom, and how far it is. The row is the truth; the queue is a doorbell."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.models.units import OrgUnit
from reporting.enums import DeliveryState, RunState
from reporting.models.commentary import Commentary
from reporting.models.releases import Release

#: What was sent to a reader at a unit where she may open what is sent to her.
_SENT_TO_HER = (
    "unit_id = ANY((SELECT app.units('packs'))::int[]) "
    "AND user_id = (SELECT app.uid()) AND state = 'sent'"
)
#: A run that she was sent. A draft is nobody's but its author's.
_RUN_SENT_TO_HER = (
    "unit_id = ANY((SELECT app.units('packs'))::int[]) AND NOT draft AND EXISTS (SELECT 1 "
    "FROM reporting_delivery d WHERE d.run_id = reporting_reportrun.id "
    "AND d.user_id = (SELECT app.uid()) AND d.state = 'sent')"
)


@pghistory.track()
class Schedule(models.Model):
    """A PDF of a report each month, for named readers. Every parameter is stored.

    ``next_on`` is the next slot. With ``wait_days`` its run waits so long for published comments.
    ``version`` guards against two people editing at once.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    report = models.CharField(max_length=40, db_collation="C")
    day_of_month = models.PositiveSmallIntegerField()
    parameters = models.JSONField(default=dict)
    owner = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)
    next_on = models.DateField()
    wait_days = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(read=("aggregate", "handover"), write=("reports", "handover"))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(day_of_month__gte=1) & Q(day_of_month__lte=28),
                name="schedule_day_in_every_month",
            ),
            models.CheckConstraint(
                condition=Q(wait_days__isnull=True) | Q(wait_days__gte=1) & Q(wait_days__lte=10),
                name="schedule_waits_ten_days_at_most",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_on"], condition=Q(active=True), name="schedule_due")
        ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ScheduleRecipient(models.Model):
    """A reader whom a schedule names. Whether she may see the report is asked at each run."""

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="recipients")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")

    floor = Floor(
        read=("aggregate", "handover"),
        write=("reports", "handover"),
        delete=("reports",),
        keyed=("schedule",),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["schedule", "user"], name="recipient_once_a_schedule")
        ]


class ReportRun(models.Model):
    """One PDF that is to be made, is being made, or is made.

    State machine: (waiting →) queued → leased → done | failed | cancelled; a lease that ran out may
    be taken again, under the next ``attempt``. One run for each schedule, slot and scope. The bytes
    are committed with the state that says they are there.

    ``printed`` is what stands in the PDF beside the figures (``reporting/packs.py``): the pack and
    the comments as they were when it was made. ``wait_until`` is the day on which a run that waits
    for comments goes out without. A ``draft`` is for its author alone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    report = models.CharField(max_length=40, db_collation="C")
    schedule = models.ForeignKey(
        Schedule, null=True, blank=True, on_delete=models.PROTECT, related_name="runs"
    )
    slot = models.DateField()
    scope = models.CharField(max_length=80, help_text="readers with the same scope share one PDF")
    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.PROTECT, related_name="runs"
    )
    asked_by = models.ForeignKey(
        "orgs.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    leased_until = models.DateTimeField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)
    printed = models.JSONField(null=True)
    commentary = models.ForeignKey(
        Commentary, null=True, blank=True, on_delete=models.PROTECT, related_name="runs"
    )
    draft = models.BooleanField(default=False)
    wait_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    floor = Floor(
        # A draft is there for its author, and for the part of the system that makes it.
        extra_read=(
            (
                "unit_id = ANY((SELECT app.units('aggregate'))::int[]) AND (NOT draft OR "
                "asked_by_id = (SELECT app.uid()) OR current_setting('app.scope', true) = 'system')"
            ),
            _RUN_SENT_TO_HER,
        ),
        write=("reports",),
        keyed=("schedule", "release", "commentary"),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["schedule", "slot", "scope"], name="run_once_a_slot_and_scope"
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.DONE) | Q(pdf__isnull=False),
                name="run_done_has_its_pdf",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["state", "created_at"],
                condition=Q(state__in=[RunState.QUEUED, RunState.LEASED]),
                name="run_unfinished",
            ),
            models.Index(fields=["unit", "report", "-created_at"]),
        ]


class Delivery(models.Model):
    """A run for one reader: whether the link was sent, or why not, and when she opened it."""

    run = models.ForeignKey(ReportRun, on_delete=models.PROTECT, related_name="deliveries")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DeliveryState.choices)
    reason = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    floor = Floor(
        read=("aggregate",),
        extra_read=(_SENT_TO_HER,),
        write=("reports",),
        # Who opens her own report leaves the mark herself, whether or not she may make reports. She
        # makes no row: it would open the run that it names.
        extra_update=(
            "user_id = (SELECT app.uid()) AND unit_id = ANY((SELECT app.units('aggregate'))::int[])",
            _SENT_TO_HER,
        ),
        keyed=("run",),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "user"], name="delivery_once_a_reader")
        ]
        triggers: ClassVar = [
            # Only that it was opened is added to it: a row pointed at another run would open that.
            pgtrigger.ReadOnly(name="as_sent", exclude=["opened_at"])
        ]
