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
from learning.in_view import PathwayInView, pathways_in_view, reason
from learning.models import (
    Competency,
    CompetencyAssessment,
    Pathway,
    PathwayAssignment,
    PathwayStep,
    RoleProfileItem,
)
from orgs.codes import code_lists
from orgs.enums import UnitKind
from orgs.models.people import StaffRecord
from orgs.overlays.selectors import reaching

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


@dataclass(frozen=True)
class SuggestedPathway:
    """A pathway that fits the role, with a reason for each step."""

    public_id: UUID
    title: str
    purpose: str
    #: The overlay that offers it; "" for one of the tree or of the employer itself.
    offered_by: str
    steps: tuple[StepReason, ...]


def offered_at(unit_id: int, day: dt.date, prefix: str = "") -> Q:
    """The condition on a pathway: it is national, the employer's own, or offered by an overlay of it on the day."""
    return (
        Q(**{f"{prefix}owner": None})
        | Q(**{f"{prefix}owner_id": unit_id})
        | Q(**{f"{prefix}owner_id__in": reaching(unit_id, day)})
    )


def offered_by(pathway: Pathway) -> str:
    """Name of the overlay that offers a pathway, or ""."""
    owner = pathway.owner
    return owner.name if owner is not None and owner.type.kind == UnitKind.OVERLAY else ""


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
    """National, own and offered pathways towards the roles, the main role first, steps with their reasons.

    What an overlay offers comes after the tree's for the same role: somebody has to choose it.
    """
    order = {code: n for n, code in enumerate(role_codes)}
    found = (
        Pathway.objects.filter(offered_at(unit_id, day), role_code__in=role_codes)
        .select_related("owner__type")
        .order_by("title")
    )
    steps: dict[int, list[PathwayStep]] = {}
    for step in (
        PathwayStep.objects.filter(pathway__in=found).select_related("competency").order_by("order")
    ):
        steps.setdefault(step.pathway_id, []).append(step)
    types = code_lists("step_type")["step_type"]
    return [
        SuggestedPathway(
            pathway.public_id,
            pathway.title,
            pathway.purpose,
            offered_by(pathway),
            tuple(
                StepReason(
                    s.title,
                    types[s.type].label if s.type in types else s.type,
                    s.weeks,
                    _reason(found_gap, s.competency),
                )
                for s in steps.get(pathway.id, [])
            ),
        )
        for pathway in sorted(found, key=lambda p: (order[p.role_code], bool(offered_by(p))))
    ]


def _reason(found_gap: Gap, competency: Competency) -> str:
    item = found_gap.item(competency.code)
    return reason(competency.title, item.wanted if item else None, item.shown if item else None)


def percent_done(staff_id: str) -> Combinable:
    """Share of steps done, 0 to 100, on the newest pathway of the person in column `staff_id`.

    A subquery for the lists of the apps above; NULL = no pathway.
    """
    newest = (
        PathwayAssignment.objects.filter(staff_id=OuterRef(staff_id), state__in=_CURRENT)
        .order_by("-prepared_on", "-pk")
        .annotate(
            wanted=Count("pathway__steps", distinct=True),
            done=Count("progress", filter=Q(progress__state=StepState.DONE), distinct=True),
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


def pathway(public_id: str | None, unit_id: int, day: dt.date) -> Pathway | None:
    """A national pathway, one of the employer's own, or one that an overlay of it offers on the day."""
    rows = Pathway.objects.filter(offered_at(unit_id, day))
    return rows.filter(public_id=public_id).first() if public_id else None


def open_pathways(unit_id: int) -> QuerySet[PathwayAssignment]:
    """Pathways of an employer that are open to learning: never one that is only prepared."""
    return PathwayAssignment.objects.filter(unit_id=unit_id, started_on__isnull=False)


def developing(unit_id: int) -> list[PathwayAssignment]:
    """Who develops, by name: active pathways with ``done`` and ``wanted`` counts; one query."""
    return list(
        open_pathways(unit_id)
        .filter(state=PathwayState.ACTIVE)
        .select_related("staff", "pathway")
        .annotate(
            wanted=Count("pathway__steps", distinct=True),
            done=Count("progress", filter=Q(progress__state=StepState.DONE), distinct=True),
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
    return (
        open_pathways(unit_id)
        .filter(public_id=public_id)
        .select_related("staff", "pathway")
        .first()
    )


def own_assignment(
    unit_id: int, person_id: int | None, public_id: UUID
) -> PathwayAssignment | None:
    """One open pathway of the person herself."""
    if person_id is None:
        return None
    rows = open_pathways(unit_id).filter(public_id=public_id, staff__person_id=person_id)
    return rows.select_related("staff", "pathway").first()


def step_of(found: PathwayAssignment, public_id: UUID) -> PathwayStep | None:
    """One step of a person's pathway."""
    return PathwayStep.objects.filter(pathway_id=found.pathway_id, public_id=public_id).first()


def own_pathways(unit_id: int, staff_id: int) -> list[PathwayInView]:
    """A person's own pathways, under way before completed."""
    rows = open_pathways(unit_id).filter(staff_id=staff_id).exclude(state=PathwayState.WITHDRAWN)
    return sorted(pathways_in_view(rows), key=lambda p: p.state != PathwayState.ACTIVE)


def pathways_on_offer(unit_id: int, day: dt.date) -> list[Pathway]:
    """National pathways and the employer's own by title, then what overlays of it offer on the day."""
    rows = Pathway.objects.filter(offered_at(unit_id, day)).select_related("owner__type")
    return sorted(rows.order_by("title"), key=lambda p: bool(offered_by(p)))


def pathways_of(unit_id: int) -> list[Pathway]:
    """What a unit offers itself, by title."""
    return list(Pathway.objects.filter(owner_id=unit_id).order_by("title"))


def staff_member(unit_id: int, public_id: UUID) -> StaffRecord | None:
    """One person of the employer."""
    return StaffRecord.objects.filter(unit_id=unit_id, public_id=public_id).first()
