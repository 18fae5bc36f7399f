"""People, and what each employer knows of them."""

import uuid
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import OWN_PERSON, OWN_STAFF, Floor
from orgs.keep import Keep
from orgs.models.units import OrgUnit


class Person(models.Model):
    """A bare key. Nothing is known here: names and posts stand with each employer.

    The site has no grant on this table at all.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    def __str__(self) -> str:
        return str(self.public_id)


@pghistory.track()
class StaffRecord(models.Model):
    """What one employer knows of one person. ``unit`` is the employer.

    ``employee_number`` is the employer's own: evidence by which a list finds the record again, and no
    identity beyond it. ``valid_to`` is the first day on which the person no longer works there.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="records")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="staff")
    name = models.CharField(max_length=150)
    sort_name = models.CharField(max_length=150, db_collation="C")
    work_email = models.EmailField(blank=True)
    employee_number = models.CharField(max_length=40, blank=True, db_collation="C")
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="managed"
    )
    version = models.PositiveIntegerField(default=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(
        read=("people", "access", "staffing"),
        write=("staffing",),
        own=OWN_PERSON,
        travels=OWN_PERSON,
        builder=("id", "person_id", "unit_id", "valid_from", "valid_to"),
        keyed=("manager",),
    )
    keep = Keep("staff")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "unit"], name="record_once_an_employer"),
            models.UniqueConstraint(
                fields=["unit", "employee_number"],
                condition=~Q(employee_number=""),
                name="record_number_once_an_employer",
            ),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=F("id")),
                name="record_not_its_own_manager",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="record_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "sort_name"])]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Assignment(models.Model):
    """A person works in a unit over a period: substantive, acting, seconded, joint or non-executive."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="assignments")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="assignments")
    division = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="placed_staff"
    )
    kind = models.CharField(max_length=20, db_collation="C")
    title = models.CharField(max_length=120)
    band = models.CharField(max_length=10, blank=True, db_collation="C")
    staff_group = models.CharField(max_length=10, blank=True, db_collation="C")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="the first day without it")
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    floor = Floor(
        read=("people", "staffing"),
        write=("staffing",),
        own=OWN_STAFF,
        builder=(
            "id",
            "unit_id",
            "staff_id",
            "kind",
            "band",
            "staff_group",
            "starts_on",
            "ends_on",
        ),
        keyed=("staff",),
        crosses=("continues",),
    )
    keep = Keep("staff", ends="ends_on")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="assignment_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "staff"])]

    def __str__(self) -> str:
        return self.title
