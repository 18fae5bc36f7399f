"""The tree of the demo, with a little history, and how many people each employer has."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateRange

from orgs import tree
from orgs.models.overlays import Overlay
from orgs.models.units import OrgUnit, OverlayMembership
from orgs.tree import PlacementRow
from talentplatform.demo import places
from talentplatform.demo.places import Care

#: People of the first region, all employers together, and of the second.
PEOPLE, OTHER_PEOPLE = 20_000, 12_000
_MARCH = 3
SINCE = 2200  # days ago: the tree as the demo first knows it


@dataclass(frozen=True)
class Employer:
    """One organisation with people, its board and its number of staff."""

    unit_id: int
    code: str
    name: str
    care: Care
    icb: str
    region: str
    people: int


def sizes(weights: list[int], people: int) -> list[int]:
    """Divide `people` in proportion to `weights`; the remainder goes to the first."""
    total = sum(weights)
    shares = [people * weight // total for weight in weights]
    shares[0] += people - sum(shares)
    return shares


def _regions() -> list[
    tuple[tuple[str, str], list[tuple[str, str, list[tuple[str, str, Care]]]], int]
]:
    return [
        (places.REGION, places.BOARDS, PEOPLE),
        (places.OTHER_REGION, places.OTHER_BOARDS, OTHER_PEOPLE),
    ]


def placements(day: dt.date) -> Iterator[PlacementRow]:
    """The dated rows of the tree: one Trust moved, one board and one Trust were renamed."""
    since = day - dt.timedelta(days=SINCE)
    yield PlacementRow(*places.NATION, "national", "", since, None)
    for (region, name), boards, _ in _regions():
        yield PlacementRow(region, name, "region", places.NATION[0], since, None)
        for icb, icb_name, trusts in boards:
            yield from _dated(icb, icb_name, "icb", region, since, day)
            for code, trust, _care in trusts:
                yield from _dated(code, trust, "trust", icb, since, day)
    overlay, name, _members = places.COLLABORATIVE
    yield PlacementRow(overlay, name, "collaborative", "", day - dt.timedelta(days=900), None)
    cluster, name, _boards = places.CLUSTER
    yield PlacementRow(cluster, name, "icb_cluster", "", day - dt.timedelta(days=150), None)


def _dated(
    code: str, name: str, kind: str, parent: str, since: dt.date, day: dt.date
) -> Iterator[PlacementRow]:
    before = {
        # code: days ago, what it was called, where it was
        "ZQC": (830, "Larkholme ICB", parent),
        "ZSD": (420, name, "ZQC"),
        "ZTM": (610, "Thornmere Mental Health NHS Trust", parent),
    }.get(code)
    if before is None:
        yield PlacementRow(code, name, kind, parent, since, None)
        return
    ago, old_name, old_parent = before
    changed = day - dt.timedelta(days=ago)
    yield PlacementRow(code, old_name, kind, old_parent, since, changed)
    yield PlacementRow(code, name, kind, parent, changed, None)


def load(day: dt.date) -> list[Employer]:
    """Load the tree, the collaborative and the division; return the employers in a fixed order."""
    tree.load(placements(day), day=day)
    units = {unit.code: unit for unit in OrgUnit.objects.all()}
    code, name, employer = places.DIVISION
    with tree.locked():
        tree.create(
            code,
            name=name,
            type_code="division",
            on=day - dt.timedelta(days=700),
            employer=units[employer],
        )
        tree.project(day)
    _join_overlays(units, day)
    return list(_employers(units))


def _join_overlays(units: dict[str, OrgUnit], day: dt.date) -> None:
    overlay, _, members = places.COLLABORATIVE

    def period(first: int, until: int | None) -> DateRange:
        end = day - dt.timedelta(days=until) if until is not None else None
        return DateRange(day - dt.timedelta(days=first), end)

    periods = [(code, period(860 - 40 * n, None)) for n, code in enumerate(members)]
    periods.append((places.FORMER_MEMBER, period(860, 310)))
    cluster, _, boards = places.CLUSTER
    rows = [(overlay, *each) for each in periods]
    rows += [(cluster, code, period(120, None)) for code in boards]
    OverlayMembership.objects.bulk_create(
        OverlayMembership(overlay=units[at], unit=units[code], valid=valid)
        for at, code, valid in rows
    )
    keeper, (merged, merged_name) = units[places.REGION[0]], places.MERGED
    Overlay.objects.create(
        unit=units[overlay],
        kept_by=keeper,
        purpose="Community and mental health services that are planned and led together.",
    )
    Overlay.objects.create(
        unit=units[cluster],
        kept_by=keeper,
        purpose="Two boards with one chief executive until they become one board.",
        successor_code=merged,
        successor_name=merged_name,
        successor_on=dt.date(day.year + (day.month > _MARCH), 4, 1),
    )


def _employers(units: dict[str, OrgUnit]) -> Iterator[Employer]:
    for (region, _), boards, people in _regions():
        flat = [
            (code, name, care, icb)
            for icb, icb_name, trusts in boards
            for code, name, care in [(icb, icb_name, places.BOARD), *trusts]
        ]
        shares = sizes([care.weight for _, _, care, _ in flat], people)
        for (code, name, care, icb), share in zip(flat, shares, strict=True):
            yield Employer(units[code].id, code, name, care, icb, region, share)
