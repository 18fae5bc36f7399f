"""Each night: changes that were recorded for today become true, and are finished."""

import datetime as dt
import logging

from orgs import tree
from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.clock import today
from orgs.restructure.applying import due, finish
from orgs.restructure.errors import VerificationError

log = logging.getLogger(__name__)


def tree_of_today(principal: Principal) -> None:
    """The night's work, for today."""
    bring_to(principal, today())


def bring_to(principal: Principal, day: dt.date) -> None:
    """Project the placements of `day`, and hand over what boards that close by then hold.

    Writes only what differs and only what is due, so it may run at any time and again. A plan that
    fails is taken back, logged and tried the next time; it keeps no other from its turn.
    """
    with tree.locked(), system_scope(principal, units=[]):
        tree.project(day)
    for plan_id in due(principal, day):
        try:
            finish(principal, plan_id, day)
        except VerificationError:
            log.exception("Restructure %s: the handover was taken back", plan_id)
