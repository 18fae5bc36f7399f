"""What happens to shared pools, profiles and vacancies when an employer closes: they end.

A person agreed that this organisation sees her profile, and no successor of it. So nothing is handed
over: whoever wants to go on shares with the successor, and is asked for it anew.
"""

import datetime as dt
from collections.abc import Sequence

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from orgs.access.principals import Principal
from orgs.models.sharing import SharedProfile, SharingCall
from orgs.restructure.transfers import Handover, Transfer, transfers
from talentpools.models import BoardReview, ReleaseRequest, SharedPool, Vacancy
from talentpools.shared_states import ReleaseState, VacancyState

_DAY = dt.timedelta(days=1)


def _pools(units: Sequence[int]) -> QuerySet[SharedPool]:
    return SharedPool.objects.filter(unit_id__in=units, valid_to=None)


def _calls(units: Sequence[int], day: dt.date) -> QuerySet[SharingCall]:
    return SharingCall.objects.filter(Q(closes_on=None) | Q(closes_on__gt=day), unit_id__in=units)


def _profiles(units: Sequence[int], day: dt.date) -> QuerySet[SharedProfile]:
    return SharedProfile.objects.filter(unit_id__in=units, expires_on__gt=day)


def _vacancies(units: Sequence[int], day: dt.date) -> QuerySet[Vacancy]:
    return Vacancy.objects.filter(unit_id__in=units, state=VacancyState.OPEN, closes_on__gt=day)


def _requests(units: Sequence[int]) -> QuerySet[ReleaseRequest]:
    return ReleaseRequest.objects.filter(unit_id__in=units, state=ReleaseState.ASKED)


def _reviews(units: Sequence[int], day: dt.date) -> QuerySet[BoardReview]:
    return BoardReview.objects.filter(unit_id__in=units, closes_on__gt=day)


def count(units: Sequence[int], day: dt.date) -> int:
    """Pools, panels, calls, profiles, vacancies and requests that are open at units."""
    return sum(
        rows.count()
        for rows in (
            _pools(units),
            _calls(units, day),
            _profiles(units, day),
            _vacancies(units, day),
            _requests(units),
            _reviews(units, day),
        )
    )


def left(units: Sequence[int], day: dt.date) -> int:
    """What is still open of what had begun by the day; the rest is over on its own first day."""
    return sum(
        rows.count()
        for rows in (
            _pools(units),
            _calls(units, day).filter(opens_on__lte=day),
            _profiles(units, day).filter(agreed_on__lt=day),
            _vacancies(units, day),
            _requests(units),
            _reviews(units, day).filter(opens_on__lt=day),
        )
    )


def end_all(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """End whatever is shared with a closing employer, and what it was asked; (updated, inserted)."""
    closing = handover.closing
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
