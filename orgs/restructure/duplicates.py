"""What met at a successor because organisations changed: two of a kind, for people to settle.

Nothing is merged by itself. Each app says which pairs there are and does what was answered, by the
services that a page would use; the answer is kept and recorded.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from orgs import audit
from orgs.access.actions import DECIDE_HANDOVER
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.models.handover import CarriedOver, DuplicateChoice
from orgs.registry import Registry
from orgs.restructure.errors import OutdatedError, RestructureError

BOTH = "both"


@dataclass(frozen=True)
class Side:
    """One of two. `note` says where it came from; `staff_ids` who is shown."""

    public_id: UUID
    words: str
    note: str = ""
    staff_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pair:
    """Two of a kind, in the order of their public ids."""

    first: Side
    second: Side

    @classmethod
    def of(cls, one: Side, other: Side) -> "Pair":
        first, second = sorted((one, other), key=lambda side: str(side.public_id))
        return cls(first, second)


@dataclass(frozen=True)
class Meeting:
    """One kind of duplicate.

    Attributes:
        find: pairs at a unit on a day, as the viewer may read them.
        answers: (code, words) of what can be done; words may hold ``{first}`` and ``{second}``.
        settle: does it, by the app's own services; not called for "keep both".
    """

    key: str
    label: str
    order: int
    find: Callable[[int, dt.date], list[Pair]]
    answers: tuple[tuple[str, str], ...]
    settle: Callable[[Viewer, Pair, str], None]


meetings: Registry[Meeting] = Registry("what meets after a change of organisations")


def in_order() -> list[Meeting]:
    return sorted(meetings, key=lambda each: each.order)


def open_pairs(viewer: Viewer) -> list[tuple[Meeting, Pair]]:
    """The pairs at the unit in the URL that nobody has settled yet."""
    unit_id = viewer.here.id
    if not CarriedOver.objects.filter(unit_id=unit_id).exists():
        return []
    decided = {
        (kind, first, second)
        for kind, first, second in DuplicateChoice.objects.filter(unit_id=unit_id).values_list(
            "kind", "first", "second"
        )
    }
    return [
        (meeting, pair)
        for meeting in in_order()
        for pair in meeting.find(unit_id, viewer.day)
        if (meeting.key, pair.first.public_id, pair.second.public_id) not in decided
    ]


@transaction.atomic
def settle_pair(*, viewer: Viewer, kind: str, first: UUID, second: UUID, answer: str) -> None:
    """Settle two of a kind as was answered.

    Raises:
        OutdatedError: somebody settled it, or one of the two has gone.
        RestructureError: no such answer, or what was answered cannot be done; nothing is kept.
    """
    if not viewer.may(DECIDE_HANDOVER):
        raise PermissionDenied
    found = next(
        (
            (meeting, pair)
            for meeting, pair in open_pairs(viewer)
            if (meeting.key, pair.first.public_id, pair.second.public_id) == (kind, first, second)
        ),
        None,
    )
    if found is None:
        raise OutdatedError("This has been settled in the meantime.")
    meeting, pair = found
    if answer not in dict(meeting.answers):
        raise RestructureError("Select what is to be done")
    try:
        with transaction.atomic():
            row = DuplicateChoice.objects.create(
                unit_id=viewer.here.id, kind=kind, first=first, second=second, answer=answer,
                decided_by_id=viewer.user_id, decided_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise OutdatedError("This has been settled in the meantime.") from error
    if answer != BOTH:
        meeting.settle(viewer, pair, answer)
    audit.record(
        viewer, "duplicate.settled", unit_id=viewer.here.id, about=row, kind=kind, answer=answer
    )
