"""Nominations that ended lately: the plan says so, and the worklist says what a post lost by it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from orgs.periods import in_force
from orgs.words import words_of_day
from succession.enums import Lapse, NominationStatus
from succession.models import Nomination, ReadinessJudgement
from succession.past import Past
from succession.readiness import READY_NOW, counted

#: A row of the plan and the worklist look back so far; the page of a post as far as the cycle, if longer.
LATELY = dt.timedelta(days=90)

_HOW = {
    NominationStatus.LAPSED: "left",
    NominationStatus.WITHDRAWN: "withdrawn",
    NominationStatus.DECLINED_BY_PERSON: "declined",
}
_BY_CONSENT = {
    Lapse.WITHDRAWN: "consent withdrawn",
    Lapse.EXPIRED: "consent ran out",
    Lapse.CLOSED: "consent ended",
}


@dataclass(frozen=True)
class Ended:
    """A nomination that ended: whose, how and when, and whether she was ready now until then.

    Somebody of another employer has no ``staff_id``: ``profile`` is what she shares, None once her
    consent has ended, when her name is gone too.
    """

    public_id: UUID
    name: str
    how: str
    on: dt.date
    was_ready: bool
    staff_id: int | None
    profile: UUID | None = None

    @property
    def words(self) -> str:
        return f"{self.name}, {self.how} on {words_of_day(self.on)}"


Lately = Mapping[int, Sequence[Ended]]


def how_ended(of: Nomination) -> str:
    """How a nomination ended, such as "left"; "" for one that is in force, placed or handed on."""
    if of.lapsed_by in _BY_CONSENT:
        return _BY_CONSENT[Lapse(of.lapsed_by)]
    return _HOW.get(NominationStatus(of.status), "") if of.valid_to is not None else ""


def ended_since(
    unit_id: int, since: dt.date, day: dt.date, past: Past | None = None
) -> dict[int, list[Ended]]:
    """Nominations that ended from `since` to `day` by post, the newest first: 1 query.

    Who is named for the post again, or was placed in it, is no loss. With the `past` of the day only
    those count of which it was known.
    """
    known = Q() if past is None else Q(pk__in=past.nominations)
    open_then = in_force(day) if past is None else Q(pk__in=past.named)
    judged = ReadinessJudgement.objects.filter(
        nomination=OuterRef("pk"), valid_from__lte=OuterRef("valid_to")
    ).order_by("-valid_from", "-pk")
    again = Nomination.objects.filter(
        open_then, post=OuterRef("post_id"), staff=OuterRef("staff_id")
    )
    rows: QuerySet[Nomination] = (
        Nomination.objects.filter(
            known, unit_id=unit_id, valid_to__gte=since, valid_to__lte=day, status__in=list(_HOW)
        )
        .annotate(
            again=Subquery(again.values("pk")[:1]),
            code=Subquery(judged.values("readiness")[:1]),
            review_by=Subquery(judged.values("review_by")[:1]),
        )
        .filter(again=None)
        .select_related("staff", "profile")
        .order_by("-valid_to", "pk")
    )
    found: dict[int, list[Ended]] = {}
    for row in rows:
        on = row.valid_to
        if past is not None and past.nominations[row.pk]["valid_to"] is None:
            continue  # by what was known, it had not ended
        assert on is not None  # asked for above
        code, review_by = row.code, row.review_by  # type: ignore[attr-defined]  # annotated
        ready = counted(code, review_by, on)[0] == READY_NOW
        found.setdefault(row.post_id, []).append(
            Ended(
                row.public_id,
                row.name,
                how_ended(row),
                on,
                ready,
                row.staff_id,
                row.profile.public_id if row.profile is not None else None,
            )
        )
    return found


def ended_lately(unit_id: int, day: dt.date, past: Past | None = None) -> dict[int, list[Ended]]:
    """The same of the last 90 days."""
    return ended_since(unit_id, day - LATELY, day, past)
