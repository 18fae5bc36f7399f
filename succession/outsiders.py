"""Naming somebody of another employer: she offers it to one employer by name, and only then can it.

What she offers is a profile that she shares there for this purpose (orgs/sharing.py), until a day that
she chooses. A nomination rests on the profile and on nothing of her employer's; when the profile goes,
the database ends the nomination (succession/sql/30_outsiders.sql).
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from orgs import sharing
from orgs.access.viewer import Viewer
from orgs.clock import months_on
from orgs.enums import Purpose
from orgs.models.people import StaffRecord
from orgs.models.sharing import SharedProfile, SharingCall
from orgs.models.units import OrgUnit
from orgs.periods import not_ended
from orgs.sharing import SharingError
from succession.access import OWN_RECORD, must_manage
from succession.models import Nomination, Post
from succession.selectors import SHORTEST_SEARCH
from succession.services import Said, enter

#: What can be shared for it. Nothing of what her own employer judges of her.
ASKS = ("name", "job", "band", "employer", "email", "mobility")
#: For how many months she can offer it.
MONTHS = (3, 6, 12)
TITLE = "To be named as a possible successor"
MOST_FOUND = 20

# --- the person ------------------------------------------------------------------------------------


def employers(viewer: Viewer, words: str) -> list[OrgUnit]:
    """Open employers whose name or code holds what is typed, without those that employ the viewer."""
    text = words.strip()
    if len(text) < SHORTEST_SEARCH:
        return []
    rows: QuerySet[OrgUnit] = _others(viewer)
    for part in text.split():
        rows = rows.filter(Q(name__icontains=part) | Q(code__iexact=part))
    return list(rows.order_by("name", "pk")[:MOST_FOUND])


def employer(viewer: Viewer, code: str) -> OrgUnit | None:
    """One open employer that does not employ the viewer."""
    return _others(viewer).filter(code=code).first()


def _others(viewer: Viewer) -> QuerySet[OrgUnit]:
    """Open employers but those that employ the viewer. The database holds it too."""
    rows: QuerySet[OrgUnit] = OrgUnit.objects.filter(is_employer=True, open=True)
    rows = rows.exclude(pk=viewer.here.id)
    if viewer.person_id is None:
        return rows
    mine = StaffRecord.objects.filter(not_ended("valid_to", viewer.day), person_id=viewer.person_id)
    return rows.exclude(pk__in=mine.values("unit_id"))


def last_days(day: dt.date) -> list[dt.date]:
    """The last days until which she can offer it."""
    return [months_on(day, months) for months in MONTHS]


def call_to(viewer: Viewer, to: OrgUnit, last: dt.date) -> SharingCall:
    """The call to herself, not saved yet: what can be shared with the employer, until which day."""
    made = uuid.uuid4()
    keep = (last - viewer.day).days + 1
    return SharingCall(
        public_id=made,
        unit=to,
        purpose=Purpose.NOMINATION,
        about=made,
        title=TITLE,
        asks=list(ASKS),
        person_id=viewer.person_id,
        opens_on=viewer.day,
        closes_on=viewer.day + dt.timedelta(days=keep),
        keep_days=keep,
    )


def offered_to(viewer: Viewer, to: OrgUnit) -> SharedProfile | None:
    """What the viewer has offered an employer already, if it is there still."""
    return sharing.mine(viewer).filter(unit=to, purpose=Purpose.NOMINATION).first()


@transaction.atomic
def offer_name(
    *, viewer: Viewer, to: OrgUnit, last: dt.date, content: Mapping[str, Any]
) -> SharedProfile:
    """Let one employer name the viewer, seeing what is in `content`, until and with the day `last`.

    Raises:
        PermissionDenied: the viewer does not hold a record of her own here.
        SharingError: a day that is not on offer, offered there already, or the name is left out.
    """
    if not viewer.may(OWN_RECORD) or viewer.person_id is None:
        raise PermissionDenied
    if last not in last_days(viewer.day):
        raise SharingError("Select until when you can be named")
    if offered_to(viewer, to) is not None:
        raise SharingError(f"You let {to.name} name you already")
    # One that ran out today stands until the night, and would be in the way.
    SharedProfile.objects.filter(
        person_id=viewer.person_id,
        unit=to,
        purpose=Purpose.NOMINATION,
        expires_on__lte=viewer.day,
    ).delete()
    call = call_to(viewer, to, last)
    try:
        with transaction.atomic():
            call.save(force_insert=True)
            return sharing.share(viewer=viewer, call=call, content=content)
    except IntegrityError as error:
        raise SharingError(f"You let {to.name} name you already") from error


# --- the employer ----------------------------------------------------------------------------------


def can_be_named(unit_id: int, day: dt.date) -> list[SharedProfile]:
    """Who lets this employer name her, by name. The policies show a live consent and no other."""
    rows = SharedProfile.objects.filter(
        unit_id=unit_id, purpose=Purpose.NOMINATION, expires_on__gt=day
    )
    return sorted(rows, key=lambda each: name_in(each).casefold())


def one_who_can(unit_id: int, public_id: UUID, day: dt.date) -> SharedProfile | None:
    """One of them."""
    return next((p for p in can_be_named(unit_id, day) if p.public_id == public_id), None)


def name_in(profile: SharedProfile) -> str:
    """The name that somebody shares."""
    return str(profile.fields[sharing.NAME]["text"])


def job_in(profile: SharedProfile) -> str:
    """Job and employer, as far as she shares them."""
    found = [profile.fields.get(key, {}).get("text", "") for key in ("job", "employer")]
    return ", ".join(each for each in found if each)


@transaction.atomic
def name_outsider(*, viewer: Viewer, post: Post, profile: SharedProfile, said: Said) -> Nomination:
    """Name somebody of another employer for `post`: like a colleague, by what she shares.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: named already, or held back without what that needs.
        SharedProfile.DoesNotExist: she has withdrawn meanwhile.
    """
    must_manage(viewer)
    row = SharedProfile.objects.get(
        pk=profile.pk,
        unit_id=post.unit_id,
        purpose=Purpose.NOMINATION,
        expires_on__gt=viewer.day,
    )
    return enter(viewer, post, said, name_in(row), profile=row)
