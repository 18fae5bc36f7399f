"""What is defined once above and adapted below (docs/adr/0006-inheritance.md)."""

import uuid
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import Floor
from orgs.keep import Stays
from orgs.models.units import OrgUnit


@pghistory.track()
class Definition(models.Model):
    """A template or setting that a unit defines for the units below. ``kind`` says its fields.

    ``carried``: keys of the definitions of closed units that this one goes on from, the oldest first.
    What a unit below adapted of those counts for this one, until it adapts this one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="definitions")
    kind = models.CharField(max_length=40, db_collation="C")
    key = models.CharField(max_length=60, db_collation="C")
    title = models.CharField(max_length=120)
    carried = ArrayField(models.BigIntegerField(), default=list, blank=True, db_default=[])
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(
        read=("definitions", "settings", "defined"),
        write=("definitions",),
        upward=True,
        builder=("id", "public_id", "unit_id", "kind", "key", "carried"),
    )
    keep = Stays("It holds nobody.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "kind", "key"], name="definition_once_a_unit")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "unit"])]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


@pghistory.track()
class DefinitionVersion(models.Model):
    """One published version; append-only. In effect on a day: the highest number that has begun.

    ``fields`` is ``{name: {value, mode}}``; a list field is ``{items: [{key, value, mode}], mode}``,
    where the list's own mode says whether a unit below may add items.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="versions")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    fields = models.JSONField()
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "orgs.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    floor = Floor(
        read=("definitions", "settings", "defined"),
        insert=("definitions",),
        upward=True,
        builder=("id", "definition_id", "unit_id", "number", "fields", "valid_from"),
        keyed=("definition",),
    )
    keep = Stays("Which rules held on a day must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["definition", "number"], name="definition_version_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="definition_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} v{self.number}"


_NO_EMPLOYER = "NOT EXISTS (SELECT 1 FROM orgs_orgunit u WHERE u.id = unit_id AND u.is_employer)"
#: The employer of the unit in the URL, itself or around a division, for who has a role there itself.
_EMPLOYER_HERE = (
    "(SELECT here.employer_id FROM orgs_orgunit here "
    "WHERE here.id = nullif(current_setting('app.unit', true), '')::int "
    "AND here.id = ANY(app.units('inside')))"
)


@pghistory.track()
class Adaptation(models.Model):
    """What a unit chose to have differently, over a period: its differences and nothing else.

    ``valid_to`` is the first day without it. ``version`` counts the unit's choices on the
    definition. An employer's adaptation is for itself, and is read by who has a role there; that of a unit that
    employs nobody is for everybody below it. A publisher above an employer learns which slots differ
    (``orgs.inheritance.below``), and no value. ``reason`` says why one is there that nobody of the
    unit chose: a change of organisations kept what would have become another value.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="adaptations")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="adaptations")
    base_version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="+")
    differences = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    adapted_by = models.ForeignKey(
        "orgs.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(
        read=("settings", "defined"),
        write=("settings",),
        extra_read=(
            f"unit_id = ANY((SELECT app.units('definitions'))::int[]) AND {_NO_EMPLOYER}",
            f"unit_id = ANY((SELECT app.units('upward'))::int[]) AND {_NO_EMPLOYER}",
            f"unit_id = {_EMPLOYER_HERE}",
        ),
        builder=(
            *("id", "definition_id", "unit_id", "differences", "version"),
            *("valid_from", "valid_to"),
        ),
        extra_write=(
            f"unit_id = ANY((SELECT app.units('definitions'))::int[]) AND {_NO_EMPLOYER}",
        ),
        # The definition stands above, at another unit: that is what an adaptation is.
        crosses=("definition", "base_version"),
    )
    keep = Stays("Which rules held on a day must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["definition", "unit"],
                condition=Q(valid_to__isnull=True),
                name="adaptation_open_once_a_unit",
            ),
            models.UniqueConstraint(
                fields=["definition", "unit", "version"], name="adaptation_version_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="adaptation_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "definition"])]

    def __str__(self) -> str:
        return f"{self.definition_id} at {self.unit_id}"
