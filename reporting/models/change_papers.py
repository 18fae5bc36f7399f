"""What a rehearsed change of organisations says, as a PDF that its approvers and a committee can hold."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.keep import Stays
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from reporting.enums import PaperState

#: It has what one administrator saw of a change, comments of organisations among it. Another one may
#: see fewer, so each asks for her own, while she administers the unit of the change.
_HERS = "asked_by_id = (SELECT app.uid()) AND unit_id = ANY((SELECT app.units('tree'))::int[])"


class ChangePaper(models.Model):
    """The paper of one administrator on a change as it stood when she asked. queued → done | failed.

    ``content`` is everything that is printed but for whom and when, in words, and ``content_sha256`` its
    checksum, which is the same in the papers of all who saw the same. ``fingerprint`` is that of the
    rehearsal; ``standing`` that of the rehearsal with what is decided and approved, by which the page
    says what a paper is of. The bytes are committed with the state.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(RestructurePlan, on_delete=models.PROTECT, related_name="papers")
    fingerprint = models.CharField(max_length=64)
    standing = models.CharField(max_length=64)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=PaperState.choices, default=PaperState.QUEUED, db_collation="C"
    )
    attempt = models.PositiveSmallIntegerField(default=0)
    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)
    asked_by = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    floor = Floor(
        read=("papers",),
        write=("papers",),
        extra_read=(_HERS,),
        extra_write=(_HERS,),
        keyed=("plan",),
    )
    keep = Stays("What two people had before them when they approved must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "asked_by", "content_sha256"],
                condition=~Q(state=PaperState.FAILED),
                name="paper_once_a_content",
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.DONE) | Q(pdf__isnull=False),
                name="paper_done_has_pdf",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["asked_at"], condition=Q(state=PaperState.QUEUED), name="paper_unfinished"
            )
        ]
        triggers: ClassVar = [
            # What was asked for stays as it was; that and how it was made is added.
            pgtrigger.ReadOnly(
                name="as_asked",
                exclude=["state", "attempt", "pdf", "pdf_sha256", "pages", "made_at"],
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"paper {self.public_id}"
