"""Keeping overlays: opening one, who joins and leaves, what a cluster will become.

Authority over an overlay is its keeper's: whoever administers the unit that keeps it, or one above.
An organisation joins when both sides agree. Where one administrator has both, that is one act;
where not, the organisation's own administrator answers an invitation. Either side ends it.
The database holds the same (orgs/sql/35_overlays.sql).
"""

import datetime as dt
import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from orgs import audit, outbox, tree
from orgs.access import principals
from orgs.access.actions import MANAGE_TREE
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.clock import now, today
from orgs.enums import InviteAnswer, UnitKind
from orgs.inheritance.selectors import holds_others
from orgs.models.access import Grant
from orgs.models.overlays import Overlay, OverlayInvite
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgPlacement, OrgUnit, OverlayMembership
from orgs.overlays.selectors import CLUSTER, members
from orgs.periods import in_force
from orgs.restructure import services as restructure
from orgs.restructure.selectors import administered
from orgs.words import words_of_day

_CODE = re.compile(r"^[A-Z0-9_-]{1,10}$")
#: Roles that are told when their employer joins or leaves an overlay.
_TOLD = ("cpo",)


class OverlayError(ValueError):
    """What cannot be, said in a sentence; `field` is the field of the form that it is about."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class StaleError(Exception):
    """Somebody else changed it since the page was shown: answer 409."""


def may_keep(viewer: Viewer) -> bool:
    """Whether overlays can be opened at the unit in the URL: it stands above others, and she administers it."""
    here = viewer.here
    return (
        viewer.may(MANAGE_TREE)
        and here.kind == UnitKind.TREE
        and here.open
        and holds_others(here.id, viewer.day)
    )


def _require(viewer: Viewer, *unit_ids: int) -> None:
    if not viewer.may(MANAGE_TREE) or not set(unit_ids) <= administered(viewer):
        raise PermissionDenied


# --- opening ------------------------------------------------------------------------------------------


def open_overlay(
    *, viewer: Viewer, code: str, name: str, type_code: str, purpose: str, on: dt.date
) -> Overlay:
    """Open an overlay that the unit in the URL keeps, from a day on.

    Raises:
        PermissionDenied: the viewer administers no unit with others below it here.
        OverlayError: a code that is taken or cannot be, a name that is missing, a day that has passed.
    """
    if not may_keep(viewer):
        raise PermissionDenied
    code, name = code.strip().upper(), name.strip()
    if not _CODE.match(code):
        raise OverlayError("A code has 1 to 10 letters and digits", "code")
    if not name:
        raise OverlayError("Enter the name", "name")
    if on < viewer.day:
        raise OverlayError("The first day must be today or later", "on")
    with tree.locked():
        if OrgUnit.objects.filter(code=code).exists():
            raise OverlayError(f"The code {code} is taken. A code is never used twice", "code")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT app.open_overlay(%s, %s, %s, %s, %s, %s)",
                [code, name, type_code, viewer.here.id, on, purpose.strip()],
            )
            (unit_id,) = cursor.fetchone()
        tree.project(viewer.day)
        made = Overlay.objects.select_related("unit").get(unit_id=unit_id)
        for each in (unit_id, viewer.here.id):
            audit.record(viewer, "overlay.opened", unit_id=each, about=made.unit, code=code)
    return made


# --- joining and leaving --------------------------------------------------------------------------------


@transaction.atomic
def bring_in(
    *, viewer: Viewer, overlay: OrgUnit, unit: OrgUnit, first: dt.date, until: dt.date | None
) -> OverlayMembership | OverlayInvite:
    """Let an organisation of the keeper's branch join; ask one of another branch.

    `until` is the first day without it. Raises:
        PermissionDenied: the viewer does not keep the overlay.
        OverlayError: an organisation that cannot be a member, or days that cannot be.
    """
    _require(viewer, overlay.id)
    _require_possible(viewer, overlay, unit, first, until)
    if unit.id in administered(viewer):
        return _join(viewer, overlay, unit, first, until)
    try:
        with transaction.atomic():
            made = OverlayInvite.objects.create(
                overlay=overlay,
                unit=unit,
                valid_from=first,
                valid_to=until,
                invited_by_id=viewer.user_id,
                invited_at=now(),
            )
    except IntegrityError as error:
        raise OverlayError(f"{unit.name} has been asked already", "unit") from error
    audit.record(viewer, "overlay.invited", unit_id=overlay.id, about=made, unit=unit.code)
    return made


def _require_possible(
    viewer: Viewer, overlay: OrgUnit, unit: OrgUnit, first: dt.date, until: dt.date | None
) -> None:
    if first < viewer.day:
        raise OverlayError("The first day must be today or later", "first")
    if until is not None and until <= first:
        raise OverlayError("The last day must not be before the first", "last")
    if not unit.is_employer or unit.type.kind != UnitKind.TREE:
        raise OverlayError("Only an employer or a board can be a member", "unit")
    for each, what in ((unit, "unit"), (overlay, "first")):
        if not OrgPlacement.objects.filter(unit=each, valid__contains=first).exists():
            raise OverlayError(f"{each.name} is not open on {words_of_day(first)}", what)
    if overlay.type.code == CLUSTER and unit.type.code != "icb":
        raise OverlayError("A cluster consists of integrated care boards", "unit")
    inside = {each.unit_id: each.name for each in members(overlay.id, first)}
    above = set(tree.ancestors(unit.id, first)) - {unit.id}
    below = set(tree.descendants(unit.id, first)) - {unit.id}
    for other, name in inside.items():
        # Counted once: the figures of a board hold those of its Trusts.
        if other in above:
            raise OverlayError(f"{unit.name} is in it already, as part of {name}", "unit")
        if other in below:
            raise OverlayError(f"{name} is below {unit.name} and a member itself", "unit")


def _join(
    viewer: Viewer, overlay: OrgUnit, unit: OrgUnit, first: dt.date, until: dt.date | None
) -> OverlayMembership:
    try:
        with transaction.atomic():
            made = OverlayMembership.objects.create(
                overlay=overlay, unit=unit, valid=DateRange(first, until)
            )
    except IntegrityError as error:
        raise OverlayError(f"{unit.name} is a member in these days already", "unit") from error
    for each in (overlay, unit):
        audit.record(
            viewer, "overlay.joined", unit_id=each.id, about=made, overlay=overlay.code,
            unit=unit.code, first=first.isoformat(),
        )  # fmt: skip
    _tell(unit, "overlay_joined")
    return made


@transaction.atomic
def answer_invite(*, viewer: Viewer, invite: OverlayInvite, agree: bool) -> OverlayInvite:
    """Answer, for an organisation of the viewer's branch. A yes makes the membership.

    It begins today where the first day has passed in the meantime. Raises:
        PermissionDenied: she does not administer the organisation.
        StaleError: it is answered or taken back already.
        OverlayError: it can no longer be.
    """
    row = OverlayInvite.objects.select_for_update(of=("self",)).select_related(
        "unit__type", "overlay__type"
    )
    fresh = row.get(pk=invite.pk)
    _require(viewer, fresh.unit_id)
    if fresh.answer != InviteAnswer.OPEN:
        raise StaleError
    if agree:
        if fresh.valid_from < viewer.day:
            raise OverlayError("Its first day has passed. Ask for a new invitation")
        _require_possible(viewer, fresh.overlay, fresh.unit, fresh.valid_from, fresh.valid_to)
    _answer(viewer, fresh, InviteAnswer.AGREED if agree else InviteAnswer.DECLINED)
    audit.record(
        viewer,
        "overlay.agreed" if agree else "overlay.declined",
        unit_id=fresh.unit_id,
        about=fresh,
        overlay=fresh.overlay.code,
    )
    if agree:
        _join(viewer, fresh.overlay, fresh.unit, fresh.valid_from, fresh.valid_to)
    return fresh


@transaction.atomic
def take_back_invite(*, viewer: Viewer, invite: OverlayInvite) -> OverlayInvite:
    """Take back an invitation that nobody has answered. Raises as :func:`answer_invite`."""
    fresh = OverlayInvite.objects.select_for_update(of=("self",)).get(pk=invite.pk)
    _require(viewer, fresh.overlay_id)
    if fresh.answer != InviteAnswer.OPEN:
        raise StaleError
    _answer(viewer, fresh, InviteAnswer.WITHDRAWN)
    audit.record(viewer, "overlay.taken_back", unit_id=fresh.overlay_id, about=fresh)
    return fresh


def _answer(viewer: Viewer, invite: OverlayInvite, answer: InviteAnswer) -> None:
    invite.answer, invite.answered_by_id, invite.answered_at = answer, viewer.user_id, now()
    invite.save(update_fields=["answer", "answered_by", "answered_at"])


@transaction.atomic
def end_membership(
    *, viewer: Viewer, membership: OverlayMembership, on: dt.date
) -> OverlayMembership:
    """End a membership: `on` is the first day without it. Of one that has not begun, nothing is left.

    Raises:
        PermissionDenied: she administers neither the overlay nor the organisation.
        OverlayError: a day that has passed, or one after the end that is agreed.
    """
    rows = OverlayMembership.objects.select_for_update(of=("self",)).select_related(
        "unit", "overlay"
    )
    row = rows.get(pk=membership.pk)
    mine = administered(viewer)
    if not viewer.may(MANAGE_TREE) or not mine & {row.overlay_id, row.unit_id}:
        raise PermissionDenied
    if row.valid.isempty or (row.valid.upper is not None and row.valid.upper <= viewer.day):
        raise OverlayError("It has ended already", "on")
    if on < viewer.day:
        raise OverlayError("The last day must be yesterday or later", "on")
    if row.valid.upper is not None and on > row.valid.upper:
        raise OverlayError("The end can be brought forward, not put off", "on")
    began = row.valid.lower
    row.valid = DateRange(empty=True) if began is not None and on <= began else DateRange(began, on)
    row.save(update_fields=["valid"])
    for each in (row.overlay, row.unit):
        audit.record(
            viewer, "overlay.left", unit_id=each.id, about=row, overlay=row.overlay.code,
            unit=row.unit.code, on=on.isoformat(),
        )  # fmt: skip
    _tell(row.unit, "overlay_left")
    return row


def _tell(unit: OrgUnit, template: str) -> None:
    """A message to the succession leads of an employer, with a link and nothing else."""
    path = reverse("orgs:memberships", args=[unit.code])
    with system_scope(principals.OVERLAYS, units=[unit.id]):
        held = Grant.objects.filter(in_force(today()), unit=unit, role__in=_TOLD)
        for user_id in sorted(set(held.values_list("user_id", flat=True))):
            outbox.notify(template, user_id, unit, path)


# --- a cluster and what it becomes -----------------------------------------------------------------------


@transaction.atomic
def plan_successor(
    *, viewer: Viewer, overlay: Overlay, code: str, name: str, on: dt.date, expected: int
) -> Overlay:
    """Say which board a cluster becomes, and when. The code of a member means that it keeps its code.

    Raises:
        PermissionDenied: the viewer does not keep it.
        StaleError: somebody else has changed it.
        OverlayError: no cluster, or a code, name or day that cannot be.
    """
    row = Overlay.objects.select_for_update(of=("self",)).select_related("unit__type")
    fresh = row.get(pk=overlay.pk)
    _require(viewer, fresh.unit_id)
    if fresh.version != expected:
        raise StaleError
    code, name = code.strip().upper(), name.strip()
    if fresh.unit.type.code != CLUSTER:
        raise OverlayError("Only a cluster of boards becomes a board")
    if not _CODE.match(code):
        raise OverlayError("A code has 1 to 10 letters and digits", "code")
    inside = {each.code for each in members(fresh.unit_id, viewer.day)}
    if code not in inside and OrgUnit.objects.filter(code=code).exists():
        raise OverlayError(f"The code {code} is taken. A code is never used twice", "code")
    if not name and code not in inside:
        raise OverlayError("Enter the name of the new board", "name")
    if on < viewer.day:
        raise OverlayError("The day must be today or later", "on")
    values: dict[str, Any] = {
        "successor_code": code,
        "successor_name": name,
        "successor_on": on,
        "version": expected + 1,
    }
    for field, value in values.items():
        setattr(fresh, field, value)
    fresh.save(update_fields=list(values))
    audit.record(
        viewer, "overlay.planned", unit_id=fresh.unit_id, about=fresh.unit, code=code,
        on=on.isoformat(),
    )  # fmt: skip
    return fresh


def draw_up_merger(*, viewer: Viewer, overlay: Overlay) -> RestructurePlan:
    """From a cluster to a rehearsed merger of its members of the day, in one step.

    It is drawn up at the unit in the URL, which stands above all of them (`selectors.drawn_up_at`), and
    then goes the way of every change: decided, approved by two people, applied. When it is applied, the
    cluster closes. Raises:
        PermissionDenied: the viewer does not administer every board concerned.
        OverlayError: no successor is planned, or there are not two members.
        RestructureError: with a sentence for each thing that may not be, such as another unit in the URL.
    """
    _require(viewer, overlay.unit_id)
    if not overlay.successor_code or overlay.successor_on is None:
        raise OverlayError("Say first which board it becomes, and when")
    codes = sorted(each.code for each in members(overlay.unit_id, viewer.day))
    if len(codes) < 2:  # noqa: PLR2004  two make a merger
        raise OverlayError("A merger needs two boards or more")
    plan = restructure.draft_merge(
        viewer=viewer,
        codes=codes,
        into_code=overlay.successor_code,
        into_name=overlay.successor_name,
        on=overlay.successor_on,
    )
    audit.record(viewer, "overlay.drawn_up", unit_id=overlay.unit_id, about=plan)
    return plan
