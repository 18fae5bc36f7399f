"""What the rows of a plan said on a day, by their history: the one reader of it (docs/adr/0021-as-at.md).

Two days. **As at**: the day that is looked at. What carries days of its own (a post, a holder, a nomination,
a judgement) counts by them; what does not (rank, cover, title, order) is as it was saved by the end of that
day. **Known on**: by the end of which day something had to be recorded to count; None = now, with all that
was put right since.

Names are today's, whoever was called otherwise then, and whoever withdrew her consent stays without one.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.db import connection
from django.db.models import Q

#: What of a row is known by its days; everything else of it is what was saved by the end of the day.
_DATED = {
    "post": ("valid_from", "valid_to"),
    "plan": ("valid_from", "valid_to", "signed_off_on"),
    "nomination": ("valid_from", "valid_to", "told_on", "agreed_on", "disclosure"),
    "holder": ("starts_on", "ends_on"),
}
_DAYS = frozenset(
    {
        *(
            "valid_from",
            "valid_to",
            "starts_on",
            "ends_on",
            "told_on",
            "agreed_on",
            "signed_off_on",
        ),
        *("term_starts_on", "term_ends_on", "withhold_review_on", "withhold_approved_on"),
        "withhold_refused_on",
    }
)
#: An id that no row has: an empty list would make the whole question empty.
_NO_ROW = 0


@dataclass(frozen=True)
class Then:
    """One row as it was. ``in_time``: whether it was recorded by the end of the day at all."""

    id: int
    values: Mapping[str, Any]
    in_time: bool

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def of(self, **names: str) -> dict[str, Any]:
        """Values by other names: ``of(ended="valid_to")``."""
        return {mine: self.values[name] for mine, name in names.items()}


@dataclass(frozen=True)
class Past:
    """The rows of an employer's plan as at `day`, as it was known on `known_on` (None: now)."""

    day: dt.date
    known_on: dt.date | None
    posts: dict[int, Then] = field(default_factory=dict)
    plans: dict[int, Then] = field(default_factory=dict)
    #: In force, and those that ended in the 90 days before.
    nominations: dict[int, Then] = field(default_factory=dict)
    #: Everybody who held, holds or was to hold a post.
    holders: dict[int, Then] = field(default_factory=dict)
    judgements: list[int] = field(default_factory=list)
    risks: list[int] = field(default_factory=list)
    criticalities: list[int] = field(default_factory=list)

    def among(self, prefix: str, ids: list[int]) -> Q:
        """The condition "one of these rows" over a relation."""
        return Q(**{f"{prefix}__in": ids or [_NO_ROW]})

    @property
    def named(self) -> list[int]:
        """Ids of the nominations in force on the day."""
        return [pk for pk, row in self.nominations.items() if self._in_force(row["valid_to"])]

    def held(self, post_id: int) -> Iterator[Then]:
        """Who held a post on the day, in the order in which they came."""
        rows = [h for h in self.holders.values() if h["post_id"] == post_id]
        for each in sorted(rows, key=lambda h: (h["starts_on"], h.id)):
            if each["starts_on"] <= self.day and self._in_force(each["ends_on"]):
                yield each

    def vacant_since(self, post_id: int) -> dt.date | None:
        """The first day without the last of those who had held a post by the day."""
        ends = [
            h["ends_on"]
            for h in self.holders.values()
            if h["post_id"] == post_id and h["ends_on"] is not None and h["ends_on"] <= self.day
        ]
        return max(ends, default=None)

    def holder_said(self, post_id: int) -> bool:
        """Whether somebody had held a post by then, or it was recorded that she would."""
        return any(
            h["post_id"] == post_id and (h.in_time or h["starts_on"] <= self.day)
            for h in self.holders.values()
        )

    def _in_force(self, until: dt.date | None) -> bool:
        return until is None or until > self.day

    @classmethod
    def read(cls, unit_id: int, day: dt.date, known_on: dt.date | None = None) -> Self:
        """The past of an employer's plan: 1 query, empty for who may not see its succession."""
        made = cls(day, known_on)
        rows: dict[str, dict[int, Then]] = {
            "post": made.posts,
            "plan": made.plans,
            "nomination": made.nominations,
            "holder": made.holders,
        }
        ids = {
            "judgement": made.judgements,
            "risk": made.risks,
            "criticality": made.criticalities,
        }
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT kind, id, known, said, in_time FROM app.succession_past(%s, %s, %s)",
                [unit_id, day, known_on],
            )
            found = cursor.fetchall()
        for kind, pk, known, said, in_time in found:
            if kind in ids:
                ids[kind].append(pk)
            else:
                rows[kind][pk] = Then(pk, _values(kind, known, said), bool(in_time))
        return made


def _values(kind: str, known: Any, said: Any) -> dict[str, Any]:
    """One row out of two readings of it, each as JSON: its days as known, the rest as saved then."""
    known, said = _plain(known), _plain(said)
    merged = {**(said or known), **{name: known[name] for name in _DATED[kind]}}
    return {
        name: dt.date.fromisoformat(value) if name in _DAYS and value else value
        for name, value in merged.items()
    }


def _plain(doc: Any) -> dict[str, Any]:
    return json.loads(doc) if isinstance(doc, str) else (doc or {})
