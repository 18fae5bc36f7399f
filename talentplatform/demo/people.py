"""People of one employer: who they are, what they do, and since when."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from orgs.models.people import Assignment, Person, StaffRecord
from orgs.people.names import sort_name
from talentplatform.demo import jobs, names
from talentplatform.demo.bulk import Chance, Keys, Rows
from talentplatform.demo.jobs import Job
from talentplatform.demo.region import Employer

#: Employee numbers have eight digits, and follow the keys.
FIRST_NUMBER = 20_000_000


@dataclass(slots=True)
class Worker:
    """Somebody at one employer, with the keys that other rows need."""

    person: int
    staff: int
    assignment: int
    name: str
    job: Job
    kind: str
    since: dt.date
    record: dict[str, Any]
    placed: dict[str, Any]

    def leave(self, on: dt.date) -> None:
        """Her record and her assignment end: `on` is the first day without her."""
        early = on - dt.timedelta(days=90)
        self.record |= {"valid_from": min(self.since, early), "valid_to": on}
        self.placed |= {"starts_on": min(self.since, early), "ends_on": on}


@dataclass
class Workforce:
    """The people of one employer, as they were made."""

    employer: Employer
    #: Keyed by role code: the senior people who may follow, most senior first.
    feeders: dict[str, list[Worker]] = field(default_factory=dict)
    #: Keyed by position on the board.
    seats: list[tuple[jobs.Seat, Worker]] = field(default_factory=list)
    #: Everybody else from band 7, consultants included.
    middle: list[Worker] = field(default_factory=list)
    count: int = 0


@dataclass
class Maker:
    """Makes people, with keys from one numbering for the whole load.

    Attributes:
        fixed: names that the story needs: (employer code, job title) to a name.
        divisions: unit ids of the divisions of an employer, by its code.
    """

    chance: Chance
    rows: Rows
    day: dt.date
    fixed: dict[tuple[str, str], str] = field(default_factory=dict)
    divisions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.person, self.staff = Keys(Person), Keys(StaffRecord)
        self.assignment = Keys(Assignment)

    def workforce(self, employer: Employer) -> Workforce:
        """Make everybody of `employer`: board, senior people, and the rest up to its size."""
        made = Workforce(employer)
        fixed = {name for (code, _), name in self.fixed.items() if code == employer.code}
        fresh = names.distinct(self.chance, fixed)
        for seat in jobs.SEATS[employer.care.code]:
            for _ in range(seat.count):
                made.seats.append((seat, self._board_member(employer, seat, fresh)))
        for seat in jobs.SEATS[employer.care.code]:
            made.feeders[seat.role] = [
                self._worker(employer, job, fresh, self.since(0.3, 14))
                for job in jobs.FEEDERS.get(seat.role, [])
            ]
            chief = next(worker for held, worker in made.seats if held.role == seat.role)
            for worker in made.feeders[seat.role]:
                worker.record["manager_id"] = chief.staff
        senior = len(made.seats) + sum(map(len, made.feeders.values()))
        for job in self._rest(employer, employer.people - senior):
            worker = self._worker(employer, job, fresh, self.since(0.1, 22), self._kind())
            if job.band in ("7", "8a", "8b", "MED"):
                made.middle.append(worker)
        made.count = employer.people
        return made

    def since(self, low: float, high: float) -> dt.date:
        """A first day between `low` and `high` years ago, more often recent than long ago."""
        years = low + (high - low) * self.chance.betavariate(1.3, 2.6)
        return self.day - dt.timedelta(days=round(years * 365.25))

    def _kind(self) -> str:
        if self.chance.often(0.975):
            return "substantive"
        return self.chance.pick({"seconded": 5, "interim": 2, "acting": 3})

    def _board_member(self, employer: Employer, seat: jobs.Seat, fresh: Iterator[str]) -> Worker:
        outside = seat.role in jobs.NON_EXECUTIVE
        job = Job(seat.title, "" if outside else "VSM", "" if outside else jobs.ADMIN)
        if seat.role in ("CMO", "ICB_CMO"):
            job = Job(seat.title, "VSM", jobs.MEDICAL)
        elif seat.role in ("CNO", "ICB_CNO", "DOM"):
            job = Job(seat.title, "VSM", jobs.NURSING)
        since = self.since(0.2, 5.5 if outside else 9)
        return self._worker(employer, job, fresh, since, "ned" if outside else "substantive")

    def _rest(self, employer: Employer, count: int) -> Iterator[Job]:
        mix = jobs.MIXES[employer.care.code]
        groups = list(mix)
        shares = [mix[g][0] for g in groups]
        bands = {g: (list(mix[g][1]), list(mix[g][1].values())) for g in groups}
        ready: dict[tuple[str, str, str], Job] = {}
        for group in self.chance.choices(groups, shares, k=count):
            band = self.chance.choices(*bands[group])[0]
            title = self.chance.choice(mix[group][2][band])
            key = (title, band, group)
            yield ready.setdefault(key, Job(*key))

    def _worker(
        self,
        employer: Employer,
        job: Job,
        fresh: Iterator[str],
        since: dt.date,
        kind: str = "substantive",
    ) -> Worker:
        name = self.fixed.pop((employer.code, job.title), None) or next(fresh)
        person = self.person()
        self.rows.add(Person, id=person)
        return self.record(employer, person, name, job, since, kind)

    def record(
        self, employer: Employer, person: int, name: str, job: Job, since: dt.date, kind: str
    ) -> Worker:
        """What `employer` knows of a person: a record and an assignment."""
        staff = self.staff()
        record = self.rows.add(
            StaffRecord,
            id=staff,
            person_id=person,
            unit_id=employer.unit_id,
            name=name,
            sort_name=sort_name(name),
            work_email=f"{names.address(name)}@{employer.code.lower()}.example",
            employee_number=str(FIRST_NUMBER + staff),
            manager_id=None,
            valid_from=since,
            valid_to=None,
        )
        placed = self.assign(employer, staff, job, kind, since)
        return Worker(person, staff, placed["id"], name, job, kind, since, record, placed)

    def assign(
        self, employer: Employer, staff: int, job: Job, kind: str, since: dt.date
    ) -> dict[str, Any]:
        """An assignment of somebody at `employer`."""
        division = self.divisions.get(employer.code)
        if job.group not in _IN_A_DIVISION or not self.chance.often(0.4):
            division = None
        return self.rows.add(
            Assignment,
            id=self.assignment(),
            unit_id=employer.unit_id,
            staff_id=staff,
            division_id=division,
            kind=kind,
            title=job.title,
            band=job.band,
            staff_group=job.group,
            starts_on=since,
            ends_on=None,
        )

    def also_at(self, employer: Employer, others: list[Worker], share: float) -> int:
        """Let some people of a neighbour work at `employer` too; return how many."""
        count = round(len(others) * share)
        for worker in self.chance.sample(others, count):
            kind = "joint" if self.chance.often(0.7) else "seconded"
            since = max(worker.since, self.since(0.1, 4))
            self.record(employer, worker.person, worker.name, worker.job, since, kind)
        return count


_IN_A_DIVISION = frozenset({jobs.MEDICAL, jobs.NURSING, jobs.CLINICAL, jobs.AHP})
