"""``effective(kind, unit, as at)``: what is in effect at a unit, and why. One query."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from orgs.inheritance import merge as m
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, kinds
from orgs.inheritance.merge import ABSENT, Differences, Entries, Entry, Merged, Mode, Slot, State
from orgs.models.units import OrgPlacement

# An employer's adaptation is for itself and its divisions: a board's own template is not its
# Trusts'. That of a unit that employs nobody is for everybody below it.
WHAT_STANDS = """
WITH path AS (
  SELECT asked.at, p.unit_id, p.depth, u.code, u.name, u.is_employer
  FROM unnest(%(units)s::int[]) AS asked(at)
  CROSS JOIN LATERAL unnest(app.path(asked.at, %(day)s)) WITH ORDINALITY AS p(unit_id, depth)
  JOIN orgs_orgunit u ON u.id = p.unit_id
), own AS (
  SELECT p.at, p.unit_id FROM path p WHERE p.depth = 1
  UNION ALL
  SELECT u.id, u.employer_id FROM orgs_orgunit u JOIN orgs_orgunittype t ON t.id = u.type_id
  WHERE u.id = ANY(%(units)s::int[]) AND t.kind = 'inside'
)
SELECT p.at, d.kind, d.public_id, d.key, d.title, p.code, p.name, v.id, v.number, v.valid_from, v.fields,
  (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'code', a_path.code, 'name', a_path.name, 'own', a_path.depth = 1, 'version', a.version,
      'valid_from', a.valid_from, 'differences', a.differences) ORDER BY a_path.depth DESC), '[]')
   FROM orgs_adaptation a JOIN path a_path ON a_path.unit_id = a.unit_id
   WHERE a.definition_id = d.id AND a_path.at = p.at AND a_path.depth < p.depth
     AND (NOT a_path.is_employer
          OR a_path.unit_id IN (SELECT own.unit_id FROM own WHERE own.at = p.at))
     AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s))
FROM orgs_definition d
JOIN path p ON p.unit_id = d.unit_id
JOIN LATERAL (
  SELECT v.id, v.number, v.valid_from, v.fields FROM orgs_definitionversion v
  WHERE v.definition_id = d.id AND v.valid_from <= %(day)s ORDER BY v.number DESC LIMIT 1
) v ON true
WHERE %(kinds)s::text[] IS NULL OR d.kind = ANY(%(kinds)s)
ORDER BY p.at, d.kind, p.depth, d.key
"""
#: The same for the aggregation worker, who reads no words that people typed as a title.
_SQL_WITHOUT_TITLES = WHAT_STANDS.replace("d.title", "d.key")


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


def effective(kind_code: str, unit_id: int, as_at: dt.date, *, key: str | None = None) -> Effective:
    """The definition of a kind in effect at a unit on a day, field by field.

    With several on the path, the nearest owner's; `key` picks one by its key. Where nobody above
    defined the kind, the kind's own defaults. Rows come through the viewer's row-level policies.
    """
    found = effective_all(kind_code, unit_id, as_at)
    wanted = [e for e in found if key is None or e.key == key]
    return wanted[0] if wanted else platform_defaults(kinds.get(kind_code), as_at)


def effective_each(unit_id: int, as_at: dt.date, *kind_codes: str) -> dict[str, Effective]:
    """As :func:`effective`, for each of some kinds, by kind: one query for all of them."""
    found: dict[str, Effective] = {}
    for standing in _read(WHAT_STANDS, kind_codes, [unit_id], as_at).get(unit_id, []):
        found.setdefault(standing.effective.kind.code, standing.effective)
    return {
        code: found.get(code) or platform_defaults(kinds.get(code), as_at) for code in kind_codes
    }


def effective_all(kind_code: str, unit_id: int, as_at: dt.date) -> list[Effective]:
    """Every definition of a kind in effect at a unit, the nearest owner first; one for each key."""
    return [standing.effective for standing in standings(kind_code, unit_id, as_at)]


def standings(
    kind_code: str | None, unit_id: int, as_at: dt.date, *, without: str | None = None
) -> list[Standing]:
    """As :func:`effective_all`, with what stands above the unit and its own differences.

    Without a kind, those of every kind: still one query. What the unit with the code `without` owns
    is left out.
    """
    codes = None if kind_code is None else [kind_code]
    return _read(WHAT_STANDS, codes, [unit_id], as_at, without).get(unit_id, [])


def holds_others(unit_id: int, day: dt.date) -> bool:
    """Whether other organisations stand below a unit on a day."""
    return OrgPlacement.objects.filter(parent_id=unit_id, valid__contains=day).exists()


def effective_at_each(
    kind_code: str, unit_ids: Sequence[int], as_at: dt.date
) -> dict[int, Effective]:
    """The nearest definition of a kind in effect at each of some units, without its title: one query.

    A unit above which nobody has defined it is left out. For the aggregation worker.
    """
    found = every_at_each(kind_code, unit_ids, as_at)
    return {unit_id: each[0] for unit_id, each in found.items()}


def every_at_each(
    kind_code: str, unit_ids: Sequence[int], as_at: dt.date
) -> dict[int, list[Effective]]:
    """As :func:`effective_at_each`, with all definitions of the kind, the nearest owner's first."""
    found = _read(_SQL_WITHOUT_TITLES, [kind_code], unit_ids, as_at)
    return {
        unit_id: [standing.effective for standing in each]
        for unit_id, each in found.items()
        if each
    }


def _read(
    sql: str,
    kind_codes: Sequence[str] | None,
    unit_ids: Sequence[int],
    as_at: dt.date,
    without: str | None = None,
) -> dict[int, list[Standing]]:
    with connection.cursor() as cursor:
        wanted = None if kind_codes is None else list(kind_codes)
        cursor.execute(sql, {"units": list(unit_ids), "day": as_at, "kinds": wanted})
        rows = [row for row in cursor.fetchall() if row[1] in kinds and row[5] != without]
    return standings_of(rows, as_at)


def standings_of(rows: Sequence[Sequence[Any]], as_at: dt.date) -> dict[int, list[Standing]]:
    """What the rows of the query come to, by unit."""
    # From the top down: a field that may only become stricter looks at every definition above it.
    floors: dict[tuple[int, str], Standing] = {}
    standings: list[tuple[int, Standing]] = []
    for unit_id, code, *row in reversed(rows):
        standing = _standing(kinds.get(code), as_at, row, floors.get((unit_id, code)))
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
        who = adaptation["code"], adaptation["name"]
        step = Step(*who, word, difference.value, since, adaptation["version"])
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


def platform_defaults(kind: DefinitionKind, day: dt.date) -> Effective:
    """What holds where nobody above has defined the kind."""
    return Effective(kind=kind, day=day, fields=_fields(kind, m.merge(_complete(kind, {}), {}), {}))
