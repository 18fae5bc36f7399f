"""Roles that nobody uses: held, and not used for 90 days."""

import datetime as dt
from typing import Any

from django.db.models import Q

from orgs.access.actions import actions
from orgs.access.roles import roles
from orgs.models.access import GrantQuerySet

#: After so many days without use a review proposes to end a role.
UNUSED_AFTER = dt.timedelta(days=90)


def own_only() -> list[str]:
    """Codes of the roles that see nothing but one's own record: their use is nobody's to note."""
    families = {action.code: action.family for action in actions}
    return [
        role.code
        for role in roles
        if role.actions and all(families[each.code] == "own" for each in role.actions)
    ]


def unused(found: GrantQuerySet, day: dt.date) -> GrantQuerySet:
    """Those of the grants that were not used for :data:`UNUSED_AFTER`, and were noted that long."""
    before = day - UNUSED_AFTER
    quiet = Q(use__last_on__lte=before) | Q(use__last_on=None, use__noted_since__lte=before)
    return found.filter(quiet).exclude(role__in=own_only())


def is_unused(grant: Any, day: dt.date) -> bool:
    """The same of one grant that was fetched with its ``use``."""
    use = getattr(grant, "use", None)
    if use is None or grant.role in own_only():
        return False
    since: dt.date = use.last_on or use.noted_since
    return since <= day - UNUSED_AFTER
