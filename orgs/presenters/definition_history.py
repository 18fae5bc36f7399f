"""Words for what was published and chosen before, and for the chain that made a value."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orgs.inheritance.effective import Effective, EffectiveSlot
from orgs.inheritance.history import Author, Changed, PastAdaptation, PastVersion
from orgs.inheritance.kinds import FieldSpec
from orgs.inheritance.merge import ABSENT, State
from orgs.inheritance.values import Choices, item_words, value_words
from orgs.presenters.definition_effects import mode_words, slot_label, slot_value
from orgs.presenters.definitions import step_words
from orgs.words import words_of_day


@dataclass(frozen=True)
class VersionRow:
    """A version with what it changed, in sentences."""

    number: int
    valid_from: dt.date
    published_at: dt.datetime
    by: str
    changes: tuple[str, ...]
    newest: bool


def version_rows(found: Sequence[PastVersion], choices: Choices) -> list[VersionRow]:
    """The versions, the newest first."""
    return [
        VersionRow(
            past.version.number,
            past.version.valid_from,
            past.version.published_at,
            past.version.published_by.login if past.version.published_by else "",
            tuple(changed_words(each, choices) for each in past.changes) if place else (),
            newest=n == 0,
        )
        for n, past in enumerate(found)
        for place in [n < len(found) - 1]
    ]


def changed_words(of: Changed, choices: Choices) -> str:
    """As: Months between reviews: 6 becomes 12, default becomes locked."""
    known = next((v for v in (of.after, of.before) if v is not ABSENT), "") if of.slot.item else ""
    label = slot_label(of.spec, of.slot, known, choices)
    if of.slot.item and ABSENT in (of.before, of.after):
        return f"{label}: {'added' if of.before is ABSENT else 'removed'}"
    parts = []
    if of.before != of.after and not of.listed:
        parts += _becomes(of, choices)
    if of.mode_before != of.mode_after:
        before, after = (
            mode_words(of.spec, of.slot, mode).lower() for mode in (of.mode_before, of.mode_after)
        )
        parts.append(f"{before} becomes {after}" if before else after)
    return f"{label}: {', '.join(parts)}"


def _becomes(of: Changed, choices: Choices) -> list[str]:
    """What a value becomes; of an item of parts, what each part that changed becomes."""
    if of.spec.parts:
        return [
            f"{part.label}: {before} becomes {after}"
            for part in of.spec.parts
            for before, after in [
                [value_words(part, each.get(part.name), choices) for each in (of.before, of.after)]
            ]
            if before != after
        ]
    before, after = (
        slot_value(of.spec, of.slot, None if v is ABSENT else v, choices)
        for v in (of.before, of.after)
    )
    return [f"{before} becomes {after}"]


@dataclass(frozen=True)
class ChoiceRow:
    """What a unit had chosen from a day on, with what it changed."""

    version: int
    valid_from: dt.date
    valid_to: dt.date | None
    by: str
    changes: tuple[str, ...]
    empty: bool


def choice_rows(found: Sequence[PastAdaptation], choices: Choices) -> list[ChoiceRow]:
    """The choices of a unit, the newest first."""
    return [
        ChoiceRow(
            past.adaptation.version,
            past.adaptation.valid_from,
            past.adaptation.valid_to,
            past.adaptation.adapted_by.login if past.adaptation.adapted_by else "",
            tuple(chosen_words(each, choices) for each in past.changes),
            past.empty,
        )
        for past in found
    ]


def chosen_words(of: Changed, choices: Choices) -> str:
    """As: Months between reviews: inherited becomes 9."""
    words = []
    for value, mode in ((of.before, of.mode_before), (of.after, of.mode_after)):
        if mode is None:
            words.append("inherited")
        elif value is ABSENT:
            words.append("left out")
        else:
            words.append(value_words(of.spec, value, choices))
    item = ""
    if of.slot.item:
        known = next((v for v in (of.before, of.after) if v not in (None, ABSENT)), of.slot.item)
        item = f" ({item_words(of.spec, known, choices) if of.spec.parts else of.slot.item})"
    if of.before == of.after:
        return f"{of.spec.label}{item}: {words[1]} kept, against what stood above then"
    return f"{of.spec.label}{item}: {words[0]} becomes {words[1]}"


@dataclass(frozen=True)
class Link:
    """One unit of the chain, from the platform down: what it did, when, and who."""

    name: str
    did: str
    on: dt.date | None
    by: str
    passive: bool


def chain(
    spec: FieldSpec,
    slot: EffectiveSlot,
    units: Sequence[tuple[str, str]],
    who: Mapping[tuple[str, int], Author],
    choices: Choices,
    platforms: Effective,
) -> list[Link]:
    """The whole chain: the platform's own value, then each unit above (name, code) down to this one."""
    first = platforms.slot(slot.slot)
    if first is not None:
        initial = f"its own value: {slot_value(spec, slot.slot, first.value, choices)}"
    else:
        initial = "had nothing in the list"
    found = [Link("The platform", initial, None, "", passive=bool(slot.steps))]
    for name, code in units:
        steps = [step for step in slot.steps if step.unit_code == code]
        if not steps:
            found.append(Link(name, "changed nothing", None, "", passive=True))
        for step in steps:
            # The unit's name and the day have columns of their own.
            did = step_words(spec, step, choices, item=bool(slot.slot.item)).removeprefix(name)
            if step.since:
                did = did.removesuffix(f", from {words_of_day(step.since)}")
            author = who.get((code, step.version))
            found.append(
                Link(name, did.strip(), step.since, author.login if author else "", passive=False)
            )
    return found


def outcome(spec: FieldSpec, slot: EffectiveSlot, here: str, choices: Choices) -> list[str]:
    """What the chain comes to here, in sentences."""
    value = slot_value(spec, slot.slot, slot.value, choices)
    if slot.value is ABSENT and not slot.slot.item:
        value = value_words(spec, spec.initial(), choices)
    base = value_words(spec, slot.base, choices)
    above = value_words(spec, slot.above, choices)
    said = {
        State.INHERITED: f"{here} inherits this and has not changed it.",
        State.ADAPTED: f"{here} chose this. When it did, what stood above was: {base}.",
        State.LOCKED: "It is locked above, so it is the same everywhere below.",
        State.PENDING: f"It is suggested above: {above}. Nobody here has answered yet, so it does not hold.",
        State.REFUSED: f"{here} left out what stands above: {above}.",
        State.CONFLICT: f"{here} chose this when {base} stood above; {above} stands there now. "
        "What was chosen here holds until somebody chooses.",
        State.OVERTAKEN: f"{here} had chosen a value that is less strict than what stands above now.",
    }
    return [f"In effect: {value}.", said[slot.state]] if value else [said[slot.state]]


def restored_words(version: int, on: dt.date) -> str:
    """What the page says when an earlier choice is put back."""
    return f"What was chosen on {words_of_day(on)} (choice {version}) is in effect again."
