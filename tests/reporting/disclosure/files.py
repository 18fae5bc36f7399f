"""Inputs of ``python -m reporting.disclosure`` and what becomes of them, for the tests of the commands."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

from reporting.disclosure.__main__ import main

CATEGORIES = {"role": ("CEO", "CFO"), "ready": ("now", "later")}
PEER = {
    "min_cell": 5,
    "width": 5,
    "audit": "interval",
    "protect_zeros": False,
    "min_contributors": 1,
    "insider": False,
    "round_to": 1,
}


def given_input(**changes: Any) -> dict[str, Any]:
    """Two ICBs of two Trusts and an ICB's own board, in one region."""
    counts = iter((3, 9, 14, 2, 8, 8, 21, 0, 5, 7, 30, 4, 12, 12, 1, 6, 2, 2, 9, 9))
    units = ("A", "B", "C", "D", "X/own")
    return {
        "hierarchy": {
            "R": None,
            "X": "R",
            "Y": "R",
            "X/own": "X",
            "A": "X",
            "B": "X",
            "C": "Y",
            "D": "Y",
        },
        "dimensions": ["role", "ready"],
        "atoms": [
            {"unit": unit, "role": role, "ready": ready, "n": next(counts)}
            for unit in units
            for role, ready in product(*CATEGORIES.values())
        ],
        "publish": {"units": ["R", "X", "Y", "A"]},
        "policy": PEER,
        **changes,
    }


def protect_file(folder: Path, data: Any, name: str = "out") -> dict[str, Any] | int:
    """The output of protecting ``data``, or the exit code."""
    source, target = folder / f"{name}.in.json", folder / f"{name}.json"
    source.write_text(data if isinstance(data, str) else json.dumps(data))
    exit_code = main(["protect", str(source), str(target)])
    assert target.exists() == (exit_code == 0)
    return dict(json.loads(target.read_text())) if exit_code == 0 else exit_code


def output_of(folder: Path, data: Any, name: str = "out") -> dict[str, Any]:
    result = protect_file(folder, data, name)
    assert isinstance(result, dict)
    return result
