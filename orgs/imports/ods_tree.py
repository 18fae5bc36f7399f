"""The tree as plain values for a comparison: each organisation with all its placements, future ones too."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from orgs.models.units import OrgPlacement


@dataclass(frozen=True)
class Placed:
    """One placement: half-open, None = unbounded."""

    first: dt.date | None
    until: dt.date | None
    name: str
    type: str
    parent: str

    def holds(self, day: dt.date) -> bool:
        return (self.first is None or self.first <= day) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True)
class Unit:
    """An organisation of the tree, its placements in order. It has one at least."""

    code: str
    placed: tuple[Placed, ...]

    @property
    def last(self) -> Placed:
        return self.placed[-1]

    @property
    def open(self) -> bool:
        """Whether no end of it is recorded, today's or a future one."""
        return self.last.until is None

    def on(self, day: dt.date) -> Placed | None:
        return next((each for each in self.placed if each.holds(day)), None)

    def from_day(self, day: dt.date) -> list[Placed]:
        """The placements of `day` and after; the last one in any case."""
        found = [each for each in self.placed if each.until is None or each.until > day]
        return found or [self.last]

    def before(self, day: dt.date) -> list[Placed]:
        return [each for each in self.placed if each.until is not None and each.until <= day]


Tree = Mapping[str, Unit]


def placed_units() -> dict[str, Unit]:
    """Every organisation of the tree by code, with its placements: one statement."""
    rows = (
        OrgPlacement.objects.filter(type__kind="tree")
        .order_by("unit__code", "valid")
        .values_list("unit__code", "valid", "name", "type__code", "parent__code")
    )
    found: dict[str, list[Placed]] = {}
    for code, valid, name, kind, parent in rows:
        found.setdefault(code, []).append(
            Placed(valid.lower, valid.upper, name, kind, parent or "")
        )
    return {code: Unit(code, tuple(placed)) for code, placed in found.items()}
