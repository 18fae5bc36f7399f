"""Counting every measure of every report for one day, as the aggregation worker. Nothing is kept."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from orgs.access.scope import builder_scope
from orgs.clock import now, today
from reporting.counting import count
from reporting.measures import Measure, measures
from talentplatform.bench.logins import signed_in_as

#: Counting a nation of 1.5 million people, seconds.
SECONDS = 60.0


@dataclass(frozen=True)
class Counted:
    """One measure: seconds to count and write it, those of them in its SQL alone, atoms, and n of all."""

    code: str
    seconds: float
    reading: float
    atoms: int
    n: int


def run(say: Callable[[str], None]) -> bool:
    """Count anew what the day's releases are made from; True when all of it takes less than the bar."""
    say("cubes: every measure of today, counted for all employers and written")
    with signed_in_as("builder"), builder_scope():
        found = [_count(measure, today()) for measure in measures]
        transaction.set_rollback(True)
    for each in sorted(found, key=lambda one: -one.seconds):
        say(
            f"  {each.code:15} {each.seconds:6.2f} s, of which reading {each.reading:6.2f} s, "
            f"{each.atoms:7,} atoms, {each.n:9,} counted"
        )
    total = sum(each.seconds for each in found)
    holds = total < SECONDS
    say(
        f"  {'✓' if holds else '✗'} all {len(found)}: {total:.2f} s, "
        f"{sum(each.atoms for each in found):,} atoms written"
    )
    return holds


def _count(measure: Measure, day: dt.date) -> Counted:
    begun = time.perf_counter()
    cube = count(measure, day, since=now())
    seconds = time.perf_counter() - begun
    with connection.cursor() as cursor:
        begun = time.perf_counter()
        measure.atoms(cursor, day)
        reading = time.perf_counter() - begun
        cursor.execute(
            "SELECT count(*), coalesce(sum(n), 0) FROM reporting_atom WHERE cube_id = %s", [cube.pk]
        )
        atoms, n = cursor.fetchone()
    return Counted(measure.code, seconds, reading, atoms, n)
