"""The simple steps of which every change of the tree consists.

Each is a small value: it checks itself against a shape of the tree, is tried on it, and is carried
out. Its fields are its JSON, and its annotations the schema. A step writes placements and links, and
no row of a tenant.
"""

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol

from orgs import tree
from orgs.enums import LinkRelation
from orgs.models.units import OrgLink, OrgUnit
from orgs.restructure.shape import Node, Shape

_CODE = re.compile(r"^[A-Za-z0-9_-]{1,10}$")


@dataclass
class Hands:
    """What a step writes with: the day, and the units by code, new ones included."""

    day: dt.date
    source: str
    units: dict[str, OrgUnit] = field(default_factory=dict)


class Step(Protocol):
    """One simple change of the tree."""

    do: ClassVar[str]

    @property
    def code(self) -> str:
        """The organisation that changes."""

    def check(self, shape: Shape) -> list[str]:
        """Why it may not be done to `shape`, in sentences; empty when it may."""

    def steps(self, shape: Shape) -> list["Step"]:
        """Itself: what is made of others gives those."""

    def after(self, shape: Shape) -> Shape:
        """The shape once it is done. Call :meth:`check` first."""

    def execute(self, hands: Hands) -> None:
        """Do it, inside :func:`orgs.tree.locked` and a scope that holds the units concerned."""


@dataclass(frozen=True)
class Create:
    """Open an organisation. Without a parent only what may be at the top (:class:`Reroot`)."""

    do: ClassVar[str] = "create"
    code: str
    name: str
    type: str
    parent: str = ""

    def check(self, shape: Shape) -> list[str]:
        faults = []
        if not _CODE.match(self.code):
            faults.append("A code has 1 to 10 letters and digits.")
        if self.code in shape or self.code in shape.elsewhere:
            faults.append(f"The code {self.code} is taken. A code is never used twice.")
        if not self.name.strip():
            faults.append("Give the new organisation a name.")
        if self.type not in shape.kinds:
            faults.append(f"There is no type of organisation called {self.type}.")
        elif not faults:
            faults += place_faults(shape, self.name, self.type, self.parent)
        return faults

    def steps(self, shape: Shape) -> list[Step]:  # noqa: ARG002  the protocol's
        return [self]

    def after(self, shape: Shape) -> Shape:
        return shape.with_node(Node(None, self.code, self.name, self.type, self.parent))

    def execute(self, hands: Hands) -> None:
        if not self.parent:
            hands.units[self.code] = tree.create_top(
                self.code,
                name=self.name,
                type_code=self.type,
                on=hands.day,
                source=hands.source,
            )
            return
        hands.units[self.code] = tree.create(
            self.code,
            name=self.name,
            type_code=self.type,
            on=hands.day,
            parent=hands.units[self.parent],
            source=hands.source,
        )


@dataclass(frozen=True)
class Move:
    """Hang an organisation, with all below it, under another."""

    do: ClassVar[str] = "move"
    code: str
    parent: str

    def check(self, shape: Shape) -> list[str]:
        if faults := missing(shape, self.code, self.parent):
            return faults
        node = shape[self.code]
        if node.parent == self.parent:
            return [f"{node.name} is under {shape[self.parent].name} already."]
        if self.parent == self.code or self.parent in shape.below(self.code):
            return [f"{node.name} cannot go below itself."]
        return place_faults(shape, node.name, node.type, self.parent)

    def steps(self, shape: Shape) -> list[Step]:  # noqa: ARG002  the protocol's
        return [self]

    def after(self, shape: Shape) -> Shape:
        return shape.with_node(replace(shape[self.code], parent=self.parent))

    def execute(self, hands: Hands) -> None:
        parent = hands.units[self.parent]
        tree.place(hands.units[self.code], on=hands.day, parent=parent, source=hands.source)


@dataclass(frozen=True)
class Rename:
    """Give an organisation another name. Its code never changes."""

    do: ClassVar[str] = "rename"
    code: str
    name: str

    def check(self, shape: Shape) -> list[str]:
        faults = missing(shape, self.code)
        if not self.name.strip():
            faults.append("Give the name.")
        return faults

    def steps(self, shape: Shape) -> list[Step]:  # noqa: ARG002  the protocol's
        return [self]

    def after(self, shape: Shape) -> Shape:
        return shape.with_node(replace(shape[self.code], name=self.name))

    def execute(self, hands: Hands) -> None:
        tree.place(hands.units[self.code], on=hands.day, name=self.name, source=hands.source)


