"""The preview of a pool's criteria: who meets them, who newly does, and why."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from orgs.words import words_of_day
from talentpools.criteria import POOL_CRITERIA, Criteria
from talentpools.criteria_words import SUBJECTS, fact_words, named_tests
from talentpools.enums import MembershipStatus
from talentpools.population import Found, Preview

_LEFT_OUT = {"readiness": "Readiness is left out: only succession leads see it"}


@dataclass(frozen=True)
class Why:
    """One criterion of one person."""

    words: str
    fact: str
    met: bool
    newly: bool


@dataclass(frozen=True)
class Candidate:
    """Somebody who meets the criteria. `standing` = she is in the pool or waits already."""

    public_id: UUID
    name: str
    job: str
    newly: bool
    standing: str
    why: tuple[Why, ...]

    @property
    def met(self) -> str:
        return f"Meets {sum(w.met for w in self.why)} of {len(self.why)} criteria"


@dataclass(frozen=True)
class Sheet:
    """The criteria in words."""

    title: str
    version: str
    owner: str
    since: str
    combine: str
    tests: tuple[str, ...]
    left_out: tuple[str, ...]


def sheet(criteria: Criteria, known: Mapping[str, Mapping[str, str]] | None = None) -> Sheet:
    """What is asked, by whom, since when."""
    combine = dict(POOL_CRITERIA.field("combine").options())
    return Sheet(
        title=criteria.title,
        version=criteria.version,
        owner=criteria.owner,
        since=words_of_day(criteria.since),
        combine=combine["any" if criteria.any_of else "all"],
        tests=tuple(named_tests(criteria, known).values()),
        left_out=tuple(_LEFT_OUT[name] for name in criteria.left_out),
    )


def candidates(preview: Preview, known: Mapping[str, Mapping[str, str]]) -> list[Candidate]:
    """Those found, each with every criterion."""
    return [_candidate(each, known) for each in preview.people]


def _candidate(found: Found, known: Mapping[str, Mapping[str, str]]) -> Candidate:
    return Candidate(
        public_id=found.public_id,
        name=found.name,
        job=found.job,
        newly=found.newly,
        standing=str(MembershipStatus(found.status).label) if found.status else "",
        why=tuple(
            Why(
                SUBJECTS[each.asked.name],
                fact_words(each, known),
                each.met,
                each.newly and found.newly,
            )
            for each in found.shown
        ),
    )


def compared_since(criteria: Criteria, day: dt.date) -> dt.date:
    """The day to compare with: the day before the criteria became what they are."""
    if criteria.since is None or criteria.since >= day:
        return day - dt.timedelta(days=1)
    return criteria.since - dt.timedelta(days=1)


def option_labels(sets: Mapping[str, Criteria]) -> list[tuple[str, str]]:
    """Sets of criteria for a select."""
    return [(key, f"{each.title} ({each.owner})") for key, each in sets.items()]
