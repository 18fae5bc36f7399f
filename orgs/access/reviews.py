"""Access reviews: in each quarter somebody else says of every role whether it is still needed.

A review opens on the first night of the quarter and is due 28 days later. What was not looked at by then
is shown to everybody who may decide it, to the founder and to the auditor; it is not ended by itself: an
administrator's holiday must not stop a Trust's work, and silence is no decision (docs/adr/0024).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BooleanField, Count, F, Func, Q, QuerySet

from orgs import audit
from orgs.access import grants, usage
from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.clock import now, today
from orgs.enums import ReviewDecision, UnitKind
from orgs.models.access import Grant
from orgs.models.access_reviews import AccessReview, AccessReviewItem, OrphanedEmployer
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from orgs.periods import in_force

DAYS_TO_DECIDE = 28


class ReviewError(ValueError):
    """A decision that cannot be, said in a sentence. `item` is whose it is."""

    def __init__(self, sentence: str, item: UUID | None = None) -> None:
        super().__init__(sentence)
        self.item = item


class StaleReviewError(Exception):
    """Somebody else has decided one of the roles meanwhile. Nothing was saved."""


def quarter_of(day: dt.date) -> str:
    """The quarter of a day: ``2026-Q4``."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


# --- opening and closing, at night ------------------------------------------------------------------


def open_due(principal: Principal, day: dt.date | None = None) -> int:
    """Open the quarter's review of each unit that has roles and no review yet, and close what is done.

    May be called twice: a unit has one review a quarter. Returns how many were opened.
    """
    day = day or today()
    with system_scope(principal, day=day):
        reviewed = AccessReview.objects.filter(quarter=quarter_of(day)).values("unit_id")
        held = Grant.objects.filter(in_force(day), user__is_active=True)
        rows = held.exclude(role__in=usage.own_only()).values_list(
            "unit_id", "unit__employer_id", "unit__type__kind"
        )
        done = {unit_id for (unit_id,) in reviewed.values_list("unit_id")}
        units = {_reviewed_at(*row) for row in rows.distinct()} - done
    for unit_id in sorted(units):
        _open(principal, unit_id, day)
    _close(principal, day)
    return len(units)


def _reviewed_at(unit_id: int, employer_id: int | None, kind: str) -> int:
    """The unit whose review has a unit's roles: a part of an employer is in the employer's."""
    return employer_id if kind == UnitKind.INSIDE and employer_id is not None else unit_id


def _open(principal: Principal, unit_id: int, day: dt.date) -> None:
    with system_scope(principal, day=day):
        review, made = AccessReview.objects.get_or_create(
            unit_id=unit_id,
            quarter=quarter_of(day),
            defaults={
                "opened_on": day,
                "due_on": day + dt.timedelta(days=DAYS_TO_DECIDE),
            },
        )
        if not made:
            return
        here = Q(unit_id=unit_id) | Q(unit__employer_id=unit_id, unit__type__kind=UnitKind.INSIDE)
        held = Grant.objects.filter(here, in_force(day), user__is_active=True)
        AccessReviewItem.objects.bulk_create(
            AccessReviewItem(unit_id=unit_id, review=review, grant=grant)
            for grant in held.exclude(role__in=usage.own_only()).order_by("id")
        )
        audit.record(principal, "review.opened", unit_id=unit_id, about=review)


def _close(principal: Principal, day: dt.date) -> None:
    """Close the reviews in which nothing is open; a role that ended meanwhile is not."""
    with system_scope(principal, day=day):
        waiting = AccessReviewItem.objects.filter(_still_open(day)).values("review_id")
        AccessReview.objects.filter(closed_on=None).exclude(id__in=waiting).update(closed_on=day)


def _still_open(day: dt.date) -> Q:
    """Items without a decision whose role is still in force."""
    return Q(decision="") & in_force(day, "grant__")


# --- deciding ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far the newest review of a unit is. `mine` are open roles that the viewer may decide."""

    review: AccessReview
    total: int
    open: int
    mine: int

    def overdue(self, day: dt.date) -> bool:
        return self.open > 0 and day > self.review.due_on


def newest(viewer: Viewer) -> AccessReview | None:
    """The newest review of the unit in the URL, as far as the viewer may see it."""
    return AccessReview.objects.filter(unit_id=viewer.here.id).order_by("-quarter").first()


def progress(viewer: Viewer) -> Progress | None:
    """How far the newest review is; None when there is none."""
    review = newest(viewer)
    return progress_of(viewer, review) if review is not None else None


