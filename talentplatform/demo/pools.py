"""Talent pools of one employer, who is in them, and when they last did something."""

import datetime as dt
from dataclasses import dataclass, field

from talentplatform.demo.bulk import Chance, Keys, Rows
from talentplatform.demo.nominations import Named
from talentplatform.demo.people import Worker, Workforce
from talentpools.enums import (
    WAITING,
    ActivityKind,
    Joining,
    MembershipStatus,
    PoolKind,
    Reason,
    Route,
)
from talentpools.models import Pool, PoolActivity, PoolAssessment, PoolMembership

#: What this module draws beside the first data has numbers of its own, so that those stay as they are.
OWN_SEED = 20_260_412
#: Pools of the story: how people come to them, and the criteria of the region by which they are found.
STORY: dict[tuple[str, str], dict[str, object]] = {
    ("ZKV", "Aspiring executive directors"): {
        "kind": PoolKind.LEVEL,
        "criteria_key": "aspiring-directors",
    },
    ("ZKV", "Future nursing leaders"): {
        "joining": Joining.APPLICATIONS,
        "criteria_key": "nursing-leaders",
    },
    ("ZKV", "Digital leaders"): {"joining": Joining.SELF},
}
#: Who waits there, whatever chance says.
STORY_WAITING: dict[tuple[str, str], tuple[tuple[MembershipStatus, Route], ...]] = {
    ("ZKV", "Future nursing leaders"): (
        (MembershipStatus.APPLIED, Route.APPLICATION),
        (MembershipStatus.APPLIED, Route.APPLICATION),
        (MembershipStatus.ASSESSED_IN, Route.APPLICATION),
        (MembershipStatus.ASSESSED_NOT_YET, Route.APPLICATION),
    ),
    ("ZKV", "Digital leaders"): (
        (MembershipStatus.SELF_NOMINATED, Route.SELF),
        (MembershipStatus.INVITED, Route.INVITATION),
    ),
}
#: The positive-action pool of Kestrel Valley: its title says nothing of who is in it.
POSITIVE = ("ZKV", "Next steps network")
_SCORES = ("Fit with the pool's purpose", "overall")

#: title, purpose, roles it leads to, staff groups (empty = all)
_KINDS: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    (
        "Aspiring executive directors",
        "People who could sit on a board within three years, from any profession.",
        ("CEO", "DCEO", "COO", "CSO", "CPO", "ICB_CEO", "ICB_STRAT", "ICB_CPO"),
        (),
    ),
    (
        "Future nursing leaders",
        "Nurses and midwives on their way to a director's post.",
        ("CNO", "DOM", "ICB_CNO"),
        ("03",),
    ),
    (
        "Digital leaders",
        "Clinicians and managers who will lead digital change.",
        ("CDIO",),
        (),
    ),
    (
        "Finance leaders of tomorrow",
        "Finance people ready for a wider brief.",
        ("CFO", "ICB_CFO"),
        ("08",),
    ),
    (
        "Medical leaders",
        "Doctors who want to lead beyond their specialty.",
        ("CMO", "ICB_CMO"),
        ("01",),
    ),
]
ASSESSED = (MembershipStatus.ASSESSED_IN, MembershipStatus.ASSESSED_NOT_YET)
#: Why memberships are paused or over, as often as the number says.
REASONS: dict[MembershipStatus, dict[str, float]] = {
    MembershipStatus.PAUSED: {Reason.LEAVE.value: 60, Reason.PAUSED_OTHER.value: 40},
    MembershipStatus.LEFT: {Reason.OWN_CHOICE.value: 55, Reason.MOVED_ON.value: 45},
    MembershipStatus.ALUMNI: {Reason.COMPLETED.value: 1},
}


