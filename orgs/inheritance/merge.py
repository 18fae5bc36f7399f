"""What a definition comes to below: its owner's values, and the differences of each unit on the way.

Pure: no Django, no database. A **slot** is one field, or one item of a list field. The owner gives
each slot a value and a mode; a unit below stores only its differences, each with the value that
stood above when it was chosen (its base). So an upstream change arrives in every slot that was not
touched, and where both sides changed since the base, the local value stays until somebody chooses.

A field that may only become **stricter** below is the exception: there the stricter of what stands
above and what the unit chose holds, on every day, without anybody choosing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Final


class Absent(Enum):
    """The value of a slot that is not there: an item removed, a suggestion not taken."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


class Mode(StrEnum):
    """What the owner lets the units below do with a slot."""

    LOCKED = "locked"
    DEFAULT = "default"
    SUGGESTED = "suggested"


class State(StrEnum):
    """How a slot came to its value at one unit."""

    INHERITED = "inherited"
    ADAPTED = "adapted"
    LOCKED = "locked"
    PENDING = "pending"
    REFUSED = "refused"
    CONFLICT = "conflict"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, order=True)
class Slot:
    """One field of a definition, or one item of a list field."""

    field: str
    item: str = ""

    def __str__(self) -> str:
        return f"{self.field}.{self.item}" if self.item else self.field

    @classmethod
    def parse(cls, text: str) -> "Slot":
        """The slot written as ``field`` or ``field.item``."""
        field, _, item = text.partition(".")
        return cls(field, item)


@dataclass(frozen=True)
class Entry:
    """What stands above in one slot. For a list field itself: whether items may be added below."""

    value: Any
    mode: Mode = Mode.DEFAULT


@dataclass(frozen=True)
class Difference:
    """What a unit chose in one slot, and what stood above when it did."""

    value: Any
    base: Any


@dataclass(frozen=True)
class Merged:
    """A slot at one unit.

    Attributes:
        value: what is in effect; ABSENT when nothing is (an offer not taken, an item removed).
        above: what stands above now; ABSENT when the slot exists here alone.
        base: what stood above when the unit chose; ABSENT when it chose nothing.
    """

    value: Any
    mode: Mode
    state: State
    above: Any
    base: Any = ABSENT


Entries = Mapping[Slot, Entry]
Differences = Mapping[Slot, Difference]
#: Field to the function that gives the stricter of two values.
Tightening = Mapping[str, Callable[[Any, Any], Any]]
FREE: Final[Tightening] = {}


def merge(
    upstream: Entries, differences: Differences, tightening: Tightening = FREE
) -> dict[Slot, Merged]:
    """Every slot at a unit, in the order of the owner, then what the unit added, by slot.

    Locked beats adapted. A default holds until adapted; a suggestion is offered and not applied. In
    a field of `tightening` the stricter of both holds, and nothing is only suggested.
    """
    merged: dict[Slot, Merged] = {}
    closed = _closed(upstream)
    for slot in _in_order(upstream, differences):
        entry, difference = upstream.get(slot), differences.get(slot)
        if entry is not None and not slot.item and slot.field in tightening:
            result: Merged | None = _tighten(entry, difference, tightening[slot.field])
        else:
            result = _merge_one(entry, difference, bool(slot.item) and slot.field in closed)
        if result is not None:
            merged[slot] = result
    return merged


def _in_order(upstream: Entries, differences: Differences) -> Iterable[Slot]:
    return [*upstream, *sorted(slot for slot in differences if slot not in upstream)]


def _closed(upstream: Entries) -> set[str]:
    """The lists to which nothing may be added."""
    return {s.field for s, e in upstream.items() if not s.item and e.mode == Mode.LOCKED}


def _merge_one(entry: Entry | None, difference: Difference | None, closed: bool) -> Merged | None:  # noqa: FBT001
    if entry is None:
        if difference is None or difference.value is ABSENT or closed:
            return None
        state = State.ADAPTED if difference.base is ABSENT else State.CONFLICT
        return Merged(difference.value, Mode.DEFAULT, state, ABSENT, difference.base)
    if entry.mode == Mode.LOCKED:
        return Merged(entry.value, entry.mode, State.LOCKED, entry.value)
    if difference is None:
        if entry.mode == Mode.SUGGESTED:
            return Merged(ABSENT, entry.mode, State.PENDING, entry.value)
        return Merged(entry.value, entry.mode, State.INHERITED, entry.value)
    return Merged(
        difference.value, entry.mode, _chosen(entry, difference), entry.value, difference.base
    )


