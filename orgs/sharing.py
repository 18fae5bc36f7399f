"""Sharing a profile with an organisation that is not one's employer: agree, renew, withdraw.

Whatever is written here is written by the person herself, and the database holds that
(orgs/models/sharing.py). Fields are shared as the words that she saw before she agreed.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet

from orgs import audit
from orgs.access.actions import OWN_RECORD
from orgs.access.principals import SHARING, Principal
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.enums import Purpose
from orgs.models.people import StaffRecord
from orgs.models.sharing import SharedProfile, SharingCall, SharingReceipt
from orgs.registry import Registry

#: What a person agrees to, by version. A version is never reworded: another is added.
CONSENT = {
    "2026-1": (
        "I agree that this organisation sees what I selected, for this purpose alone, until the day "
        "shown. I can change what I share or withdraw it at any time, and it is then removed at once. "
        "My employer is not told."
    ),
}
CONSENT_VERSION = "2026-1"
#: Without it nobody could be written to.
NAME = "name"


class SharingError(ValueError):
    """Something that cannot be shared, said in a sentence."""


@dataclass(frozen=True)
class Shared:
    """One value as the reader will see it; ``on`` is its day, where it has one that matters."""

    text: str
    on: dt.date | None = None


@dataclass(frozen=True)
class SharedField:
    """Something a person can share. `load` finds it in her own record, or None where there is nothing.

    A field that is ``typed`` is in her own words, and has no `load`.
    """

    key: str
    label: str
    order: int
    load: Callable[[Viewer, StaffRecord, SharingCall], Shared | None] | None = None
    typed: bool = False


fields: Registry[SharedField] = Registry("fields that a person can share")


def field(
    key: str,
    label: str,
    *,
    order: int,
    load: Callable[[Viewer, StaffRecord, SharingCall], Shared | None] | None = None,
) -> None:
    """Register a field. Called from ``AppConfig.ready`` only."""
    fields.add(key, SharedField(key, label, order, load, typed=load is None))


def in_order(keys: Collection[str]) -> list[SharedField]:
    """The registered fields among `keys`, in the order in which they are shown."""
    return sorted((each for each in fields if each.key in keys), key=lambda f: f.order)


@dataclass(frozen=True)
class Offer:
    """What a person could share in answer to a call: the fields that have something to say."""

    call: SharingCall
    record: StaffRecord
    values: Mapping[str, Shared]
    typed: tuple[SharedField, ...]
    #: The first day on which nobody reads it any more, if she agrees today.
    expires_on: dt.date

    def chosen(self, keys: Iterable[str], words: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """The content of a profile: the ticked fields, and what she typed."""
        found = {key: _content(self.values[key]) for key in keys if key in self.values}
        typed = {f.key: {"text": words[f.key]} for f in self.typed if words.get(f.key)}
        return found | typed


def _content(shared: Shared) -> dict[str, str]:
    day = {"on": shared.on.isoformat()} if shared.on else {}
    return {"text": shared.text, **day}


def digest(content: Mapping[str, Any]) -> str:
    """Says whether what is agreed to is what was seen."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def own_record(viewer: Viewer) -> StaffRecord | None:
    """The viewer's own record at the unit in the URL, if she is employed there on the day."""
    if viewer.person_id is None:
        return None
    record = StaffRecord.objects.filter(
        person_id=viewer.person_id, unit_id=viewer.here.id, valid_from__lte=viewer.day
    ).first()
    gone = record is not None and record.valid_to is not None and record.valid_to <= viewer.day
    return None if gone else record


def offer(viewer: Viewer, call: SharingCall) -> Offer | None:
    """What the viewer could share in answer to `call`; None without a record of hers here."""
    record = own_record(viewer)
    if record is None:
        return None
    wanted = in_order(call.asks)
    loaded = {f.key: f.load(viewer, record, call) for f in wanted if f.load is not None}
    return Offer(
        call,
        record,
        {key: value for key, value in loaded.items() if value is not None and value.text},
        tuple(f for f in wanted if f.typed),
        viewer.day + dt.timedelta(days=call.keep_days),
    )


@transaction.atomic
def share(*, viewer: Viewer, call: SharingCall, content: Mapping[str, Any]) -> SharedProfile:
    """Write the viewer's profile at the unit that asks.

    Raises:
        PermissionDenied: the viewer does not hold a record of her own here.
        SharingError: the call is closed, answered already, or the name is left out.
    """
    person_id = viewer.person_id
    if not viewer.may(OWN_RECORD) or person_id is None or own_record(viewer) is None:
        raise PermissionDenied
    if NAME not in content:
        raise SharingError("Your name is needed: without it nobody can answer you")
    if not is_open(call, viewer.day):
        raise SharingError("This is closed: nobody can answer any more")
    if SharedProfile.objects.filter(call=call, person_id=person_id).exists():
        raise SharingError("You share a profile for this already")
    made = SharedProfile.objects.create(
        unit_id=call.unit_id,
        person_id=person_id,
        home_id=viewer.here.id,
        call=call,
        purpose=call.purpose,
        about=call.about,
        asks=call.asks,
        fields=dict(content),
        consent_version=CONSENT_VERSION,
        agreed_on=viewer.day,
        renewed_on=viewer.day,
        expires_on=viewer.day + dt.timedelta(days=call.keep_days),
    )
    audit.record(
        viewer, "sharing.agreed", unit_id=made.unit_id, about=made, version=CONSENT_VERSION
    )
    return made


