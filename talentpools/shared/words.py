"""Words that every page of shared pools and the bench uses."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from orgs.models.codes import Code
from orgs.presenters.sharing import lines
from orgs.words import words_of_last_day
from talentpools.criteria import POOL_CRITERIA, Criteria
from talentpools.criteria_words import named_tests

Codes = Mapping[str, Code]


def role_words(codes: Iterable[str], roles: Codes) -> str:
    return ", ".join(roles[c].label if c in roles else c for c in codes)


def last_day_or_nothing(closes_on: dt.date | None) -> str:
    """The last day before the first day without; "" when there is no end."""
    return words_of_last_day(closes_on) if closes_on else ""


def name_in(fields: Mapping[str, Any]) -> str:
    """The name that a person shared."""
    return str(fields.get("name", {}).get("text", "Somebody who no longer shares a name"))


def without_name(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    return lines({key: value for key, value in fields.items() if key != "name"})


def criteria_text(criteria: Criteria) -> str:
    """Criteria as a pool keeps them: whose, in which version, and what is asked."""
    combine = dict(POOL_CRITERIA.field("combine").options())
    how = combine["any" if criteria.any_of else "all"].lower()
    asked = "; ".join(named_tests(criteria).values())
    return f"{criteria.title} of {criteria.owner}, {criteria.version}, {how}: {asked}."