def _tighten(
    entry: Entry, difference: Difference | None, stricter: Callable[[Any, Any], Any]
) -> Merged:
    if entry.mode == Mode.LOCKED:
        return Merged(entry.value, entry.mode, State.LOCKED, entry.value)
    if difference is None or difference.value is ABSENT:
        return Merged(entry.value, Mode.DEFAULT, State.INHERITED, entry.value)
    value = stricter(difference.value, entry.value)
    state = State.ADAPTED if value == difference.value else State.OVERTAKEN
    return Merged(value, Mode.DEFAULT, state, entry.value, difference.base)


def _chosen(entry: Entry, difference: Difference) -> State:
    if entry.value not in (difference.base, difference.value):
        return State.CONFLICT
    return State.REFUSED if difference.value is ABSENT else State.ADAPTED


def pass_on(merged: Mapping[Slot, Merged]) -> dict[Slot, Entry]:
    """What stands above for the next unit down: an offer is passed on as one, a removed item is not."""
    entries = {}
    for slot, result in merged.items():
        value = result.above if result.state == State.PENDING else result.value
        if value is not ABSENT:
            entries[slot] = Entry(value, result.mode)
    return entries


def choose(
    upstream: Entries, differences: Differences, slot: Slot, value: Any
) -> dict[Slot, Difference]:
    """The differences after the unit chose `value` in one slot, against what stands above now.

    To choose what is inherited anyway leaves no difference; to take a suggestion leaves one.
    """
    entry = upstream.get(slot)
    above = ABSENT if entry is None else entry.value
    offered = entry is not None and entry.mode == Mode.SUGGESTED
    kept = {other: each for other, each in differences.items() if other != slot}
    if value == above and not offered:
        return kept
    return {**kept, slot: Difference(value, above)}


def give_back(
    differences: Differences, slots: Iterable[Slot] | None = None
) -> dict[Slot, Difference]:
    """The differences without those of `slots` (None = without any): the inherited value returns."""
    if slots is None:
        return {}
    gone = set(slots)
    return {slot: difference for slot, difference in differences.items() if slot not in gone}


def added(differences: Differences) -> dict[Slot, Difference]:
    """The items that the unit added itself: nothing like them stood above when it did."""
    return {
        slot: each
        for slot, each in differences.items()
        if slot.item and each.base is ABSENT and each.value is not ABSENT
    }


def open_to_additions(upstream: Entries, field: str) -> bool:
    """Whether a unit below may add items to a list."""
    return Slot(field) in upstream and upstream[Slot(field)].mode != Mode.LOCKED


# --- as stored -------------------------------------------------------------------------------------


def entries_of(fields: Mapping[str, Any]) -> dict[Slot, Entry]:
    """The slots of a version's stored fields, ``{name: {value, mode} | {items: […], mode}}``."""
    entries: dict[Slot, Entry] = {}
    for name, stored in fields.items():
        entries[Slot(name)] = Entry(stored.get("value"), Mode(stored.get("mode", Mode.DEFAULT)))
        for item in stored.get("items", ()):
            slot = Slot(name, item["key"])
            entries[slot] = Entry(
                item.get("value", item["key"]), Mode(item.get("mode", Mode.DEFAULT))
            )
    return entries


def differences_of(stored: Iterable[Mapping[str, Any]]) -> dict[Slot, Difference]:
    """Differences from their stored form, a list of ``{field, item, value?, base?}``."""
    return {
        Slot(each["field"], each.get("item", "")): Difference(
            each.get("value", ABSENT), each.get("base", ABSENT)
        )
        for each in stored
    }


def stored_differences(differences: Differences) -> list[dict[str, Any]]:
    """The stored form of differences, by slot; what is absent is left out."""
    stored = []
    for slot in sorted(differences):
        each = differences[slot]
        row: dict[str, Any] = {"field": slot.field, "item": slot.item}
        row |= {"value": each.value} if each.value is not ABSENT else {}
        row |= {"base": each.base} if each.base is not ABSENT else {}
        stored.append(row)
    return stored
