"""Times and hidden cells on two invented tables, beside the peer's figures (``./run bench disclosure DIR``)."""

from __future__ import annotations

import csv
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reporting.disclosure.model import Adversary, Atoms, Axis, Dimension, Table
from reporting.disclosure.policy import PRESETS, Policy
from reporting.disclosure.protect import protect
from reporting.disclosure.result import NotReleasable


@dataclass(frozen=True)
class Figure:
    """One file and the bar on it: Statistics Norway's GaussSuppression 1.2.3 with its interval option."""

    file: str
    levels: tuple[str, ...]
    hidden: int
    seconds: float


FIGURES = (
    Figure("role_readiness_region.csv", ("icb", "region"), 218, 0.9),
    Figure("band_ethnicity_region.csv", ("trust", "icb", "region"), 293, 8.7),
)
PEER = Policy("peer", min_cell=5, width=5)
"""Threshold 1 to 4, width 5, zeros not protected."""

RUNS: tuple[tuple[str, Policy, Adversary], ...] = (
    (
        "peer's terms: interval, outsider",
        PEER,
        Adversary("interval", insiders=False, whole_numbers=False),
    ),
    ("the same in whole numbers", PEER, Adversary("interval", insiders=False)),
    ("rule-aware, outsider", PEER, Adversary("rule-aware", insiders=False)),
)
DEFAULT = ("default policy for people: rule-aware, insiders", PRESETS["people"].policy, Adversary())


def read(path: Path, levels: tuple[str, ...]) -> tuple[Table, Atoms, list[Dimension]]:
    """A file with the columns region, icb, trust, two categories and n, as inputs of ``protect``."""
    with path.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    one, two = list(rows[0])[3:5]
    parents: dict[str, str | None] = {}
    level: dict[str, str] = {}
    for row in rows:
        for code, above, kind in (
            (row["trust"], row["icb"], "trust"),
            (row["icb"], row["region"], "icb"),
            (row["region"], None, "region"),
        ):
            parents[code], level[code] = above, kind
    dimensions = [
        Dimension.tree("unit", parents, level),
        *(Dimension.flat(name, sorted({row[name] for row in rows})) for name in (one, two)),
    ]
    atoms = Atoms.from_rows(
        ("unit", one, two), [(row["trust"], row[one], row[two], row["n"]) for row in rows]
    )
    axes = (Axis("unit", levels, total=False), Axis(one, (one,)), Axis(two, (two,)))
    return Table(path.stem, axes, (two,)), atoms, dimensions


def run(print: Callable[[str], object], folder: str = "../shared/data/disclosure") -> None:  # noqa: A002
    """Print for each table and each reader: cells, primary, hidden, narrow, seconds, how they were cleared."""
    for figure in FIGURES:
        table, atoms, dimensions = read(Path(folder) / figure.file, figure.levels)
        print(f"{figure.file}: bar {figure.hidden} hidden in {figure.seconds} s")
        for label, policy, adversary in (*RUNS, *((DEFAULT,) if figure is FIGURES[0] else ())):
            start, cpu = time.perf_counter(), time.process_time()
            result = protect([table], atoms, dimensions, policy, adversary=adversary)
            seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
            if isinstance(result, NotReleasable):
                print(f"  {label}: not releasable: {result.explanation}")
                continue
            audit = result.auditors.audit
            print(
                f"  {label}: {audit.hidden} of {audit.cells} hidden ({audit.primary} primary), {audit.narrow} narrow, "
                f"{seconds:.2f} s ({cpu:.2f} s of processor); readers {len(audit.readers)}, targets cleared by certificate "
                f"{audit.by_certificate}, by programme {audit.by_programme}, programmes {audit.programmes}"
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB")
