"""A person's pathway with its steps: how far she is, why each step is worth taking, and by when."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, IntegerField, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from learning.enums import PathwayState, StepState
from learning.models import (
    Competency,
    CompetencyAssessment,
    PathwayAssignment,
    RoleProfileItem,
    StepProgress,
)
from learning.newer import Newer, newer
from learning.pathways import Pathways, Step
from orgs.models.codes import Code


@dataclass(frozen=True)
class OwnStep:
    """One step as the person sees it.

    ``due_on`` is the day by which it is done at the pathway's own pace: the weeks of the steps up to
    it, from the day on which the pathway started. None while it has not, as is ``public_id``, by which
    progress is recorded. ``kept``: the pathway no longer has it, and she has done it.
    """

    public_id: UUID | None
    step: Step
    kept: bool
    type_label: str
    competency: str
    reason: str
    state: str
    done_on: dt.date | None
    due_on: dt.date | None

    @property
    def title(self) -> str:
        return self.step.title

    @property
    def weeks(self) -> int:
        return self.step.weeks

    @property
    def done_when(self) -> str:
        return self.step.done_when


@dataclass(frozen=True)
class PathwayInView:
    """A pathway of one person with its steps in order."""

    public_id: UUID
    staff_id: int
    staff_name: str
    key: str
    title: str
    role_code: str
    state: str
    started_on: dt.date | None
    version: int
    steps: tuple[OwnStep, ...]

    def newer(self, given: Pathways) -> Newer | None:
        """What has come since, of what can be given here now; None for one that is not under way."""
        if self.state != PathwayState.ACTIVE:
            return None
        mine = [{**asdict(each.step), "kept": each.kept} for each in self.steps]
        done = {each.step.key for each in self.steps if each.state == StepState.DONE}
        return newer(self.title, mine, done, given.of_key(self.key))

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


def wanted() -> Combinable:
    """How many steps an assignment has."""
    return Func(F("steps"), function="jsonb_array_length", output_field=IntegerField())


def pathways_in_view(rows: QuerySet[PathwayAssignment]) -> list[PathwayInView]:
    """Pathways with steps, progress and reasons, the newest first: one query for any number of them."""
    progress = StepProgress.objects.filter(assignment=OuterRef("pk"))
    asked = RoleProfileItem.objects.filter(profile__role_code=OuterRef("role_code"))
    shown = CompetencyAssessment.objects.filter(staff=OuterRef("staff_id"))
    types = Code.objects.filter(list="step_type", owner=None)
    found = (
        rows.annotate(
            far=_listed(progress, id="public_id", key="step_key", state="state", done_on="done_on"),
            asked=_listed(asked, code="competency__code", level="level"),
            # The newest comes last, and is the one that stays in a mapping.
            shown=_listed(
                shown.order_by("assessed_on", "pk"), code="competency__code", level="level"
            ),
            types=_listed(types, code="code", label="label"),
            competencies=_listed(Competency.objects.all(), code="code", title="title"),
        )
        .order_by(F("started_on").desc(nulls_last=True), "pk")
        .values(
            *("pk", "public_id", "staff_id", "state", "started_on", "version"),
            *("key", "title", "role_code", "steps"),
            *("far", "asked", "shown", "types", "competencies"),
            staff_name=F("staff__name"),
        )
    )
    return [_in_view(row) for row in found]


def _listed(rows: QuerySet[Any], **fields: str) -> ArraySubquery:
    return ArraySubquery(rows.values(json=JSONObject(**fields)))


def _in_view(row: Mapping[str, Any]) -> PathwayInView:
    return PathwayInView(
        public_id=row["public_id"],
        staff_id=row["staff_id"],
        staff_name=row["staff_name"],
        key=row["key"],
        title=row["title"],
        role_code=row["role_code"],
        state=row["state"],
        started_on=row["started_on"],
        version=row["version"],
        steps=tuple(_own_steps(row)),
    )


def _own_steps(row: Mapping[str, Any]) -> Iterator[OwnStep]:
    far = {each["key"]: each for each in row["far"]}
    asked, shown = ({i["code"]: i["level"] for i in row[name]} for name in ("asked", "shown"))
    types = {each["code"]: each["label"] for each in row["types"]}
    titles = {each["code"]: each["title"] for each in row["competencies"]}
    due: dt.date | None = row["started_on"]
    for stored in row["steps"]:
        step = Step.stored(stored)
        own, builds = far.get(step.key, {}), titles.get(step.competency, step.competency)
        due = due + dt.timedelta(weeks=step.weeks) if due else None
        yield OwnStep(
            public_id=UUID(own["id"]) if own else None,
            step=step,
            kept=stored.get("kept", False),
            type_label=types.get(step.type, step.type),
            competency=builds,
            reason=reason(builds, asked.get(step.competency), shown.get(step.competency)),
            state=own.get("state", StepState.NOT_STARTED),
            done_on=dt.date.fromisoformat(own["done_on"]) if own.get("done_on") else None,
            due_on=due,
        )
