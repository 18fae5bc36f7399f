"""An invented nation of national size: seven regions, 42 boards, 205 Trusts, 1.5 million people.

Places are made of two parts by chance, so none is a real one; codes count upwards. It is loaded
employer by employer, so that memory stays small.
"""

import datetime as dt
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from learning.models import PathwayAssignment
from orgs import tree
from orgs.access import grants
from orgs.models.access import User
from orgs.models.units import OrgUnit
from orgs.tree import PlacementRow
from succession.models import SuccessionPlan
from talentplatform.demo import region
from talentplatform.demo.boards import BoardMaker
from talentplatform.demo.bulk import Chance, Loader, Rows, set_sequences, without_triggers
from talentplatform.demo.criticality import CriticalityMaker
from talentplatform.demo.keeping import OldRecordMaker
from talentplatform.demo.learning import LearningMaker
from talentplatform.demo.load import AlreadyLoadedError, Loaded, moment_before
from talentplatform.demo.nominations import NominationMaker
from talentplatform.demo.own import SEED_OFFSET, OwnMaker
from talentplatform.demo.people import Maker
from talentplatform.demo.places import ACUTE, AMBULANCE, BOARD, COMMUNITY, MENTAL, SPECIALIST, Care
from talentplatform.demo.pools import PoolMaker
from talentplatform.demo.region import Employer
from talentplatform.demo.sharing import SharingMaker, write_receipts
from talentplatform.demo.signing import SigningMaker

REGIONS, BOARDS, TRUSTS, PEOPLE = 7, 42, 205, 1_500_000
SEED = 20_270_401
#: The Trust and the region whose pages are measured.
MEASURED = ("ZT100", "Z70")
#: Rows that are kept in memory before they are written.
CHUNK = 200_000
_DATA = Path(__file__).resolve().parent / "data"
_FIRST = (_DATA / "places_first.txt").read_text().split()
_LAST = (_DATA / "places_last.txt").read_text().split()
_KINDS: list[tuple[Care, str]] = [
    (ACUTE, "{} Hospitals NHS Foundation Trust"),
    (ACUTE, "{} NHS Trust"),
    (MENTAL, "{} Partnership NHS Foundation Trust"),
    (ACUTE, "{} General Hospitals NHS Trust"),
    (COMMUNITY, "{} Community NHS Trust"),
    (SPECIALIST, "{} Orthopaedic Hospital NHS Foundation Trust"),
]


def places(chance: Chance) -> Iterator[str]:
    """Names of places, each once."""
    every = [first + last for first, last in itertools.product(_FIRST, _LAST)]
    chance.shuffle(every)
    return iter(every)


