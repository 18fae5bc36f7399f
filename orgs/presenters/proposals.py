"""A plan from ODS in words: each operation, each decision, and what it all comes to."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orgs.imports.ods_plan import Operation, Plan, chosen
from orgs.templatetags.ui import day as day_words

_COUNTED = {
    "create": ("opens", "open"),
    "close": ("closes", "close"),
    "merge": ("merger", "mergers"),
    "split": ("division", "divisions"),
    "move": ("moves", "move"),
    "rename": ("is renamed", "are renamed"),
    "retype": ("changes its type", "change their type"),
}


@dataclass(frozen=True)
class Line:
    """One operation: its first day, a tag, what happens, and what goes where."""

    day: dt.date
    word: str
    colour: str
    text: str
    details: tuple[str, ...] = ()


_TAGS = {
    "create": ("Opens", "green"),
    "close": ("Closes", "red"),
    "merge": ("Merges", "blue"),
    "split": ("Divided", "blue"),
    "move": ("Moves", "yellow"),
    "rename": ("New name", "grey"),
    "retype": ("New type", "grey"),
}


def line(operation: Operation, names: Mapping[str, str]) -> Line:
    """An operation in words. `names`: what organisations are called, by code."""

    def called(code: str) -> str:
        return f"{names[code]} ({code})" if code in names else code

    do = operation["do"]
    details: tuple[str, ...] = ()
    if do == "create":
        text = (
            f"{operation['name']} ({operation['code']}) opens under {called(operation['parent'])}"
        )
    elif do == "move":
        text = f"{called(operation['code'])} moves to {called(operation['parent'])}"
    elif do == "rename":
        text = f"{called(operation['code'])} is called {operation['name']}"
    elif do == "retype":
        text = f"{called(operation['code'])} becomes one of the type {operation['type']}"
    elif do == "merge":
        old = " and ".join(called(code) for code in operation["codes"])
        text = f"{old} become{'' if len(operation['codes']) > 1 else 's'} part of {called(operation['into'])}"
    elif do == "split":
        into = ", ".join(called(code) for code in operation["into"])
        text = f"{called(operation['code'])} is divided among {into}"
        details = tuple(
            f"{called(code)} goes to {called(heir)}"
            for code, heir in sorted(operation["moves"].items())
        )
    elif operation["into"]:
        text = f"{called(operation['code'])} closes into {called(operation['into'])}"
    else:
        text = f"{called(operation['code'])} closes, and nothing takes its place"
    word, colour = _TAGS[do]
    return Line(dt.date.fromisoformat(operation["on"]), word, colour, text, details)


def named(plan: Plan) -> set[str]:
    """Every code that a plan speaks of."""
    every = [*plan["operations"]]
    for decision in plan["decisions"]:
        every += [each for ops in decision["operations"].values() for each in ops]
    found = {decision["about"] for decision in plan["decisions"]}
    for each in every:
        found |= {each.get("code", ""), each.get("parent", ""), *each.get("codes", [])}
        into = each.get("into", [])
        found |= {into} if isinstance(into, str) else set(into)
        found |= set(each.get("moves", {}))
    return found - {""}


def new_names(plan: Plan) -> dict[str, str]:
    """What the organisations are called that a plan opens."""
    every = [*plan["operations"]]
    for decision in plan["decisions"]:
        every += [each for ops in decision["operations"].values() for each in ops]
    return {each["code"]: each["name"] for each in every if each["do"] == "create"}


def counts(plan: Plan) -> list[str]:
    """What a plan comes to when every proposal is taken: a sentence for each kind of operation."""
    found = Counter(each["do"] for each in chosen(plan))
    return [
        f"{found[do]} {one if found[do] == 1 else many}"
        for do, (one, many) in _COUNTED.items()
        if found[do]
    ]


def summary(plan: Plan) -> list[str]:
    """A plan for the command line."""
    if not plan["operations"] and not plan["decisions"]:
        lines = ["The tree and the files say the same."]
    else:
        names = new_names(plan)
        lines = [f"With every proposal: {', '.join(counts(plan))}.", "Beyond doubt:"]
        lines += [
            f"  {day_words(each.day)}: {each.text}"
            for each in (line(operation, names) for operation in plan["operations"])
        ]
        lines.append(f"To be decided: {len(plan['decisions'])}")
        for decision in plan["decisions"]:
            lines += _asked(decision)
    return [*lines, *(f"Look at: {note}" for note in plan["notes"])]


def _asked(decision: Mapping[str, Any]) -> list[str]:
    labels = {each["value"]: each["label"] for each in decision["options"]}
    return [
        f"  - {decision['question']}",
        f"    {decision['why']}",
        f"    Proposed: {labels[decision['proposal']]} (of {len(labels)} options; key {decision['key']})",
    ]
