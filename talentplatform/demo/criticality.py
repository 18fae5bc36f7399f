"""Critical role assessments of the boards that have made them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from orgs.inheritance.effective import platform_defaults
from succession.criteria import CRITICALITY_CRITERIA, DECISIONS, MOST, criteria_of
from succession.models import CriticalityAssessment
from talentplatform.demo.boards import Seated
from talentplatform.demo.bulk import Chance, Rows
from talentplatform.demo.people import Workforce

#: Days ago within which boards assessed: before the region published weights of its own.
LATEST, EARLIEST = 25, 300
_HIGH, _LOW = {"3": 55, "2": 45}, {"0": 20, "1": 50, "2": 25, "3": 5}
#: Criteria that score high at a post of each criticality.
_LEADING = {
    "C1": ("safety", "strategy"),
    "C2": ("strategy",),
    "C3": ("safety", "filling", "dependants"),
    "C4": ("market", "knowledge"),
    "C0": (),
}
_REASONS = {
    "C1": "The establishment order names the post.",
    "C2": "The new strategy rests on this portfolio.",
    "C3": "Services would notice within a week.",
    "C4": "Two searches found nobody, and the last handover took a year.",
    "C0": "A colleague on the board covers it without loss.",
}


@dataclass
class CriticalityMaker:
    """Makes assessments that agree with the criticality of the posts.

    Attributes:
        always: codes of employers that the story needs to have assessed.
    """

    chance: Chance
    rows: Rows
    day: dt.date
    accounts: dict[int, int]
    always: frozenset[str] = field(default=frozenset())

    def __post_init__(self) -> None:
        self.criteria = criteria_of(platform_defaults(CRITICALITY_CRITERIA, self.day))

    def assess(self, force: Workforce, seats: list[Seated]) -> None:
        """Assess the posts of an employer, or (two in five) none of them."""
        employer = force.employer
        if employer.code not in self.always and not self.chance.often(0.6):
            return
        for seat in seats:
            if seat.criticality in DECISIONS and self.chance.often(0.9):
                self._assess(employer.unit_id, seat)

    def _assess(self, unit_id: int, seat: Seated) -> None:
        scores = self._scores(seat.criticality)
        weighed = self.criteria.weigh(scores)
        on = self.day - dt.timedelta(days=self.chance.randint(LATEST, EARLIEST))
        row: dict[str, Any] = {
            "unit_id": unit_id,
            "post_id": seat.post,
            "scores": [
                {"key": c.key, "label": c.label, "weight": c.weight, "score": scores[c.key]}
                for c in self.criteria.items
            ],
            "percent": weighed.percent,
            "suggested": weighed.suggested,
            "criticality": seat.criticality,
            "replaced": "CX",
            "reason": _REASONS[seat.criticality] if weighed.suggested != seat.criticality else "",
            "criteria_version": self.criteria.version,
            "assessed_on": on,
            "assessor_id": self.accounts.get(unit_id),
            "valid_from": on,
            "valid_to": None,
        }
        self.rows.add(CriticalityAssessment, **row)

    def _scores(self, criticality: str) -> dict[str, int]:
        leading = _LEADING[criticality]
        low = {"0": 60, "1": 40} if criticality == "C0" else _LOW
        scores = {
            each.key: int(self.chance.pick(_HIGH if each.key in leading else low))
            for each in self.criteria.items
        }
        statutory = MOST if criticality == "C1" else self.chance.randint(0, MOST - 1)
        return scores | {"statutory": statutory}
