"""Where a row came from that began because an organisation closed, in words for its page."""

import datetime as dt
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from orgs.models.handover import CarriedOver
from orgs.restructure.continuing import begin
from orgs.restructure.transfers import Handover, in_order
from orgs.words import words_of_day


def write_down(handover: Handover, day: dt.date) -> int:
    """Write where each row that was carried over came from; how many. The transfers come before."""
    noted = 0
    for transfer in in_order():
        if transfer.carried is None:
            continue
        known = CarriedOver.objects.filter(subject=transfer.key, row=OuterRef("public_id"))
        rows = transfer.carried(handover, day).exclude(Exists(known)).order_by("pk")
        noted += begin(
            rows, "origin", into=CarriedOver, unit=F("unit_id"), subject=transfer.key,
            row=F("public_id"), origin=F("origin"), on=day,
        )  # fmt: skip
    return noted


def carried_over(unit_id: int, subject: str, row: UUID) -> str:
    """From where and when, such as "Carried over from Ashdown Trust on 1 April 2027".

    Empty for a row that began here.
    """
    found = (
        CarriedOver.objects.filter(unit_id=unit_id, subject=subject, row=row)
        .select_related("origin")
        .first()
    )
    if found is None:
        return ""
    return f"Carried over from {found.origin.name} on {words_of_day(found.on)}"


def origins(unit_id: int, subject: str) -> dict[UUID, str]:
    """Rows of a subject that were carried over, each to the name of where it came from."""
    rows = CarriedOver.objects.filter(unit_id=unit_id, subject=subject).select_related("origin")
    return {each.row: each.origin.name for each in rows}
