"""Heat tables: a real table whose cells are coloured by step. Takes released figures only; None is hidden."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from orgs.web.svg import HEAT, MARK

# Lower ends of steps 1 to 5, in percent; step 0 starts at 0. Fixed, so that a colour means the same on every
# page and says nothing about the largest hidden figure.
PERCENT_STEPS = (14, 28, 42, 56, 70)


@dataclass(frozen=True)
class Cell:
    """`text` None is hidden."""

    css: str
    text: str | None


@dataclass(frozen=True)
class KeyStep:
    css: str
    label: str


@dataclass(frozen=True)
class Heat:
    """What components/heat.html prints."""

    id: str
    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    key: tuple[KeyStep, ...]


def css_class(value: float | None, steps: Sequence[float] = PERCENT_STEPS) -> str:
    """The class of a released figure: app-heat--0 to --5, or --c for hidden."""
    return "app-heat--c" if value is None else f"app-heat--{bisect_right(steps, value)}"


def table(
    *,
    key: str,
    caption: str,
    headers: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int | float | None]]],
    steps: Sequence[int] = PERCENT_STEPS,
    unit: str = "%",
) -> Heat:
    """`headers` names the row column first; `steps` are the five lower ends above the lowest step."""
    if len(steps) != len(HEAT) - 1 or list(steps) != sorted(set(steps)):
        raise ValueError("five rising steps")
    cells = tuple(
        (
            name,
            tuple(
                Cell(
                    css_class(None if v is None else round(v), steps),
                    None if v is None else f"{v:,.0f}{unit}",
                )
                for v in values
            ),
        )
        for name, values in rows
    )
    bounds = (0, *steps)
    labels = [f"{low} to {high - 1}{unit}" for low, high in pairwise(bounds)]
    labels.append(f"{bounds[-1]}{unit} or more")
    legend = [KeyStep(f"app-heat--{index}", label) for index, label in enumerate(labels)]
    if any(cell.text is None for _, row in cells for cell in row):
        legend.append(KeyStep("app-heat--c", f"{MARK} hidden"))
    return Heat(f"{key}-caption", caption, tuple(headers), cells, tuple(legend))
