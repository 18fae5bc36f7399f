"""Moving one of several, and the stamp of an order."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from succession.ordering import moved, stamp


@pytest.mark.parametrize(
    ("to", "want"),
    [
        ("up", "bac"),
        ("down", "acb"),
        ("1", "bac"),
        ("2", "abc"),
        ("3", "acb"),
    ],
)
def test_a_move(to, want) -> None:
    assert "".join(moved("abc", "b", to)) == want


def test_beyond_the_ends_nothing_moves() -> None:
    assert moved("abc", "a", "up") == ["a", "b", "c"]
    assert moved("abc", "c", "down") == ["a", "b", "c"]


@pytest.mark.parametrize("to", ["", "0", "4", "-1", "²", "left", "1.0"])
def test_no_such_place(to) -> None:
    with pytest.raises(ValueError, match="no place"):
        moved("abc", "b", to)


@given(st.permutations(range(6)), st.integers(0, 5), st.integers(1, 6))
def test_a_move_loses_nobody_and_keeps_the_others_in_order(order, item, place) -> None:
    now = moved(order, item, str(place))
    assert now.index(item) == place - 1
    assert [i for i in now if i != item] == [i for i in order if i != item]


def test_the_stamp_is_that_of_the_order() -> None:
    a, b = UUID(int=1), UUID(int=2)
    assert stamp([a, b]) != stamp([b, a])
    assert stamp([a, b]) == stamp(iter([a, b]))
    assert stamp([a]) != stamp([a, b])