def renewed_until(profile: SharedProfile, day: dt.date) -> dt.date:
    """When a profile ends that is renewed on `day`: later, unless nobody asks for it any more or she chose it."""
    if is_open(profile.call, day) and profile.purpose != Purpose.NOMINATION:
        return day + dt.timedelta(days=profile.call.keep_days)
    return profile.expires_on


@transaction.atomic
def renew(*, viewer: Viewer, profile: SharedProfile, content: Mapping[str, Any]) -> SharedProfile:
    """Replace what a profile says and let it run from today again.

    What she shares to be named ends on the day that she chose, renewed or not.

    Raises:
        PermissionDenied: it is not the viewer's own.
        SharingError: it has run out, or the name is left out.
    """
    row = _own(viewer, profile)
    if NAME not in content:
        raise SharingError("Your name is needed: without it nobody can answer you")
    if row.expires_on <= viewer.day:
        raise SharingError("This has run out. Share a profile anew if it is still open")
    row.fields = dict(content)
    row.renewed_on = viewer.day
    row.expires_on = renewed_until(row, viewer.day)
    row.consent_version = CONSENT_VERSION
    row.save(update_fields=["fields", "renewed_on", "expires_on", "consent_version"])
    audit.record(viewer, "sharing.renewed", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def withdraw(*, viewer: Viewer, profile: SharedProfile) -> None:
    """Take a profile back: the row and all that rests on it are gone.

    Raises:
        PermissionDenied: it is not the viewer's own.
    """
    row = _own(viewer, profile)
    audit.record(viewer, "sharing.withdrawn", unit_id=row.unit_id, about=row)
    SharedProfile.objects.filter(pk=row.pk).delete()


def _own(viewer: Viewer, profile: SharedProfile) -> SharedProfile:
    if viewer.person_id is None or profile.person_id != viewer.person_id:
        raise PermissionDenied
    return (
        SharedProfile.objects.select_for_update(of=("self",))
        .select_related("call")
        .get(pk=profile.pk)
    )


def end(*, profile_id: int) -> int:
    """Remove a profile that the unit no longer needs; for services of the apps above. How many."""
    removed, _ = SharedProfile.objects.filter(pk=profile_id).delete()
    return removed


def is_open(call: SharingCall, day: dt.date) -> bool:
    """Whether a call can be answered on a day."""
    return call.opens_on <= day and (call.closes_on is None or call.closes_on > day)


# --- questions -----------------------------------------------------------------------------------


def received(unit_id: int, purpose: str, about: UUID) -> QuerySet[SharedProfile]:
    """Profiles that are live at a unit for one pool, vacancy or post, as far as the viewer may see.

    Somebody from elsewhere may be named, or shown by name, only while one of these is there.
    """
    return SharedProfile.objects.filter(unit_id=unit_id, purpose=purpose, about=about)


def mine(viewer: Viewer) -> QuerySet[SharedProfile]:
    """What the viewer shares now, wherever it is; newest first."""
    if viewer.person_id is None:
        return SharedProfile.objects.none()
    return (
        SharedProfile.objects.filter(person_id=viewer.person_id, expires_on__gt=viewer.day)
        .select_related("unit", "call")
        .order_by("-agreed_on", "-pk")
    )


def my_profile(viewer: Viewer, public_id: UUID) -> SharedProfile | None:
    """One profile of the viewer's own."""
    return mine(viewer).filter(public_id=public_id).first()


def my_past(viewer: Viewer) -> list[SharingReceipt]:
    """Consents of the viewer's that have ended, newest first; what they said is gone."""
    if viewer.person_id is None:
        return []
    rows = SharingReceipt.objects.filter(person_id=viewer.person_id, ended_on__isnull=False)
    return list(rows.select_related("unit").order_by("-ended_on", "-pk")[:50])


@dataclass(frozen=True)
class Look:
    """Somebody looked at a profile: never who, but as what, where and for what."""

    profile: UUID
    at: dt.datetime
    organisation: str
    role: str
    purpose: str


def my_looks() -> list[Look]:
    """Who looked at what the current person shares or shared, newest first, at most 100."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT profile, at, organisation, role, purpose FROM app.my_profile_reads()"
        )
        return [Look(*row) for row in cursor.fetchall()]


# --- what comes round ----------------------------------------------------------------------------


def expire(principal: Principal, day: dt.date) -> int:
    """Remove the profiles that have run out, each in its own right; return how many."""
    with system_scope(principal, day=day):
        due = SharedProfile.objects.filter(expires_on__lte=day)
        ended = list(due.values_list("unit_id", "public_id"))
        for unit_id, public_id in ended:
            audit.record(SHARING, "sharing.expired", unit_id=unit_id, profile=str(public_id))
        due.delete()
    return len(ended)
