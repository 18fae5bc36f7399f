"""CSV for spreadsheets: shown, never run."""

import pytest

from orgs.web.csv import csv_text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        (5, "5"),
        ("[c]", "[c]"),
    ],
)
def test_no_cell_is_a_formula(cell: object, text: str) -> None:
    assert csv_text([["head"], [cell]]) == f"head\r\n{text}\r\n"
