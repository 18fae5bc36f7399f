"""What the units below make of what stands above them: which slots differ, what waits, since when.

An employer's own values never leave this module: a publisher learns that a field is adapted and since
when, not to what (docs/adr/0022-below.md). Row-level policies hide the rows from her; they are read
here as ``system:drift``, for the units below and above the one in the URL, and come out as
:class:`SlotFact`, which has no place for a value.

Nor may what she publishes tell it, by being equal, stricter or of the same name: a state here follows
from what stands above, then and now, and an item that a unit added stays one without words whatever is
published later. The unit's own pages say more.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from orgs.access.principals import DRIFT
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.inheritance import merge as m
from orgs.inheritance.effective import Effective, EffectiveSlot, Standing
from orgs.inheritance.from_above import item_above, state_told, without_added
from orgs.inheritance.kinds import DefinitionKind, FieldSpec
from orgs.inheritance.merge import Slot, State
from orgs.inheritance.selectors import AS_IT_IS, Change, standings_at_each
from orgs.models.definitions import Adaptation, DefinitionVersion

#: From how many days on something that waits is counted as waiting long.
LONG_DAYS = 30

_BELOW = """
SELECT c.descendant_id, u.code, p.name, t.label, u.is_employer, p.parent_id
FROM app.closure(%(day)s) c
JOIN orgs_orgplacement p ON p.unit_id = c.descendant_id AND p.valid @> %(day)s::date
JOIN orgs_orgunit u ON u.id = c.descendant_id
JOIN orgs_orgunittype t ON t.id = p.type_id
WHERE c.ancestor_id = %(unit)s AND c.depth > 0
ORDER BY c.depth, p.name COLLATE "C"
"""


@dataclass(frozen=True)
class UnitBelow:
    """A unit below the one in the URL. `group` is the unit directly below that it hangs under, or itself."""

    id: int
    code: str
    name: str
    label: str
    employer: bool
    parent_id: int | None
    group: str
    holds_others: bool


@dataclass(frozen=True)
class SlotFact:
    """That a slot is adapted, waits or is overruled, and since when. It has no value.

    `item` is what the unit above wrote; an item that the unit below added is ``own`` and without words.
    It waits where what stands above is otherwise than when the unit chose, whatever the unit chose.
    """

    spec: FieldSpec
    item: str = ""
    own: bool = False
    state: State = State.ADAPTED
    since: dt.date | None = None

    def days(self, day: dt.date) -> int:
        """For how many days."""
        return (day - self.since).days if self.since else 0


@dataclass(frozen=True)
class Drift:
    """One definition at one unit below.

    ``replaced_by`` names the owner of a nearer definition with the same key: then this one is not in
    effect there, and nothing of it is adapted or waits.
    """

    unit: UnitBelow
    kind: DefinitionKind
    public_id: UUID
    title: str
    owner_name: str
    version: int
    replaced_by: str = ""
    adapted: tuple[SlotFact, ...] = ()
    waiting: tuple[SlotFact, ...] = ()
    overruled: tuple[SlotFact, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the version is in effect there and nothing of it waits for a choice."""
        return not self.replaced_by and not self.waiting

    def oldest(self, day: dt.date) -> int:
        """Days since which the oldest choice waits."""
        return max((each.days(day) for each in self.waiting), default=0)


@dataclass(frozen=True)
class Tally:
    """How many units a definition is in effect at, and what they make of it."""

    units: int = 0
    in_effect: int = 0
    settled: int = 0
    adapted: int = 0
    waiting: int = 0
    long: int = 0
    overruled: int = 0
    replaced: int = 0
    fields: int = 0


@dataclass(frozen=True)
class History:
    """Published versions and adaptations of some definitions, to say since when something is so."""

    versions: Mapping[UUID, list[tuple[int, dt.date, m.Entries]]]
    adaptations: Mapping[tuple[UUID, str], list[tuple[dt.date, m.Differences]]]
    _set: dict[tuple[UUID, Slot, bool], dt.date | None] = field(default_factory=dict)

    def set_since(self, of: UUID, slot: Slot, *, offered: bool = False) -> dt.date | None:
        """Since when the owner has the slot as it is; `offered` asks for its mode as well."""
        key = (of, slot, offered)
        if key not in self._set:
            self._set[key] = _since(
                (begun, (entry.value, entry.mode if offered else None) if entry else None)
                for _, begun, entries in self.versions.get(of, [])
                for entry in [entries.get(slot)]
            )
        return self._set[key]

    def chosen_since(self, of: UUID, unit_code: str, slot: Slot) -> dt.date | None:
        """Since when a unit has its own value in the slot."""
        return _since(
            (begun, (difference.value,) if difference else None)
            for begun, differences in self.adaptations.get((of, unit_code), [])
            for difference in [differences.get(slot)]
        )