def tree_of(chance: Chance, since: dt.date) -> tuple[list[PlacementRow], dict[str, Care]]:
    fresh, care = places(chance), {}
    rows = [PlacementRow("Z92000009", "Albany", "national", "", since, None)]
    boards: list[str] = []
    rows += [
        PlacementRow(f"Z7{n}", f"{next(fresh)} region", "region", rows[0].code, since, None)
        for n in range(REGIONS)
    ]
    for n in range(BOARDS):
        code = f"ZI{n:03}"
        name = f"{next(fresh)} and {next(fresh)} ICB" if n % 2 else f"{next(fresh)} ICB"
        rows.append(PlacementRow(code, name, "icb", f"Z7{n % REGIONS}", since, None))
        care[code] = BOARD
        boards.append(code)
    for n in range(TRUSTS):
        code, board = f"ZT{n:03}", boards[n % BOARDS]
        kind, form = (
            (AMBULANCE, "{} Ambulance Service NHS Trust")
            if n < REGIONS
            else _KINDS[(n // BOARDS + n) % len(_KINDS)]
        )
        rows.append(PlacementRow(code, form.format(next(fresh)), "trust", board, since, None))
        care[code] = kind
    return rows, care


def load(day: dt.date, *, people: int = PEOPLE, say: Callable[[str], None]) -> Loaded:
    """Load it, in transactions of about :data:`CHUNK` rows. Raises AlreadyLoadedError."""
    if OrgUnit.objects.exists():
        raise AlreadyLoadedError
    begun = time.monotonic()
    chance = Chance(SEED)
    placements, care = tree_of(chance, day - dt.timedelta(days=region.SINCE))
    tree.load(placements, day=day)
    employers = _employers(care, people)
    say(f"tree: {len(placements)} organisations, {len(employers)} of them employers")
    rows, loader = Rows(), Loader(chance, moment_before(day))
    maker = Maker(chance, rows, day)
    boards = BoardMaker(maker, {})
    nominations, pools = NominationMaker(chance, rows, day, {}), PoolMaker(chance, rows, day, {})
    learning = LearningMaker(chance, rows, day, {})
    critical = CriticalityMaker(Chance(SEED + 404), rows, day, {})
    old = OldRecordMaker(Chance(SEED + 8), rows, day, {}, nominations.nomination)
    own = OwnMaker(Chance(SEED + SEED_OFFSET), day, moment_before(day))
    code = MEASURED[1]
    region_id = OrgUnit.objects.get(code=code).pk
    sharing = SharingMaker(Chance(SEED + 5), rows, day, (region_id, code))
    done = 0
    for employer in employers:
        force = maker.workforce(employer)
        seats = boards.board(force)
        critical.assess(force, seats)
        named = nominations.named(force, seats)
        old.records(force, seats)
        pools.pools(force, named)
        learning.learning(force, named)
        own.own(force)
        sharing.take(force)
        if employer is employers[-1]:
            sharing.pool([], None)
            sharing.vacancy(sharing.people[0][0].employer.unit_id, None, None)
        done += force.count
        if rows.waiting() >= CHUNK or employer is employers[-1]:
            old.finish()
            with transaction.atomic(), without_triggers():
                rows.flush(loader)
                own.flush(into=rows)
            say(f"{done:>9,} of {people:,} people, {time.monotonic() - begun:5.0f} s")
    write_receipts()
    set_sequences(*rows.counts)
    with transaction.atomic(), without_triggers():
        signed = SigningMaker(Chance(SEED + 5), day)
        signed.freeze(
            SuccessionPlan.objects.filter(valid_to=None).select_related("unit").order_by("pk")
        )
        signed.flush(moment_before(day))
    set_sequences(*signed.rows.counts)
    _measured(day)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Loaded(rows.counts, time.monotonic() - begun)


def _measured(day: dt.date) -> None:
    """Accounts for ``manage.py bench pages``; nobody can sign in with them."""
    trust, region_code = MEASURED
    learner = (
        PathwayAssignment.objects.filter(unit__code=trust, state="active")
        .order_by("pk")
        .values_list("staff__person_id", flat=True)
        .first()
    )
    since = day - dt.timedelta(days=400)
    for login, role, code, person in (
        ("bench.cpo", "cpo", trust, None),
        ("bench.lead", "talent_lead", region_code, None),
        ("bench.staff", "staff", trust, learner),
    ):
        User.objects.create(login=login, password=make_password(None), person_id=person)
        unit = OrgUnit.objects.get(code=code)
        grants.found(login=login, role_code=role, unit=unit, day=since, reason="Measurements")


def _employers(care: dict[str, Care], people: int) -> list[Employer]:
    units = {unit.code: unit for unit in OrgUnit.objects.select_related("parent__parent")}
    codes = sorted(care)
    shares = region.sizes([care[code].weight for code in codes], people)
    made = []
    for code, share in zip(codes, shares, strict=True):
        unit = units[code]
        icb = unit if care[code] is BOARD else unit.parent
        assert icb is not None
        assert icb.parent is not None
        made.append(
            Employer(unit.pk, code, unit.name, care[code], icb.code, icb.parent.code, share)
        )
    return made
