"""Each night: changes that were applied for today become the tree that pages show."""

from orgs import tree
from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.clock import today


def project_today(principal: Principal) -> None:
    """Project the placements of today. Writes only what differs, so it may run at any time."""
    with tree.locked(), system_scope(principal, units=[]):
        tree.project(today())
