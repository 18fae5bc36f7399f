"""The table of steps: every state can be left or is over, and nobody takes a step that is another's."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from talentpools import lifecycle
from talentpools.enums import ENDED, SHOWN, MembershipStatus
from talentpools.lifecycle import BEGINS, By

STATES = st.sampled_from(list(MembershipStatus))
PARTIES = st.sampled_from(list(By))


def reachable() -> set[MembershipStatus]:
    """Every state that some walk from a beginning reaches."""
    seen: set[MembershipStatus] = set()
    todo = [state for states in BEGINS.values() for state in states]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += [m.to for by in By for m in lifecycle.moves(state, by)]
    return seen


def test_every_state_but_prepared_is_reached() -> None:
    assert reachable() == set(MembershipStatus) - {MembershipStatus.PREPARED}


@given(STATES, PARTIES)
def test_a_state_is_over_exactly_when_no_step_follows(state, by) -> None:
    if state == MembershipStatus.PREPARED:
        assert lifecycle.moves(state, by) == ()
    else:
        assert (lifecycle.moves(state, by) == ()) == (state in ENDED) == lifecycle.is_over(state)


@given(STATES, PARTIES)
def test_from_every_open_state_either_side_can_end_it(state, by) -> None:
    if state in SHOWN:
        assert MembershipStatus.LEFT in {m.to for m in lifecycle.moves(state, by)}


@given(STATES, PARTIES, st.text(max_size=30))
def test_only_what_is_written_in_the_table_is_a_step(state, by, text) -> None:
    found = lifecycle.move(state, text, by)
    assert found is None or (str(found) == text and found in lifecycle.moves(state, by))


@given(st.lists(st.tuples(PARTIES, st.integers(0, 20)), max_size=12))
def test_no_walk_goes_on_after_the_end_or_repeats_a_step_written_alike(walk) -> None:
    state = MembershipStatus.INVITED
    for by, number in walk:
        steps = lifecycle.moves(state, by)
        assert len({str(each) for each in steps}) == len(steps)
        if not steps:
            assert state in ENDED
            break
        state = steps[number % len(steps)].to
        assert state != MembershipStatus.PREPARED


@pytest.mark.parametrize("state", [s for s in SHOWN if s not in ("active", "paused")])
def test_nobody_but_the_person_or_by_her_word_turns_waiting_into_active(state) -> None:
    """Pool people place whoever applied; an invitation is accepted by her, or in person."""
    labels = [m.label for m in lifecycle.moves(state, By.POOL) if m.to == "active"]
    if state == MembershipStatus.INVITED:
        assert labels == ["Active: accepted in person"]
    person = [m.to for m in lifecycle.moves(state, By.PERSON)]
    assert ("active" in person) == (state in ("invited", "assessed_in"))


def test_pausing_and_ending_always_have_a_reason() -> None:
    for by in By:
        for each in lifecycle.all_moves(by):
            needs = each.to in (*ENDED, MembershipStatus.PAUSED)
            assert (each.reason is not None) == needs, each
