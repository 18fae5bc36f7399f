"""Earlier outputs in the ledger of the command line, attacked by the adversary of ``attack``."""

from __future__ import annotations

import json
import random
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from reporting.disclosure.__main__ import NOT_RELEASABLE, SENSELESS, main
from reporting.disclosure.attack import AttackError, intervals
from reporting.disclosure.exchange import readers_copy
from tests.reporting.disclosure.files import PEER, given_input, output_of, protect_file


def _april(moved: bool, **changes: Any) -> dict[str, Any]:
    """Trust D moves from ICB X to ICB Y, and nothing else changes; D has 3 people who are ready."""
    units = {"A": "X", "B": "X", "C": "X", "D": "Y" if moved else "X", "E": "Y", "F": "Y"}
    atoms = [
        {"unit": unit, "ready": ready, "n": {("D", "now"): 3}.get((unit, ready), 20)}
        for unit in units
        for ready in ("now", "later")
    ]
    return {
        "hierarchy": {"R": None, "X": "R", "Y": "R", **units},
        "dimensions": ["ready"],
        "atoms": atoms,
        "publish": {"units": ["R", "X", "Y"]},
        "policy": PEER,
        **changes,
    }


def _left_of_d(before: dict[str, Any], after: dict[str, Any]) -> float:
    """How many values D's count may have for somebody who holds both outputs: a third one asks about D."""
    asks = {
        "hierarchy": after["hierarchy"],
        "cells": [{"unit": "D", "ready": "now", "value": None, "status": "hidden"}],
        "auditor": after.get("auditor"),
    }
    outputs = [before, after, {key: value for key, value in asks.items() if value}]
    return next(f.high - f.low for f in intervals(outputs) if f.where["unit"] == "D")


@pytest.mark.parametrize("copy", [False, True], ids=["auditor's copy", "reader's copy"])
def test_a_restructure_isolates_nobody(tmp_path: Path, *, copy: bool) -> None:
    before = output_of(tmp_path, _april(moved=False), "before")
    before = readers_copy(before) if copy else before
    after = output_of(tmp_path, _april(moved=True, earlier=[before]), "after")
    after = readers_copy(after) if copy else after
    assert _left_of_d(before, after) >= 5
    alone = output_of(tmp_path, _april(moved=True), "alone")
    alone = readers_copy(alone) if copy else alone
    assert _left_of_d(before, alone) == 0  # the control: without the ledger D is told


def test_a_changed_atom_is_no_longer_the_same_unknown(tmp_path: Path) -> None:
    before = output_of(tmp_path, _april(moved=False), "before")
    data = _april(moved=True, earlier=[before])
    for atom in data["atoms"]:
        atom["n"] += 40
    after = output_of(tmp_path, data, "after")
    assert after["audit"]["hidden"] == 0  # 43 people at D are no small count, and nothing subtracts
    assert intervals([before, after], link="versions") == []
    with pytest.raises(AttackError, match="cannot all be true"):
        intervals([before, after], link="all")


def test_an_atom_may_carry_its_version(tmp_path: Path) -> None:
    """The same count under another version is another unknown; the same version with another count is an error."""
    data = _april(moved=False)
    for atom in data["atoms"]:
        atom["version"] = 1
    before = output_of(tmp_path, data, "before")
    data = _april(moved=True, earlier=[before])
    for atom in data["atoms"]:
        atom["version"] = 2
    changed = output_of(tmp_path, data, "changed")
    assert (
        changed["audit"]["hidden"]
        < output_of(tmp_path, _april(moved=True, earlier=[before]), "same")["audit"]["hidden"]
    )
    for atom in data["atoms"]:
        atom["version"], atom["n"] = 1, atom["n"] + 1
    assert protect_file(tmp_path, data, "contradiction") == SENSELESS


def test_a_cell_that_stays_small_is_released_month_after_month(tmp_path: Path) -> None:
    """A reader who knows the rule has 1 to 4 left for it each time: that is no reason to refuse."""
    outputs: list[dict[str, Any]] = []
    for month in range(3):
        data = given_input(earlier=outputs, policy={**PEER, "audit": "rule-aware"})
        data["atoms"][4]["n"] += month
        outputs.append(output_of(tmp_path, data, f"month{month}"))
    told = intervals(outputs, link="versions", rule_aware=True)
    hidden = [found for found in told if found.primary]
    assert hidden
    assert all(found.low <= 1 and found.high >= 4 for found in hidden)


