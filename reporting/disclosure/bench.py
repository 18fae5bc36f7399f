"""Times and hidden cells on two invented tables beside the peer's figures, and on a nation (``./run bench disclosure``)."""

from __future__ import annotations

import csv
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

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


def national(*, small: bool) -> tuple[Table, Atoms, list[Dimension]]:
    """A nation of invented counts, always the same: 7 regions, 42 ICBs, 215 Trusts, 12 x 4 categories, 17,225 cells.

    ``small``: counts by post as in ``role_readiness_region.csv``, seldom above 3, so that nearly half of all
    cells are primary. Otherwise counts by pay band and group as in ``band_ethnicity_region.csv``.
    """
    draw = np.random.default_rng(2026)
    parents: dict[str, str | None] = {"nation": None}
    parents |= {f"R{region}": "nation" for region in range(7)}
    parents |= {f"I{icb:02}": f"R{icb % 7}" for icb in range(42)}
    parents |= {f"T{trust:03}": f"I{trust % 42:02}" for trust in range(215)}
    kinds = {"n": "nation", "R": "region", "I": "icb", "T": "trust"}
    rows: list[tuple[str, str, str, int]] = []
    for trust in range(215):
        size = draw.lognormal(0.0, 0.6)
        for one in range(12):
            for two, usual in enumerate((90, 45, 6, 12)):
                mean = size * draw.uniform(0.3, 2.0) * usual * (0.4 + 0.9 * (one * 7 % 12) / 12)
                few = draw.choice(6, p=[0.569, 0.298, 0.1, 0.026, 0.006, 0.001])
                count = int(few) if small else int(draw.poisson(mean))
                rows.append((f"T{trust:03}", f"c{one:02}", f"d{two}", count))
    dimensions = [
        Dimension.tree("unit", parents, {code: kinds[code[0]] for code in parents}),
        Dimension.flat("one", sorted({row[1] for row in rows})),
        Dimension.flat("two", sorted({row[2] for row in rows})),
    ]
    unit = Axis("unit", ("nation", "region", "icb", "trust"), total=False)
    table = Table("national", (unit, Axis("one", ("one",)), Axis("two", ("two",))), ("two",))
    return table, Atoms.from_rows(("unit", "one", "two"), rows), dimensions


def run(print: Callable[[str], object], folder: str = "../shared/data/disclosure") -> None:  # noqa: A002
    """Print for each table and each reader: cells, primary, hidden, narrow, seconds, how they were cleared."""
    for figure in FIGURES:
        given = read(Path(folder) / figure.file, figure.levels)
        print(f"{figure.file}: bar {figure.hidden} hidden in {figure.seconds} s")
        for label, policy, adversary in (*RUNS, *((DEFAULT,) if figure is FIGURES[0] else ())):
            print(f"  {label}: {measure(given, policy, adversary)}")
    print("national, invented: bar 60 s and 2 GiB on two cores")
    label, policy, adversary = RUNS[0]
    for small in (False, True):
        kind = "counts by post, nearly half of them primary" if small else "counts by pay band"
        print(f"  {kind}, {label}: {measure(national(small=small), policy, adversary)}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB")


def measure(
    given: tuple[Table, Atoms, list[Dimension]], policy: Policy, adversary: Adversary
) -> str:
    """One protection, in one line."""
    table, atoms, dimensions = given
    start, cpu = time.perf_counter(), time.process_time()
    result = protect([table], atoms, dimensions, policy, adversary=adversary)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    if isinstance(result, NotReleasable):
        return f"not releasable: {result.explanation} ({seconds:.2f} s, {cpu:.2f} s of processor)"
    audit = result.auditors.audit
    return (
        f"{audit.hidden} of {audit.cells} hidden ({audit.primary} primary), {audit.narrow} narrow, "
        f"{100 * result.tables[0].share_shown:.0f} % shown, {seconds:.2f} s ({cpu:.2f} s of processor); "
        f"readers {len(audit.readers)}, targets cleared by certificate {audit.by_certificate}, "
        f"by programme {audit.by_programme}, programmes {audit.programmes}"
    )
