"""What ends when somebody leaves: each app registers how it settles what people who have left still held.

An ending looks for open rows whose person, or whose assignment, has ended by a day; so it may be called
twice or late, for one leaver or for a hundred. It runs in the transaction in which the leaving is
recorded when the day has come, and otherwise by a tick on that day.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from orgs import audit, outbox
from orgs.access import grants
from orgs.access.principals import LEAVING, Principal
from orgs.access.scope import system_scope
from orgs.audit import Actor
from orgs.clock import today
from orgs.enums import UnitKind
from orgs.models.access import Grant
from orgs.models.people import Assignment, StaffRecord
from orgs.models.units import OrgUnit
from orgs.registry import Registry

#: A tick that did not run for so many days still finds who left meanwhile.
LOOK_BACK = dt.timedelta(days=31)


@dataclass(frozen=True)
class Ending:
    """One kind of thing that ends.

    Attributes:
        settle: given who acts, an employer's id and a day; ends what is open at that employer of people
            who left, and of assignments that ended, by that day, and records each. Runs under
            ``system:leaving``, so it does not depend on what the one who records the leaving may do.
    """

    order: int
    settle: Callable[[Actor, int, dt.date], None]


endings: Registry[Ending] = Registry("what ends with a leaver")


def ends(key: str, settle: Callable[[Actor, int, dt.date], None], *, order: int) -> None:
    """Register what ends. Called from ``AppConfig.ready`` only."""
    endings.add(key, Ending(order, settle))


def settle(actor: Actor, unit_id: int, day: dt.date) -> None:
    """End, at an employer, whatever people who left by `day` still held there."""
    inside = OrgUnit.objects.filter(employer_id=unit_id, type__kind=UnitKind.INSIDE)
    with system_scope(LEAVING, units=[unit_id, *inside.values_list("id", flat=True)], day=day):
        for each in sorted(endings, key=lambda ending: ending.order):
            each.settle(actor, unit_id, day)


def settle_all(principal: Principal) -> int:
    """The tick: settle each employer that somebody left lately; returns how many."""
    day = today()
    with system_scope(principal, day=day):
        left = StaffRecord.objects.filter(valid_to__lte=day, valid_to__gt=day - LOOK_BACK)
        ended = Assignment.objects.filter(ends_on__lte=day, ends_on__gt=day - LOOK_BACK)
        units = {
            *left.values_list("unit_id", flat=True).distinct(),
            *ended.values_list("unit_id", flat=True).distinct(),
        }
    for unit_id in sorted(units):
        settle(principal, unit_id, day)
    return len(units)


def end_roles(actor: Actor, unit_id: int, day: dt.date) -> None:
    """The roles of people who left end on the same day, at the employer and in its divisions; and above
    it, where they work for nobody any more.

    The administrators and the founder who are left are told when fewer than two administer access.
    """
    ended = list(
        Grant.objects.raw("SELECT * FROM app.end_roles_of_leavers(%s, %s)", [unit_id, day])
    )
    for grant in sorted(ended, key=lambda each: each.id):
        audit.record(
            actor, "grant.ended", unit_id=grant.unit_id, about=grant, role=grant.role, left=True
        )
    if any(grant.role == "access_admin" and grant.unit_id == unit_id for grant in ended):
        _tell_of_few(unit_id, day)


def _tell_of_few(unit_id: int, day: dt.date) -> None:
    if grants.administrators(unit_id, day) >= grants.ENOUGH_ADMINISTRATORS:
        return
    unit = OrgUnit.objects.get(pk=unit_id)
    for user_id in grants.who_administers(unit_id, day):
        outbox.notify("administrators", user_id, unit, reverse("orgs:access", args=[unit.code]))
