"""What earlier releases told, as the disclosure package wants it (the auditor's copy, builder only)."""

import json
from dataclasses import dataclass
from typing import Any

from reporting.disclosure.ledger import from_json
from reporting.disclosure.model import EarlierRelease
from reporting.geography import Geography
from reporting.models.cubes import LedgerEntry


@dataclass(frozen=True)
class Earlier:
    """Entries of the ledger and, in the same order, what they told."""

    ids: tuple[int, ...] = ()
    releases: tuple[EarlierRelease, ...] = ()


def earlier(family: str, places: Geography) -> Earlier:
    """Everything that any audience was told of the family's atoms at these places, oldest first.

    Withdrawn releases too: what was seen is known. One ledger for everybody who holds any aggregate
    right (DECISIONS 28), whatever their unit.
    """
    return _load(
        LedgerEntry.objects.filter(family=family, statement__isnull=False).order_by("id"), places
    )


def entries(ids: list[int], places: Geography) -> Earlier:
    """The same entries again, to replay a release."""
    return _load(LedgerEntry.objects.filter(id__in=ids).order_by("id"), places)


def _load(found: Any, places: Geography) -> Earlier:
    here = {place.unit_id for place in places.leaves()}
    codes = {place.code.partition("/")[0] for place in places.leaves()}
    kept, told = [], []
    for entry in found:
        statement = from_json(json.dumps(entry.statement))
        if any(row[0].partition("/")[0] in codes for row in statement.rows):
            kept.append(entry.id)
            told.append(statement)
    return Earlier(tuple(kept), tuple(told)) if here else Earlier()
