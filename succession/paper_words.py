"""A frozen copy or paper in words, for its page and for the PDF. Nothing is read but the content."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orgs.words import lowered, words_of_day
from succession.judged import STEPS_IN
from succession.readiness import READY_NOW
from succession.words import years

#: Criticality that says nothing beyond what stands there: not assessed, not critical, statutory.
_UNSAID = ("CX", "C0", "C1")


@dataclass(frozen=True)
class PaperRow:
    """One post: facts in short sentences, holders, risk, and successors as (name, sentence)."""

    title: str
    facts: tuple[str, ...]
    holders: tuple[str, ...]
    risk: tuple[str, ...]
    successors: tuple[tuple[str, str], ...]
    more: str


def _as_day(text: str | None) -> str:
    return words_of_day(dt.date.fromisoformat(text)) if text else ""


def as_it_stood(content: Mapping[str, Any]) -> str:
    """The day of a copy or paper in words."""
    return f"As it stood on {_as_day(content['as_at'])}"


def rows_of(content: Mapping[str, Any]) -> list[PaperRow]:
    """Every post of a copy or paper, in its order."""
    as_at = dt.date.fromisoformat(content["as_at"])
    return [_row(post, as_at) for post in content["posts"]]


def _row(post: Mapping[str, Any], as_at: dt.date) -> PaperRow:
    facts = [
        "Voting" if post["voting"] else "Not voting",
        "Statutory" if post["statutory"] else "",
        post["criticality"]["label"] if post["criticality"]["code"] not in _UNSAID else "",
        f"Term ends on {_as_day(post['term_ends_on'])}" if post["term_ends_on"] else "",
        *(each["label"] for each in post["designations"]),
        f"Shared with {post['shared_with']}" if post["shared_with"] else "",
    ]
    return PaperRow(
        post["title"],
        tuple(fact for fact in facts if fact),
        tuple(_holder(h, as_at) for h in post["holders"]) or (_vacant(post),),
        tuple(_risk(post["risk"])),
        tuple((s["name"], _successor(s)) for s in post["successors"]),
        _more(post["untold"]),
    )


def _holder(holder: Mapping[str, Any], as_at: dt.date) -> str:
    kind = holder["kind"]
    stands = "" if kind["code"] in ("substantive", "ned") else kind["label"].lower()
    since = years(dt.date.fromisoformat(holder["since"]), as_at)
    return ", ".join(part for part in (holder["name"], stands, lowered(since)) if part)


def _vacant(post: Mapping[str, Any]) -> str:
    return f"Vacant since {_as_day(post['vacant_since'])}" if post["vacant_since"] else "Vacant"


def _risk(risk: Mapping[str, Any]) -> list[str]:
    said = [
        f"Vacancy risk: {risk['vacancy']['label'].lower()}",
        f"Impact: {risk['impact']['label'].lower()}",
    ]
    if risk["leaving_on"]:
        said.append(f"Leaves on {_as_day(risk['leaving_on'])}")
    if risk.get("reasons"):
        said.append("Reasons: " + ", ".join(r["label"].lower() for r in risk["reasons"]))
    return said


def _successor(s: Mapping[str, Any]) -> str:
    said = [s["job"], s["readiness"]["label"]]
    if s["was"]["code"]:
        said.append(f"{s['was']['label'].lower()} until {_as_day(s['review_by'])}")
    if s["cover"]["code"] in STEPS_IN:
        said.append(s["cover"]["label"])
    said.append(s["told"]["label"])
    if s["pathway_percent"] is not None:
        said.append(f"Development plan {s['pathway_percent']}% done")
    return ". ".join(part for part in said if part)


def _more(untold: int) -> str:
    if not untold:
        return ""
    others = "1 more person has" if untold == 1 else f"{untold} more people have"
    return f"{others} not been told yet and {'is' if untold == 1 else 'are'} not named here"


def summary(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Four figures over the posts of a copy or paper, for tiles."""
    posts = content["posts"]
    named = [not post["successors"] and not post["untold"] for post in posts]
    # Of those who are named here: a paper of an earlier version may say it of people not told.
    ready = [any(s["readiness"]["code"] == READY_NOW for s in post["successors"]) for post in posts]
    return [
        {"label": "Roles on the plan", "value": len(posts)},
        {"label": "Roles that are vacant", "value": sum(not p["holders"] for p in posts)},
        {"label": "Roles with someone ready now", "value": sum(ready)},
        {"label": "Roles with no successor", "value": sum(named)},
    ]