@dataclass(frozen=True)
class Retype:
    """Make an organisation one of another type, where it hangs and with what hangs below it."""

    do: ClassVar[str] = "retype"
    code: str
    type: str

    def check(self, shape: Shape) -> list[str]:
        faults = missing(shape, self.code)
        if self.type not in shape.kinds:
            faults.append(f"There is no type of organisation called {self.type}.")
        if faults:
            return faults
        node, kind = shape[self.code], shape.kinds[self.type]
        if node.type == self.type:
            return [f"{node.name} is of this type already: {kind.label}."]
        if kind.employs != (self.code in shape.employers):
            why = "one employs people and the other does not"
            instead = "Open a new organisation, and close this one into it"
            return [f"{node.name} cannot become one of the type {kind.label}: {why}. {instead}."]
        return [
            *place_faults(shape, node.name, self.type, node.parent),
            *(
                f"{child.name} ({shape.label(child.code)}) is below {node.name}, and may not sit "
                f"under one of the type {kind.label}."
                for child in shape.children(self.code)
                if self.type not in shape.kinds[child.type].under
            ),
        ]

    def steps(self, shape: Shape) -> list[Step]:  # noqa: ARG002  the protocol's
        return [self]

    def after(self, shape: Shape) -> Shape:
        return shape.with_node(replace(shape[self.code], type=self.type))

    def execute(self, hands: Hands) -> None:
        unit = hands.units[self.code]
        tree.place(unit, on=hands.day, type_code=self.type, source=hands.source)


@dataclass(frozen=True)
class Close:
    """Close an organisation below which nothing hangs, and say what takes its place.

    `into` takes what the organisation holds, but for what is named to go to one of `also`, the
    other successors of one that is split. Blank: nothing takes its place, and it may hold nothing.
    """

    do: ClassVar[str] = "close"
    code: str
    into: str = ""
    also: tuple[str, ...] = ()

    @property
    def heirs(self) -> tuple[str, ...]:
        """Every successor, the main one first; empty when nothing takes its place."""
        return (self.into, *self.also) if self.into else ()

    def check(self, shape: Shape) -> list[str]:
        if faults := missing(shape, self.code, *self.heirs):
            return faults
        name = shape[self.code].name
        faults = [
            f"{child.name} is below {name}: say where it goes first."
            for child in shape.children(self.code)
        ]
        if self.code in self.heirs:
            faults.append(f"{name} cannot take its own place.")
        if self.also and not self.into:
            faults.append(f"Say which organisation is the main successor of {name}.")
        if len(set(self.heirs)) < len(self.heirs):
            faults.append(f"Name each successor of {name} once.")
        if self.code in shape.employers:
            faults += [
                f"{name} employs people, and {shape[heir].name} cannot take them."
                for heir in self.heirs
                if not shape.kinds[shape[heir].type].employs
            ]
        return faults

    def steps(self, shape: Shape) -> list[Step]:  # noqa: ARG002  the protocol's
        return [self]

    def after(self, shape: Shape) -> Shape:
        return shape.without(self.code)

    def execute(self, hands: Hands) -> None:
        unit = hands.units[self.code]
        tree.close(unit, on=hands.day, source=hands.source)
        relation = LinkRelation.SPLIT_TO if self.also else LinkRelation.MERGED_INTO
        OrgLink.objects.bulk_create(
            OrgLink(
                predecessor=unit,
                successor=hands.units[heir],
                relation=relation,
                effective_on=hands.day,
            )
            for heir in self.heirs
        )


@dataclass(frozen=True)
class Reopen:
    """Open an organisation that was closed, under its own code: what takes a closing back."""

    do: ClassVar[str] = "reopen"
    code: str
    parent: str

    def check(self, shape: Shape) -> list[str]:
        if self.code in shape:
            return [f"{shape[self.code].name} is open."]
        old = shape.elsewhere.get(self.code)
        if old is None or old.type not in shape.kinds:
            return [f"There has been no organisation with the code {self.code}."]
        return place_faults(shape, old.name, old.type, self.parent)

    def steps(self, shape: Shape) -> list[Step]:  # noqa: ARG002  the protocol's
        return [self]

    def after(self, shape: Shape) -> Shape:
        return shape.with_node(replace(shape.elsewhere[self.code], parent=self.parent))

    def execute(self, hands: Hands) -> None:
        parent = hands.units[self.parent] if self.parent else None
        tree.reopen(hands.units[self.code], on=hands.day, parent=parent, source=hands.source)


def missing(shape: Shape, *codes: str) -> list[str]:
    """A sentence for each code that is not an open organisation."""
    return [f"There is no open organisation with the code {c}." for c in codes if c not in shape]


def place_faults(shape: Shape, name: str, kind: str, parent: str) -> list[str]:
    """Why an organisation of a type may not hang there."""
    under = shape.kinds[kind].under
    if not parent:
        return [f"{name} ({shape.kinds[kind].label}) must sit under another."] if under else []
    if faults := missing(shape, parent):
        return faults
    if shape[parent].type not in under:
        return [f"{name} ({shape.kinds[kind].label}) may not sit under {shape[parent].name}."]
    return []
