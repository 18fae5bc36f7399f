"""Who reads what a closed organisation had recorded: looked after where its people went."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from orgs import audit
from orgs.access.actions import MANAGE_ACCESS
from orgs.access.principals import Principal
from orgs.access.roles import HISTORY
from orgs.access.viewer import Viewer
from orgs.models.access import Grant
from orgs.models.units import OrgLink, OrgUnit
from orgs.periods import in_force, not_ended
from orgs.restructure.checks import Finding, Made, key_of
from orgs.restructure.errors import OutdatedError, RestructureError
from orgs.restructure.handover import continue_grants
from orgs.restructure.operations import Tried
from orgs.restructure.steps import Reopen

KEY = "readers"
_LEADS = "cpo"


@dataclass(frozen=True)
class Closed:
    """An organisation that became part of this one, and the day on which it closed."""

    unit: OrgUnit
    on: dt.date


def predecessors(unit_id: int, day: dt.date) -> list[Closed]:
    """Employers that became part of a unit, and what had become part of those, the latest first."""
    found: dict[int, Closed] = {}
    wave = {unit_id}
    while wave:
        links = OrgLink.objects.filter(
            successor_id__in=wave, effective_on__lte=day, predecessor__is_employer=True
        ).select_related("predecessor")
        new = [link for link in links if link.predecessor_id not in found]
        for link in new:
            found[link.predecessor_id] = Closed(link.predecessor, link.effective_on)
        wave = {link.predecessor_id for link in new}
    return sorted(found.values(), key=lambda each: (each.on, each.unit.name), reverse=True)


def kept(unit_id: int, day: dt.date) -> list[Closed]:
    """Those of the :func:`predecessors` whose records a unit keeps: of one that was split, the main successor alone."""
    found = predecessors(unit_id, day)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM unnest(%s::int[]) AS id WHERE %s = ANY(app.heirs(id, %s))",
            [[each.unit.id for each in found], unit_id, day],
        )
        mine = {closed for (closed,) in cursor.fetchall()}
    return [each for each in found if each.unit.id in mine]


def read_by(viewer: Viewer) -> set[int]:
    """Keys of the closed organisations whose records the viewer herself reads."""
    mine = Grant.objects.filter(in_force(viewer.day), user_id=viewer.user_id, role=HISTORY)
    return set(mine.values_list("unit_id", flat=True))


def readers(viewer: Viewer) -> list[Grant]:
    """Who reads records of closed organisations; for who looks after access here."""
    ids = [each.unit.id for each in kept(viewer.here.id, viewer.day)]
    rows = Grant.objects.filter(in_force(viewer.day), role=HISTORY, unit_id__in=ids)
    return list(rows.select_related("user", "unit").order_by("unit__name", "user__login"))


def candidates(viewer: Viewer) -> list[Grant]:
    """Roles of who leads succession here now: she may be named to read."""
    rows = Grant.objects.filter(in_force(viewer.day), unit_id=viewer.here.id, role=_LEADS)
    return list(rows.exclude(user_id=viewer.user_id).select_related("user").order_by("user__login"))


@transaction.atomic
def give_reading(*, viewer: Viewer, unit_code: str, lead: UUID, reason: str) -> Grant:
    """Let who leads succession here read a closed organisation's records, as long as she leads it.

    Raises:
        RestructureError: she leads succession here no more, reads them already, or no reason.
    """
    if not viewer.may(MANAGE_ACCESS):
        raise PermissionDenied
    units = {each.unit.code: each.unit for each in kept(viewer.here.id, viewer.day)}
    held = next((each for each in candidates(viewer) if each.public_id == lead), None)
    if unit_code not in units or held is None:
        raise RestructureError("Select the organisation, and who leads succession here")
    if not reason.strip():
        raise RestructureError("Enter the reason")
    if any(
        (each.user_id, each.unit_id) == (held.user_id, units[unit_code].id)
        for each in readers(viewer)
    ):
        raise RestructureError("They read these records already")
    grant = Grant.objects.create(
        user_id=held.user_id, role=HISTORY, unit=units[unit_code], valid_from=viewer.day,
        granted_by_id=viewer.user_id, reason=reason.strip()[:300],
    )  # fmt: skip
    for unit_id in (viewer.here.id, grant.unit_id):
        audit.record(viewer, "grant.given", unit_id=unit_id, about=grant, role=HISTORY)
    return grant


@transaction.atomic
def end_reading(*, viewer: Viewer, grant: UUID) -> Grant:
    """End it today.

    Raises:
        OutdatedError: it has ended.
        RestructureError: it is the viewer's own: nobody changes her own access.
    """
    if not viewer.may(MANAGE_ACCESS):
        raise PermissionDenied
    found = next((each for each in readers(viewer) if each.public_id == grant), None)
    if found is None:
        raise OutdatedError("They no longer read these records.")
    if found.user_id == viewer.user_id:
        raise RestructureError("Another access administrator must end what you read yourself.")
    found.valid_to = max(viewer.day, found.valid_from)
    found.save(update_fields=["valid_to"])
    for unit_id in (viewer.here.id, found.unit_id):
        audit.record(viewer, "grant.ended", unit_id=unit_id, about=found, role=HISTORY)
    return found


# --- where it opens again ------------------------------------------------------------------------------


def find_reopened(tried: Tried, day: dt.date) -> list[Finding]:  # noqa: ARG001  the interface's
    """Employers that open again: nobody reads them as closed any more."""
    return [
        Finding(
            key=key_of(KEY, step.code),
            words="Reading on by who led succession there",
            code=step.code,
            name=tried.after[step.code].name,
            before="Open where its people went",
            after="Those roles end",
            note="Where people and records came from is still said at the organisation they went to.",
        )
        for step in tried.steps
        if isinstance(step, Reopen) and step.code in tried.after.employers
    ]


def end_readers(made: Made, principal: Principal) -> tuple[int, int]:  # noqa: ARG001
    """End the roles to read closed records of what has opened again: a later closing gives its own."""
    opened = [
        made.id_of(code) for code in made.codes if code in made.after and code not in made.before
    ]
    rows = Grant.objects.filter(not_ended("valid_to", made.day), unit_id__in=opened, role=HISTORY)
    return continue_grants(list(rows.order_by("id").values_list("id", flat=True)), None, made.day)
