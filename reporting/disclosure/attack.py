"""An adversary of its own: what a reader derives from published outputs, and nothing else.

It shares no code with the part that protects. From the outputs alone it writes one system of equations: every
cell, of every output, is the sum of atoms over the common refinement of all the outputs' hierarchies; a shown
cell is exact (or the interval that a rounded value stands for), atoms are not negative. For each hidden cell
two linear programmes give the least and the greatest value that agree with everything shown.

Which atoms are the same unknown in two outputs:

* ``versions``: atoms whose version (or count, where there is none) is equal in the auditors' parts. This is
  the strongest sound reader: one who knows exactly which atoms changed and not what they are.
* ``all``: every atom, as if nothing had changed between the outputs.
* ``none``: no atom.
* ``auto`` (default): ``versions`` if every output has an auditor's part. Otherwise the first output begins a
  group, each further output joins the first group it can be true together with, and within a group all atoms
  are the same unknown; an output that contradicts every group begins one of its own.

The names of one employer before and after it got units below it, ``CODE`` and ``CODE/own``, are one leaf.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import Any, Literal

import numpy as np
from scipy import sparse

from reporting.disclosure.attack_bounds import Bounds, ContradictionError

Link = Literal["auto", "versions", "all", "none"]
Column = tuple[tuple[str, ...], object]
EPSILON = 1e-6


class AttackError(ValueError):
    """The outputs make no sense, or contradict themselves."""


@dataclass(frozen=True)
class Interval:
    """A hidden cell of one output (its position among those given), and the bounds a reader derives for it."""

    output: int
    where: Mapping[str, str]
    primary: bool | None
    low: float
    high: float

    def narrower_than(self, width: float) -> bool:
        """Whether high - low is below ``width``."""
        return self.high - self.low < width - EPSILON


@dataclass(frozen=True)
class _Row:
    output: int
    where: Mapping[str, str]
    keys: tuple[tuple[str, ...], ...]
    low: float
    high: float
    shown: bool
    primary: bool | None


def intervals(
    outputs: Sequence[Mapping[str, Any]], *, link: Link = "auto", rule_aware: bool = False
) -> list[Interval]:
    """The bounds of every hidden cell of ``outputs``, in their order. Raises AttackError.

    ``rule_aware``: the reader is told which hidden cells are primary and knows that those lie in 1..min_cell-1.
    It needs ``primary`` and a policy in the outputs; where other rules than min_cell may have made a cell
    primary it bounds by what all of them together allow.
    """
    if not outputs:
        raise AttackError("no outputs are given")
    rows = _rows(outputs, rule_aware=rule_aware)
    tokens = _tokens(outputs, rows, link)
    matrix = _matrix(rows, tokens)
    bounds = _bounds(matrix, rows)
    if bounds is None:
        raise AttackError("the outputs cannot all be true with atoms linked in this way")
    known: dict[bytes, tuple[float, float]] = {}
    found = []
    for at, row in enumerate(rows):
        if row.shown:
            continue
        blocks = matrix.indices[matrix.indptr[at] : matrix.indptr[at + 1]]
        key = np.sort(blocks).tobytes()
        if key not in known:
            known[key] = (bounds.extreme(blocks, 1.0), bounds.extreme(blocks, -1.0))
        found.append(Interval(row.output, row.where, row.primary, *known[key]))
    return found


def _rows(outputs: Sequence[Mapping[str, Any]], *, rule_aware: bool) -> list[_Row]:
    names = _names(outputs[0], 0)
    trees = [_tree(output, at) for at, output in enumerate(outputs)]
    refine = _Refinement(trees)
    codes: dict[str, set[str]] = {name: set() for name in names}
    for at, output in enumerate(outputs):
        if _names(output, at) != names:
            raise AttackError(f"output {at + 1} has other dimensions than the first")
        for item in (*output["cells"], *_auditors(output)):
            for name in names:
                codes[name].add(str(item[name]))
    sides = {name: tuple(sorted(found - {"*"})) for name, found in codes.items()}
    rows = []
    for at, output in enumerate(outputs):
        policy = output.get("policy") or {}
        below: dict[str, tuple[str, ...]] = {}
        for cell in output["cells"]:
            unit = str(cell["unit"])
            if unit not in below:
                below[unit] = tuple(sorted(refine.leaves(trees[at], unit)))
            where = {"unit": unit, **{name: str(cell[name]) for name in names}}
            parts = [sides[name] if where[name] == "*" else (where[name],) for name in names]
            low, high = _told(cell, policy, rule_aware=rule_aware)
            primary = cell.get("primary")
            shown = cell.get("value") is not None
            keys = tuple(product(below[unit], *parts))
            rows.append(_Row(at, where, keys, low, high, shown, primary))
    return rows


def _names(output: Mapping[str, Any], at: int) -> list[str]:
    try:
        cells = output["cells"]
        return sorted(set(cells[0]) - {"unit", "value", "status", "primary"}) if cells else []
    except (KeyError, TypeError, IndexError):
        raise AttackError(f'output {at + 1} has no "cells"') from None


def _tree(output: Mapping[str, Any], at: int) -> dict[str, list[str]]:
    """``unit -> children`` of one output."""
    parents = output.get("hierarchy")
    if not isinstance(parents, Mapping):
        raise AttackError(f'output {at + 1} has no "hierarchy"')
    children: dict[str, list[str]] = {str(unit): [] for unit in parents}
    for unit, above in parents.items():
        if above is not None:
            children.setdefault(str(above), []).append(str(unit))
    return children


def _auditors(output: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (output.get("auditor") or {}).get("atoms") or ()


class _Refinement:
    """Leaves over all trees: a unit that is a leaf in one tree and has units below it in another is their sum."""

    def __init__(self, trees: Sequence[Mapping[str, Sequence[str]]]) -> None:
        self._names = set().union(*trees)
        self._children: dict[str, Sequence[str]] = {}
        for tree in trees:
            for unit, below in tree.items():
                if below:
                    self._children.setdefault(unit, below)

    def leaf(self, name: str) -> set[str]:
        """The common leaves that a leaf of one tree stands for."""
        if f"{name}/own" in self._names:
            return {f"{name}/own"}
        out: set[str] = set()
        for child in self._children.get(name, ()):
            out |= self.leaf(child)
        return out or {name}

    def leaves(self, tree: Mapping[str, Sequence[str]], unit: str) -> set[str]:
        """The common leaves below a unit of one tree."""
        if unit not in tree:
            raise AttackError(f'the unit "{unit}" of a cell is not in its hierarchy')
        if not tree[unit]:
            return self.leaf(unit)
        return set().union(*(self.leaves(tree, child) for child in tree[unit]))


def _told(
    cell: Mapping[str, Any], policy: Mapping[str, Any], *, rule_aware: bool
) -> tuple[float, float]:
    """What one cell says of its sum."""
    value, base = cell.get("value"), int(policy.get("round_to") or 1)
    if value is not None:
        low, high = max(value - base // 2, 0), value + (base - 1) // 2
        return (float(value), float(value)) if base == 1 else (float(low), float(high))
    if not rule_aware or not cell.get("primary"):
        return 0.0, inf
    organisations = (
        int(policy.get("min_contributors") or 1) > 1
        or float(policy.get("max_share") or 1) < 1
        or policy.get("all_or_none")
        or policy.get("protect_rest")
        or policy.get("p_percent") is not None
        or policy.get("dominance") is not None
    )
    size, base_size = int(policy.get("min_cell") or 1), int(policy.get("min_base") or 1)
    if organisations or max(size, base_size) == 1:
        return 0.0, inf
    zero = base_size > 1 or bool(policy.get("protect_zeros"))
    return float(not zero), float(max(size, base_size) - 1)


def _tokens(
    outputs: Sequence[Mapping[str, Any]], rows: Sequence[_Row], link: Link
) -> list[dict[tuple[str, ...], object]]:
    """For each output which state of each atom it saw; the same state is the same unknown."""
    if link == "auto" and all("atoms" in (output.get("auditor") or {}) for output in outputs):
        link = "versions"
    if link == "versions":
        return _versions(outputs, rows)
    if link in ("all", "none"):
        groups = [0 if link == "all" else at for at in range(len(outputs))]
    else:
        groups = _groups(len(outputs), rows)
    states: list[dict[tuple[str, ...], object]] = [{} for _ in outputs]
    for row in rows:
        states[row.output].update(dict.fromkeys(row.keys, groups[row.output]))
    return states


def _versions(
    outputs: Sequence[Mapping[str, Any]], rows: Sequence[_Row]
) -> list[dict[tuple[str, ...], object]]:
    names = _names(outputs[0], 0)
    refine = _Refinement([_tree(output, at) for at, output in enumerate(outputs)])
    states: list[dict[tuple[str, ...], object]] = [{} for _ in outputs]
    for row in rows:
        states[row.output].update(dict.fromkeys(row.keys, ("n", 0)))
    for at, output in enumerate(outputs):
        for atom in _auditors(output):
            version = atom.get("version")
            token = ("n", atom["n"]) if version is None else ("v", version)
            leaves = refine.leaf(str(atom["unit"]))
            for leaf in leaves:
                key = (leaf, *(str(atom[name]) for name in names))
                states[at][key] = token if len(leaves) == 1 else ("sum", *token)
    return states


def _groups(count: int, rows: Sequence[_Row]) -> list[int]:
    """Outputs that can all be true of the same atoms share a group."""
    groups: list[list[int]] = []
    for at in range(count):
        for group in groups:
            if _can_hold([row for row in rows if row.output in (*group, at)]):
                group.append(at)
                break
        else:
            groups.append([at])
    return [next(i for i, group in enumerate(groups) if at in group) for at in range(count)]


def _can_hold(rows: Sequence[_Row]) -> bool:
    states: list[dict[tuple[str, ...], object]] = [{} for _ in range(rows[-1].output + 1)]
    for row in rows:
        states[row.output].update(dict.fromkeys(row.keys, 0))
    return _bounds(_matrix(rows, states), rows) is not None


def _bounds(matrix: Any, rows: Sequence[_Row]) -> Bounds | None:
    """The system of all rows, or None if they cannot all be true."""
    low, high = np.array([row.low for row in rows]), np.array([row.high for row in rows])
    try:
        return Bounds(matrix, low, high)
    except ContradictionError:
        return None


def _matrix(rows: Sequence[_Row], states: Sequence[Mapping[tuple[str, ...], object]]) -> Any:
    """Rows x unknowns (0/1); atoms that every row counts together are one unknown."""
    numbers: dict[Column, int] = {}
    pointers, indices = [0], []
    for row in rows:
        for key in row.keys:
            column = (key, states[row.output].get(key, ("n", 0)))
            indices.append(numbers.setdefault(column, len(numbers)))
        pointers.append(len(indices))
    shape = (len(rows), len(numbers))
    columns = sparse.csr_array((np.ones(len(indices)), indices, pointers), shape=shape).tocsc()
    columns.sort_indices()
    first: dict[bytes, int] = {}
    for at in range(len(numbers)):
        pattern = columns.indices[columns.indptr[at] : columns.indptr[at + 1]].tobytes()
        first.setdefault(pattern, at)
    return columns[:, list(first.values())].tocsr()
