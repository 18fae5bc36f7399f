"""Who reads a release and knows more than one employer already: what a build must also hold against."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import connection

from orgs.models.units import OrgUnit
from reporting.geography import Geography

#: Codes of leaves whose people one account knows, two or more, sorted.
Insiders = tuple[tuple[str, ...], ...]


def insiders(places: Geography, day: dt.date, told: Collection[str] = ()) -> Insiders:
    """The sets of leaves of an area that one account knows or has ever known, each set once, sorted.

    Also employers that are gone from the area, where earlier releases ``told`` of them (codes). Those who
    know one employer are not among them: a build holds against each of those anyway. Read as the
    aggregation worker, who is told the sets and never whose they are.
    """
    gone = OrgUnit.objects.filter(code__in=set(told) - set(places.leaf_codes().values()))
    leaves = dict(gone.values_list("id", "code")) | places.leaf_codes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.known_together(%s)", [day])
        found = [[leaves[unit] for unit in units if unit in leaves] for (units,) in cursor]
    return tuple(sorted({tuple(sorted(each)) for each in found if len(each) > 1}))


def from_json(kept: Sequence[Sequence[str]]) -> Insiders:
    """The sets of an entry of the ledger."""
    return tuple(tuple(each) for each in kept)
