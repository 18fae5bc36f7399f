"""How often somebody wants to be reminded by e-mail of what waits for her at an organisation."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.enums import Often
from orgs.keep import Stays
from orgs.models.units import OrgUnit

#: Hours between which a reminder may leave, on working days: nobody is written to at night.
EARLIEST_HOUR, LATEST_HOUR = 7, 18
_MINE = "user_id = (SELECT app.uid())"


class DigestSetting(models.Model):
    """One account's wish for one organisation; without a row nothing is sent.

    ``hour`` is the hour of the day in London from which the reminder may leave. ``sent_on`` is the last
    day on which it was looked at whether there is something to remind of.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    often = models.CharField(
        max_length=6, choices=Often.choices, default=Often.WEEKLY, db_collation="C"
    )
    hour = models.PositiveSmallIntegerField(default=8)
    sent_on = models.DateField(null=True, blank=True)

    floor = Floor(
        read=("digest",),
        write=("digest",),
        extra_read=(_MINE,),
        extra_write=(_MINE,),
    )
    keep = Stays("It is the account's own setting, changed by itself.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "unit"], name="digest_once_an_account_and_unit"
            ),
            models.CheckConstraint(
                condition=Q(hour__gte=EARLIEST_HOUR, hour__lte=LATEST_HOUR),
                name="digest_in_the_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["hour", "sent_on"],
                condition=~Q(often="never"),
                name="digest_that_comes_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.often} at {self.hour}"
