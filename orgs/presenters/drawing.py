"""What an operation is called on the page where a change is drawn up."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

from orgs.models.restructure import RestructurePlan
from orgs.restructure import operations as ops
from orgs.restructure.operations import Dated, Operation, Tried
from orgs.restructure.shape import Shape
from orgs.restructure.steps import Close, Create, Move, Rename, Reopen, Retype
from orgs.words import words_of_day


class Names:
    """Names of organisations by code, and labels of types: those there are, and those a change opens."""

    def __init__(
        self, names: dict[str, str], labels: dict[str, str], dated: Sequence[Dated]
    ) -> None:
        made = {
            each.operation.code: each.operation.name
            for each in dated
            if isinstance(each.operation, Create | ops.Reroot)
        }
        merged = {
            each.operation.into: each.operation.name
            for each in dated
            if isinstance(each.operation, ops.Merge) and each.operation.name
        }
        self._names, self._labels = made | merged | names, labels

    @classmethod
    def of_shape(cls, shape: Shape, dated: Sequence[Dated]) -> Self:
        nodes = [*shape.elsewhere.values(), *shape.nodes.values()]
        labels = {code: kind.label for code, kind in shape.kinds.items()}
        return cls({node.code: node.name for node in nodes}, labels, dated)

    @classmethod
    def of_report(cls, report: dict[str, Any], dated: Sequence[Dated]) -> Self:
        """From what a rehearsal shows of the tree before and after."""
        nodes = [*_flat(report["after"]), *_flat(report["before"])]
        kinds = {node["code"]: node["kind"] for node in nodes}
        typed = [e.operation for e in dated if isinstance(e.operation, Create | Retype)]
        labels = {each.type: kinds.get(each.code, each.type) for each in typed}
        return cls({node["code"]: node["name"] for node in nodes}, labels, dated)

    def __call__(self, code: str) -> str:
        return self._names.get(code, code)

    def label(self, kind: str) -> str:
        return self._labels.get(kind, kind)

    def several(self, codes: tuple[str, ...]) -> str:
        names = [self(code) for code in codes]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _flat(nodes: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield node
        yield from _flat(node["children"])


def sentence(operation: Operation, name: Names) -> str:  # noqa: C901, PLR0911  a case each
    """One operation in words."""
    match operation:
        case Create():
            opened = f"{operation.name} ({operation.code}) opens: {name.label(operation.type)}"
            return f"{opened}, under {name(operation.parent)}" if operation.parent else opened
        case Move():
            return f"{name(operation.code)} moves to {name(operation.parent)}"
        case Rename():
            return f"{name(operation.code)} is called {operation.name}"
        case Retype():
            return f"{name(operation.code)} becomes: {name.label(operation.type)}"
        case Close() if not operation.heirs:
            return f"{name(operation.code)} closes, and nothing takes its place"
        case Close():
            return f"{name(operation.code)} closes into {name.several(operation.heirs)}"
        case Reopen():
            return f"{name(operation.code)} opens again, under {name(operation.parent)}"
        case ops.Merge():
            closing = tuple(code for code in operation.codes if code != operation.into)
            verb = "merges" if len(closing) == 1 else "merge"
            return f"{name.several(closing)} {verb} into {operation.name or name(operation.into)}"
        case ops.Split():
            return f"{name(operation.code)} is divided among {name.several(operation.into)}"
        case ops.Reroot():
            return f"{operation.name} ({operation.code}) is put at the top"
    raise LookupError(operation)


def parts(operation: Operation, name: Names) -> list[str]:
    """Where each organisation below one that is divided goes; nothing of another operation."""
    if not isinstance(operation, ops.Split):
        return []
    return [f"{name(child)} goes to {name(heir)}" for child, heir in operation.moves.items()]


def sentences(tried: Tried) -> list[str]:
    """The simple steps that a change comes to, one a line, with their days."""
    dated = [Dated(stage.day, step) for stage in tried.stages for step in stage.steps]
    name = Names.of_shape(tried.before, dated)
    return [f"{words_of_day(each.on)}: {sentence(each.operation, name)}" for each in dated]


def listed(plan: RestructurePlan, shape: Shape | None = None) -> list[dict[str, Any]]:
    """The operations of a plan: day, words, and where each child of one that is divided goes.

    Names are those of `shape`, and without it of the plan's rehearsal.
    """
    dated = ops.read(plan.operations)
    name = (
        Names.of_shape(shape, dated) if shape else Names.of_report(plan.report["rehearsal"], dated)
    )
    return [
        {
            "at": at,
            "on": each.on,
            "words": sentence(each.operation, name),
            "parts": parts(each.operation, name),
        }
        for at, each in enumerate(dated)
    ]
