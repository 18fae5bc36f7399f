"""What has come since somebody was given a pathway: what is in effect now, beside her own copy."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from learning.pathways import Pathway, Step


@dataclass(frozen=True)
class Newer:
    """A pathway as it is in effect now, and what taking it up would change for her.

    Titles of steps: `added`, `changed`, `gone`. What she has done and is gone is `kept`.
    """

    pathway: Pathway
    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    kept: tuple[str, ...]


def newer(
    title: str, steps: Sequence[Mapping[str, Any]], done: set[str], now: Pathway | None
) -> Newer | None:
    """What is new beside a copy (`steps` as it keeps them, `done` their keys); None where nothing is."""
    if now is None:
        return None
    mine = {each["key"]: Step.stored(each) for each in steps if not each.get("kept")}
    theirs = {each.key: each for each in now.steps}
    if title == now.title and list(mine.values()) == list(now.steps):
        return None
    gone = [step for key, step in mine.items() if key not in theirs]
    return Newer(
        pathway=now,
        added=tuple(step.title for key, step in theirs.items() if key not in mine),
        changed=tuple(
            step.title for key, step in theirs.items() if key in mine and mine[key] != step
        ),
        gone=tuple(step.title for step in gone if step.key not in done),
        kept=tuple(step.title for step in gone if step.key in done),
    )


def taken_up(
    steps: Sequence[Mapping[str, Any]], done: set[str], now: Pathway
) -> list[dict[str, Any]]:
    """The steps of a copy after what is in effect now was taken up: what was done stays, first."""
    theirs = {each.key for each in now.steps}
    kept = [
        {**each, "kept": True}
        for each in steps
        if each["key"] in done and each["key"] not in theirs
    ]
    return [*kept, *(asdict(step) for step in now.steps)]
