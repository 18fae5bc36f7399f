"""What was signed: a plan frozen as it stood, the paper that goes round, and the signatures.

Copy and paper are written once: the site may insert them and nothing else, and a trigger holds that
for everybody.
"""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from orgs.access.floor import OWN_STAFF, Floor
from orgs.keep import Stays
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from succession.enums import SignatureState
from succession.models.plans import Post, SuccessionPlan

_FROZEN = pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)

#: The person who was asked to sign reads what she was asked to sign. A signature that is no longer asked
#: for opens nothing. Its own policy leaves her own rows only.
_PAPER_TO_SIGN = (
    "EXISTS (SELECT 1 FROM succession_signature g JOIN orgs_staffrecord s ON s.id = g.staff_id "
    "WHERE g.copy_id = succession_boardpaper.copy_id AND g.state IN ('waiting', 'signed') "
    "AND s.person_id = (SELECT app.person_id()))"
)


class PlanCopy(models.Model):
    """The whole plan as it stood when it was submitted (``succession/copies.py`` has the shape).

    ``sha256`` is of its canonical text. ``staff_ids`` are the people it names, for the read log.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(SuccessionPlan, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField(help_text="version of the plan, from 1")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    staff_ids = ArrayField(models.BigIntegerField())
    made_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    floor = Floor(read=("succession",), insert=("succession",), keyed=("plan",))
    keep = Stays("What a board was asked to sign stays whole.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="copy_number_once_a_plan")
        ]
        triggers: ClassVar = [_FROZEN]

    def __str__(self) -> str:
        return f"copy {self.public_id}"


class BoardPaper(models.Model):
    """What of a copy goes to those who sign and read: nobody is named in it who has not been told.

    It also leaves out why somebody may leave. A table of its own, so that the database decides.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    copy = models.OneToOneField(PlanCopy, on_delete=models.PROTECT, related_name="paper")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    staff_ids = ArrayField(models.BigIntegerField())

    floor = Floor(read=("succession",), insert=("succession",), own=_PAPER_TO_SIGN, keyed=("copy",))
    keep = Stays("What a board was asked to sign stays whole.")

    class Meta:
        triggers: ClassVar = [_FROZEN]

    def __str__(self) -> str:
        return f"paper of copy {self.copy_id}"


@pghistory.track()
class Signature(models.Model):
    """A signature that the plan template asks for, of whoever holds the role's post.

    ``role`` is the template's. ``post`` and ``staff`` are empty where nobody holds such a post. A
    signature ``recorded`` by the succession lead carries the committee's minutes and stays hers to
    answer for: it is never shown as the signer's own.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    copy = models.ForeignKey(PlanCopy, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=20, db_collation="C")
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="signatures"
    )
    staff = models.ForeignKey(
        StaffRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="signatures"
    )
    state = models.CharField(
        max_length=10,
        choices=SignatureState.choices,
        default=SignatureState.WAITING,
        db_collation="C",
    )
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)
    committee = models.CharField(max_length=120, blank=True)
    minuted_on = models.DateField(null=True, blank=True)
    minute = models.CharField(max_length=60, blank=True)

    floor = Floor(
        read=("succession",), write=("succession",), own=OWN_STAFF, keyed=("copy", "post", "staff")
    )
    keep = Stays("Who signed a plan is the organisation's record.", holds=("staff",))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["copy", "role"], name="signature_once_a_copy_and_role"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "dropped"])
                | models.Q(answered_on__isnull=False),
                name="signature_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="recorded")
                | (~models.Q(committee="") & models.Q(minuted_on__isnull=False)),
                name="signature_recorded_from_minutes",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["staff", "state"])]

    def __str__(self) -> str:
        return f"signature {self.public_id}"
