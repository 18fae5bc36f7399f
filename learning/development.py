"""Sections of "My development" that the apps above add: what the person was told, her pools."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from orgs.access.viewer import Viewer
from orgs.registry import Registry


class Place(StrEnum):
    """Where a section stands: first, because it waits for her answer, or below her next step."""

    ANSWER = "answer"
    BELOW = "below"


@dataclass(frozen=True)
class Section:
    """One section. `load` gives the template's context for a viewer's own record, or None.

    A context may say ``towards``: titles of the roles that the person was told of, which the page's
    heading repeats.
    """

    key: str
    order: int
    template: str
    load: Callable[[Viewer, int], dict[str, Any] | None]
    place: Place = Place.BELOW


@dataclass(frozen=True)
class Shown:
    """A section with something to say."""

    template: str
    context: dict[str, Any]
    place: Place


sections: Registry[Section] = Registry("my development sections")


def section(
    key: str,
    *,
    order: int,
    template: str,
    load: Callable[[Viewer, int], dict[str, Any] | None],
    place: Place = Place.BELOW,
) -> None:
    """Register a section."""
    sections.add(key, Section(key, order, template, load, place))


def shown(viewer: Viewer, staff_id: int) -> list[Shown]:
    """The sections with something to say about this person, in order."""
    found = []
    for each in sorted(sections, key=lambda s: s.order):
        context = each.load(viewer, staff_id)
        if context is not None:
            found.append(Shown(each.template, context, each.place))
    return found
