"""A closing board leaves its collaboratives and clusters; nobody takes its place there unasked."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q, QuerySet

from orgs.access.principals import Principal
from orgs.models.units import OverlayMembership
from orgs.restructure.transfers import Heirs, Transfer, transfers

_DAY = dt.timedelta(days=1)


def memberships(unit_id: int, day: dt.date) -> QuerySet[OverlayMembership]:
    """A unit's memberships that have not ended by a day."""
    rows = OverlayMembership.objects.filter(
        Q(valid__upper_inf=True) | Q(valid__endswith__gt=day), unit_id=unit_id
    )
    return rows.order_by("overlay__name", "id")


def count(unit_id: int, day: dt.date) -> int:
    return memberships(unit_id, day).count()


def end_memberships(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """End them on the day. The table holds no rows of a tenant, so nothing is counted of it."""
    for row in memberships(heirs.closing, day):
        begun = row.valid.lower
        row.valid = DateRange(begun, max(day, begun + _DAY))
        row.save(update_fields=["valid"])
    return 0, 0


def register() -> None:
    """Called from ``OrgsConfig.ready``."""
    transfer = Transfer(
        "overlays",
        "Memberships of collaboratives and clusters, which end",
        7,
        people=False,
        count=count,
        move=end_memberships,
        left=lambda unit_id, day: sum(
            row.valid.upper is None or row.valid.upper > max(day, row.valid.lower + _DAY)
            for row in memberships(unit_id, day)
        ),
    )
    transfers.add(transfer.key, transfer)
