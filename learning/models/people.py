"""What a person has been assessed at, is on, and has done. ``unit`` is the employer."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from learning.enums import PathwayState, Source, StepState
from learning.models.catalogue import LEVELS, Competency
from orgs.access.floor import OWN_STAFF, Floor
from orgs.keep import Keep
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit

#: What was prepared for somebody who has not been told stays in the succession circle.
_OPEN_TO_LEARNING = (
    "unit_id = ANY((SELECT app.units('learning'))::int[]) AND started_on IS NOT NULL"
)
_STARTED_AND_MINE = f"started_on IS NOT NULL AND {OWN_STAFF}"
_OPEN_TO_ME = f"unit_id = ANY((SELECT app.units('own'))::int[]) AND {_STARTED_AND_MINE}"
_MY_PATHWAY = (
    "EXISTS (SELECT 1 FROM learning_pathwayassignment a JOIN orgs_staffrecord s ON s.id = a.staff_id "
    "WHERE a.id = assignment_id AND a.started_on IS NOT NULL "
    "AND s.person_id = (SELECT app.person_id()))"
)
#: The newest assessment of a competency counts: it ends on the day of the next one.
_REPLACED = (
    "SELECT min(n.assessed_on) FROM learning_competencyassessment n WHERE n.staff_id = {t}.staff_id "
    "AND n.competency_id = {t}.competency_id "
    "AND (n.assessed_on, n.id) > ({t}.assessed_on, {t}.id)"
)


@pghistory.track()
class CompetencyAssessment(models.Model):
    """The level at which a person showed a competency; the newest counts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="assessments")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    assessed_on = models.DateField()
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    floor = Floor(
        read=("learning", "succession"),
        write=("learning",),
        own=OWN_STAFF,
        travels=OWN_STAFF,
        builder=("id", "unit_id", "staff_id", "competency_id", "level", "assessed_on"),
        keyed=("staff",),
        crosses=("continues",),
    )
    keep = Keep("development", ends="", ends_when=_REPLACED)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="assessment_level")
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "staff"])]

    def __str__(self) -> str:
        return f"assessment {self.public_id}"


@pghistory.track()
class PathwayAssignment(models.Model):
    """A person's own copy of a pathway: its key, title, role and steps as they were when it was given.

    ``steps`` is a list of :class:`learning.pathways.Step` as mappings; one that a later version no
    longer has, and that she has done, says ``"kept": true``.
    ``started_on`` is the day on which it became the person's. Until then it is prepared, and only the
    succession circle sees it: learning people and the person do not.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="pathways")
    key = models.CharField(max_length=60, db_collation="C", help_text="of the pathway")
    title = models.CharField(max_length=160)
    role_code = models.CharField(max_length=20, blank=True, db_collation="C")
    steps = models.JSONField(default=list)
    state = models.CharField(
        max_length=10,
        choices=PathwayState.choices,
        default=PathwayState.PREPARED,
        db_collation="C",
    )
    source = models.CharField(
        max_length=12, choices=Source.choices, default=Source.NOMINATION, db_collation="C"
    )
    source_id = models.UUIDField(null=True, blank=True)
    prepared_on = models.DateField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="completed or withdrawn on")
    version = models.PositiveIntegerField(default=1)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    floor = Floor(
        read=("succession",),
        write=("succession",),
        own=_STARTED_AND_MINE,
        travels=_STARTED_AND_MINE,
        extra_read=(_OPEN_TO_LEARNING,),
        extra_write=(_OPEN_TO_LEARNING, _OPEN_TO_ME),
        builder=(
            "id",
            "unit_id",
            "staff_id",
            "key",
            "role_code",
            "steps",
            "state",
            "source",
            "prepared_on",
            "started_on",
            "ended_on",
        ),
        keyed=("staff",),
        crosses=("continues",),
    )
    keep = Keep("development", ends="ended_on")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(state=PathwayState.PREPARED) & Q(started_on__isnull=True))
                | (
                    Q(state__in=[PathwayState.ACTIVE, PathwayState.COMPLETED])
                    & Q(started_on__isnull=False)
                )
                | Q(state=PathwayState.WITHDRAWN),
                name="pathway_starts_when_it_opens",
            ),
            models.UniqueConstraint(
                fields=["staff", "key"],
                condition=Q(state=PathwayState.ACTIVE),
                name="pathway_active_once_a_person",
            ),
            # Apart from the one above, so that no error tells learning people of what is prepared.
            models.UniqueConstraint(
                fields=["staff", "key", "source_id"],
                condition=Q(state=PathwayState.PREPARED),
                name="pathway_prepared_once_a_source",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="pathway_ends_after_it_starts",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"]),
            models.Index(fields=["staff"]),
            models.Index(fields=["source_id"]),
        ]

    def __str__(self) -> str:
        return f"pathway {self.public_id}"

    def title_of(self, step_key: str) -> str:
        """What a step of it is called."""
        return next((str(step["title"]) for step in self.steps if step["key"] == step_key), "")


@pghistory.track()
class StepProgress(models.Model):
    """How far a person is with one step of her copy; written from the day the pathway is theirs."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(
        PathwayAssignment, on_delete=models.PROTECT, related_name="progress"
    )
    step_key = models.CharField(max_length=60, db_collation="C")
    state = models.CharField(
        max_length=12, choices=StepState.choices, default=StepState.NOT_STARTED, db_collation="C"
    )
    done_on = models.DateField(null=True, blank=True)

    floor = Floor(
        read=("learning", "succession"),
        write=("learning", "succession"),
        own=_MY_PATHWAY,
        travels=_MY_PATHWAY,
        extra_write=(f"unit_id = ANY((SELECT app.units('own'))::int[]) AND {_MY_PATHWAY}",),
        builder=("id", "unit_id", "assignment_id", "step_key", "state", "done_on"),
        keyed=("assignment",),
    )
    keep = Keep("development", ends="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assignment", "step_key"], name="progress_once_a_step"),
            models.CheckConstraint(
                condition=Q(state=StepState.DONE, done_on__isnull=False)
                | (~Q(state=StepState.DONE) & Q(done_on__isnull=True)),
                name="progress_done_on_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "assignment"])]

    def __str__(self) -> str:
        return f"progress {self.public_id}"
