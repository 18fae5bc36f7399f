"""What goes in: dimensions, atoms, tables, the adversary and what was released before.

An *atom* is one employer crossed with one code of every other dimension; it is the smallest thing a reader
may reason about. Atoms cover the whole product of the leaf codes: a combination that is not given counts
zero, and a reader does not know that it does. Every published cell is the sum of a set of atoms, so all
tables over the same atoms, of today and of earlier days, live in one system of linear equations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TOTAL = "*"
"""The code that stands for "all of this dimension" in axes, outputs and facts."""

LAST = "~"
"""The day after all days: days are ISO dates, compared as text."""


class DisclosureError(ValueError):
    """The input contradicts itself; nothing was decided and nothing may be shown."""


class LedgerError(DisclosureError):
    """Today's atoms contradict what earlier releases or side facts state (an infeasible system)."""


@dataclass(frozen=True, slots=True)
class Node:
    """One code of a dimension: its level ("icb") and the code above it, or None at the top."""

    code: str
    level: str
    parent: str | None = None


def answer(question: str, code: str) -> str:
    """The code of an answer in a dimension of questions: it tells its question on any day, in any release."""
    return f"{question}:{code}"


@dataclass(frozen=True)
class Dimension:
    """A dimension and its hierarchy. Leaves are the nodes without children; atoms carry leaf codes only.

    An employer that has units below it needs a leaf of its own (``CODE/own``); its node is then the sum.
    The order of ``nodes`` is the order of the output and has no influence on what is hidden.

    With ``asks`` its top nodes are *questions* and their leaves the answers: everybody who is counted gives
    one answer to each, so every question counts the same people. The total of such a dimension, and of each of
    its questions, is those people, once.
    """

    name: str
    nodes: tuple[Node, ...]
    asks: bool = False

    def __post_init__(self) -> None:
        codes = [node.code for node in self.nodes]
        if len(set(codes)) != len(codes):
            raise DisclosureError(f"dimension {self.name!r} names a code twice")
        if TOTAL in codes:
            raise DisclosureError(f"dimension {self.name!r} uses the reserved code {TOTAL!r}")
        parents = {node.code: node.parent for node in self.nodes}
        for code in codes:
            seen, above = {code}, parents[code]
            while above is not None:
                if above not in parents or above in seen:
                    raise DisclosureError(f"dimension {self.name!r}: broken chain above {code!r}")
                seen.add(above)
                above = parents[above]

    @classmethod
    def flat(cls, name: str, codes: Iterable[str]) -> Dimension:
        """A dimension without hierarchy; its only level carries the dimension's name."""
        return cls(name, tuple(Node(code, name) for code in codes))

    @classmethod
    def tree(
        cls, name: str, parents: Mapping[str, str | None], levels: Mapping[str, str]
    ) -> Dimension:
        """A dimension from ``code -> parent`` and ``code -> level``."""
        return cls(
            name, tuple(Node(code, levels[code], parent) for code, parent in parents.items())
        )

    @classmethod
    def questions(cls, name: str, asked: Mapping[str, Iterable[str]]) -> Dimension:
        """A dimension of questions with their answers, coded as :func:`answer` says, on the level of their question."""
        nodes = [
            node
            for question, answers in asked.items()
            for node in (
                Node(question, name),
                *(Node(answer(question, each), question, question) for each in answers),
            )
        ]
        return cls(name, tuple(nodes), asks=True)

    def leaves(self) -> tuple[str, ...]:
        """The leaf codes, sorted."""
        inner = {node.parent for node in self.nodes}
        return tuple(sorted(node.code for node in self.nodes if node.code not in inner))

    def answers(self) -> dict[str, frozenset[str]]:
        """For every question its answers, the questions in the order of their codes; nothing for other dimensions."""
        if not self.asks:
            return {}
        asked = sorted(node.code for node in self.nodes if node.parent is None)
        return {
            question: frozenset(node.code for node in self.nodes if node.parent == question)
            for question in asked
        }

    def leaves_below(self) -> dict[str, frozenset[str]]:
        """For every code, and for the total, the leaf codes it is the sum of.

        For the total of questions, and for each of them, these are the answers to the first.
        """
        parents = {node.code: node.parent for node in self.nodes}
        below: dict[str, set[str]] = {node.code: set() for node in self.nodes}
        leaves = self.leaves()
        for leaf in leaves:
            at: str | None = leaf
            while at is not None:
                below[at].add(leaf)
                at = parents[at]
        out = {code: frozenset(codes) for code, codes in below.items()}
        asked = self.answers()
        everybody = next(iter(asked.values()), frozenset(leaves))
        return out | dict.fromkeys((*asked, TOTAL), everybody)


