"""The board of one employer: posts, who holds them, how likely they fall vacant, and the plans."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from orgs.models.codes import Code
from orgs.models.people import Person
from succession.enums import PlanState
from succession.models import Incumbency, Post, RiskAssessment, SuccessionPlan
from succession.risk_reasons import touches_the_person
from talentplatform.demo import jobs, names
from talentplatform.demo.bulk import Chance, Keys, Rows
from talentplatform.demo.people import Maker, Worker, Workforce

#: Seed of how vacancies were filled, and how often each way is.
_OUTCOMES = 20_260_406
_FILLED_BY = {"PLAN": 38, "POOL": 9, "INSIDE": 21, "OUTSIDE": 32}
#: Days of a term of office.
_TERM = 1096
#: Role and place on the board to what comes with the seat.
_DESIGNATIONS = {
    ("VCHAIR", 2): ("REMCOM",),
    ("SID", 3): ("FTSU",),
    ("NED", 4): ("AUD",),
    ("NED", 5): ("QUAL", "MAT"),
    ("NED", 6): ("FIN", "SEC"),
    ("CNO", 10): ("CALD",),
    ("ICB_NEM", 2): ("AUD",),
    ("ICB_NEM", 3): ("REMCOM",),
    ("ICB_NEM", 4): ("QUAL",),
}


@dataclass(slots=True)
class Seated:
    """A post as it was made, and who holds it."""

    post: int
    role: str
    title: str
    holder: Worker | None
    hard: bool
    criticality: str


@dataclass
class BoardMaker:
    """Makes the posts of employers.

    Attributes:
        accounts: user id of the succession lead of each employer, by unit id.
        states: states of the plan that the story needs, by employer code.
        filled: (employer code, role) that the story needs to be filled, or (False) vacant.
    """

    maker: Maker
    accounts: dict[int, int]
    states: dict[str, PlanState] = field(default_factory=dict)
    filled: dict[tuple[str, str], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.post = Keys(Post)
        # Chance of its own, so that what was there before is as it was.
        self.outcome = Chance(_OUTCOMES)
        self.statutory = {
            code: bool(attributes.get("statutory"))
            for code, attributes in Code.objects.filter(list="board_role", owner=None).values_list(
                "code", "attributes"
            )
        }

    @property
    def chance(self) -> Chance:
        return self.maker.chance

    @property
    def rows(self) -> Rows:
        return self.maker.rows

    @property
    def day(self) -> dt.date:
        return self.maker.day

    def _ago(self, low: int, high: int) -> dt.date:
        return self.day - dt.timedelta(days=self.chance.randint(low, high))

    def board(self, force: Workforce) -> list[Seated]:
        """All posts of an employer, in the order in which a board reads them."""
        self._plans(force)
        return [
            self._seat(force, position, seat, worker)
            for position, (seat, worker) in enumerate(force.seats, start=1)
        ]

    # --- plans ------------------------------------------------------------------------------------

    def _plans(self, force: Workforce) -> None:
        employer = force.employer
        first = _cycle_year(self.day)
        state = self.states.get(employer.code) or PlanState(
            self.chance.pick({"signed_off": 70, "in_review": 17, "draft": 13})
        )
        signed = self._ago(14, 60) if state == PlanState.SIGNED_OFF else None
        begun = min(self._ago(70, 71), dt.date(first, 4, 1))
        account = self.accounts.get(employer.unit_id)
        common = {"unit_id": employer.unit_id, "changed_by_id": account}
        self.rows.add(
            SuccessionPlan,
            **common,
            cycle=f"{first - 1} to {first}",
            state=PlanState.SUPERSEDED,
            due_on=begun - dt.timedelta(days=150),
            submitted_on=None,
            signed_off_on=begun - dt.timedelta(days=self.chance.randint(155, 200)),
            valid_from=begun - dt.timedelta(days=365),
            valid_to=begun,
            changed_at=self._evening(begun),
        )
        # Some have been given longer, the one of the story among them.
        longer = state != PlanState.SIGNED_OFF and (
            employer.code in self.states or self.chance.often(0.4)
        )
        self.rows.add(
            SuccessionPlan,
            **common,
            cycle=f"{first} to {first + 1}",
            state=state,
            due_on=self.day + dt.timedelta(days=30 if longer else -12),
            submitted_on=self._submitted(state, signed),
            signed_off_on=signed,
            valid_from=begun,
            valid_to=None,
            changed_at=self._evening(signed or self._ago(2, 45)),
        )

    def _submitted(self, state: PlanState, signed: dt.date | None) -> dt.date | None:
        """A plan is signed eight days after it was submitted; one in review waits since nine days ago."""
        if signed is not None:
            return signed - dt.timedelta(days=8)
        return self.day - dt.timedelta(days=9) if state == PlanState.IN_REVIEW else None

    def _evening(self, day: dt.date) -> dt.datetime:
        minute = dt.time(self.chance.randint(9, 18), self.chance.randrange(60))
        return timezone.make_aware(dt.datetime.combine(day, minute))

    # --- posts ------------------------------------------------------------------------------------

    def _seat(self, force: Workforce, position: int, seat: jobs.Seat, worker: Worker) -> Seated:
        employer = force.employer
        key = self.post()
        outside = seat.role in jobs.NON_EXECUTIVE
        hard = seat.role in ("CDIO", "CNO", "ICB_CNO", "DOM", "CPH")
        holder = self._holder(force, key, seat, worker, hard=hard)
        term_starts = term_ends = terms = None
        if outside and holder is not None:
            terms = (self.day - worker.since).days // _TERM + 1
            term_starts = worker.since + dt.timedelta(days=_TERM * (terms - 1))
            term_ends = worker.since + dt.timedelta(days=_TERM * terms)
        statutory = self.statutory.get(seat.role, False)
        also = self._also(employer.care.code, seat.role)
        post = self.rows.add(
            Post,
            id=key,
            unit_id=employer.unit_id,
            title=seat.title,
            role_codes=[seat.role, *also],
            voting=seat.voting,
            statutory=statutory,
            criticality=self._criticality(seat.role, statutory=statutory),
            term_starts_on=term_starts,
            term_ends_on=term_ends,
            terms=terms,
            designations=list(_DESIGNATIONS.get((seat.role, position), ())),
            shared_with="",
            position=position,
            valid_from=self.day - dt.timedelta(days=2100),
            changed_by_id=self.accounts.get(employer.unit_id),
        )
        self._risks(force, key, seat, holder, term_ends, statutory=statutory)
        return Seated(key, seat.role, seat.title, holder, hard, post["criticality"])

    def _also(self, care: str, role: str) -> list[str]:
        """Some boards without a deputy chief executive give the role to another member."""
        return ["DCEO"] if role == "CFO" and care != "acute" and self.chance.often(0.3) else []

    def _criticality(self, role: str, *, statutory: bool) -> str:
        if statutory:
            return "C1"
        if self.chance.often(0.06):
            return "CX"
        if role in ("CPH", "DOM", "CAHP"):
            return self.chance.pick({"C4": 70, "C3": 30})
        if role in ("COO", "CPO", "CDIO", "DCEO", "CSO", "ICB_CPO", "ICB_STRAT"):
            return self.chance.pick({"C2": 75, "C3": 25})
        if role in jobs.NON_EXECUTIVE:
            return self.chance.pick({"C2": 30, "C0": 70})
        return self.chance.pick({"C3": 65, "C0": 35})

    def _holder(
        self, force: Workforce, post: int, seat: jobs.Seat, worker: Worker, *, hard: bool
    ) -> Worker | None:
        employer = force.employer
        filled = self.filled.get((employer.code, seat.role))
        if filled is None:
            filled = not self.chance.often(0.11 if hard else 0.04)
        since = worker.since
        if filled:
            kind = (
                worker.kind
                if worker.kind == "ned"
                else self.chance.pick({"substantive": 91, "interim": 4, "acting": 3, "joint": 2})
            )
            if (employer.code, seat.role) in self.filled:
                kind = worker.kind
            if kind in ("interim", "acting"):
                since = max(since, self._ago(20, 260))
            recent = (self.day - since).days < 900
            self._hold(force, post, worker.assignment, kind, since, None, followed=recent)
            if recent:
                self._predecessor(force, post, worker, since)
            return worker
        left = self._ago(15, 170)
        worker.leave(left)
        self._hold(force, post, worker.assignment, worker.kind, since, left)
        deputies = force.feeders.get(seat.role) or []
        if deputies and self.chance.often(0.5):
            first = deputies[0]
            since = max(left, first.since)
            acting = self.maker.assign(employer, first.staff, worker.job, "acting", since)
            self._hold(force, post, acting["id"], "acting", since, None)
            return first
        return None

    def _hold(
        self,
        force: Workforce,
        post: int,
        assignment: int,
        kind: str,
        since: dt.date,
        until: dt.date | None,
        *,
        followed: bool = False,
    ) -> None:
        """An incumbency. `followed`: somebody held the post before, so the vacancy was filled somehow."""
        if until is not None:
            since = min(since, until - dt.timedelta(days=90))
        self.rows.add(
            Incumbency,
            unit_id=force.employer.unit_id,
            post_id=post,
            assignment_id=assignment,
            kind=kind,
            starts_on=since,
            ends_on=until,
            filled_by=self.outcome.pick(_FILLED_BY) if followed else "",
        )

    def _predecessor(self, force: Workforce, post: int, after: Worker, until: dt.date) -> None:
        """Who held the post before: gone from the employer, and still in its history."""
        began = until - dt.timedelta(days=self.chance.randint(500, 2400))
        name = next(names.distinct(self.chance, {after.name}))
        person = self.maker.person()
        self.rows.add(Person, id=person)
        kind = "ned" if after.kind == "ned" else "substantive"
        worker = self.maker.record(force.employer, person, name, after.job, began, kind)
        worker.leave(until)
        self._hold(force, post, worker.assignment, kind, began, until)

    # --- risk -------------------------------------------------------------------------------------

    def _risks(
        self,
        force: Workforce,
        post: int,
        seat: jobs.Seat,
        holder: Worker | None,
        term_ends: dt.date | None,
        *,
        statutory: bool,
    ) -> None:
        if holder is None or self.chance.often(0.09):
            return
        years = (self.day - holder.since).days / 365.25
        level = self._level(years, term_ends)
        leaving = None
        if level == "FR9":
            leaving = term_ends or self.day + dt.timedelta(days=self.chance.randint(25, 300))
        assessed = self._ago(6, 330)
        row = {
            "unit_id": force.employer.unit_id,
            "post_id": post,
            "impact": self._impact(seat.role, statutory=statutory),
            "assessor_id": self.accounts.get(force.employer.unit_id),
        }
        if self.chance.often(0.3):
            before = assessed - dt.timedelta(days=self.chance.randint(120, 400))
            self.rows.add(
                RiskAssessment,
                **row,
                vacancy_risk=self.chance.pick({"FR1": 70, "FR2": 30}),
                reasons=[],
                stated_by_person=False,
                stated_on=None,
                leaving_on=None,
                assessed_on=before,
                valid_from=before,
                valid_to=assessed,
            )
        reasons = self._reasons(level, years, outside=term_ends is not None)
        stated = touches_the_person(reasons)
        self.rows.add(
            RiskAssessment,
            **row,
            vacancy_risk=level,
            reasons=reasons,
            stated_by_person=stated,
            stated_on=assessed if stated else None,
            leaving_on=leaving,
            assessed_on=assessed,
            valid_from=assessed,
            valid_to=None,
        )

    def _level(self, years: float, term_ends: dt.date | None) -> str:
        if term_ends is not None:
            left = (term_ends - self.day).days
            return (
                "FR9"
                if left < 150
                else "FR3"
                if left < 365
                else self.chance.pick({"FR1": 80, "FR2": 20})
            )
        if years > 7:
            return self.chance.pick({"FR1": 25, "FR2": 35, "FR3": 28, "FR9": 12})
        return self.chance.pick({"FR1": 50, "FR2": 29, "FR3": 15, "FR9": 4, "FR0": 2})

    def _impact(self, role: str, *, statutory: bool) -> str:
        if statutory:
            return self.chance.pick({"IM4": 45, "IM3": 45, "IM2": 10})
        if role in jobs.NON_EXECUTIVE:
            return self.chance.pick({"IM1": 45, "IM2": 55})
        return self.chance.pick({"IM3": 40, "IM2": 45, "IM1": 12, "IM0": 3})

    def _reasons(self, level: str, years: float, *, outside: bool) -> list[str]:
        if level in ("FR0", "FR1"):
            return []
        if outside:
            return ["EOT"]
        first = self.chance.pick(
            {
                "RET": 45 if years > 6 else 8,
                "MKT": 25,
                "PRO": 20,
                "STR": 12,
                "LOC": 6,
                "WLD": 9,
                "DEV": 10,
            }
        )
        second = self.chance.pick({"MKT": 40, "STR": 25, "DEV": 35})
        return [first, second] if second != first and self.chance.often(0.25) else [first]


def _cycle_year(day: dt.date) -> int:
    """The year in which the planning cycle of `day` begins (1 April)."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1
