"""``python -m reporting.disclosure`` as a program of its own, attacked by an adversary that shares no code with it."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from reporting.disclosure.__main__ import NOT_RELEASABLE, SENSELESS, main
from reporting.disclosure.attack import intervals
from reporting.disclosure.exchange import RULES
from tests.reporting.disclosure.files import PEER, given_input, output_of, protect_file

REPOSITORY = Path(__file__).resolve().parents[3]
WITHOUT_DJANGO = """
import runpy, sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "psycopg", "celery", "orgs", "pghistory"}:
            raise ImportError(f"{name} may not be imported here")
sys.meta_path.insert(0, Blocked())
runpy.run_module("reporting.disclosure", run_name="__main__", alter_sys=True)
"""


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in a process in which Django cannot be imported and no database is named."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, *arguments],
        cwd=REPOSITORY,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_both_commands_run_without_django(tmp_path: Path) -> None:
    """The format, word by word, from a process of its own."""
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    data = given_input()
    source.write_text(json.dumps(data))
    done = _run("protect", str(source), str(target))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    output = json.loads(target.read_text())
    assert output["hierarchy"] == data["hierarchy"]
    assert {"seconds", "narrow", "hidden", "primary"} <= set(output["audit"])
    assert output["audit"]["narrow"] == 0
    cells = output["cells"]
    assert [set(cell) for cell in cells] == [
        {"unit", "role", "ready", "value", "status", "primary"}
    ] * len(cells)
    codes = ({"R", "X", "Y", "A"}, {"CEO", "CFO", "*"}, {"now", "later", "*"})
    assert {(c["unit"], c["role"], c["ready"]) for c in cells} == set(product(*codes))
    hidden = [cell for cell in cells if cell["status"] == "hidden"]
    assert 0 < len(hidden) == output["audit"]["hidden"]
    assert sum(cell["primary"] for cell in cells) == output["audit"]["primary"] > 0
    for cell in cells:
        assert (cell["value"] is None) == (cell["status"] == "hidden")
        assert cell["value"] is None or cell["value"] == _truth(data, cell)
        assert cell["primary"] == (0 < _truth(data, cell) < 5)

    done = _run("attack", str(target))
    assert (done.returncode, done.stderr) == (0, "")
    *lines, last = (json.loads(line) for line in done.stdout.splitlines())
    assert [(at["unit"], at["role"], at["ready"]) for at in lines] == [
        (cell["unit"], cell["role"], cell["ready"]) for cell in hidden
    ]
    for at in lines:
        assert at["low"] <= _truth(data, at)
        assert at["high"] is None or _truth(data, at) <= at["high"]
    primary = output["audit"]["primary"]
    assert last == {
        "width": 5,
        "hidden": len(hidden),
        "narrow_hidden": 0,
        "primary": primary,
        "narrow_primary": 0,
    }


def _truth(data: dict[str, Any], cell: dict[str, Any]) -> int:
    """The true count of a cell, worked out from the input by hand."""
    parents = data["hierarchy"]

    def under(unit: str | None) -> bool:
        return unit is not None and (unit == cell["unit"] or under(parents[unit]))

    return sum(
        atom["n"]
        for atom in data["atoms"]
        if under(atom["unit"]) and all(cell[d] in ("*", atom[d]) for d in data["dimensions"])
    )


def test_every_rule_is_off_unless_given(tmp_path: Path) -> None:
    for policy in ({}, dict.fromkeys(RULES)):
        output = output_of(tmp_path, given_input(policy=policy))
        assert output["audit"]["hidden"] == 0


def test_a_width_left_out_keeps_hidden_cells_from_being_told(tmp_path: Path) -> None:
    output = output_of(tmp_path, given_input(policy={"min_cell": 5}))
    assert output["audit"]["primary"] > 0
    assert all(found.high > found.low for found in intervals([output]) if found.primary)


@pytest.mark.parametrize(
    ("rule", "hides"),
    [
        ({"min_base": 11, "width": 5}, ("A", "CEO", "now")),
        ({"min_contributors": 2, "width": 5}, ("A", "*", "*")),
        ({"max_share": 0.6, "width": 5}, ("A", "*", "*")),
        ({"all_or_none": True, "width": 5}, ("A", "CEO", "later")),
        ({"min_cell": 5, "protect_zeros": True, "width": 4}, ("A", "CFO", "later")),
        ({"p_percent": 10, "width": 5}, ("A", "*", "*")),
        ({"dominance": [1, 0.7], "width": 5}, ("A", "*", "*")),
    ],
    ids=lambda value: next(iter(value)),
)
def test_every_rule_of_the_policy_is_taken(
    tmp_path: Path, rule: dict[str, Any], hides: tuple[str, str, str]
) -> None:
    data = given_input(policy=rule)
    counts = {("CEO", "now"): 8, ("CEO", "later"): 0, ("CFO", "now"): 14, ("CFO", "later"): 0}
    for atom in data["atoms"]:
        if atom["unit"] == "A":
            atom["n"] = counts[atom["role"], atom["ready"]]
    output = output_of(tmp_path, data)
    found = {(cell["unit"], cell["role"], cell["ready"]): cell for cell in output["cells"]}
    assert found[hides]["status"] == "hidden"
    assert found[hides]["primary"]


def test_rounded_values_are_multiples_and_stay_protected(tmp_path: Path) -> None:
    output = output_of(tmp_path, given_input(policy={**PEER, "round_to": 5}))
    values = [cell["value"] for cell in output["cells"] if cell["value"] is not None]
    assert any(values)
    assert all(value % 5 == 0 for value in values)
    hidden = [f for f in intervals([output]) if f.primary]
    assert hidden
    assert not any(f.narrower_than(5) for f in hidden)


@pytest.mark.parametrize("strength", ["interval", "rule-aware"])
@pytest.mark.parametrize("insider", [False, True])
def test_the_readers_asked_for_are_kept_out(
    tmp_path: Path, strength: str, *, insider: bool
) -> None:
    policy = {**PEER, "audit": strength, "insider": insider}
    output = output_of(tmp_path, given_input(policy=policy))
    told = intervals([output], rule_aware=strength == "rule-aware")
    hidden = [f for f in told if f.primary]
    assert hidden
    if strength == "rule-aware":
        assert all(f.low <= 1 and f.high >= 4 for f in hidden)
    else:
        assert not any(f.narrower_than(5) for f in hidden)


def test_answers_name_what_a_base_is(tmp_path: Path) -> None:
    """With ``answers`` the base of a cell is its role; without, every total may turn out to be one."""
    policy = {"min_base": 13, "width": 5}
    named = output_of(tmp_path, given_input(policy=policy, answers=["ready"]))
    strict = output_of(tmp_path, given_input(policy=policy))

    def primary(output: dict[str, Any]) -> set[tuple[str, ...]]:
        return {(c["unit"], c["role"], c["ready"]) for c in output["cells"] if c["primary"]}

    assert primary(named) == set(product(["A"], ["CEO"], ["now", "later", "*"]))
    assert primary(named) < primary(strict)


# --- bad input -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hierarchy": {}}, "names no unit"),
        ({"hierarchy": {"R": "S"}}, '"R" has the parent "S", which is no unit'),
        ({"hierarchy": {"R": "S", "S": "R"}}, "a ring"),
        ({"atoms": [{"unit": "A", "role": "CEO", "ready": "now", "n": -1}]}, "n of atom 1"),
        ({"atoms": [{"unit": "A", "role": "CEO", "ready": "now", "n": 1.5}]}, "n of atom 1"),
        ({"atoms": [{"unit": "A", "role": "CEO", "n": 1}]}, 'atom 1 has no "ready"'),
        ({"atoms": [{"unit": "Q", "role": "CEO", "ready": "now", "n": 1}]}, '"Q" is no unit'),
        ({"atoms": [{"unit": "X", "role": "CEO", "ready": "now", "n": 1}]}, '"X/own"'),
        ({"atoms": [{"unit": "A", "role": "*", "ready": "now", "n": 1}]}, "stands for a total"),
        ({"publish": {"units": ["Q"]}}, '"Q" is no unit'),
        ({"publish": {"units": []}}, "names no unit"),
        ({"publish": {}}, "publish.units is not a list"),
        ({"dimensions": ["role", "role"]}, "twice"),
        ({"dimensions": ["value"]}, "reserved"),
        ({"policy": {"min_sell": 5}}, "unknown rule min_sell"),
        ({"policy": {"audit": "hope"}}, "audit"),
        ({"policy": {"max_share": 85}}, "out of range"),
        ({"policy": {"insider": "yes"}}, "insider"),
        ({"policy": {"min_cell": "5"}}, "min_cell"),
        ({"earlier": [{}]}, "cells of earlier output 1"),
        ({"earlier": {}}, "earlier is not a list"),
        ({"answers": ["age"]}, "answers"),
    ],
)
def test_senseless_input_is_one_sentence_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any], sentence: str
) -> None:
    assert protect_file(tmp_path, {**given_input(), **changes} if changes else "") == SENSELESS
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"hierarchy": {}}'])
def test_what_is_not_an_input_is_refused(tmp_path: Path, text: str) -> None:
    assert protect_file(tmp_path, text) == SENSELESS


def test_a_missing_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protect", str(tmp_path / "none.json"), str(tmp_path / "out.json")]) == SENSELESS
    assert "cannot be read" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_key_is_said_to_be_ignored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output_of(tmp_path, given_input(earliar=[]))
    assert "earliar" in capsys.readouterr().err


def test_what_cannot_be_protected_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Today forbids what an earlier output has shown already."""
    shown = output_of(tmp_path, given_input(policy={}), "shown")
    later = given_input(earlier=[shown])
    assert protect_file(tmp_path, later, "later") == NOT_RELEASABLE
    assert "not releasable" in capsys.readouterr().err
