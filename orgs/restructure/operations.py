"""What can be done to the tree: the simple steps, and what is made of them; with a day for each.

The list is open: a later operation is one more class, added to :data:`KINDS`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Protocol, Self

from orgs.restructure.errors import RestructureError
from orgs.restructure.shape import Shape
from orgs.restructure.steps import (
    Close,
    Create,
    Move,
    Rename,
    Reopen,
    Retype,
    Step,
    missing,
)
from orgs.words import words_of_day


class Operation(Protocol):
    """One change of the tree, as a person says it."""

    do: ClassVar[str]

    def check(self, shape: Shape) -> list[str]:
        """Why it may not be done to `shape`, in sentences; empty when it may."""

    def steps(self, shape: Shape) -> list[Step]:
        """The simple steps of which it consists on `shape`."""


@dataclass(frozen=True)
class Merge:
    """Merge organisations of one type into a new one, into one of them, or into another that is open.

    Everything directly below moves to `into`; the others close with `into` as their successor.
    A new one hangs where the first of `codes` hangs. `name` is for a new one, or for one of them
    that changes its name; it is blank for one that is open and not among them, so that a code is
    never taken twice by mistake.
    """

    do: ClassVar[str] = "merge"
    codes: tuple[str, ...]
    into: str
    name: str = ""

    def check(self, shape: Shape) -> list[str]:
        if len(set(self.codes) | ({self.into} & set(shape.nodes))) < 2:  # noqa: PLR2004  two make a merger
            return ["Choose two or more boards."]
        if faults := missing(shape, *self.codes):
            return faults
        if len({shape[code].type for code in self.codes}) > 1:
            return ["Choose boards of one type."]
        if self.into in shape and self.into not in self.codes and self.name.strip():
            return [
                f"The code {self.into} belongs to {shape[self.into].name}. A code is never used twice."
            ]
        if self.into not in shape and not self.name.strip():
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


@dataclass(frozen=True)
class Split:
    """Divide an organisation among others that are open, the first of them its main successor.

    `moves` says of each organisation directly below which of `into` it goes to.
    """

    do: ClassVar[str] = "split"
    code: str
    into: tuple[str, ...]
    moves: dict[str, str] = field(default_factory=dict)

    def check(self, shape: Shape) -> list[str]:
        if faults := missing(shape, self.code, *self.into):
            return faults
        name, below = shape[self.code].name, {child.code for child in shape.children(self.code)}
        faults = []
        if len(set(self.into)) < 2:  # noqa: PLR2004  one successor makes a merger
            faults.append(f"Choose two or more organisations among which {name} is divided.")
        faults += [
            f"Say which organisation {child.name} goes to."
            for child in shape.children(self.code)
            if self.moves.get(child.code) not in self.into
        ]
        faults += [
            f"{code} is not directly below {name}." for code in self.moves if code not in below
        ]
        if any(shape[heir].type != shape[self.code].type for heir in self.into):
            faults.append(f"{name} is divided among organisations of its own type.")
        return faults

    def steps(self, shape: Shape) -> list[Step]:
        moves = [Move(child.code, self.moves[child.code]) for child in shape.children(self.code)]
        return [*moves, Close(self.code, self.into[0], self.into[1:])]


@dataclass(frozen=True)
class Reroot:
    """Put a new organisation at the top in the place of the one that is there, which closes into it."""

    do: ClassVar[str] = "reroot"
    code: str
    name: str
    type: str = "national"

    def check(self, shape: Shape) -> list[str]:
        if len(shape.children("")) != 1:
            return ["There is not exactly one organisation at the top."]
        return []

    def steps(self, shape: Shape) -> list[Step]:
        (old,) = shape.children("")
        moves = [Move(child.code, self.code) for child in shape.children(old.code)]
        return [Create(self.code, self.name, self.type), *moves, Close(old.code, self.code)]


_ALL = (Create, Move, Rename, Retype, Close, Reopen, Merge, Split, Reroot)
#: Every operation by the word that names it in a plan.
KINDS: dict[str, type[Any]] = {kind.do: kind for kind in _ALL}


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
    known = {f.name: str(f.type) for f in fields(kind)}
    for name, value in values.items():
        if name not in known or not _fits(value, known[name]):
            raise RestructureError(f"The operation {kind.do!r} has a wrong {name!r}.")
    try:
        made: Operation = kind(
            **{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        )
    except TypeError as error:
        raise RestructureError(f"The operation {kind.do!r} lacks something.") from error
    return made


def _fits(value: Any, wanted: str) -> bool:
    if "tuple" in wanted:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if "dict" in wanted:
        return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    return isinstance(value, str)


# --- with a day -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dated:
    """An operation and the first day on which it is true."""

    on: dt.date
    operation: Operation


def write(dated: Sequence[Dated]) -> list[dict[str, Any]]:
    """Operations as a plan stores them: their JSON with ``on``, in the order of their days."""
    ordered = sorted(dated, key=lambda each: each.on)
    return [{"on": each.on.isoformat(), **to_json(each.operation)} for each in ordered]


def read(stored: Iterable[Mapping[str, Any]]) -> list[Dated]:
    """The operations that are stored, in the order of their days.

    Raises :class:`RestructureError` for one that fits no schema or has no day.
    """
    found = []
    for each in stored:
        values = dict(each)
        try:
            on = dt.date.fromisoformat(values.pop("on", ""))
        except (TypeError, ValueError):
            raise RestructureError(f"The operation {each.get('do')!r} has no day.") from None
        found.append(Dated(on, from_json(values)))
    return sorted(found, key=lambda each: each.on)


@dataclass(frozen=True)
class Stage:
    """What happens on one day: simple steps in their order.

    `found` is the tree on which they are done: as it is placed for the day, with what is done on
    earlier days.
    """

    day: dt.date
    steps: tuple[Step, ...]
    found: Shape


@dataclass(frozen=True)
class Tried:
    """What a list of operations comes to: steps by day, the tree before and after, or why not.

    `before` is the tree of the first day without the change, `after` that of the last day with it.
    """

    stages: tuple[Stage, ...]
    before: Shape
    after: Shape
    faults: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for stage in self.stages for step in stage.steps)

    def walked(self) -> Iterator[tuple[Step, Shape]]:
        """Each step with the tree on which it is done."""
        for stage in self.stages:
            shape = stage.found
            for step in stage.steps:
                yield step, shape
                shape = step.after(shape)

    @classmethod
    def refused(cls, before: Shape, faults: Iterable[str]) -> Self:
        return cls((), before, before, tuple(faults))


def try_out(dated: Sequence[Dated], shape_of: Callable[[dt.date], Shape]) -> Tried:
    """Try operations one after the other, on values only. Stops at the first that may not be.

    `shape_of` gives the tree of a day as it is placed so far, other changes that are recorded for
    later days included. The sequence may not be empty.
    """
    days = sorted({each.on for each in dated})
    before = shape = shape_of(days[0])
    stages: list[Stage] = []
    for day in days:
        shape, faults = _redone(shape_of(day), stages) if stages else (shape, [])
        found = shape
        done: list[Step] = []
        for operation in (each.operation for each in dated if each.on == day):
            faults = faults or operation.check(shape)
            for step in [] if faults else operation.steps(shape):
                if faults := step.check(shape):
                    break
                shape = step.after(shape)
                done.append(step)
            if faults:
                return Tried.refused(before, faults)
        if len(shape.children("")) > 1:
            return Tried.refused(before, ["There can be one organisation at the top only."])
        stages.append(Stage(day, tuple(done), found))
    gone = {
        heir
        for stage in stages
        for step in stage.steps
        if isinstance(step, Close)
        for heir in step.heirs
        if heir not in shape
    }
    if gone:
        return Tried.refused(
            before,
            [
                f"{code} takes the place of another and closes too: name what is there in the end."
                for code in sorted(gone)
            ],
        )
    tried = Tried(tuple(stages), before, shape)
    return Tried.refused(before, late) if (late := _opened_by_others(tried)) else tried


def named(step: Step) -> set[str]:
    """Codes of the organisations that a step names: what changes, where it goes, what takes its place."""
    stored = to_json(step)
    codes = {stored[key] for key in ("code", "parent", "into") if stored.get(key)}
    return codes | set(stored.get("also", ()))


def hung(step: Step, shape: Shape) -> set[str]:
    """The code of what stands above the organisation that a step changes, or stood when it was closed."""
    if step.code in shape:
        return {shape[step.code].parent} - {""}
    return {shape.last_above(step.code)} - {""} if step.code in shape.elsewhere else set()


def _opened_by_others(tried: Tried) -> list[str]:
    """A sentence for each organisation that another change opens after the first day of this one.

    Whoever draws it up has no authority over it yet, and it is not in the tree that is compared.
    """
    mine: set[str] = set()
    late: dict[str, str] = {}
    for step, shape in tried.walked():
        if isinstance(step, Create | Reopen):
            mine.add(step.code)
        for code in sorted(named(step) | hung(step, shape)):
            if code not in tried.before and code not in mine:
                late[code] = shape[code].name if code in shape else code
    first = words_of_day(tried.stages[0].day)
    return [
        f"{name} is opened by another change after {first}, the first day of this one. Draw up what "
        "happens to it as a change of its own."
        for name in late.values()
    ]


def _redone(shape: Shape, stages: Sequence[Stage]) -> tuple[Shape, list[str]]:
    """The tree of a later day with the steps of the earlier stages done, or why they cannot be."""
    for step in (step for stage in stages for step in stage.steps):
        if faults := step.check(shape):
            return shape, [
                *faults,
                "Another change that is recorded for a later day is in the way.",
            ]
        shape = step.after(shape)
    return shape, []
