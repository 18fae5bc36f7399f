"""When an employer closes, its memberships end and its successor takes its place.

A cluster whose planned successor takes over its last board has become that board, and closes. What
is written is no tenant's row (orgs/sql/35_overlays.sql).
"""

import datetime as dt

from django.db import connection
from django.db.models import Q

from orgs.access.principals import Principal
from orgs.models.units import OverlayMembership
from orgs.restructure.transfers import Transfer, transfers


def count(unit_id: int, day: dt.date) -> int:
    """How many memberships of a unit have not ended by a day."""
    rows = OverlayMembership.objects.filter(unit_id=unit_id, valid__isempty=False)
    return rows.filter(Q(valid__endswith__isnull=True) | Q(valid__endswith__gt=day)).count()


def move(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Hand them on. Nothing of a tenant is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.hand_on_memberships(%s, %s, %s)", [closing, successor, day])
    return 0, 0


def register() -> None:
    """Called from ``OrgsConfig.ready``."""
    transfers.add(
        "overlays",
        Transfer(
            "overlays", "Memberships of collaboratives, places and clusters", 90, people=False,
            count=count, move=move,
        ),
    )  # fmt: skip
