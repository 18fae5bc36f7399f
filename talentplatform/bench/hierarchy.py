"""The tree: loading one of national size, and asking what it was on a day."""

import datetime as dt
import time
from collections.abc import Callable

from django.db import transaction

from orgs import tree, tree_check
from orgs.clock import today
from orgs.models.units import OrgUnit
from talentplatform.demo import nation
from talentplatform.demo.bulk import Chance

TIMES = 50


def run(say: Callable[[str], None]) -> bool:
    """Measure; nothing is left behind."""
    say("tree")
    _import(say)
    day = today()
    long_ago = day - dt.timedelta(days=1000)
    top = OrgUnit.objects.filter(parent=None, type__kind="tree").first()
    leaf = OrgUnit.objects.filter(type__code="trust").order_by("code").last()
    assert top is not None
    assert leaf is not None
    _time(say, "all units as at today", lambda: tree.rows(day))
    _time(say, "all units as at 1,000 days ago", lambda: tree.rows(long_ago))
    _time(say, "ancestors of a Trust as at a day", lambda: tree.ancestors(leaf.pk, long_ago))
    _time(
        say, "everything below the nation as at a day", lambda: tree.descendants(top.pk, long_ago)
    )
    _time(say, "the check of the whole tree", lambda: tree_check.check(day), times=5)
    return True


def rows_of_a_nation() -> list[tree.PlacementRow]:
    """255 units of an invented nation, to be loaded beside what is there; none where they are there."""
    rows, _ = nation.tree_of(Chance(nation.SEED), today() - dt.timedelta(days=2000))
    root = OrgUnit.objects.filter(parent=None, type__kind="tree").first()
    if root is not None:
        rows = [row for row in rows if row.parent_code]
    there = set(OrgUnit.objects.values_list("code", flat=True))
    return [
        tree.PlacementRow(r.code, r.name, r.type, root.code, r.first, r.until)
        if root and r.type == "region"
        else r
        for r in rows
        if r.code not in there
    ]


def _import(say: Callable[[str], None]) -> None:
    """Load 255 units into the tree beside what is there, and take it back."""
    with transaction.atomic():
        rows = rows_of_a_nation()
        if not rows:
            say("  not loaded: these organisations are here already")
            return
        begun = time.perf_counter()
        tree.load(rows, day=today())
        say(
            f"  {len(rows)} units loaded, projected and checked: {time.perf_counter() - begun:.2f} s"
        )
        transaction.set_rollback(True)


def _time(
    say: Callable[[str], None], what: str, act: Callable[[], object], times: int = TIMES
) -> None:
    act()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    say(f"  {what}: p50 {taken[len(taken) // 2]:.1f} ms, slowest of {times} {taken[-1]:.1f} ms")
