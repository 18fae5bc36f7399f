"""What an operation is called on the page where a change is drawn up."""

from typing import Any

from orgs.models.restructure import RestructurePlan
from orgs.restructure import operations as ops
from orgs.restructure.operations import Dated, Operation, Tried
from orgs.restructure.shape import Shape
from orgs.restructure.steps import Close, Create, Move, Rename, Reopen, Retype
from orgs.templatetags.ui import day


class Names:
    """Names of organisations by code: those that are open, closed, or opened by the change itself."""

    def __init__(self, shape: Shape, dated: list[Dated]) -> None:
        self._shape = shape
        self._new = {
            each.operation.code: each.operation.name
            for each in dated
            if isinstance(each.operation, Create | ops.Reroot)
        } | {
            each.operation.into: each.operation.name
            for each in dated
            if isinstance(each.operation, ops.Merge) and each.operation.name
        }

    def __call__(self, code: str) -> str:
        if code in self._shape:
            return self._shape[code].name
        closed = self._shape.elsewhere.get(code)
        return self._new.get(code) or (closed.name if closed else code)

    def several(self, codes: tuple[str, ...]) -> str:
        names = [self(code) for code in codes]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def sentence(operation: Operation, name: Names, shape: Shape) -> str:  # noqa: C901, PLR0911  a case each
    """One operation in words."""
    match operation:
        case Create():
            kind = shape.kinds[operation.type].label if operation.type in shape.kinds else ""
            return (
                f"{operation.name} ({operation.code}) opens: {kind}, under {name(operation.parent)}"
            )
        case Move():
            return f"{name(operation.code)} moves to {name(operation.parent)}"
        case Rename():
            return f"{name(operation.code)} is called {operation.name}"
        case Retype():
            return f"{name(operation.code)} becomes: {shape.kinds[operation.type].label}"
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


def sentences(tried: Tried) -> list[str]:
    """The simple steps that a change comes to, one a line, with their days."""
    dated = [Dated(stage.day, step) for stage in tried.stages for step in stage.steps]
    name = Names(tried.before, dated)
    return [f"{day(each.on)}: {sentence(each.operation, name, tried.before)}" for each in dated]


def listed(plan: RestructurePlan, shape: Shape) -> list[dict[str, Any]]:
    """The operations of a plan: day, words, and where each child of one that is divided goes."""
    dated = ops.read(plan.operations)
    name = Names(shape, dated)
    return [
        {
            "at": at,
            "on": each.on,
            "words": sentence(each.operation, name, shape),
            "parts": [
                f"{name(child)} goes to {name(heir)}"
                for child, heir in each.operation.moves.items()
            ]
            if isinstance(each.operation, ops.Split)
            else [],
        }
        for at, each in enumerate(dated)
    ]
