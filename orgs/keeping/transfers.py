"""What happens to a hold when the employer closes: it holds what the successor takes over, too."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from orgs.access.principals import Principal
from orgs.models.keeping import KeepingHold
from orgs.restructure.transfers import Handover, Transfer, stay, transfers


def _in_force(units: Sequence[int], day: dt.date) -> QuerySet[KeepingHold]:
    return KeepingHold.objects.filter(unit_id__in=units, valid_to__gt=day).order_by("pk")


def count_holds(units: Sequence[int], day: dt.date) -> int:
    return _in_force(units, day).count()


def move_holds(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """The hold stays at the closing employer, whose ended rows stay there, and begins at every successor."""
    made = [
        KeepingHold(
            unit_id=unit_id,
            reason=hold.reason,
            reference=hold.reference,
            valid_from=max(day, hold.valid_from),
            valid_to=hold.valid_to,
            set_by_id=hold.set_by_id,
            set_at=hold.set_at,
        )
        for hold in _in_force(handover.closing, day)
        for unit_id in handover.of[hold.unit_id].everyone
    ]
    KeepingHold.objects.bulk_create(made)
    return 0, len(made)


def register() -> None:
    """Called from ``OrgsConfig.ready``."""
    transfers.add(
        "holds",
        Transfer(
            "holds",
            "Stops of the removal of records",
            3,
            count=count_holds,
            move=move_holds,
        ),
    )
    stay(
        {"orgs.KeepingHold": "It goes on holding the ended rows, and begins at each successor too."}
    )
