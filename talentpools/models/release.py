"""Release time: what a person's employer is asked, once she says that it may be asked."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import OWN_STAFF, Floor
from orgs.keep import Keep
from orgs.models.people import StaffRecord
from orgs.models.sharing import SharedProfile
from orgs.models.units import OrgUnit
from talentpools.shared_states import ReleaseState

_MY_OWN = f"unit_id = ANY((SELECT app.units('own'))::int[]) AND {OWN_STAFF}"


class ReleaseRequest(models.Model):
    """A person asks her employer for time in a programme of another organisation.

    The row is the employer's, and there is none until she asks. It says the programme, the days, why
    and until when an answer is needed; what she shares there, and how she stands, it does not say.
    It goes with the profile. ``answer_by`` is the last day on which an answer serves.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="+")
    profile = models.ForeignKey(SharedProfile, on_delete=models.DO_NOTHING, related_name="+")
    programme = models.CharField(max_length=120)
    organisation = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    answer_by = models.DateField()
    asked_on = models.DateField()
    state = models.CharField(
        max_length=12, choices=ReleaseState.choices, default=ReleaseState.ASKED, db_collation="C"
    )
    agreed_days = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    keep = Keep("sharing", ends="answered_on")
    floor = Floor(
        read=("succession",),
        extra_read=(_MY_OWN,),
        extra_write=(
            (
                f"state = 'asked' AND {_MY_OWN} AND EXISTS (SELECT 1 FROM orgs_sharedprofile p "
                "WHERE p.id = profile_id AND p.person_id = (SELECT app.person_id()) "
                "AND p.unit_id = organisation_id)"
            ),
        ),
        extra_update=("unit_id = ANY((SELECT app.units('succession'))::int[])",),
        extra_delete=(_MY_OWN,),
        keyed=("staff",),
        crosses=("profile",),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile"], name="release_once_a_profile"),
            models.CheckConstraint(
                condition=Q(answer_by__gte=F("asked_on")), name="release_answer_after_it_is_asked"
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1)
                & (Q(state=ReleaseState.ASKED) | Q(answered_on__isnull=False)),
                name="release_days_and_answer",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "state"])]

    def __str__(self) -> str:
        return f"release request {self.public_id}"
