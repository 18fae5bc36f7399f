"""Records of earlier cycles: nominations that ended, some long enough ago to be removed."""

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from orgs.access.principals import KEEPER
from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.enums import HoldReason
from orgs.inheritance import services
from orgs.inheritance.merge import Slot
from orgs.keeping import holds, removing, rules
from orgs.models.access import User
from succession.enums import Disclosure, NominationStatus
from succession.models import Nomination, ReadinessJudgement
from talentplatform.demo import places
from talentplatform.demo.boards import Seated
from talentplatform.demo.bulk import Chance, Keys, Rows
from talentplatform.demo.people import Worker, Workforce

#: How long ago, in days, a nomination of an earlier cycle ended. Some are past their time today,
#: others come to it within weeks.
_ENDED = (460, 860)
_EVIDENCE = "Judged in an earlier cycle."


@dataclass
class OldRecordMaker:
    """Makes nominations of earlier cycles, with their judgements, after all others: their keys follow."""

    chance: Chance
    rows: Rows
    day: dt.date
    accounts: dict[int, int]
    key: Keys
    _waiting: list[tuple[int, Seated, Worker]] = field(default_factory=list)

    def records(self, force: Workforce, seats: list[Seated]) -> None:
        """Choose who was named once at an employer, and for what."""
        long_here = self.day - dt.timedelta(days=2000)
        workers = [w for w in force.middle if w.since < long_here]
        for worker in self.chance.sample(workers, min(len(workers), self.chance.randint(3, 8))):
            self._waiting.append((force.employer.unit_id, self.chance.choice(seats), worker))

    def finish(self) -> None:
        """Add the rows of those who were chosen so far."""
        for unit, seat, worker in self._waiting:
            self._nominate(unit, seat, worker)
        self._waiting.clear()

    def _nominate(self, unit: int, seat: Seated, worker: Worker) -> None:
        account = self.accounts.get(unit)
        ended = self.day - dt.timedelta(days=self.chance.randint(*_ENDED))
        began = ended - dt.timedelta(days=self.chance.randint(300, 900))
        again = began + dt.timedelta(days=self.chance.randint(120, 280))
        key = self.key()
        self.rows.add(
            Nomination,
            id=key,
            public_id=self.chance.uuid(),
            unit_id=unit,
            post_id=seat.post,
            staff_id=worker.staff,
            rank=1,
            cover="NONE",
            valid_from=began,
            valid_to=ended,
            named_by_id=account,
            changed_by_id=account,
            status=NominationStatus.WITHDRAWN,
            disclosure=Disclosure.NOT_TOLD,
            told_on=None,
            told_readiness="",
            told_review_by=None,
            agreed_on=None,
            withhold_reason="",
            withhold_review_on=None,
            withhold_approver_id=None,
            withhold_approved_on=None,
        )
        for readiness, first, last in (("R35", began, again), ("R12", again, ended)):
            self.rows.add(
                ReadinessJudgement,
                unit_id=unit,
                nomination_id=key,
                assessor_id=account,
                readiness=readiness,
                evidence=_EVIDENCE,
                judged_on=first,
                review_by=last,
                valid_from=first,
                valid_to=last,
            )


def load(day: dt.date) -> None:
    """The nation's rule, which one Trust makes shorter; a stop at another; and a night's work."""
    with _as("grace", places.NATION[0], day - dt.timedelta(days=300)) as viewer:
        services.publish_definition(
            viewer=viewer, kind_code=rules.KIND, title="", fields={}, valid_from=viewer.day
        )
    with _as("priya", "ZKV", day - dt.timedelta(days=100)) as viewer:
        found = rules.in_effect(viewer.here.id, viewer.day)
        assert found.public_id is not None, "the nation has published it"
        services.adapt_definition(
            viewer=viewer,
            kind_code=rules.KIND,
            public_id=found.public_id,
            changes={Slot("judgement_months"): 18},
            expected=found.stamp,
        )
    with _as("omar", "ZHW", day) as viewer:
        holds.hold_records(
            viewer=viewer,
            reason=HoldReason.INVESTIGATION,
            until=day + dt.timedelta(days=60),
            reference="IG 2031",
        )
    removing.remove_due(KEEPER, day)


def _as(login: str, unit: str, day: dt.date) -> AbstractContextManager[Viewer]:
    user = User.objects.get(login=login)
    return user_scope(user.pk, login=login, unit_code=unit, day=day)
