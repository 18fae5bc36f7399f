"""Learning in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from learning.enums import StepState
from orgs.models.codes import Code

STEP_STATES = (
    (StepState.NOT_STARTED, "Not started"),
    (StepState.IN_PROGRESS, "In progress"),
    (StepState.DONE, "Done"),
)


@dataclass(frozen=True)
class FamilyDemand:
    """How many named people should develop towards a family of roles."""

    family: str
    people: int


def demand_by_family(demand: Mapping[str, int], roles: Mapping[str, Code]) -> list[FamilyDemand]:
    """Counts by family of roles, the largest first: never by role, never with a name."""
    found: dict[str, int] = {}
    for code, people in demand.items():
        role = roles.get(code)
        family = role.attributes.get("family", "Other") if role else "Other"
        found[family] = found.get(family, 0) + people
    return [
        FamilyDemand(family, people)
        for family, people in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
