"""Talent pools of one employer, who is in them, and when they last did something."""

import datetime as dt
from dataclasses import dataclass, field

from talentplatform.demo.bulk import Chance, Keys, Rows
from talentplatform.demo.nominations import Named
from talentplatform.demo.people import Worker, Workforce
from talentpools.enums import MembershipStatus, Route
from talentpools.models import Pool, PoolMembership

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
        self.pool = Keys(Pool)

    def pools(self, force: Workforce, named: list[Named]) -> None:
        """Two to four pools: the general one, and some for a profession."""
        count = int(self.chance.pick({"2": 30, "3": 45, "4": 25}))
        needed = self.needed.get(force.employer.code)
        kinds = [_KINDS[0], *self.chance.sample(_KINDS[1:], count - 1)]
        if needed:
            kinds = [kind for kind in _KINDS if kind[0] in needed]
        for kind in kinds:
            self._pool(force, named, kind)

    def _pool(
        self,
        force: Workforce,
        named: list[Named],
        kind: tuple[str, str, tuple[str, ...], tuple[str, ...]],
    ) -> None:
        title, purpose, roles, groups = kind
        began = self.day - dt.timedelta(days=self.chance.randint(400, 1500))
        key = self.pool()
        row = self.rows.add(
            Pool,
            id=key,
            unit_id=force.employer.unit_id,
            title=title,
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
    ) -> None:
        joined = left = active = None
        if opened is not None and status not in (
            MembershipStatus.INVITED,
            MembershipStatus.APPLIED,
        ):
            joined = min(opened + dt.timedelta(days=self.chance.randint(0, 20)), self.day)
            ago = self.chance.pick({"30": 44, "60": 19, "120": 20, "300": 17})
            low = {"30": 0, "60": 31, "120": 61, "300": 121}[ago]
            active = max(joined, self.day - dt.timedelta(days=self.chance.randint(low, int(ago))))
            if status in (MembershipStatus.LEFT, MembershipStatus.ALUMNI):
                left = max(joined, self.day - dt.timedelta(days=self.chance.randint(1, 200)))
                active = min(active, left)
        self.rows.add(
            PoolMembership,
            unit_id=force.employer.unit_id,
            pool_id=pool,
            staff_id=worker.staff,
            status=status,
            route=route,
            source_id=source,
            opened_on=opened,
            joined_on=joined,
            left_on=left,
            last_activity_on=active,
        )
