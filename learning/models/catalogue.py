"""Frameworks and role profiles: reference rows without people, readable by everybody.

The national ones are shipped (``learning/data/catalogue.json``) and loaded after each migrate.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor

#: Levels of a competency, lowest first; 0 (no chance to demonstrate) is never stored.
LEVELS = ((1, "Rarely or never"), (2, "Occasionally"), (3, "Frequently"), (4, "Almost always"))


class Framework(models.Model):
    """A competency framework, with its source and licence."""

    code = models.CharField(max_length=20, unique=True, db_collation="C")
    title = models.CharField(max_length=160)
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=160)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    floor = Floor(reference=True, builder=("*",))

    def __str__(self) -> str:
        return self.title


class Competency(models.Model):
    """One domain of a framework."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="competencies")
    code = models.CharField(max_length=20, unique=True, db_collation="C")
    title = models.CharField(max_length=160)
    sort = models.PositiveSmallIntegerField(default=0)

    floor = Floor(reference=True, builder=("*",))

    def __str__(self) -> str:
        return self.title


class RoleProfile(models.Model):
    """What a role asks for. ``role_code`` is a code of the list ``board_role``."""

    role_code = models.CharField(max_length=20, unique=True, db_collation="C")
    source = models.CharField(max_length=200, blank=True)

    floor = Floor(reference=True, builder=("*",))

    def __str__(self) -> str:
        return self.role_code


class RoleProfileItem(models.Model):
    """The level of one competency that a role asks for, 1 to 4."""

    profile = models.ForeignKey(RoleProfile, on_delete=models.PROTECT, related_name="items")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=LEVELS)

    floor = Floor(reference=True, builder=("*",))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["profile", "competency"], name="profile_item_once_a_competency"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4), name="profile_item_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.competency_id} at {self.level}"


class RoleRoute(models.Model):
    """One way into a role: from another role of ``board_role``, or from a job given by its title."""

    role_code = models.CharField(max_length=20, db_collation="C")
    from_role = models.CharField(max_length=20, blank=True, db_collation="C")
    from_job = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    floor = Floor(reference=True, builder=("*",))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["role_code", "from_role", "from_job"], name="route_once"
            ),
            models.CheckConstraint(
                condition=(~Q(from_role="") & Q(from_job="")) | (Q(from_role="") & ~Q(from_job="")),
                name="route_from_a_role_or_a_job",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_role or self.from_job} to {self.role_code}"
