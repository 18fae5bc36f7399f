"""A person who moves to another employer takes her own record along, by a code that she made herself."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from orgs.access.floor import OWN_STAFF, Floor
from orgs.keep import Keep
from orgs.models.people import Person, StaffRecord
from orgs.models.units import OrgUnit


class MoveCode(models.Model):
    """The one code of a person that may still be entered somewhere. Only its digest is kept.

    The site has no grant on this table at all: functions of the database write and read it
    (orgs/sql/70_people.sql), so that nobody can look up whose a code is.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="move_code")
    digest = models.CharField(max_length=64, unique=True, db_collation="C")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return "code"


@pghistory.track()
class RecordLink(models.Model):
    """A staff record was put on the person who brought a code, and until when.

    ``before`` and ``account`` say what to go back to when it is undone: the person on whom the record
    hung, and the account that came along. Where else the person works stands nowhere in it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="links")
    before = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    floor = Floor(
        read=("staffing",),
        own=OWN_STAFF,
        keyed=("staff",),
    )
    keep = Keep("staff", ends="ended_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(ended_at=None), name="record_linked_once"
            )
        ]

    def __str__(self) -> str:
        return f"link {self.public_id}"
