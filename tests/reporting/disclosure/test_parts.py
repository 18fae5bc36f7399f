"""Large systems are protected part by part: the same promises, checked by the adversary of ``attack``."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import numpy as np
import pytest

from reporting.disclosure import exchange, scopes, solver
from reporting.disclosure import protect as entry
from reporting.disclosure.attack import intervals
from reporting.disclosure.bench import national
from reporting.disclosure.cells import expand
from reporting.disclosure.earlier_outputs import read_earlier
from reporting.disclosure.equations import equations
from reporting.disclosure.model import Adversary
from reporting.disclosure.policy import PRESETS, Policy
from reporting.disclosure.protect import protect
from reporting.disclosure.result import NotReleasable, Protected
from reporting.disclosure.universe import universe

ICBS = 6


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small systems too are protected in parts."""
    monkeypatch.setattr(entry, "WHOLE_UP_TO", 0)


def _input(seed: int, **policy: Any) -> dict[str, Any]:
    """Six ICBs of two to four Trusts in two regions, with one category of four codes."""
    draw = np.random.default_rng(seed)
    parents: dict[str, str | None] = {"N": None, "R0": "N", "R1": "N"}
    parents |= {f"I{icb}": f"R{icb % 2}" for icb in range(ICBS)}
    trusts = [f"T{icb}{at}" for icb in range(ICBS) for at in range(2 + int(draw.integers(3)))]
    parents |= {trust: f"I{trust[1]}" for trust in trusts}
    values = [0, 1, 2, 3, 4, 8, 15, 30] if seed % 2 else [0, 6, 12, 25, 40, 3]
    atoms = [
        {"unit": trust, "band": band, "n": int(draw.choice(values))}
        for trust, band in product(trusts, "abcd")
    ]
    return {
        "hierarchy": parents,
        "dimensions": ["band"],
        "atoms": atoms,
        "publish": {"units": list(parents)},
        "policy": {"min_cell": 5, "width": 5, **policy},
    }


