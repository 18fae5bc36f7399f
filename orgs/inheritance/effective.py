"""A definition as it is at one unit: its fields, each with the chain that made it; built from the rows of one query.

Pure: no database. The query is :mod:`orgs.inheritance.selectors`, the laws are :mod:`orgs.inheritance.merge`.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from orgs.inheritance import merge as m
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, kinds
from orgs.inheritance.merge import ABSENT, Differences, Entries, Entry, Merged, Mode, Slot, State

#: Unit, kind, public id, key, title, owner's code and name, version's id, number and first day, its
#: fields, and the adaptations on the way down, the highest first.
Row = Sequence[Any]


@dataclass(frozen=True)
class Step:
    """One link of the chain that made a value: who set it, to what, and since when."""

    unit_code: str
    unit_name: str
    what: str
    value: Any
    since: dt.date | None
    version: int


@dataclass(frozen=True)
class EffectiveSlot:
    """A field, or one item of a list, as it is at the unit."""

    slot: Slot
    value: Any
    mode: Mode
    state: State
    above: Any
    base: Any
    steps: tuple[Step, ...]

    @property
    def in_effect(self) -> bool:
        return self.value is not ABSENT


@dataclass(frozen=True)
class EffectiveField:
    """A field of the kind, with its items if it is a list."""

    spec: FieldSpec
    itself: EffectiveSlot
    items: tuple[EffectiveSlot, ...] = ()

    @property
    def value(self) -> Any:
        """What is in effect: the value, or for a list its items as ``[{"key", "value"}]``."""
        if self.spec.type == "list":
            return [{"key": i.slot.item, "value": i.value} for i in self.items if i.in_effect]
        return self.itself.value if self.itself.in_effect else self.spec.initial()

    @property
    def open_to_additions(self) -> bool:
        return self.spec.type == "list" and self.itself.mode != Mode.LOCKED

    @property
    def slots(self) -> tuple[EffectiveSlot, ...]:
        """What a reader can look at: the items of a list, or the field."""
        return self.items if self.spec.type == "list" else (self.itself,)


@dataclass(frozen=True)
class Effective:
    """One definition as it is at a unit on a day.

    ``public_id`` is None where nobody above has defined the kind: the values are the platform's.
    ``adaptation_version`` counts the unit's own choices so far. ``stamp`` changes with every change
    above or here, and guards against choosing on a page that is out of date.
    """

    kind: DefinitionKind
    day: dt.date
    fields: tuple[EffectiveField, ...]
    public_id: UUID | None = None
    key: str = ""
    title: str = ""
    owner_code: str = ""
    owner_name: str = ""
    version: int = 0
    version_id: int | None = None
    valid_from: dt.date | None = None
    adaptation_version: int = 0
    stamp: str = ""

    def field(self, name: str) -> EffectiveField:
        """The field called `name`; ``LookupError`` when the kind has none."""
        for each in self.fields:
            if each.spec.name == name:
                return each
        raise LookupError(f"{self.kind.code} has no field {name!r}")

    def value(self, name: str) -> Any:
        """What is in effect in a field; see :attr:`EffectiveField.value`."""
        return self.field(name).value

    def slot(self, slot: Slot) -> EffectiveSlot | None:
        """One slot; None when there is none like it."""
        for each in self.fields:
            for found in (each.itself, *each.items):
                if found.slot == slot:
                    return found
        return None

    @property
    def conflicts(self) -> tuple[EffectiveSlot, ...]:
        """The slots where both sides changed and nobody has chosen yet."""
        slots = [slot for each in self.fields for slot in each.slots]
        return tuple(slot for slot in slots if slot.state == State.CONFLICT)


@dataclass(frozen=True)
class Standing:
    """What a change at the unit starts from: what stands above it, and its own differences."""

    effective: Effective
    above: Entries
    differences: Differences

    def who_asks(self, slot: Slot, value: Any) -> str:
        """The name of the unit that set a slot to `value`, the nearest of them."""
        found = self.effective.slot(slot)
        steps = [step for step in found.steps if step.value == value] if found else []
        return steps[-1].unit_name if steps else self.effective.owner_name


def standings_of(rows: Sequence[Row], as_at: dt.date) -> dict[int, list[Standing]]:
    """The standings of each unit, by kind and the nearest owner first, from the rows of the query.

    Units with the same definition, the same choices on the way and the same above them share one: at
    the size of the nation most do, and each is built once.
    """
    built: dict[tuple[Any, ...], Standing] = {}
    # From the top down: a field that may only become stricter looks at every definition above it.
    floors: dict[tuple[int, str], Standing] = {}
    standings: list[tuple[int, Standing]] = []
    for unit_id, code, *row in reversed(rows):
        floor = floors.get((unit_id, code))
        # Version, choices, and what is above: the rest follows from these.
        same = (row[0], row[6], str(row[9]), id(floor))
        standing = built.get(same)
        if standing is None:
            standing = built[same] = _standing(kinds.get(code), as_at, row, floor)
        floors[unit_id, code] = standing
        standings.append((unit_id, standing))
    nearest: dict[int, dict[tuple[str, str], Standing]] = {}
    for unit_id, standing in reversed(standings):
        whole = standing.effective
        nearest.setdefault(unit_id, {}).setdefault((whole.kind.code, whole.key), standing)
    return {unit_id: list(each.values()) for unit_id, each in nearest.items()}


def _loaded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _standing(
    kind: DefinitionKind, day: dt.date, row: list[Any], floor: Standing | None
) -> Standing:
    """One row of the query. `floor` is the next definition of the kind above this one's owner."""
    public_id, key, title, code, name, version_id, number, valid_from, fields, adaptations = row
    above = _complete(kind, m.entries_of(_loaded(fields)))
    steps: dict[Slot, tuple[Step, ...]] = {
        slot: (Step(code, name, _OWNER_WORDS[entry.mode], entry.value, valid_from, number),)
        for slot, entry in above.items()
    }
    own: Differences = {}
    own_version = 0
    stamp = [f"{code} v{number}"]
    if floor is not None and kind.tightening:
        above = _no_looser(kind, above, floor.effective, steps)
        stamp.insert(0, floor.effective.stamp)
    for adaptation in _loaded(adaptations):
        stamp.append(f"{adaptation['code']} a{adaptation['version']}")
        differences = m.differences_of(adaptation["differences"])
        merged = m.merge(above, differences, kind.tightening)
        _add_steps(steps, adaptation, differences, merged)
        if adaptation["own"]:
            own, own_version = differences, adaptation["version"]
        else:
            above = _complete(kind, m.pass_on(merged))
    whole = Effective(
        kind=kind,
        day=day,
        fields=_fields(kind, m.merge(above, own, kind.tightening), steps),
        public_id=public_id,
        key=key,
        title=title,
        owner_code=code,
        owner_name=name,
        version=number,
        version_id=version_id,
        valid_from=valid_from,
        adaptation_version=own_version,
        stamp="|".join(stamp),
    )
    return Standing(whole, above, own)


