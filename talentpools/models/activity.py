"""What members of a pool did, as far as nothing else records it, and what a panel made of them."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from orgs.access.floor import Floor
from orgs.keep import Keep
from orgs.models.units import OrgUnit
from talentpools.enums import ActivityKind
from talentpools.models.pools import PoolMembership

_MY_MEMBERSHIP = (
    "EXISTS (SELECT 1 FROM talentpools_poolmembership m JOIN orgs_staffrecord s ON s.id = m.staff_id "
    "WHERE m.id = membership_id AND m.opened_on IS NOT NULL "
    "AND s.person_id = (SELECT app.person_id()))"
)
#: What a panel made of somebody counts until it looks again.
_ASSESSED_AGAIN = (
    "SELECT min(n.assessed_on) FROM talentpools_poolassessment n "
    "WHERE n.membership_id = {t}.membership_id AND n.assessed_on > {t}.assessed_on"
)


@pghistory.track()
class PoolActivity(models.Model):
    """Something a member did on a day: a session, a mentor meeting, a project update. Append-only."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        PoolMembership, on_delete=models.PROTECT, related_name="activities"
    )
    kind = models.CharField(max_length=10, choices=ActivityKind.choices, db_collation="C")
    happened_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(
        read=("pools", "succession"),
        insert=("pools",),
        own=_MY_MEMBERSHIP,
        builder=("id", "unit_id", "membership_id", "kind", "happened_on"),
        keyed=("membership",),
    )
    keep = Keep("development", ends="happened_on")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership", "kind", "happened_on"], name="activity_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"activity {self.public_id}"


@pghistory.track()
class PoolAssessment(models.Model):
    """What one member of a panel made of somebody, on a day; append-only, a new one stands beside it.

    ``scores`` is ``[{key, label, score}]``, one for each criterion of the pool as it was worded then;
    a score is 1 (not shown yet) to 4 (fully shown). ``criteria`` names the definition and its version.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        PoolMembership, on_delete=models.PROTECT, related_name="assessments"
    )
    assessed_on = models.DateField()
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    criteria = models.CharField(max_length=160, blank=True)
    scores = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(
        read=("pools", "succession"),
        insert=("pools",),
        builder=("id", "unit_id", "membership_id", "assessed_on"),
        keyed=("membership",),
    )
    keep = Keep("judgement", ends="", ends_when=_ASSESSED_AGAIN)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["membership"])]

    def __str__(self) -> str:
        return f"assessment {self.public_id}"
