"""The file format of ``python -m reporting.disclosure``: what an input means, and what an output says.

An input names a hierarchy of units, further dimensions, atoms, units to publish, a policy and earlier
outputs. Published are the named units crossed with all codes of all dimensions and all their margins.
Every rule of the policy is off unless it is given; ``width`` left out is 1: a hidden cell may then be
bounded, but not told exactly.

``answers`` (optional) names the dimensions that say something about the people counted. With it the rules on
bases and on organisations act on bases, as on the platform. Without it nobody has said which denominators
will be shown, so the strictest reading holds: every dimension is taken for an answer, by itself and together
with the others, and the rules on organisations act in every cell too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from reporting.disclosure.model import (
    TOTAL,
    Adversary,
    Atoms,
    Axis,
    Dimension,
    DisclosureError,
    Node,
    Table,
)
from reporting.disclosure.policy import Policy
from reporting.disclosure.primary import Reason
from reporting.disclosure.result import Protected
from reporting.disclosure.scopes import WHOLE_UP_TO

UNIT, COUNT, VERSION = "unit", "n", "version"
OWN = "/own"
"""What the leaf of an employer with units below it is called: its code and this."""
RESERVED = {UNIT, COUNT, VERSION, "value", "status", "primary"}

RULES: dict[str, Any] = {
    "min_cell": 1,
    "min_base": 1,
    "min_contributors": 1,
    "max_share": 1.0,
    "all_or_none": False,
    "protect_zeros": False,
    "protect_rest": False,
    "round_to": 1,
    "width": 1,
    "p_percent": None,
    "dominance": None,
}
"""The rules of a policy, each with the value that switches it off."""
READERS: dict[str, Any] = {"audit": "interval", "insider": False, "whole_numbers": None}
"""Against whom: strength of the audit, employers as insiders, and whether readers use that counts are whole.

