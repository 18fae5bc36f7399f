"""Staff lists that an employer uploads: kept until they are applied, discarded or expired."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.enums import UploadState
from orgs.keep import Keep
from orgs.models.units import OrgUnit
from orgs.models.uploads import KEPT_WHILE_OPEN, Upload


@pghistory.track(exclude=["content"])
class StaffList(Upload):
    """One uploaded list, and what its uploader has said of it so far.

    ``same`` answers, by the number of a row, whether it is the person that the database knows
    ("same") or another ("new"). ``complete``: whoever is not on the list has left.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="staff_lists")
    same = models.JSONField(default=dict)
    complete = models.BooleanField(default=False)

    floor = Floor(read=("staffing",), write=("staffing",))
    keep = Keep("working", ends="ended_at")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=KEPT_WHILE_OPEN, name="staff_list_kept_while_open"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-uploaded_at"]),
            models.Index(
                fields=["expires_at"],
                condition=Q(state=UploadState.OPEN),
                name="staff_list_to_expire",
            ),
        ]

    def __str__(self) -> str:
        return f"staff list {self.public_id}"
