"""The rules of one class of measure, their presets with sources, and their JSON form."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from reporting.disclosure.model import DisclosureError


@dataclass(frozen=True, slots=True)
class Policy:
    """What may not be shown, and how much must stay open about what is not.

    ``min_cell``: a count n with 0 < n < min_cell is hidden (1: off). ``min_base``: where 0 < base < min_base,
    the base and every cell on it, zeros included, are hidden (1: off). ``min_contributors``: a base to which
    fewer organisations contribute is hidden with its cells (1: off). ``max_share``: so is a base of which one
    organisation holds a larger part (1.0: off). ``all_or_none``: where one answer holds everybody, all answers
    are hidden. ``protect_rest``: a count of which less than min_cell, but something, is left beside its largest
    contributor is hidden, since that organisation would read the rest off. ``protect_zeros``: a zero on a base that is not zero counts as a small count. ``round_to``:
    shown counts are rounded to this base, halves up (1: off). ``width``: a primary cell must keep
    max - min >= width for every reader. ``p_percent`` and ``dominance`` (k, share) act on what organisations
    contribute to a cell: hidden if total - x1 - x2 < p/100 x1, or if the k largest hold more than share
    (formulae: SDC Handbook 2024, 4.2). ``symbol``: what stands for every hidden value, whatever the reason.
    """

    name: str = "custom"
    min_cell: int = 1
    min_base: int = 1
    min_contributors: int = 1
    max_share: float = 1.0
    all_or_none: bool = False
    protect_zeros: bool = False
    protect_rest: bool = False
    round_to: int = 1
    width: int = 5
    p_percent: float | None = None
    dominance: tuple[int, float] | None = None
    symbol: str = "*"

    def __post_init__(self) -> None:
        whole = (self.min_cell, self.min_base, self.min_contributors, self.round_to)
        if min(whole) < 1 or self.width < 0 or not 0 < self.max_share <= 1 or not self.symbol:
            raise DisclosureError(f"policy {self.name!r} has a value out of range")

    @property
    def reach(self) -> float:
        """How far a count has to move so that neither the width nor the threshold gives it away."""
        return float(max(self.width, self.min_cell, 1))

    def is_at_least(self, other: Policy) -> bool:
        """Whether this policy is nowhere looser than ``other``: the only change allowed further down the tree."""

        def no_looser(mine: float | None, theirs: float | None) -> bool:
            return theirs is None or (mine is not None and mine >= theirs)

        return (
            all(
                getattr(self, key) >= getattr(other, key)
                for key in (
                    "min_cell",
                    "min_base",
                    "min_contributors",
                    "all_or_none",
                    "protect_zeros",
                    "protect_rest",
                    "width",
                )
            )
            and self.max_share <= other.max_share
            and self.round_to % other.round_to == 0
            and no_looser(self.p_percent, other.p_percent)
            and (
                other.dominance is None
                or (
                    self.dominance is not None
                    and self.dominance[0] >= other.dominance[0]
                    and self.dominance[1] <= other.dominance[1]
                )
            )
        )

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces; equal policies give equal text."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Policy:
        """The policy of ``to_json``; keys left out take their default, unknown keys raise DisclosureError."""
        data = json.loads(text)
        unknown = set(data) - {item.name for item in fields(cls)}
        if unknown:
            raise DisclosureError(f"unknown policy keys: {', '.join(sorted(unknown))}")
        if data.get("dominance") is not None:
            data["dominance"] = (int(data["dominance"][0]), float(data["dominance"][1]))
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Preset:
    """A policy and where its numbers come from."""

    policy: Policy
    source: str


_PLATFORM = "DECISIONS.md 25 of this platform; base 11 after the NHS Staff Survey"

PRESETS: dict[str, Preset] = {
    "judgements": Preset(
        Policy("judgements", 5, 11, 5, 0.85, all_or_none=True, protect_rest=True, width=5),
        f"{_PLATFORM}: judgements on post-holders, and cover",
    ),
    "people": Preset(
        Policy("people", 5, 11, 3, 0.85, all_or_none=True, protect_rest=True, width=5),
        f"{_PLATFORM}: successors, pool members, learners",
    ),
    "equality": Preset(
        Policy(
            "equality", 11, 11, 3, 0.85, all_or_none=True, protect_rest=True, round_to=5, width=11
        ),
        f"{_PLATFORM}: equality; rounding to 5 after HES",
    ),
    "organisation_facts": Preset(
        Policy("organisation_facts", width=0),
        "DESIGN.md 7: no judgement about a person enters these, so they are shown for organisations as such",
    ),
    "staff_survey": Preset(
        Policy("staff_survey", min_base=11, width=5),
        "NHS Staff Survey: fewer than 11 responses to a question are not displayed (2018 detailed spreadsheet)",
    ),
    "hes": Preset(
        Policy("hes", min_cell=8, round_to=5, width=5),
        "NHS Digital HES from September 2018: sub-national 1 to 7 hidden, others to the nearest 5, 0 shown",
    ),
}