``whole_numbers`` left out: yes for tables that are protected in one part, which makes bounds hold against an
exhaustive search too; no for larger ones, whose bounds are those of linear programmes (DECISIONS.md 27).
"""
KEYS = {"hierarchy", "dimensions", "atoms", "publish", "policy", "earlier", "answers", "name"}


@dataclass(frozen=True)
class Request:
    """An input, checked. ``earlier`` are the outputs as given; ``policy_echo`` is what the output repeats."""

    parents: Mapping[str, str | None]
    names: tuple[str, ...]
    atoms: Atoms
    codes: Mapping[str, tuple[str, ...]]
    units: tuple[str, ...]
    answers: tuple[str, ...] | None
    policy: Policy
    adversary: Adversary
    policy_echo: Mapping[str, Any]
    given_versions: Mapping[tuple[str, ...], int]
    earlier: tuple[Mapping[str, Any], ...]


def _expect(condition: object, sentence: str) -> None:
    if not condition:
        raise DisclosureError(sentence)


def whole(value: Any, what: str) -> int:
    """A whole number that is not negative; 3.0 is taken for 3. DisclosureError otherwise."""
    fine = isinstance(value, int | float) and not isinstance(value, bool)
    _expect(fine and value == int(value) and value >= 0, f"{what} is not a whole number from 0 up")
    return int(value)


def mapping(value: Any, what: str) -> Mapping[str, Any]:
    """A JSON object, or DisclosureError."""
    _expect(isinstance(value, dict), f"{what} is not an object")
    return dict(value)


def listed(value: Any, what: str) -> list[Any]:
    """A JSON array, or DisclosureError."""
    _expect(isinstance(value, list), f"{what} is not a list")
    return list(value)


def code(value: Any, what: str) -> str:
    """A code as text; a number is taken for its digits. DisclosureError for anything else, and for ``*``."""
    fine = isinstance(value, str | int) and not isinstance(value, bool) and str(value)
    _expect(fine, f"{what} is not a code")
    _expect(value != TOTAL, f'{what} uses "*", which stands for a total')
    return str(value)


def read_hierarchy(value: Any, what: str = "hierarchy") -> dict[str, str | None]:
    """``unit -> parent`` with every parent present. Rings are found when the dimension is made."""
    parents: dict[str, str | None] = {}
    for unit, above in mapping(value, what).items():
        parents[code(unit, f"a unit of {what}")] = (
            None if above is None else code(above, f"the parent of {unit} in {what}")
        )
    for unit, above in parents.items():
        _expect(
            above is None or above in parents,
            f'{what}: "{unit}" has the parent "{above}", which is no unit',
        )
    _expect(parents, f"{what} names no unit")
    return parents


def add_own_leaves(parents: dict[str, str | None], units: Sequence[str], what: str) -> None:
    """Add ``CODE/own`` below CODE where an atom sits on it and the hierarchy leaves it out."""
    for unit in units:
        if unit not in parents and unit.endswith(OWN) and unit.removesuffix(OWN) in parents:
            parents[unit] = unit.removesuffix(OWN)
        _expect(unit in parents, f'{what}: "{unit}" is no unit of the hierarchy')


def depth(parents: Mapping[str, str | None]) -> dict[str, str]:
    """How many units stand above each unit; units of different trees at one depth are of one level."""
    out: dict[str, str] = {}
    for unit in parents:
        steps, above = 0, parents[unit]
        while above is not None:
            steps, above = steps + 1, parents[above]
            _expect(steps <= len(parents), f'hierarchy: a ring goes through "{unit}"')
        out[unit] = str(steps)
    return out


def read_request(data: Any) -> Request:
    """Check an input. Raises DisclosureError with one plain sentence for anything that makes no sense."""
    data = mapping(data, "the input")
    for key in ("hierarchy", "atoms", "publish"):
        _expect(key in data, f'the input has no "{key}"')
    parents = read_hierarchy(data["hierarchy"])
    depth(parents)
    names = _names(data.get("dimensions", []), "dimensions")
    answers = None
    if data.get("answers") is not None:
        answers = _names(data["answers"], "answers")
        _expect(set(answers) <= set(names), "answers names a dimension that is not there")
    atoms, versions = _atoms(data["atoms"], names)
    add_own_leaves(parents, [row[0] for row in atoms.rows], "atoms")
    inner = set(parents.values())
    for row in atoms.rows:
        _expect(
            row[0] not in inner,
            f'atoms: "{row[0]}" has units below it; its own people go on "{row[0]}{OWN}"',
        )
    published = mapping(data["publish"], "publish").get("units")
    units = tuple(code(unit, "a unit to publish") for unit in listed(published, "publish.units"))
    _expect(units, "publish.units names no unit")
    _expect(len(set(units)) == len(units), "publish.units names a unit twice")
    for unit in units:
        _expect(unit in parents, f'publish.units: "{unit}" is no unit of the hierarchy')
    codes = {
        name: tuple(sorted({row[at + 1] for row in atoms.rows})) for at, name in enumerate(names)
    }
    size = len(units) * prod(len(found) + 1 for found in codes.values())
    policy, adversary, echo = read_policy(
        size, {} if data.get("policy") is None else data["policy"]
    )
    earlier = [] if data.get("earlier") is None else data["earlier"]
    outputs = tuple(
        mapping(output, f"earlier output {at}")
        for at, output in enumerate(listed(earlier, "earlier"), 1)
    )
    return Request(
        parents, names, atoms, codes, units, answers, policy, adversary, echo, versions, outputs
    )


def unknown_keys(data: Any) -> list[str]:
    """Keys of an input that this format does not know; they are ignored, and said to be."""
    return sorted(set(data) - KEYS) if isinstance(data, dict) else []


def _names(value: Any, what: str) -> tuple[str, ...]:
    names = tuple(code(name, f"a name in {what}") for name in listed(value, what))
    names = tuple(name for name in names if name != UNIT)
    _expect(len(set(names)) == len(names), f"{what} names a dimension twice")
    bad = sorted(set(names) & RESERVED)
    _expect(not bad, f'{what}: "{", ".join(bad)}" is reserved')
    return names


def _atoms(value: Any, names: Sequence[str]) -> tuple[Atoms, dict[tuple[str, ...], int]]:
    rows: list[tuple[Any, ...]] = []
    versions: dict[tuple[str, ...], int] = {}
    for at, item in enumerate(listed(value, "atoms"), 1):
        atom = mapping(item, f"atom {at}")
        missing = [key for key in (UNIT, *names, COUNT) if key not in atom]
        _expect(not missing, f'atom {at} has no "{", ".join(missing)}"')
        key = tuple(code(atom[name], f"{name} of atom {at}") for name in (UNIT, *names))
        rows.append((*key, whole(atom[COUNT], f"n of atom {at}")))
        if atom.get(VERSION) is not None:
            _expect(key not in versions, f"atom {at} is given twice, with a version")
            versions[key] = whole(atom[VERSION], f"version of atom {at}")
    return Atoms.from_rows((UNIT, *names), rows), versions


def read_policy(cells: int, value: Any) -> tuple[Policy, Adversary, dict[str, Any]]:
    """Rules and readers of the policy for so many ``cells``, and the whole of it as an output repeats it."""
    given = {key: item for key, item in mapping(value, "policy").items() if item is not None}
    strange = sorted(set(given) - set(RULES) - set(READERS) - {"name", "symbol"})
    _expect(not strange, f"policy: unknown rule {', '.join(strange)}")
    echo = {**RULES, **READERS, **{key: given[key] for key in given if key in RULES | READERS}}
    if echo["whole_numbers"] is None:
        echo["whole_numbers"] = cells <= WHOLE_UP_TO
    for key in ("min_cell", "min_base", "min_contributors", "round_to", "width"):
        echo[key] = whole(echo[key], f"policy: {key}")
        if key != "width":
            echo[key] = max(echo[key], 1)
    for key in ("all_or_none", "protect_zeros", "protect_rest", "insider", "whole_numbers"):
        _expect(isinstance(echo[key], bool), f"policy: {key} is neither true nor false")
    _expect(
        echo["audit"] in ("interval", "rule-aware"),
        'policy: audit is neither "interval" nor "rule-aware"',
    )
    for key in ("max_share", "p_percent"):
        number = isinstance(echo[key], int | float) and not isinstance(echo[key], bool)
        _expect(number or (key == "p_percent" and echo[key] is None), f"policy: {key} is no number")
    if echo["dominance"] is not None:
        pair = listed(echo["dominance"], "policy: dominance")
        _expect(len(pair) == 2, "policy: dominance is not [organisations, share]")  # noqa: PLR2004
        echo["dominance"] = (whole(pair[0], "policy: dominance, organisations"), float(pair[1]))
    policy = Policy("input", **{key: echo[key] for key in RULES})
    readers = Adversary(
        echo["audit"], insiders=echo["insider"], whole_numbers=echo["whole_numbers"]
    )
    return policy, readers, echo


def tables_of(request: Request) -> list[Table]:
    """The tables that an input publishes: one, or one for each reading of which dimensions are answers."""
    axes = (
        Axis(UNIT, codes=request.units, total=False),
        *(Axis(name, codes=request.codes[name]) for name in request.names),
    )
    if request.answers is not None:
        return [Table("t", axes, request.answers)]
    readings: list[tuple[str, ...]] = [()]
    policy = request.policy
    if policy.min_base > 1 or policy.all_or_none or policy.protect_zeros:
        readings += [(name,) for name in request.names]
        readings += [request.names] if len(request.names) > 1 else []
    return [Table(f"t{at}", axes, answers) for at, answers in enumerate(readings)]


def dimensions_of(request: Request, more: Mapping[str, set[str]]) -> list[Dimension]:
    """The dimensions of an input; ``more`` are codes that only earlier outputs use."""
    levels = depth(request.parents)
    nodes = [Node(unit, levels[unit], above) for unit, above in request.parents.items()]
    return [
        Dimension(UNIT, tuple(nodes)),
        *(
            Dimension.flat(name, sorted({*request.codes[name], *more.get(name, set())}))
            for name in request.names
        ),
    ]


def write_output(request: Request, result: Protected, seconds: float) -> dict[str, Any]:
    """The output (the auditor's copy). Without ``primary`` and ``auditor`` it is what readers may have."""
    table, notes = result.tables[0], result.auditors.tables[0]
    complement = Reason.COMPLEMENT.value
    reasons = notes.reasons.ravel().tolist()
    cells = [
        {
            **where,
            "value": value,
            "status": "hidden" if value is None else "shown",
            "primary": bool(reason & ~complement),
        }
        for (where, value), reason in zip(table.cells(), reasons, strict=True)
    ]
    audit = result.auditors.audit
    return {
        "format": "disclosure/1",
        "cells": cells,
        "hierarchy": dict(request.parents),
        "dimensions": list(request.names),
        "policy": dict(request.policy_echo),
        "audit": {
            "seconds": round(seconds, 3),
            "narrow": audit.narrow,
            "hidden": sum(cell["value"] is None for cell in cells),
            "primary": sum(cell["primary"] for cell in cells),
            "by_certificate": audit.by_certificate,
            "by_programme": audit.by_programme,
            "programmes": audit.programmes,
        },
        "auditor": {"atoms": _auditors_atoms(request)},
    }


def _auditors_atoms(request: Request) -> list[dict[str, Any]]:
    """Every atom that is not zero or has a version of its own: equal version (or count), same unknown."""
    out = []
    for key, n in zip(request.atoms.rows, request.atoms.counts.tolist(), strict=True):
        version = request.given_versions.get(key)
        if n or version is not None:
            atom: dict[str, Any] = dict(zip((UNIT, *request.names), key, strict=True))
            atom[COUNT] = n
            out.append(atom if version is None else {**atom, VERSION: version})
    return out


def readers_copy(output: Mapping[str, Any]) -> dict[str, Any]:
    """An output as readers may have it: no word of why a cell is hidden, and no atoms."""
    cells = [
        {key: item for key, item in cell.items() if key != "primary"} for cell in output["cells"]
    ]
    audit = {key: item for key, item in output["audit"].items() if key in ("hidden", "narrow")}
    kept = {key: item for key, item in output.items() if key != "auditor"}
    return {**kept, "cells": cells, "audit": audit}


def today_counts(atoms: Atoms) -> dict[tuple[str, ...], int]:
    """Count of each atom given."""
    return dict(zip(atoms.rows, np.asarray(atoms.counts).tolist(), strict=True))
