"""Sections of "My development" that the apps above add: what the person was told, her pools."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from orgs.access.viewer import Viewer
from orgs.registry import Registry


@dataclass(frozen=True)
class Section:
    """One section. `load` gives the template's context for a viewer's own record, or None."""

    key: str
    order: int
    template: str
    load: Callable[[Viewer, int], dict[str, Any] | None]


sections: Registry[Section] = Registry("my development sections")


def section(
    key: str, *, order: int, template: str, load: Callable[[Viewer, int], dict[str, Any] | None]
) -> None:
    """Register a section."""
    sections.add(key, Section(key, order, template, load))


def loaded(viewer: Viewer, staff_id: int) -> list[dict[str, Any]]:
    """The sections with something to say about this person, in order."""
    found = []
    for each in sorted(sections, key=lambda s: s.order):
        context = each.load(viewer, staff_id)
        if context is not None:
            found.append({"template": each.template, "context": context})
    return found
