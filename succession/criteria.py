"""Criteria by which a post is critical, their weights, and the code that scores suggest.

After the NHS Leadership Academy's critical role assessment, whose criteria are chosen locally: the
criteria, their weights, the words of each score and the rule of suggestion are our own. An area
defines the weights and an employer adapts them (``criticality_criteria``).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from orgs.inheritance import selectors
from orgs.inheritance.effective import Effective
from orgs.inheritance.kinds import DefinitionKind, FieldSpec

#: Scores that can be given to a criterion.
SCORES = (0, 1, 2, 3)
MOST = SCORES[-1]
_MOST_WEIGHT = 5
STATUTORY, STRATEGIC, OPERATIONAL, SCARCE, NOT_CRITICAL = "C1", "C2", "C3", "C4", "C0"
#: What somebody who assesses can decide.
DECISIONS = (STATUTORY, STRATEGIC, OPERATIONAL, SCARCE, NOT_CRITICAL)

Anchors = tuple[str, str, str, str]


@dataclass(frozen=True)
class Shipped:
    """A criterion that ships: its words, its weight, what each score means, and what it speaks for."""

    key: str
    label: str
    weight: int
    anchors: Anchors
    speaks_for: str


SHIPPED = (
    Shipped(
        "safety",
        "Effect on patient safety",
        3,
        (
            "None that patients would notice",
            "Indirect, and others can bridge it",
            "Direct, in one service",
            "Direct, across services",
        ),
        OPERATIONAL,
    ),
    Shipped(
        "strategy",
        "Effect on strategy",
        2,
        (
            "None",
            "One objective would slip",
            "Several objectives would slip",
            "The strategy could not be delivered",
        ),
        STRATEGIC,
    ),
    Shipped(
        "statutory",
        "Statutory or regulatory need",
        3,
        (
            "No rule asks for the post",
            "A rule asks for the duty, which another post can hold",
            "A regulator expects the post to be filled",
            "The board is not properly constituted without it",
        ),
        STATUTORY,
    ),
    Shipped(
        "market",
        "Scarcity in the market",
        2,
        (
            "Many people would apply",
            "Some people would apply",
            "Few would, and searches take long",
            "Searches have failed, or nobody else is known",
        ),
        SCARCE,
    ),
    Shipped(
        "filling",
        "Time to fill and to become effective",
        2,
        ("Less than 3 months", "3 to 6 months", "7 to 12 months", "More than 12 months"),
        OPERATIONAL,
    ),
    Shipped(
        "knowledge",
        "Knowledge held by one person",
        2,
        (
            "It is written down and shared",
            "Most of it is shared",
            "Much of it is with whoever holds the post",
            "Nobody else has it",
        ),
        SCARCE,
    ),
    Shipped(
        "dependants",
        "Posts that report through it",
        1,
        ("None", "1 to 5", "6 to 20", "More than 20"),
        OPERATIONAL,
    ),
)
_OF_YOUR_OWN: Anchors = ("Not at all", "A little", "Much", "Decisive")

CRITICALITY_CRITERIA = DefinitionKind(
    code="criticality_criteria",
    label="Critical role criteria",
    plural="Critical role criteria",
    single=True,
    fields=(
        *(
            FieldSpec(
                each.key,
                each.label,
                "number",
                default=each.weight,
                minimum=0,
                maximum=_MOST_WEIGHT,
                hint="Its weight. 0 means that it is not asked.",
                group="Weights of the criteria",
            )
            for each in SHIPPED
        ),
        FieldSpec(
            "more",
            "Further criteria",
            "list",
            hint="Each counts with the weight below.",
        ),
        FieldSpec(
            "more_weight",
            "Weight of each further criterion",
            "number",
            default=1,
            minimum=1,
            maximum=_MOST_WEIGHT,
        ),
        FieldSpec(
            "critical_from",
            "Percentage of the highest score from which a post is critical",
            "number",
            default=40,
            minimum=1,
            maximum=100,
        ),
    ),
    note="Each criterion is scored from 0 to 3. The score suggests a criticality, and whoever is "
    "responsible for succession decides.",
)


@dataclass(frozen=True)
class Criterion:
    """A criterion in effect at an employer. ``speaks_for`` is "" for one that was added."""

    key: str
    label: str
    weight: int
    anchors: Anchors
    speaks_for: str = ""


@dataclass(frozen=True)
class Weighed:
    """What scores come to: points of the most there can be, in whole percent, and what they suggest."""

    points: int
    most: int
    percent: int
    suggested: str
    because: str


@dataclass(frozen=True)
class Criteria:
    """All criteria in effect, and the share of the highest score from which a post is critical.

    ``version`` names the definition that they come from; "" for the platform's own.
    """

    items: tuple[Criterion, ...]
    critical_from: int
    version: str = ""

    def weigh(self, scores: Mapping[str, int]) -> Weighed:
        """The weighted score and the code that it suggests, with the reason in a sentence.

        `scores` has a score for every criterion. The percentage is rounded down, so that a post
        just below the line is shown below it.
        """
        points = sum(each.weight * scores[each.key] for each in self.items)
        most = sum(each.weight * MOST for each in self.items)
        percent = points * 100 // most if most else 0
        suggested, because = self._suggest(scores, percent)
        return Weighed(points, most, percent, suggested, because)

    def _suggest(self, scores: Mapping[str, int], percent: int) -> tuple[str, str]:
        if scores.get("statutory") == MOST:
            return STATUTORY, "The board is not properly constituted without the post."
        if percent < self.critical_from:
            if scores.get("knowledge") == MOST:
                return SCARCE, "Nobody but whoever holds the post has the knowledge."
            return NOT_CRITICAL, f"The score is below {self.critical_from}%."
        shares = {code: self._share(scores, code) for code in (STRATEGIC, OPERATIONAL, SCARCE)}
        leading = max(shares, key=lambda code: shares[code])
        return leading, (
            f"The score is {self.critical_from}% or more, and what weighs most is {_LEADS[leading]}."
        )

    def _share(self, scores: Mapping[str, int], code: str) -> float:
        """How far the criteria that speak for a code are met, from 0 to 1."""
        own = [each for each in self.items if each.speaks_for == code]
        most = sum(each.weight * MOST for each in own)
        return sum(each.weight * scores[each.key] for each in own) / most if most else 0.0


_LEADS = {
    STRATEGIC: "the effect on strategy",
    OPERATIONAL: "the effect on services",
    SCARCE: "how scarce the skill or the knowledge is",
}


def criteria_of(effective: Effective) -> Criteria:
    """The criteria that a definition in effect comes to; those with the weight 0 are left out."""
    weights = {each.key: int(effective.value(each.key) or 0) for each in SHIPPED}
    items = [
        Criterion(each.key, each.label, weights[each.key], each.anchors, each.speaks_for)
        for each in SHIPPED
        if weights[each.key] > 0
    ]
    more = int(effective.value("more_weight") or 1)
    items += [
        Criterion(f"more-{item['key']}", str(item["value"]), more, _OF_YOUR_OWN)
        for item in effective.value("more")
    ]
    return Criteria(
        tuple(items),
        int(effective.value("critical_from") or 40),
        effective.stamp.replace("|", ", "),
    )


def criteria(unit_id: int, day: dt.date) -> Criteria:
    """The criteria in effect at an employer on a day."""
    return criteria_of(selectors.effective(CRITICALITY_CRITERIA.code, unit_id, day))
