"""Holding back that a person is told: somebody asks, somebody else approves or refuses.

Being told is the rule. A withholding is a reason, a day to look at it again, and an approver. It waits
until she approves; refused, it is gone and telling is due. Who asked may ask anew, which waits again.
"""

import datetime as dt

from django.db import transaction

from orgs import audit
from orgs.access.viewer import Viewer
from succession import oneself, selectors
from succession.access import must_manage
from succession.conflicts import SuccessionError
from succession.models import Nomination
from succession.services import check_withholding, locked, save, stale

#: What a withholding consists of on a nomination.
COLUMNS = (
    "withhold_reason",
    "withhold_review_on",
    "withhold_by",
    "withhold_approver",
    "withhold_approved_on",
    "withhold_refused_on",
)


@transaction.atomic
def withhold_telling(
    *, viewer: Viewer, nomination: Nomination, reason: str, review_on: dt.date, approver: int
) -> Nomination:
    """Ask that the person is not told yet; it waits for the account `approver`.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: the person knows already or is the viewer, the day is not in the future, or
            the approver may not manage succession here, or is the one who asks or the person.
    """
    must_manage(viewer)
    row = locked(nomination)
    check_withholding(viewer, row.staff or row.profile, reason, review_on, approver)
    if row.told_on is not None:
        raise SuccessionError(f"{row.name} has been told already")
    row.withhold_reason, row.withhold_review_on = reason, review_on
    row.withhold_by_id, row.withhold_approver_id = viewer.user_id, approver
    row.withhold_approved_on = row.withhold_refused_on = None
    save(viewer, row, *COLUMNS)
    audit.record(viewer, "disclosure_state.withheld", unit_id=row.unit_id, about=row, reason=reason)
    return row


@transaction.atomic
def decide_withholding(
    *, viewer: Viewer, nomination: Nomination, version: int, approve: bool
) -> Nomination:
    """Approve that the person is not told until the day to look again, or refuse.

    Raises:
        PermissionDenied: without the right to manage succession here.
        ConflictError: somebody saved since `version`; nothing is written.
        SuccessionError: nothing waits, it waits for somebody else, or it is about the viewer.
    """
    must_manage(viewer)
    row = locked(nomination)
    oneself.must_be_another(viewer, row.staff or row.profile, oneself.DECIDE)
    if row.version != version:
        raise stale(row, {})
    if not waits(row):
        raise SuccessionError("Nothing waits for approval here any more")
    if row.withhold_approver_id != viewer.user_id:
        who = selectors.name_of(row.withhold_approver_id, row.unit_id) or "Somebody else"
        raise SuccessionError(f"{who} is asked to approve this")
    if approve:
        row.withhold_approved_on = viewer.day
    else:
        clear(row)
        row.withhold_refused_on = viewer.day
    save(viewer, row, *COLUMNS)
    audit.record(
        viewer,
        "disclosure_state.withholding_approved"
        if approve
        else "disclosure_state.withholding_refused",
        unit_id=row.unit_id,
        about=row,
    )
    return row


def waits(of: Nomination) -> bool:
    """Whether a withholding waits for its approver."""
    return bool(of.withhold_reason) and of.withhold_approved_on is None


def clear(row: Nomination) -> None:
    """Take the withholding off a row that is then saved."""
    row.withhold_reason, row.withhold_review_on = "", None
    row.withhold_by = row.withhold_approver = None
    row.withhold_approved_on = row.withhold_refused_on = None
