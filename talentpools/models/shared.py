"""Pools that people of several organisations join by sharing a profile, and their talent boards.

Everything here belongs to the pool's unit and rests on a profile (orgs/models/sharing.py): when the
profile goes, a trigger takes the rest (talentpools/sql/20_shared.sql). No history is kept of rows
about a person, for a withdrawal takes it all.
"""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import Floor
from orgs.keep import Keep, Stays
from orgs.models.sharing import SharedProfile
from orgs.models.units import OrgUnit
from talentpools.shared_states import MemberStatus, Outcome

_ME = "(SELECT app.person_id())"
_MINE = (
    f"EXISTS (SELECT 1 FROM orgs_sharedprofile p WHERE p.id = profile_id AND p.person_id = {_ME})"
)
_ENDS = "unit_id = ANY((SELECT app.units('consents'))::int[])"
#: Accounts are invited to a panel by their sign-in name; only the one that has it can tell.
_MY_LOGIN = "(SELECT u.login FROM orgs_user u WHERE u.id = (SELECT app.uid()))"


def _on_the_panel(table: str, column: str = "review_id") -> str:
    """The condition "the viewer is on this review's panel, and it is open today"."""
    return (
        "EXISTS (SELECT 1 FROM talentpools_reviewer r "
        "JOIN talentpools_boardreview b ON b.id = r.review_id "
        f"WHERE r.review_id = {table}.{column} AND r.login = {_MY_LOGIN} "
        "AND b.opens_on <= (SELECT app.day()) AND b.closes_on > (SELECT app.day()))"
    )


@pghistory.track()
class SharedPool(models.Model):
    """A pool of a region, an integrated care board, the nation or an overlay.

    Whoever stands below reads that it is there and what for, and never who is in it. ``closes_on``
    is the first day on which nobody can apply; ``criteria`` are words. ``programme`` is the code of
    the pathway whose progress members may share.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="shared_pools")
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=500)
    target_roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    criteria = models.CharField(max_length=500, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    programme = models.CharField(max_length=60, blank=True, db_collation="C")
    closes_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    keep = Stays("Which pools there are is the organisation's record.", ends="valid_to")
    floor = Floor(
        read=("sharing", "consents"),
        write=("sharing",),
        upward=True,
        extra_update=(_ENDS,),
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="shared_pool_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit"])]

    def __str__(self) -> str:
        return f"shared pool {self.public_id}"


class SharedMember(models.Model):
    """Somebody who shared a profile with a pool, and where she stands there."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    pool = models.ForeignKey(SharedPool, on_delete=models.PROTECT, related_name="members")
    # The database removes the row with its profile; Django must not ask what it may not see.
    profile = models.OneToOneField(
        SharedProfile, on_delete=models.DO_NOTHING, related_name="member"
    )
    status = models.CharField(
        max_length=12, choices=MemberStatus.choices, default=MemberStatus.APPLIED, db_collation="C"
    )
    applied_on = models.DateField()
    joined_on = models.DateField(null=True, blank=True)
    changed_on = models.DateField()
    nudged_on = models.DateField(null=True, blank=True)

    keep = Keep("sharing", ends="")
    floor = Floor(
        read=("sharing",),
        write=("sharing",),
        extra_read=(_MINE,),
        extra_write=(
            (
                "status = 'applied' AND EXISTS (SELECT 1 FROM orgs_sharedprofile p "
                "JOIN talentpools_sharedpool o ON o.public_id = p.about WHERE p.id = profile_id "
                f"AND p.purpose = 'pool' AND p.person_id = {_ME} "
                "AND o.id = talentpools_sharedmember.pool_id)"
            ),
        ),
        # Which change is hers to make is held by the trigger shared_member_guard.
        extra_update=(_MINE,),
        keyed=("pool", "profile"),
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "pool"])]

    def __str__(self) -> str:
        return f"shared member {self.public_id}"


@pghistory.track()
class BoardReview(models.Model):
    """A talent board looks at people of a pool, from ``opens_on`` until the day before ``closes_on``."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    pool = models.ForeignKey(SharedPool, on_delete=models.PROTECT, related_name="reviews")
    title = models.CharField(max_length=120)
    opens_on = models.DateField()
    closes_on = models.DateField()
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    keep = Keep("sharing", ends="closes_on")
    floor = Floor(
        read=("sharing",),
        write=("sharing",),
        extra_read=(
            (
                "EXISTS (SELECT 1 FROM talentpools_reviewer r "
                f"WHERE r.review_id = talentpools_boardreview.id AND r.login = {_MY_LOGIN})"
            ),
        ),
        keyed=("pool",),
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opens_on")), name="review_closes_after_it_opens"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "pool"])]

    def __str__(self) -> str:
        return f"review {self.public_id}"


class Reviewer(models.Model):
    """An account that is on the panel of one review, and of nothing else of the unit."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(BoardReview, on_delete=models.PROTECT, related_name="reviewers")
    login = models.CharField(max_length=150, db_collation="C")

    keep = Keep("sharing", ends="")
    floor = Floor(
        read=("sharing",),
        write=("sharing",),
        extra_read=(f"login = {_MY_LOGIN}",),
        keyed=("review",),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "login"], name="reviewer_once_a_review")
        ]
        indexes: ClassVar = [models.Index(fields=["login"])]

    def __str__(self) -> str:
        return f"reviewer {self.pk}"


class ReviewEntry(models.Model):
    """A person whom a review looks at, with what she shared when it was called.

    ``fields`` are frozen, but for one thing: what she stops sharing meanwhile is gone from them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(BoardReview, on_delete=models.PROTECT, related_name="entries")
    member = models.ForeignKey(SharedMember, on_delete=models.DO_NOTHING, related_name="entries")
    profile_public_id = models.UUIDField()
    fields = models.JSONField()
    expires_on = models.DateField()

    keep = Keep("sharing", ends="expires_on")
    floor = Floor(
        read=("sharing",),
        write=("sharing",),
        extra_read=(
            f"expires_on > (SELECT app.day()) AND {_on_the_panel('talentpools_reviewentry')}",
        ),
        keyed=("review", "member"),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "member"], name="entry_once_a_review")
        ]

    def __str__(self) -> str:
        return f"entry {self.public_id}"


class PanelNote(models.Model):
    """What one person recommends about a member: the pool's manager, or somebody on a panel.

    Somebody on a panel reads and changes her own notes while the review is open; the pool's manager
    reads all of them. The member does not, and may ask to see them.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(SharedMember, on_delete=models.DO_NOTHING, related_name="notes")
    review = models.ForeignKey(
        BoardReview, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, db_collation="C")
    note = models.CharField(max_length=1000, blank=True)
    made_on = models.DateField()

    _mine = (
        "author_id = (SELECT app.uid()) AND EXISTS (SELECT 1 FROM talentpools_reviewentry e "
        "WHERE e.review_id = talentpools_panelnote.review_id "
        "AND e.member_id = talentpools_panelnote.member_id "
        f"AND {_on_the_panel('e')})"
    )
    keep = Keep("sharing", ends="made_on")
    floor = Floor(
        read=("sharing",),
        write=("sharing",),
        extra_read=(_mine,),
        extra_write=(_mine,),
        keyed=("member", "review"),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "review", "author"],
                name="note_once_a_panel_and_author",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "member"])]

    def __str__(self) -> str:
        return f"note {self.pk}"
