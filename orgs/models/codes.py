"""Code lists: effective-dated data that a unit owns; the platform owns the national ones."""

from typing import ClassVar

from django.db import models

from orgs.access.floor import Floor
from orgs.models.units import OrgUnit


class Code(models.Model):
    """One code of one list. Only a national code's meaning is fixed; its label may be local.

    ``low`` and ``high`` give ordered lists their numbers (months for readiness, rank elsewhere), so
    that "ready within two years" is a comparison. ``owner`` empty = the platform, for everybody; an
    employer's own are read by its people roles, and by nobody else. A local row with the code of a
    national one is that code's local label; any other maps to a national code in
    ``attributes["national"]``, or to none.
    """

    list = models.CharField(max_length=40, db_collation="C")
    code = models.CharField(max_length=20, db_collation="C")
    label = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    sort = models.PositiveSmallIntegerField(default=0)
    low = models.IntegerField(null=True, blank=True)
    high = models.IntegerField(null=True, blank=True)
    attributes = models.JSONField(default=dict)
    owner = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="codes"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    floor = Floor(
        unit="owner_id",
        read=("people", "settings"),
        extra_read=("owner_id IS NULL",),
        extra_write=(
            "owner_id = ANY((SELECT app.units('settings'))::int[]) AND list = 'board_role'",
        ),
        builder=("*",),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list", "code", "owner"], name="code_once_a_list", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.list}:{self.code}"
