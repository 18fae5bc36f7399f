"""Words for what the units below make of a definition: who adapts, what waits and for how long. No values."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from orgs.inheritance.below import LONG_DAYS, Drift, SlotFact, Tally, UnitBelow, tally
from orgs.inheritance.merge import State
from orgs.inheritance.values import Choices, item_words
from orgs.words import lowered, words_of_day

#: What a list of organisations can be narrowed to.
SHOWN = {
    "": "All",
    "adapted": "Adapted",
    "waiting": "Waiting for a choice",
    "long": f"Waiting over {LONG_DAYS} days",
    "overruled": "Overruled by a lock",
    "replaced": "With a definition of their own",
}
SORTED = {"name": "Organisation", "group": "Under", "adapted": "Adapted", "waiting": "Waits"}


@dataclass(frozen=True)
class Row:
    """One organisation and one definition, in words."""

    drift: Drift
    group: str
    board: str
    state: str
    colour: str
    adapted: tuple[str, ...]
    waiting: tuple[str, ...]
    overruled: tuple[str, ...]
    oldest: int


@dataclass(frozen=True)
class GroupLine:
    """The figures of a region or board, with a sentence that says them."""

    code: str
    name: str
    tally: Tally
    sentence: str


def fact_words(fact: SlotFact, choices: Choices) -> str:
    """As: Domains, leading people: adapted since 1 April 2026, without a value of the unit's."""
    since = f" since {words_of_day(fact.since)}" if fact.since else ""
    return f"{slot_words(fact, choices)}: {_STATE_WORDS[fact.state]}{since}"


_STATE_WORDS = {
    State.ADAPTED: "adapted",
    State.REFUSED: "left out",
    State.CONFLICT: "adapted here, and changed above since",
    State.PENDING: "suggested, not answered",
    State.LOCKED: "adapted, and locked above now",
}


def slot_words(fact: SlotFact, choices: Choices) -> str:
    """The field, with its item as it is written above; an item of one's own has no words."""
    if fact.own:
        return f"{fact.spec.label}, an item of their own"
    if fact.item:
        return f"{fact.spec.label}, {item_words(fact.spec, fact.item, choices)}"
    return fact.spec.label


def state_of(found: Drift, day: dt.date) -> tuple[str, str]:
    """The word and colour of a definition's state at a unit."""
    if found.replaced_by:
        return "Has its own", "grey"
    if found.waiting:
        long = found.oldest(day) > LONG_DAYS
        return "Waiting for a choice", "orange" if long else "yellow"
    return ("Adapted", "blue") if found.adapted else ("As published", "green")


def rows(
    drifts: Iterable[Drift],
    units: Sequence[UnitBelow],
    day: dt.date,
    choices: Mapping[str, Choices],
) -> list[Row]:
    """Each organisation's row. `choices` are those of each kind by its code."""
    names = {unit.code: unit.name for unit in units}
    by_id = {unit.id: unit.name for unit in units}
    found = []
    for each in drifts:
        words, colour = state_of(each, day)
        of = choices[each.kind.code]
        found.append(
            Row(
                each,
                names[each.unit.group],
                by_id.get(each.unit.parent_id or 0, ""),
                words,
                colour,
                tuple(fact_words(f, of) for f in each.adapted if f.state != State.CONFLICT),
                tuple(fact_words(f, of) for f in each.waiting),
                tuple(fact_words(f, of) for f in each.overruled),
                each.oldest(day),
            )
        )
    return found


def narrowed(found: Iterable[Row], show: str, group: str) -> list[Row]:
    """The rows that a filter asks for."""
    return [row for row in found if _matches(row, show) and group in ("", row.drift.unit.group)]


def _matches(row: Row, show: str) -> bool:
    return {
        "adapted": bool(row.drift.adapted),
        "waiting": bool(row.drift.waiting),
        "long": row.oldest > LONG_DAYS,
        "overruled": bool(row.drift.overruled),
        "replaced": bool(row.drift.replaced_by),
    }.get(show, True)


