"""The values of one definition that would be others at an employer, as they may be told above it.

A value that the employer chose is "its own choice" in a row, and nothing of a row depends on what it is:
wherever something else stands above, or the choice was made about another definition, there is a row,
with the same words and answers, whether the value would in fact be another or not. An item that it added
is a row without words, and what stands above under the same key one of its own, as everywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from orgs.inheritance import merge as m
from orgs.inheritance.as_if import Pair
from orgs.inheritance.effective import Effective, Standing
from orgs.inheritance.kinds import FieldSpec
from orgs.inheritance.merge import ABSENT, Difference, Differences, Entries, Mode, Slot
from orgs.inheritance.values import Choices, item_words, value_words
from orgs.restructure.checks import Made, key_of

KEY = "settings"
KEEP = "keep"
_NOT_THERE = "Not there"
_ITS_OWN = "Its own choice"
NOBODY = "Nobody above defines it any more"


@dataclass(frozen=True)
class Altered:
    """One value of a definition that would be another: a field, or one item of a list.

    ``kept`` is the difference that keeps the old one. ``added``: an item that the unit itself added.
    ``may_stay``: whether that can be chosen, and ``note`` why not, or what follows.
    """

    slot: Slot
    label: str
    before: str
    after: str
    kept: Difference | None = None
    may_stay: bool = False
    note: str = ""
    added: bool = False


@dataclass(frozen=True)
class Alteration:
    """A definition that would stand differently at an employer; ``values`` is empty where it is only
    there or not there as a whole. ``added``: items of its own that were in effect and can go on.
    """

    code: str
    name: str
    pair: Pair
    values: tuple[Altered, ...] = ()
    note: str = ""
    added: Differences = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the definition is called."""
        kind = self.pair.kind
        shown = self.pair.after or self.pair.before
        own = "" if kind.single or shown is None else shown.effective.title
        return f"{kind.label}: {own}" if own and own != kind.label else kind.label

    def key(self, altered: Altered | None = None) -> str:
        return key_of(KEY, *self._parts(altered))

    def _parts(self, altered: Altered | None) -> tuple[str, ...]:
        of = (self.code, self.pair.kind.code, self.pair.key, str(altered.slot) if altered else "")
        return (*of, "added") if altered and altered.added else of

    def kept(self, made: Made) -> Differences | None:
        """The unit's own differences with what is kept by what was decided; None when nothing is.

        Whether anything is kept follows from the rows alone, so neither does a number of rows written
        tell of a value.
        """
        stays = [
            each
            for each in self.values
            if each.may_stay and made.decided(KEY, *self._parts(each), default=KEEP) == KEEP
        ]
        if not stays or self.pair.after is None:
            return None
        above, own = self.pair.after.above, self.pair.after.differences
        named = {each.slot: each.kept for each in stays if each.kept and not each.added}
        back = {each.slot for each in stays if each.added}
        given_up = {each.slot for each in self.values if each.added and each.may_stay} - back
        # What it added to this definition stays, whatever was decided of an item above of that key.
        theirs = {slot: each for slot, each in m.added(own).items() if slot not in back}
        held = {slot for slot in theirs if m.open_to_additions(above, slot.field)}
        return {
            **{slot: each for slot, each in own.items() if slot not in m.added(own)},
            **theirs,
            **{slot: each for slot, each in named.items() if slot not in held},
            **{slot: each for slot, each in self.added.items() if slot not in given_up},
        }


def altered_values(
    pair: Pair, platforms: Effective | None, choices: Choices
) -> tuple[tuple[Altered, ...], Differences]:
    """The rows of a definition, and the items of its own that were in effect and can go on.

    `platforms` is what holds where nobody defines it, of a kind that has something of its own.
    """
    was, will = (_without_choices(each, platforms) for each in (pair.before, pair.after))
    goes_on = (
        pair.before is not None
        and pair.after is not None
        and pair.before.differences == pair.after.differences
    )
    found = [*_named(pair, was, will, choices, goes_on=goes_on), *_added(pair, goes_on=goes_on)]
    return tuple(found), _added_that_can_go_on(pair)


def in_effect(found: Effective) -> dict[Slot, Any]:
    """What is in effect, by slot: each field, and each item of a list."""
    values: dict[Slot, Any] = {}
    for each in found.fields:
        if each.spec.type == "list":
            values |= {item.slot: item.value for item in each.items if item.in_effect}
        else:
            values[each.itself.slot] = each.value
    return values


def _without_choices(standing: Standing | None, platforms: Effective | None) -> dict[Slot, Any]:
    """As :func:`in_effect`, if the unit had chosen nothing."""
    if standing is None:
        return in_effect(platforms) if platforms is not None else {}
    if not standing.differences:
        return in_effect(standing.effective)
    kind = standing.effective.kind
    values: dict[Slot, Any] = {}
    for slot, result in m.merge(standing.above, {}, kind.tightening).items():
        spec = kind.field(slot.field)
        if slot.item:
            values |= {slot: result.value} if result.value is not ABSENT else {}
        elif spec.type != "list":
            values[slot] = spec.initial() if result.value is ABSENT else result.value
    return values


# --- what has words above ----------------------------------------------------------------------------


