"""The merge, by its laws: whatever the owner and the units below do, these hold."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from orgs.inheritance import merge as m
from orgs.inheritance.merge import ABSENT, Difference, Entry, Mode, Slot, State

SLOTS = st.sampled_from([Slot("due"), Slot("wanted"), *(Slot("roles", key) for key in "abc")])
#: A field's value or an item's words, or an item of parts.
PARTS = st.dictionaries(st.sampled_from(["title", "weeks"]), st.integers(1, 2), max_size=2)
VALUES = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["x", "y"]), PARTS)
ENTRIES = st.dictionaries(SLOTS, st.builds(Entry, VALUES, st.sampled_from(Mode)), max_size=5)
MAYBE = st.one_of(VALUES, st.just(ABSENT))
DIFFERENCES = st.dictionaries(SLOTS, st.builds(Difference, MAYBE, MAYBE), max_size=5)


@given(ENTRIES, DIFFERENCES, SLOTS, MAYBE)
def test_removing_an_adaptation_restores_the_inherited_value(
    upstream: Any, differences: Any, slot: Slot, value: Any
) -> None:
    before = m.merge(upstream, m.give_back(differences, [slot]))
    chosen = m.choose(upstream, differences, slot, value)
    assert m.merge(upstream, m.give_back(chosen, [slot])) == before
    assert m.merge(upstream, m.give_back(chosen)) == m.merge(upstream, {})


@given(ENTRIES, DIFFERENCES)
def test_locked_beats_adapted(upstream: Any, differences: Any) -> None:
    merged = m.merge(upstream, differences)
    for slot, entry in upstream.items():
        if entry.mode == Mode.LOCKED:
            assert (merged[slot].value, merged[slot].state) == (entry.value, State.LOCKED)


@given(ENTRIES, DIFFERENCES, SLOTS, VALUES)
def test_an_upstream_change_arrives_in_every_slot_that_was_not_touched(
    upstream: Any, differences: Any, slot: Slot, value: Any
) -> None:
    untouched = m.give_back(differences, [slot])
    changed = {**upstream, slot: Entry(value, Mode.DEFAULT)}
    result = m.merge(changed, untouched)[slot]
    assert (result.value, result.state) == (value, State.INHERITED)


@given(ENTRIES, DIFFERENCES, SLOTS, MAYBE)
def test_adapting_one_slot_never_changes_another(
    upstream: Any, differences: Any, slot: Slot, value: Any
) -> None:
    before = m.merge(upstream, differences)
    after = m.merge(upstream, m.choose(upstream, differences, slot, value))
    others = (before.keys() | after.keys()) - {slot}
    assert {s: before.get(s) for s in others} == {s: after.get(s) for s in others}


@given(ENTRIES, ENTRIES, SLOTS, VALUES)
def test_where_both_changed_the_local_value_stays_until_chosen(
    upstream: Any, later: Any, slot: Slot, value: Any
) -> None:
    chosen = m.choose(upstream, {}, slot, value)
    result = m.merge(later, chosen).get(slot)
    if slot not in chosen or result is None or result.state == State.LOCKED:
        return
    assert result.value == value
    entry = later.get(slot)
    above = ABSENT if entry is None else entry.value
    both = above not in (value, chosen[slot].base)
    assert (result.state == State.CONFLICT) == both


@given(ENTRIES, SLOTS, VALUES)
def test_a_choice_settles_a_conflict_either_way(upstream: Any, slot: Slot, value: Any) -> None:
    old = {slot: Difference(value, "what stood above long ago")}
    if m.merge(upstream, old).get(slot, None) is None:
        return
    if m.merge(upstream, old)[slot].state != State.CONFLICT:
        return
    kept = m.merge(upstream, m.choose(upstream, old, slot, value))
    assert (slot not in kept and value is ABSENT) or kept[slot].value == value
    assert slot not in kept or kept[slot].state != State.CONFLICT
    taken = m.merge(upstream, m.give_back(old, [slot]))
    assert taken == m.merge(upstream, {})


@given(DIFFERENCES)
def test_differences_survive_being_stored(differences: Any) -> None:
    assert m.differences_of(m.stored_differences(differences)) == differences


def test_a_suggestion_is_offered_and_not_applied() -> None:
    upstream = {Slot("due"): Entry("2027-03-31", Mode.SUGGESTED)}
    offered = m.merge(upstream, {})[Slot("due")]
    assert (offered.value, offered.above, offered.state) == (ABSENT, "2027-03-31", State.PENDING)
    taken = m.choose(upstream, {}, Slot("due"), "2027-03-31")
    assert m.merge(upstream, taken)[Slot("due")].state == State.ADAPTED
    refused = m.choose(upstream, {}, Slot("due"), ABSENT)
    assert m.merge(upstream, refused)[Slot("due")].state == State.REFUSED
    assert m.pass_on(m.merge(upstream, {})) == upstream


def test_nothing_is_added_to_a_list_that_is_locked() -> None:
    added = {Slot("roles", "z"): Difference("Z", ABSENT)}
    open_list = {Slot("roles"): Entry(None), Slot("roles", "a"): Entry("A")}
    shut = {**open_list, Slot("roles"): Entry(None, Mode.LOCKED)}
    assert list(m.merge(open_list, added)) == [
        Slot("roles"),
        Slot("roles", "a"),
        Slot("roles", "z"),
    ]
    assert list(m.merge(shut, added)) == [Slot("roles"), Slot("roles", "a")]


def test_an_item_that_was_adapted_and_has_gone_from_above_waits_for_a_choice() -> None:
    upstream = {Slot("roles"): Entry(None), Slot("roles", "a"): Entry("A")}
    chosen = m.choose(upstream, {}, Slot("roles", "a"), "Mine")
    gone = {Slot("roles"): Entry(None)}
    result = m.merge(gone, chosen)[Slot("roles", "a")]
    assert (result.value, result.above, result.state) == ("Mine", ABSENT, State.CONFLICT)


def test_three_levels() -> None:
    nation = {Slot("wanted"): Entry(2), Slot("due"): Entry("d", Mode.LOCKED)}
    region = m.pass_on(m.merge(nation, m.choose(nation, {}, Slot("wanted"), 3)))
    assert region == {Slot("wanted"): Entry(3), Slot("due"): Entry("d", Mode.LOCKED)}
    trust = m.choose(region, {}, Slot("wanted"), 4)
    assert trust == {Slot("wanted"): Difference(4, 3)}
    later = m.pass_on(m.merge(nation, m.choose(nation, {}, Slot("wanted"), 5)))
    assert m.merge(later, trust)[Slot("wanted")].state == State.CONFLICT
