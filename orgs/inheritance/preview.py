"""What publishing a version would do at each unit below, before it is published: reads only.

The rows of the query are taken as if the version were there (two queries for all units: without it and
with it). A value that a unit below chose for itself is not in the answer, nor whether it is what
the draft has: see ``below.py`` and ``from_above.py``.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from orgs.access.viewer import Viewer
from orgs.inheritance import merge as m
from orgs.inheritance.below import UnitBelow, itself, standings_below, units_below
from orgs.inheritance.effective import (
    Effective,
    EffectiveSlot,
    Row,
    Standing,
    platform_defaults,
)
from orgs.inheritance.from_above import item_above, without_added
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, kinds
from orgs.inheritance.merge import ABSENT, Mode, Slot, State
from orgs.inheritance.selectors import AS_IT_IS
from orgs.models.definitions import DefinitionVersion

#: The public id of a definition that is not there yet.
NEW = UUID(int=0)


class Effect(StrEnum):
    """What a change comes to in one slot of a unit below."""

    TAKES = "takes"
    OFFERED = "offered"
    KEEPS = "keeps"
    STRICTER = "stricter"
    OVERRULED = "overruled"


@dataclass(frozen=True)
class Line:
    """One slot that changes at a unit. Where it is the unit's `own`, no value is told.

    `item` is an item of a list as it is written above, "" for a field or an item that the unit added:
    that one stands under the list itself, and only where additions as such begin or cease to hold.
    """

    spec: FieldSpec
    slot: Slot
    item: str
    effect: Effect
    own: bool
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class UnitEffect:
    """What changes at a unit. ``replaced_by`` owns a nearer definition, so that nothing does."""

    unit: UnitBelow
    lines: tuple[Line, ...]
    replaced_by: str = ""


@dataclass(frozen=True)
class Change:
    """One slot that the publisher changes, and at how many organisations it comes to what."""

    spec: FieldSpec
    slot: Slot
    before: Any
    after: Any
    mode_before: Mode | None
    mode_after: Mode | None
    counts: Mapping[Effect, int]


@dataclass(frozen=True)
class Preview:
    """The whole effect of a version on its first day. `day` is that day, or today if it is later."""

    kind: DefinitionKind
    day: dt.date
    changes: tuple[Change, ...]
    units: tuple[UnitEffect, ...]
    stored: Mapping[str, Any]

    @property
    def organisations(self) -> list[UnitEffect]:
        """The employers among the units: what is counted."""
        return [each for each in self.units if each.unit.employer]

    def count(self, effect: Effect) -> int:
        """At how many organisations something comes to `effect`."""
        return sum(any(line.effect == effect for line in each.lines) for each in self.organisations)

    @property
    def unchanged(self) -> int:
        return sum(not each.lines for each in self.organisations)

    @cached_property
    def digest(self) -> str:
        """Equal for two previews that say the same: confirmed when the version is published."""
        said = [
            self.day.isoformat(),
            self.stored,
            [
                [each.unit.code, each.unit.parent_id, each.replaced_by]
                + [
                    [str(line.slot), line.effect, repr(line.before), repr(line.after)]
                    for line in each.lines
                ]
                for each in self.units
            ],
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def preview(viewer: Viewer, draft: DefinitionVersion) -> Preview:
    """The effect of a version that is not published yet on every unit below the one in the URL."""
    definition, kind = draft.definition, kinds.get(draft.definition.kind)
    day = max(draft.valid_from, viewer.day)
    here = itself(viewer)
    units = units_below(viewer.here.id, day)
    if kind.above_employers:
        units = [unit for unit in units if unit.holds_others or not unit.employer]
    new = definition.pk is None

    def with_draft(rows: list[Row]) -> list[Row]:
        if not new:
            return _next_version(rows, draft)
        return _one_more(rows, draft, viewer, [here.id, *(unit.id for unit in units)])

    before, after = (
        {
            unit_id: {s.effective.key: s for s in found}
            for unit_id, found in standings_below(
                viewer, [here, *units], day=day, kind_codes=[kind.code], change=change
            ).items()
        }
        for change in (AS_IT_IS, with_draft)
    )
    public_id = NEW if new else definition.public_id
    own = kind.has_own(definition.key)
    defaults = platform_defaults(kind, day, definition.key) if own else None
    effects = []
    for unit in units:
        now = before.get(unit.id, {}).get(definition.key)
        then = after.get(unit.id, {})[definition.key]
        if then.effective.public_id != public_id:
            effects.append(UnitEffect(unit, (), then.effective.owner_name))
            continue
        lines = (*_lines(now, defaults, then), *_added_lines(now, then))
        effects.append(UnitEffect(unit, lines))
    stored = {
        "unit": viewer.here.code,
        "kind": kind.code,
        "key": definition.key,
        "title": definition.title,
        "number": draft.number,
        "from": draft.valid_from.isoformat(),
        "fields": draft.fields,
    }
    now = before.get(here.id, {}).get(definition.key)
    changes = tuple(_changes(now, defaults, after[here.id][definition.key], effects))
    return Preview(kind, day, changes, tuple(effects), stored)


def _stored(draft: DefinitionVersion) -> Row:
    return (-1, draft.number, draft.valid_from, draft.fields)


def _next_version(rows: Sequence[Row], draft: DefinitionVersion) -> list[Row]:
    """The rows of the query, with the draft in the place of the version before it."""
    of = draft.definition.public_id
    return [(*row[:7], *_stored(draft), row[11]) if row[2] == of else row for row in rows]


def _one_more(
    rows: Sequence[Row], draft: DefinitionVersion, viewer: Viewer, unit_ids: Sequence[int]
) -> list[Row]:
    """The rows of the query, with the draft's own definition among them at each unit."""
    of, here = draft.definition, viewer.here
    mine = (of.kind, NEW, of.key, of.title, here.code, here.name, *_stored(draft), [])
    above = {code for _, code in viewer.above}
    found: list[Row] = []
    for unit_id in unit_ids:
        # The nearest owner comes first: after what stands below, before what stands above.
        theirs = [row for row in rows if row[0] == unit_id]
        found += [row for row in theirs if row[5] not in above]
        found.append((unit_id, *mine))
        found += [row for row in theirs if row[5] in above]
    return found


