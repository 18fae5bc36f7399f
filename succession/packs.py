"""Board packs: asking for one, what is drawn, naming who may open it, and opening it."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from orgs import audit, consultation
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.codes import code_lists
from orgs.models.access import User
from reporting.doorbell import ring
from reporting.papers import Papers
from reporting.render.pdf import PdfDocument
from succession import accounts, selectors, signing
from succession.access import OWN_RECORD, PACKS, READ_PACKS, must_manage
from succession.board_roles import ROLES
from succession.conflicts import SuccessionError
from succession.enums import PackState, SignatureState
from succession.models import BoardPack, PackReader, PlanCopy

MAKE = "succession.tasks.make_pack"
#: How long a reader may open a pack unless another day is given, and at most.
READS_FOR, READS_AT_MOST = dt.timedelta(days=31), dt.timedelta(days=366)


def stamp_of(copy: PlanCopy) -> list[dict[str, str]]:
    """The signatures of a version as they are now, in words: all that a pack has beside its paper."""
    roles = code_lists(ROLES, owner=copy.unit_id)[ROLES]
    return [
        {
            "role": roles[each.role].label if each.role in roles else each.role,
            "name": each.staff.name if each.staff else "",
            "state": each.state,
            "label": str(SignatureState(each.state).label),
            "on": each.answered_on.isoformat() if each.answered_on else "",
            "minutes": _minutes(each.committee, each.minuted_on, each.minute),
        }
        for each in signing.signatures(copy)
        if each.state != SignatureState.DROPPED
    ]


def _minutes(committee: str, on: dt.date | None, minute: str) -> str:
    parts = [committee, on.isoformat() if on else "", minute]
    return ", ".join(part for part in parts if part) if committee else ""


@transaction.atomic
def request_pack(*, viewer: Viewer, copy: PlanCopy) -> BoardPack:
    """Ask for the pack of a version; one with the same signatures that is there already is given again.

    Raises PermissionDenied without the right to manage succession here.
    """
    must_manage(viewer)
    stamp = stamp_of(copy)
    there = copy.packs.filter(stamp=stamp).exclude(state=PackState.FAILED).order_by("-pk").first()
    if there is not None:
        return there
    made = BoardPack.objects.create(
        unit_id=copy.unit_id,
        copy=copy,
        title=f"{copy.plan.cycle}, version {copy.number}",
        stamp=stamp,
        staff_ids=copy.paper.staff_ids,
        asked_at=now(),
        asked_by_id=viewer.user_id,
    )
    audit.record(viewer, "plan.pack_asked", unit_id=copy.unit_id, about=made, version=copy.number)
    ring(MAKE, str(made.public_id))
    return made


def _draw(pack: BoardPack) -> PdfDocument:
    from succession.pack_pdf import render

    return render(pack)


def _made(pack: BoardPack) -> None:
    audit.record(PACKS, "plan.pack_made", unit_id=pack.unit_id, about=pack)


def _failed(pack: BoardPack) -> None:
    audit.record(PACKS, "plan.pack_failed", unit_id=pack.unit_id, about=pack)


MADE = Papers(
    model=BoardPack,
    principal=PACKS,
    task=MAKE,
    draw=_draw,
    made=_made,
    failed=_failed,
    along=("copy__paper",),
)


# --- readers -----------------------------------------------------------------------------------------


def may_be_named(pack: BoardPack) -> list[accounts.Account]:
    """Accounts that may be sent a pack: committee readers of the employer, and who signs its version."""
    people = {
        each.staff.person_id for each in signing.signatures(pack.copy) if each.staff is not None
    }
    return accounts.of_signers(pack.unit_id, people)


@transaction.atomic
def name_reader(
    *, viewer: Viewer, pack: BoardPack, subject: str, expires_on: dt.date
) -> PackReader:
    """Let one account open a pack until a day, which is the first without it.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: not a reader or signer of this employer, named already, the pack is not
            ready, or a day that is not ahead or more than a year ahead.
    """
    must_manage(viewer)
    if consultation.locked(viewer):
        raise SuccessionError(
            "A change of organisations is in consultation: a pack is sent to nobody meanwhile"
        )
    if pack.state != PackState.DONE:
        raise SuccessionError("The pack is not ready yet")
    if not viewer.day < expires_on <= viewer.day + READS_AT_MOST:
        raise SuccessionError("The last day must be ahead, within 12 months")
    account = next((each for each in may_be_named(pack) if each.subject == subject), None)
    if account is None:
        raise SuccessionError("Select somebody who reads for the board, or who signs the plan")
    BoardPack.objects.select_for_update().only("pk").get(pk=pack.pk)
    if pack.readers.filter(user_id=account.user_id, removed_at=None).exists():
        raise SuccessionError(f"{account.name} is named already")
    made = PackReader.objects.create(
        unit_id=pack.unit_id,
        pack=pack,
        user_id=account.user_id,
        via=account.via,
        expires_on=expires_on,
        named_at=now(),
        named_by_id=viewer.user_id,
    )
    audit.record(
        viewer, "plan.reader_named", unit_id=pack.unit_id, about=pack, reader=account.subject,
        until=str(expires_on),
    )  # fmt: skip
    return made


@transaction.atomic
def remove_reader(*, viewer: Viewer, reader: PackReader) -> None:
    """Take a pack away from a reader: from now on it is not there for her."""
    must_manage(viewer)
    row = PackReader.objects.select_for_update().get(pk=reader.pk)
    if row.removed_at is not None:
        raise SuccessionError("They were removed already")
    row.removed_at = now()
    row.save(update_fields=["removed_at"])
    audit.record(viewer, "plan.reader_removed", unit_id=row.unit_id, about=row.pack)


@transaction.atomic
def open_pack(*, viewer: Viewer, pack: BoardPack, reader: PackReader | None = None) -> bytes:
    """The PDF, for its reader or (without `reader`) for the succession lead; the opening is recorded.

    Raises PermissionDenied for a reader's row of somebody else.
    """
    if reader is None:
        must_manage(viewer)
    else:
        if reader.user_id != viewer.user_id or not viewer.may_any(READ_PACKS, OWN_RECORD):
            raise PermissionDenied
        PackReader.objects.filter(pk=reader.pk, opened_at=None).update(opened_at=now())
    if pack.state != PackState.DONE or pack.pdf is None:
        raise SuccessionError("The pack is not ready yet")
    audit.record(viewer, "plan.pack_opened", unit_id=pack.unit_id, about=pack)
    return bytes(pack.pdf)


# --- reading -----------------------------------------------------------------------------------------


def pack(unit_id: int, public_id: UUID) -> BoardPack | None:
    """One pack of the unit, with its version."""
    rows = BoardPack.objects.filter(unit_id=unit_id, public_id=public_id)
    return rows.select_related("copy__paper").first()


def packs_of(copies: list[PlanCopy]) -> dict[int, list[BoardPack]]:
    """The packs of some versions by the version's id, the newest first, without bytes."""
    found: dict[int, list[BoardPack]] = {}
    for each in BoardPack.objects.filter(copy__in=copies).defer("pdf").order_by("-pk"):
        found.setdefault(each.copy_id, []).append(each)
    return found


