"""Two pools of one name that met at a successor: keep both, close one, or let its members go on in the other."""

import datetime as dt
from itertools import combinations

from orgs.access.viewer import Viewer
from orgs.periods import not_ended
from orgs.restructure.duplicates import BOTH, Meeting, Pair, Side, meetings
from orgs.restructure.errors import RestructureError
from orgs.restructure.provenance import origins
from talentpools.enums import SHOWN, ClosedReason, PoolKind
from talentpools.models import Pool, PoolMembership
from talentpools.services.common import PoolError
from talentpools.services.pools import close_pool
from talentpools.transfers import POOLS


def find_pools(unit_id: int, day: dt.date) -> list[Pair]:
    """Two open pools of one name that come from different organisations."""
    carried = origins(unit_id, POOLS)
    of_name: dict[str, list[Pool]] = {}
    rows = Pool.objects.filter(not_ended("valid_to", day), unit_id=unit_id)
    for pool in rows.exclude(kind=PoolKind.POSITIVE_ACTION).order_by("id"):
        of_name.setdefault(pool.title.strip().lower(), []).append(pool)
    return [
        Pair.of(*(_side(pool, carried.get(pool.public_id, "")) for pool in two))
        for pools in of_name.values()
        for two in combinations(pools, 2)
        if len({carried.get(pool.public_id, "") for pool in two}) > 1
    ]


def _side(pool: Pool, origin: str) -> Side:
    return Side(pool.public_id, pool.title, f"from {origin}" if origin else "here before")


def settle_pools(viewer: Viewer, pair: Pair, answer: str) -> None:
    """Close one of two pools today; with a merge its members go on in the other first."""
    pools = {
        pool.public_id: pool
        for pool in Pool.objects.filter(
            unit_id=viewer.here.id, public_id__in=[pair.first.public_id, pair.second.public_id]
        )
    }
    first, second = pools[pair.first.public_id], pools[pair.second.public_id]
    closing, kept = (first, second) if answer.endswith("first") else (second, first)
    merging = answer.startswith("merge")
    try:
        if merging:
            _go_on(closing, kept)
        reason = ClosedReason.MERGED if merging else ClosedReason.OTHER
        close_pool(viewer=viewer, pool=closing, on=viewer.day, reason=reason, completed=False)
    except PoolError as error:
        raise RestructureError(str(error)) from error


def _go_on(closing: Pool, kept: Pool) -> None:
    """Members of one pool go on in the other with their dates; who is in both is in it once."""
    there = set(
        PoolMembership.objects.filter(pool=kept, status__in=SHOWN).values_list(
            "staff_id", flat=True
        )
    )
    rows = PoolMembership.objects.filter(pool=closing, status__in=SHOWN).order_by("id")
    PoolMembership.objects.bulk_create(
        PoolMembership(
            unit_id=kept.unit_id, pool=kept, staff_id=row.staff_id, status=row.status,
            route=row.route, reason=row.reason, status_on=row.status_on,
            opened_on=row.opened_on, joined_on=row.joined_on, continues=row,
        )
        for row in rows
        if row.staff_id not in there
    )  # fmt: skip


def register() -> None:
    """Called from ``TalentpoolsConfig.ready``."""
    meetings.add(
        "pools",
        Meeting(
            "pools",
            "Two talent pools of one name",
            20,
            find_pools,
            (
                (BOTH, "Keep both"),
                (
                    "merge_second",
                    "Let the members of {second} go on in {first}, and close {second}",
                ),
                ("merge_first", "Let the members of {first} go on in {second}, and close {first}"),
                ("close_second", "Close {second}"),
                ("close_first", "Close {first}"),
            ),
            settle_pools,
        ),
    )
