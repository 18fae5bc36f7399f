"""Where a row came from that began because an organisation closed, in words for its page."""

import datetime as dt
from uuid import UUID

from orgs.models.handover import CarriedOver
from orgs.restructure.transfers import Heirs, in_order


def write_down(heirs: Heirs, day: dt.date) -> int:
    """Write where each row that was carried over came from; how many. The transfers come before."""
    fresh = [
        CarriedOver(unit_id=unit_id, subject=transfer.key, row=row, origin_id=heirs.closing, on=day)
        for transfer in in_order()
        if transfer.carried is not None
        for unit_id, row in transfer.carried(heirs, day)
    ]
    there = CarriedOver.objects.filter(unit_id__in=heirs.everyone)
    known = set(there.values_list("row", flat=True))
    fresh = [each for each in fresh if each.row not in known]
    CarriedOver.objects.bulk_create(fresh)
    return len(fresh)


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
    return f"Carried over from {found.origin.name} on {found.on.day} {found.on:%B %Y}"


def origins(unit_id: int, subject: str) -> dict[UUID, str]:
    """Rows of a subject that were carried over, each to the name of where it came from."""
    rows = CarriedOver.objects.filter(unit_id=unit_id, subject=subject).select_related("origin")
    return {each.row: each.origin.name for each in rows}
