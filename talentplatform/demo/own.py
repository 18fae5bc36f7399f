"""What people say of themselves: aspirations, career conversations, and the people made last.

It draws from chance of its own and is written after everything else, so that the rest of the demo is
the same with it and without.
"""

import datetime as dt
from dataclasses import dataclass, field

from learning.enums import ConversationSide, ConversationState
from learning.grids import DEFAULT_KEY, SHIPPED
from learning.models import (
    AgreedOutcome,
    Aspiration,
    Competency,
    CompetencyAssessment,
    Conversation,
    Preparation,
)
from orgs.clock import months_on
from orgs.models.people import Person
from talentplatform.demo import jobs
from talentplatform.demo.bulk import Chance, Keys, Loader, Rows
from talentplatform.demo.people import Maker, Worker, Workforce
from talentplatform.demo.personas import PERSONAS
from talentplatform.demo.region import Employer

#: Added to the seed of the demo and of the nation.
SEED_OFFSET = 11
#: How many of the middle of an employer have said what they would like, and how many of them share it.
_SAY, _SHARE = 0.06, 0.7
_ROLES = {jobs.MEDICAL: ("CMO",), jobs.NURSING: ("CNO", "DOM", "DIPC"), jobs.AHP: ("CAHP",)}
_OTHER_ROLES = ("COO", "CFO", "CPO", "CDIO", "CSO")


@dataclass(frozen=True)
class Said:
    """What somebody of the story says, how many days ago; `agreed` is an outcome she has agreed on."""

    roles: tuple[str, ...]
    growth: str
    horizon: str
    days: int
    shared: bool = True
    places: str = ""
    pattern: str = ""
    notice_weeks: int | None = None
    words: str = ""
    agreed: str = ""


STORY: dict[tuple[str, str], Said] = {
    ("ZKV", "Deputy director of digital"): Said(
        ("CDIO",), "STRETCH", "A24", 95, places="Within an hour of home by train",
        notice_weeks=12, words="I would like to lead digital for a whole system one day.",
    ),
    ("ZKV", "Deputy chief nurse"): Said(
        ("CNO",), "STRETCH", "A24", 60, shared=False, pattern="FULL", notice_weeks=12,
        words="I have told nobody yet.",
    ),
    ("ZKV", "Deputy chief finance officer"): Said(
        ("CFO", "ICB_CFO"), "STRETCH", "A12", 150, pattern="ANY", notice_weeks=12,
        words="A board in this system, here or at the ICB.", agreed="STRETCH",
    ),
}  # fmt: skip
_PERSON = {
    "enjoy": "Turning a plan that nobody believes in into one that a ward can run.",
    "proud": "The first balanced year in five, with the clinical directors and not against them.",
    "next": "Finance director of a board that takes quality as seriously as money.",
    "need": "More time with the audit committee, and somebody to ask who has done it.",
}
_OTHER = {
    "contribution": "Brings finance to where care is planned, and explains it so that people stay.",
    "seen": "Colleagues ask for him before they ask for the numbers.",
    "offer": "Two cycles at the audit committee, and a mentor from another board.",
}
_PLAN = (
    "Gareth attends the audit committee for two cycles. Leah finds a mentor from another board "
    "before the summer."
)


