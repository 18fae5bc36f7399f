"""Earlier outputs as the ledger wants them: statements about the atoms of their own day.

Which atoms are still the same unknown. An output that carries its ``auditor`` part says it: an atom is the
same unknown as today's if its version is the same, or, where either has no version, if its count is. A
reader's copy has no such part. Then all its atoms are taken to be today's if today's counts agree with all it
shows; if they do not, the fewest changes that explain it are supposed (least sum of changes, in whole numbers,
from the next younger state), every other atom being the same unknown. That is the strongest assumption the
file allows, short of knowing.

What must stay open. A cell marked ``primary`` must keep the width of its output's policy. Where the mark is
missing nobody can say which cells were hidden for their own sake, so every hidden cell is to keep the width,
or what the earlier outputs together leave open if that is less.

Trees. ``CODE`` without units below and ``CODE/own`` are one employer. A leaf that has units below it today, and
no leaf of its own, is their sum. An employer that today's hierarchy does not know at all may have become part
of another: nothing is released against such an output, unless all its counts were zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from scipy import sparse

from reporting.disclosure import exchange
from reporting.disclosure.attack import AttackError, intervals
from reporting.disclosure.cells import incidence
from reporting.disclosure.exchange import COUNT, OWN, UNIT, VERSION, Request
from reporting.disclosure.ledger import Units
from reporting.disclosure.model import TOTAL, DisclosureError, EarlierRelease, Floats, Ints
from reporting.disclosure.solver import Program
from reporting.disclosure.views import stands_for

Key = tuple[str, ...]


class UntraceableError(DisclosureError):
    """An earlier output speaks of an employer that today's hierarchy does not know: nothing may be released."""


@dataclass
class _Output:
    """One earlier output, checked. ``where`` names each cell's unit and codes, ``atoms`` (count, version)."""

    name: str
    where: list[Key]
    values: list[int | None]
    primary: list[bool | None]
    parents: dict[str, str | None]
    codes: dict[str, set[str]]
    policy: Mapping[str, Any]
    atoms: dict[Key, tuple[int, int | None]] | None

    def below(self) -> dict[str, list[str]]:
        """For every unit of its tree the leaves below it, in its own names."""
        return _leaves(self.parents)


def read_earlier(request: Request) -> tuple[list[EarlierRelease], dict[str, set[str]]]:
    """The ledger of an input, and the codes of each dimension that only earlier outputs use.

    Raises DisclosureError for an output that makes no sense, UntraceableError for an employer that is gone.
    """
    outputs = [_read(request, data, at) for at, data in enumerate(request.earlier, 1)]
    more: dict[str, set[str]] = {name: set() for name in request.names}
    for output in outputs:
        for name in request.names:
            more[name] |= output.codes[name]
    sides = {name: sorted(more[name] | set(request.codes[name])) for name in request.names}
    today = _Today(request, sides)
    width = _open_widths(request, outputs)
    counts = dict(today.counts)
    out: list[EarlierRelease] = []
    for output, demanded in zip(outputs[::-1], width[::-1], strict=True):
        out.append(_release(output, today, counts, demanded))
    return out[::-1], more


class _Today:
    """Today's leaves and counts, and what a leaf of an earlier tree is among them."""

    def __init__(self, request: Request, sides: Mapping[str, Sequence[str]]) -> None:
        self.request = request
        self.inner = {above for above in request.parents.values() if above is not None}
        self.leaves = set(request.parents) - self.inner
        self.below = _leaves(request.parents)
        self.counts = exchange.today_counts(request.atoms)
        self.sides = [tuple(sides[name]) for name in request.names]
        self.crossings = list(product(*self.sides))
        self.changed: dict[object, int] = {}

    def leaf(self, name: str) -> tuple[str, ...]:
        """Today's leaves that a leaf of an earlier tree is the sum of; itself if it is gone."""
        for same in (name, name + OWN, name.removesuffix(OWN)):
            if same in self.leaves:
                return (same,)
        if name in self.inner:
            return tuple(sorted(self.below[name]))
        return (name,)

    def number(self, state: object) -> int:
        """A version for an atom that is not as it is today: equal for equal states, and like none of today's."""
        return self.changed.setdefault(state, -1 - len(self.changed))


def _leaves(parents: Mapping[str, str | None]) -> dict[str, list[str]]:
    """For every unit the leaves below it."""
    inner = set(parents.values())
    below: dict[str, list[str]] = {unit: [] for unit in parents}
    for unit in parents:
        at: str | None = unit
        while unit not in inner and at is not None:
            below[at].append(unit)
            at = parents[at]
    return below


