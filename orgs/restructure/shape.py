"""The tree of one day as plain values: operations are tried on it before anything is written."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from orgs import tree
from orgs.models.units import OrgUnit, OrgUnitType


@dataclass(frozen=True)
class Node:
    """One organisation. `id` is None for one that is not yet made."""

    id: int | None
    code: str
    name: str
    type: str
    parent: str


@dataclass(frozen=True)
class Kind:
    """What a type of organisation is called, and what it may sit under."""

    label: str
    under: tuple[str, ...]
    employs: bool


@dataclass(frozen=True)
class Shape:
    """Organisations by code. `elsewhere`: closed and future ones, as they last or first are."""

    nodes: dict[str, Node]
    kinds: dict[str, Kind]
    elsewhere: dict[str, Node] = field(default_factory=dict)
    employers: frozenset[str] = frozenset()

    @classmethod
    def of_day(cls, day: dt.date) -> Self:
        """The tree as it is placed on `day`: three statements."""
        nodes = {
            row.code: Node(row.id, row.code, row.name, row.type, row.parent_code)
            for row in tree.rows(day)
        }
        kinds = {
            kind.code: Kind(kind.label, tuple(kind.under), kind.employs)
            for kind in OrgUnitType.objects.filter(kind="tree").order_by("sort")
        }
        known = OrgUnit.objects.values_list(
            "id", "code", "name", "type__code", "parent__code", "is_employer"
        )
        elsewhere, employers = {}, set()
        for unit_id, code, name, kind, parent, employs in known:
            if code not in nodes:
                elsewhere[code] = Node(unit_id, code, name, kind, parent or "")
            if employs:
                employers.add(code)
        return cls(nodes, kinds, elsewhere, frozenset(employers))

    def __contains__(self, code: str) -> bool:
        return code in self.nodes

    def __getitem__(self, code: str) -> Node:
        return self.nodes[code]

    def with_node(self, node: Node) -> Self:
        return replace(self, nodes={**self.nodes, node.code: node})

    def without(self, code: str) -> Self:
        return replace(self, nodes={c: n for c, n in self.nodes.items() if c != code})

    def label(self, code: str) -> str:
        return self.kinds[self.nodes[code].type].label

    def children(self, code: str) -> list[Node]:
        """Organisations directly below, by name."""
        return sorted(self._by_parent.get(code, []), key=lambda n: (n.name.lower(), n.code))

    @cached_property
    def _by_parent(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            found.setdefault(node.parent, []).append(node)
        return found

    def above(self, code: str) -> Iterator[str]:
        """Codes above, the nearest first."""
        at = self.nodes[code].parent
        while at:
            yield at
            at = self.nodes[at].parent if at in self.nodes else ""

    def last_above(self, code: str) -> str:
        """The nearest open organisation above where a closed one last hung; else the one at the top."""
        at = self.elsewhere[code].parent
        while at and at not in self.nodes:
            at = self.elsewhere[at].parent if at in self.elsewhere else ""
        return at or next((node.code for node in self.children("")), "")

    def below(self, code: str) -> set[str]:
        """Codes below, itself not included."""
        found: set[str] = set()
        wave = [code]
        while wave:
            wave = [
                n.code for up in wave for n in self._by_parent.get(up, []) if n.code not in found
            ]
            found.update(wave)
        return found

    def common_ancestor(self, codes: set[str]) -> str:
        """The lowest organisation that all of `codes` are at or below; "" when there is none."""
        paths = [[code, *self.above(code)] for code in sorted(codes) if code in self]
        if not paths:
            return ""
        return next((code for code in paths[0] if all(code in path for path in paths)), "")
