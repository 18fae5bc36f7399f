"""Words for the preview of a version: what changes, at how many organisations, and at which."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from orgs.inheritance.kinds import FieldSpec
from orgs.inheritance.merge import ABSENT, Mode, Slot
from orgs.inheritance.preview import Change, Effect, Line, Preview, UnitEffect
from orgs.inheritance.values import Choices, item_words, value_words

MODES = {Mode.LOCKED: "Locked", Mode.DEFAULT: "Default", Mode.SUGGESTED: "Suggested"}
_LIST_MODES = {Mode.LOCKED: "May not add items", Mode.DEFAULT: "May add items"}
_EFFECTS = {
    Effect.TAKES: "takes it at once",
    Effect.OFFERED: "is offered it",
    Effect.KEEPS: "keeps its own, and is asked to choose",
    Effect.STRICTER: "has its own, and the stricter of both holds",
    Effect.OVERRULED: "has its own, which no longer holds",
}
#: For a sentence on an organisation: the word before how many.
_SHORT = {
    Effect.TAKES: "takes {} at once",
    Effect.OFFERED: "is offered {}",
    Effect.KEEPS: "keeps {} of its own",
    Effect.STRICTER: "has the stricter of both in {}",
    Effect.OVERRULED: "overruled in {}",
}


@dataclass(frozen=True)
class ChangeRow:
    """One thing that the publisher changes."""

    label: str
    before: str
    after: str
    mode_before: str
    mode_after: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Node:
    """A unit of the list, with what changes there; `lines` where it is not what most have."""

    code: str
    name: str
    words: str
    lines: tuple[str, ...]
    employers: int
    children: tuple["Node", ...]


def slot_label(spec: FieldSpec, slot: Slot, item: Any, choices: Choices) -> str:
    """A field, or an item of it; the list itself says whether items may be added."""
    if item not in (ABSENT, "", None):
        return f"{spec.label}: {item_words(spec, item, choices)}"
    if spec.type == "list" and not slot.item:
        return f"{spec.label}: items of their own"
    return spec.label


def slot_value(spec: FieldSpec, slot: Slot, value: Any, choices: Choices) -> str:
    """The value of a slot; of an item, whether it is in the list, or its words where they change."""
    if value is ABSENT:
        return "Not in the list" if slot.item else "Nothing"
    if slot.item and spec.coded:
        return "In the list"
    if spec.type == "list" and not slot.item:
        return ""
    return value_words(spec, value, choices)


def mode_words(spec: FieldSpec, slot: Slot, mode: Mode | None) -> str:
    if mode is None:
        return ""
    if spec.type == "list" and not slot.item:
        return _LIST_MODES.get(mode, "May add items")
    return "May be stricter" if spec.tightens and mode == Mode.DEFAULT else MODES[mode]


def change_rows(found: Preview, choices: Choices) -> list[ChangeRow]:
    """What the version changes, with at how many organisations it comes to what."""
    return [_change_row(each, choices) for each in found.changes]


def _change_row(of: Change, choices: Choices) -> ChangeRow:
    item = next((v for v in (of.after, of.before) if v is not ABSENT), "") if of.slot.item else ""
    kept = of.counts.get(Effect.KEEPS, 0) + of.counts.get(Effect.STRICTER, 0)
    return ChangeRow(
        label=slot_label(of.spec, of.slot, item, choices),
        before=slot_value(of.spec, of.slot, of.before, choices),
        after=slot_value(of.spec, of.slot, of.after, choices),
        mode_before=mode_words(of.spec, of.slot, of.mode_before),
        mode_after=mode_words(of.spec, of.slot, of.mode_after),
        counts=(
            of.counts.get(Effect.TAKES, 0),
            kept,
            of.counts.get(Effect.OVERRULED, 0),
            of.counts.get(Effect.OFFERED, 0),
        ),
    )


def line_words(line: Line, choices: Choices) -> str:
    """One slot at one organisation; of a value of its own, that there is one."""
    label = slot_label(line.spec, line.slot, line.item, choices)
    if line.own:
        if line.slot == Slot(line.spec.name) and line.spec.type == "list":
            label = f"{line.spec.label}, an item of its own"
        return f"{label}: {_EFFECTS[line.effect]}"
    before, after = (
        slot_value(line.spec, line.slot, value, choices) for value in (line.before, line.after)
    )
    offered = " is offered" if line.effect == Effect.OFFERED else ""
    return f"{label}: {before} becomes {after}" if not offered else f"{label}: {after}{offered}"


def unit_words(found: UnitEffect) -> str:
    """As: takes 3 at once, keeps 1 of its own."""
    if found.replaced_by:
        return f"no change: the one of {found.replaced_by} holds"
    number = Counter(line.effect for line in found.lines)
    return ", ".join(_SHORT[e].format(number[e]) for e in Effect if number[e]) or "no change"


def nodes(found: Preview, here_id: int, choices: Choices) -> list[Node]:
    """The units below as they hang, each with its words."""
    usual = _usual(found.units)
    below: dict[int | None, list[UnitEffect]] = {}
    for each in found.units:
        below.setdefault(each.unit.parent_id, []).append(each)

    def node(of: UnitEffect) -> Node:
        children = tuple(node(each) for each in below.get(of.unit.id, ()))
        # What everybody has is said once, in the table above.
        apart = of.lines != usual or any(line.own for line in of.lines)
        return Node(
            of.unit.code,
            of.unit.name,
            unit_words(of),
            tuple(line_words(line, choices) for line in of.lines) if apart else (),
            of.unit.employer + sum(child.employers for child in children),
            children,
        )

    return [node(each) for each in below.get(here_id, ())]


def _usual(units: Iterable[UnitEffect]) -> Sequence[Line]:
    """What changes at most organisations."""
    counted = Counter(tuple(map(_key, each.lines)) for each in units)
    most = counted.most_common(1)[0][0] if counted else ()
    return next((e.lines for e in units if tuple(map(_key, e.lines)) == most), ())


def _key(line: Line) -> tuple[str, str, str, str]:
    return (str(line.slot), line.effect.value, repr(line.before), repr(line.after))


def tiles(found: Preview) -> list[dict[str, Any]]:
    """The four figures of the head."""
    everyone = len(found.organisations)
    kept = sum(
        any(line.effect in {Effect.KEEPS, Effect.STRICTER} for line in each.lines)
        for each in found.organisations
    )
    return [
        {"label": "Take a change at once", "value": found.count(Effect.TAKES), "of": everyone},
        {"label": "Keep their own, and choose", "value": kept, "of": everyone},
        {
            "label": "Overruled by a lock",
            "value": found.count(Effect.OVERRULED),
            "of": everyone,
            "tone": "warn" if found.count(Effect.OVERRULED) else "",
        },
        {"label": "Are offered something", "value": found.count(Effect.OFFERED), "of": everyone},
    ]
