"""Asking for a correction of one's own record, and answering."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit
from orgs.access.actions import ANSWER_CORRECTIONS, OWN_RECORD
from orgs.access.viewer import Viewer
from orgs.models.corrections import CorrectionRequest
from orgs.models.people import StaffRecord


class CorrectionError(ValueError):
    """Something that cannot be done with a request, said in a sentence."""


def own_requests(staff_id: int) -> list[CorrectionRequest]:
    """What a person asked for, the newest first."""
    return list(CorrectionRequest.objects.filter(staff_id=staff_id).order_by("-asked_on", "-pk"))


def open_requests(unit_id: int) -> list[CorrectionRequest]:
    """What waits for an answer at an employer, the oldest first."""
    rows = CorrectionRequest.objects.filter(unit_id=unit_id, answered_on=None)
    return list(rows.select_related("staff").order_by("asked_on", "pk"))


def request_of(unit_id: int, public_id: UUID) -> CorrectionRequest | None:
    """One request at an employer, answered or not."""
    rows = CorrectionRequest.objects.filter(unit_id=unit_id, public_id=public_id)
    return rows.select_related("staff").first()


@transaction.atomic
def ask_correction(
    *, viewer: Viewer, staff: StaffRecord, about: str, words: str
) -> CorrectionRequest:
    """Ask for a correction of one's own record.

    Raises:
        PermissionDenied: the record is not the viewer's own.
    """
    if not viewer.may(OWN_RECORD) or staff.person_id != viewer.person_id:
        raise PermissionDenied
    made = CorrectionRequest.objects.create(
        unit_id=staff.unit_id, staff=staff, about=about, words=words, asked_on=viewer.day
    )
    audit.record(viewer, "correction.asked", unit_id=staff.unit_id, about=made, part=about)
    return made


@transaction.atomic
def answer_correction(
    *, viewer: Viewer, request: CorrectionRequest, outcome: str, answer: str
) -> CorrectionRequest:
    """Say what was done, once.

    Raises:
        PermissionDenied: without the right to answer corrections here, or about oneself.
        CorrectionError: answered already.
    """
    if not viewer.may(ANSWER_CORRECTIONS) or request.staff.person_id == viewer.person_id:
        raise PermissionDenied
    row = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
    if row.answered_on is not None:
        raise CorrectionError("This request has been answered already")
    row.outcome, row.answer = outcome, answer
    row.answered_on, row.answered_by_id = viewer.day, viewer.user_id
    row.save(update_fields=["outcome", "answer", "answered_on", "answered_by"])
    audit.record(viewer, "correction.answered", unit_id=row.unit_id, about=row, outcome=outcome)
    return row
