"""What holds below, by its laws: for any chain of units, any versions, lists and their items included."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orgs.inheritance import merge as m
from orgs.inheritance.effective import Effective, Standing, standings_of
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, kinds
from orgs.inheritance.merge import ABSENT, Differences, Mode, Slot, State

DAY = dt.date(2026, 4, 1)
OF = UUID(int=7)
CHAIN = DefinitionKind(
    "test_chain",
    "Chain",
    "Chains",
    (
        FieldSpec("months", "Months", "number", default=6),
        FieldSpec("note", "Note", "text", default=""),
        FieldSpec("least", "Least", "number", default=1, tightens="up"),
        FieldSpec("roles", "Roles", "list", default=[{"key": "z", "value": "z"}]),
    ),
)


@pytest.fixture(autouse=True, scope="module")
def chain_kind() -> Iterator[None]:
    kinds.add(CHAIN.code, CHAIN)
    yield
    kinds._items.pop(CHAIN.code)


MODES = st.sampled_from([mode.value for mode in Mode])
WORDS = st.sampled_from(["x", "y", "w"])
NUMBERS = st.integers(1, 9)
#: Items of words, and items of parts, which differ in one part or in all.
ITEM_VALUES: list[Any] = ["x", "y", "w", {"t": "x", "weeks": 4}, {"t": "x", "weeks": 8}, {"t": "y"}]
ITEMS = st.dictionaries(
    st.sampled_from("abcd"), st.tuples(st.sampled_from(ITEM_VALUES), MODES), max_size=3
)


@st.composite
def versions(draw: st.DrawFn) -> dict[str, Any]:
    """The stored fields of a version; any of the fields may be left to the platform."""
    fields: dict[str, Any] = {}
    for name, values in (("months", NUMBERS), ("note", WORDS)):
        if draw(st.booleans()):
            fields[name] = {"value": draw(values), "mode": draw(MODES)}
    if draw(st.booleans()):
        mode = draw(st.sampled_from([Mode.DEFAULT.value, Mode.LOCKED.value]))
        fields["least"] = {"value": draw(NUMBERS), "mode": mode}
    if draw(st.booleans()):
        fields["roles"] = {
            "mode": draw(st.sampled_from([Mode.DEFAULT.value, Mode.LOCKED.value])),
            "items": [
                {"key": key, "value": value, "mode": mode}
                for key, (value, mode) in draw(ITEMS).items()
            ],
        }
    return fields


SLOTS = st.sampled_from(
    [Slot("months"), Slot("note"), Slot("least"), *(Slot("roles", key) for key in "abcdz")]
)
CHOICES = st.lists(st.tuples(SLOTS, st.one_of(NUMBERS, st.just(ABSENT))), max_size=4)


def value_for(slot: Slot, raw: Any) -> Any:
    """A number as the slot has it; a field that only tightens is never left out."""
    if slot.field in {"months", "least"}:
        return 5 if raw is ABSENT else raw
    if raw is ABSENT:
        return raw
    return ITEM_VALUES[raw % len(ITEM_VALUES)] if slot.item else "xyw"[raw % 3]


def standing(fields: Any, chosen: Sequence[Differences], *, number: int = 1) -> Standing:
    """What stands at the last unit of a chain: the owner, then a unit for each of the differences."""
    row = (1, CHAIN.code, OF, "chain", "Chain", "N", "Nation", 1, number, DAY, fields)
    adaptations = [
        {
            "code": f"U{depth}",
            "name": f"Unit {depth}",
            "own": depth == len(chosen) - 1,
            "version": 1,
            "valid_from": DAY.isoformat(),
            "differences": m.stored_differences(each),
        }
        for depth, each in enumerate(chosen)
    ]
    return standings_of([(*row, adaptations)], DAY)[1][0]


def choosing(
    fields: Any, above: Sequence[Differences], own: Differences, choices: Sequence[tuple[Slot, Any]]
) -> Differences:
    """The differences after a unit at the end of a chain made its choices, as the service allows."""
    for slot, raw in choices:
        stands = standing(fields, [*above, own]).above
        entry, around = stands.get(slot), stands.get(Slot(slot.field))
        closed = bool(slot.item) and around is not None and around.mode == Mode.LOCKED
        locked = entry.mode == Mode.LOCKED if entry is not None else closed
        value = value_for(slot, raw)
        if locked or (entry is None and value is ABSENT):
            continue
        if slot.field == "least" and entry is not None and value < entry.value:
            continue  # refused: looser than what stands above
        own = m.choose(stands, own, slot, value)
    return own


def grown(fields: Any, choices: Sequence[Sequence[tuple[Slot, Any]]]) -> list[Differences]:
    """A chain in which each unit chose, from the top down."""
    found: list[Differences] = []
    for each in choices:
        found.append(choosing(fields, found, {}, each))
    return found


def values(found: Effective) -> dict[str, Any]:
    return {spec.name: found.value(spec.name) for spec in CHAIN.fields}


CHAINS = st.lists(CHOICES, max_size=3)


@given(versions(), CHAINS, CHAINS, SLOTS, st.one_of(NUMBERS, st.just(ABSENT)))
def test_adapting_commutes_with_moving(
    fields: Any, one: Any, other: Any, slot: Slot, raw: Any
) -> None:
    here, there = grown(fields, one), grown(fields, other)
    value = value_for(slot, raw)
    before, after = standing(fields, [*here, {}]), standing(fields, [*there, {}])
    for place in (before, after):
        entry, around = place.above.get(slot), place.above.get(Slot(slot.field))
        # It is a choice in both places: not what is inherited there anyway, and allowed.
        assume(value != (ABSENT if entry is None else entry.value))
        assume(entry is None or entry.mode != Mode.LOCKED)
        assume(entry is not None or around is None or around.mode != Mode.LOCKED)
        assume(slot.field != "least" or entry is None or value >= entry.value)
    adapted_then_moved = standing(fields, [*there, choosing(fields, here, {}, [(slot, raw)])])
    moved_then_adapted = standing(fields, [*there, choosing(fields, there, {}, [(slot, raw)])])
    assert values(adapted_then_moved.effective) == values(moved_then_adapted.effective)


@given(versions(), versions(), CHAINS, CHOICES)
def test_locked_beats_adapted_for_any_chain_and_a_later_lock_too(
    first: Any, second: Any, above: Any, own: Any
) -> None:
    chain = grown(first, above)
    chain.append(choosing(first, chain, {}, own))
    found = standing(second, chain, number=2).effective
    for field in found.fields:
        for slot in field.slots:
            stored = second.get(slot.slot.field)
            if stored is None:
                continue
            if slot.slot.item:
                entry = next((i for i in stored["items"] if i["key"] == slot.slot.item), None)
            else:
                entry = stored
            if entry is not None and entry["mode"] == Mode.LOCKED.value:
                assert slot.state == State.LOCKED
                assert slot.value == entry["value"]


@given(versions(), versions(), CHAINS, CHOICES)
def test_removing_an_adaptation_restores_what_is_inherited(
    first: Any, second: Any, above: Any, own: Any
) -> None:
    chain = grown(first, above)
    chosen = choosing(first, chain, {}, own)
    for fields in (first, second):  # also when a version came in between
        inherited = values(standing(fields, [*chain, {}]).effective)
        assert values(standing(fields, [*chain, m.give_back(chosen)]).effective) == inherited
        assert (
            values(standing(fields, [*chain, m.give_back(chosen, chosen)]).effective) == inherited
        )


@given(versions(), versions(), CHAINS, CHOICES)
def test_a_later_version_arrives_wherever_nobody_chose(
    first: Any, second: Any, above: Any, own: Any
) -> None:
    chain = grown(first, above)
    chain.append(choosing(first, chain, {}, own))
    touched = {slot.field for each in chain for slot in each}
    untouched = values(standing(second, [{}], number=2).effective)
    found = values(standing(second, chain, number=2).effective)
    for name in {"months", "note", "least", "roles"} - touched:
        assert found[name] == untouched[name]


@given(versions(), CHAINS)
def test_what_may_only_become_stricter_never_becomes_looser(fields: Any, above: Any) -> None:
    chain = grown(fields, above)
    least = [
        standing(fields, [*chain[:length], {}]).effective.value("least")
        for length in range(len(chain) + 1)
    ]
    assert least == sorted(least)
    assert least[0] >= 1


@given(st.lists(st.tuples(versions(), CHAINS), min_size=1, max_size=4))
def test_many_units_at_once_are_as_each_alone(units: Any) -> None:
    rows, alone = [], {}
    for unit_id, (fields, above) in enumerate(units, start=1):
        chain = grown(fields, above)
        found = standing(fields, chain)
        alone[unit_id] = values(found.effective)
        adaptations = [
            {
                "code": f"U{depth}",
                "name": f"Unit {depth}",
                "own": depth == len(chain) - 1,
                "version": 1,
                "valid_from": DAY.isoformat(),
                "differences": m.stored_differences(each),
            }
            for depth, each in enumerate(chain)
        ]
        of = UUID(int=unit_id)  # each has a definition of its own
        row = (unit_id, CHAIN.code, of, "chain", "Chain", "N", "Nation", 1, 1, DAY, fields)
        rows.append((*row, adaptations))
    together = standings_of(rows, DAY)
    assert {unit: values(each[0].effective) for unit, each in together.items()} == alone
