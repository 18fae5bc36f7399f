"""What can be counted: each app above registers its measures, and reporting knows nothing of people.

A measure gives atoms: one row for each employer and category with somebody in it. Nothing else leaves
it. Its SQL runs as the aggregation worker, who has no right to a name.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from orgs.registry import Registry
from reporting.enums import Counts, MeasureClass

Codes = tuple[tuple[str, str], ...]
AtomRow = tuple[Any, ...]


@dataclass(frozen=True)
class Category:
    """A dimension of a measure: its codes with their labels, in the order of the page.

    ``codes`` is called under the builder's role when the cube is counted, so that a code list that
    is data can be read. ``answer`` = it says something about the people who are counted (readiness,
    engagement), so the rules on shares apply to it.
    """

    name: str
    label: str
    codes: Callable[[], Codes]
    answer: bool = False


@dataclass(frozen=True)
class Measure:
    """One thing that is counted.

    Attributes:
        code: permanent; it stands in cubes and releases.
        definition: the sentence that every figure links to: who or what is counted, and when.
        klass: decides which disclosure policy holds.
        counts: the unit of count. People are counted at one employer each (DECISIONS 26).
        atoms: ``(cursor, as_at)`` to rows ``(unit_id, *codes, n, oldest_update)``: the employer's
            id, a code for each dimension, how many, and the day of the oldest change among them.
        family: measures that count the same people, by one answer each (one dimension). They are
            protected as one system and share one ledger; empty = a ledger of its own. A report that
            shows one of a family counts them all.
        nobody_without: code of a measure of organisation facts, shown elsewhere: where it counts nothing at
            an employer (in a code of a dimension of the same name, if both have one), nobody is counted
            here, and the adversary is told.
        unreleased: why no report may show it, in a sentence: it is counted, and disclosure control cannot
            protect it beside what is shown already. Empty = a report may.
        known_base: how many are counted at each employer, by the dimensions that are no answer, is an
            organisation fact that is shown elsewhere: the adversary is told.
    """

    code: str
    label: str
    definition: str
    klass: MeasureClass
    counts: Counts
    dimensions: tuple[Category, ...]
    atoms: Callable[[Any, dt.date], Sequence[AtomRow]]
    family: str = field(default="")
    known_base: bool = False
    nobody_without: str = ""
    unreleased: str = ""

    @property
    def ledger(self) -> str:
        """The name of the ledger that its releases are checked against."""
        return self.family or self.code

    @property
    def is_fact(self) -> bool:
        """Whether it is about organisations and nothing else: shown for one employer, with nothing to hide (DESIGN 7)."""
        return self.klass == MeasureClass.ORGANISATION_FACT

    def category(self, name: str) -> Category:
        """The dimension called `name`; ``LookupError`` when there is none."""
        for category in self.dimensions:
            if category.name == name:
                return category
        raise LookupError(f"{self.code} has no dimension {name!r}")


measures: Registry[Measure] = Registry("measures")


def measure(item: Measure) -> Measure:
    """Register a measure."""
    return measures.add(item.code, item)


def fixed(*codes: tuple[str, str]) -> Callable[[], Codes]:
    """Codes of our own, given with their labels."""
    return lambda: codes


def code_list(name: str, *only: str) -> Callable[[], Codes]:
    """The national codes of a list, all of them or `only` some, in the list's order."""

    def load() -> Codes:
        from orgs.models.codes import Code

        found = Code.objects.filter(list=name, owner=None)
        if only:
            found = found.filter(code__in=only)
        return tuple(found.order_by("sort", "code").values_list("code", "label"))

    return load