@dataclass
class PoolMaker:
    """Makes the pools of employers.

    Attributes:
        needed: titles of pools that the story needs, by employer code.
    """

    chance: Chance
    rows: Rows
    day: dt.date
    accounts: dict[int, int]
    needed: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pool, self.membership = Keys(Pool), Keys(PoolMembership)
        self.own = Chance(OWN_SEED)

    def pools(self, force: Workforce, named: list[Named]) -> None:
        """Two to four pools: the general one, and some for a profession."""
        count = int(self.chance.pick({"2": 30, "3": 45, "4": 25}))
        needed = self.needed.get(force.employer.code)
        kinds = [_KINDS[0], *self.chance.sample(_KINDS[1:], count - 1)]
        if needed:
            kinds = [kind for kind in _KINDS if kind[0] in needed]
        for kind in kinds:
            self._pool(force, named, kind)
        if force.employer.code == POSITIVE[0]:
            self._positive(force)

    def _positive(self, force: Workforce) -> None:
        """A positive-action pool without anybody in it: people join it by themselves (``choices``)."""
        self.rows.add(
            Pool,
            id=self.pool(),
            public_id=self.own.uuid(),
            unit_id=force.employer.unit_id,
            title=POSITIVE[1],
            kind=PoolKind.POSITIVE_ACTION,
            joining=Joining.SELF,
            purpose="Sponsorship and practice for a next role, for people who rarely get either.",
            target_roles=["COO", "CPO"],
            capacity=None,
            owner_id=self.accounts.get(force.employer.unit_id),
            review_on=self.day + dt.timedelta(days=160),
            valid_from=self.day - dt.timedelta(days=120),
            valid_to=None,
            closes_on=None,
            criteria_key="",
        )

    def _pool(
        self,
        force: Workforce,
        named: list[Named],
        kind: tuple[str, str, tuple[str, ...], tuple[str, ...]],
    ) -> None:
        title, purpose, roles, groups = kind
        began = self.day - dt.timedelta(days=self.chance.randint(400, 1500))
        key = self.pool()
        story: dict[str, object] = STORY.get((force.employer.code, title), {})
        applied = story.get("joining") == Joining.APPLICATIONS
        row = self.rows.add(
            Pool,
            id=key,
            public_id=self.own.uuid(),
            unit_id=force.employer.unit_id,
            title=title,
            kind=story.get("kind", PoolKind.ROLE),
            joining=story.get("joining", Joining.INVITATION),
            criteria_key=story.get("criteria_key", ""),
            closes_on=self.day + dt.timedelta(days=40) if applied else None,
            purpose=purpose,
            target_roles=list(roles),
            capacity=None,
            owner_id=self.accounts.get(force.employer.unit_id),
            review_on=self.day + dt.timedelta(days=self.chance.randint(-20, 300)),
            valid_from=began,
            valid_to=None,
        )
        inside: set[int] = set()
        for each in named:
            if each.role in roles and each.open and each.worker.staff not in inside:
                self._from_nomination(force, key, each, began, inside)
        fitting = [w for w in force.middle if not groups or w.job.group in groups]
        more = (
            self.chance.randint(4, 14) if force.employer.people > 200 else self.chance.randint(2, 6)
        )
        for worker in self.chance.sample(fitting, min(len(fitting), more)):
            if worker.staff not in inside:
                inside.add(worker.staff)
                self._other(force, key, worker, began)
        waiting = STORY_WAITING.get((force.employer.code, title), ())
        others = [w for w in fitting if w.staff not in inside]
        for (status, route), worker in zip(
            waiting, self.own.sample(others, min(len(others), len(waiting))), strict=False
        ):
            self._add(force, key, worker, status, route, self.day, further=False)
        if self.chance.often(0.75):
            row["capacity"] = len(inside) + self.chance.randint(1, 6)

    def _from_nomination(
        self, force: Workforce, pool: int, each: Named, began: dt.date, inside: set[int]
    ) -> None:
        agreed: dt.date | None = each.row["agreed_on"]
        if not self.chance.often(0.7 if agreed else 0.4):
            return
        inside.add(each.worker.staff)
        if agreed is None:
            self._add(
                force, pool, each.worker, MembershipStatus.PREPARED, Route.NOMINATION, None,
                source=each.row["public_id"],
            )  # fmt: skip
            return
        self._add(
            force, pool, each.worker, self._present(), Route.NOMINATION, max(agreed, began),
            source=each.row["public_id"],
        )  # fmt: skip

    def _other(self, force: Workforce, pool: int, worker: Worker, began: dt.date) -> None:
        opened = max(began, worker.since, self.day - dt.timedelta(days=self.chance.randint(6, 900)))
        opened = min(opened, self.day - dt.timedelta(days=2))
        route = Route.APPLICATION if self.chance.often(0.6) else Route.INVITATION
        waiting = (
            MembershipStatus.APPLIED if route == Route.APPLICATION else MembershipStatus.INVITED
        )
        status = MembershipStatus(
            self.chance.pick({self._present(): 82, waiting: 8, "left": 5, "alumni": 5})
        )
        self._add(force, pool, worker, status, route, opened)

    def _present(self) -> MembershipStatus:
        return MembershipStatus.PAUSED if self.chance.often(0.09) else MembershipStatus.ACTIVE

    def _add(
        self,
        force: Workforce,
        pool: int,
        worker: Worker,
        status: MembershipStatus,
        route: Route,
        opened: dt.date | None,
        *,
        source: str | None = None,
        further: bool = True,
    ) -> None:
        key = self.membership()
        status = self._further(status) if further else status
        if opened is not None and status in WAITING:  # nobody waits for years
            lately = self.day - dt.timedelta(days=self.own.randint(4, 45))
            opened = max(opened, lately) if further else lately
        joined = left = active = None
        if opened is not None and status not in WAITING:
            joined = min(opened + dt.timedelta(days=self.chance.randint(0, 20)), self.day)
            ago = self.chance.pick({"30": 44, "60": 19, "120": 20, "300": 17})
            low = {"30": 0, "60": 31, "120": 61, "300": 121}[ago]
            active = max(joined, self.day - dt.timedelta(days=self.chance.randint(low, int(ago))))
            if status in (MembershipStatus.LEFT, MembershipStatus.ALUMNI):
                left = max(joined, self.day - dt.timedelta(days=self.chance.randint(1, 200)))
                active = min(active, left)
        since = left or joined or opened or self.day - dt.timedelta(days=3)
        self.rows.add(
            PoolMembership,
            id=key,
            public_id=self.own.uuid(),
            unit_id=force.employer.unit_id,
            pool_id=pool,
            staff_id=worker.staff,
            status=status,
            route=route,
            source_id=source,
            reason=self._reason(status),
            status_on=max(since, active) if status == MembershipStatus.PAUSED and active else since,
            opened_on=opened,
            joined_on=joined,
            left_on=left,
        )
        if joined is not None and active is not None and active > joined:
            self.rows.add(
                PoolActivity,
                public_id=self.own.uuid(),
                unit_id=force.employer.unit_id,
                membership_id=key,
                kind=self.own.pick(dict.fromkeys(ActivityKind.values, 1)),
                happened_on=active,
            )
        if opened is not None and status in ASSESSED:
            self._assessment(force, key, opened)

    def _assessment(self, force: Workforce, membership: int, opened: dt.date) -> None:
        label, name = _SCORES
        self.rows.add(
            PoolAssessment,
            public_id=self.own.uuid(),
            unit_id=force.employer.unit_id,
            membership_id=membership,
            assessed_on=min(opened + dt.timedelta(days=1), self.day),
            assessor_id=self.accounts.get(force.employer.unit_id),
            criteria="",
            scores=[{"key": name, "label": label, "score": self.own.randint(2, 4)}],
            note="",
        )

    def _further(self, status: MembershipStatus) -> MembershipStatus:
        """Of those who applied some put themselves forward, and some have been assessed by now."""
        if status != MembershipStatus.APPLIED:
            return status
        return MembershipStatus(
            self.own.pick(
                {"applied": 45, "self_nominated": 20, "assessed_in": 20, "assessed_not_yet": 15}
            )
        )

    def _reason(self, status: MembershipStatus) -> str:
        weights = REASONS.get(status)
        return self.own.pick(weights) if weights else ""
