"""Who is named for the posts of one employer, how ready, and what they were told."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from orgs.models.access import User
from succession.enums import Disclosure, NominationStatus
from succession.models import Nomination, ReadinessJudgement
from succession.readiness import HORIZONS, IN_DEVELOPMENT
from talentplatform.demo import jobs
from talentplatform.demo.boards import Seated
from talentplatform.demo.bulk import Chance, Keys, Rows
from talentplatform.demo.people import Worker, Workforce
from talentplatform.demo.personas import PERSONAS

#: How many are named at an employer, closed nominations included.
FEWEST, MOST = 33, 48

#: How ready the first, the second and any later person in line are, by chance.
_READINESS: list[dict[str, float]] = [
    {"RN": 46, "R12": 41, "R35": 8, "RDV": 5},
    {"RN": 18, "R12": 49, "R35": 27, "RDV": 6},
    {"RN": 4, "R12": 30, "R35": 56, "RDV": 10},
]
#: The same for roles that are hard to fill.
_HARD: list[dict[str, float]] = [
    {"RN": 23, "R12": 54, "R35": 17, "RDV": 6},
    {"RN": 8, "R12": 44, "R35": 40, "RDV": 8},
    {"RN": 1, "R12": 22, "R35": 66, "RDV": 11},
]
#: Roles for which boards name nobody in advance.
_LEFT_OUT = frozenset({"NED", "SID", "ICB_NEM"})
_ORDER = [*HORIZONS, IN_DEVELOPMENT]
_EVIDENCE = {
    "RN": [
        "Acted up for four months with good results.",
        "Assessment centre this year; the panel would appoint.",
        "Deputises at board and leads the hardest part of the portfolio.",
    ],
    "R12": [
        "Strong in her present role; needs board exposure.",
        "Leads a large division well. Next: finance beyond it, and a committee.",
        "Would gain from a stretch assignment with system partners.",
    ],
    "R35": [
        "Clear promise. A deputy post is the next step.",
        "Two years in a wider role are agreed.",
        "Needs experience outside her own profession.",
    ],
    "RDV": ["In development; the panel looks again after the programme."],
}


@dataclass(slots=True)
class Named:
    """A nomination as it was made, for what follows from it."""

    row: dict[str, Any]
    worker: Worker
    role: str
    #: The story needs what follows from it.
    needed: bool = False

    @property
    def open(self) -> bool:
        return self.row["valid_to"] is None


@dataclass
class NominationMaker:
    """Makes nominations of employers, with their judgements.

    Attributes:
        told: people whom the story needs to have been told: (employer code, job title) to the
            role they are named for and what they answered.
        spared: people whom the story needs to be named by nobody yet.
    """

    chance: Chance
    rows: Rows
    day: dt.date
    accounts: dict[int, int]
    told: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    spared: frozenset[tuple[str, str]] = frozenset()

    def __post_init__(self) -> None:
        self.nomination = Keys(Nomination)

    def _ago(self, low: int, high: int) -> dt.date:
        return self.day - dt.timedelta(days=self.chance.randint(low, high))

    # --- naming -----------------------------------------------------------------------------------

    def named(self, force: Workforce, seats: list[Seated]) -> list[Named]:
        """Name people for the posts of an employer: 25 to 45, with the closed ones more."""
        return [
            self._nominate(force, seat, worker, rank, readiness)
            for seat, line in self._lines(force, seats)
            for rank, (worker, readiness) in enumerate(self._ranked(seat, line), start=1)
        ]

    def _lines(
        self, force: Workforce, seats: list[Seated]
    ) -> Iterator[tuple[Seated, list[Worker]]]:
        """Each post with the people named for it; together as many as are wished for."""
        possible = {seat.post: self._possible(force, seat, seats) for seat in seats}
        wanted = {seat.post: min(self._wanted(seat), len(possible[seat.post])) for seat in seats}
        target = self.chance.randint(FEWEST, MOST)
        for _ in range(400):
            step = target - sum(wanted.values())
            if step == 0:
                break
            seat = self.chance.choice(seats)
            if seat.role not in _LEFT_OUT:
                more = wanted[seat.post] + (1 if step > 0 else -1)
                wanted[seat.post] = max(0, min(len(possible[seat.post]), more))
        for seat in seats:
            line = possible[seat.post][: wanted[seat.post]]
            line += [w for w in possible[seat.post] if self._must(force, w, seat) and w not in line]
            yield seat, line

    def _must(self, force: Workforce, worker: Worker, seat: Seated) -> bool:
        told = self.told.get((force.employer.code, worker.job.title))
        return told is not None and told[0] == seat.role

    def _wanted(self, seat: Seated) -> int:
        if seat.role in _LEFT_OUT:
            return 0
        weights = {"0": 9, "1": 17, "2": 32, "3": 28, "4": 14}
        if seat.hard:
            weights = {"0": 24, "1": 28, "2": 26, "3": 15, "4": 7}
        return int(self.chance.pick(weights))

    def _possible(self, force: Workforce, seat: Seated, seats: list[Seated]) -> list[Worker]:
        from_board = jobs.FROM_THE_BOARD.get(seat.role, ())
        board = [s.holder for s in seats if s.role in from_board and s.holder is not None]
        self.chance.shuffle(board)
        feeders = [w for w in force.feeders.get(seat.role, []) if w is not seat.holder]
        if len(feeders) > 1 and self.chance.often(0.3):
            feeders[0], feeders[1] = feeders[1], feeders[0]
        later: list[Worker] = []
        if feeders:
            group = feeders[0].job.group
            same = [
                w
                for w in force.middle
                if w.job.group == group and w.job.band in ("8a", "8b", "MED")
            ]
            later = self.chance.sample(same, min(len(same), 2))
        held = {seat.holder.staff} if seat.holder else set()
        code = force.employer.code
        return [
            w
            for w in _distinct([*board, *feeders, *later])
            if w.staff not in held and (code, w.job.title) not in self.spared
        ]

    # --- one nomination ---------------------------------------------------------------------------

    def _nominate(
        self, force: Workforce, seat: Seated, worker: Worker, rank: int, readiness: str
    ) -> Named:
        unit, account = force.employer.unit_id, self.accounts.get(force.employer.unit_id)
        key = self.nomination()
        began = max(self._ago(12, 640), worker.since + dt.timedelta(days=30))
        began = min(began, self.day - dt.timedelta(days=3))
        judged = max(began, self._ago(5, 330))
        review = judged + dt.timedelta(days=self.chance.choice([274, 365, 365]))
        fixed = self.told.get((force.employer.code, worker.job.title))
        outcome = (
            fixed[1]
            if fixed
            else self.chance.pick(
                {
                    "not_told": 30,
                    "told": 13,
                    "agreed": 46,
                    "declined": 4,
                    "withdrawn": 4,
                    "lapsed": 3,
                }
            )
        )
        row = {
            "id": key,
            "public_id": self.chance.uuid(),
            "unit_id": unit,
            "post_id": seat.post,
            "staff_id": worker.staff,
            "rank": rank,
            "cover": self._cover(rank, outcome),
            "valid_from": began,
            "valid_to": None,
            "named_by_id": account,
            "changed_by_id": account,
            **self._disclosure(outcome, began, readiness, review),
        }
        if fixed:
            review = self.day + dt.timedelta(days=150)
            row["told_review_by"] = review
        if row["withhold_reason"]:
            row |= {"withhold_approver_id": account, "withhold_approved_on": began}
        self.rows.add(Nomination, **row)
        self._judge(unit, account, row, readiness, judged, review)
        return Named(row, worker, seat.role, needed=fixed is not None)

    def _ranked(self, seat: Seated, line: list[Worker]) -> list[tuple[Worker, str]]:
        """The line with the readiness of each: whoever is ready sooner stands before."""
        table = _HARD if seat.hard else _READINESS
        drawn = sorted(
            (self.chance.pick(table[min(rank, 2)]) for rank in range(len(line))), key=_ORDER.index
        )
        return list(zip(line, drawn, strict=True))

    def _cover(self, rank: int, outcome: str) -> str:
        if outcome in ("declined", "withdrawn", "lapsed") or rank > 2:
            return "NONE"
        return self.chance.pick(
            {"ACT": 38, "INT": 14, "NONE": 48} if rank == 1 else {"ACT": 12, "INT": 12, "NONE": 76}
        )

    def _disclosure(
        self, outcome: str, began: dt.date, readiness: str, review: dt.date
    ) -> dict[str, Any]:
        """What the person knows, and where the nomination stands by that."""
        told = min(
            began + dt.timedelta(days=self.chance.randint(1, 60)), self.day - dt.timedelta(days=1)
        )
        answered = min(
            told + dt.timedelta(days=self.chance.randint(0, 14)), self.day - dt.timedelta(days=1)
        )
        state: dict[str, Any] = {
            "status": NominationStatus.PROPOSED,
            "disclosure": Disclosure.NOT_TOLD,
            "told_on": None,
            "told_readiness": "",
            "told_review_by": None,
            "agreed_on": None,
            "withhold_reason": "",
            "withhold_review_on": None,
            "withhold_approver_id": None,
            "withhold_approved_on": None,
        }
        if outcome == "not_told":
            if self.chance.often(0.55):
                state["withhold_reason"] = self.chance.pick(
                    {"planning_prejudice": 55, "sensitive_vacancy": 30, "third_party": 15}
                )
                ahead = self.chance.randint(-10, 120)
                state["withhold_review_on"] = self.day + dt.timedelta(days=ahead)
            return state
        if outcome == "withdrawn":
            return state | {"status": NominationStatus.WITHDRAWN, "valid_to": answered}
        state |= {"told_on": told, "told_readiness": readiness, "told_review_by": review}
        if outcome == "told":
            return state | {"disclosure": Disclosure.TOLD}
        if outcome == "declined":
            return state | {
                "disclosure": Disclosure.DECLINED,
                "status": NominationStatus.DECLINED_BY_PERSON,
                "valid_to": answered,
            }
        state |= {"disclosure": Disclosure.AGREED, "agreed_on": answered}
        if outcome == "lapsed":
            return state | {
                "status": NominationStatus.LAPSED,
                "valid_to": self.day - dt.timedelta(days=1),
            }
        return state | {"status": NominationStatus.AGREED}

    def _judge(
        self,
        unit: int,
        account: int | None,
        nomination: dict[str, Any],
        readiness: str,
        judged: dt.date,
        review: dt.date,
    ) -> None:
        if self.chance.often(0.05):
            return
        common = {"unit_id": unit, "nomination_id": nomination["id"], "assessor_id": account}
        first = nomination["valid_from"]
        if (judged - first).days > 150:
            before = {"RN": "R12", "R12": "R35", "R35": "RDV", "RDV": "RDV"}[readiness]
            self.rows.add(
                ReadinessJudgement,
                **common,
                readiness=before,
                evidence=self.chance.choice(_EVIDENCE[before]),
                judged_on=first,
                review_by=judged,
                valid_from=first,
                valid_to=judged,
            )
        self.rows.add(
            ReadinessJudgement,
            **common,
            readiness=readiness,
            evidence=self.chance.choice(_EVIDENCE[readiness]),
            judged_on=judged,
            review_by=review,
            valid_from=judged,
            valid_to=nomination["valid_to"] and max(nomination["valid_to"], judged),
        )


def _distinct(workers: list[Worker]) -> list[Worker]:
    seen: dict[int, Worker] = {}
    for worker in workers:
        seen.setdefault(worker.staff, worker)
    return list(seen.values())


def held_back(day: dt.date, asks: str, approves: str) -> None:
    """Leave one nomination for a second succession lead to decide: whether the person is told later."""
    users = User.objects.in_bulk([asks, approves], field_name="login")
    unit = next(p.unit for p in PERSONAS if p.login == asks)
    waiting = Nomination.objects.filter(
        unit__code=unit, disclosure=Disclosure.NOT_TOLD, withhold_reason="", valid_to=None
    )
    first = waiting.order_by("pk")[:1]
    Nomination.objects.filter(pk__in=first.values("pk")).update(
        withhold_reason="planning_prejudice",
        withhold_review_on=day + dt.timedelta(days=60),
        withhold_by=users[asks],
        withhold_approver=users[approves],
    )