def _since(states: Iterable[tuple[dt.date, Any]]) -> dt.date | None:
    """The day from which the last state has been so without a break; None when it is nothing."""
    since, before = None, None
    for begun, state in states:
        if state is None or state != before:
            since = None if state is None else begun
        before = state
    return since


def units_below(unit_id: int, day: dt.date) -> list[UnitBelow]:
    """The organisations below a unit on a day, the higher first, then by name: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"unit": unit_id, "day": day})
        rows = cursor.fetchall()
    parents = {parent for *_, parent in rows}
    groups: dict[int, str] = {}
    found = []
    for key, code, name, label, employer, parent in rows:
        groups[key] = groups.get(parent, code)
        found.append(
            UnitBelow(key, code, name, label, employer, parent, groups[key], key in parents)
        )
    return found


def itself(viewer: Viewer) -> UnitBelow:
    """The unit in the URL, to be read beside those below it."""
    here = viewer.here
    return UnitBelow(
        id=here.id,
        code=here.code,
        name=here.name,
        label=here.kind_label,
        employer=here.is_employer,
        parent_id=None,
        group=here.code,
        holds_others=True,
    )


def standings_below(
    viewer: Viewer,
    units: Sequence[UnitBelow],
    *,
    day: dt.date | None = None,
    kind_codes: Sequence[str] | None = None,
    change: Change = AS_IT_IS,
) -> dict[int, list[Standing]]:
    """What stands at each of the units, values and all: for this module and the preview alone."""
    day = day or viewer.day
    with _reading(viewer, units, day):
        ids = [unit.id for unit in units]
        return standings_at_each(ids, day, kind_codes=kind_codes, change=change)


def effective_below(viewer: Viewer, units: Sequence[UnitBelow]) -> dict[int, list[Effective]]:
    """What is in effect at each of the units, of every kind: one query for all of them.

    With the values, so it is for a check or a measurement, and never for a page of a publisher.
    """
    found = standings_below(viewer, units)
    return {unit_id: [each.effective for each in standings] for unit_id, standings in found.items()}


def _reading(viewer: Viewer, units: Sequence[UnitBelow], day: dt.date) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.path(%s, %s)", [viewer.here.id, day])
        (path,) = cursor.fetchone()
    return system_scope(DRIFT, units=[*path, *(unit.id for unit in units)], day=day)


def drift(
    viewer: Viewer,
    units: Sequence[UnitBelow],
    *,
    kind_codes: Sequence[str] | None = None,
    with_ages: bool = True,
) -> list[Drift]:
    """Each definition of the unit in the URL and above it, at each of some units below.

    One query for what is in effect, whatever the number of units and kinds, and two for since when
    (without them every age is that of the version).
    """
    day = viewer.day
    with _reading(viewer, units, day):
        ids = [unit.id for unit in units]
        standings = standings_at_each([viewer.here.id, *ids], day, kind_codes=kind_codes)
        whole = [standing.effective for standing in standings.get(viewer.here.id, [])]
        known = [each.public_id for each in whole if each.public_id and with_ages]
        history = _history(known, day) if known else History({}, {})
    return [
        found for unit in units for found in _at(unit, whole, standings.get(unit.id, []), history)
    ]


def _at(
    unit: UnitBelow, above: Sequence[Effective], standings: Sequence[Standing], history: History
) -> Iterator[Drift]:
    here = {(s.effective.kind.code, s.effective.key): s for s in standings}
    for each in above:
        if each.kind.above_employers and unit.employer and not unit.holds_others:
            continue
        standing = here.get((each.kind.code, each.key))
        if standing is None or each.public_id is None:
            continue
        told = without_added(standing)
        found = told.effective
        about = (unit, each.kind, each.public_id, each.title, each.owner_name, each.version)
        if found.public_id != each.public_id:
            yield Drift(*about, replaced_by=found.owner_name)
            continue
        facts = [
            fact
            for of in found.fields
            for slot in of.slots
            if (fact := slot_fact(unit, told, of.spec, slot, history))
        ]
        facts += _added_facts(unit, standing, history)
        yield Drift(
            *about,
            adapted=tuple(f for f in facts if f.state in _OWN_STATES),
            waiting=tuple(f for f in facts if f.state in _WAITING_STATES),
            overruled=tuple(f for f in facts if f.state == State.LOCKED),
        )


_WAITING_STATES = {State.CONFLICT, State.PENDING}
_OWN_STATES = {State.ADAPTED, State.REFUSED, State.CONFLICT}


def _added_facts(unit: UnitBelow, standing: Standing, history: History) -> list[SlotFact]:
    """The items that the unit added: overruled where the list has been closed, all of them alike."""
    whole = standing.effective
    assert whole.public_id is not None
    return [
        SlotFact(
            whole.kind.field(slot.field),
            own=True,
            state=State.ADAPTED
            if m.open_to_additions(standing.above, slot.field)
            else State.LOCKED,
            since=history.chosen_since(whole.public_id, unit.code, slot) or whole.valid_from,
        )
        for slot in sorted(m.added(standing.differences))
    ]


def slot_fact(
    unit: UnitBelow, standing: Standing, spec: FieldSpec, slot: EffectiveSlot, history: History
) -> SlotFact | None:
    """What may be said above of a slot at a unit; None where it simply holds what it inherits.

    `standing` is :func:`without_added`.
    """
    own = slot.slot in standing.differences
    if not own and slot.state != State.PENDING:
        return None
    of = standing.effective.public_id
    assert of is not None
    state = state_told(spec, slot)
    if state in _WAITING_STATES:
        since = _above_since(of, unit, slot, history)
    else:
        since = history.chosen_since(of, unit.code, slot.slot)
    since = since or standing.effective.valid_from
    return SlotFact(spec, item_above(spec, slot), state=state, since=since)


def _above_since(
    of: UUID, unit: UnitBelow, slot: EffectiveSlot, history: History
) -> dt.date | None:
    for step in reversed(slot.steps):
        if step.unit_code == unit.code:
            continue
        if step.what in {"adapted", "refused"}:
            return history.chosen_since(of, step.unit_code, slot.slot)
        return history.set_since(of, slot.slot, offered=slot.state == State.PENDING)
    return None


def _history(definitions: Sequence[UUID], day: dt.date) -> History:
    versions: dict[UUID, list[tuple[int, dt.date, m.Entries]]] = {}
    begun = {"definition__public_id__in": definitions, "valid_from__lte": day}
    rows = DefinitionVersion.objects.filter(**begun).order_by("number")
    for of, number, since, fields in rows.values_list(
        "definition__public_id", "number", "valid_from", "fields"
    ):
        versions.setdefault(of, []).append((number, since, m.entries_of(fields)))
    adaptations: dict[tuple[UUID, str], list[tuple[dt.date, m.Differences]]] = {}
    chosen = Adaptation.objects.filter(**begun).order_by("valid_from", "version")
    for of, code, since, stored in chosen.values_list(
        "definition__public_id", "unit__code", "valid_from", "differences"
    ):
        adaptations.setdefault((of, code), []).append((since, m.differences_of(stored)))
    return History(versions, adaptations)


def tally(drifts: Iterable[Drift], day: dt.date) -> Tally:
    """The figures of some units' drift of one definition; `fields` are the different fields adapted."""
    found = list(drifts)
    in_effect = [each for each in found if not each.replaced_by]
    return Tally(
        units=len(found),
        in_effect=len(in_effect),
        settled=sum(each.settled for each in in_effect),
        adapted=sum(bool(each.adapted) for each in in_effect),
        waiting=sum(bool(each.waiting) for each in in_effect),
        long=sum(each.oldest(day) > LONG_DAYS for each in in_effect),
        overruled=sum(bool(each.overruled) for each in in_effect),
        replaced=len(found) - len(in_effect),
        fields=len({fact.spec.name for each in in_effect for fact in each.adapted}),
    )


def tallies(drifts: Iterable[Drift], day: dt.date) -> dict[UUID, Tally]:
    """The figures of each definition, by its public id."""
    found: dict[UUID, list[Drift]] = {}
    for each in drifts:
        found.setdefault(each.public_id, []).append(each)
    return {public_id: tally(each, day) for public_id, each in found.items()}
