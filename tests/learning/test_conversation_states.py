"""Every order of moves: an outcome counts only while both sides have said yes to the same proposal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.conversation_states import Move, MoveError, Side, Standing, State, after, moves

STEPS = st.lists(st.tuples(st.sampled_from(Move), st.sampled_from(Side)), max_size=40)


@given(STEPS)
def test_an_outcome_counts_only_by_two_yeses_to_one_proposal(steps) -> None:
    """A ledger beside the states, which knows only who said yes to which proposal, and no state."""
    now, proposal, yes, ended, met = Standing(), 0, {}, False, False
    for move, side in steps:
        if move not in moves(now, side):
            with pytest.raises(MoveError):
                after(now, move, side)
            continue
        now = after(now, move, side)
        assert not ended, "nothing happens after the end"
        met = met or move is Move.MEET
        if move is Move.PROPOSE:
            proposal, yes = proposal + 1, {side: proposal + 1}
        elif move is Move.AGREE:
            yes[side] = proposal
        elif move in (Move.DECLINE, Move.REOPEN, Move.CLOSE):
            yes = {}
            ended = move is Move.CLOSE
        both = len(yes) == 2 and set(yes.values()) == {proposal}
        assert now.counts is both
        assert now.yes == frozenset(yes)
        assert not both or met, "nobody agrees before they have met"


@given(STEPS)
def test_nobody_agrees_with_herself(steps) -> None:
    now = Standing()
    for move, side in steps:
        if move in moves(now, side):
            before, now = now, after(now, move, side)
            if move is Move.AGREE:
                assert before.yes == {side.opposite}


def test_only_the_person_takes_back_what_was_agreed() -> None:
    agreed = Standing(State.AGREED, frozenset(Side))
    assert moves(agreed, Side.PERSON) == {Move.REOPEN}
    assert moves(agreed, Side.OTHER) == frozenset()
    assert after(agreed, Move.REOPEN, Side.PERSON) == Standing(State.MET)
    with pytest.raises(MoveError, match="Only the person"):
        after(agreed, Move.REOPEN, Side.OTHER)


def test_a_new_proposal_takes_the_other_sides_yes_with_it() -> None:
    proposed = Standing(State.PROPOSED, frozenset({Side.OTHER}))
    again = after(proposed, Move.PROPOSE, Side.PERSON)
    assert again.yes == {Side.PERSON}
    assert Move.AGREE not in moves(again, Side.PERSON)