def _read(request: Request, data: Mapping[str, Any], at: int) -> _Output:
    what = f"earlier output {at}"
    names = request.names
    cells = [
        exchange.mapping(c, f"a cell of {what}")
        for c in exchange.listed(data.get("cells"), f"cells of {what}")
    ]
    if not cells:
        raise DisclosureError(f"{what} has no cells")
    parents = exchange.read_hierarchy(data.get("hierarchy"), f"the hierarchy of {what}")
    exchange.depth(parents)
    where: list[Key] = []
    for cell in cells:
        if set(cell) - {"value", "status", "primary"} != {UNIT, *names}:
            raise DisclosureError(f"{what} has other dimensions than the input")
        where.append(tuple(str(cell[name]) for name in (UNIT, *names)))
        if where[-1][0] not in parents:
            raise DisclosureError(f'{what}: "{where[-1][0]}" is no unit of its hierarchy')
    values = [
        None if cell.get("value") is None else exchange.whole(cell["value"], f"a value of {what}")
        for cell in cells
    ]
    atoms = None
    auditor = data.get("auditor")
    if auditor is not None and "atoms" in exchange.mapping(auditor, f"auditor of {what}"):
        atoms = {}
        for atom in exchange.listed(auditor["atoms"], f"atoms of {what}"):
            key = tuple(str(atom[name]) for name in (UNIT, *names))
            version = atom.get(VERSION)
            atoms[key] = (exchange.whole(atom[COUNT], f"n of an atom of {what}"), version)
    codes = {
        name: {key[at] for key in (*where, *(atoms or ()))} - {TOTAL}
        for at, name in enumerate(names, 1)
    }
    policy = exchange.mapping(data.get("policy") or request.policy_echo, f"policy of {what}")
    return _Output(
        what, where, values, [c.get("primary") for c in cells], parents, codes, policy, atoms
    )


def _open_widths(request: Request, outputs: Sequence[_Output]) -> list[Floats]:
    """For each output (cells,) the width that must stay open about each of its cells."""
    unmarked = any(
        value is None and mark is None
        for output in outputs
        for value, mark in zip(output.values, output.primary, strict=True)
    )
    left: dict[tuple[int, Key], float] = {}
    if unmarked:
        try:
            found = intervals(request.earlier)
        except AttackError as error:
            raise DisclosureError(f"the earlier outputs: {error}") from None
        for each in found:
            key = tuple(each.where[name] for name in (UNIT, *request.names))
            left[each.output, key] = each.high - each.low
    out = []
    for at, output in enumerate(outputs):
        width = float(exchange.whole(output.policy.get("width", 0), f"width of {output.name}"))
        demanded = np.zeros(len(output.values))
        for cell, (value, mark) in enumerate(zip(output.values, output.primary, strict=True)):
            if value is None and mark is not False:
                opened = left.get((at, output.where[cell]), np.inf) if mark is None else np.inf
                demanded[cell] = min(width, opened)
        out.append(demanded)
    return out


