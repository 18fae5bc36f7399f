"""What is left to read: the part of each table that survives protection, and whether a region's questions are answered.

Every region of this database is protected as it stands, as a first release under the platform's default
policy. Then the same on the real tree's shape: as many ICBs and Trusts as each region really has, each
invented and with what a random employer of this database counts.
"""

import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from orgs.access.scope import builder_scope
from orgs.clock import now, today
from orgs.models.units import OrgUnit
from reporting.content import Figures
from reporting.counting import count
from reporting.geography import EMPLOYER, OWN, Geography, Place, geography
from reporting.making import content_of
from reporting.measures import Codes
from reporting.models.cubes import Atom
from reporting.policies import platform_policy
from reporting.protection import Before, Outcome, protect_at, protect_family, worth_trying
from reporting.reports import Report, reports
from reporting.shapes import parts_of
from succession.cover_measures import EMERGENCY_ONLY, NEITHER, READY
from succession.successor_measures import NO_GAP, NOT_ASSESSED
from talentplatform.bench.logins import signed_in_as
from talentplatform.demo.releases import REPORT
from talentpools.engagement import ACTIVE

#: Trusts of each ICB of each region on 8 July 2026 (ODS): 36 ICBs, 29 of them with eight employers or fewer.
REAL = (
    (11, 6, 4),
    (15, 10, 5),
    (11, 10, 7, 5),
    (6, 5, 4, 4, 4, 3, 3, 3, 3, 3, 2),
    (5, 4, 3, 2, 2, 1, 1),
    (15, 6, 5, 5),
    (11, 7, 6, 5),
)
SEED = 2026
#: Fewer people or posts than this are no group to be told about (the base of the default policy).
GROUP = 11

Counts = Mapping[int, dict[tuple[str, ...], int]]


@dataclass(frozen=True)
class Area:
    """A region: its places, and which employer of this database is counted at each leaf."""

    name: str
    places: Geography
    counted: Mapping[str, int]


def run(say: Callable[[str], None]) -> bool:
    """Print shares by table and rung, and what each region can be told; True when all of it can."""
    report, day = reports.get(REPORT), today()
    with signed_in_as("builder"), builder_scope():
        counts = {m.code: _counts(count(m, day, since=now()).pk) for m in report.measures()}
        codes = {m.code: {c.name: c.codes() for c in m.dimensions} for m in report.measures()}
        areas = [*_here(day), *_real(day)]
        transaction.set_rollback(True)
    say("utility: a first release under the default policy, against every employer as insider")
    answered = [_area(area, report, day, counts, codes, say) for area in areas]
    return all(answered)


def _counts(cube: int) -> Counts:
    found: dict[int, dict[tuple[str, ...], int]] = {}
    for unit, codes, n in Atom.objects.filter(cube=cube).values_list("unit_id", "codes", "n"):
        found.setdefault(unit, {})[tuple(codes)] = n
    return found


def _here(day: dt.date) -> Iterator[Area]:
    for unit in OrgUnit.objects.filter(type__code="region").order_by("code"):
        places = geography(unit, day)
        if places.places:
            yield Area(unit.code, places, {p.code: p.unit_id for p in places.leaves()})


def _real(day: dt.date) -> Iterator[Area]:
    chance = random.Random(SEED)  # noqa: S311  (which invented employer stands where)
    nation = OrgUnit.objects.get(type__code="national")
    leaves = geography(nation, day).leaves()
    boards = [p.unit_id for p in leaves if p.code.endswith(OWN)]
    trusts = [p.unit_id for p in leaves if not p.code.endswith(OWN)]
    for number, region in enumerate(REAL, 1):
        code = f"R{number}"
        places = [Place(code, code, "region", "region", None, 0)]
        counted: dict[str, int] = {}
        for at, size in enumerate(region, 1):
            icb = f"{code}-{at}"
            places.append(Place(icb, icb, "icb", "icb", code, 0))
            for leaf in (icb + OWN, *(f"{icb}-{trust}" for trust in range(size))):
                places.append(Place(leaf, leaf, "trust", EMPLOYER, icb, 0))
                counted[leaf] = chance.choice(boards if leaf.endswith(OWN) else trusts)
        yield Area(f"{code}, {len(region)} ICBs", Geography(code, tuple(places)), counted)


