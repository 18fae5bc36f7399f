"""What happens to shared pools, profiles and vacancies when an employer closes: they end.

A person agreed that this organisation sees her profile, and no successor of it. So nothing is handed
over: whoever wants to go on shares with the successor, and is asked for it anew.
"""

import datetime as dt

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from orgs.access.principals import Principal
from orgs.models.sharing import SharedProfile, SharingCall
from orgs.restructure.transfers import Heirs, Transfer, transfers
from talentpools.models import BoardReview, ReleaseRequest, SharedPool, Vacancy
from talentpools.shared_states import ReleaseState, VacancyState

_DAY = dt.timedelta(days=1)


def _pools(unit_id: int) -> QuerySet[SharedPool]:
    return SharedPool.objects.filter(unit_id=unit_id, valid_to=None)


def _calls(unit_id: int, day: dt.date) -> QuerySet[SharingCall]:
    return SharingCall.objects.filter(Q(closes_on=None) | Q(closes_on__gt=day), unit_id=unit_id)


def _profiles(unit_id: int, day: dt.date) -> QuerySet[SharedProfile]:
    return SharedProfile.objects.filter(unit_id=unit_id, expires_on__gt=day)


def _vacancies(unit_id: int, day: dt.date) -> QuerySet[Vacancy]:
    return Vacancy.objects.filter(unit_id=unit_id, state=VacancyState.OPEN, closes_on__gt=day)


def _requests(unit_id: int) -> QuerySet[ReleaseRequest]:
    return ReleaseRequest.objects.filter(unit_id=unit_id, state=ReleaseState.ASKED)


def _reviews(unit_id: int, day: dt.date) -> QuerySet[BoardReview]:
    return BoardReview.objects.filter(unit_id=unit_id, closes_on__gt=day)


def count(unit_id: int, day: dt.date) -> int:
    """Pools, panels, calls, profiles, vacancies and requests that are open at a unit."""
    return sum(
        rows.count()
        for rows in (
            _pools(unit_id),
            _calls(unit_id, day),
            _profiles(unit_id, day),
            _vacancies(unit_id, day),
            _requests(unit_id),
            _reviews(unit_id, day),
        )
    )


def left(unit_id: int, day: dt.date) -> int:
    """What is still open of what had begun by the day; the rest is over on its own first day."""
    return sum(
        rows.count()
        for rows in (
            _pools(unit_id),
            _calls(unit_id, day).filter(opens_on__lte=day),
            _profiles(unit_id, day).filter(agreed_on__lt=day),
            _vacancies(unit_id, day),
            _requests(unit_id),
            _reviews(unit_id, day).filter(opens_on__lt=day),
        )
    )


def end_all(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """End whatever is shared with a closing employer, and what it was asked; (updated, inserted)."""
    closing = heirs.closing
    # Later than its agreement by a day, so that no period is empty.
    started = _profiles(closing, day).filter(agreed_on__gte=day).update(
        expires_on=F("agreed_on") + _DAY
    )  # fmt: skip
    profiles = _profiles(closing, day).filter(agreed_on__lt=day).update(expires_on=day)
    pools = _pools(closing).update(valid_to=day)
    calls = _calls(closing, day).filter(opens_on__lte=day).update(closes_on=day)
    calls += _calls(closing, day).filter(opens_on__gt=day).update(closes_on=F("opens_on"))
    # One that would begin later is over on its first day.
    reviews = _reviews(closing, day).update(closes_on=Greatest(F("opens_on") + _DAY, Value(day)))
    vacancies = _vacancies(closing, day).update(closes_on=day)
    requests = _requests(closing).update(state=ReleaseState.LAPSED, answered_on=day)
    return started + profiles + pools + calls + reviews + vacancies + requests, 0


def register() -> None:
    """Called from ``TalentpoolsConfig.ready``."""
    each = Transfer(
        "shared",
        "Shared pools, profiles and vacancies, which end",
        60,
        people=True,
        count=count,
        move=end_all,
        tables=(
            "orgs.SharedProfile",
            "orgs.SharingCall",
            "talentpools.BoardReview",
            "talentpools.ReleaseRequest",
            "talentpools.SharedPool",
            "talentpools.Vacancy",
        ),
        left=left,
    )
    transfers.add(each.key, each)
