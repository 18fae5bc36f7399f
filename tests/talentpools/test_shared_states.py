"""Every path through the states of an ask: none reveals a name without a live consent.

The walk is exhaustive: consent is followed beside the states, by rules of its own.
"""

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from talentpools.shared_states import (
    ACCEPTS,
    ASKS,
    MOVES,
    NAMED,
    TAKEN,
    Ask,
    Event,
    MemberStatus,
    after,
)

#: What gives a consent, and what takes it away: said here again, apart from the table under test.
GIVES = {Event.SAY_YES}
TAKES = {Event.WITHDRAW, Event.LEAVE_BENCH, Event.DISMISS, Event.RUN_OUT}
STARTS_ANEW = {Event.LEAVE_BENCH}


def consent_after(consent: bool, event: Event) -> bool:
    return event in GIVES or (consent and event not in TAKES)


def walk() -> set[tuple[Ask, bool]]:
    """Every (state, consent) that some path of events leads to."""
    start = (Ask.NONE, False)
    seen, queue = {start}, deque([start])
    while queue:
        state, consent = queue.popleft()
        for event in Event:
            to = after(state, event)
            if to is not None and (reached := (to, consent_after(consent, event))) not in seen:
                seen.add(reached)
                queue.append(reached)
    return seen


def test_a_name_is_seen_exactly_while_a_consent_is_live() -> None:
    reached = walk()
    assert {state for state, _ in reached} == set(Ask)
    assert all((state in NAMED) == consent for state, consent in reached)


def test_consent_can_be_taken_back_from_every_state_that_shows_a_name() -> None:
    for state in NAMED:
        for event in TAKES:
            assert after(state, event) not in NAMED, event
            assert after(state, event) is not None, event


def test_leaving_the_bench_ends_every_ask() -> None:
    for state in set(Ask) - {Ask.NONE}:
        assert after(state, Event.LEAVE_BENCH) == Ask.NONE


def test_nobody_is_named_without_having_been_asked() -> None:
    assert [event for event in Event if after(Ask.NONE, event) is not None] == [Event.ASK]


def test_only_a_yes_leads_to_a_name() -> None:
    into = {event for (state, event), to in ASKS.items() if to in NAMED and state not in NAMED}
    assert into == {Event.SAY_YES}


@given(st.lists(st.sampled_from(list(Event)), max_size=40))
def test_whatever_happens_in_whatever_order(events: list[Event]) -> None:
    state, consent = Ask.NONE, False
    for event in events:
        to = after(state, event)
        if to is not None:
            state, consent = to, consent_after(consent, event)
        assert (state in NAMED) == consent


def test_a_table_with_a_hole_is_noticed(monkeypatch) -> None:
    """The control: a withdrawal that keeps the name fails the walk."""
    monkeypatch.setitem(ASKS, (Ask.YES, Event.WITHDRAW), Ask.YES)
    assert any((state in NAMED) != consent for state, consent in walk())


def test_a_pools_manager_cannot_put_anybody_into_a_place() -> None:
    """Between an offer and a place stands the person."""
    for status, moves in MOVES.items():
        if MemberStatus.ACTIVE in moves:
            assert status == MemberStatus.PAUSED
    assert ACCEPTS == {MemberStatus.OFFERED: MemberStatus.ACTIVE}
    assert set(MOVES) == set(MemberStatus)
    assert set(TAKEN) == {MemberStatus.OFFERED, MemberStatus.ACTIVE, MemberStatus.PAUSED}
