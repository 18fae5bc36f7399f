"""Exposure in words: the band on the plan, and the formula with its numbers put in."""

from collections.abc import Mapping
from dataclasses import dataclass

from orgs.words import lowered
from succession.bench import Covered, exposures, names
from succession.board import Board
from succession.exposure import COVERED, NOT_ASSESSED, STOPGAP, Rules
from succession.words import Codes, label

COLOURS = {"E1": "grey", "E2": "yellow", "E3": "orange", "E4": "red"}


@dataclass(frozen=True)
class ExposureWords:
    """What a row of the plan says of exposure: one line, and how it was worked out, line by line."""

    text: str
    lines: tuple[str, ...]

    @property
    def formula(self) -> str:
        """The lines as one text: an element for each would be many on a page of posts."""
        return "\n".join(self.lines)


def exposure_by_post(board: Board, rules: Rules, codes: Codes) -> dict[int, ExposureWords]:
    """The exposure of every post of a board in words, by post."""
    found, people = exposures(board, rules), names(board)
    return {
        row.id: exposure_words(found[row.id], row.criticality, people, rules, codes)
        for row in board.rows
    }


def exposure_words(
    found: Covered, criticality: str, people: Mapping[int, str], rules: Rules, codes: Codes
) -> ExposureWords:
    """The exposure of one post in words; `people` = the names of those who may cover it."""
    made, stake = found.exposure, found.exposure.stake
    critical = label(codes, "criticality", criticality)
    band = label(codes, "exposure", made.band)
    if stake.weight is None:
        why = "Exposure cannot be worked out before criticality is assessed."
        return ExposureWords(f"Exposure: {band.lower()}", (why,))
    risk = f"{stake.risk} (vacant already)" if stake.vacant else stake.risk
    lines = [
        f"Criticality: {stake.weight} ({lowered(critical)}).",
        f"Vacancy risk {risk}, impact {stake.impact}: the higher is {stake.level}.",
        f"Cover: {_cover(found, people)}.",
    ]
    if made.band == NOT_ASSESSED:
        lines.append(
            "Neither vacancy risk nor impact is assessed, so exposure cannot be worked out."
        )
        return ExposureWords(f"Exposure: {band.lower()}", tuple(lines))
    lines += [
        f"Exposure: {stake.weight} × {stake.level} × (1 − {number(made.cover)}) = {number(made.value)}.",  # noqa: RUF001  the signs of arithmetic
        "It is {} from {}, {} from {} and {} from {}. {}.".format(
            *(
                part
                for code, start in zip(("E2", "E3", "E4"), rules.starts, strict=True)
                for part in (label(codes, "exposure", code).lower(), start)
            ),
            version(rules.version),
        ),
    ]
    return ExposureWords(f"Exposure: {band.lower()}", tuple(lines))


def _cover(found: Covered, people: Mapping[int, str]) -> str:
    name = people.get(found.by, "") if found.by is not None else ""
    if found.exposure.cover == COVERED:
        return f"1, {name} is ready now, has agreed and is counted here"
    if found.exposure.cover == STOPGAP:
        return f"0.5, {name} could act up at once"
    return "0, nobody ready now who has agreed is left to be counted here, and nobody could act up"


def number(value: float) -> str:
    """A number without a trailing .0."""
    return f"{value:g}"


def version(stamp: str) -> str:
    """Which definition numbers come from: "RA v2, TA1 a1" is version 2 of RA with change 1 of TA1."""
    if not stamp:
        return "Rules: those that the platform ships"
    parts = [part.rpartition(" ") for part in stamp.split(", ")]
    words = [
        f"{'change' if mark.startswith('a') else 'version'} {mark[1:]} of {code}"
        for code, _, mark in parts
    ]
    return f"Rules: {', '.join(words)}"
