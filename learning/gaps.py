"""How far many people are from many roles, in one query: for the lists of the apps above."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Cast

from learning.models import CompetencyAssessment, RoleProfileItem


@dataclass(frozen=True)
class Distance:
    """Of `wanted` domains of a role, `short` are below its level, `shown` have been assessed at all."""

    short: int
    wanted: int
    shown: int


@dataclass(frozen=True)
class Distances:
    """Levels wanted by role and levels shown by person, each by competency."""

    wanted: Mapping[str, Mapping[int, int]]
    shown: Mapping[int, Mapping[int, int]]

    def between(self, staff_id: int, role_codes: Sequence[str]) -> Distance | None:
        """The distance of a person from the first of the roles with a profile; None without one."""
        role = next((code for code in role_codes if code in self.wanted), None)
        if role is None:
            return None
        has = self.shown.get(staff_id, {})
        levels = self.wanted[role]
        return Distance(
            short=sum(has.get(competency, 0) < level for competency, level in levels.items()),
            wanted=len(levels),
            shown=sum(competency in has for competency in levels),
        )


def distances(role_codes: Collection[str], staff_ids: Collection[int], day: dt.date) -> Distances:
    """What the roles ask for and what the people showed by `day`: 1 query, none for nobody.

    The rule is that of :func:`learning.selectors.gap`, for as many as a page shows.
    """
    if not role_codes or not staff_ids:
        return Distances({}, {})
    asked = (
        RoleProfileItem.objects.filter(profile__role_code__in=role_codes)
        .annotate(role=F("profile__role_code"), staff=Value(0))
        .values_list("role", "staff", "competency_id", Cast("level", IntegerField()))
    )
    newest = (
        CompetencyAssessment.objects.filter(staff_id__in=staff_ids, assessed_on__lte=day)
        .order_by("staff_id", "competency_id", "-assessed_on", "-pk")
        .distinct("staff_id", "competency_id")
        .annotate(role=Value(""))
        .values_list("role", "staff_id", "competency_id", Cast("level", IntegerField()))
    )
    wanted: dict[str, dict[int, int]] = {}
    shown: dict[int, dict[int, int]] = {}
    for role, staff_id, competency, level in asked.union(newest, all=True):
        if role:
            wanted.setdefault(role, {})[competency] = level
        else:
            shown.setdefault(staff_id, {})[competency] = level
    return Distances(wanted, shown)
