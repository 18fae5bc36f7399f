"""Counting: a measure for every employer on a day, once, and its atoms at the places of an audience."""

import datetime as dt
from collections.abc import Mapping

from django.db import connection

from orgs.clock import now
from reporting.geography import Geography
from reporting.measures import Codes, Measure, measures
from reporting.models.cubes import Atom, Cube
from reporting.reports import Contribution


class BuildError(ValueError):
    """A release that may not be made, said in a sentence."""


def count(measure: Measure, as_at: dt.date, *, since: dt.datetime | None = None) -> Cube:
    """Count a measure for every employer and keep its atoms; a day is counted once.

    A second release as at the same day, for another unit, says nothing new about anybody. After a
    withdrawal (`since`) the day is counted anew, since what was counted may be what was wrong.
    """
    found = Cube.objects.filter(measure=measure.code, as_at=as_at)
    if since is not None:
        found = found.filter(counted_at__gt=since)
    counted = found.order_by("-id").first()
    if counted is not None:
        return counted
    cube = Cube.objects.create(measure=measure.code, as_at=as_at, counted_at=now())
    with connection.cursor() as cursor:
        rows = measure.atoms(cursor, as_at)
    Atom.objects.bulk_create(
        Atom(cube=cube, unit_id=unit_id, codes=list(codes), n=n, version=n, oldest_update=oldest)
        for unit_id, *codes, n, oldest in rows
        if n
    )
    return cube


def counts_of(
    cube: Cube, places: Geography, codes: Mapping[str, Codes]
) -> dict[tuple[str, ...], int]:
    """The atoms of a cube at the places, by leaf code and codes, sorted.

    Raises:
        BuildError: an atom has a code that its dimension does not have: it would be lost in a total.
    """
    return counts_at(cube, places.leaf_codes(), codes)


def counts_at(
    cube: Cube, leaf: Mapping[int, str], codes: Mapping[str, Codes]
) -> dict[tuple[str, ...], int]:
    """As :func:`counts_of`, at the leaves that employers (by id) are counted at, several at one."""
    known = [{code for code, _ in each} for each in codes.values()]
    found: dict[tuple[str, ...], int] = {}
    for atom in Atom.objects.filter(cube=cube, unit_id__in=leaf):
        for code, allowed in zip(atom.codes, known, strict=True):
            if code not in allowed:
                raise BuildError(f"{cube.measure}: {code!r} is not a code of its dimension")
        at = (leaf[atom.unit_id], *atom.codes)
        found[at] = found.get(at, 0) + atom.n
    return dict(sorted(found.items()))


def contributed(
    rule: Contribution, places: Geography, cubes: Mapping[str, Cube]
) -> tuple[int, int, dt.date | None]:
    """How many employers contributed, of how many, and the day of the oldest change among them.

    From a measure about organisations only: what stands beside the figures is known to everybody.
    """
    at = [c.name for c in measures.get(rule.measure).dimensions].index(rule.dimension)
    leaf = places.leaf_codes()
    found = [
        atom
        for atom in Atom.objects.filter(cube=cubes[rule.measure], unit_id__in=leaf)
        if atom.codes[at] in rule.codes
    ]
    days = [atom.oldest_update for atom in found if atom.oldest_update is not None]
    return len({atom.unit_id for atom in found}), len(leaf), min(days, default=None)