def _slots(
    found: Effective | None, *, lists: bool = False
) -> dict[Slot, tuple[FieldSpec, EffectiveSlot]]:
    """The values of a definition; with `lists`, the lists themselves too (may items be added)."""
    if found is None:
        return {}
    slots = {}
    for of in found.fields:
        if lists and of.spec.type == "list":
            slots[of.itself.slot] = (of.spec, of.itself)
        slots |= {slot.slot: (of.spec, slot) for slot in of.slots}
    return slots


def _shown(spec: FieldSpec, slot: EffectiveSlot | None) -> Any:
    """What holds in a slot; a field that nobody has filled has the platform's value."""
    if slot is None:
        return ABSENT
    if slot.value is ABSENT and not slot.slot.item:
        return _plain(spec.initial())
    return _plain(slot.value)


def _plain(value: Any) -> Any:
    """A value to compare: what is empty is not set."""
    return None if value == "" else value


def _lines(now: Standing | None, defaults: Effective | None, then: Standing) -> Iterator[Line]:
    """What changes but for items that the unit added: one of the draft is told as where there is none."""
    now, then = without_added(now) if now else None, without_added(then)
    were, become = _slots(now.effective if now else defaults), _slots(then.effective)
    had_own = now.differences if now is not None else {}
    for slot in [*become, *(s for s in were if s not in become)]:
        spec = then.effective.kind.field(slot.field)
        before = were[slot][1] if slot in were else None
        after = become[slot][1] if slot in become else None
        kept = slot in then.differences
        if kept or slot in had_own:
            effect = _of_its_own(before, after, kept=kept, tightens=bool(spec.tightens))
            known = after or before
            if effect is not None:
                item = item_above(spec, known) if known else ""
                yield Line(spec, slot, item, effect, own=True)
            continue
        old, new = _shown(spec, before), _shown(spec, after)
        if after is not None and after.state == State.PENDING:
            if before is None or (before.state, before.above) != (after.state, after.above):
                yield Line(
                    spec,
                    slot,
                    item_above(spec, after),
                    Effect.OFFERED,
                    own=False,
                    before=old,
                    after=after.above,
                )
        elif old != new:
            known = after or before
            item = item_above(spec, known) if known else ""
            yield Line(spec, slot, item, Effect.TAKES, own=False, before=old, after=new)


def _added_lines(now: Standing | None, then: Standing) -> Iterator[Line]:
    """Items that the unit added, where none of them holds any more, or all do again; without words."""
    had, has = (m.added(each.differences) if each else {} for each in (now, then))
    for slot in sorted({*had, *has}):
        held = now is not None and slot in had and m.open_to_additions(now.above, slot.field)
        holds = slot in has and m.open_to_additions(then.above, slot.field)
        if held != holds:
            effect = Effect.KEEPS if holds else Effect.OVERRULED
            spec = then.effective.kind.field(slot.field)
            yield Line(spec, Slot(slot.field), "", effect, own=True)


def _of_its_own(
    before: EffectiveSlot | None, after: EffectiveSlot | None, *, kept: bool, tightens: bool
) -> Effect | None:
    """What happens to a value that the unit chose. Whether it equals what comes, or is stricter, is not
    told: one could find it out by trying.
    """
    was_overruled = before is None or before.state == State.LOCKED
    if not kept or after is None or after.state == State.LOCKED:
        changed = before is not None and after is not None and before.above != after.above
        return Effect.OVERRULED if not was_overruled or changed else None
    if before is not None and before.above == after.above and not was_overruled:
        return None
    return Effect.STRICTER if tightens else Effect.KEEPS


def _changes(
    now: Standing | None,
    defaults: Effective | None,
    then: Standing,
    effects: Sequence[UnitEffect],
) -> Iterator[Change]:
    """The slots that are otherwise at the publisher's own unit, which has no choices on top."""
    were = _slots(now.effective if now else defaults, lists=True)
    become = _slots(then.effective, lists=True)
    tallies: dict[Slot, dict[Effect, int]] = {}
    for each in effects:
        # Each organisation once, though several items that it added may stand under one list.
        found = {(line.slot, line.effect) for line in each.lines if each.unit.employer}
        for slot, effect in found:
            tally = tallies.setdefault(slot, {})
            tally[effect] = tally.get(effect, 0) + 1
    for slot in [*become, *(s for s in were if s not in become)]:
        spec = then.effective.kind.field(slot.field)
        before = were[slot][1] if slot in were else None
        after = become[slot][1] if slot in become else None
        old, new = (_plain(each.above) if each else ABSENT for each in (before, after))
        mode_before, mode_after = (each.mode if each else None for each in (before, after))
        if (old, mode_before) != (new, mode_after):
            counts = tallies.get(slot, {})
            yield Change(spec, slot, old, new, mode_before, mode_after, counts)
