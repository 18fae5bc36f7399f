"""Stopping the removal at a unit for a time, and letting it go on.

Whoever looks after records may set a hold, because it loses nothing. Lifting one before its end is for
the information governance lead alone: whoever judges people must not be able to hasten the end of
what was judged.
"""

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from orgs import audit
from orgs.access import actions as a
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.enums import HoldReason
from orgs.locks import KEEPING
from orgs.models.keeping import KeepingHold

#: A hold has an end, so that a forgotten one does not keep records for ever. Another one may follow.
LONGEST = dt.timedelta(days=366)


class HoldError(ValueError):
    """A hold that cannot be, said in a sentence."""


def wait_for_removal(unit_id: int) -> None:
    """Wait for a removal under way at a unit, and let none begin until this transaction ends."""
    with connection.cursor() as cursor:
        KEEPING.take(cursor, unit_id)


def in_force(unit_id: int, day: dt.date) -> list[KeepingHold]:
    """The holds of a unit on a day, the one that ends last first."""
    found = KeepingHold.objects.filter(unit_id=unit_id, valid_from__lte=day, valid_to__gt=day)
    return list(found.order_by("-valid_to", "-pk"))


def held_units(day: dt.date) -> set[int]:
    """Units where nothing is removed on a day."""
    found = KeepingHold.objects.filter(valid_from__lte=day, valid_to__gt=day)
    return set(found.values_list("unit_id", flat=True))


def find(unit_id: int, public_id: UUID, day: dt.date) -> KeepingHold | None:
    """A hold in force at a unit."""
    return next((each for each in in_force(unit_id, day) if each.public_id == public_id), None)


@transaction.atomic
def hold_records(
    *, viewer: Viewer, reason: str, until: dt.date, reference: str = ""
) -> KeepingHold:
    """Stop the removal at the unit in the URL, from today and up to and including `until`.

    It waits for a removal under way. Raises ``PermissionDenied``, or :class:`HoldError` for a day
    that has passed or lies more than :data:`LONGEST` ahead.
    """
    if not viewer.may(a.HOLD_RECORDS):
        raise PermissionDenied
    if until < viewer.day:
        raise HoldError("The last day must be today or later")
    if until - viewer.day >= LONGEST:
        raise HoldError("The last day must be within a year. You can set another hold then")
    wait_for_removal(viewer.here.id)
    made = KeepingHold.objects.create(
        unit_id=viewer.here.id,
        reason=HoldReason(reason),
        reference=reference.strip(),
        valid_from=viewer.day,
        valid_to=until + dt.timedelta(days=1),
        set_by_id=viewer.user_id,
        set_at=now(),
    )
    audit.record(viewer, "retention.held", unit_id=made.unit_id, about=made, reason=made.reason)
    return made


@transaction.atomic
def lift_hold(*, viewer: Viewer, hold: KeepingHold) -> KeepingHold:
    """End a hold of the unit in the URL today; the removal goes on with the next night.

    Raises ``PermissionDenied``, or :class:`HoldError` when it has ended already.
    """
    if not viewer.may(a.LIFT_HOLDS) or hold.unit_id != viewer.here.id:
        raise PermissionDenied
    row = KeepingHold.objects.select_for_update().get(pk=hold.pk)
    if row.valid_to <= viewer.day:
        raise HoldError("It has ended already")
    row.valid_to, row.lifted_by_id, row.lifted_at = viewer.day, viewer.user_id, now()
    row.save(update_fields=["valid_to", "lifted_by", "lifted_at"])
    audit.record(viewer, "retention.lifted", unit_id=row.unit_id, about=row, reason=row.reason)
    return row
