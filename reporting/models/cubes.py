"""What the aggregation worker counts, and what it remembers of each release. No page can read it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.models.units import OrgUnit


class Cube(models.Model):
    """One measure, counted for every employer as at one day. Counted again rather than changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.CharField(max_length=40, db_collation="C")
    as_at = models.DateField()
    counted_at = models.DateTimeField()

    floor = Floor(builder_writes=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["measure", "as_at"])]


class Atom(models.Model):
    """A count at one employer in one category: the smallest thing that a reader may reason about.

    ``unit`` is the employer and ``codes`` are in the order of the measure's dimensions. A category
    that is not here counts nobody. ``version`` tells the auditor which atoms did not change between
    two releases; it is the count itself, which assumes the reader who believes so (ADR 0010).
    """

    cube = models.ForeignKey(Cube, on_delete=models.PROTECT, related_name="atoms")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    codes = ArrayField(models.CharField(max_length=20, db_collation="C"))
    n = models.PositiveIntegerField()
    version = models.BigIntegerField()
    oldest_update = models.DateField(null=True)

    floor = Floor(builder_writes=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cube", "unit", "codes"], name="atom_once_a_cube"),
            models.CheckConstraint(condition=Q(n__gt=0), name="atom_counts_somebody"),
        ]


class LedgerEntry(models.Model):
    """The auditor's copy of one measure of one release: what went in, and what it told its readers.

    ``form`` is the rung of the ladder that was shown, ``earlier`` the entries that it was checked
    with in their order, ``links`` what had become of which employer (codes and day), ``insiders`` the
    leaves that one account knows together, ``statement`` what readers know from it (EarlierRelease of
    the disclosure package; that of a family stands at one of its measures), ``explanation`` why
    nothing was shown, if so.
    """

    release = models.ForeignKey(
        "reporting.Release", on_delete=models.PROTECT, related_name="ledger"
    )
    family = models.CharField(max_length=40, db_collation="C")
    measure = models.CharField(max_length=40, db_collation="C")
    cube = models.ForeignKey(Cube, on_delete=models.PROTECT, related_name="ledger")
    codes = models.JSONField(help_text="dimension: its codes and labels when it was counted")
    form = models.PositiveSmallIntegerField(null=True)
    earlier = ArrayField(models.BigIntegerField(), default=list)
    links = models.JSONField(default=list)
    insiders = models.JSONField(default=list)
    statement = models.JSONField(null=True)
    explanation = models.TextField(blank=True)

    floor = Floor(builder_writes=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "measure"], name="ledger_once_a_measure")
        ]
