"""What else is offered when somebody is named: filled by the apps above (talent pools).

A suggester offers, prepares with the rest of a nomination, and opens what it prepared when the
person has been told and agrees. All of it happens in the transaction of the act.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from orgs.audit import Actor
from orgs.registry import Registry


@dataclass(frozen=True)
class Criterion:
    """One test of a suggestion, in words, and whether the person meets it."""

    label: str
    met: bool


@dataclass(frozen=True)
class Suggestion:
    """Something offered for a nomination. `taken` = prepared or open for the person already."""

    public_id: UUID
    title: str
    criteria: tuple[Criterion, ...]
    taken: bool = False

    @property
    def met(self) -> int:
        return sum(c.met for c in self.criteria)


@dataclass(frozen=True)
class About:
    """The nomination as far as a suggester needs it."""

    unit_id: int
    staff_id: int
    role_codes: tuple[str, ...]
    readiness: str
    source_id: UUID


class Suggester(Protocol):
    """What an app above provides."""

    def suggest(self, about: About, day: dt.date) -> list[Suggestion]:
        """What fits the nomination, best first."""
        ...

    def titles(self, unit_id: int, staff_ids: Collection[int]) -> dict[int, list[str]]:
        """What each person already belongs to, by staff id: one query."""
        ...

    def quiet(self, unit_id: int, staff_ids: Collection[int], day: dt.date) -> dict[int, list[str]]:
        """Where each person takes part less than before, by staff id; who takes part is not in it.

        Only what anybody may be asked about: never a membership that is equality data.
        """
        ...

    def prepare(self, actor: Actor, about: About, chosen: Sequence[UUID], day: dt.date) -> int:
        """Prepare what was chosen; it stays closed to all but the succession circle."""
        ...

    def open(self, actor: Actor, unit_id: int, source_id: UUID, day: dt.date) -> int:
        """Open what was prepared for this nomination."""
        ...

    def withdraw(self, actor: Actor, unit_id: int, source_id: UUID, day: dt.date) -> int:
        """Take back what was prepared for this nomination and never opened."""
        ...


suggesters: Registry[Suggester] = Registry("succession suggestions")


def suggest(about: About, day: dt.date) -> list[Suggestion]:
    """All suggestions for a nomination."""
    return [s for suggester in suggesters for s in suggester.suggest(about, day)]


def titles(unit_id: int, staff_ids: Collection[int]) -> dict[int, list[str]]:
    """What each person belongs to, over all suggesters."""
    found: dict[int, list[str]] = {}
    for suggester in suggesters:
        for staff_id, names in suggester.titles(unit_id, staff_ids).items():
            found.setdefault(staff_id, []).extend(names)
    return found


def quiet(unit_id: int, staff_ids: Collection[int], day: dt.date) -> dict[int, list[str]]:
    """Where people take part less than before, over all suggesters: it prompts a conversation."""
    found: dict[int, list[str]] = {}
    for suggester in suggesters if staff_ids else ():
        for staff_id, names in suggester.quiet(unit_id, staff_ids, day).items():
            found.setdefault(staff_id, []).extend(names)
    return found
