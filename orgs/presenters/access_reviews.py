"""Words of access reviews."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from orgs.access.reviews import Progress
from orgs.access.roles import Role, roles
from orgs.access.usage import is_unused
from orgs.access.viewer import Viewer
from orgs.enums import ReviewDecision
from orgs.models.access_reviews import AccessReviewItem
from orgs.presenters.access import period, used_words
from orgs.words import words_of_day


@dataclass(frozen=True)
class ReviewWords:
    """How far a review is, for the access page and its own."""

    title: str
    said: str
    due: str
    late: bool
    mine: int
    percent: int


def quarter_words(quarter: str) -> str:
    """October to December 2026, of ``2026-Q4``."""
    year, number = quarter.split("-Q")
    months = ("January to March", "April to June", "July to September", "October to December")
    return f"{months[int(number) - 1]} {year}"


def review_words(found: Progress | None, day: dt.date) -> ReviewWords | None:
    """None where no review was opened yet."""
    if found is None:
        return None
    looked = found.total - found.open
    roles_ = "1 role" if found.total == 1 else f"{found.total} roles"
    late = found.overdue(day)
    due = f"{'Was due' if late else 'Due'} on {words_of_day(found.review.due_on)}"
    if not found.open:
        due = "Complete"
    return ReviewWords(
        f"Access review, {quarter_words(found.review.quarter)}",
        f"{looked} of {roles_} looked at",
        due,
        late,
        found.mine,
        100 * looked // found.total if found.total else 100,
    )


@dataclass(frozen=True)
class ItemRow:
    """One role in a review."""

    public_id: UUID
    name: str
    login: str
    role: str
    where: str
    period: str
    reason: str
    used: str
    unused: bool
    moved: str
    state: str
    colour: str
    may_decide: bool
    may_end: bool
    chosen: str


def item_rows(
    viewer: Viewer,
    items: Iterable[AccessReviewItem],
    *,
    names: dict[int, str],
    mine: set[int],
    given: Iterable[Role],
    moved: dict[int, tuple[dt.date, str]],
    chosen: dict[str, str],
) -> list[ItemRow]:
    """Rows of a review. `mine` are the ids of items that the viewer may decide."""
    codes = {role.code for role in given}
    return [
        _row(viewer, item, names, mine, codes, moved, chosen.get(f"decision-{item.public_id}", ""))
        for item in items
    ]


def _row(
    viewer: Viewer,
    item: AccessReviewItem,
    names: dict[int, str],
    mine: set[int],
    codes: set[str],
    moved: dict[int, tuple[dt.date, str]],
    chosen: str,
) -> ItemRow:
    grant: Any = item.grant
    state, colour = _state(viewer, item)
    left = moved.get(grant.id)
    return ItemRow(
        public_id=item.public_id,
        name=names.get(grant.user.person_id, ""),
        login=grant.user.login,
        role=roles.get(grant.role).label,
        where=grant.unit.name if grant.unit_id != viewer.here.id else "",
        period=period(grant.valid_from, grant.valid_to),
        reason=grant.reason,
        used=used_words(grant),
        unused=is_unused(grant, viewer.day),
        moved=f"No job there since {words_of_day(left[0])}" if left else "",
        state=state,
        colour=colour,
        may_decide=item.id in mine,
        may_end=grant.role in codes,
        chosen=chosen,
    )


def _state(viewer: Viewer, item: AccessReviewItem) -> tuple[str, str]:
    """What became of it: who decided, and when."""
    if item.decision:
        label = "Still needed" if item.decision == ReviewDecision.KEEP else "Ended"
        assert item.decided_by is not None
        assert item.decided_at is not None
        on = words_of_day(item.decided_at.date())
        return f"{label}, {item.decided_by.login}, {on}", "grey"
    ends = item.grant.valid_to
    if ends is not None and ends <= viewer.day:
        return "Ended meanwhile", "grey"
    if item.grant.user_id == viewer.user_id:
        return "Your own: somebody else decides", "white"
    return "Not looked at", "yellow"
