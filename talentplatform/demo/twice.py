"""People who are ready for a second post: what makes a board look safer than it is."""

import datetime as dt

from succession.enums import Disclosure, NominationStatus
from succession.models import Nomination, ReadinessJudgement
from talentplatform.demo.boards import Seated
from talentplatform.demo.bulk import Chance
from talentplatform.demo.nominations import NominationMaker
from talentplatform.demo.people import Workforce

#: (employer, role they are ready for, job title): the second role.
AGAIN = {
    ("ZKV", "COO", "Deputy chief operating officer"): "DCEO",
    ("ZKV", "CSO", "Deputy director of strategy"): "COSEC",
}
_RANK = 4


def name_again(
    chance: Chance, maker: NominationMaker, force: Workforce, seats: list[Seated]
) -> None:
    """Name them for the second post too: ready now, acting up if need be, and not told yet."""
    employer, day = force.employer, maker.day
    for (code, role, title), second in AGAIN.items():
        if code != employer.code:
            continue
        worker = next(w for w in force.feeders[role] if w.job.title == title)
        seat = next(each for each in seats if each.role == second)
        account = maker.accounts.get(employer.unit_id)
        since = day - dt.timedelta(days=chance.randint(20, 60))
        key = maker.nomination()
        maker.rows.add(
            Nomination,
            id=key,
            public_id=chance.uuid(),
            unit_id=employer.unit_id,
            post_id=seat.post,
            staff_id=worker.staff,
            rank=_RANK,
            cover="ACT",
            valid_from=since,
            valid_to=None,
            named_by_id=account,
            changed_by_id=account,
            status=NominationStatus.PROPOSED,
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
        maker.rows.add(
            ReadinessJudgement,
            unit_id=employer.unit_id,
            nomination_id=key,
            assessor_id=account,
            readiness="RN",
            evidence="Deputises here too when it is needed.",
            judged_on=since,
            review_by=day + dt.timedelta(days=300),
            valid_from=since,
            valid_to=None,
        )
