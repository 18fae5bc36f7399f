"""What a release holds: exactly what its audience sees. Reading it, cutting a part of it, and its hash.

    {"format": "release/1", "report": …, "audience": CODE, "as_at": …, "tree_day": …,
     "units": {CODE: {"name": …, "type": …, "level": …, "parent": CODE or null}},
     "tables": [{"key": …, "measure": …, "counts": "people", "status": "shown" or "withheld",
                 "dimensions": [{"name": …, "label": …, "codes": [[CODE, label], …]}],
                 "cells": [[unit, code or "*", …, value or null], …],
                 "round_to": only where figures are rounded}],
     "benchmarks": [{"key": …, "level": …, "n": …, "lower": …, "median": …, "upper": …}]}

A hidden figure is null, whatever the reason; the figure itself is not in the release.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

FORMAT = "release/1"
TOTAL = "*"

Content = dict[str, Any]


def digest(content: Content, about: Mapping[str, Any]) -> str:
    """The SHA-256 of a release: its content and what it says about itself, as canonical JSON."""
    text = json.dumps([content, dict(about)], sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def cut(content: Content, audience: str, *, with_employers: frozenset[str]) -> Content:
    """The part of a release that the audience of a unit below sees.

    `with_employers` names the tables that may show one employer: organisation facts. Cells keep
    their values, so a cut tells nothing that the whole does not.
    """
    units: dict[str, Any] = {}
    for code, unit in content["units"].items():
        if code == audience or unit["parent"] in units:
            units[code] = unit | {"parent": None} if code == audience else unit
    inner = {code for code, unit in units.items() if unit["level"] != "employer"}
    tables = []
    for table in content["tables"]:
        seen = units.keys() if table["key"] in with_employers else inner
        cells = [cell for cell in table["cells"] if cell[0] in seen]
        tables.append(table | {"cells": cells})
    return content | {"audience": audience, "units": units, "tables": tables}


@dataclass(frozen=True)
class Place:
    code: str
    name: str


class ReleasedTable:
    """One table of a release, with look-up. Every figure that is not shown is None."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.key: str = data["key"]
        self.measure: str = data["measure"]
        self.counts: str = data["counts"]
        self.withheld: bool = data["status"] == "withheld"
        self.dimensions: list[Mapping[str, Any]] = data["dimensions"]
        self.names = [dimension["name"] for dimension in self.dimensions]
        #: Every figure is rounded to a multiple of it; 1: none is.
        self.round_to: int = data.get("round_to", 1)
        self.cells = {tuple(cell[:-1]): cell[-1] for cell in data["cells"]}

    def codes(self, name: str) -> list[tuple[str, str]]:
        """Codes and labels of a dimension; empty when the form that is shown does not have it."""
        for dimension in self.dimensions:
            if dimension["name"] == name:
                return [(code, label) for code, label in dimension["codes"]]
        return []

    def has(self, unit: str) -> bool:
        """Whether the table shows the unit at all."""
        return (unit, *[TOTAL] * len(self.names)) in self.cells

    def value(self, unit: str, **codes: str) -> int | None:
        """The figure of a cell; the total of every dimension that is not named."""
        value = self.cells.get((unit, *(codes.get(name, TOTAL) for name in self.names)))
        return None if value is None else int(value)

    def total_of(self, unit: str, where: Mapping[str, Sequence[str]], **codes: str) -> int | None:
        """The sum of the cells of `where`; None as soon as one of them is hidden.

        Of one dimension also what the other codes leave of the total, when all of that is shown:
        whoever reads these cells can subtract them, and the protection knows it. Not of rounded figures,
        whose difference is no figure.
        """
        if not set(where) <= set(self.names):
            return None
        added = self._sum(unit, where, **codes)
        if added is not None or len(where) != 1 or self.round_to > 1:
            return added
        ((name, wanted),) = where.items()
        others = {name: [code for code, _ in self.codes(name) if code not in wanted]}
        total, rest = self.value(unit, **codes), self._sum(unit, others, **codes)
        return None if total is None or rest is None else total - rest

    def _sum(self, unit: str, where: Mapping[str, Sequence[str]], **codes: str) -> int | None:
        values = [
            self.value(unit, **codes, **dict(zip(where, combination, strict=True)))
            for combination in product(*where.values())
        ]
        shown = [value for value in values if value is not None]
        return sum(shown) if len(shown) == len(values) else None


class Figures:
    """A release's content, for page, PDF and CSV."""

    def __init__(self, content: Content) -> None:
        self.audience: str = content["audience"]
        self.units: Mapping[str, Any] = content["units"]
        self.tables = {data["key"]: ReleasedTable(data) for data in content["tables"]}
        self.benchmarks: Sequence[dict[str, Any]] = content.get("benchmarks", ())

    def name(self, code: str) -> str:
        unit = self.units[code]
        return f"{unit['name']} (own)" if code.endswith("/own") else str(unit["name"])

    def whole(self, table: ReleasedTable) -> list[Place]:
        """The audience itself, where the table shows its parts too."""
        (first, *_) = self.places(table)
        if first.code == self.audience:
            return []
        return [Place(self.audience, f"All of {self.name(self.audience)}")]

    def places(self, table: ReleasedTable) -> list[Place]:
        """The audience's parts that the table shows, in order; itself when it shows none of them.

        A table may not even show the audience (:meth:`ReleasedTable.has`), whose level it leaves out.
        """
        below = [
            code
            for code, unit in self.units.items()
            if unit["parent"] == self.audience and table.has(code)
        ]
        return [Place(code, self.name(code)) for code in below or [self.audience]]
