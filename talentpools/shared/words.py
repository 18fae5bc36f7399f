"""Words that every page of shared pools and the bench uses."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from orgs.models.codes import Code
from orgs.presenters.sharing import lines
from orgs.templatetags.ui import day as words_of_day

ONE_DAY = dt.timedelta(days=1)
Codes = Mapping[str, Code]


def role_words(codes: Iterable[str], roles: Codes) -> str:
    return ", ".join(roles[c].label if c in roles else c for c in codes)


def last_day(closes_on: dt.date | None) -> str:
    """The last day before the first day without; "" when there is no end."""
    return words_of_day(closes_on - ONE_DAY) if closes_on else ""


def name_in(fields: Mapping[str, Any]) -> str:
    """The name that a person shared."""
    return str(fields.get("name", {}).get("text", "Somebody who no longer shares a name"))


def without_name(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    return lines({key: value for key, value in fields.items() if key != "name"})
