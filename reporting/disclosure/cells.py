"""From tables to cells: which atoms each published cell is the sum of.

Two cells that are the sum of the same atoms are one cell, in whichever tables they stand: an ICB with one
Trust is the Trust, and a total that two tables share is hidden in both or in neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import sparse

from reporting.disclosure.model import (
    TOTAL,
    Axis,
    Dimension,
    DisclosureError,
    Floats,
    Ints,
    Keep,
    Table,
)
from reporting.disclosure.universe import Universe


@dataclass(frozen=True)
class Layout:
    """Where one table's cells stand: ``codes`` per axis in output order and ``index`` (shape of the table)."""

    table: Table
    codes: tuple[tuple[str, ...], ...]
    index: Ints


@dataclass(frozen=True)
class Occurrence:
    """One cell in one table: the cell, its base, and nothing about which other tables hold it too."""

    cells: Ints
    bases: Ints
    groups: tuple[tuple[int, Ints], ...]


@dataclass(frozen=True)
class CellSet:
    """All cells. ``members`` (cells x atoms, 0/1), ``values`` and ``weights`` (cells,).

    The first ``published`` cells stand in some table; the others are guarded differences that nobody shows.
    """

    universe: Universe
    members: Any
    values: Ints
    weights: Floats
    published: int
    layouts: tuple[Layout, ...]
    occurrences: tuple[Occurrence, ...]


def _axis_codes(axis: Axis, dimension: Dimension) -> tuple[str, ...]:
    levels = {node.level for node in dimension.nodes}
    codes = {node.code for node in dimension.nodes}
    if not set(axis.levels) <= levels or not set(axis.codes) <= codes:
        raise DisclosureError(
            f"axis {axis.dimension!r} names a level or code that its dimension lacks"
        )
    chosen = [
        node.code
        for node in dimension.nodes
        if node.level in axis.levels or node.code in axis.codes
    ]
    if dimension.asks and frozenset(chosen) not in dimension.answers().values():
        raise DisclosureError(
            f"axis {axis.dimension!r} does not show all answers to one question and nothing else"
        )
    if not chosen and not axis.total:
        raise DisclosureError(f"axis {axis.dimension!r} is empty")
    return (*chosen, *((TOTAL,) if axis.total else ()))


def _parts(
    space: Universe, names: Sequence[str], sets: Sequence[Sequence[frozenset[str]]]
) -> list[Any]:
    """For each dimension of the atoms which leaves belong to each set; one set, of its total, without an axis."""
    shown = dict(zip(names, sets, strict=True))
    out = []
    for name, leaves in zip(space.names, space.codes, strict=True):
        chosen = shown.get(name, [space.dimensions[name].leaves_below()[TOTAL]])
        out.append(
            sparse.csr_array(
                np.array([[leaf in part for leaf in leaves] for part in chosen], dtype=np.int8)
            )
        )
    return out


def _weights(table: Table, names: Sequence[str], codes: Sequence[Sequence[str]]) -> Floats:
    out = np.ones(tuple(len(axis) for axis in codes))
    for at, axis in enumerate(codes):
        totals = np.array([table.total_weight if code == TOTAL else 1.0 for code in axis])
        out *= totals.reshape([-1 if i == at else 1 for i in range(len(codes))])
    for keep in table.keep:
        out *= _matches(keep, names, codes)
    return out


def _matches(keep: Keep, names: Sequence[str], codes: Sequence[Sequence[str]]) -> Floats:
    hit = np.ones(tuple(len(axis) for axis in codes), dtype=bool)
    for at, (name, axis) in enumerate(zip(names, codes, strict=True)):
        if name in keep.where:
            mask = np.array([code == keep.where[name] for code in axis])
            hit &= mask.reshape([-1 if i == at else 1 for i in range(len(codes))])
    return np.where(hit, keep.weight, 1.0)


def _occurrence(table: Table, names: Sequence[str], index: Ints) -> Occurrence:
    """Bases and answer groups of one table, as cell numbers; the total stands last on every axis that has one."""
    answers = [at for at, name in enumerate(names) if name in table.answers]
    take = tuple(slice(-1, None) if at in answers else slice(None) for at in range(len(names)))
    base = np.broadcast_to(index[take], index.shape)
    groups: list[tuple[int, Ints]] = []
    for at in answers:
        lines = np.moveaxis(index, at, -1).reshape(-1, index.shape[at])
        groups.extend((int(line[-1]), line[:-1]) for line in lines)
    return Occurrence(index.ravel(), base.ravel(), tuple(groups))


