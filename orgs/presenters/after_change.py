"""What comes after a change of organisations, in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from orgs.models.units import OrgUnit
from orgs.restructure.duplicates import Meeting, Pair, Side
from orgs.restructure.history import Closed
from orgs.words import words_of_day


@dataclass(frozen=True)
class PairRow:
    """Two of a kind, with what can be done."""

    kind: str
    label: str
    first: Side
    second: Side
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class ClosedRow:
    """An organisation that became part of this one."""

    unit: OrgUnit
    on: str
    reads: bool


def _called(side: Side) -> str:
    return f"“{side.words}” ({side.note})" if side.note else f"“{side.words}”"


def pair_rows(pairs: Sequence[tuple[Meeting, Pair]]) -> list[PairRow]:
    return [
        PairRow(
            meeting.key,
            meeting.label,
            pair.first,
            pair.second,
            [
                (code, said.format(first=_called(pair.first), second=_called(pair.second)))
                for code, said in meeting.answers
            ],
        )
        for meeting, pair in pairs
    ]


def closed_rows(closed: Sequence[Closed], read: Collection[int]) -> list[ClosedRow]:
    return [ClosedRow(each.unit, words_of_day(each.on), each.unit.id in read) for each in closed]