def in_order(found: Iterable[Row], sort: str) -> list[Row]:
    """The rows by one of their columns; what waits longest and who adapts most come first."""
    by_name = sorted(found, key=lambda r: (r.drift.unit.name, r.drift.title))
    if sort == "waiting":
        return sorted(by_name, key=lambda r: (-r.oldest, not r.waiting))
    if sort == "adapted":
        return sorted(by_name, key=lambda r: -len(r.drift.adapted))
    if sort == "group":
        return sorted(by_name, key=lambda r: (r.group, r.board))
    return by_name


def by_group(found: Iterable[Drift], units: Sequence[UnitBelow], day: dt.date) -> list[GroupLine]:
    """The figures of each unit directly below, of the employers under it (itself, if it is one)."""
    counted: dict[str, list[Drift]] = {}
    for each in found:
        if each.unit.employer:
            counted.setdefault(each.unit.group, []).append(each)
    names = {unit.code: unit.name for unit in units}
    return [
        GroupLine(code, names[code], figures, tally_words(figures, lines[0].version))
        for code, lines in sorted(counted.items(), key=lambda pair: names[pair[0]])
        for figures in [tally(lines, day)]
    ]


def tally_words(figures: Tally, version: int) -> str:
    """As: 148 of 202 on version 2 with nothing waiting; 31 adapted; 23 waiting over 30 days."""
    parts = [f"{figures.settled} of {figures.units} on version {version} with nothing waiting"]
    parts += [f"{figures.adapted} adapted"] if figures.adapted else []
    parts += [f"{figures.long} waiting over {LONG_DAYS} days"] if figures.long else []
    parts += [f"{figures.overruled} overruled by a lock"] if figures.overruled else []
    parts += [f"{figures.replaced} with a definition of their own"] if figures.replaced else []
    return "; ".join(parts)


def table(found: Iterable[Row], day: dt.date) -> list[list[str]]:
    """The rows as a file has them, headings first."""
    head = [
        *("code", "organisation", "under", "template", "kind", "defined by", "version in effect"),
        *("state", "fields adapted", "which", "waiting", "what waits", "days waited", "overruled"),
        "as at",
    ]
    return [head] + [
        [
            r.drift.unit.code,
            r.drift.unit.name,
            r.board or r.group,
            r.drift.title,
            r.drift.kind.label,
            r.drift.replaced_by or r.drift.owner_name,
            "" if r.drift.replaced_by else str(r.drift.version),
            lowered(r.state),
            str(len(r.drift.adapted)),
            "; ".join(r.adapted),
            str(len(r.drift.waiting)),
            "; ".join(r.waiting),
            str(r.oldest) if r.drift.waiting else "",
            "; ".join(r.overruled),
            day.isoformat(),
        ]
        for r in found
    ]


def tiles(figures: Tally, version: int) -> list[dict[str, object]]:
    """The head of one definition's page."""
    return [
        {
            "label": f"On version {version}, nothing waiting",
            "value": figures.settled,
            "of": figures.units,
            "tone": "good" if figures.settled == figures.units else "",
        },
        {"label": "Adapted", "value": figures.adapted, "of": figures.units},
        {"label": "Waiting for a choice", "value": figures.waiting, "of": figures.units},
        {
            "label": f"Waiting over {LONG_DAYS} days",
            "value": figures.long,
            "of": figures.units,
            "tone": "warn" if figures.long else "",
        },
    ]


def published_tiles(found: Iterable[Tally]) -> list[dict[str, object]]:
    """How often something is defined once instead of at each organisation."""
    each = list(found)
    if not each:
        return []
    reach = max(one.in_effect for one in each)
    return [
        {"label": "Defined once, here", "value": len(each)},
        {"label": "Organisations that it reaches", "value": reach},
        {
            "label": "In effect without being kept there",
            "value": sum(one.in_effect for one in each),
            "note": "Each template counted at each organisation where it is in effect",
        },
        {
            "label": "Of these, adapted in places",
            "value": sum(one.adapted for one in each),
            "note": "Differences alone are kept there; every other field follows what is published here",
        },
    ]
