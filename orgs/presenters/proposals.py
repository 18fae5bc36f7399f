"""A plan from ODS in words: each operation, each decision, and what it all comes to."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from orgs.enums import ProposalState
from orgs.imports.ods_plan import Operation, Plan, chosen
from orgs.models.proposals import OdsProposal
from orgs.presenters.drawing import Names, parts, sentence
from orgs.proposals import selectors
from orgs.restructure import operations as ops
from orgs.words import words_of_day

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


def lines(plan: Plan) -> list[Line]:
    """The operations beyond doubt in words, by day, with the name and code of each organisation."""
    called = selectors.names(_codes(plan)) | {
        each["code"]: each["name"] for each in _operations(plan) if each["do"] == "create"
    }
    names = {code: f"{name} ({code})" for code, name in called.items()}
    name = Names(names, selectors.type_labels(), [])
    return [
        Line(
            each.on,
            *_TAGS[each.operation.do],
            sentence(each.operation, name),
            tuple(parts(each.operation, name)),
        )
        for each in ops.read(plan["operations"])
    ]


def _operations(plan: Plan) -> list[Operation]:
    """What a plan does beyond doubt, and what it could do."""
    asked = [each["operations"].values() for each in plan["decisions"]]
    return [*plan["operations"], *(each for some in asked for those in some for each in those)]


def _codes(plan: Plan) -> set[str]:
    """Every code that the operations of a plan speak of."""
    found: set[str] = set()
    for each in _operations(plan):
        found |= {each.get("code", ""), each.get("parent", ""), *each.get("codes", [])}
        into = each.get("into", [])
        found |= {into} if isinstance(into, str) else set(into)
        found |= set(each.get("moves", {}))
    return found - {""}


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
        said = ["The tree and the files say the same."]
    else:
        said = [f"With every proposal: {', '.join(counts(plan))}.", "Beyond doubt:"]
        said += [f"  {words_of_day(each.day)}: {each.text}" for each in lines(plan)]
        said.append(f"To be decided: {len(plan['decisions'])}")
        for decision in plan["decisions"]:
            said += _asked(decision)
    return [*said, *(f"Look at: {note}" for note in plan["notes"])]


def _asked(decision: Mapping[str, Any]) -> list[str]:
    labels = {each["value"]: each["label"] for each in decision["options"]}
    return [
        f"  - {decision['question']}",
        f"    {decision['why']}",
        f"    Proposed: {labels[decision['proposal']]} (of {len(labels)} options; key {decision['key']})",
    ]


# --- on pages --------------------------------------------------------------------------------------

_COLOURS = {ProposalState.NEW: "blue", ProposalState.DRAWN_UP: "green"}


@dataclass(frozen=True)
class Row:
    """One proposal of the list."""

    id: UUID
    url: str
    title: str
    at: dt.datetime
    by: str
    state: str
    colour: str
    new: bool
    comes_to: str
    change_url: str
    notes: tuple[str, ...]
    sources: str


def row(proposal: OdsProposal, unit_code: str) -> Row:
    """A proposal in words."""
    state, plan = ProposalState(proposal.state), proposal.plan
    change = (
        reverse("orgs:change", args=[unit_code, proposal.change.public_id])
        if proposal.change
        else ""
    )
    return Row(
        proposal.public_id,
        reverse("orgs:proposal", args=[unit_code, proposal.public_id]),
        plan["title"],
        proposal.made_at,
        proposal.made_by.login if proposal.made_by else "The system, at night",
        state.label,
        _COLOURS.get(state, "grey"),
        state == ProposalState.NEW,
        comes_to(plan),
        change,
        tuple(plan["notes"]),
        ", ".join(plan["sources"]),
    )


def rows(proposals: Iterable[OdsProposal], unit_code: str) -> list[Row]:
    """Proposals in words, as they come."""
    return [row(each, unit_code) for each in proposals]


def comes_to(plan: Plan) -> str:
    """How much a plan is: "17 changes beyond doubt, 7 decisions"."""
    certain, asked = len(plan["operations"]), len(plan["decisions"])
    return (
        f"{certain} {'change' if certain == 1 else 'changes'} beyond doubt, "
        f"{asked} {'decision' if asked == 1 else 'decisions'}"
    )


def answered(proposal: OdsProposal) -> list[tuple[str, str]]:
    """Each question and what was answered, once a proposal is drawn up."""
    if not proposal.answers:
        return []
    return [
        (each["question"], _label(each, proposal.answers[each["key"]]))
        for each in proposal.plan["decisions"]
        if each["key"] in proposal.answers
    ]


def _label(decision: Mapping[str, Any], value: str) -> str:
    return next((e["label"] for e in decision["options"] if e["value"] == value), value)
