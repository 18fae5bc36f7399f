"""Questions about development: what a role asks for, what a person still needs, who is on the way.

Lists are plain rows made for one page each. The scope of the request decides whose rows there are.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from learning.candidates import Candidate
from learning.enums import PathwayState, StepState
from learning.in_view import PathwayInView, pathways_in_view, reason, wanted
from learning.models import (
    CompetencyAssessment,
    PathwayAssignment,
    RoleProfileItem,
    StepProgress,
)
from learning.pathways import COMPETENCIES, Pathway, pathways
from orgs.codes import code_lists
from orgs.models.people import StaffRecord

#: Under way or finished: what the ring of a person is about.
_CURRENT = (PathwayState.PREPARED, PathwayState.ACTIVE, PathwayState.COMPLETED)


@dataclass(frozen=True)
class GapItem:
    """One competency: the level the role asks for and the level shown, None if never assessed."""

    code: str
    title: str
    wanted: int
    shown: int | None

    @property
    def short(self) -> bool:
        return (self.shown or 0) < self.wanted


@dataclass(frozen=True)
class Gap:
    """What a person still needs for a role. No `items` = the role has no profile yet."""

    role_code: str
    items: tuple[GapItem, ...]

    @property
    def short(self) -> int:
        return sum(item.short for item in self.items)

    @property
    def wanted(self) -> int:
        return len(self.items)

    def item(self, code: str) -> GapItem | None:
        return next((i for i in self.items if i.code == code), None)


@dataclass(frozen=True)
class StepReason:
    """A step of a pathway with the reason why this person should take it."""

    title: str
    type_label: str
    weeks: int
    reason: str
    done_when: str = ""


@dataclass(frozen=True)
class SuggestedPathway:
    """A pathway that fits the role, with a reason for each step."""

    ref: str
    title: str
    purpose: str
    #: The overlay that offers it; "" for one that is in effect here.
    offered_by: str
    steps: tuple[StepReason, ...]


def gap(*, staff_id: int, role_codes: Sequence[str]) -> Gap:
    """Compare the newest assessments of a person with the first profile among `role_codes`: 2 queries."""
    items = list(
        RoleProfileItem.objects.filter(profile__role_code__in=role_codes)
        .select_related("competency", "profile")
        .order_by("competency__sort")
    )
    role = next((r for r in role_codes if any(i.profile.role_code == r for i in items)), "")
    rows = CompetencyAssessment.objects.filter(staff_id=staff_id).order_by("assessed_on", "pk")
    shown = dict(rows.values_list("competency_id", "level"))
    return Gap(
        role,
        tuple(
            GapItem(i.competency.code, i.competency.title, i.level, shown.get(i.competency_id))
            for i in items
            if i.profile.role_code == role
        ),
    )


def suggested_pathways(
    found_gap: Gap, *, role_codes: Sequence[str], unit_id: int, day: dt.date
) -> list[SuggestedPathway]:
    """Pathways towards the roles that can be given here, the main role first, steps with their reasons.

    What an overlay offers comes after what is in effect for the same role: somebody has to choose it.
    """
    order = {code: n for n, code in enumerate(role_codes)}
    found = [each for each in pathways(unit_id, day).given if each.role_code in order]
    types = code_lists("step_type")["step_type"]
    return [
        SuggestedPathway(
            pathway.ref,
            pathway.title,
            pathway.purpose,
            pathway.offered_by,
            tuple(
                StepReason(
                    s.title,
                    types[s.type].label if s.type in types else s.type,
                    s.weeks,
                    _reason(found_gap, s.competency),
                    s.done_when,
                )
                for s in pathway.steps
            ),
        )
        for pathway in sorted(found, key=lambda p: (order[p.role_code], bool(p.offered_by)))
    ]


def _reason(found_gap: Gap, competency: str) -> str:
    item = found_gap.item(competency)
    title = dict(COMPETENCIES).get(competency, competency)
    return reason(title, item.wanted if item else None, item.shown if item else None)


def percent_done(staff_id: str) -> Combinable:
    """Share of steps done, 0 to 100, on the newest pathway of the person in column `staff_id`.

    A subquery for the lists of the apps above; NULL = no pathway.
    """
    newest = (
        PathwayAssignment.objects.filter(staff_id=OuterRef(staff_id), state__in=_CURRENT)
        .order_by("-prepared_on", "-pk")
        .annotate(
            wanted=wanted(),
            done=Count("progress", filter=Q(progress__state=StepState.DONE)),
        )
    )
    return Subquery(newest.values_list(Coalesce(100 * F("done") / F("wanted"), 0))[:1])


def has_pathway(staff_id: str, *, open_only: bool = False) -> Exists:
    """Whether the person in column `staff_id` has a pathway, prepared ones included unless `open_only`."""
    states = [PathwayState.ACTIVE, PathwayState.COMPLETED] if open_only else list(_CURRENT)
    return Exists(PathwayAssignment.objects.filter(staff_id=OuterRef(staff_id), state__in=states))


def prepared_for(source_id: UUID) -> QuerySet[PathwayAssignment]:
    """What was prepared for a nomination and is not open yet."""
    return PathwayAssignment.objects.filter(source_id=source_id, state=PathwayState.PREPARED)


def pathway_in_view_for(source_id: UUID) -> PathwayInView | None:
    """The pathway that came from a nomination, prepared or open, with its steps."""
    rows = PathwayAssignment.objects.filter(source_id=source_id, state__in=_CURRENT)
    return next(iter(pathways_in_view(rows)), None)


def pathway(ref: str | None, unit_id: int, day: dt.date) -> Pathway | None:
    """A pathway that can be given here on the day, by what a form sent back."""
    return next((each for each in pathways(unit_id, day).given if each.ref == ref), None)


def open_pathways(unit_id: int) -> QuerySet[PathwayAssignment]:
    """Pathways of an employer that are open to learning: never one that is only prepared."""
    return PathwayAssignment.objects.filter(unit_id=unit_id, started_on__isnull=False)


def developing(unit_id: int) -> list[PathwayAssignment]:
    """Who develops, by name: active pathways with ``done`` and ``wanted`` counts; one query."""
    return list(
        open_pathways(unit_id)
        .filter(state=PathwayState.ACTIVE)
        .select_related("staff")
        .annotate(
            wanted=wanted(),
            done=Count("progress", filter=Q(progress__state=StepState.DONE)),
        )
        .order_by("staff__sort_name", "pk")
    )


def waiting(announced: Sequence[Candidate]) -> list[StaffRecord]:
    """People who have agreed to be successors and have no pathway under way, by name."""
    agreed = {c.staff_id for c in announced if c.staff_id is not None}
    return list(
        StaffRecord.objects.filter(pk__in=agreed)
        .filter(~has_pathway("pk", open_only=True))
        .order_by("sort_name")
    )


def assignment(unit_id: int, public_id: UUID) -> PathwayAssignment | None:
    """One pathway of a person that is open to learning and to the person."""
    return open_pathways(unit_id).filter(public_id=public_id).select_related("staff").first()


def own_assignment(
    unit_id: int, person_id: int | None, public_id: UUID
) -> PathwayAssignment | None:
    """One open pathway of the person herself."""
    if person_id is None:
        return None
    rows = open_pathways(unit_id).filter(public_id=public_id, staff__person_id=person_id)
    return rows.select_related("staff").first()


def step_of(found: PathwayAssignment, public_id: UUID) -> StepProgress | None:
    """How far the person is with one step of her pathway."""
    keys = [step["key"] for step in found.steps]
    return found.progress.filter(public_id=public_id, step_key__in=keys).first()


def own_pathways(unit_id: int, staff_id: int) -> list[PathwayInView]:
    """A person's own pathways, under way before completed."""
    rows = open_pathways(unit_id).filter(staff_id=staff_id).exclude(state=PathwayState.WITHDRAWN)
    return sorted(pathways_in_view(rows), key=lambda p: p.state != PathwayState.ACTIVE)


def pathways_of(unit_id: int, unit_code: str, day: dt.date) -> list[Pathway]:
    """What a unit has defined itself, by title."""
    return [each for each in pathways(unit_id, day).here if each.owner_code == unit_code]


def staff_member(unit_id: int, public_id: UUID) -> StaffRecord | None:
    """One person of the employer."""
    return StaffRecord.objects.filter(unit_id=unit_id, public_id=public_id).first()
