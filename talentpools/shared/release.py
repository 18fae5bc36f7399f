"""Asking one's employer for time: the one thing that it is asked, and only when the person says so."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from orgs import audit, sharing
from orgs.access.actions import OWN_RECORD
from orgs.access.viewer import Viewer
from orgs.models.people import StaffRecord
from orgs.models.sharing import SharedProfile, SharingCall
from orgs.sharing import Shared, SharingError
from succession.access import MANAGE_SUCCESSION
from talentpools.models import ReleaseRequest
from talentpools.shared_states import ReleaseState


@transaction.atomic
def ask_employer(
    *, viewer: Viewer, profile: SharedProfile, days: int, reason: str, answer_by: dt.date
) -> ReleaseRequest:
    """The person asks the employer of the page for days in the programme of a pool she applied to.

    Raises:
        PermissionDenied: the viewer holds no record of her own here, or the profile is not hers.
        SharingError: asked already, or an answer wanted by a day that has passed.
    """
    record = sharing.own_record(viewer)
    if not viewer.may(OWN_RECORD) or record is None or profile.person_id != viewer.person_id:
        raise PermissionDenied
    if answer_by <= viewer.day:
        raise SharingError("The day by which you need an answer must be in the future")
    try:
        with transaction.atomic():
            made = ReleaseRequest.objects.create(
                unit_id=viewer.here.id,
                staff=record,
                profile=profile,
                programme=profile.call.title,
                organisation_id=profile.unit_id,
                days=days,
                reason=reason,
                answer_by=answer_by,
                asked_on=viewer.day,
            )
    except IntegrityError as error:
        raise SharingError("You have asked your employer already") from error
    audit.record(viewer, "release.asked", unit_id=made.unit_id, about=made)
    return made


@transaction.atomic
def take_back(*, viewer: Viewer, request: ReleaseRequest) -> None:
    """The person takes her request back: her employer no longer has it.

    Raises:
        PermissionDenied: it is not the viewer's own.
    """
    record = sharing.own_record(viewer)
    if record is None or request.staff_id != record.pk:
        raise PermissionDenied
    audit.record(viewer, "release.taken_back", unit_id=request.unit_id, about=request)
    ReleaseRequest.objects.filter(pk=request.pk).delete()


@transaction.atomic
def answer_request(
    *, viewer: Viewer, request: ReleaseRequest, state: str, days: int | None, answer: str
) -> ReleaseRequest:
    """The employer answers: agreed, agreed for other days, or not, with a reason for the last two.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SharingError: answered already, or an answer without its days or reason.
    """
    if not viewer.may(MANAGE_SUCCESSION):
        raise PermissionDenied
    row = ReleaseRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.state != ReleaseState.ASKED:
        raise SharingError("This request has been answered")
    if state not in (ReleaseState.AGREED, ReleaseState.OTHER_DAYS, ReleaseState.REFUSED):
        raise SharingError("Select your answer")
    if state == ReleaseState.OTHER_DAYS and not days:
        raise SharingError("Enter how many days you can agree to")
    if state != ReleaseState.AGREED and not answer:
        raise SharingError("Enter the reason: the person will read it")
    row.state, row.answer = state, answer
    row.agreed_days = {ReleaseState.AGREED: row.days, ReleaseState.OTHER_DAYS: days}.get(
        ReleaseState(state)
    )
    row.answered_on, row.answered_by_id = viewer.day, viewer.user_id
    row.save(update_fields=["state", "answer", "agreed_days", "answered_on", "answered_by"])
    audit.record(viewer, "release.answered", unit_id=row.unit_id, about=row)
    return row


def answer_as_field(viewer: Viewer, record: StaffRecord, call: SharingCall) -> Shared | None:
    """What her employer answered about time in this pool, as a field that she can share."""
    if viewer.person_id is None:
        return None
    row = ReleaseRequest.objects.filter(
        staff=record, profile__call=call, profile__person_id=viewer.person_id
    ).first()
    if row is None:
        return None
    words = str(ReleaseState(row.state).label)
    return Shared(f"{words}, {row.agreed_days} days" if row.agreed_days else words, row.answered_on)
