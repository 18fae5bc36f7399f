"""What apps above show on pages of orgs: of a unit's home page what waits for the viewer and the panels
that her roles see first, and of the page of a change of organisations what they add to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from orgs.access.actions import Action
from orgs.access.viewer import Viewer
from orgs.models.restructure import RestructurePlan
from orgs.registry import Registry


@dataclass(frozen=True)
class Panel:
    """One panel. `load` gives the template's context, or None for "nothing to show"."""

    key: str
    order: int
    actions: tuple[Action, ...]
    template: str
    load: Callable[[Viewer], dict[str, Any] | None]


panels: Registry[Panel] = Registry("panels")


def panel(
    key: str,
    *actions: Action,
    order: int,
    template: str,
    load: Callable[[Viewer], dict[str, Any] | None],
) -> None:
    """Register a panel for whoever may do any of `actions` at the unit."""
    panels.add(key, Panel(key, order, actions, template, load))


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the viewer: a sentence, and the link to where it is done."""

    text: str
    link_label: str
    url: str


@dataclass(frozen=True)
class Source:
    """What may be waiting for whoever may do any of `actions`. `load` names nobody but the viewer."""

    order: int
    actions: tuple[Action, ...]
    load: Callable[[Viewer], list[Waiting]]


sources: Registry[Source] = Registry("what waits")


def waits(key: str, *actions: Action, order: int, load: Callable[[Viewer], list[Waiting]]) -> None:
    """Register what may be waiting for whoever may do any of `actions` at the unit."""
    sources.add(key, Source(order, actions, load))


@dataclass(frozen=True)
class ChangePart:
    """A part of the page of a change of organisations. `load` gives the template's `part`, in one query."""

    template: str
    load: Callable[[Viewer, RestructurePlan], dict[str, Any]]


change_parts: Registry[ChangePart] = Registry("parts of a change's page")


def waiting(viewer: Viewer) -> list[Waiting]:
    """Everything that waits for `viewer` here, in order."""
    return [
        each
        for source in sorted(sources, key=lambda s: s.order)
        if viewer.may_any(*source.actions)
        for each in source.load(viewer)
    ]


def loaded(viewer: Viewer) -> list[dict[str, Any]]:
    """The panels that `viewer` sees here, in order: template and context of each."""
    return [
        {"template": each.template, "context": context}
        for each in sorted(panels, key=lambda p: p.order)
        if viewer.may_any(*each.actions) and (context := each.load(viewer)) is not None
    ]


def of_change(viewer: Viewer, plan: RestructurePlan) -> list[dict[str, Any]]:
    """The parts of the page of a change that apps above add: template and context of each."""
    return [
        {"template": each.template, "context": each.load(viewer, plan)} for each in change_parts
    ]
