"""What earlier releases told, as the disclosure package wants it (the auditor's copy, builder only)."""

import json
from dataclasses import dataclass
from typing import Any

from orgs.models.units import OrgLink
from reporting.disclosure.ledger import from_json
from reporting.disclosure.model import EarlierRelease
from reporting.geography import Geography
from reporting.models.cubes import LedgerEntry


@dataclass(frozen=True)
class Earlier:
    """Entries of the ledger and, in the same order, what they told.

    ``severed``: the same people were counted under another employer, or another leaf of it, before
    (a board closed into another). Until the ledger knows that the one is the sum of the others, a
    reader who does could subtract: figures about these people are withheld.
    """

    ids: tuple[int, ...] = ()
    releases: tuple[EarlierRelease, ...] = ()
    severed: bool = False


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
    leaves = {place.code for place in places.leaves()}
    here = {_employer(leaf) for leaf in leaves} | _predecessors(places)
    kept, told, severed = [], [], False
    for entry in found:
        statement = from_json(json.dumps(entry.statement))
        named = {row[0] for row in statement.rows}
        if any(_employer(leaf) in here for leaf in named):
            kept.append(entry.id)
            told.append(statement)
            severed = severed or any(_employer(leaf) in here for leaf in named - leaves)
    return Earlier(tuple(kept), tuple(told), severed) if leaves else Earlier()


def _employer(leaf: str) -> str:
    """The code of the unit whose leaf it is: ``CODE/own`` is CODE's."""
    return leaf.partition("/")[0]


def _predecessors(places: Geography) -> set[str]:
    """Codes of the units that became the employers here, however long ago."""
    found: set[str] = set()
    ids = {place.unit_id for place in places.leaves()}
    while ids:
        links = OrgLink.objects.filter(successor_id__in=ids)
        rows = set(links.values_list("predecessor_id", "predecessor__code"))
        ids = {unit_id for unit_id, code in rows if code not in found}
        found |= {code for _, code in rows}
    return found