@dataclass
class _Numbering:
    """Gives every distinct set of atoms one number, in the order in which it is first met."""

    numbers: dict[bytes, int] = field(default_factory=dict)
    rows: list[Ints] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def place(self, parts: Sequence[Any], cost: Floats) -> Ints:
        """Cell numbers of the crossing of ``parts`` (one indicator for each dimension), in its order."""
        matrix = sparse.csr_array(np.ones((1, 1), dtype=np.int8))
        for part in parts:
            matrix = sparse.kron(matrix, part, format="csr")
        matrix.sort_indices()
        index = np.empty(matrix.shape[0], dtype=np.int64)
        for row in range(matrix.shape[0]):
            atoms = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].astype(np.int64)
            number = self.numbers.setdefault(atoms.tobytes(), len(self.rows))
            if number == len(self.rows):
                self.rows.append(atoms)
                self.weights.append(0.0)
            self.weights[number] = max(self.weights[number], float(cost.flat[row]))
            index[row] = number
        return index


def _sets(codes: Sequence[str], dimension: Dimension) -> list[frozenset[str]]:
    below = dimension.leaves_below()
    return [below[code] for code in codes]


def _guards(
    published: Sequence[frozenset[str]], more: Sequence[frozenset[str]]
) -> list[frozenset[str]]:
    """Sets of leaves that nobody publishes but that subtraction isolates, sorted.

    Leaves that lie in the same published sets fall into one part; a part that is itself not published is what
    is left of its sets when the others are taken away. ``more`` are sets isolated by earlier trees.
    """
    parts: dict[tuple[int, ...], set[str]] = {}
    for leaf in sorted(frozenset().union(*published)):
        signature = tuple(at for at, codes in enumerate(published) if leaf in codes)
        parts.setdefault(signature, set()).add(leaf)
    found = {frozenset(part) for part in parts.values()} | set(more)
    return sorted((part for part in found if part and part not in set(published)), key=sorted)


def expand(
    tables: Sequence[Table], space: Universe, isolated: Sequence[frozenset[str]] = ()
) -> CellSet:
    """All cells of all tables, each set of atoms once, in an order that does not depend on the input's.

    ``isolated`` are sets of employers that a reader gets by subtracting the units of different trees. They,
    and whatever else subtraction isolates on an axis, are guarded: crossed with the other axes, numbered
    after the published cells, subject to the same rules, and never shown.
    """
    if len({table.name for table in tables}) != len(tables):
        raise DisclosureError("two tables share a name")
    numbering = _Numbering()
    layouts: dict[str, Layout] = {}
    occurrences: list[Occurrence] = []
    crossings: list[tuple[Table, list[str], list[list[frozenset[str]]]]] = []
    for table in sorted(tables, key=lambda item: item.name):
        axes = {axis.dimension: axis for axis in table.axes}
        if not set(axes) <= set(space.names):
            raise DisclosureError(f"table {table.name!r} uses a dimension that the atoms lack")
        names = [name for name in space.names if name in axes]
        output = [_axis_codes(axes[name], space.dimensions[name]) for name in names]
        codes = [tuple(sorted(axis, key=lambda code: (code == TOTAL, code))) for axis in output]
        sets = [
            _sets(axis, space.dimensions[name]) for name, axis in zip(names, codes, strict=True)
        ]
        index = numbering.place(_parts(space, names, sets), _weights(table, names, codes))
        index = index.reshape([len(axis) for axis in codes])
        order = [
            [axis.index(code) for code in out] for axis, out in zip(codes, output, strict=True)
        ]
        back = [names.index(axis.dimension) for axis in table.axes]
        layouts[table.name] = Layout(
            table, tuple(output[at] for at in back), index[np.ix_(*order)].transpose(back)
        )
        occurrences.append(_occurrence(table, names, index))
        extra = [
            _guards(axis, isolated if name == space.names[0] else ())
            for name, axis in zip(names, sets, strict=True)
        ]
        if any(extra):
            crossings.append(
                (table, names, [more + axis for more, axis in zip(extra, sets, strict=True)])
            )
    published = len(numbering.rows)
    for table, names, sets in crossings:
        shape = [len(axis) for axis in sets]
        index = numbering.place(_parts(space, names, sets), np.ones(shape)).reshape(shape)
        occurrences.append(_occurrence(table, names, index))
    members = incidence(numbering.rows, space.counts.size)
    return CellSet(
        space,
        members,
        np.asarray(members @ space.counts, dtype=np.int64),
        np.array(numbering.weights),
        published,
        tuple(layouts[table.name] for table in tables),
        tuple(occurrences),
    )


def incidence(rows: Sequence[Ints], width: int) -> Any:
    """A 0/1 matrix with one row for each list of positions."""
    lengths = np.array([row.size for row in rows], dtype=np.int64)
    indices = np.concatenate(rows) if len(rows) else np.zeros(0, dtype=np.int64)
    pointers = np.concatenate([[0], np.cumsum(lengths)])
    return sparse.csr_array(
        (np.ones(indices.size, dtype=np.int64), indices, pointers), shape=(len(rows), width)
    )
