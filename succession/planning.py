"""The plan of a cycle: starting it, and setting up the roles of the board in one go."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.codes import code_lists
from succession import selectors, template
from succession.access import must_manage
from succession.board_roles import (
    ROLES,
    SEVERAL,
    at_icb,
    belongs,
    here,
    missing,
    usual_criticality,
)
from succession.conflicts import SuccessionError
from succession.enums import PlanState
from succession.models import Post, SuccessionPlan
from succession.services import touch_plan

#: A cycle begins on 1 April and ends on 31 March.
FIRST_MONTH = 4
MOST_NON_EXECUTIVES = 12


def cycle_begins(day: dt.date) -> dt.date:
    """The first day of the cycle in which `day` lies."""
    return dt.date(day.year - (day.month < FIRST_MONTH), FIRST_MONTH, 1)


def cycle_of(day: dt.date) -> str:
    """The cycle in which `day` lies, such as "2026 to 2027"."""
    year = cycle_begins(day).year
    return f"{year} to {year + 1}"


def _at_employer(viewer: Viewer) -> None:
    """The board and its plan are the employer's, and not a division's or site's."""
    must_manage(viewer)
    if not viewer.here.is_employer:
        raise SuccessionError("The plan belongs to the whole organisation: start it there")


@transaction.atomic
def start_plan(*, viewer: Viewer) -> SuccessionPlan:
    """Start the plan of the cycle of today; the plan before it is superseded, and posts carry on.

    The day it is due is the template's, if that lies in the cycle.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: the plan of this cycle has been started, or this is no employer.
    """
    _at_employer(viewer)
    unit_id, cycle = viewer.here.id, cycle_of(viewer.day)
    begins = cycle_begins(viewer.day)
    due = template.rules(unit_id, viewer.day).due_on
    before = SuccessionPlan.objects.select_for_update().filter(unit_id=unit_id, valid_to=None)
    for plan in before:
        if plan.cycle == cycle:
            raise SuccessionError(f"The plan of {cycle} has been started")
        plan.state = PlanState.SUPERSEDED
        plan.valid_to = max(viewer.day, plan.valid_from)
        plan.version += 1
        plan.changed_by_id = viewer.user_id
        plan.save()
    try:
        with transaction.atomic():
            made = SuccessionPlan.objects.create(
                unit_id=unit_id,
                cycle=cycle,
                due_on=due
                if due and begins <= due < begins.replace(year=begins.year + 1)
                else None,
                valid_from=viewer.day,
                changed_by_id=viewer.user_id,
            )
    except IntegrityError as error:
        raise SuccessionError(f"The plan of {cycle} has been started") from error
    audit.record(viewer, "plan.started", unit_id=unit_id, about=made, cycle=cycle)
    return made


@dataclass(frozen=True)
class Offered:
    """A role that can be set up: required by the template or not, and on the plan already or not."""

    code: str
    label: str
    family: str
    required: bool
    present: bool
    several: bool


def offered(unit_id: int, day: dt.date) -> list[Offered]:
    """Every role for this kind of employer, those that the template requires first."""
    icb = at_icb(unit_id)
    required = {here(code, icb=icb) for code in template.rules(unit_id, day).roles}
    present = [codes for (codes,) in selectors.posts(unit_id, day).values_list("role_codes")]
    roles = code_lists(ROLES, owner=unit_id)[ROLES]
    found = [
        Offered(
            code,
            row.label,
            str(row.attributes.get("family", "Other")),
            code in required,
            not missing([code], present),
            code in SEVERAL,
        )
        for code, row in roles.items()
        if row.owner_id is None and (belongs(code, icb=icb) or code in required)
    ]
    return sorted(found, key=lambda each: not each.required)


@transaction.atomic
def set_up_roles(*, viewer: Viewer, roles: Sequence[str], non_executives: int = 0) -> list[Post]:
    """Make a post of each role, under its label here, with what usually holds of it.

    `non_executives` is how many posts of the role of which a board has several. Roles that are on
    the plan already are left as they are. Nobody holds a post yet.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: a code that is not offered here, or nothing to make.
    """
    _at_employer(viewer)
    unit_id = viewer.here.id
    known = {each.code: each for each in offered(unit_id, viewer.day)}
    if not set(roles) <= set(known):
        raise SuccessionError("Select roles of the list")
    if not 0 <= non_executives <= MOST_NON_EXECUTIVES:
        raise SuccessionError(f"Enter a number from 0 to {MOST_NON_EXECUTIVES}")
    several = next((code for code in known if known[code].several), "")
    wanted = [code for code in roles if not known[code].present and code != several]
    wanted += [several] * non_executives if several else []
    if not wanted:
        raise SuccessionError("Select at least one role that is not on the plan yet")
    rows = code_lists(ROLES, owner=unit_id)[ROLES]
    taken = {
        title.casefold()
        for title in selectors.posts(unit_id, viewer.day).values_list("title", flat=True)
    }
    last = selectors.last_position(unit_id, viewer.day)
    made = []
    for position, code in enumerate(wanted, start=last + 1):
        statutory = bool(rows[code].attributes.get("statutory"))
        made.append(
            Post(
                unit_id=unit_id,
                title=_free(rows[code].label, taken),
                role_codes=[code],
                voting=bool(rows[code].attributes.get("voting")),
                statutory=statutory,
                criticality=usual_criticality(code, statutory=statutory),
                position=position,
                valid_from=viewer.day,
                changed_by_id=viewer.user_id,
            )
        )
    Post.objects.bulk_create(made)
    touch_plan(viewer, unit_id)
    audit.record(viewer, "plan.roles_set_up", unit_id=unit_id, roles=wanted)
    return made


def _free(label: str, taken: set[str]) -> str:
    """A title that no post has yet: the label, or the label with the next free number."""
    title, number = label, 1
    while title.casefold() in taken:
        number += 1
        title = f"{label} {number}"
    taken.add(title.casefold())
    return title
