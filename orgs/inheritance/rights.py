"""Who decides the settings of a unit, and which kinds have a place there."""

from orgs.access import actions as a
from orgs.access.viewer import Viewer
from orgs.inheritance.kinds import DefinitionKind, kinds
from orgs.inheritance.selectors import holds_others


def may_adapt(viewer: Viewer) -> bool:
    """Whether the viewer decides the settings of the unit in the URL.

    An employer decides its own; a unit that employs nobody is decided by who publishes there.
    """
    if viewer.here.behind_a_wall:
        return viewer.may(a.ADAPT_DEFINITIONS)
    return viewer.may_any(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)


def kinds_here(viewer: Viewer) -> list[DefinitionKind]:
    """The kinds that have a place at the unit in the URL: some do only where others are below."""
    here = viewer.here
    above = not here.behind_a_wall or holds_others(here.id, viewer.day)
    return [kind for kind in kinds if above or not kind.above_employers]


def concerns(viewer: Viewer, kind: DefinitionKind) -> bool:
    """Whether a kind has a place at the unit in the URL."""
    return not kind.above_employers or kind in kinds_here(viewer)