def readers_of(pack: BoardPack) -> list[PackReader]:
    """Everybody who was named for a pack, in order."""
    return list(pack.readers.select_related("user").order_by("named_at", "pk"))


def reader(pack: BoardPack, public_id: UUID) -> PackReader | None:
    """One reader of a pack."""
    return PackReader.objects.filter(pack=pack, public_id=public_id).first()


def sent_to(viewer: Viewer) -> list[PackReader]:
    """The packs that the viewer may open at the unit today, the newest first, without bytes."""
    rows = _hers(viewer).select_related("pack").defer("pack__pdf")
    return list(rows.order_by("-named_at"))


def sent_one(viewer: Viewer, public_id: UUID) -> PackReader | None:
    """One of them, with the pack's bytes."""
    return _hers(viewer).filter(public_id=public_id).select_related("pack").first()


def _hers(viewer: Viewer) -> QuerySet[PackReader]:
    """Rows that the database shows her as a reader; said here again, as she may hold other roles."""
    rights = [
        via for via, action in (("packs", READ_PACKS), ("own", OWN_RECORD)) if viewer.may(action)
    ]
    return PackReader.objects.filter(
        unit_id=viewer.here.id,
        user_id=viewer.user_id,
        removed_at=None,
        expires_on__gt=viewer.day,
        via__in=rights,
        pack__state=PackState.DONE,
    )


def name_of(user: User, unit_id: int) -> str:
    """What a reader is called: her name at the employer, else her sign-in name."""
    return selectors.name_of(user.pk, unit_id) or user.login


def reads_until(day: dt.date) -> dt.date:
    """The last day that is offered for a reader."""
    return day + READS_FOR