def _protect(data: dict[str, Any]) -> tuple[dict[str, Any], Protected]:
    request = exchange.read_request(data)
    earlier, more = read_earlier(request)
    result = protect(
        exchange.tables_of(request),
        request.atoms,
        exchange.dimensions_of(request, more),
        request.policy,
        earlier=earlier,
        adversary=request.adversary,
    )
    assert isinstance(result, Protected), result
    return json.loads(json.dumps(exchange.write_output(request, result, 0.0))), result


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("strength", ["interval", "rule-aware"])
@pytest.mark.parametrize("insider", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_parts_hold_against_the_adversary(seed: int, strength: str, *, insider: bool) -> None:
    output, result = _protect(_input(seed, audit=strength, insider=insider))
    assert output["audit"]["primary"] > 0
    assert result.auditors.audit.narrow == 0
    assert not any(f.narrower_than(5) for f in intervals([output]) if f.primary)


@pytest.mark.usefixtures("in_parts")
def test_parts_hold_over_two_trees() -> None:
    data = _input(7)
    before, _ = _protect(data)
    moved = {**data["hierarchy"], "T01": "I2"}
    after, _ = _protect({**data, "hierarchy": moved, "earlier": [before]})
    both = intervals([before, after], link="versions")
    hidden = [f for f in both if f.primary]
    assert hidden
    assert not any(f.narrower_than(5) for f in hidden)


@pytest.mark.usefixtures("in_parts")
def test_an_insider_is_kept_out_of_a_system_in_parts() -> None:
    """T00's own counts, told to the adversary as one more output of the same day."""
    data = _input(4, insider=True)
    output, _ = _protect(data)
    own = [atom for atom in data["atoms"] if atom["unit"] == "T00"]
    known = {
        "hierarchy": data["hierarchy"],
        "cells": [
            {"unit": "T00", "band": atom["band"], "value": atom["n"], "status": "shown"}
            for atom in own
        ],
        "auditor": output["auditor"],
    }
    found = intervals([output, known], link="versions")
    open_to = [f for f in found if f.primary and f.where["unit"] != "T00"]
    assert open_to
    assert not any(f.narrower_than(5) for f in open_to)


@pytest.mark.usefixtures("in_parts")
def test_evidence_is_checked_again_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the parts forgot to hide their complements, the final audit refuses the release."""
    given = scopes.Parts.run

    def forgetful(self: scopes.Parts, *, whole: bool) -> Any:
        failed = given(self, whole=whole)
        self.hidden = self.primary[: self.system.published].copy()
        return failed

    monkeypatch.setattr(scopes.Parts, "run", forgetful)
    request = exchange.read_request(_input(2))
    result = protect(
        exchange.tables_of(request),
        request.atoms,
        exchange.dimensions_of(request, {}),
        request.policy,
        adversary=request.adversary,
    )
    assert isinstance(result, NotReleasable)


def test_the_national_table_of_the_bench_has_its_size() -> None:
    """7 + 42 + 215 + 1 units and 13 x 5 categories; the shape that ``./run bench disclosure`` measures."""
    table, atoms, dimensions = national(small=True)
    cells = expand([table], universe(atoms, dimensions))
    assert sum(layout.index.size for layout in cells.layouts) == 17_225
    assert national(small=True)[1].counts.tolist() == atoms.counts.tolist()


def test_work_is_bounded_by_a_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit nothing is released, with a sentence that says why; the same input is refused again."""
    request = exchange.read_request(_input(3))
    monkeypatch.setattr(solver, "MOST_PROGRAMMES", 5)
    said = set()
    for _ in range(2):
        result = protect(
            exchange.tables_of(request),
            request.atoms,
            exchange.dimensions_of(request, {}),
            request.policy,
            adversary=request.adversary,
        )
        assert isinstance(result, NotReleasable)
        said.add((result.explanation, result.inputs))
    assert len(said) == 1
    assert "more than 5 linear programmes" in said.pop()[0]


def test_equations_tell_what_subtraction_tells() -> None:
    """Of four parts and their total two hidden ones cover each other; showing one tells the other."""
    request = exchange.read_request(_input(1))
    space = universe(request.atoms, exchange.dimensions_of(request, {}))
    cells = expand(exchange.tables_of(request), space)
    index = {code: at for at, code in enumerate(cells.layouts[0].codes[1])}
    unit = cells.layouts[0].codes[0].index("T00")
    a, b, c = (int(cells.layouts[0].index[unit, index[band]]) for band in "abc")
    hidden = np.zeros(cells.published, dtype=bool)
    hidden[[a, b]] = True
    demanded = np.zeros(cells.published, dtype=bool)
    demanded[a] = True
    sums = equations(cells)
    assert sums.tell(b, hidden, demanded)
    hidden[c] = True
    assert not sums.tell(b, hidden, demanded)
    hidden[c] = False
    assert not sums.tell(b, hidden, np.zeros(cells.published, dtype=bool))


def test_equations_never_decide_for_rounded_values() -> None:
    """A rounded value does not add up, so subtraction alone tells nothing; the programmes decide."""
    table, atoms, dimensions = national(small=False)
    few = [at for at, row in enumerate(atoms.rows) if row[0] in ("T000", "T042", "T084")]
    atoms = type(atoms)(atoms.dimensions, tuple(atoms.rows[at] for at in few), atoms.counts[few])
    kept = {row[0] for row in atoms.rows} | {"I00", "R0", "nation"}
    unit = type(dimensions[0])("unit", tuple(n for n in dimensions[0].nodes if n.code in kept))
    result = protect(
        [table],
        atoms,
        [unit, *dimensions[1:]],
        Policy(min_cell=5, round_to=5, width=5),
        adversary=Adversary("interval", insiders=False),
    )
    assert isinstance(result, Protected)
    assert result.auditors.audit.hidden < result.auditors.audit.cells / 2


def test_the_platforms_policies_take_the_same_keys() -> None:
    """Every rule of a preset can be given to the command line."""
    for preset in PRESETS.values():
        rules = json.loads(preset.policy.to_json())
        del rules["name"], rules["symbol"]
        assert exchange.read_policy(100, rules)[0].is_at_least(preset.policy)