def _release(
    output: _Output, today: _Today, younger: dict[Key, int], width: Floats
) -> EarlierRelease:
    """One output as a statement. ``younger`` is the next younger state of all atoms; it is set to this one."""
    below = output.below()
    units = list(dict.fromkeys(key[0] for key in output.where))
    leaves = sorted({leaf for unit in units for leaf in below[unit]})
    targets = {leaf: today.leaf(leaf) for leaf in leaves}
    keys = [(leaf, *codes) for leaf in leaves for codes in today.crossings]
    place = {key: at for at, key in enumerate(keys)}
    members = [_members(key, below[key[0]], today.sides, place) for key in output.where]
    base = exchange.whole(output.policy.get("round_to") or 1, f"round_to of {output.name}")
    low, high = _told(output.values, max(base, 1))
    before = np.array(
        [sum(younger.get((leaf, *key[1:]), 0) for leaf in targets[key[0]]) for key in keys],
        dtype=np.int64,
    )
    if output.atoms is None:
        then = _supposed(output.name, members, low, high, before)
        given: list[int | None] = [None] * len(keys)
    else:
        then = np.array([output.atoms.get(key, (0, None))[0] for key in keys], dtype=np.int64)
        given = [output.atoms.get(key, (0, None))[1] for key in keys]
        strange = [key for key in output.atoms if key not in place and key[0] in leaves]
        if strange:
            raise DisclosureError(
                f"{output.name} has an atom that is none of its own: {strange[0]}"
            )
    gone = {leaf for leaf in leaves if not set(targets[leaf]) <= today.leaves}
    for key, n in zip(keys, then.tolist(), strict=True):
        if key[0] in gone and (n or output.atoms is None):
            raise UntraceableError(
                f'{output.name} counts people of "{key[0]}", which today\'s hierarchy does not know: '
                "if they are counted under another employer now, a reader who knows that could subtract"
            )
    rows: list[Key] = []
    versions: list[int] = []
    counts: list[int] = []
    expanded: list[tuple[int, ...]] = []
    for key, n, version in zip(keys, then.tolist(), given, strict=True):
        parts = [(leaf, *key[1:]) for leaf in targets[key[0]]]
        same = _same(output.name, parts, n, version, today)
        here = parts if same else [parts[0] if len(parts) == 1 else key]
        expanded.append(tuple(range(len(rows), len(rows) + len(here))))
        for row in here:
            count = today.counts.get(row, 0) if same else n
            rows.append(row)
            counts.append(count)
            state = ("n", n) if version is None else ("v", version)
            versions.append(count if same else today.number(state))
            younger[row] = count
    level = exchange.depth(output.parents)
    return EarlierRelease(
        output.name,
        (UNIT, *today.request.names),
        tuple(rows),
        np.array(versions, dtype=np.int64),
        tuple(tuple(i for at in cell for i in expanded[at]) for cell in members),
        low,
        high,
        width,
        np.full(len(members), np.inf),
        np.full(len(members), -np.inf),
        _units(units, below, targets, level),
        np.array(counts, dtype=np.int64),
    )


def _same(name: str, parts: Sequence[Key], n: int, version: int | None, today: _Today) -> bool:
    """Whether an earlier atom is today's atom, or the sum of today's atoms ``parts``."""
    now = sum(today.counts.get(part, 0) for part in parts)
    current = today.request.given_versions.get(parts[0]) if len(parts) == 1 else None
    if version is None or current is None:
        return n == now and parts[0][0] in today.leaves
    if version == current and n != now:
        raise DisclosureError(f"{name}: an atom of the same version had another count: {parts[0]}")
    return version == current


def _units(
    units: Sequence[str],
    below: Mapping[str, Sequence[str]],
    targets: Mapping[str, Sequence[str]],
    level: Mapping[str, str],
) -> Units:
    return tuple(
        sorted(
            (level[unit], tuple(sorted({t for leaf in below[unit] for t in targets[leaf]})))
            for unit in units
        )
    )


def _members(
    cell: Key, leaves: Sequence[str], sides: Sequence[Sequence[str]], place: Mapping[Key, int]
) -> tuple[int, ...]:
    parts = [side if code == TOTAL else (code,) for code, side in zip(cell[1:], sides, strict=True)]
    return tuple(place[key] for key in product(leaves, *parts))


def _told(values: Sequence[int | None], base: int) -> tuple[Floats, Floats]:
    """The interval that each value stands for; a hidden one may be anything."""
    hidden = np.array([value is None for value in values])
    low, high = stands_for(np.array([float(value or 0) for value in values]), base)
    return np.where(hidden, 0.0, low), np.where(hidden, np.inf, high)


def _supposed(
    name: str, members: Sequence[tuple[int, ...]], low: Floats, high: Floats, before: Ints
) -> Ints:
    """Counts that agree with an output, in whole numbers, and differ from ``before`` by the least sum."""
    told = incidence([np.array(cell, dtype=np.int64) for cell in members], before.size)
    sums = told @ before
    if np.all((sums >= low) & (sums <= high)):
        return before.copy()
    size = before.size
    eye = sparse.eye_array(size, format="csr")
    nothing = sparse.csr_array((told.shape[0], 2 * size))
    matrix = sparse.vstack(
        [sparse.hstack([told.astype(np.float64), nothing]), sparse.hstack([eye, -eye, eye])],
        format="csr",
    )
    program = Program(
        matrix,
        np.zeros(3 * size),
        np.full(3 * size, np.inf),
        np.concatenate([low, before]),
        np.concatenate([high, before]),
    )
    program.set_costs(np.concatenate([np.zeros(size), np.ones(2 * size)]))
    found = program.solve(whole=size)
    if found is None:
        raise DisclosureError(f"{name} contradicts itself")
    return np.asarray(np.round(found[:size]), dtype=np.int64)
