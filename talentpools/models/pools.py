"""Talent pools of an employer and who is in them."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import OWN_STAFF, Floor
from orgs.keep import Keep, Stays
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from talentpools.enums import (
    SHOWN,
    ClosedReason,
    Joining,
    MembershipStatus,
    PoolKind,
    Reason,
    Route,
)

#: What was prepared for somebody who has not been told stays in the succession circle.
_OPEN_TO_POOLS = "unit_id = ANY((SELECT app.units('pools'))::int[]) AND opened_on IS NOT NULL"
#: A person reads the pools that they are in and those that they may come to by themselves.
_MINE_OR_OPEN = (
    "joining <> 'invitation' OR "
    "EXISTS (SELECT 1 FROM talentpools_poolmembership m JOIN orgs_staffrecord s ON s.id = m.staff_id "
    "WHERE m.pool_id = talentpools_pool.id AND m.opened_on IS NOT NULL "
    "AND s.person_id = (SELECT app.person_id()))"
)


@pghistory.track()
class Pool(models.Model):
    """People who develop towards the same kind of role. ``capacity`` empty = no limit.

    ``criteria_key`` names the definition of kind ``pool_criteria`` in effect at the unit by which
    people are found; "" = none. Nobody joins by meeting it: people are invited. ``valid_to`` is the
    first day without the pool. ``alerted_on`` is the day on which the owner was last told that it
    goes quiet. Members of a positive-action pool are rows of a table of their own
    (``models/positive.py``); a trigger refuses ordinary ones.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="pools")
    title = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=16, choices=PoolKind.choices, default=PoolKind.ROLE, db_collation="C"
    )
    purpose = models.CharField(max_length=300, blank=True)
    joining = models.CharField(
        max_length=12, choices=Joining.choices, default=Joining.INVITATION, db_collation="C"
    )
    closes_on = models.DateField(null=True, blank=True, help_text="last day for applications")
    criteria_key = models.CharField(max_length=60, blank=True, db_collation="C")
    target_roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    review_on = models.DateField(null=True, blank=True)
    alerted_on = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(
        max_length=10, choices=ClosedReason.choices, blank=True, db_collation="C"
    )
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    floor = Floor(
        read=("pools", "succession"),
        write=("pools",),
        own=_MINE_OR_OPEN,
        builder=(
            "id",
            "public_id",
            "unit_id",
            "title",
            "kind",
            "target_roles",
            "capacity",
            "review_on",
            "valid_from",
            "valid_to",
        ),
        crosses=("continues",),
    )
    keep = Stays("Which pools there are is the organisation's record.", ends="valid_to")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="pool_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PoolKind.POSITIVE_ACTION) | ~Q(joining=Joining.APPLICATIONS),
                name="pool_of_positive_action_chooses_nobody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit"])]

    def __str__(self) -> str:
        return f"pool {self.public_id}"


@pghistory.track()
class PoolMembership(models.Model):
    """A person in a pool.

    ``opened_on`` is the day from which pool people and the person see it; a membership prepared for
    a nomination opens when the person has been told and agrees. ``status_on`` is the day from which
    the state holds, ``reason`` why it is paused or over. ``left_on`` is the first day without.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="memberships")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="memberships")
    status = models.CharField(
        max_length=16,
        choices=MembershipStatus.choices,
        default=MembershipStatus.INVITED,
        db_collation="C",
    )
    route = models.CharField(
        max_length=12, choices=Route.choices, default=Route.INVITATION, db_collation="C"
    )
    source_id = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True, db_collation="C")
    status_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    floor = Floor(
        read=("succession",),
        write=("succession",),
        own=f"opened_on IS NOT NULL AND {OWN_STAFF}",
        extra_read=(_OPEN_TO_POOLS,),
        extra_write=(_OPEN_TO_POOLS,),
        builder=(
            "id",
            "unit_id",
            "pool_id",
            "staff_id",
            "status",
            "route",
            "opened_on",
            "joined_on",
            "left_on",
        ),
        keyed=("pool", "staff"),
        crosses=("continues",),
    )
    keep = Keep("development", ends="left_on")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pool", "staff"],
                condition=Q(status__in=SHOWN),
                name="membership_one_open_a_pool_and_person",
            ),
            # Apart from the one above, so that no error tells pool people of what is prepared.
            models.UniqueConstraint(
                fields=["pool", "staff", "source_id"],
                condition=Q(status=MembershipStatus.PREPARED),
                name="membership_prepared_once_a_source",
            ),
            models.CheckConstraint(
                condition=(Q(status=MembershipStatus.PREPARED) & Q(opened_on__isnull=True))
                | (~Q(status=MembershipStatus.PREPARED) & Q(opened_on__isnull=False))
                | Q(status=MembershipStatus.LEFT),
                name="membership_opens_when_it_is_shown",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "pool"]),
            models.Index(fields=["staff"]),
            models.Index(fields=["source_id"]),
        ]

    def __str__(self) -> str:
        return f"membership {self.public_id}"
