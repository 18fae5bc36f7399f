"""Writing down what one would like, and taking it back. Only the person herself does either."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from learning.access import OWN_RECORD
from learning.models import Aspiration
from orgs import audit
from orgs.access.viewer import Viewer
from orgs.models.people import StaffRecord


@dataclass(frozen=True)
class Wanted:
    """What a person says; every part may be empty. Codes are those of :class:`Aspiration`."""

    roles: tuple[str, ...] = ()
    growth: str = ""
    horizon: str = ""
    areas: tuple[str, ...] = ()
    places: str = ""
    pattern: str = ""
    notice_weeks: int | None = None
    words: str = ""
    shared: bool = False


@transaction.atomic
def record_aspiration(*, viewer: Viewer, staff: StaffRecord, wanted: Wanted) -> Aspiration:
    """Write down what one would like. What stood there before ends and stays in one's own history.

    Raises:
        PermissionDenied: the record is not the viewer's own.
    """
    _end(viewer, staff)
    made = Aspiration.objects.create(
        unit_id=staff.unit_id,
        staff=staff,
        roles=list(wanted.roles),
        growth=wanted.growth,
        horizon=wanted.horizon,
        areas=list(wanted.areas),
        places=wanted.places,
        pattern=wanted.pattern,
        notice_weeks=wanted.notice_weeks,
        words=wanted.words,
        shared=wanted.shared,
        valid_from=viewer.day,
    )
    audit.record(
        viewer, "aspiration.recorded", unit_id=staff.unit_id, about=made, shared=wanted.shared
    )
    return made


@transaction.atomic
def withdraw_aspiration(*, viewer: Viewer, staff: StaffRecord) -> bool:
    """Take back what one wrote: from this moment nobody else reads it. False if nothing stood there.

    Raises:
        PermissionDenied: the record is not the viewer's own.
    """
    ended = _end(viewer, staff)
    if ended is None:
        return False
    audit.record(viewer, "aspiration.withdrawn", unit_id=staff.unit_id, about=ended)
    return True


def _end(viewer: Viewer, staff: StaffRecord) -> Aspiration | None:
    if not viewer.may(OWN_RECORD) or staff.person_id != viewer.person_id:
        raise PermissionDenied
    # Locked first: two of her tabs write one after the other.
    row = Aspiration.objects.select_for_update().filter(staff=staff, valid_to=None).first()
    if row is not None:
        row.valid_to = _last(row, viewer.day)
        row.save(update_fields=["valid_to"])
    return row


def _last(row: Aspiration, day: dt.date) -> dt.date:
    return max(row.valid_from, day)
