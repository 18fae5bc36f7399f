"""What a person would like, in her own words and codes: hers to write, to share and to take back."""

import uuid
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from learning.models.owning import MY_UNIT
from orgs.access.floor import OWN_STAFF, Floor
from orgs.keep import Keep
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit

#: Others read the open row alone, and only while it is shared: earlier wishes are nobody else's.
_SHARED = (
    "shared AND valid_to IS NULL AND (unit_id = ANY((SELECT app.units('succession'))::int[]) "
    "OR unit_id = ANY((SELECT app.units('learning'))::int[]))"
)


@pghistory.track()
class Aspiration(models.Model):
    """Aspirations and mobility of a person at one employer, from a day.

    Each change is a new row that ends the one before; withdrawing ends the row and begins none. It is
    only ever what the person wrote: nothing is inferred.

    ``roles`` are codes of ``board_role``, the first the one she would like most; ``growth``,
    ``horizon`` and ``pattern`` codes of ``growth``, ``aspiration_when`` and ``working_pattern``;
    ``areas`` codes of units she would work in, ``places`` the same in her own words.
    ``valid_to`` is the first day without.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="aspirations")
    roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    growth = models.CharField(max_length=20, blank=True, db_collation="C")
    horizon = models.CharField(max_length=20, blank=True, db_collation="C")
    areas = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    places = models.CharField(max_length=200, blank=True)
    pattern = models.CharField(max_length=20, blank=True, db_collation="C")
    notice_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)
    shared = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    floor = Floor(
        read=("handover",),
        write=("handover",),
        own=OWN_STAFF,
        extra_read=(_SHARED,),
        extra_write=(f"{MY_UNIT} AND {OWN_STAFF}",),
        keyed=("staff",),
        crosses=("continues",),
    )
    keep = Keep("conversation", private=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(valid_to=None), name="aspiration_one_open_a_person"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="aspiration_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "staff"])]

    def __str__(self) -> str:
        return f"aspiration {self.public_id}"
