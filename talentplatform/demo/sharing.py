"""What crosses walls in the demo: a regional pool, who applied, its talent board, and a vacancy bench."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from orgs.enums import Purpose
from orgs.models.sharing import SharedProfile, SharingCall
from orgs.sharing import CONSENT_VERSION
from orgs.words import words_of_day
from talentplatform.demo.bulk import Chance, Keys, Rows
from talentplatform.demo.people import Worker, Workforce
from talentpools.models import (
    BenchProfile,
    BoardReview,
    PanelNote,
    ReleaseRequest,
    ReviewEntry,
    Reviewer,
    SharedMember,
    SharedPool,
    Vacancy,
    VacancyAsk,
)
from talentpools.shared.pools import ASKS
from talentpools.shared_states import Ask, MemberStatus, Outcome, ReleaseState

_S = MemberStatus
#: Where each of those who applied stands, in turn.
_STANDING = [
    _S.APPLIED, _S.ACTIVE, _S.ACTIVE, _S.ASSESSED_IN, _S.ACTIVE, _S.PAUSED, _S.ACTIVE, _S.OFFERED,
    _S.ACTIVE, _S.APPLIED, _S.NOT_YET, _S.ACTIVE, _S.ALUMNI,
]  # fmt: skip
#: What the people on the bench answered to the demo's vacancy, in turn; who can be signed in as comes first.
_ANSWERS = [Ask.ASKED, Ask.YES, Ask.ASKED, Ask.NO, Ask.ASKED, Ask.ASKED]
_STEPS = 7
ROLE = "CNO"


@dataclass
class SharingMaker:
    """Makes what people of one region share.

    Attributes:
        chance: of its own, so that nothing else of the demo shifts.
        region: unit id of the region that keeps pool and bench, and its code.
        asks: code of the employer whose member waits for an answer about release time.
        people: who was taken, at most one of each employer of the region.
    """

    chance: Chance
    rows: Rows
    day: dt.date
    region: tuple[int, str]
    asks: str = ""
    people: list[tuple[Workforce, Worker]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.call, self.profile = Keys(SharingCall), Keys(SharedProfile)
        self.member, self.bench, self.entry = (
            Keys(SharedMember),
            Keys(BenchProfile),
            Keys(ReviewEntry),
        )

    def take(self, force: Workforce) -> None:
        """Remember who of an employer might share something: those who may follow its chief nurse."""
        found = force.feeders.get(ROLE, [])
        if force.employer.region == self.region[1] and found:
            self.people.append((force, found[-1]))

    def _ago(self, low: int, high: int) -> dt.date:
        return self.day - dt.timedelta(days=self.chance.randint(low, high))

    # --- profiles ---------------------------------------------------------------------------------

    def _call(self, unit: int, about: str, **how: Any) -> dict[str, Any]:
        return self.rows.add(
            SharingCall,
            **{
                "id": self.call(),
                "unit_id": unit,
                "purpose": Purpose.POOL,
                "about": about,
                "title": "",
                "words": "",
                "asks": list(ASKS),
                "programme": "",
                "person_id": None,
                "opens_on": self.day,
                "closes_on": None,
                "keep_days": 365,
                **how,
            },
        )

    def _profile(
        self, call: dict[str, Any], home: int, person: int, fields: dict[str, Any], agreed: dt.date
    ) -> dict[str, Any]:
        return self.rows.add(
            SharedProfile,
            id=self.profile(),
            public_id=self.chance.uuid(),
            unit_id=call["unit_id"],
            person_id=person,
            home_id=home,
            call_id=call["id"],
            purpose=call["purpose"],
            about=call["about"],
            asks=call["asks"],
            fields=fields,
            consent_version=CONSENT_VERSION,
            agreed_on=agreed,
            renewed_on=agreed,
            expires_on=agreed + dt.timedelta(days=call["keep_days"]),
        )

    def _fields(self, force: Workforce, worker: Worker) -> dict[str, dict[str, str]]:
        found = {"name": {"text": worker.name}, "job": {"text": worker.job.title}}
        if worker.job.band:
            found["band"] = {"text": f"Band {worker.job.band}"}
        if self.chance.often(0.85):
            found["employer"] = {"text": force.employer.name}
        if self.chance.often(0.7):
            found["email"] = {"text": worker.record["work_email"]}
        if self.chance.often(0.4):
            found["mobility"] = {
                "text": "Within an hour of home; three days a week on site suit me."
            }
        return found

    # --- the pool ---------------------------------------------------------------------------------

    def pool(self, board: list[str], author: int | None) -> None:
        """The region's pool with everybody who was taken, and a board that looks at some of them."""
        unit, about = self.region[0], self.chance.uuid()
        began, closes = self._ago(200, 260), self.day + dt.timedelta(days=45)
        title, purpose = (
            "Aspiring chief nurses",
            "Deputy and associate chief nurses of the region who prepare for a board, together.",
        )
        call = self._call(
            unit, about, title=title, words=purpose, programme="ASP-CNO", opens_on=began, closes_on=closes
        )  # fmt: skip
        pool = self.rows.add(
            SharedPool,
            id=1,
            public_id=about,
            unit_id=unit,
            title=title,
            purpose=purpose,
            target_roles=[ROLE],
            criteria="At least two years as a deputy or associate, and the support of a director.",
            capacity=14,
            programme="ASP-CNO",
            closes_on=closes,
            owner_id=author,
            valid_from=began,
            valid_to=None,
        )
        others = [each for each in self.people if each[0].employer.code != self.asks]
        chosen = self.chance.sample(others, min(len(others), len(_STANDING) - 1))
        # Second in turn, so that she is a member.
        chosen[1:1] = [each for each in self.people if each[0].employer.code == self.asks]
        review = self._review(pool, board, author)
        for (force, worker), status in zip(chosen, _STANDING, strict=False):
            self._member(call, pool, force, worker, status, review, author)

    def _member(
        self, call: dict[str, Any], pool: dict[str, Any], force: Workforce, worker: Worker,
        status: MemberStatus, review: dict[str, Any], author: int | None,
    ) -> None:  # fmt: skip
        applied = max(self._ago(20, 190), worker.since)
        present = status in (_S.ACTIVE, _S.PAUSED, _S.ALUMNI)
        fields = self._fields(force, worker)
        if present and self.chance.often(0.85):
            last = max(applied, self._ago(3, 150))
            done = self.chance.randint(1, _STEPS)
            words = f"Aspiring chief nurse: {done} of {_STEPS} steps done, the last on {words_of_day(last)}"
            fields["progress"] = {"text": words, "on": last.isoformat()}
        profile = self._profile(call, force.employer.unit_id, worker.person, fields, applied)
        moved = min(self.day, applied + dt.timedelta(days=self.chance.randint(5, 20)))
        member = self.rows.add(
            SharedMember,
            id=self.member(),
            public_id=self.chance.uuid(),
            unit_id=pool["unit_id"],
            pool_id=pool["id"],
            profile_id=profile["id"],
            status=status,
            applied_on=applied,
            joined_on=moved if present else None,
            changed_on=applied if status == _S.APPLIED else moved,
        )
        if present:
            self._release(profile, force, worker, pool)
        if status in (_S.ASSESSED_IN, _S.NOT_YET, _S.APPLIED):
            self._entry(review, member, profile)
        if author is not None and status in (_S.ASSESSED_IN, _S.NOT_YET, _S.OFFERED):
            outcome = Outcome.LATER if status == _S.NOT_YET else Outcome.SUITABLE
            self.rows.add(
                PanelNote,
                unit_id=pool["unit_id"],
                member_id=member["id"],
                review_id=None,
                author_id=author,
                outcome=outcome,
                note="Read by two of the panel; a full account of the last role.",
                made_on=moved,
            )

    def _release(
        self, profile: dict[str, Any], force: Workforce, worker: Worker, pool: dict[str, Any]
    ) -> None:
        """Some asked their employer for time; some of these have no answer yet."""
        state = self.chance.pick({"": 4, "asked": 3, "agreed": 3})
        state = ReleaseState.ASKED if force.employer.code == self.asks else state
        if not state:
            return
        asked = max(profile["agreed_on"], self._ago(5, 40))
        agreed = state == ReleaseState.AGREED
        self.rows.add(
            ReleaseRequest,
            unit_id=force.employer.unit_id,
            staff_id=worker.staff,
            profile_id=profile["id"],
            programme=pool["title"],
            organisation_id=pool["unit_id"],
            days=8,
            reason="Six workshops and a visit to another board, over nine months.",
            answer_by=asked + dt.timedelta(days=21),
            asked_on=asked,
            state=state,
            agreed_days=8 if agreed else None,
            answer="",
            answered_on=min(self.day, asked + dt.timedelta(days=6)) if agreed else None,
            answered_by_id=None,
        )

    def _review(self, pool: dict[str, Any], board: list[str], author: int | None) -> dict[str, Any]:
        review = self.rows.add(
            BoardReview,
            id=1,
            public_id=self.chance.uuid(),
            unit_id=pool["unit_id"],
            pool_id=pool["id"],
            title="Applications of this season",
            opens_on=self.day - dt.timedelta(days=3),
            closes_on=self.day + dt.timedelta(days=15),
            called_by_id=author,
        )
        for login in board:
            self.rows.add(Reviewer, unit_id=pool["unit_id"], review_id=review["id"], login=login)
        return review

    def _entry(
        self, review: dict[str, Any], member: dict[str, Any], profile: dict[str, Any]
    ) -> None:
        self.rows.add(
            ReviewEntry,
            id=self.entry(),
            public_id=self.chance.uuid(),
            unit_id=review["unit_id"],
            review_id=review["id"],
            member_id=member["id"],
            profile_public_id=profile["public_id"],
            fields=profile["fields"],
            expires_on=profile["expires_on"],
        )

    # --- the bench --------------------------------------------------------------------------------

    def vacancy(self, at: int, first: tuple[int, Worker] | None, author: int | None) -> None:
        """A bench of the region, and an interim need of one employer that some of it match."""
        free = [(f.employer.unit_id, w, f) for f, w in self.people if f.employer.unit_id != at]
        chosen = self.chance.sample(free, len(_ANSWERS) - (first is not None))
        benched: list[tuple[int, Worker, Workforce | None]] = [*chosen]
        if first is not None:
            benched.insert(0, (*first, None))
        about, posted = self.chance.uuid(), self.day - dt.timedelta(days=4)
        closes, title = self.day + dt.timedelta(days=20), "Interim chief nurse"
        words = "The chief nurse is seconded for half a year. The deputy stays in her post."
        self.rows.add(
            Vacancy,
            id=1,
            public_id=about,
            unit_id=at,
            bench_id=self.region[0],
            role_code=ROLE,
            title=title,
            words=words,
            kind="interim",
            months=6,
            pattern="full",
            starts_on=None,
            closes_on=closes,
            state="open",
            many=True,
            posted_on=posted,
            posted_by_id=author,
        )
        for (home, worker, force), answer in zip(benched, _ANSWERS, strict=True):
            confirmed = self._ago(10, 60)
            bench = self.rows.add(
                BenchProfile,
                id=self.bench(),
                public_id=self.chance.uuid(),
                unit_id=self.region[0],
                person_id=worker.person,
                home_id=home,
                role_codes=[ROLE],
                areas=[],
                patterns=["full"] if self.chance.often(0.5) else [],
                kinds=["interim"] if self.chance.often(0.5) else [],
                notice_weeks=self.chance.choice([4, 8, 12]),
                confirmed_on=confirmed,
                expires_on=confirmed + dt.timedelta(days=180),
            )
            call = self._call(
                at, about, purpose=Purpose.VACANCY, title=title, words=words, person_id=worker.person,
                opens_on=posted, closes_on=closes, keep_days=120,
                asks=["name", "job", "band", "employer", "email", "roles", "readiness", "mobility"],
            )  # fmt: skip
            answered = posted + dt.timedelta(days=2)
            self.rows.add(
                VacancyAsk,
                public_id=self.chance.uuid(),
                unit_id=at,
                vacancy_id=1,
                bench_id=bench["id"],
                person_id=worker.person,
                call_id=call["id"],
                state=answer,
                asked_on=posted,
                answered_on=None if answer == Ask.ASKED else answered,
            )
            if answer == Ask.YES and force is not None:
                self._profile(call, home, worker.person, self._fields(force, worker), answered)


def write_receipts() -> None:
    """What the database writes by itself where its triggers were switched off for the load."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO orgs_sharingreceipt (profile, unit_id, person_id, home_id, purpose, title, "
            "consent_version, agreed_on, ended) "
            "SELECT p.public_id, p.unit_id, p.person_id, p.home_id, p.purpose, c.title, "
            "p.consent_version, p.agreed_on, '' "
            "FROM orgs_sharedprofile p JOIN orgs_sharingcall c ON c.id = p.call_id "
            "ON CONFLICT (profile) DO NOTHING"
        )