def progress_of(viewer: Viewer, review: AccessReview) -> Progress:
    """How far a review is, as far as the viewer may see it."""
    left = _still_open(viewer.day)
    number = AccessReviewItem.objects.filter(review=review).aggregate(
        total=Count("id"),
        open=Count("id", filter=left),
        mine=Count("id", filter=left & Q(_may_review())),
    )
    return Progress(review, **number)


def items(review: AccessReview) -> "QuerySet[AccessReviewItem]":
    """The roles of a review, as far as the viewer may see them: what is open first."""
    return (
        AccessReviewItem.objects.filter(review=review)
        .select_related("grant__user", "grant__unit", "grant__use", "decided_by")
        .order_by(F("decided_at").asc(nulls_first=True), "grant__user__login", "grant__role", "id")
    )


def names(viewer: Viewer, shown: Iterable[AccessReviewItem]) -> dict[int, tuple[int, str]]:
    """Id of the record and name of each holder, by person, as the employer's records have them."""
    employer = viewer.here.employer_id or viewer.here.id
    people = [item.grant.user.person_id for item in shown if item.grant.user.person_id]
    rows = StaffRecord.objects.filter(unit_id=employer, person_id__in=people)
    return {
        person: (key, name) for person, key, name in rows.values_list("person_id", "id", "name")
    }


def decidable(viewer: Viewer, found: "QuerySet[AccessReviewItem]") -> "QuerySet[AccessReviewItem]":
    """Those of the items that the viewer may decide today: open, in force, and not their own."""
    return found.filter(_still_open(viewer.day)).filter(_may_review())


def _may_review() -> Func:
    """Of an item: whether its role is the viewer's to decide. The database says."""
    return Func(F("grant_id"), function="app.may_review", output_field=BooleanField())


def may_end(viewer: Viewer, grant: Grant, given: set[str]) -> bool:
    """Whether the viewer may end the role, and not only say that it is still needed."""
    return grant.role in given and grant.user_id != viewer.user_id


@transaction.atomic
def decide(*, viewer: Viewer, review: AccessReview, decisions: Mapping[UUID, str]) -> int:
    """Say of roles whether they are still needed; what is not ends today. All of them or none.

    Raises:
        ReviewError: a role that is not the viewer's to decide, or that cannot end.
        StaleReviewError: somebody decided one of them meanwhile.
        PermissionDenied: a role that the viewer may keep and not end.
    """
    rows = AccessReviewItem.objects.filter(review=review, public_id__in=decisions).order_by("id")
    seen = {row.id: row.public_id for row in rows}
    # What may not be changed cannot be locked either: the policy leaves it out.
    found = list(rows.select_for_update(of=("self",)).select_related("grant__user"))
    if len(seen) < len(decisions) or any(row.decision for row in found):
        raise StaleReviewError
    mine = set(decidable(viewer, rows).values_list("id", flat=True))
    for key, public_id in seen.items():
        if key not in mine:
            raise ReviewError("This role has ended, or is not yours to decide.", public_id)
    for row in found:
        _decide(viewer, row, ReviewDecision(decisions[row.public_id]))
    return len(found)


def _decide(viewer: Viewer, row: AccessReviewItem, decision: ReviewDecision) -> None:
    if decision == ReviewDecision.END:
        try:
            grants.end_role(viewer=viewer, grant=row.grant, on=viewer.day)
        except grants.GrantError as error:
            raise ReviewError(str(error), row.public_id) from error
    row.decision, row.decided_by_id, row.decided_at = decision, viewer.user_id, now()
    row.save(update_fields=["decision", "decided_by", "decided_at"])
    audit.record(
        viewer,
        "review.decided",
        unit_id=row.unit_id,
        about=row.grant,
        role=row.grant.role,
        decision=str(decision),
    )


# --- employers without an administrator -------------------------------------------------------------


def find_orphans(principal: Principal) -> int:
    """Note employers that nobody administers any more, and those that somebody does again.

    Returns how many are orphaned. May be called twice: an employer is noted once.
    """
    day = today()
    with system_scope(principal, day=day):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM app.orphans()")
            orphans = {unit_id for (unit_id,) in cursor.fetchall()}
        noted = OrphanedEmployer.objects.filter(valid_to=None)
        noted.exclude(unit_id__in=orphans).update(valid_to=day)
        known = set(noted.values_list("unit_id", flat=True))
        for unit in OrgUnit.objects.filter(id__in=orphans - known).order_by("id"):
            made = OrphanedEmployer.objects.create(unit=unit, valid_from=day)
            audit.record(principal, "grant.orphaned", unit_id=unit.id, about=made)
    return len(orphans)
