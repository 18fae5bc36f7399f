"""The frozen copy of a plan: what stands in it, its checksum, and what has changed since. Pure.

A copy is a dictionary of plain values, with the words of its codes in it: it can be read in ten years
without any of our tables.

    {"schema": 1, "organisation": {code, name}, "cycle", "as_at",
     "rules": {template, owner, version, roles, sign_off, review_months, successors_wanted},
     "readiness_rule": 1,
     "posts": [{id, title, roles: [word], voting, statutory, criticality: word, term_ends_on, terms,
                designations: [word], shared_with, vacant_since,
                holders: [{name, kind: word, since}],
                risk: {vacancy: word, impact: word, reasons: [word], leaving_on},
                successors: [{id, name, job, readiness: word, was: word, review_by, cover: word,
                              told: word, pathway_percent}],
                ready_now, emergency_cover, untold}]}

where a word is ``{"code", "label"}`` and a day is ISO text.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from succession.board import Board, PostRow
from succession.enums import NAME_GONE, Disclosure
from succession.judged import STEPS_IN
from succession.readiness import NOT_AIMING, READY_NOW, RULE
from succession.successor_row import Successor
from succession.template import PlanRules
from succession.words import Codes, label

SCHEMA = 1
Content = dict[str, Any]


def canonical(content: Mapping[str, Any]) -> str:
    """The one text of a content: sorted keys, no spaces, so that the same content has one checksum."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def checksum(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def freeze(
    board: Board,
    *,
    codes: Codes,
    rules: PlanRules,
    organisation: tuple[str, str],
    cycle: str,
) -> Content:
    """The whole plan as it stands on the board's day. `organisation`: code and name."""
    return {
        "schema": SCHEMA,
        "organisation": {"code": organisation[0], "name": organisation[1]},
        "cycle": cycle,
        "as_at": board.day.isoformat(),
        "rules": {
            "template": rules.title,
            "owner": rules.owner,
            "version": rules.version,
            "roles": [_word(codes, "board_role", code) for code in rules.roles],
            "sign_off": [_word(codes, "board_role", code) for code in rules.sign_off],
            "review_months": rules.review_months,
            "successors_wanted": rules.successors_wanted,
        },
        "readiness_rule": RULE,
        "posts": [_post(row, codes) for row in board.rows],
    }


def _word(codes: Codes, list_name: str, code: str) -> dict[str, str]:
    return {"code": code, "label": label(codes, list_name, code) if code else ""}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _post(row: PostRow, codes: Codes) -> Content:
    risk = row.risk
    return {
        "id": str(row.public_id),
        "title": row.title,
        "roles": [_word(codes, "board_role", code) for code in row.role_codes],
        "voting": row.voting,
        "statutory": row.statutory,
        "criticality": _word(codes, "criticality", row.criticality),
        "term_ends_on": _day(row.term_ends_on),
        "terms": row.terms,
        "designations": [_word(codes, "designation", code) for code in row.designations],
        "shared_with": row.shared_with,
        "vacant_since": None if row.holders else _day(row.vacant_since),
        "holders": [
            {
                "name": holder.name,
                "kind": _word(codes, "assignment_kind", holder.kind),
                "since": _day(holder.since),
            }
            for holder in row.holders
        ],
        "risk": {
            "vacancy": _word(codes, "vacancy_risk", risk.vacancy_risk),
            "impact": _word(codes, "impact", risk.impact),
            "reasons": [_word(codes, "risk_reason", code) for code in risk.reasons],
            "leaving_on": _day(risk.leaving_on),
        },
        "successors": [_successor(s, codes) for s in row.successors],
        "ready_now": row.ready_now,
        "emergency_cover": row.emergency_cover,
        "untold": 0,
    }


def _successor(s: Successor, codes: Codes) -> Content:
    return {
        "id": str(s.public_id),
        # A copy stays when a consent is withdrawn: it never holds the name that was shared.
        "name": s.name if s.staff_id is not None else NAME_GONE,
        "job": s.job if s.staff_id is not None else "",
        "readiness": _word(codes, "readiness", s.readiness),
        "was": _word(codes, "readiness", s.stale),
        "review_by": _day(s.review_by),
        "cover": _word(codes, "cover", s.cover),
        "told": {"code": s.disclosure, "label": str(Disclosure(s.disclosure).label)},
        "pathway_percent": s.percent,
    }


def paper(content: Mapping[str, Any]) -> Content:
    """What of a copy goes to those who sign and read.

    Nobody is named who has not been told: they are counted in ``untold`` of their post, without
    readiness or cover, and whether somebody is ready now or could step in is said of the others. Left out are also the reasons why somebody may leave. ``copy`` is the
    checksum of the whole copy.
    """
    return {**content, "copy": checksum(content), "posts": [_paper(p) for p in content["posts"]]}


def _paper(post: Mapping[str, Any]) -> Content:
    told = [s for s in post["successors"] if s["told"]["code"] != Disclosure.NOT_TOLD]
    risk = {k: v for k, v in post["risk"].items() if k != "reasons"}
    return {
        **post,
        "risk": risk,
        "successors": told,
        "ready_now": any(s["readiness"]["code"] == READY_NOW for s in told),
        "emergency_cover": any(
            s["cover"]["code"] in STEPS_IN and s["readiness"]["code"] != NOT_AIMING for s in told
        ),
        "untold": len(post["successors"]) - len(told),
    }


def people(board: Board, *, told_only: bool = False) -> list[int]:
    """Staff ids of everybody whom the copy names, or (`told_only`) the paper."""
    named = {
        s.staff_id
        for s in board.successors
        if s.staff_id is not None and (not told_only or s.disclosure != Disclosure.NOT_TOLD)
    }
    return sorted(named | {h.staff_id for row in board.rows for h in row.holders})


@dataclass(frozen=True)
class Changes:
    """What came and went since a copy, in names: of posts, and of successors with their post."""

    posts_added: tuple[str, ...] = ()
    posts_gone: tuple[str, ...] = ()
    named_since: tuple[tuple[str, str], ...] = ()
    gone_since: tuple[tuple[str, str], ...] = ()
    judged_anew: tuple[tuple[str, str], ...] = ()
    holders_changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(vars(self).values())


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Changes:
    """What differs between two contents, from the older to the newer."""
    old, new = _by_id(before["posts"]), _by_id(now["posts"])
    was, is_now = _successors(before["posts"]), _successors(now["posts"])
    both = [key for key in was if key in is_now]
    return Changes(
        posts_added=tuple(new[key]["title"] for key in new if key not in old),
        posts_gone=tuple(old[key]["title"] for key in old if key not in new),
        named_since=tuple(_named(is_now[key]) for key in is_now if key not in was),
        gone_since=tuple(_named(was[key]) for key in was if key not in is_now),
        judged_anew=tuple(
            _named(is_now[key])
            for key in both
            if is_now[key][1]["readiness"]["code"] != was[key][1]["readiness"]["code"]
        ),
        holders_changed=tuple(
            new[key]["title"]
            for key in new
            if key in old and _names(new[key]["holders"]) != _names(old[key]["holders"])
        ),
    )


def _by_id(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {row["id"]: row for row in rows}


def _successors(
    posts: Sequence[Mapping[str, Any]],
) -> dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]]:
    return {s["id"]: (post, s) for post in posts for s in post["successors"]}


def _named(pair: tuple[Mapping[str, Any], Mapping[str, Any]]) -> tuple[str, str]:
    return pair[1]["name"], pair[0]["title"]


def _names(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted(row["name"] for row in rows)