def _no_looser(
    kind: DefinitionKind,
    above: Entries,
    floor: Effective,
    steps: dict[Slot, tuple[Step, ...]],
) -> dict[Slot, Entry]:
    """The entries of a definition, no looser than the one above it; what is locked there stays."""
    clamped = dict(above)
    for name, stricter in kind.tightening.items():
        slot, asked = Slot(name), floor.field(name).itself
        entry = clamped[slot]
        if asked.mode == Mode.LOCKED:
            clamped[slot] = Entry(asked.value, Mode.LOCKED)
        else:
            clamped[slot] = Entry(stricter(entry.value, asked.value), entry.mode)
        steps[slot] = (*asked.steps, *steps.get(slot, ()))
    return clamped


_OWNER_WORDS = {Mode.LOCKED: "locked", Mode.DEFAULT: "set", Mode.SUGGESTED: "suggested"}


def _add_steps(
    steps: dict[Slot, tuple[Step, ...]],
    adaptation: Mapping[str, Any],
    differences: Differences,
    merged: Mapping[Slot, Merged],
) -> None:
    since = dt.date.fromisoformat(adaptation["valid_from"])
    for slot, difference in differences.items():
        result = merged.get(slot)
        over = result is None or result.state == State.LOCKED
        word = "overruled" if over else "refused" if difference.value is ABSENT else "adapted"
        if result is not None and result.state == State.OVERTAKEN:
            word = "overtaken"
        step = Step(
            adaptation["code"],
            adaptation["name"],
            word,
            difference.value,
            since,
            adaptation["version"],
        )
        steps[slot] = (*steps.get(slot, ()), step)


def _complete(kind: DefinitionKind, entries: Entries) -> dict[Slot, Entry]:
    """The entries in the kind's order; a field that nobody above set has the kind's default."""
    completed: dict[Slot, Entry] = {}
    for spec in kind.fields:
        itself = Slot(spec.name)
        if spec.type != "list":
            entry = entries.get(itself, Entry(spec.initial()))
            if spec.tightens:  # the platform's own value is the top of every chain
                entry = Entry(spec.stricter(entry.value, spec.initial()), entry.mode)
            completed[itself] = entry
        elif itself in entries:
            completed[itself] = entries[itself]
            completed |= {s: e for s, e in entries.items() if s.field == spec.name and s.item}
        else:
            completed[itself] = Entry(None)
            completed |= {
                Slot(spec.name, item["key"]): Entry(item.get("value", item["key"]))
                for item in spec.initial() or ()
            }
    return completed


def _fields(
    kind: DefinitionKind,
    merged: Mapping[Slot, Merged],
    steps: Mapping[Slot, tuple[Step, ...]],
) -> tuple[EffectiveField, ...]:
    slots = {
        slot: EffectiveSlot(
            slot, e.value, e.mode, e.state, e.above, e.base, tuple(steps.get(slot, ()))
        )
        for slot, e in merged.items()
    }
    return tuple(
        EffectiveField(
            spec,
            slots[Slot(spec.name)],
            tuple(each for slot, each in slots.items() if slot.field == spec.name and slot.item),
        )
        for spec in kind.fields
    )


def platform_defaults(kind: DefinitionKind, day: dt.date, key: str = "") -> Effective:
    """What holds where nobody above has defined the kind, or the key of it that the platform ships."""
    own = kind.shipped.get(key)
    entries = _complete(kind, m.entries_of(own.fields) if own else {})
    return Effective(
        kind=kind,
        day=day,
        fields=_fields(kind, m.merge(entries, {}), {}),
        key=key if own else "",
        title=own.title if own else "",
    )
