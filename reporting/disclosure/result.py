"""What comes out: protected tables for readers, a copy for the auditor, or a refusal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np

from reporting.disclosure.model import Bools, EarlierRelease, Floats, Ints


def plain(value: Any) -> Any:
    """Any input or output of this package as plain JSON data; infinities become the words inf and -inf."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float) and not np.isfinite(value):
        return str(value)
    return value


def fingerprint(value: Any) -> str:
    """SHA-256 of the canonical JSON of ``plain(value)``: equal content, equal text, on every machine."""
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class ProtectedTable:
    """One table as readers get it. ``codes`` per axis; ``shown``, ``values`` and ``shares`` have its shape.

    A hidden cell has value -1 and share NaN. ``shares`` are cell / base, worked out from shown values alone, so
    they are hidden when either is; NaN too where the base is zero or the table has no answers.
    """

    name: str
    dimensions: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    values: Ints
    shown: Bools
    shares: Floats
    symbol: str

    def _at(self, where: Mapping[str, str]) -> tuple[int, ...]:
        return tuple(
            codes.index(where[name])
            for name, codes in zip(self.dimensions, self.codes, strict=True)
        )

    def value(self, where: Mapping[str, str]) -> int | None:
        """The count at one code for each dimension, or None if hidden. KeyError or ValueError if no such cell."""
        at = self._at(where)
        return int(self.values[at]) if self.shown[at] else None

    def share(self, where: Mapping[str, str]) -> float | None:
        """The cell as a part of its base, or None if either is hidden or the base is zero."""
        share = float(self.shares[self._at(where)])
        return None if np.isnan(share) else share

    def text(self, where: Mapping[str, str]) -> str:
        """The count, or the policy's one symbol."""
        value = self.value(where)
        return self.symbol if value is None else str(value)

    def cells(self) -> Iterator[tuple[dict[str, str], int | None]]:
        """Every cell in output order, as its codes and its value or None."""
        for at in np.ndindex(self.values.shape):
            where = {
                name: codes[i]
                for name, codes, i in zip(self.dimensions, self.codes, at, strict=True)
            }
            yield where, int(self.values[at]) if self.shown[at] else None

    @property
    def share_shown(self) -> float:
        """The part of the cells with a value."""
        return float(self.shown.mean()) if self.shown.size else 0.0


@dataclass(frozen=True)
class Audit:
    """What the final audit found. ``narrow`` is 0 in anything released.

    ``by_certificate`` and ``by_programme`` count (reader, target) pairs that the first audit of each reader
    cleared by points that move many cells, or had to bound or repair by a programme of its own;
    ``programmes`` counts all linear programmes solved. ``conceded`` counts (insider, target) pairs that earlier
    releases had given away before this one, so that refusing it would protect nothing.
    """

    cells: int
    primary: int
    hidden: int
    narrow: int
    readers: tuple[str, ...]
    by_certificate: int
    by_programme: int
    programmes: int
    conceded: int


@dataclass(frozen=True)
class AuditorTable:
    """Why each cell of one table is hidden (``Reason`` values, 0: shown), and the range proved open to the outsider.

    ``low`` and ``high`` are exact for shown cells; for hidden ones at least this much is possible.
    """

    name: str
    reasons: Ints
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Auditors:
    """The auditor's copy: never given to a reader."""

    tables: tuple[AuditorTable, ...]
    audit: Audit
    earlier: EarlierRelease


@dataclass(frozen=True)
class Protected:
    """A release that may be shown. ``inputs`` and ``outputs`` are fingerprints for replay."""

    tables: tuple[ProtectedTable, ...]
    auditors: Auditors
    inputs: str
    outputs: str

    def table(self, name: str) -> ProtectedTable:
        """One table by name; KeyError if there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

    def as_earlier(self) -> EarlierRelease:
        """This release as a statement for the ledger (the auditor's copy)."""
        return self.auditors.earlier


@dataclass(frozen=True)
class NotReleasable:
    """Nothing may be shown. ``explanation`` is for the publisher and holds no count."""

    explanation: str
    cells: tuple[str, ...] = ()
    inputs: str = ""
