"""The list of where an employer's people and posts go, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from orgs.models.handover import HandoverList
from orgs.models.restructure import RestructurePlan
from orgs.restructure import lists
from orgs.restructure.lists import Placed
from orgs.restructure.transfers import Transfer, subjects
from orgs.words import words_of_moment

EVERY = "All of them"


@dataclass(frozen=True)
class Summed:
    """How many of one subject go to each successor; `cells` are in the order of the names."""

    label: str
    cells: list[int]
    everywhere: int


def subject_called(key: str) -> Transfer:
    """The subject that is asked for, or the first."""
    return next((each for each in subjects() if each.key == key), subjects()[0])


def of_group(rows: Sequence[Placed], group: str) -> list[Placed]:
    """The rows of a division; all of them without one."""
    return [each for each in rows if not group or each.row.group == group]


def groups(rows: Sequence[Placed]) -> list[str]:
    """The divisions that rows are in, by name."""
    return sorted({each.row.group for each in rows if each.row.group})


def goes_to(row: Placed) -> str:
    return row.successor or EVERY


def summed(found: HandoverList) -> list[Summed]:
    """For the page that asks to confirm: what goes where, in numbers, inside the employer alone."""
    rows = []
    for subject in subjects():
        counted = Counter(each.successor for each in lists.placed(found, subject))
        if counted:
            cells = [counted[name] for name in found.names]
            rows.append(Summed(subject.label, cells, counted[""]))
    return rows


def standing(found: HandoverList) -> tuple[str, str]:
    """Word and colour of a list."""
    if found.confirmed_at is None:
        return "Not confirmed yet", "orange"
    return f"Confirmed on {words_of_moment(found.confirmed_at)}", "green"


def for_plan(plan: RestructurePlan) -> list[dict[str, str]]:
    """For the steward's page: of each employer that is split, whether its list is confirmed."""
    return [
        {
            "name": each.name,
            "word": "List confirmed" if each.confirmed else "Not yet confirmed",
            "colour": "green" if each.confirmed else "orange",
        }
        for each in lists.states(plan)
    ]