def _named(
    pair: Pair,
    was: Mapping[Slot, Any],
    will: Mapping[Slot, Any],
    choices: Choices,
    *,
    goes_on: bool,
) -> Iterator[Altered]:
    above, below = _above(pair.before), _above(pair.after)
    own = {**_chosen(pair.before), **_chosen(pair.after)}
    for slot in dict.fromkeys([*was, *above, *will, *below, *sorted(own)]):
        spec = pair.kind.field(slot.field)
        if spec.type == "list" and not slot.item:
            continue
        ours, still = _is_own(pair.before, slot), _is_own(pair.after, slot)
        label = _label(pair, spec, slot, choices)
        then = value_words(spec, will.get(slot, ABSENT), choices)
        if ours and still and goes_on:
            if above.get(slot) != below.get(slot):
                yield Altered(slot, label, _ITS_OWN, _ITS_OWN, note=_goes_on(spec, then))
            continue
        if not ours and not still and was.get(slot, ABSENT) == will.get(slot, ABSENT):
            continue
        before = _ITS_OWN if ours else value_words(spec, was.get(slot, ABSENT), choices)
        after = _ITS_OWN if still else then
        if slot.item and (slot in was) != (slot in will):
            before, after = (
                "There" if slot in values and words != _ITS_OWN else words
                for values, words in ((was, before), (will, after))
            )
        kept, note = _kept(pair, slot, was.get(slot, ABSENT), ours=ours)
        yield Altered(slot, label, before, after, kept, kept is not None, note)


def _above(standing: Standing | None) -> Entries:
    return standing.above if standing is not None else {}


def _chosen(standing: Standing | None) -> Differences:
    """The unit's own differences, but for items that it added."""
    if standing is None:
        return {}
    added = m.added(standing.differences)
    return {slot: each for slot, each in standing.differences.items() if slot not in added}


def _is_own(standing: Standing | None, slot: Slot) -> bool:
    """Whether what stands in a slot is what the unit itself chose, as far as what is above allows it."""
    chosen = _chosen(standing).get(slot)
    if standing is None or chosen is None:
        return False
    entry = standing.above.get(slot)
    if entry is not None:
        return entry.mode != Mode.LOCKED
    return chosen.value is not ABSENT and m.open_to_additions(standing.above, slot.field)


def _label(pair: Pair, spec: FieldSpec, slot: Slot, choices: Choices) -> str:
    """The field, with an item as it is, or was, written above."""
    if not slot.item:
        return spec.label
    above = [each[slot].value for each in map(_above, (pair.before, pair.after)) if slot in each]
    above += [
        each[slot].base
        for each in map(_chosen, (pair.before, pair.after))
        if slot in each and each[slot].base is not ABSENT
    ]
    return f"{spec.label}: {item_words(spec, above[0], choices)}" if above else spec.label


def _goes_on(spec: FieldSpec, then: str) -> str:
    held = ", and the stricter of both holds" if spec.tightens else ""
    return f"It goes on. What stands above it is then: {then}{held}"


def _kept(pair: Pair, slot: Slot, value: Any, *, ours: bool) -> tuple[Difference | None, str]:
    """The difference that keeps what was in effect below what stands above afterwards, and a note.

    `value` is what was in effect without a choice of the unit, `ours` whether it had one.
    """
    if pair.after is None:
        return None, NOBODY
    spec, entry = pair.kind.field(slot.field), pair.after.above.get(slot)
    owner = pair.after.effective.owner_name
    if entry is not None and entry.mode == Mode.LOCKED:
        return None, f"{owner} has locked it, so it cannot be kept"
    if entry is None and not m.open_to_additions(pair.after.above, slot.field):
        return None, _closed(pair.after)
    if ours:
        note = "The stricter of both holds" if spec.tightens else ""
        return _as_it_was(pair, slot, value, ours=True), note
    if spec.tightens and entry is not None and spec.stricter(value, entry.value) != value:
        return None, f"{owner} asks for something stricter, which holds"
    return _as_it_was(pair, slot, value, ours=False), ""


def _as_it_was(pair: Pair, slot: Slot, value: Any, *, ours: bool) -> Difference:
    """What was in effect as a difference. A choice goes on as it was made, with what stood above then."""
    above, own = _above(pair.before), _chosen(pair.before).get(slot)
    if ours and pair.before is not None:
        found = pair.before.effective.slot(slot)
        value = found.value if found is not None else ABSENT
    if own is not None and own.value == value:
        return own
    if pair.before is None:  # then the platform's own value stood above
        return Difference(value, value)
    return Difference(value, above[slot].value if slot in above else ABSENT)


def _closed(after: Standing) -> str:
    return f"{after.effective.owner_name} has closed the list, so it cannot be kept"


# --- items that the unit added -----------------------------------------------------------------------


def _added(pair: Pair, *, goes_on: bool) -> Iterator[Altered]:
    """A row for each item that the unit added, without its words; the same whatever stands above."""
    had, has = (m.added(each.differences) if each else {} for each in (pair.before, pair.after))
    for slot in sorted({*had, *has}):
        held, holds = (
            slot in added and m.open_to_additions(_above(standing), slot.field)
            for added, standing in ((had, pair.before), (has, pair.after))
        )
        if (held and holds and goes_on) or not (held or holds):
            continue
        is_open = pair.after is not None and m.open_to_additions(pair.after.above, slot.field)
        label = f"{pair.kind.field(slot.field).label}, an item of its own"
        before, after = (_ITS_OWN if each else _NOT_THERE for each in (held, holds))
        note = "" if is_open else NOBODY if pair.after is None else _closed(pair.after)
        yield Altered(slot, label, before, after, None, is_open, note, added=True)


def _added_that_can_go_on(pair: Pair) -> Differences:
    """The items that the unit added which were in effect before and would be, if they were kept."""
    if pair.before is None or pair.after is None:
        return {}
    now, kept = pair.before.effective, m.added(pair.before.differences)
    merged = m.merge(pair.after.above, kept, pair.kind.tightening)
    return {
        slot: each
        for slot, each in kept.items()
        if (found := now.slot(slot)) is not None
        and found.value == each.value
        and slot in merged
        and merged[slot].value == each.value
    }
