"""Words that every page of the plan uses: labels of codes, time in post, states, conflicts."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from orgs.models.codes import Code
from orgs.words import words_of_day, words_of_moment
from succession.conflicts import ConflictError, OrderConflictError
from succession.enums import Disclosure, NominationStatus

Codes = Mapping[str, Mapping[str, Code]]

#: The lists that the plan's words come from.
LISTS = (
    "readiness",
    "cover",
    "vacancy_risk",
    "impact",
    "risk_reason",
    "criticality",
    "exposure",
    "board_role",
    "assignment_kind",
    "withhold_reason",
    "filled_by",
    "designation",
)
YEAR = 12
DISCLOSURE_COLOURS = {
    Disclosure.NOT_TOLD: "grey",
    Disclosure.TOLD: "blue",
    Disclosure.AGREED: "green",
    Disclosure.DECLINED: "orange",
}


def label(codes: Codes, list_name: str, code: str) -> str:
    """The label of a code; the code itself where the list no longer has it."""
    found = codes[list_name].get(code)
    return found.label if found else code


def years(since: dt.date, day: dt.date) -> str:
    """How long somebody has been in post."""
    months = (day.year - since.year) * YEAR + day.month - since.month - (day.day < since.day)
    if months < YEAR:
        return "Less than 1 year in post"
    number = months // YEAR
    return f"{number} year{'s' if number > 1 else ''} in post"


def conflict(
    error: ConflictError,
    fields: Sequence[tuple[str, str, str]],
    typed: Mapping[str, Any],
    codes: Codes,
) -> dict[str, Any]:
    """What ``components/conflict.html`` shows. `fields`: (name, code list or "", label or "").

    Both values in words; `typed` are those of the form, cleaned.
    """
    return {
        "who": error.who,
        "when": words_of_moment(error.when),
        "rows": [
            (
                shown,
                in_words(codes, list_name, error.saved[name]),
                in_words(codes, list_name, typed.get(name)),
            )
            for name, list_name, shown in fields
        ],
    }


def in_words(codes: Codes, list_name: str, value: object) -> str:
    """A value of a form in words: codes by their list, days, yes or no, and texts as they are."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dt.date):
        return words_of_day(value)
    if isinstance(value, list | tuple):
        return ", ".join(in_words(codes, list_name, each) for each in value) or "None"
    if value is None or value == "":
        return "None"
    return label(codes, list_name, str(value)) if list_name else str(value)


def order_conflict(error: OrderConflictError) -> dict[str, Any]:
    """The same of two orders, each as a numbered sentence."""
    return {
        "who": error.who,
        "when": words_of_moment(error.when),
        "rows": [("Order", numbered(error.saved), numbered(error.yours))],
    }


def numbered(names: Sequence[str]) -> str:
    """Names in their order: "1 Kirsty Moor, 2 Amina Bakare"."""
    return ", ".join(f"{place} {name}" for place, name in enumerate(names, start=1))


def told_words(disclosure: str) -> tuple[str, str]:
    """The tag of a disclosure state: words and colour."""
    state = Disclosure(disclosure)
    return str(state.label), DISCLOSURE_COLOURS[state]


def status_words(status: str) -> str:
    return str(NominationStatus(status).label)
