"""Organisations and their dated places in the hierarchy. Written by ``orgs/tree.py`` alone."""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from mptt.models import MPTTModel, TreeForeignKey

from orgs.access.floor import Floor
from orgs.enums import LinkRelation, UnitKind


class OrgUnitType(models.Model):
    """A kind of organisation, and what it may sit under. Data, because the shape is reformed."""

    code = models.CharField(max_length=20, unique=True, db_collation="C")
    label = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=UnitKind.choices)
    under = models.JSONField(default=list, help_text="codes of the types it may sit under")
    employs = models.BooleanField(default=False, help_text="a unit of this type usually employs")
    sort = models.PositiveSmallIntegerField(default=0)

    floor = Floor(reference=True, builder=("*",))

    def __str__(self) -> str:
        return self.label


class OrgUnit(MPTTModel):  # type: ignore[misc]  # mptt ships no types
    """A node: the nation, a region, an ICB, a Trust; or a division inside an employer; or an overlay.

    ``code`` never changes (a new code is a new unit with a link). Name, type, parent, ``open``,
    ``employer`` and the mptt columns are projections of :class:`OrgPlacement` for today.
    Divisions and overlays have no parent: a division hangs on ``employer``, an overlay has members.
    """

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=10, unique=True, db_collation="C")
    name = models.CharField(max_length=200)
    type = models.ForeignKey(OrgUnitType, on_delete=models.PROTECT, related_name="+")
    parent = TreeForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    employer = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="inside"
    )
    is_employer = models.BooleanField(default=False)
    open = models.BooleanField(default=True)

    floor = Floor(
        reference=True,
        builder=("*",),
        extra_write=(
            "id = ANY((SELECT app.units('tree'))::int[])",
            "parent_id = ANY((SELECT app.units('tree'))::int[])",
            "employer_id = ANY((SELECT app.units('access'))::int[]) AND parent_id IS NULL",
        ),
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(code=""), name="orgunit_code_given"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class OrgPlacement(models.Model):
    """Name, type and parent of a unit over a period: the truth of the tree, today included.

    ``valid`` is half-open, ``[from, to)``. A unit's periods never overlap. ``source`` says what made
    the row, ``ended_by`` what closed the unit at its end.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="placed_below"
    )
    name = models.CharField(max_length=200)
    type = models.ForeignKey(OrgUnitType, on_delete=models.PROTECT)
    valid = DateRangeField()
    source = models.CharField(max_length=200, blank=True)
    ended_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(
        reference=True,
        builder=("*",),
        # Who moves a unit has authority over where it goes, and over where it was (the old row's end).
        extra_write=(
            "parent_id = ANY((SELECT app.units('tree'))::int[])",
            # The top has nothing above it: what closes it is the restructure that replaces it.
            (
                "parent_id IS NULL AND unit_id = ANY((SELECT app.units('tree'))::int[]) "
                "AND (SELECT current_setting('app.principal', true)) = 'system:restructure'"
            ),
        ),
    )

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="placement_one_at_a_time",
                expressions=[
                    (
                        Func(F("unit_id"), F("unit_id"), Value("[]"), function="int4range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="placement_period_not_empty"
            ),
            models.CheckConstraint(
                condition=~Q(unit=F("parent")), name="placement_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.valid}"


class OrgLink(models.Model):
    """What became of what: a predecessor and its successor on a day."""

    predecessor = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="successors")
    successor = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="predecessors")
    relation = models.CharField(max_length=20, choices=LinkRelation.choices)
    effective_on = models.DateField()

    floor = Floor(
        reference=True,
        builder=("*",),
        extra_write=("successor_id = ANY((SELECT app.units('tree'))::int[])",),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"], name="link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} {self.relation} {self.successor_id}"


class OverlayMembership(models.Model):
    """A unit's dated membership of an overlay: a collaborative, a place, a cluster of ICBs.

    It begins when whoever administers the unit and whoever keeps the overlay have agreed, and either
    ends it: a trigger holds both (orgs/sql/35_overlays.sql). An empty period never began.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    overlay = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="overlays")
    valid = DateRangeField()

    floor = Floor(
        reference=True,
        builder=("*",),
        extra_write=(
            "overlay_id = ANY((SELECT app.units('tree'))::int[])",
            "unit_id = ANY((SELECT app.units('tree'))::int[])",
        ),
    )

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="membership_one_at_a_time",
                expressions=[
                    (
                        Func(F("overlay_id"), F("overlay_id"), Value("[]"), function="int4range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("unit_id"), F("unit_id"), Value("[]"), function="int4range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.overlay_id} {self.valid}"