@dataclass(frozen=True)
class Atoms:
    """Counts by employer and category.

    ``dimensions`` names the columns, the contributing organisation first. ``rows`` holds one tuple of leaf
    codes per atom, ``counts`` (n,) whole numbers of people, posts or organisations, never negative.
    ``versions`` (n,) tells which atoms are unchanged since an earlier release: equal version, same unknown.
    Without it the count itself is the version, which assumes a reader who believes that an atom whose count
    did not move did not change. An atom that is not given has count 0 and version 0.
    """

    dimensions: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    counts: Ints
    versions: Ints | None = None

    def __post_init__(self) -> None:
        counts = np.asarray(self.counts)
        if counts.shape != (len(self.rows),) or not np.issubdtype(counts.dtype, np.integer):
            raise DisclosureError("counts must be whole numbers, one for each row")
        if counts.size and int(counts.min()) < 0:
            raise DisclosureError("a count is negative")
        if len(set(self.rows)) != len(self.rows):
            raise DisclosureError("an atom is given twice")
        if self.versions is not None and np.asarray(self.versions).shape != counts.shape:
            raise DisclosureError("versions must be one for each row")

    @classmethod
    def from_rows(cls, dimensions: Sequence[str], rows: Iterable[Sequence[Any]]) -> Atoms:
        """Atoms from rows of ``(code, …, count)``; rows with the same codes are added up."""
        sums: dict[tuple[str, ...], int] = {}
        for *codes, count in rows:
            key = tuple(str(code) for code in codes)
            sums[key] = sums.get(key, 0) + int(count)
        return cls(tuple(dimensions), tuple(sums), np.array(list(sums.values()), dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Axis:
    """Which codes of one dimension a table shows: whole ``levels``, single ``codes``, and the ``total``."""

    dimension: str
    levels: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    total: bool = True


@dataclass(frozen=True)
class Keep:
    """Make the cells that match ``where`` (dimension -> code) ``weight`` times as costly to hide."""

    where: Mapping[str, str]
    weight: float = 10.0


@dataclass(frozen=True)
class Table:
    """A linked view of the atoms: the crossing of its axes; a dimension without an axis is summed over.

    ``answers`` names the dimensions that say something about the people counted (readiness, group, cover).
    The *base* of a cell is the cell with every answer summed over: the denominator of its share. Without
    answers a cell is its own base for the rules on organisations, and the rules on people's bases are idle.
    ``total_weight`` is the cost of hiding a cell for each of its axes that stands at the total.
    """

    name: str
    axes: tuple[Axis, ...]
    answers: tuple[str, ...] = ()
    keep: tuple[Keep, ...] = ()
    total_weight: float = 1.0

    def __post_init__(self) -> None:
        names = [axis.dimension for axis in self.axes]
        if len(set(names)) != len(names):
            raise DisclosureError(f"table {self.name!r} uses a dimension twice")
        for answer in self.answers:
            if answer not in names or not self.axes[names.index(answer)].total:
                raise DisclosureError(
                    f"table {self.name!r}: answer {answer!r} needs an axis with its total"
                )


@dataclass(frozen=True)
class Fact:
    """A side fact a reader holds about today's atoms: their sum under ``where`` lies in low..high."""

    where: Mapping[str, str]
    low: int
    high: int


@dataclass(frozen=True)
class Insider:
    """A reader who also knows every atom under one of ``where`` (a pool manager, an overlay lead)."""

    name: str
    where: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """On a day (ISO) the people of leaf ``old``, or some of them, came to be counted at leaf ``new``.

    A merger is several into one, a split one into several. An employer that keeps its code needs no link
    to itself. Counts as at the day or later stand on the new tree.
    """

    old: str
    new: str
    on: str


@dataclass(frozen=True)
class Adversary:
    """Against whom the release must hold.

    ``interval``: every primary cell keeps max - min >= width. ``rule-aware``: besides, the reader is told
    which hidden cells are primary and knows the threshold, and still no value that the rule allows drops
    out. ``insiders``: again with each employer's own atoms known, in turn. ``whole_numbers``: the reader
    uses that counts are whole; without it only the linear bounds of DECISIONS.md 27 are asked for.
    """

    strength: Literal["interval", "rule-aware"] = "rule-aware"
    insiders: bool = True
    others: tuple[Insider, ...] = ()
    facts: tuple[Fact, ...] = ()
    whole_numbers: bool = True


@dataclass(frozen=True)
class EarlierRelease:
    """What an earlier release told its readers, as statements about atoms (the auditor's copy).

    ``rows`` and ``versions`` (n,) name the atoms; ``members`` gives for each of s statements the positions
    of its atoms; ``low`` and ``high`` (s,) are what it told (equal for an exact value, an interval for a
    rounded one, 0 and inf for a hidden cell). ``width``, ``reach_low`` and ``reach_high`` (s,) are what
    must stay open about a cell that was hidden as primary (width 0: nothing). ``units`` lists the sets of
    employers that were published, with their level, so that differences between trees can be guarded.
    ``day`` (ISO) is the day of its figures; without it everything that happened to employers happened since.
    ``counts`` (n,) are the atoms' counts then; without them the engine supposes some that agree with all
    statements, and may refuse because an insider could have known what nobody knows any more.
    """

    name: str
    dimensions: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    versions: Ints
    members: tuple[tuple[int, ...], ...]
    low: Floats
    high: Floats
    width: Floats
    reach_low: Floats
    reach_high: Floats
    units: tuple[tuple[str, tuple[str, ...]], ...] = ()
    counts: Ints | None = None
    day: str = ""
