"""Nominations: who is named for a post, what they have been told, and how ready they are judged."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import OWN_STAFF, Floor
from orgs.keep import Keep
from orgs.models.people import StaffRecord
from orgs.models.sharing import SharedProfile
from orgs.models.units import OrgUnit
from succession.enums import NAME_GONE, Disclosure, Lapse, NominationStatus
from succession.models.plans import Post

#: A person reads her own nomination from the day she is told; never a rival's. Rank and the reason
#: for withholding stay out of every selector that serves her.
_TOLD_ABOUT_ME = f"disclosure <> 'not_told' AND {OWN_STAFF}"
#: The same for somebody of another employer, who reads it from her own pages at home.
_TOLD_ABOUT_ME_ELSEWHERE = (
    "profile_id IS NOT NULL AND disclosure <> 'not_told' AND EXISTS (SELECT 1 FROM orgs_sharedprofile p "
    "WHERE p.id = profile_id AND p.person_id = (SELECT app.person_id()))"
)


@pghistory.track()
class Nomination(models.Model):
    """A person is named as a possible successor for a post.

    ``rank`` orders the successors of a post; ``cover`` says whether the person could act up in an
    emergency, which is not a level of readiness. ``told_readiness`` is the readiness as it was told:
    what the person sees, whatever is judged later. ``valid_to`` ends it (withdrawn, declined, placed,
    lapsed): from that day it counts nowhere, and history keeps it.

    Somebody of another employer is named by ``profile``, what she shares here for it, and has no
    ``staff``. When the profile goes, the nomination ends and holds neither (succession/sql/30_outsiders.sql).

    Holding back the telling waits for ``withhold_approver``, who is not ``withhold_by``; refused, its
    reason and day are empty again, and telling is due.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="nominations")
    staff = models.ForeignKey(
        StaffRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="nominations"
    )
    # The database ends the nomination when the profile goes, whoever takes it away.
    profile = models.ForeignKey(
        SharedProfile, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+"
    )
    rank = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(
        max_length=20,
        choices=NominationStatus.choices,
        default=NominationStatus.PROPOSED,
        db_collation="C",
    )
    disclosure = models.CharField(
        max_length=10, choices=Disclosure.choices, default=Disclosure.NOT_TOLD, db_collation="C"
    )
    lapsed_by = models.CharField(
        max_length=10,
        choices=Lapse.choices,
        blank=True,
        db_default="",
        default="",
        db_collation="C",
    )
    cover = models.CharField(max_length=20, default="NONE", db_collation="C")
    told_on = models.DateField(null=True, blank=True)
    told_readiness = models.CharField(max_length=20, blank=True, db_collation="C")
    told_review_by = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    withhold_reason = models.CharField(max_length=20, blank=True, db_collation="C")
    withhold_review_on = models.DateField(null=True, blank=True)
    withhold_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withhold_approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withhold_approved_on = models.DateField(null=True, blank=True)
    withhold_refused_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    floor = Floor(
        read=("succession",),
        write=("succession",),
        own=_TOLD_ABOUT_ME,
        extra_read=(_TOLD_ABOUT_ME_ELSEWHERE,),
        builder=(
            "id",
            "unit_id",
            "post_id",
            "staff_id",
            "profile_id",
            "status",
            "disclosure",
            "cover",
            "told_on",
            "agreed_on",
            "valid_from",
            "valid_to",
        ),
        keyed=("post", "staff", "profile"),
        crosses=("continues",),
    )
    keep = Keep("judgement", holds=("staff",))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "staff"],
                condition=Q(valid_to=None),
                name="nomination_one_open_a_post_and_person",
            ),
            models.UniqueConstraint(
                fields=["post", "profile"],
                condition=Q(valid_to=None),
                name="nomination_one_open_a_post_and_profile",
            ),
            models.CheckConstraint(
                condition=Q(staff__isnull=False, profile__isnull=True)
                | Q(staff__isnull=True, profile__isnull=False)
                | Q(staff__isnull=True, profile__isnull=True, valid_to__isnull=False),
                name="nomination_of_one_person",
            ),
            models.CheckConstraint(
                condition=Q(withhold_by__isnull=True)
                | Q(withhold_approver__isnull=False) & ~Q(withhold_approver=F("withhold_by")),
                name="nomination_held_back_by_two",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="nomination_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(disclosure=Disclosure.NOT_TOLD) | Q(told_on__isnull=False),
                name="nomination_told_on_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "post"]),
            models.Index(fields=["staff"]),
        ]

    def __str__(self) -> str:
        return f"nomination {self.public_id}"

    @property
    def name(self) -> str:
        """The person's name as this employer may know it. Loads nothing when both keys are loaded."""
        if self.staff_id is not None and self.staff is not None:
            return self.staff.name
        if self.profile_id is not None and self.profile is not None:
            return str(self.profile.fields["name"]["text"])
        return NAME_GONE


@pghistory.track()
class ReadinessJudgement(models.Model):
    """How ready the person is judged for the post: code, evidence, who judged, and until when.

    The open one counts; a new one ends it. After ``review_by`` it counts as not assessed (``RNA``).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="judgements")
    readiness = models.CharField(max_length=20, db_collation="C")
    evidence = models.TextField(blank=True)
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_on = models.DateField()
    review_by = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(
        read=("succession",),
        write=("succession",),
        builder=(
            "id",
            "unit_id",
            "nomination_id",
            "readiness",
            "judged_on",
            "review_by",
            "valid_from",
            "valid_to",
        ),
        keyed=("nomination",),
        crosses=("continues",),
    )
    keep = Keep("judgement")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nomination"],
                condition=Q(valid_to=None),
                name="judgement_one_open_a_nomination",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="judgement_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "nomination"])]

    def __str__(self) -> str:
        return f"judgement {self.public_id}"
