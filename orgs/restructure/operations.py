"""What can be done to the tree, as small values: each checks itself, is tried on a shape, and is done.

The list is open: a later operation is one more class, added to :data:`KINDS`. Its fields are its
JSON, and its annotations the schema. Moving a unit writes placements and no row of a tenant.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Protocol

from orgs import tree
from orgs.enums import LinkRelation
from orgs.models.units import OrgLink, OrgUnit
from orgs.restructure.errors import RestructureError
from orgs.restructure.shape import Node, Shape

_CODE = re.compile(r"^[A-Za-z0-9_-]{1,10}$")


@dataclass
class Hands:
    """What an operation writes with: the day, and the units by code, new ones included."""

    day: dt.date
    source: str
    units: dict[str, OrgUnit] = field(default_factory=dict)


class Operation(Protocol):
    """One change of the tree."""

    do: ClassVar[str]

    def check(self, shape: Shape) -> list[str]:
        """Why it may not be done to `shape`, in sentences; empty when it may."""

    def steps(self, shape: Shape) -> list["Step"]:
        """The simple steps of which it consists on `shape`."""


class Step(Operation, Protocol):
    """An operation that is not made of others."""

    def after(self, shape: Shape) -> Shape:
        """The shape once it is done. Call :meth:`check` first."""

    def execute(self, hands: Hands) -> None:
        """Do it, inside :func:`orgs.tree.locked` and a scope that holds the units concerned."""


@dataclass(frozen=True)
class Create:
    """Open an organisation."""

    do: ClassVar[str] = "create"
    code: str
    name: str
    type: str
    parent: str

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
            faults += _place_faults(shape, self.name, self.type, self.parent)
        return faults

    def steps(self, shape: Shape) -> list[Step]:  # noqa: ARG002  the protocol's
        return [self]

    def after(self, shape: Shape) -> Shape:
        return shape.with_node(Node(None, self.code, self.name, self.type, self.parent))

    def execute(self, hands: Hands) -> None:
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
        if faults := _missing(shape, self.code, self.parent):
            return faults
        node = shape[self.code]
        if node.parent == self.parent:
            return [f"{node.name} is under {shape[self.parent].name} already."]
        if self.parent == self.code or self.parent in shape.below(self.code):
            return [f"{node.name} cannot go below itself."]
        return _place_faults(shape, node.name, node.type, self.parent)

    def steps(self, shape: Shape) -> list[Step]:  # noqa: ARG002  the protocol's
        return [self]

    def after(self, shape: Shape) -> Shape:
        old = shape[self.code]
        return shape.with_node(Node(old.id, old.code, old.name, old.type, self.parent))

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
        faults = _missing(shape, self.code)
        if not self.name.strip():
            faults.append("Give the name.")
        return faults

    def steps(self, shape: Shape) -> list[Step]:  # noqa: ARG002  the protocol's
        return [self]

    def after(self, shape: Shape) -> Shape:
        old = shape[self.code]
        return shape.with_node(Node(old.id, old.code, self.name, old.type, old.parent))

    def execute(self, hands: Hands) -> None:
        tree.place(hands.units[self.code], on=hands.day, name=self.name, source=hands.source)


@dataclass(frozen=True)
class Close:
    """Close an organisation below which nothing hangs, and say what takes its place."""

    do: ClassVar[str] = "close"
    code: str
    into: str
    also: tuple[str, ...] = ()

    @property
    def heirs(self) -> tuple[str, ...]:
        """Every successor, the main one first."""
        return (self.into, *self.also) if self.into else ()

    def check(self, shape: Shape) -> list[str]:
        if faults := _missing(shape, self.code, *self.heirs):
            return faults
        name = shape[self.code].name
        faults = [
            f"{child.name} is below {name}: say where it goes first."
            for child in shape.children(self.code)
        ]
        if self.code in self.heirs:
            faults.append(f"{name} cannot take its own place.")
        faults += [
            f"{name} employs people, and {shape[heir].name} cannot take them."
            for heir in self.heirs
            if self.code in shape.employers and not shape.kinds[shape[heir].type].employs
        ]
        return faults

    def steps(self, shape: Shape) -> list[Step]:  # noqa: ARG002  the protocol's
        return [self]

    def after(self, shape: Shape) -> Shape:
        return shape.without(self.code)

    def execute(self, hands: Hands) -> None:
        unit = hands.units[self.code]
        tree.close(unit, on=hands.day)
        relation = LinkRelation.SPLIT_TO if self.also else LinkRelation.MERGED_INTO
        for heir in self.heirs:
            OrgLink.objects.create(
                predecessor=unit,
                successor=hands.units[heir],
                relation=relation,
                effective_on=hands.day,
            )


@dataclass(frozen=True)
class Merge:
    """Merge organisations of one type into a new one, or into one of them, which keeps its code.

    Everything directly below moves to `into`; the others close with `into` as their successor.
    A new one hangs where the first of `codes` hangs.
    """

    do: ClassVar[str] = "merge"
    codes: tuple[str, ...]
    into: str
    name: str

    def check(self, shape: Shape) -> list[str]:
        if len(set(self.codes)) < 2:  # noqa: PLR2004  two make a merger
            return ["Choose two or more boards."]
        if faults := _missing(shape, *self.codes):
            return faults
        if len({shape[code].type for code in self.codes}) > 1:
            return ["Choose boards of one type."]
        if self.into in shape and self.into not in self.codes:
            return [
                f"The code {self.into} belongs to {shape[self.into].name}. A code is never used twice."
            ]
        if self.into not in self.codes and not self.name.strip():
            return ["Give the new board a name."]
        return []

    def steps(self, shape: Shape) -> list[Step]:
        first = shape[self.codes[0]]
        closing = [code for code in self.codes if code != self.into]
        steps: list[Step] = []
        if self.into not in shape:
            steps.append(Create(self.into, self.name, first.type, first.parent))
        steps += [Move(child.code, self.into) for code in closing for child in shape.children(code)]
        if self.into in shape and self.name and shape[self.into].name != self.name:
            steps.append(Rename(self.into, self.name))
        return [*steps, *(Close(code, self.into) for code in closing)]


def _missing(shape: Shape, *codes: str) -> list[str]:
    return [f"There is no open organisation with the code {c}." for c in codes if c not in shape]


def _place_faults(shape: Shape, name: str, kind: str, parent: str) -> list[str]:
    if faults := _missing(shape, parent):
        return faults
    if shape[parent].type not in shape.kinds[kind].under:
        return [f"{name} ({shape.kinds[kind].label}) may not sit under {shape[parent].name}."]
    return []


#: Every operation by the word that names it in a plan.
KINDS: dict[str, type[Any]] = {kind.do: kind for kind in (Create, Move, Rename, Close, Merge)}


def to_json(operation: Operation) -> dict[str, Any]:
    """An operation as it is stored in a plan."""
    values = asdict(operation)  # type: ignore[call-overload]  # every operation is a dataclass
    return {
        "do": operation.do,
        **{k: list(v) if isinstance(v, tuple) else v for k, v in values.items()},
    }


def from_json(stored: Mapping[str, Any]) -> Operation:
    """The operation that is stored; :class:`RestructureError` when it does not fit its schema."""
    values = dict(stored)
    kind = KINDS.get(values.pop("do", ""))
    if kind is None:
        raise RestructureError(f"There is no operation called {stored.get('do')!r}.")
    known = {f.name: f.type for f in fields(kind)}
    for name, value in values.items():
        listed = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if name not in known or not (
            listed if "tuple" in str(known[name]) else isinstance(value, str)
        ):
            raise RestructureError(f"The operation {kind.do!r} has a wrong {name!r}.")
    try:
        made: Operation = kind(
            **{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        )
    except TypeError as error:
        raise RestructureError(f"The operation {kind.do!r} lacks something.") from error
    return made


@dataclass(frozen=True)
class Tried:
    """What a list of operations comes to: simple steps, the shape after them, or why not."""

    steps: tuple[Step, ...]
    before: Shape
    after: Shape
    faults: tuple[str, ...] = ()


def try_out(operations: list[Operation], before: Shape) -> Tried:
    """Try operations one after the other, on values only. Stops at the first that may not be."""
    shape, done = before, []
    for operation in operations:
        faults = operation.check(shape)
        for step in [] if faults else operation.steps(shape):
            if faults := step.check(shape):
                break
            shape = step.after(shape)
            done.append(step)
        if faults:
            return Tried(tuple(done), before, shape, tuple(faults))
    return Tried(tuple(done), before, shape)