def test_an_employer_that_is_gone_stops_the_release(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = output_of(tmp_path, _april(moved=False), "before")
    data = _april(moved=True, earlier=[before])
    del data["hierarchy"]["D"]
    data["atoms"] = [atom for atom in data["atoms"] if atom["unit"] != "D"]
    assert protect_file(tmp_path, data, "after") == NOT_RELEASABLE
    assert '"D"' in capsys.readouterr().err


def test_an_employer_and_its_own_leaf_are_one(tmp_path: Path) -> None:
    """Trust C gets a unit below it: its people go on C/own, and are the same unknown as before."""
    before = output_of(tmp_path, _april(moved=False), "before")
    data = _april(moved=True, earlier=[before])
    data["hierarchy"] |= {"C/own": "C", "G": "C"}
    for atom in data["atoms"]:
        atom["unit"] = "C/own" if atom["unit"] == "C" else atom["unit"]
    after = output_of(tmp_path, data, "after")
    assert _left_of_d(before, after) >= 5


def test_two_outputs_that_contradict_each_other_are_two_days(tmp_path: Path) -> None:
    """Without auditors' parts the adversary links what can be linked, and no more."""
    first = readers_copy(output_of(tmp_path, _april(moved=False, policy={}), "first"))
    data = _april(moved=False, policy=PEER)
    data["atoms"][0]["n"] = 3
    second = readers_copy(output_of(tmp_path, data, "second"))
    assert intervals([first, second]) == intervals([first, second], link="none")
    with pytest.raises(AttackError):
        intervals([first, second], link="all")


def test_the_readers_copy_says_nothing_of_reasons(tmp_path: Path) -> None:
    output_of(tmp_path, given_input())
    copy = tmp_path / "copy.json"
    assert main(["readers-copy", str(tmp_path / "out.json"), str(copy)]) == 0
    assert '"primary"' not in copy.read_text()
    assert "auditor" not in json.loads(copy.read_text())


def _random_input(draw: random.Random, tree: dict[str, str | None], counts: Any) -> dict[str, Any]:
    inner = {above for above in tree.values() if above}
    return {
        "hierarchy": {u: above for u, above in tree.items() if u[0] == "T" or u in inner},
        "dimensions": ["a", "b"],
        "atoms": [{"unit": u, "a": a, "b": b, "n": n} for (u, a, b), n in counts.items()],
        "publish": {"units": sorted(inner) + draw.choice([[], ["T0", "T1"]])},
    }


@pytest.mark.parametrize("seed", range(40))
def test_all_releases_together_hold_against_the_adversary(tmp_path: Path, seed: int) -> None:
    """Three releases of a region that is reorganised, some counts changing: no primary cell becomes narrow."""
    draw = random.Random(seed)
    trusts = [f"T{at}" for at in range(draw.choice([3, 5]))]
    tree: dict[str, str | None] = {"R": None, "I1": "R", "I2": "R"}
    tree |= {trust: draw.choice(["I1", "I2"]) for trust in trusts}
    policy = {
        "min_cell": draw.choice([3, 5]),
        "width": draw.choice([3, 5]),
        "round_to": draw.choice([1, 1, 5]),
        "protect_zeros": draw.random() < 0.2,
        "min_contributors": draw.choice([1, 1, 2]),
    }
    values = (0, 0, 1, 2, 3, 4, 6, 9, 20)
    counts = {key: draw.choice(values) for key in product(trusts, "xyz", "pq")}
    outputs: list[dict[str, Any]] = []
    for day in range(3):
        data = _random_input(draw, tree, counts) | {"policy": policy, "earlier": outputs}
        result = protect_file(tmp_path, data, f"day{day}")
        if isinstance(result, int):
            assert result == NOT_RELEASABLE
            break
        outputs.append(result)
        tree |= {trust: draw.choice(["I1", "I2"]) for trust in trusts if draw.random() < 0.3}
        counts |= {key: draw.choice(values) for key in draw.sample(sorted(counts), 3)}
    assert outputs
    for found in intervals(outputs, link="versions"):
        assert not (found.primary and found.narrower_than(policy["width"])), found
