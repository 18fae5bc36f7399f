"""The board pack of a plan as a PDF, and who may open it: person-level, inside the employer's wall."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.keep import Stays
from orgs.models.units import OrgUnit
from succession.enums import PackState, ReaderRight
from succession.models.signing import PlanCopy


def _reads(table: str) -> str:
    """The condition that a reader's row of `table` opens a pack for whoever looks, today."""
    return (
        f"{table}.user_id = (SELECT app.uid()) AND {table}.removed_at IS NULL "
        f"AND {table}.expires_on > (SELECT app.day()) "
        f"AND (({table}.via = 'packs' AND {table}.unit_id = ANY((SELECT app.units('packs'))::int[])) "
        f"OR ({table}.via = 'own' AND {table}.unit_id = ANY((SELECT app.units('own'))::int[])))"
    )


_READ_TODAY = f"r.pack_id = succession_boardpack.id AND {_reads('r')}"
_SENT_TO_HER = f"EXISTS (SELECT 1 FROM succession_packreader r WHERE {_READ_TODAY})"


class BoardPack(models.Model):
    """The PDF of a paper. queued → done | failed; the bytes are committed with the state.

    ``stamp`` is all that is not in the paper: the signatures as they were when it was asked for. The
    same paper and stamp always give the same bytes. Its readers see neither copy nor paper, so what
    their list says of it stands here.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    copy = models.ForeignKey(PlanCopy, on_delete=models.PROTECT, related_name="packs")
    title = models.CharField(max_length=80, help_text="cycle and version, for its readers' list")
    stamp = models.JSONField()
    staff_ids = ArrayField(models.BigIntegerField(), help_text="whom it names, for the read log")
    state = models.CharField(
        max_length=10, choices=PackState.choices, default=PackState.QUEUED, db_collation="C"
    )
    attempt = models.PositiveSmallIntegerField(default=0)
    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(null=True)

    floor = Floor(
        read=("succession",),
        write=("succession",),
        extra_read=(_SENT_TO_HER,),
        keyed=("copy",),
    )
    keep = Stays("It is the plan as its readers had it.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=PackState.DONE) | Q(pdf__isnull=False), name="pack_done_has_pdf"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["asked_at"], condition=Q(state=PackState.QUEUED), name="pack_unfinished"
            )
        ]

    def __str__(self) -> str:
        return f"pack {self.public_id}"


@pghistory.track()
class PackReader(models.Model):
    """Somebody who may open a pack until a day: named one by one, and removed by name.

    ``via`` is the right by which she reads: when her role ends, or she is removed, or ``expires_on``
    (the first day without it) has come, the pack is not there for her.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    pack = models.ForeignKey(BoardPack, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=10, choices=ReaderRight.choices, db_collation="C")
    expires_on = models.DateField()
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    floor = Floor(
        read=("succession",),
        write=("succession",),
        extra_read=(_reads("succession_packreader"),),
        # She leaves the mark that she opened it, and changes nothing else: the trigger holds that.
        extra_update=(_reads("succession_packreader"),),
        keyed=("pack",),
    )
    keep = Stays("Who was sent a paper that names people must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pack", "user"], condition=Q(removed_at=None), name="reader_once_a_pack"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="as_named", exclude=["opened_at", "removed_at"])
        ]

    def __str__(self) -> str:
        return f"reader {self.public_id}"
