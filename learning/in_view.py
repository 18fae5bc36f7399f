"""A person's pathway with its steps: how far she is, why each step is worth taking, and by when."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from learning.enums import StepState
from learning.models import CompetencyAssessment, PathwayAssignment, RoleProfileItem, StepProgress
from orgs.models.codes import Code


@dataclass(frozen=True)
class OwnStep:
    """One step as the person sees it.

    ``due_on`` is the day by which it is done at the pathway's own pace: the weeks of the steps up to
    it, from the day on which the pathway started. None while it has not.
    """

    public_id: UUID
    title: str
    type_label: str
    weeks: int
    competency: str
    reason: str
    state: str
    done_on: dt.date | None
    due_on: dt.date | None


@dataclass(frozen=True)
class PathwayInView:
    """A pathway of one person with its steps in order."""

    public_id: UUID
    staff_id: int
    staff_name: str
    title: str
    state: str
    started_on: dt.date | None
    version: int
    steps: tuple[OwnStep, ...]

    @property
    def done(self) -> int:
        return sum(s.state == StepState.DONE for s in self.steps)

    @property
    def percent(self) -> int:
        return round(100 * self.done / len(self.steps)) if self.steps else 0

    @property
    def next_step(self) -> OwnStep | None:
        return next((s for s in self.steps if s.state != StepState.DONE), None)


def reason(title: str, wanted: int | None, shown: int | None) -> str:
    """Why a step is worth taking: the level the role asks for and the one shown, in plain words."""
    if wanted is None:
        return f"Builds “{title}”"
    if shown is None:
        return f"The role asks for level {wanted} in “{title}”, not assessed yet"
    if shown < wanted:
        return f"The role asks for level {wanted} in “{title}”, shown so far: {shown}"
    return f"Keeps “{title}” at level {wanted}, which the role asks for"


def pathways_in_view(rows: QuerySet[PathwayAssignment]) -> list[PathwayInView]:
    """Pathways with steps, progress and reasons: one query for any number of them."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    for row in _step_rows(rows):
        found.setdefault(row["pk"], []).append(row)
    return [_in_view(group) for group in found.values()]


def _step_rows(rows: QuerySet[PathwayAssignment]) -> Iterable[Mapping[str, Any]]:
    """One row for each step of each pathway, newest pathway first, steps in order."""
    progress = StepProgress.objects.filter(
        assignment=OuterRef("pk"), step=OuterRef("pathway__steps__pk")
    )
    competency = OuterRef("pathway__steps__competency_id")
    wanted = RoleProfileItem.objects.filter(
        profile__role_code=OuterRef("pathway__role_code"), competency=competency
    )
    shown = CompetencyAssessment.objects.filter(
        staff=OuterRef("staff_id"), competency=competency
    ).order_by("-assessed_on", "-pk")
    types = Code.objects.filter(list="step_type", owner=None, code=OuterRef("pathway__steps__type"))
    return (
        rows.annotate(
            step_state=Subquery(progress.values("state")[:1]),
            step_done_on=Subquery(progress.values("done_on")[:1]),
            wanted_level=Subquery(wanted.values("level")[:1]),
            shown_level=Subquery(shown.values("level")[:1]),
            type_label=Subquery(types.values("label")[:1]),
        )
        .order_by(F("started_on").desc(nulls_last=True), "pk", "pathway__steps__order")
        .values(
            "pk",
            "public_id",
            "staff_id",
            "state",
            "started_on",
            "version",
            "step_state",
            "step_done_on",
            "wanted_level",
            "shown_level",
            "type_label",
            staff_name=F("staff__name"),
            title=F("pathway__title"),
            step_id=F("pathway__steps__public_id"),
            step_title=F("pathway__steps__title"),
            step_type=F("pathway__steps__type"),
            weeks=F("pathway__steps__weeks"),
            competency=F("pathway__steps__competency__code"),
            competency_title=F("pathway__steps__competency__title"),
        )
    )


def _in_view(group: Sequence[Mapping[str, Any]]) -> PathwayInView:
    first = group[0]
    return PathwayInView(
        public_id=first["public_id"],
        staff_id=first["staff_id"],
        staff_name=first["staff_name"],
        title=first["title"],
        state=first["state"],
        started_on=first["started_on"],
        version=first["version"],
        steps=tuple(_own_steps(group)),
    )


def _own_steps(group: Sequence[Mapping[str, Any]]) -> Iterator[OwnStep]:
    due: dt.date | None = group[0]["started_on"]
    for row in group:
        if row["step_id"] is None:
            continue
        due = due + dt.timedelta(weeks=row["weeks"]) if due else None
        yield OwnStep(
            public_id=row["step_id"],
            title=row["step_title"],
            type_label=row["type_label"] or row["step_type"],
            weeks=row["weeks"],
            competency=row["competency_title"],
            reason=reason(row["competency_title"], row["wanted_level"], row["shown_level"]),
            state=row["step_state"] or StepState.NOT_STARTED,
            done_on=row["step_done_on"],
            due_on=due,
        )
