"""Telling a person that she is named, and her answer: the moment at which development becomes hers."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit, outbox
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.models.units import OrgUnit
from succession import oneself, selectors
from succession.access import AGREEMENT, OWN_RECORD, must_manage
from succession.conflicts import SuccessionError
from succession.enums import Disclosure, NominationStatus
from succession.models import Nomination
from succession.services import locked, open_development, withdraw_development
from succession.withholding import clear


@transaction.atomic
def tell_person(*, viewer: Viewer, nomination: Nomination, on: dt.date, link: str) -> Nomination:
    """Record that the person has been told, with the readiness as told, and write to her.

    The message carries `link` (absolute) and the organisation's name, nothing of the nomination.
    Somebody of another employer is not written to: her address is not ours, and she finds it on her
    own pages.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: told already, a day in the future or before the nomination, or the viewer
            herself.
    """
    must_manage(viewer)
    row = locked(nomination)
    oneself.must_be_another(viewer, row.staff or row.profile, oneself.TELL)
    if row.disclosure != Disclosure.NOT_TOLD:
        raise SuccessionError(f"{row.name} has been told already")
    if not row.valid_from <= on <= viewer.day:
        raise SuccessionError("The day of telling must lie between the nomination and today")
    judged = selectors.judgement(row, viewer.day)
    row.disclosure = Disclosure.TOLD
    row.told_on = on
    row.told_readiness = selectors.readiness(row, viewer.day)
    row.told_review_by = judged.review_by if judged else None
    clear(row)
    row.version += 1
    row.changed_by_id = viewer.user_id
    row.save()
    if row.staff is not None and row.staff.work_email:
        unit = OrgUnit.objects.get(pk=row.unit_id)
        outbox.send("development", row.staff.work_email, unit, link)
    audit.record(viewer, "disclosure_state.told", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def record_agreement(
    *, viewer: Viewer, nomination: Nomination, agreed: bool, on: dt.date
) -> Nomination:
    """Record what the person answered when she was told.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: not told yet, answered already, a day before the telling or after today, or
            the viewer herself, who answers on her own page.
    """
    must_manage(viewer)
    oneself.must_be_another(viewer, nomination.staff or nomination.profile, oneself.ANSWER)
    row = _answer(viewer, nomination, agreed=agreed, on=on, today=viewer.day)
    audit.record(
        viewer, "disclosure_state.answered", unit_id=row.unit_id, about=row, answer=row.disclosure
    )
    return row


@transaction.atomic
def answer_nomination(*, viewer: Viewer, nomination: Nomination, agreed: bool) -> None:
    """The person herself answers, from her own page.

    She may not see what was prepared for her, so a named principal opens it at her word; the act is
    recorded as hers.

    Raises:
        PermissionDenied: the viewer does not hold her own record here.
        SuccessionError: answered already.
    """
    if not viewer.may(OWN_RECORD):
        raise PermissionDenied
    unit_id = nomination.unit_id
    with system_scope(AGREEMENT, units=[unit_id], day=viewer.day):
        row = locked(nomination)
        person = row.staff or row.profile
        if person is None or person.person_id != viewer.person_id:
            raise PermissionDenied
        row = _answer(AGREEMENT, row, agreed=agreed, on=viewer.day, today=viewer.day)
    audit.record(
        viewer,
        "disclosure_state.answered",
        unit_id=unit_id,
        about=row,
        answer=row.disclosure,
        by="person",
    )


def _answer(
    actor: audit.Actor, nomination: Nomination, *, agreed: bool, on: dt.date, today: dt.date
) -> Nomination:
    row = locked(nomination)
    if row.told_on is None:
        raise SuccessionError(f"{row.name} has not been told yet")
    if row.disclosure != Disclosure.TOLD:
        raise SuccessionError(f"{row.name} has answered already")
    if not row.told_on <= on <= today:
        raise SuccessionError("The day of the answer must lie between the telling and today")
    row.version += 1
    row.changed_by_id = actor.user_id if isinstance(actor, Viewer) else row.changed_by_id
    if agreed:
        row.disclosure, row.status, row.agreed_on = Disclosure.AGREED, NominationStatus.AGREED, on
        row.save()
        open_development(actor, row, on)
    else:
        row.disclosure, row.status = Disclosure.DECLINED, NominationStatus.DECLINED_BY_PERSON
        row.valid_to = on
        row.save()
        withdraw_development(actor, row, on)
    return row
