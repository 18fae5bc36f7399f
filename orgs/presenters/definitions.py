"""Words for templates and settings: values, states, and why a setting has its value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orgs.inheritance.effective import Effective, EffectiveField, EffectiveSlot, Step
from orgs.inheritance.kinds import FieldSpec, kinds
from orgs.inheritance.merge import ABSENT, Mode, State
from orgs.inheritance.offered import Offer
from orgs.inheritance.values import Choices, item_words, value_words
from orgs.words import words_of_day

#: State to its word and the colour of its tag.
STATES = {
    State.INHERITED: ("Inherited", "grey"),
    State.ADAPTED: ("Adapted here", "blue"),
    State.LOCKED: ("Locked", "white"),
    State.PENDING: ("Suggested", "yellow"),
    State.REFUSED: ("Not taken up here", "grey"),
    State.CONFLICT: ("Changed above: choose", "orange"),
    State.OVERTAKEN: ("Stricter above", "purple"),
}
_STEP_WORDS = {
    "set": "set it to",
    "locked": "locked it to",
    "suggested": "suggested",
    "adapted": "adapted it to",
    "overruled": "had it as, which is locked now:",
    "overtaken": "had it as, and it is stricter above now:",
}


#: The same for an item of a list of codes, whose value is its name.
_ITEM_WORDS = {
    "set": "put it in the list",
    "locked": "put it in the list and locked it",
    "suggested": "suggested it",
    "adapted": "put it in the list",
    "overruled": "had changed it; it is locked now",
}


@dataclass(frozen=True)
class SlotRow:
    """One value of a setting, as the page shows it, and what may be done with it."""

    slot: str
    label: str
    value: str
    state: str
    colour: str
    steps: tuple[str, ...]
    may_adapt: bool
    may_return: bool
    in_conflict: bool
    may_remove: bool
    offer: str


@dataclass(frozen=True)
class FieldRows:
    """A field: its rows, and whether items may be added."""

    name: str
    label: str
    hint: str
    group: str
    listed: bool
    rows: tuple[SlotRow, ...]
    may_add: bool


def field_rows(found: Effective, choices: Choices, *, may_change: bool) -> list[FieldRows]:
    """Every field of a setting with its values."""
    return [_field_rows(each, choices, may_change=may_change) for each in found.fields]


def _field_rows(field: EffectiveField, choices: Choices, *, may_change: bool) -> FieldRows:
    rows = tuple(_row(field.spec, slot, choices, may_change=may_change) for slot in field.slots)
    listed = field.spec.type == "list"
    may_add = may_change and field.open_to_additions
    spec = field.spec
    return FieldRows(spec.name, spec.label, spec.hint, spec.group, listed, rows, may_add)


def _row(spec: FieldSpec, slot: EffectiveSlot, choices: Choices, *, may_change: bool) -> SlotRow:
    word, colour = STATES[slot.state]
    free = may_change and slot.mode != Mode.LOCKED
    item = bool(slot.slot.item)
    known = slot.value if slot.value is not ABSENT else slot.above
    return SlotRow(
        slot=str(slot.slot),
        label=item_words(spec, known, choices) if item else spec.label,
        value=_value(spec, slot, choices),
        state=word,
        colour=colour,
        steps=tuple(step_words(spec, step, choices, item=item) for step in slot.steps),
        may_adapt=free and not (item and spec.coded) and slot.value is not ABSENT,
        may_return=free and slot.state in {State.ADAPTED, State.REFUSED, State.OVERTAKEN},
        in_conflict=may_change and slot.state == State.CONFLICT,
        may_remove=free and item and slot.state in {State.INHERITED, State.PENDING},
        offer=value_words(spec, slot.above, choices) if slot.state == State.PENDING else "",
    )


def _value(spec: FieldSpec, slot: EffectiveSlot, choices: Choices) -> str:
    if slot.value is not ABSENT:
        return value_words(spec, slot.value, choices)
    if slot.slot.item:
        return "Not in the list here"
    return value_words(spec, spec.initial(), choices)


def step_words(spec: FieldSpec, step: Step, choices: Choices, *, item: bool = False) -> str:
    """One link of the chain: "Ashdown region set it to 6, version 2, from 1 April 2026"."""
    since = f", from {words_of_day(step.since)}" if step.since else ""
    version = f", version {step.version}" if step.what in {"set", "locked", "suggested"} else ""
    if step.what == "refused":
        return f"{step.unit_name} left it out{since}"
    if item and spec.coded:
        return f"{step.unit_name} {_ITEM_WORDS[step.what]}{version}{since}"
    words = value_words(spec, step.value, choices)
    return f"{step.unit_name} {_STEP_WORDS[step.what]} {words}{version}{since}"


def left_out_words(names: Sequence[str], *, future: bool) -> str:
    """That what organisations define which stand above on another day, and not today, is not shown."""
    stood = "will stand" if future else "stood"
    return (
        f"This organisation {stood} below {' and '.join(names)} on that day. What is defined there can be "
        "seen by those who stand below it today, and is left out."
    )


@dataclass(frozen=True)
class OfferRow:
    """What an overlay offers, and whose is in effect of the same kind."""

    offer: Offer
    title: str
    instead_of: str
    platform: bool


def offer_rows(found: Sequence[Offer], in_effect: Sequence[Effective]) -> list[OfferRow]:
    """Offers, each beside whose is in effect: the unit's own, one above, or the platform's."""
    rows = []
    for each in found:
        kind = kinds.get(each.kind_code)
        alike = (
            e.owner_name
            for e in in_effect
            if e.kind.code == each.kind_code and (kind.single or e.key == each.key)
        )
        owner = next(alike, "")
        title = each.title or each.kind_label
        rows.append(OfferRow(each, title, owner, platform=kind.has_own(each.key)))
    return rows


def counts(found: Effective) -> Mapping[str, int]:
    """How many values of a setting are in each state."""
    tally: dict[str, int] = {}
    for field in found.fields:
        for slot in field.slots:
            tally[slot.state.value] = tally.get(slot.state.value, 0) + 1
    return tally
