"""Skills of the board: what each member brings, as the succession lead marks it."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import Floor
from orgs.keep import Keep
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit

#: How much of a skill a member brings. Without a row it has not been marked.
LEVELS = ((0, "None"), (1, "Some"), (2, "Strong"))


@pghistory.track()
class SkillMark(models.Model):
    """How much of a skill a board member brings, from a day. ``skill`` is a key of the skills list."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="skill_marks")
    skill = models.CharField(max_length=60, db_collation="C")
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    floor = Floor(
        read=("succession",), write=("succession",), keyed=("staff",), crosses=("continues",)
    )
    keep = Keep("judgement")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff", "skill"],
                condition=Q(valid_to=None),
                name="skill_one_open_a_member",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="skill_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(level__lte=2), name="skill_level"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "staff"])]

    def __str__(self) -> str:
        return f"skill {self.public_id}"