def _area(
    area: Area,
    report: Report,
    day: dt.date,
    counts: Mapping[str, Counts],
    codes: Mapping[str, Mapping[str, Codes]],
    say: Callable[[str], None],
) -> bool:
    begun, outcomes = time.process_time(), dict[str, Outcome]()
    lines: list[str] = []

    def atoms(measure: str) -> dict[tuple[str, ...], int]:
        return dict(
            sorted(
                ((leaf, *atom), n)
                for leaf, unit in area.counted.items()
                for atom, n in counts[measure].get(unit, {}).items()
            )
        )

    for members in report.families().values():
        parts = parts_of(report, members, codes, atoms)
        policy, before = platform_policy(members[0]), Before("bench", day=day.isoformat())
        outcomes |= protect_family(parts, policy, area.places, before)
        for rung in range(max(part.last for part in parts) + 1):
            rungs = {
                part.measure.code: rung
                for part in parts
                if rung <= part.last and worth_trying(part, policy, area.places, rung)
            }
            if not rungs:
                continue
            found, refused = protect_at(parts, policy, area.places, before, rungs)
            shares = (
                f"{key} {_share(cells):.0%}"
                for outcome, _ in found.values()
                for key, cells in outcome.cells.items()
            )
            lines.append(f"    rung {rung}: {', '.join(shares) or f'refused ({refused[:60]}…)'}")
    seconds = time.process_time() - begun
    figures = Figures(content_of(report, day, area.places, codes, outcomes))
    truth = {code: _sums(area, counts[code]) for code in ("cover", "risk", "gaps", "pool_activity")}
    told, families = _told(figures, truth)
    rungs_used = ", ".join(f"{code} {o.rung}" for code, o in outcomes.items() if o.rung)
    say(f"  {area.name}: {len(area.counted)} employers, {seconds:.0f} s of processor")
    for line in lines:
        say(line)
    say(f"    released on rung 0 but for: {rungs_used or 'none'}")
    for question, (yes, of) in told.items():
        say(f"    {'✓' if yes == of else '✗'} {question}: {yes} of {of}")
    say(f"    of all role families: {', '.join(f'{what} {y} of {n}' for what, (y, n) in families)}")
    return all(yes == of for yes, of in told.values())


def _share(cells: list[list[object]]) -> float:
    return sum(cell[-1] is not None for cell in cells) / max(len(cells), 1)


def _sums(area: Area, counts: Counts) -> dict[tuple[str, ...], int]:
    """What the whole area counts, by codes."""
    out: dict[tuple[str, ...], int] = {}
    for unit in area.counted.values():
        for codes, n in counts.get(unit, {}).items():
            out[codes] = out.get(codes, 0) + n
    return out


def _told(
    figures: Figures, truth: Mapping[str, Mapping[tuple[str, ...], int]]
) -> tuple[dict[str, tuple[int, int]], list[tuple[str, tuple[int, int]]]]:
    """For each question that a region must be able to ask, how much of its answer is shown, and of how much.

    Besides, of how many role families cover and risk are shown at all.
    """
    root = figures.audience

    def by_family(
        table: str, measure: str, dimension: str, codes: tuple[str, ...], first: int = 0
    ) -> tuple[int, int]:
        """Of the families that are large enough, or of the ``first`` with most of what is asked, those shown."""
        sizes: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        for (family, code), n in truth[measure].items():
            sizes[family] += n
            asked[family] += n if code in codes else 0
        families = [family for family, n in sizes.items() if n >= GROUP]
        if first:
            families = sorted(families, key=lambda f: -asked[f])[:first]
        released = figures.tables[table]
        shown = [
            released.total_of(root, {dimension: codes}, family=family)
            if "family" in released.names
            else None
            for family in families
        ]
        return sum(value is not None for value in shown), len(families)

    plans = figures.tables["plans"]
    employers = [code for code, unit in figures.units.items() if unit["level"] == EMPLOYER]
    states = [code for code, _ in plans.codes("state")]
    gaps = {codes[0]: n for codes, n in truth["gaps"].items()}
    widest = sorted(
        (code for code in gaps if code not in (NO_GAP, NOT_ASSESSED)), key=lambda c: -gaps[c]
    )[:3]
    developing = figures.tables["developing"]
    share = (
        developing.total_of(root, {"progress": ("ENROLLED", "MOVING", "DONE")}),
        developing.value(root),
    )
    told = {
        "which employers have which plan": (
            sum(any(plans.value(e, state=s) for s in states) for e in employers),
            len(employers),
        ),
        "the three role families with most posts without ready-now cover": by_family(
            "cover", "cover", "cover", (EMERGENCY_ONLY, NEITHER), 3
        ),
        "the three role families with most posts at high risk": by_family(
            "risk", "risk", "risk", ("HIGH",), 3
        ),
        "members and active members of kinds of pool": by_family(
            "pool_members", "pool_activity", "engagement", (ACTIVE,)
        ),
        "the three widest capability gaps": (
            sum(figures.tables["gaps"].value(root, gap=code) is not None for code in widest),
            len(widest),
        ),
        "the share of named successors developing": (int(None not in share), 1),
    }
    families = [
        ("cover", by_family("cover", "cover", "cover", (READY,))),
        ("risk", by_family("risk", "risk", "risk", ("HIGH",))),
    ]
    return told, families
