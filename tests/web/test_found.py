"""What an address or a hidden field points at."""

import pytest
from django.http import Http404

from orgs.web.found import found, whole_number


def test_what_is_not_there_is_404() -> None:
    assert found("x") == "x"
    with pytest.raises(Http404):
        found(None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("999999999", 999_999_999),
        ("9" * 5000, 7),  # more digits than Python reads
        ("-1", 7),
        ("\N{SUPERSCRIPT TWO}", 7),
        ("\N{ARABIC-INDIC DIGIT THREE}", 7),
        ("1e3", 7),
        ("", 7),
        (None, 7),
    ],
)
def test_a_number_is_one_that_a_page_wrote(text: str | None, number: int) -> None:
    assert whole_number(text, 7) == number
