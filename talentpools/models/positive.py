"""Positive-action pools: on which lawful basis one stands, who chose it, and who sponsors whom.

That somebody is in such a pool says something of a protected characteristic. So their rows are no
pool memberships: neither the succession nor the pools family reads them. The person does, and the
pool's named **keeper**, while she holds a role that runs pools, and if she is the keeper whom the
person joined with or has said yes to since. No figure is made of them: the
aggregation worker has no column.

``positive`` is a family that no role has: only the named part of the system that records a person's
own choice works in it (``talentpools/access.py``).
"""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import OWN_STAFF, Floor
from orgs.keep import Keep, Stays
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from talentpools.enums import Basis
from talentpools.models.pools import Pool

#: A keeper reads who joined with her, or has said yes to her since, and nobody who has left.
_KEPT_BY_ME = (
    "left_on IS NULL AND known_to_id = (SELECT app.uid()) AND unit_id = ANY((SELECT app.units('pools'))::int[]) AND EXISTS (SELECT 1 FROM "
    "talentpools_positiveactionterms t WHERE t.pool_id = talentpools_positiveactionmembership.pool_id "
    "AND t.keeper_id = (SELECT app.uid()))"
)
#: Whoever may read the membership: its person and its keeper.
_SEES_MEMBERSHIP = (
    "EXISTS (SELECT 1 FROM talentpools_positiveactionmembership m WHERE m.id = membership_id)"
)
_KEEPS_MEMBERSHIP = (
    "unit_id = ANY((SELECT app.units('pools'))::int[]) AND EXISTS (SELECT 1 FROM "
    "talentpools_positiveactionmembership m JOIN talentpools_positiveactionterms t ON t.pool_id = m.pool_id "
    "WHERE m.id = membership_id AND t.keeper_id = (SELECT app.uid()))"
)
#: A sponsor sees the link from the day on which the person has agreed to it, and until it ends.
_SPONSORED_BY_ME = (
    "sponsor_id = (SELECT app.uid()) AND agreed_on IS NOT NULL AND ended_on IS NULL "
    "AND (unit_id = ANY((SELECT app.units('own'))::int[]) "
    "OR unit_id = ANY((SELECT app.units('pools'))::int[]))"
)
_SEES_LINK = "EXISTS (SELECT 1 FROM talentpools_sponsorship p WHERE p.id = sponsorship_id)"
_LINK_OPEN = (
    "EXISTS (SELECT 1 FROM talentpools_sponsorship p WHERE p.id = sponsorship_id "
    "AND p.agreed_on IS NOT NULL AND p.ended_on IS NULL)"
)


@pghistory.track()
class PositiveActionTerms(models.Model):
    """What a positive-action pool must have before anybody can join it: lawful basis and keeper.

    No personal data: the terms are of the pool. ``review_on`` is the day by which the basis is
    looked at again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="terms")
    basis = models.CharField(max_length=14, choices=Basis.choices, db_collation="C")
    evidence = models.CharField(max_length=500, help_text="what shows it; no names")
    review_on = models.DateField()
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    floor = Floor(
        read=("pools", "succession", "positive"),
        write=("pools",),
        keyed=("pool",),
    )
    keep = Stays("On which lawful basis a pool stood must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pool"], name="terms_once_a_pool"),
        ]

    def __str__(self) -> str:
        return f"terms {self.public_id}"


@pghistory.track()
class PositiveActionMembership(models.Model):
    """Somebody is in a positive-action pool, by their own choice. ``left_on`` is the first day without.

    ``known_to`` is the keeper whom the person chose to be known to: a later one sees nothing of her.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="+")
    known_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    floor = Floor(
        read=("positive",),
        write=("positive",),
        own=OWN_STAFF,
        extra_read=(_KEPT_BY_ME,),
        keyed=("pool", "staff"),
    )
    keep = Keep("development", ends="left_on", private=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pool", "staff"],
                condition=Q(left_on__isnull=True),
                name="positive_one_open_a_pool_and_person",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="positive_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.public_id}"


@pghistory.track()
class Sponsorship(models.Model):
    """A sponsor for a member: named by the keeper, and open to the sponsor once the member agrees.

    ``shown_as`` is the member's name as she agreed to show it; the sponsor reads this, and no staff
    record. ``sponsor_name`` is what the member reads. ``staff`` is the member, for the record of who
    looked.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        PositiveActionMembership, on_delete=models.PROTECT, related_name="sponsorships"
    )
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="+")
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sponsor_name = models.CharField(max_length=150)
    shown_as = models.CharField(max_length=150, blank=True)
    named_on = models.DateField()
    agreed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    floor = Floor(
        read=("positive",),
        write=("positive",),
        extra_read=(_SEES_MEMBERSHIP, _SPONSORED_BY_ME),
        extra_write=(_KEEPS_MEMBERSHIP,),
        keyed=("membership", "staff"),
    )
    keep = Keep("development", ends="ended_on", private=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(ended_on__isnull=True),
                name="sponsorship_one_open_a_member",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True) | ~Q(shown_as=""),
                name="sponsorship_agreed_by_name",
            ),
        ]

    def __str__(self) -> str:
        return f"sponsorship {self.public_id}"


@pghistory.track()
class SponsorAction(models.Model):
    """What sponsor or member did on a day. Read by both and by the keeper."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    sponsorship = models.ForeignKey(Sponsorship, on_delete=models.PROTECT, related_name="actions")
    happened_on = models.DateField()
    what = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(
        read=("positive",),
        extra_read=(_SEES_LINK,),
        extra_write=(f"recorded_by_id = (SELECT app.uid()) AND {_LINK_OPEN}",),
        keyed=("sponsorship",),
    )
    keep = Keep("development", ends="", private=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sponsorship"])]

    def __str__(self) -> str:
        return f"action {self.public_id}"
