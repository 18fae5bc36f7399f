"""What readers know who see more than what is shown: each employer's own people, and those of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from reporting.disclosure.links import ancestors
from reporting.disclosure.model import Adversary, Bools, Floats, Insider, Ints, Succession
from reporting.disclosure.universe import Universe


def knowledge(
    space: Universe,
    adversary: Adversary,
    block: Ints,
    point: Floats,
    counts: Floats,
    supposed: Bools,
    changed: Sequence[tuple[str, ...]],
    links: Sequence[Succession],
) -> tuple[tuple[str, Floats, Bools], ...]:
    """For each insider (name, own part of each block, blocks known entirely).

    An insider knows what her employers counted in earlier releases too (``changed``: keys of the atoms after
    today's), and what those did whose people they took over.

    ``block`` (columns,) is the block of every atom, ``counts`` (columns,) what it counts and ``point`` (blocks,)
    their sums. Of a block whose count is only ``supposed`` a part is taken to be unknown, the whole to be as supposed.
    """
    size = point.size
    atoms_in = np.bincount(block, minlength=size)
    took = ancestors(links)
    readers = [
        Insider(f"employer {code}", ({space.names[0]: code},))
        for code in (space.employers if adversary.insiders else ())
    ]
    out = []
    for reader in (*readers, *adversary.others):
        mine = _atoms_of(reader, space, changed, took)
        own: Floats = np.bincount(block[mine], weights=counts[mine], minlength=size).astype(
            np.float64
        )
        whole = np.bincount(block[mine], minlength=size) == atoms_in
        own[supposed & ~whole] = 0.0
        own[whole] = point[whole]
        out.append((reader.name, own, np.asarray(whole, dtype=np.bool_)))
    return tuple(out)


def _atoms_of(
    insider: Insider,
    space: Universe,
    changed: Sequence[tuple[str, ...]],
    took: Mapping[str, frozenset[str]],
) -> Bools:
    """Which atoms an insider knows: today's, then the changed ones of earlier releases."""
    now = np.zeros(space.counts.size, dtype=bool)
    then = np.zeros(len(changed), dtype=bool)
    for where in insider.where:
        below = {name: space.dimensions[name].leaves_below() for name in where}
        if all(code in below[name] for name, code in where.items()):
            now[space.under(where)] = True
        # An employer that is gone stands in earlier releases only.
        codes = {name: below[name].get(code, frozenset([code])) for name, code in where.items()}
        if space.names[0] in codes:
            mine = codes[space.names[0]]
            codes[space.names[0]] = mine.union(*(took.get(leaf, ()) for leaf in mine))
        asked = [(space.names.index(name), found) for name, found in codes.items()]
        then |= np.array(
            [all(key[at] in found for at, found in asked) for key in changed], dtype=bool
        )
    return np.concatenate([now, then])
