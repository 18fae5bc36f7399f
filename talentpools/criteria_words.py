"""Criteria and what somebody shows for them, in words."""

import datetime as dt
from collections.abc import Mapping

from orgs.codes import code_lists
from orgs.words import words_of_day
from talentpools.criteria import POOL_CRITERIA, Criteria
from talentpools.population import Shown

#: Name of a test to the field of the definition that its codes come from.
_FIELDS = {"towards": "towards", "pathways": "pathways", "competencies": "competencies"}
_LISTS = {
    "bands": "band",
    "staff_groups": "staff_group",
    "towards": "board_role",
    "readiness": "readiness",
}
#: So many are named; more are counted.
MANY = 6


def labels(criteria: Criteria) -> dict[str, Mapping[str, str]]:
    """Labels of the codes that the tests name, by test: at most one query a list."""
    wanted = {each.name for each in criteria.tests}
    lists = {_LISTS[name] for name in wanted if name in _LISTS}
    found = code_lists(*lists) if lists else {}
    known: dict[str, Mapping[str, str]] = {
        name: {code: row.label for code, row in found[_LISTS[name]].items()}
        for name in wanted
        if name in _LISTS
    }
    for name in wanted & {"pathways", "competencies"}:
        known[name] = dict(POOL_CRITERIA.field(_FIELDS[name]).options())
    return known


def named_tests(
    criteria: Criteria, known: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, str]:
    """Each test as a sentence about a person, by name: "Pay band: Band 8a or Band 8b"."""
    known = labels(criteria) if known is None else known

    def either(name: str, values: tuple[str, ...]) -> str:
        named = [known[name].get(code, code) for code in values]
        if len(named) > MANY:
            return f"one of {len(named)}"
        return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"

    words = {}
    for each in criteria.tests:
        if each.name == "tenure":
            words[each.name] = f"At the organisation for {months(each.number)} or longer"
        elif each.name == "bands":
            words[each.name] = f"Pay band: {either(each.name, each.values)}"
        elif each.name == "staff_groups":
            words[each.name] = f"Staff group: {either(each.name, each.values)}"
        elif each.name == "towards":
            words[each.name] = f"On a pathway towards: {either(each.name, each.values)}"
        elif each.name == "pathways":
            words[each.name] = f"Has completed: {either(each.name, each.values)}"
        elif each.name == "competencies":
            number = len(each.values)
            what = (
                f"each of {number} competencies" if number > 1 else either(each.name, each.values)
            )
            words[each.name] = f"Level {each.number} or higher in {what}"
        else:
            words[each.name] = f"Readiness: {either(each.name, each.values)}"
    return words


#: What each test is about, before what somebody shows for it.
SUBJECTS = {
    "bands": "Pay band",
    "staff_groups": "Staff group",
    "tenure": "At the organisation",
    "towards": "On a pathway",
    "pathways": "Completed",
    "competencies": "Competencies",
    "readiness": "Readiness",
}


def months(number: int) -> str:
    """18 as "1 year 6 months"."""
    years, rest = divmod(number, 12)
    parts = [
        f"{count} {word}{'s' if count > 1 else ''}"
        for count, word in ((years, "year"), (rest, "month"))
        if count
    ]
    return " ".join(parts)


def fact_words(shown: Shown, known: Mapping[str, Mapping[str, str]]) -> str:
    """What somebody shows for a test: "Band 8c", "since 3 March 2021", "4 of 6 at level 3 or higher"."""
    name, fact = shown.asked.name, shown.fact
    if name == "tenure":
        return f"since {words_of_day(dt.date.fromisoformat(fact))}"
    if name == "competencies":
        return f"{fact or 0} of {len(shown.asked.values)} at level {shown.asked.number} or higher"
    if not fact:
        return "nothing recorded"
    return known.get(name, {}).get(fact, fact)
