"""Succession returns: what is asked of an employer, computed from its plan, and signed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.codes import code_lists
from orgs.inheritance.effective import Effective
from orgs.inheritance.selectors import effective_all
from orgs.models.definitions import Definition
from succession import selectors, template
from succession.access import must_manage
from succession.board import board as read_board
from succession.conflicts import SuccessionError
from succession.copies import checksum
from succession.models import SuccessionReturn
from succession.return_items import ITEMS, SUCCESSION_RETURN, Answer, Item, Seen
from succession.template import day_of
from succession.words import LISTS

#: A return that was due longer ago than this is no longer asked for.
ASKED_FOR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Asked:
    """One return that is asked of an employer, with the newest copy that it signed.

    ``state`` is one of ``COMPLETE``, ``PARTIAL``, ``LATE`` and ``OPEN``.
    """

    definition: Effective
    due_on: dt.date | None
    signed: SuccessionReturn | None
    state: str

    @property
    def public_id(self) -> UUID:
        assert self.definition.public_id is not None, "nobody asks for the platform's own"
        return self.definition.public_id


def state_of(due: dt.date | None, day: dt.date, *, complete: bool | None) -> str:
    """The state of a return on a day; `complete` is None while nothing is signed."""
    if complete is None:
        return "LATE" if due is not None and due < day else "OPEN"
    return "COMPLETE" if complete else "PARTIAL"


def still_asked(due: dt.date | None, day: dt.date) -> bool:
    """Whether a return is still asked for on a day."""
    return due is None or due >= day - ASKED_FOR


def asked(unit_id: int, day: dt.date) -> list[Asked]:
    """The returns asked of an employer on a day, the one that is due first at the top: 2 queries."""
    signed: dict[UUID, SuccessionReturn] = {}
    rows = SuccessionReturn.objects.filter(unit_id=unit_id, signed_on__lte=day)
    for row in rows.select_related("definition").order_by("number"):
        signed[row.definition.public_id] = row
    found = []
    for each in effective_all(SUCCESSION_RETURN.code, unit_id, day):
        due = day_of(each.value("due_on"))
        if each.public_id is not None and still_asked(due, day):
            copy = signed.get(each.public_id)
            state = state_of(due, day, complete=copy.complete if copy else None)
            found.append(Asked(each, due, copy, state))
    return sorted(found, key=lambda a: (a.due_on is None, a.due_on or day, a.definition.title))


def one(unit_id: int, public_id: UUID, day: dt.date) -> Asked | None:
    """One of them."""
    return next((each for each in asked(unit_id, day) if each.public_id == public_id), None)


def copies(unit_id: int, definition: UUID) -> list[SuccessionReturn]:
    """Every signed copy of a return, the newest first."""
    rows = SuccessionReturn.objects.filter(unit_id=unit_id, definition__public_id=definition)
    return list(rows.order_by("-number"))


def answers(of: Asked, unit_id: int, day: dt.date) -> list[tuple[Item, Answer]]:
    """The answers to what a return asks, as the plan stands on a day."""
    seen = Seen(
        read_board(unit_id, day),
        selectors.plan(unit_id, day),
        template.rules(unit_id, day),
        code_lists(*LISTS),
    )
    wanted = {str(item["key"]) for item in of.definition.value("asks")}
    return [(item, item.answer(seen)) for item in ITEMS.values() if item.code in wanted]


def content(of: Asked, found: list[tuple[Item, Answer]], day: dt.date) -> dict[str, Any]:
    """What is signed, as plain JSON: names of nobody, words and numbers only."""
    return {
        "return": of.definition.title,
        "asked_by": of.definition.owner_code,
        "version": of.definition.version,
        "as_at": day.isoformat(),
        "items": [
            {
                "code": item.code,
                "label": item.label,
                "lines": [list(line) for line in answer.lines],
                "missing": list(answer.missing),
            }
            for item, answer in found
        ],
    }


@transaction.atomic
def sign_return(*, viewer: Viewer, of: Asked, sha256: str) -> SuccessionReturn:
    """Sign what the page showed: `sha256` is the hash of it, and nothing else is signed.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: the plan has changed since the page was shown, or a colleague signed just now.
    """
    must_manage(viewer)
    unit_id, day = viewer.here.id, viewer.day
    definition = Definition.objects.get(public_id=of.public_id)
    signed_so_far = SuccessionReturn.objects.filter(unit_id=unit_id, definition=definition)
    last = signed_so_far.aggregate(last=Max("number"))["last"] or 0
    signed = content(of, answers(of, unit_id, day), day)
    if checksum(signed) != sha256:
        raise SuccessionError("The plan has changed since this page was shown. Read it again")
    try:
        with transaction.atomic():
            made = SuccessionReturn.objects.create(
                unit_id=unit_id,
                definition=definition,
                number=last + 1,
                content=signed,
                sha256=sha256,
                complete=not any(item["missing"] for item in signed["items"]),
                signed_on=day,
                signed_by_id=viewer.user_id,
            )
    except IntegrityError as error:
        raise SuccessionError("A colleague signed it at the same moment. Read it again") from error
    audit.record(
        viewer,
        "return.signed",
        unit_id=unit_id,
        about=made,
        complete=made.complete,
        number=made.number,
    )
    return made
