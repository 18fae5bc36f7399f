"""Trusts that close, in a comparison with ODS, and what takes their place: always asked.

A report says the last day and nothing of who takes over; a record of who took whose place may come
months later. So the page offers who may have, with what speaks for it.
"""

import datetime as dt
from collections.abc import Iterable

from orgs.imports.ods_standing import (
    TRUSTS,
    Draft,
    Standing,
    after,
    decision,
    operation,
    region_of,
)
from orgs.words import words_of_day


def find_closings(standing: Standing, draft: Draft) -> None:
    """Which Trusts of the tree have a last day in the files. Comes before everything else."""
    for code, record in sorted(standing.records.items()):
        unit = standing.tree.get(code)
        if unit is None or record.closed is None or unit.last.type not in TRUSTS:
            continue
        end = after(record)
        if unit.open and (unit.last.first is None or unit.last.first < end):
            draft.closing[code] = end
        elif unit.last.until != end:
            placed = (
                f"closes on {words_of_day(unit.last.until)}" if unit.last.until else "changes later"
            )
            draft.notes.append(
                f"{standing.name(code)}: {record.where} gives {words_of_day(record.closed)} as its last day, "
                f"the tree says that it {placed}."
            )


def closings(standing: Standing, draft: Draft) -> None:
    """What takes the place of each Trust that closes: always a decision."""
    for code, end in sorted(draft.closing.items(), key=lambda each: (each[1], each[0])):
        _closing(standing, draft, code, end)


def _closing(standing: Standing, draft: Draft, code: str, end: dt.date) -> None:
    record, unit = standing.records[code], standing.tree[code]
    recorded = [
        each
        for each in standing.files.successions
        if each.predecessor == code and _takes(standing, draft, each.successor, end)
    ]
    heirs = list(dict.fromkeys(each.successor for each in recorded))
    homes = {unit.last.parent, record.parent}
    renamed = [c for c in sorted(draft.renamed) if _home(standing, draft, c) & homes]
    near = _near(standing, draft, code, end, homes)
    why = f"{record.where} gives {words_of_day(end - dt.timedelta(1))} as its last day."
    proposal = ""
    if heirs:
        why += f" {'; '.join(each.source for each in recorded)} says what took its place."
        proposal = heirs[0]
    else:
        why += " No record says what took its place."
        if len(renamed) == 1:
            (proposal,) = renamed
            new = draft.renamed[proposal]
            why += (
                f" {new.where}: {new.name} ({proposal}), under the same board, has a new name. Who takes "
                "another over mostly keeps its code and takes a new name."
            )
    offered = list(dict.fromkeys([*heirs, *renamed, *near]))
    options = [
        (heir, standing.name(heir), [operation("close", end, code=code, into=heir)])
        for heir in offered
    ]
    nothing = [operation("close", end, code=code, into="")]
    if not options:  # nobody is open that could
        draft.operations += nothing
        return
    draft.closings.append(
        decision(
            f"close-{code}",
            code,
            f"{standing.name(code)} closes on {words_of_day(end)}. What takes its place?",
            why + standing.rival_words(code),
            [*options, ("", "Nothing takes its place", nothing)],
            proposal,
        )
    )


def _home(standing: Standing, draft: Draft, code: str) -> set[str]:
    """The boards that a Trust is under, before and after."""
    found = {draft.going.get(code, "")}
    if code in standing.tree:
        found.add(standing.tree[code].last.parent)
    if code in draft.opening:
        found.add(draft.opening[code][1])
    return found - {""}


def _takes(standing: Standing, draft: Draft, code: str, on: dt.date) -> bool:
    """Whether an organisation is open on a day, and so can take another's place."""
    if draft.closing.get(code, dt.date.max) <= on:
        return False
    if code in draft.opening:
        return draft.opening[code][0] in TRUSTS and draft.opening[code][2] <= on
    unit = standing.tree.get(code)
    return unit is not None and unit.open and unit.last.type in TRUSTS and unit.on(on) is not None


def _near(standing: Standing, draft: Draft, code: str, on: dt.date, homes: set[str]) -> list[str]:
    """Who else may have taken its place: what is new in the region, then what is under the same board.

    Where there is neither, anybody.
    """
    region = region_of(standing, draft, standing.tree[code].last.parent)

    def in_region(other: str) -> bool:
        return any(
            region_of(standing, draft, home) == region for home in _home(standing, draft, other)
        )

    def able(codes: Iterable[str]) -> list[str]:
        return [c for c in dict.fromkeys(codes) if c != code and _takes(standing, draft, c, on)]

    fresh = [c for c in sorted({*draft.renamed, *draft.opening}) if in_region(c)]
    beside = [c for c in sorted(standing.tree) if _home(standing, draft, c) & homes]
    return able([*fresh, *beside]) or able(sorted(standing.tree))
