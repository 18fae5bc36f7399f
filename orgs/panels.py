"""Panels of a unit's home page: each app offers what its roles should see first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from orgs.access.actions import Action
from orgs.access.viewer import Viewer
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


def loaded(viewer: Viewer) -> list[dict[str, Any]]:
    """The panels that `viewer` sees here, in order: template and context of each."""
    return [
        {"template": each.template, "context": context}
        for each in sorted(panels, key=lambda p: p.order)
        if viewer.may_any(*each.actions) and (context := each.load(viewer)) is not None
    ]
