"""Words put into a sentence: what a day and a moment are called."""

import datetime as dt

import pytest

from orgs.words import words_of_day, words_of_last_day, words_of_moment


def test_days_are_written_in_full() -> None:
    assert words_of_day(dt.date(2026, 3, 31)) == "31 March 2026"
    assert words_of_day(dt.date(2026, 12, 1)) == "1 December 2026"
    assert words_of_day(None) == "No date"


def test_the_last_day_is_the_one_before_the_end() -> None:
    assert words_of_last_day(dt.date(2026, 4, 1)) == "31 March 2026"
    assert words_of_last_day(None) == "No date"


@pytest.mark.parametrize(
    ("utc", "words"),
    [
        ((2026, 11, 22, 14, 14), "22 November 2026 at 2:14pm"),
        ((2026, 7, 1, 9, 5), "1 July 2026 at 10:05am"),
        ((2026, 7, 1, 11, 0), "1 July 2026 at midday"),
        ((2026, 7, 31, 23, 0), "1 August 2026 at midnight"),
        ((2026, 1, 5, 0, 30), "5 January 2026 at 12:30am"),
    ],
)
def test_moments_are_london_s(utc: tuple[int, int, int, int, int], words: str) -> None:
    assert words_of_moment(dt.datetime(*utc, tzinfo=dt.UTC)) == words


def test_a_moment_s_day_is_london_s() -> None:
    assert words_of_day(dt.datetime(2026, 7, 31, 23, 30, tzinfo=dt.UTC)) == "1 August 2026"
