"""Spreadsheets with a succession plan or a team summary, kept until they are applied or discarded."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.enums import UploadState
from orgs.keep import Keep
from orgs.models.units import OrgUnit
from orgs.models.uploads import KEPT_WHILE_OPEN, Upload
from succession.enums import SheetLayout


@pghistory.track(exclude=["content"])
class PlanSheet(Upload):
    """One uploaded spreadsheet. ``layout`` says what its rows are about."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(max_length=10, choices=SheetLayout.choices, db_collation="C")

    floor = Floor(read=("succession",), write=("succession",))
    keep = Keep("working", ends="ended_at")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=KEPT_WHILE_OPEN, name="plan_sheet_kept_while_open"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-uploaded_at"]),
            models.Index(
                fields=["expires_at"],
                condition=Q(state=UploadState.OPEN),
                name="plan_sheet_to_expire",
            ),
        ]

    def __str__(self) -> str:
        return f"plan sheet {self.public_id}"
