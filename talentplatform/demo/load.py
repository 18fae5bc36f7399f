"""Loads the demo: the same data for the same day, every time."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils import timezone

from orgs.access import grants
from orgs.models.access import User
from orgs.models.people import Assignment, Person, StaffRecord
from orgs.models.units import OrgUnit
from succession.enums import PlanState
from talentplatform.demo import (
    access,
    choices,
    closing,
    definitions,
    history,
    keeping,
    overlays,
    personas,
    places,
    proposals,
    region,
    releases,
    signing,
)
from talentplatform.demo.boards import BoardMaker
from talentplatform.demo.bulk import Chance, Loader, Rows, set_sequences, without_triggers
from talentplatform.demo.criticality import CriticalityMaker
from talentplatform.demo.jobs import ADMIN, Job
from talentplatform.demo.keeping import OldRecordMaker
from talentplatform.demo.learning import LearningMaker
from talentplatform.demo.nominations import NominationMaker, held_back
from talentplatform.demo.own import SEED_OFFSET, OwnMaker
from talentplatform.demo.people import Maker, Worker, Workforce
from talentplatform.demo.personas import PERSONAS
from talentplatform.demo.pools import PoolMaker
from talentplatform.demo.region import Employer
from talentplatform.demo.sharing import SharingMaker, write_receipts
from talentplatform.demo.twice import name_again

SEED = 20_260_401
Say = Callable[[str], None]

#: What the story needs to be so, whatever chance says.
STATES = {"ZKV": PlanState.DRAFT, "ZHW": PlanState.IN_REVIEW}
FILLED = {
    ("ZKV", "CDIO"): True,
    ("ZKV", "CNO"): True,
    ("ZKV", "CFO"): True,
    ("ZKV", "CHAIR"): True,
    ("ZKV", "COSEC"): False,
    **{(code, "CPO"): True for code in ("ZKV", "ZHW")},
    ("ZQE", "ICB_CPO"): True,
}
TOLD = {
    ("ZKV", "Deputy chief nurse"): ("CNO", "told"),
    ("ZKV", "Deputy chief finance officer"): ("CFO", "agreed"),
}
POOLS = {
    "ZKV": ("Aspiring executive directors", "Future nursing leaders", "Digital leaders"),
    "ZHW": ("Aspiring executive directors", "Medical leaders"),
}
#: Whose posts have all been assessed.
ASSESSED = frozenset({"ZKV"})
#: Who runs the region's pool, sits on its talent board, and stands first on its bench; and the Trust
#: that has a need.
MANAGER, BOARD, BENCHED, POSTING = "tom", ["omar", "judith"], "nia", "ZHW"
#: Who asked that somebody is not told yet, and who is to approve it.
HELD_BACK = ("priya", "fiona")
SPARED = frozenset({("ZKV", "Deputy director of digital")})


class AlreadyLoadedError(Exception):
    """The database has organisations: the demo is loaded into an empty one."""


@dataclass
class Loaded:
    """What was loaded, for the summary."""

    counts: dict[type[models.Model], int] = field(default_factory=dict)
    seconds: float = 0.0


def load(day: dt.date, *, say: Say = lambda _: None, with_accounts: bool = True) -> Loaded:
    """Load everything as at `day`; dates are offsets from it. Raises AlreadyLoadedError.

    Runs as the owner login and in one transaction.
    """
    begun = time.monotonic()
    with transaction.atomic():
        if OrgUnit.objects.exists():
            raise AlreadyLoadedError
        employers = region.load(day)
        say(f"tree: {OrgUnit.objects.count()} organisations, of them {len(employers)} employers")
        logins = _accounts(employers) if with_accounts else {}
        made = _rows(day, employers, logins, say)
        if with_accounts:
            _people_of_accounts()
            _roles(employers, day)
            access.load(day)
            definitions.load(day)
            overlays.load(day)
            choices.load(day)
            keeping.load(day)
            proposals.load(day)
            releases.load(day)
            signing.load(Chance(SEED + 5), day, moment_before(day))
            held_back(day, *HELD_BACK)
            history.load(day, places.KESTREL_VALLEY)
            closing.load(day)
            say(f"{len(PERSONAS)} people to sign in as, and the colleagues beside them")
    made.seconds = time.monotonic() - begun
    return made


def _rows(day: dt.date, employers: list[Employer], logins: dict[int, int], say: Say) -> Loaded:
    chance, rows = Chance(SEED), Rows()
    fixed = {(p.employer, p.title): p.name for p in PERSONAS if p.made}
    divisions = {
        employer: OrgUnit.objects.get(code=code).pk for code, _, employer in [places.DIVISION]
    }
    maker = Maker(chance, rows, day, fixed, divisions)
    boards = BoardMaker(maker, logins, STATES, FILLED)
    nominations = NominationMaker(chance, rows, day, logins, TOLD, SPARED)
    pools = PoolMaker(chance, rows, day, logins, POOLS)
    learning = LearningMaker(chance, rows, day, logins)
    # Draws of its own, so that what was there before does not change.
    critical = CriticalityMaker(Chance(SEED + 404), rows, day, logins, ASSESSED)
    twice = Chance(SEED + 405)
    old = OldRecordMaker(Chance(SEED + 8), rows, day, logins, nominations.nomination)
    own = OwnMaker(Chance(SEED + SEED_OFFSET), day, moment_before(day), _partners())
    region_id = OrgUnit.objects.get(code=places.REGION[0]).pk
    sharing = SharingMaker(Chance(SEED + 5), rows, day, (region_id, places.REGION[0]), asks="ZKV")
    neighbour: Workforce | None = None
    for employer in employers:
        force = maker.workforce(employer)
        seats = boards.board(force)
        critical.assess(force, seats)
        named = nominations.named(force, seats)
        name_again(twice, nominations, force, seats)
        old.records(force, seats)
        pools.pools(force, named)
        learning.learning(force, named)
        own.own(force)
        sharing.take(force)
        for role in force.feeders:
            for worker in force.feeders[role]:
                if (employer.code, worker.job.title) in SPARED:
                    learning.assess(force, worker)
        if neighbour is not None and neighbour.employer.icb == employer.icb:
            maker.also_at(employer, neighbour.middle, 0.045)
        neighbour = force
    benched = _others(maker, rows, employers)
    tom = User.objects.filter(login=MANAGER).values_list("pk", flat=True).first()
    sharing.pool(BOARD, tom)
    posting = next(e.unit_id for e in employers if e.code == POSTING)
    sharing.vacancy(posting, benched, logins.get(posting))
    old.finish()
    loader = Loader(chance, moment_before(day))
    with without_triggers():
        rows.flush(loader)
        own.people_made_last(employers)
        own.flush(into=rows)
    write_receipts()
    set_sequences(*rows.counts)
    for model in (StaffRecord, Assignment):
        say(f"{rows.counts[model]:,} rows of {model._meta.verbose_name_plural}")
    return Loaded(rows.counts)


def _others(maker: Maker, rows: Rows, employers: list[Employer]) -> tuple[int, Worker] | None:
    """The personas whom no maker made; the unit id and the worker of whoever is on the bench."""
    benched = None
    for persona in PERSONAS:
        if not persona.made and persona.job is None:
            employer = next(e for e in employers if e.code == persona.employer)
            person = maker.person()
            rows.add(Person, id=person)
            job = Job(persona.title, "8c", ADMIN)
            since = maker.since(1, 5)
            worker = maker.record(employer, person, persona.name, job, since, "substantive")
            if persona.login == BENCHED:
                benched = employer.unit_id, worker
    return benched


def _partners() -> dict[int, int]:
    """With whom people of an employer have career conversations: unit id to user id."""
    leads = {p.login: p.unit for p in PERSONAS if p.role == "learning_lead"}
    units = dict(OrgUnit.objects.filter(code__in=leads.values()).values_list("code", "pk"))
    users = User.objects.filter(login__in=leads).values_list("login", "pk")
    return {units[leads[login]]: key for login, key in users}


def moment_before(day: dt.date) -> dt.datetime:
    """The moment at which everything was recorded: the evening two days before `day`."""
    evening = dt.datetime.combine(day - dt.timedelta(days=2), dt.time(18, 20))
    return timezone.make_aware(evening)


# --- accounts ------------------------------------------------------------------------------------


def _colleagues(employer: Employer) -> list[tuple[str, str]]:
    """Login and role of the accounts that every employer has beside the personas."""
    code = employer.code.lower()
    return [
        (f"people.{code}", "cpo"),
        (f"learning.{code}", "learning_lead"),
        (f"access.{code}", "access_admin"),
        (f"access2.{code}", "access_admin"),
    ]


def _accounts(employers: list[Employer]) -> dict[int, int]:
    """Make the accounts; return the succession lead of each employer, by unit id.

    Hashing takes its time by design, so the one password is hashed once. Colleagues cannot sign in.
    """
    personas.require_demo()
    hashed, unusable = make_password(personas.PASSWORD), make_password(None)
    users = [User(login=p.login, password=hashed) for p in PERSONAS]
    for employer in employers:
        users += [User(login=login, password=unusable) for login, _ in _colleagues(employer)]
    by_login = {user.login: user.pk for user in User.objects.bulk_create(users)}
    leads = {e.unit_id: by_login[_colleagues(e)[0][0]] for e in employers}
    units = {e.code: e.unit_id for e in employers}
    return leads | {
        units[p.unit]: by_login[p.login] for p in PERSONAS if p.role == "cpo" and p.job is None
    }


def _people_of_accounts() -> None:
    """Tie each account to the person who it is."""
    for persona in PERSONAS:
        record = StaffRecord.objects.filter(
            unit__code=persona.employer,
            name=persona.name,
            assignments__title=persona.title,
            assignments__ends_on=None,
        ).get()
        User.objects.filter(login=persona.login).update(person=record.person_id)


def _roles(employers: list[Employer], day: dt.date) -> None:
    units = {unit.code: unit for unit in OrgUnit.objects.all()}
    since = day - dt.timedelta(days=400)
    for persona in PERSONAS:
        for role, unit in [(persona.role, persona.unit), *persona.also]:
            grants.found(
                login=persona.login, role_code=role, unit=units[unit], day=since, reason="Demo"
            )
    taken = {(p.role, p.unit) for p in PERSONAS if p.role in ("cpo", "learning_lead")}
    for employer in employers:
        for login, role in _colleagues(employer):
            if (role, employer.code) not in taken:
                grants.found(
                    login=login, role_code=role, unit=units[employer.code], day=since, reason="Demo"
                )
