"""Posts, who holds them, the plan of a cycle, and how likely and how grave a vacancy would be.

``unit`` is the employer. Periods are half-open: ``valid_to`` is the first day without the row.
"""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import Floor
from orgs.keep import Keep, Stays
from orgs.models.people import Assignment
from orgs.models.units import OrgUnit
from succession.enums import PlanState
from succession.judged import RISK_NOT_ASSESSED

#: A person reads the post that they were told of, and no other.
_TOLD_OF_POST = (
    "EXISTS (SELECT 1 FROM succession_nomination n JOIN orgs_staffrecord s ON s.id = n.staff_id "
    "WHERE n.post_id = succession_post.id AND n.disclosure <> 'not_told' "
    "AND s.person_id = (SELECT app.person_id()))"
)
#: The same of a post at an employer that is not hers, where she let herself be named.
_TOLD_OF_POST_ELSEWHERE = (
    "EXISTS (SELECT 1 FROM succession_nomination n JOIN orgs_sharedprofile p ON p.id = n.profile_id "
    "WHERE n.post_id = succession_post.id AND n.disclosure <> 'not_told' "
    "AND p.person_id = (SELECT app.person_id()))"
)


@pghistory.track()
class Post(models.Model):
    """A post that the employer plans succession for. Plans are bound to posts, not to people.

    ``role_codes`` are national codes of the list ``board_role``; the first is the main one, by which
    the post is counted. ``title`` is the employer's own label, ``local_role`` the role of its own that
    the post was made from. Voting is a fact of the post, not of the role. ``terms`` counts the terms
    served by whoever holds it, the present one included. ``shared_with`` names an organisation, never
    a person.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    role_codes = ArrayField(models.CharField(max_length=20), size=4)
    voting = models.BooleanField(default=False)
    statutory = models.BooleanField(default=False)
    criticality = models.CharField(max_length=20, default="CX", db_collation="C")
    term_starts_on = models.DateField(null=True, blank=True)
    term_ends_on = models.DateField(null=True, blank=True)
    terms = models.PositiveSmallIntegerField(null=True, blank=True)
    designations = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="codes of designation"
    )
    local_role = models.CharField(max_length=20, blank=True, db_collation="C")
    shared_with = models.CharField(max_length=120, blank=True)
    closing_reason = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="order on the plan")
    version = models.PositiveIntegerField(default=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    floor = Floor(
        read=("succession",),
        write=("succession",),
        own=_TOLD_OF_POST,
        extra_read=(_TOLD_OF_POST_ELSEWHERE,),
        builder=(
            "id",
            "unit_id",
            "role_codes",
            "voting",
            "statutory",
            "criticality",
            "term_ends_on",
            "valid_from",
            "valid_to",
        ),
        crosses=("continues",),
    )
    keep = Stays("Which posts there are is the organisation's record.", ends="valid_to")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="post_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(role_codes=[]), name="post_has_a_role"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "valid_from"])]

    def __str__(self) -> str:
        return f"post {self.public_id}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Incumbency(models.Model):
    """Who holds a post, by the assignment; ``kind`` is a code of the list ``assignment_kind``.

    A post without an open incumbency on a day is vacant on it. ``filled_by`` says how the vacancy was
    filled (a code of the list of that name): empty for somebody who held the post when the plan
    began, for whom there was no vacancy to fill. ``nomination`` is the one by which a named successor
    came.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="incumbencies")
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="incumbencies"
    )
    kind = models.CharField(max_length=20, default="substantive", db_collation="C")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="the first day without it")
    filled_by = models.CharField(max_length=20, blank=True, db_collation="C")
    nomination = models.ForeignKey(
        "succession.Nomination",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="placements",
    )
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    floor = Floor(
        read=("succession",),
        write=("succession",),
        builder=(
            "id",
            "unit_id",
            "post_id",
            "assignment_id",
            "kind",
            "starts_on",
            "ends_on",
            "filled_by",
        ),
        # A holder recorded by mistake is taken off the plan; the event table keeps that it was there.
        delete=("succession",),
        keyed=("post", "assignment", "nomination"),
        crosses=("continues",),
    )
    keep = Stays(
        "Who held a post of the board is the organisation's record.", holds=("assignment",)
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="incumbency_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "post"])]

    def __str__(self) -> str:
        return f"incumbency {self.public_id}"


@pghistory.track()
class SuccessionPlan(models.Model):
    """The plan of one employer for one cycle, such as "2026 to 2027"; at most one of each.

    draft → in review (submitted, and frozen as a copy) → signed off; sent back → draft; the plan of
    the next cycle supersedes it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="succession_plans")
    cycle = models.CharField(max_length=20)
    state = models.CharField(
        max_length=12, choices=PlanState.choices, default=PlanState.DRAFT, db_collation="C"
    )
    due_on = models.DateField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_off_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    floor = Floor(
        read=("succession",),
        write=("succession",),
        builder=(
            "id",
            "unit_id",
            "cycle",
            "state",
            "due_on",
            "signed_off_on",
            "valid_from",
            "valid_to",
            "changed_at",
        ),
        crosses=("continues",),
    )
    keep = Stays("That a plan was made, and when it was signed, is the organisation's record.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "cycle"], condition=Q(valid_to=None), name="plan_once_a_cycle"
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.public_id}"


@pghistory.track()
class RiskAssessment(models.Model):
    """How likely a post falls vacant and how grave that would be, as judged on a day.

    A new judgement ends the one before, so at most one is open for each post. ``reasons`` are codes
    of ``risk_reason``: none of them is about health or a protected characteristic, and those that
    touch age or wellbeing stand only as the person has stated them, on ``stated_on``
    (``succession.risk_reasons``).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="risks")
    vacancy_risk = models.CharField(max_length=20, default=RISK_NOT_ASSESSED, db_collation="C")
    impact = models.CharField(max_length=20, default="IM0", db_collation="C")
    reasons = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    stated_by_person = models.BooleanField(default=False)
    stated_on = models.DateField(null=True, blank=True)
    leaving_on = models.DateField(null=True, blank=True)
    assessed_on = models.DateField()
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(
        read=("succession",),
        write=("succession",),
        builder=(
            "id",
            "unit_id",
            "post_id",
            "vacancy_risk",
            "impact",
            "leaving_on",
            "assessed_on",
            "valid_from",
            "valid_to",
        ),
        keyed=("post",),
        crosses=("continues",),
    )
    keep = Keep("judgement")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(valid_to=None), name="risk_one_open_a_post"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="risk_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(stated_by_person=True, stated_on__isnull=False)
                | Q(stated_by_person=False, stated_on__isnull=True),
                name="risk_stated_on_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "post"])]

    def __str__(self) -> str:
        return f"risk {self.public_id}"
