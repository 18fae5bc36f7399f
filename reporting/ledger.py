"""What earlier releases told, as the disclosure package wants it (the auditor's copy, builder only)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from orgs.models.units import OrgLink
from reporting.disclosure.ledger import from_json
from reporting.disclosure.model import EarlierRelease, Succession
from reporting.geography import Geography
from reporting.models.cubes import LedgerEntry

#: Predecessor, successor and day of a link, by code: what an entry of the ledger keeps.
Links = Sequence[list[str]]


@dataclass(frozen=True)
class Earlier:
    """Entries of the ledger and, in the same order, what they told; and what became of which employer.

    Employers are called what they are called today, whether or not units hung below them then.
    ``links`` are what ``successions`` were made from, for a replay.
    """

    ids: tuple[int, ...] = ()
    releases: tuple[EarlierRelease, ...] = ()
    successions: tuple[Succession, ...] = ()
    links: tuple[tuple[str, ...], ...] = ()


def earlier(family: str, places: Geography, became: Links = ()) -> Earlier:
    """Everything that any audience was told of the family's atoms at these places, oldest first.

    And of the places that these came from, or that came from the same ones. Withdrawn releases too:
    what was seen is known. One ledger for everybody who holds any aggregate right (DECISIONS 28),
    whatever their unit. `became` are links that are planned and not there yet.
    """
    links = sorted([*_links(places), *(list(link) for link in became)])
    here = {_employer(place.code) for place in places.leaves()}
    here |= {code for old, new, _ in links for code in (old, new)}
    found = LedgerEntry.objects.filter(family=family, statement__isnull=False)
    return _load(
        (entry for entry in _in_order(found) if here & _employers(entry.statement)), places, links
    )


def entries(ids: list[int], places: Geography, links: Links) -> Earlier:
    """The same entries again, with the links of that day, to replay a release."""
    return _load(_in_order(LedgerEntry.objects.filter(id__in=ids)), places, links)


def employers(found: Iterable[Earlier]) -> set[str]:
    """The codes of all employers that earlier releases told of."""
    return {_employer(row[0]) for each in found for told in each.releases for row in told.rows}


def _in_order(found: Any) -> Any:
    return found.select_related("release").order_by("id")


def _load(found: Iterable[LedgerEntry], places: Geography, links: Links) -> Earlier:
    called = {_employer(place.code): place.code for place in places.leaves()}
    kept = list(found)
    return Earlier(
        tuple(entry.id for entry in kept),
        tuple(_told(entry, called) for entry in kept),
        tuple(Succession(called.get(old, old), called.get(new, new), on) for old, new, on in links),
        tuple(tuple(link) for link in links),
    )


def _told(entry: LedgerEntry, called: Mapping[str, str]) -> EarlierRelease:
    """What an entry told, with its employers called what they are called today, and its day."""

    def today(leaf: str) -> str:
        return called.get(_employer(leaf), _employer(leaf))

    told = from_json(json.dumps(entry.statement))
    return replace(
        told,
        rows=tuple((today(leaf), *codes) for leaf, *codes in told.rows),
        units=tuple((level, tuple(sorted(map(today, leaves)))) for level, leaves in told.units),
        day=entry.release.tree_day.isoformat(),
    )


def _employers(statement: Any) -> set[str]:
    return {_employer(row[0]) for row in statement["rows"]}


def _employer(leaf: str) -> str:
    """The code of the unit whose leaf it is: ``CODE/own`` is CODE's."""
    return leaf.partition("/")[0]


def _links(places: Geography) -> Links:
    """What became of whom, among all units that links of any day join to the employers here."""
    found: set[tuple[str, str, str]] = set()
    ids = {place.unit_id for place in places.leaves()}
    seen: set[int] = set()
    while ids:
        seen |= ids
        rows = OrgLink.objects.filter(Q(successor_id__in=ids) | Q(predecessor_id__in=ids))
        ids = set()
        for link in rows.select_related("predecessor", "successor"):
            on = link.effective_on.isoformat()
            found.add((link.predecessor.code, link.successor.code, on))
            ids |= {link.predecessor_id, link.successor_id} - seen
    return [list(link) for link in sorted(found)]
