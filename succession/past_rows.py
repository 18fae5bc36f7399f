"""The board's rows of a past day: what the usual queries say of them now, replaced by what was so then."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from orgs.models.people import Assignment
from succession.past import Past

_OF_POST = (
    *("title", "role_codes", "statutory", "voting", "term_ends_on", "terms"),
    *("designations", "shared_with", "position"),
)
_OF_NOMINATION = (
    *("withhold_reason", "withhold_by_id", "withhold_approver_id", "withhold_approved_on"),
    *("rank", "status", "disclosure", "withhold_review_on", "cover", "version"),
)
#: What the board's query calls other columns of a nomination.
_CALLED = {
    "refused": "withhold_refused_on",
    "named": "valid_from",
    "told": "told_on",
    "agreed": "agreed_on",
    "ended": "valid_to",
}
#: Staff id, name, kind, first day, and the first day without her: a holder as ``board.Holder`` takes it.
Held = tuple[int, str, str, dt.date, dt.date | None]


def posts(rows: Iterable[Mapping[str, Any]], past: Past) -> list[dict[str, Any]]:
    """Posts as they were, in their order of then."""
    return sorted((_post(row, past) for row in rows), key=lambda row: (row["position"], row["id"]))


def _post(row: Mapping[str, Any], past: Past) -> dict[str, Any]:
    then = past.posts[row["id"]]
    return {
        **row,
        **{name: then[name] for name in _OF_POST},
        "rated": row["rated"] or then["criticality"],
        "vacant_since": past.vacant_since(row["id"]),
        "holder_said": past.holder_said(row["id"]),
    }


def held(past: Past) -> dict[int, list[Held]]:
    """Who held each post on the day, by the assignment: 1 query. Nobody whose record is gone."""
    then = {post: list(past.held(post)) for post in past.posts}
    wanted = {each["assignment_id"] for rows in then.values() for each in rows}
    jobs = Assignment.objects.filter(pk__in=wanted)
    known = {
        pk: (staff, name, until)
        for pk, staff, name, until in jobs.values_list("pk", "staff_id", "staff__name", "ends_on")
    }
    found: dict[int, list[Held]] = {}
    for post, rows in then.items():
        for each in rows:
            if each["assignment_id"] in known:
                staff, name, until = known[each["assignment_id"]]
                ends = min(filter(None, (each["ends_on"], until)), default=None)
                found.setdefault(post, []).append(
                    (staff, name, each["kind"], each["starts_on"], ends)
                )
    return found


def nominations(rows: Iterable[Mapping[str, Any]], past: Past) -> list[dict[str, Any]]:
    """Nominations as they were, in their order of then.

    Who is named is as known now: consent that ended has taken the name along.
    """
    found = []
    for row in rows:
        then = past.nominations[row["id"]]
        said = {name: then[name] for name in _OF_NOMINATION}
        found.append({**row, **said, **then.of(**_CALLED)})
    return sorted(found, key=_rank)


def _rank(row: Mapping[str, Any]) -> tuple[int, bool, str, int]:
    return row["rank"], row["sort_name"] is None, row["sort_name"] or "", row["id"]
