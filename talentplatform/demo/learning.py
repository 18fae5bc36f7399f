"""What people of one employer learn: assessments, pathways and how far they are."""

import datetime as dt
from dataclasses import dataclass, field

from learning.enums import PathwayState, Source, StepState
from learning.models import (
    Competency,
    CompetencyAssessment,
    PathwayAssignment,
    StepProgress,
)
from learning.pathways import PATHWAY, Pathway, shipped
from talentplatform.demo import jobs
from talentplatform.demo.bulk import Chance, Keys, Rows
from talentplatform.demo.nominations import Named
from talentplatform.demo.people import Worker, Workforce

#: Days that a step takes, on average; and how far somebody is on whom the story looks.
_DAYS_A_STEP, _ON_THE_WAY = 75, 3
_LEVELS = {"1": 3, "2": 30, "3": 47, "4": 20}
#: Whoever the story looks at has a gap to close.
_LEVELS_OF_THE_STORY = {"2": 50, "3": 50}


@dataclass
class Catalogue:
    """Pathways by the role that they lead to, and the competencies, read once."""

    pathways: dict[str, Pathway] = field(default_factory=dict)
    competencies: list[int] = field(default_factory=list)

    @classmethod
    def read(cls) -> "Catalogue":
        made = cls()
        found = (shipped(key) for key in PATHWAY.shipped)
        made.pathways = {each.role_code: each for each in found}
        made.competencies = list(Competency.objects.order_by("code").values_list("id", flat=True))
        return made


@dataclass
class LearningMaker:
    """Makes what people of employers are assessed at and what they are on."""

    chance: Chance
    rows: Rows
    day: dt.date
    accounts: dict[int, int]

    def __post_init__(self) -> None:
        self.assignment = Keys(PathwayAssignment)
        self.catalogue = Catalogue.read()

    def _ago(self, low: int, high: int) -> dt.date:
        return self.day - dt.timedelta(days=self.chance.randint(low, high))

    def learning(self, force: Workforce, named: list[Named]) -> None:
        """Pathways that follow from nominations, and those that people are on without one."""
        on: set[tuple[int, str]] = set()
        assessed: set[int] = set()
        for each in named:
            self._assess(force, each.worker, assessed, story=each.needed)
            pathway = self.catalogue.pathways.get(each.role)
            if pathway is None or not each.open or (each.worker.staff, each.role) in on:
                continue
            agreed = each.row["agreed_on"]
            if each.needed or self.chance.often(0.82 if agreed else 0.45):
                on.add((each.worker.staff, each.role))
                self._assign(
                    force,
                    each.worker,
                    pathway,
                    started=agreed,
                    named=each,
                    done=_ON_THE_WAY if each.needed else None,
                )
        for worker in [w for w in force.middle if self.chance.often(0.045)]:
            role = self._aims_at(worker)
            if (worker.staff, role) in on:
                continue
            pathway = self.catalogue.pathways[role]
            on.add((worker.staff, role))
            self._assess(force, worker, assessed)
            self._assign(force, worker, pathway, started=max(self._ago(10, 500), worker.since))

    def assess(self, force: Workforce, worker: Worker) -> None:
        """Assess somebody whom nobody has named yet, and whom the story needs."""
        self._assess(force, worker, set(), story=True)

    def _assess(
        self, force: Workforce, worker: Worker, assessed: set[int], *, story: bool = False
    ) -> None:
        if worker.staff in assessed or not (story or self.chance.often(0.88)):
            return
        assessed.add(worker.staff)
        on = self._ago(20, 420)
        for competency in self.catalogue.competencies:
            self.rows.add(
                CompetencyAssessment,
                unit_id=force.employer.unit_id,
                staff_id=worker.staff,
                competency_id=competency,
                level=int(self.chance.pick(_LEVELS_OF_THE_STORY if story else _LEVELS)),
                assessed_on=on,
            )

    def _aims_at(self, worker: Worker) -> str:
        role = {jobs.MEDICAL: "CMO", jobs.NURSING: "CNO"}.get(worker.job.group)
        return role or self.chance.pick({"COO": 35, "CFO": 20, "CPO": 20, "CDIO": 25})

    def _assign(
        self,
        force: Workforce,
        worker: Worker,
        pathway: Pathway,
        *,
        started: dt.date | None,
        named: Named | None = None,
        done: int | None = None,
    ) -> None:
        steps = pathway.steps
        days = self._days(started, len(steps), done)
        state = PathwayState.PREPARED
        if started is not None:
            finished = len(days) == len(steps)
            state = PathwayState.COMPLETED if finished else PathwayState.ACTIVE
        source = Source.LEARNING if self.chance.often(0.7) else Source.PERSON
        key = self.assignment()
        self.rows.add(
            PathwayAssignment,
            id=key,
            unit_id=force.employer.unit_id,
            staff_id=worker.staff,
            **pathway.copy,
            state=state,
            source=Source.NOMINATION if named else source,
            source_id=named.row["public_id"] if named else None,
            prepared_on=named.row["valid_from"] if named else started,
            prepared_by_id=self.accounts.get(force.employer.unit_id),
            started_on=started,
            ended_on=days[-1] if state == PathwayState.COMPLETED else None,
        )
        for number, step in enumerate(steps if started is not None else []):
            begun = StepState.IN_PROGRESS if number == len(days) else StepState.NOT_STARTED
            self.rows.add(
                StepProgress,
                unit_id=force.employer.unit_id,
                assignment_id=key,
                step_key=step.key,
                state=StepState.DONE if number < len(days) else begun,
                done_on=days[number] if number < len(days) else None,
            )

    def _days(self, started: dt.date | None, steps: int, done: int | None) -> list[dt.date]:
        """The days on which steps were done, in order: as many as fit into the time."""
        if started is None:
            return []
        lasted = max(1, (self.day - started).days)
        count = done if done is not None else lasted / _DAYS_A_STEP * self.chance.uniform(0, 1.5)
        return sorted(
            started + dt.timedelta(days=self.chance.randrange(lasted))
            for _ in range(min(steps, int(count)))
        )
