"""How exposed a post is: what a vacancy would cost, and how far it is covered. Pure.

``exposure = criticality weight * max(vacancy risk, impact) * (1 - cover)``

The formula is our own (docs/code-lists.md). Vacancy risk and impact are the numbers of their code
lists, 0 to 4; a post that is vacant already counts as 4. Cover is 1 with somebody ready now who has
agreed and is not counted for another post, 0.5 with somebody who could act up at once, 0 otherwise.
Weights and bands are an inherited definition (``exposure_rules``).
"""

from collections.abc import Mapping
from dataclasses import dataclass

RISK_LEVELS = {"FR0": 0, "FR1": 1, "FR2": 2, "FR3": 3, "FR9": 4}
IMPACT_LEVELS = {"IM0": 0, "IM1": 1, "IM2": 2, "IM3": 3, "IM4": 4}
#: What vacancy risk comes to when there is nothing left to foresee.
VACANT = 4

COVERED, STOPGAP, UNCOVERED = 1.0, 0.5, 0.0
#: The code of ``cover`` that counts: an interim from outside the day's work is not there at once.
ACTS_UP = "ACT"

BANDS = ("E1", "E2", "E3", "E4")
NOT_ASSESSED = "EX"
#: Codes of ``criticality`` that say how critical a post is.
CRITICALITIES = ("C1", "C2", "C3", "C4", "C0")


@dataclass(frozen=True)
class Rules:
    """Weights of criticality, and the smallest exposure of the bands E2, E3 and E4.

    ``version`` names the definition that they come from; "" for the platform's own.
    """

    weights: Mapping[str, int]
    starts: tuple[int, int, int]
    version: str = ""

    def band(self, value: float) -> str:
        return BANDS[sum(value >= start for start in self.starts)]


@dataclass(frozen=True)
class Stake:
    """What a vacancy of a post would cost before cover is looked at.

    ``weight`` is None while criticality is not assessed, ``risk`` and ``impact`` are 0 when they are
    not.
    """

    weight: int | None
    risk: int
    impact: int
    vacant: bool

    @property
    def level(self) -> int:
        return max(self.risk, self.impact)

    @property
    def value(self) -> int:
        return (self.weight or 0) * self.level

    @property
    def assessed(self) -> bool:
        """Whether there is anything to work with: criticality, and risk or impact."""
        return self.weight is not None and self.level > 0


@dataclass(frozen=True)
class Exposure:
    """The exposure of a post with the numbers it is made of."""

    stake: Stake
    cover: float
    value: float
    band: str


def stake(criticality: str, vacancy_risk: str, impact: str, *, vacant: bool, rules: Rules) -> Stake:
    """What is at stake at a post. A code that is not of the national lists counts as not assessed."""
    return Stake(
        weight=rules.weights.get(criticality),
        risk=VACANT if vacant else RISK_LEVELS.get(vacancy_risk, 0),
        impact=IMPACT_LEVELS.get(impact, 0),
        vacant=vacant,
    )


def cover(*, counted: bool, acts_up: bool) -> float:
    """How far a post is covered: `counted` = somebody ready now and agreed is counted for it."""
    return COVERED if counted else STOPGAP if acts_up else UNCOVERED


def exposure(at_stake: Stake, covered: float, rules: Rules) -> Exposure:
    """The exposure; its band is ``EX`` while too little is assessed to say."""
    value = at_stake.value * (1 - covered)
    band = rules.band(value) if at_stake.assessed else NOT_ASSESSED
    return Exposure(at_stake, covered, value, band)
