"""All atoms of a system, completed over the product of leaf codes and put in canonical order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from reporting.disclosure.model import TOTAL, Atoms, Dimension, DisclosureError, Ints


@dataclass(frozen=True)
class Universe:
    """All atoms in canonical order: contributor first, other dimensions by name, codes sorted.

    ``counts`` and ``versions`` (n,) follow that order; ``employer_of`` (n,) is the position in ``employers``.
    """

    names: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    counts: Ints
    versions: Ints
    dimensions: dict[str, Dimension]

    @property
    def employers(self) -> tuple[str, ...]:
        return self.codes[0]

    @property
    def employer_of(self) -> Ints:
        return np.repeat(
            np.arange(len(self.employers)), self.counts.size // max(len(self.employers), 1)
        )

    def rows(self) -> list[tuple[str, ...]]:
        """The key of every atom, in order."""
        return list(product(*self.codes))

    def indicator(self, where: Mapping[str, str]) -> Ints:
        """Positions of the atoms whose sum counts everybody under ``where`` (dimension -> code of any level).

        A dimension that is not named stands at its total.
        """
        return self._positions(where, [TOTAL] * len(self.names))

    def under(self, where: Mapping[str, str]) -> Ints:
        """Positions of all atoms under ``where``, the answers to every question among them."""
        return self._positions(where, [None] * len(self.names))

    def _positions(self, where: Mapping[str, str], others: Iterable[str | None]) -> Ints:
        """Positions of the atoms under ``where`` and, in dimensions it does not name, under ``others`` (None: all)."""
        if not set(where) <= set(self.names):
            raise DisclosureError(f"unknown dimension in {dict(where)!r}")
        masks = []
        for name, codes, other in zip(self.names, self.codes, others, strict=True):
            below = self.dimensions[name].leaves_below()
            code = where.get(name, other)
            if code is not None and code not in below:
                raise DisclosureError(f"dimension {name!r} has no code {code!r}")
            masks.append(
                np.array([code is None or leaf in below[code] for leaf in codes], dtype=bool)
            )
        out = masks[0]
        for mask in masks[1:]:
            out = np.logical_and.outer(out, mask).ravel()
        return np.flatnonzero(out)


def universe(atoms: Atoms, dimensions: Iterable[Dimension]) -> Universe:
    """Complete the atoms over the product of leaf codes and put them in canonical order."""
    known = {dimension.name: dimension for dimension in dimensions}
    missing = [name for name in atoms.dimensions if name not in known]
    if missing or not atoms.dimensions:
        raise DisclosureError(f"no dimension declared for: {', '.join(missing) or 'the atoms'}")
    names = (atoms.dimensions[0], *sorted(atoms.dimensions[1:]))
    codes = tuple(known[name].leaves() for name in names)
    place = [{code: at for at, code in enumerate(axis)} for axis in codes]
    order = [atoms.dimensions.index(name) for name in names]
    shape = tuple(len(axis) for axis in codes)
    counts, versions = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    given = atoms.counts if atoms.versions is None else atoms.versions
    for row, count, version in zip(atoms.rows, atoms.counts, given, strict=True):
        try:
            at = tuple(place[axis][row[column]] for axis, column in enumerate(order))
        except KeyError as unknown:
            raise DisclosureError(f"atom {row!r}: {unknown} is no leaf of its dimension") from None
        counts[at], versions[at] = count, version
    if sum(known[name].asks for name in names) > 1:
        raise DisclosureError("only one dimension can be made of questions")
    for axis, name in enumerate(names):
        _require_answers(known[name], codes[axis], np.moveaxis(counts, axis, -1))
    return Universe(
        names, codes, counts.ravel(), versions.ravel(), {name: known[name] for name in names}
    )


def _require_answers(dimension: Dimension, codes: tuple[str, ...], counts: Ints) -> None:
    """Raise unless everybody counted (``counts``, the dimension last) gives one answer to each question."""
    asked = dimension.answers()
    if dimension.asks and sum(map(len, asked.values())) != len(codes):
        raise DisclosureError(f"dimension {dimension.name!r} has an answer below no question")
    sums = {
        question: counts[..., [code in answers for code in codes]].sum(axis=-1)
        for question, answers in asked.items()
    }
    first = next(iter(sums), "")
    for question, found in sums.items():
        if not np.array_equal(found, sums[first]):
            raise DisclosureError(f"{question!r} does not count the same people as {first!r}")
