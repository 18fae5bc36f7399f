"""A planned change of the hierarchy: drawn up, rehearsed, approved by two people, applied."""

import uuid
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import Floor
from orgs.enums import NoticeState, PlanState
from orgs.keep import Stays
from orgs.models.access import User
from orgs.models.units import OrgUnit


@pghistory.track()
class RestructurePlan(models.Model):
    """A dated list of operations on the tree, with what its rehearsal found and what was decided.

    ``unit`` is where the administrator who drew it up works; who administers that unit sees it.
    ``effective_on`` is the first day of the new tree; each operation has its own. ``recorded_late``:
    it has happened, and days that have passed are put right. ``undoes`` is the change that this one
    takes back, in whole or in part. ``version`` rises with every change. When an approval falls, its
    moment says nothing any more.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="restructures")
    title = models.CharField(max_length=200)
    effective_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=PlanState.choices, default=PlanState.DRAFT, db_collation="C"
    )
    operations = models.JSONField(default=list)
    decisions = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    recorded_late = models.BooleanField(default=False)
    undoes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    drafted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_approver = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second_approver = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_approved_at = models.DateTimeField(null=True, blank=True)
    second_approved_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(read=("tree",), write=("tree",), keyed=("undoes",))
    keep = Stays("What became of an organisation, and who approved it, must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(second_approver__isnull=True)
                | (Q(first_approver__isnull=False) & ~Q(first_approver=F("second_approver"))),
                name="restructure_two_approvers",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "applied"]) | Q(second_approver__isnull=False),
                name="restructure_approved_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state="applied") | Q(applied_at__isnull=True),
                name="restructure_applied_has_its_moment",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "-effective_on"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"


@pghistory.track()
class RestructureNotice(models.Model):
    """What a planned change means for one organisation, sent to it so that it can answer.

    ``unit`` is the organisation that is affected: who administers the tree above it writes the row,
    and its own people read it. ``summary`` says what hangs where now and then, in names.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(RestructurePlan, on_delete=models.PROTECT, related_name="notices")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    effective_on = models.DateField()
    summary = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=NoticeState.choices, default=NoticeState.PLANNED, db_collation="C"
    )
    sent_at = models.DateTimeField()

    floor = Floor(
        read=("tree", "settings", "access"),
        write=("tree",),
        crosses=("plan",),
    )
    keep = Stays("What an organisation was told of a change, and when, must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "unit"], name="notice_once_a_unit"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "-sent_at"])]

    def __str__(self) -> str:
        return f"{self.title}: {self.unit_id}"


@pghistory.track()
class RestructureComment(models.Model):
    """What an affected organisation says of a planned change, and what is answered."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey(RestructureNotice, on_delete=models.PROTECT, related_name="comments")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=2000)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    floor = Floor(
        read=("tree", "settings", "access"),
        insert=("settings", "access"),
        extra_update=("unit_id = ANY((SELECT app.units('tree'))::int[])",),
        keyed=("notice",),
    )
    keep = Stays(
        "What was said of a change, and answered, must be there when it is looked at again."
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True, answer="", answered_at__isnull=True)
                | (Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
                name="restructure_comment_answered_or_not",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["notice", "said_at"])]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.said_at}"
