"""Which reasons of a vacancy risk may be given, and how: one rule for forms and services.

A reason that touches age or wellbeing stands only as the person has stated it, with the day; falling
engagement prompts a conversation and is never a reason, so the list ``risk_reason`` has no code for it.
"""

import datetime as dt
from collections.abc import Iterable

#: Retirement (age) and workload (wellbeing).
STATED_ONLY = frozenset({"RET", "WLD"})


def touches_the_person(reasons: Iterable[str]) -> bool:
    """Whether any of the codes may be given only as the person has stated it."""
    return not STATED_ONLY.isdisjoint(reasons)


def objection(
    reasons: Iterable[str], *, stated_by_person: bool, stated_on: dt.date | None, day: dt.date
) -> tuple[str, str] | None:
    """What is wrong with a set of reasons, as (field, sentence); None when nothing is."""
    if touches_the_person(reasons) and not stated_by_person:
        return (
            "stated_by_person",
            "Retirement and workload can be a reason only as the person has stated it",
        )
    if stated_by_person and stated_on is None:
        return "stated_on", "Enter the day on which the person said it"
    if stated_on is not None and not stated_by_person:
        return "stated_by_person", "Say whether the person stated it, or leave the day empty"
    if stated_on is not None and stated_on > day:
        return "stated_on", "The day on which the person said it must not be in the future"
    return None