@dataclass
class OwnMaker:
    """Makes what people of employers say of themselves.

    Attributes:
        partners: user id of the other side of conversations, by unit id; none there, no conversation.
    """

    chance: Chance
    day: dt.date
    moment: dt.datetime
    partners: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = Rows()
        self.conversation = Keys(Conversation)

    def own(self, force: Workforce) -> None:
        """What people of one employer would like; those of the story have their own words."""
        for worker in [w for line in force.feeders.values() for w in line]:
            said = STORY.get((force.employer.code, worker.job.title))
            if said is not None:
                self._wish(force.employer, worker, said)
                if said.agreed:
                    self._agreed(force.employer, worker, said.agreed, said.days - 40)
        for worker in force.middle:
            if self.chance.often(_SAY):
                self._wish(force.employer, worker, self._said(worker))

    def _said(self, worker: Worker) -> Said:
        roles = _ROLES.get(worker.job.group, _OTHER_ROLES)
        return Said(
            roles=(self.chance.choice(roles),),
            growth=self.chance.pick({"DEPTH": 35, "BREADTH": 30, "STRETCH": 35}),
            horizon=self.chance.pick({"A12": 10, "A24": 30, "A60": 45, "AOP": 15}),
            days=self.chance.randint(5, 500),
            shared=self.chance.often(_SHARE),
            pattern=self.chance.pick({"": 50, "FULL": 20, "PART": 20, "ANY": 10}),
            notice_weeks=int(self.chance.pick({"8": 40, "12": 60})),
        )

    def _wish(self, employer: Employer, worker: Worker, said: Said) -> None:
        since = max(self.day - dt.timedelta(days=said.days), worker.since)
        self.rows.add(
            Aspiration,
            unit_id=employer.unit_id,
            staff_id=worker.staff,
            roles=list(said.roles),
            growth=said.growth,
            horizon=said.horizon,
            areas=[employer.icb] if said.places or said.agreed else [],
            places=said.places,
            pattern=said.pattern,
            notice_weeks=said.notice_weeks,
            words=said.words,
            shared=said.shared,
            valid_from=since,
            valid_to=None,
        )

    def _agreed(self, employer: Employer, worker: Worker, outcome: str, days: int) -> None:
        partner = self.partners.get(employer.unit_id)
        if partner is None:
            return
        on, key = self.day - dt.timedelta(days=days), self.conversation()
        unit = {"unit_id": employer.unit_id}
        self.rows.add(
            Conversation,
            **unit,
            id=key,
            staff_id=worker.staff,
            with_user_id=partner,
            grid=DEFAULT_KEY,
            state=ConversationState.AGREED,
            started_on=on - dt.timedelta(days=30),
            met_on=on,
            outcome=outcome,
            plan=_PLAN,
            person_yes_on=on,
            other_yes_on=on,
        )
        for side, answers in ((ConversationSide.PERSON, _PERSON), (ConversationSide.OTHER, _OTHER)):
            self.rows.add(
                Preparation,
                **unit,
                conversation_id=key,
                side=side,
                answers=answers,
                shared_on=on - dt.timedelta(days=3),
            )
        self.rows.add(
            AgreedOutcome,
            **unit,
            staff_id=worker.staff,
            conversation_id=key,
            grid=DEFAULT_KEY,
            outcome=outcome,
            agreed_on=on,
            review_on=months_on(on, SHIPPED[DEFAULT_KEY].review_months),
        )

    def flush(self, *, into: Rows) -> None:
        """Write what was made, and count it among what `into` has written."""
        self.rows.flush(Loader(self.chance, self.moment))
        for model, count in self.rows.counts.items():
            into.counts[model] = into.counts.get(model, 0) + count
        self.rows.counts.clear()

    def people_made_last(self, employers: list[Employer]) -> None:
        """The personas who are nobody's successor: a record, a post, and a first assessment."""
        maker = Maker(self.chance, self.rows, self.day)
        competencies = list(Competency.objects.order_by("code").values_list("id", flat=True))
        for persona in PERSONAS:
            if persona.job is None:
                continue
            employer = next(e for e in employers if e.code == persona.employer)
            person = maker.person()
            self.rows.add(Person, id=person)
            since = self.day - dt.timedelta(days=900)
            worker = maker.record(employer, person, persona.name, persona.job, since, "substantive")
            for competency, level in zip(competencies, (3, 2, 3, 1, 4), strict=False):
                self.rows.add(
                    CompetencyAssessment,
                    unit_id=employer.unit_id,
                    staff_id=worker.staff,
                    competency_id=competency,
                    level=level,
                    assessed_on=self.day - dt.timedelta(days=130),
                )
