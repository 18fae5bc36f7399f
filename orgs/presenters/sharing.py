"""What a person shares, in words; and the fields that her employer's own records fill."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from orgs import sharing
from orgs.access.roles import roles
from orgs.access.viewer import Viewer
from orgs.enums import Ended, Purpose
from orgs.models.people import Assignment, StaffRecord
from orgs.models.sharing import SharedProfile, SharingCall, SharingReceipt
from orgs.periods import not_ended
from orgs.sharing import Look, Offer, Shared
from orgs.words import words_of_day, words_of_last_day, words_of_moment


def register_fields() -> None:
    """The fields that orgs itself can fill. Called from ``OrgsConfig.ready``."""
    sharing.field(sharing.NAME, "Name", order=10, load=_name)
    sharing.field("job", "Job title", order=20, load=_job)
    sharing.field("band", "Band", order=30, load=_band)
    sharing.field("employer", "Employer", order=40, load=_employer)
    sharing.field("email", "Work e-mail", order=50, load=_email)
    sharing.field("mobility", "Where and how you would like to work", order=90)


def _assignment(record: StaffRecord, day: dt.date) -> Assignment | None:
    open_ = not_ended("ends_on", day)
    rows = Assignment.objects.filter(open_, staff=record, starts_on__lte=day)
    return rows.order_by("-starts_on", "-pk").first()


def _name(viewer: Viewer, record: StaffRecord, call: SharingCall) -> Shared:  # noqa: ARG001
    return Shared(record.name)


def _job(viewer: Viewer, record: StaffRecord, call: SharingCall) -> Shared | None:  # noqa: ARG001
    found = _assignment(record, viewer.day)
    return Shared(found.title) if found else None


def _band(viewer: Viewer, record: StaffRecord, call: SharingCall) -> Shared | None:  # noqa: ARG001
    found = _assignment(record, viewer.day)
    return Shared(f"Band {found.band}") if found and found.band else None


def _employer(viewer: Viewer, record: StaffRecord, call: SharingCall) -> Shared:  # noqa: ARG001
    return Shared(viewer.here.name)


def _email(viewer: Viewer, record: StaffRecord, call: SharingCall) -> Shared | None:  # noqa: ARG001
    return Shared(record.work_email) if record.work_email else None


def lines(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, words) of a profile's fields, in their order: all that a reader sees of them."""
    return [(f.label, str(content[f.key]["text"])) for f in sharing.in_order(content)]


def choices(offer: Offer) -> list[tuple[str, str]]:
    """(key, "label: words") of what can be ticked."""
    return [
        (f.key, f"{f.label}: {offer.values[f.key].text}") for f in sharing.in_order(offer.values)
    ]


@dataclass(frozen=True)
class ShareCard:
    """One profile on "My sharing"."""

    public_id: UUID
    title: str
    organisation: str
    purpose: str
    lines: list[tuple[str, str]]
    agreed: str
    until: str
    looks: list[tuple[str, str]]


def share_cards(profiles: Iterable[SharedProfile], looks: Iterable[Look]) -> list[ShareCard]:
    """What is shared now, each with who looked, newest first."""
    seen: dict[UUID, list[tuple[str, str]]] = {}
    for look in looks:
        seen.setdefault(look.profile, []).append((_reader(look), words_of_moment(look.at)))
    return [
        ShareCard(
            p.public_id,
            p.call.title,
            p.unit.name,
            str(Purpose(p.purpose).label),
            lines(p.fields),
            words_of_day(p.agreed_on),
            words_of_last_day(p.expires_on),
            seen.get(p.public_id, []),
        )
        for p in profiles
    ]


def _reader(look: Look) -> str:
    codes = [code.strip() for code in look.role.split(",")]
    said = ", ".join(roles.get(code).label if code in roles else code for code in codes)
    return f"{said}, {look.organisation}, for {look.purpose}"


def past_lines(receipts: Iterable[SharingReceipt]) -> list[tuple[str, str, str]]:
    """(what for, with whom, how it ended) of consents that have ended."""
    return [(r.title, r.unit.name, _how(r)) for r in receipts]


def _how(receipt: SharingReceipt) -> str:
    ended, agreed = words_of_day(receipt.ended_on), words_of_day(receipt.agreed_on)
    return f"{Ended(receipt.ended).label} on {ended}; agreed on {agreed}"
