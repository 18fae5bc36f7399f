"""How critical a post is, judged by the criteria in effect on a day."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import Floor
from orgs.keep import Keep
from orgs.models.units import OrgUnit
from succession.models.plans import Post


@pghistory.track()
class CriticalityAssessment(models.Model):
    """A critical role assessment: scores, what they suggest, and what was decided.

    A new one ends the one before, so at most one is open for each post, and the post's own
    ``criticality`` follows it. It keeps what it was made from: ``scores`` is a list of ``{"key",
    "label", "weight", "score"}``, ``percent`` the share of the highest weighted score, rounded down,
    and ``criteria_version`` the definition in effect ("" for the platform's own). ``replaced`` is the
    criticality of the post until then, so that the plan can be read as at an earlier day. ``reason``
    is about the post; it must be given where ``criticality`` is not what the scores suggest.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="criticalities")
    scores = models.JSONField()
    percent = models.PositiveSmallIntegerField()
    suggested = models.CharField(max_length=20, db_collation="C")
    criticality = models.CharField(max_length=20, db_collation="C")
    replaced = models.CharField(max_length=20, default="CX", db_collation="C")
    reason = models.TextField(blank=True)
    criteria_version = models.CharField(max_length=200, blank=True)
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
            "criticality",
            "replaced",
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
                fields=["post"], condition=Q(valid_to=None), name="criticality_one_open_a_post"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="criticality_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(criticality=F("suggested")) | ~Q(reason=""),
                name="criticality_differs_with_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "post"])]

    def __str__(self) -> str:
        return f"criticality {self.public_id}"
