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
        """Positions of the atoms under ``where`` (dimension -> code of any level, or the total)."""
        if not set(where) <= set(self.names):
            raise DisclosureError(f"unknown dimension in {dict(where)!r}")
        masks = []
        for name, codes in zip(self.names, self.codes, strict=True):
            below = self.dimensions[name].leaves_below()
            code = where.get(name, TOTAL)
            if code not in below:
                raise DisclosureError(f"dimension {name!r} has no code {code!r}")
            masks.append(np.array([leaf in below[code] for leaf in codes], dtype=bool))
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
    return Universe(
        names, codes, counts.ravel(), versions.ravel(), {name: known[name] for name in names}
    )
