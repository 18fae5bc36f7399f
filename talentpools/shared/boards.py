"""A talent board: colleagues of several employers look at people of a pool, for some days."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit, outbox
from orgs.access.actions import OWN_RECORD, VIEW_PEOPLE
from orgs.access.viewer import Viewer
from orgs.models.units import OrgUnit
from orgs.sharing import SharingError
from talentpools.models import (
    BoardReview,
    PanelNote,
    ReviewEntry,
    Reviewer,
    SharedMember,
    SharedPool,
)
from talentpools.shared.pools import must_manage
from talentpools.shared_states import Outcome

#: So long a panel may look at people at most.
LONGEST_DAYS = 42


@transaction.atomic
def call_review(
    *,
    viewer: Viewer,
    pool: SharedPool,
    title: str,
    opens_on: dt.date,
    last_day: dt.date,
    logins: Collection[str],
    members: Sequence[SharedMember],
    link: str,
) -> BoardReview:
    """Call a board: freeze what its members will look at, and invite them by e-mail.

    Nobody is told whether a sign-in name exists: whoever has it finds the review on her own pages.

    Raises:
        PermissionDenied: without the right to run shared pools here.
        SharingError: days in the wrong order or too many, nobody on the panel, nobody to look at.
    """
    must_manage(viewer)
    if opens_on < viewer.day:
        raise SharingError("The first day must be today or later")
    if not opens_on <= last_day < opens_on + dt.timedelta(days=LONGEST_DAYS):
        raise SharingError(f"The last day must be within {LONGEST_DAYS} days of the first")
    names = sorted({login.strip().lower() for login in logins if login.strip()})
    if not names:
        raise SharingError("Enter who is on the panel")
    if not members:
        raise SharingError("Select whom the board looks at")
    review = BoardReview.objects.create(
        unit_id=pool.unit_id,
        pool=pool,
        title=title,
        opens_on=opens_on,
        closes_on=last_day + dt.timedelta(days=1),
        called_by_id=viewer.user_id,
    )
    Reviewer.objects.bulk_create(
        Reviewer(unit_id=pool.unit_id, review=review, login=login) for login in names
    )
    ReviewEntry.objects.bulk_create(
        ReviewEntry(
            unit_id=pool.unit_id,
            review=review,
            member=member,
            profile_public_id=member.profile.public_id,
            fields=member.profile.fields,
            expires_on=member.profile.expires_on,
        )
        for member in members
    )
    unit = OrgUnit.objects.get(pk=pool.unit_id)
    for login in names:
        if "@" in login:
            outbox.send("talent_board", login, unit, link)
    audit.record(
        viewer, "shared_pool.board_called", unit_id=pool.unit_id, about=review, people=len(members)
    )
    return review


@transaction.atomic
def write_note(*, viewer: Viewer, entry: ReviewEntry, outcome: str, note: str = "") -> PanelNote:
    """Somebody on the panel recommends; a second time replaces the first, while the board is open.

    Raises:
        PermissionDenied: the viewer has no role at the unit of the page that reads people.
        SharingError: an outcome that does not exist.
    """
    if not viewer.may_any(VIEW_PEOPLE, OWN_RECORD):
        raise PermissionDenied
    if outcome not in Outcome.values:
        raise SharingError("Select what you recommend")
    made, _ = PanelNote.objects.update_or_create(
        member_id=entry.member_id,
        review_id=entry.review_id,
        author_id=viewer.user_id,
        defaults={
            "unit_id": entry.unit_id,
            "outcome": outcome,
            "note": note,
            "made_on": viewer.day,
        },
    )
    audit.record(viewer, "shared_pool.reviewed", unit_id=entry.unit_id, about=entry)
    return made


@transaction.atomic
def end_review(*, viewer: Viewer, review: BoardReview) -> None:
    """Close a board before its last day.

    Raises:
        PermissionDenied: without the right to run shared pools here.
        SharingError: it is over.
    """
    must_manage(viewer)
    row = BoardReview.objects.select_for_update().get(pk=review.pk)
    if row.closes_on <= viewer.day:
        raise SharingError("This review is over")
    row.closes_on = max(viewer.day, row.opens_on + dt.timedelta(days=1))
    row.save(update_fields=["closes_on"])
    audit.record(viewer, "shared_pool.board_closed", unit_id=row.unit_id, about=row)
