"""Trusts, and names and places of boards, in a comparison with ODS.

A closed row is shown under today's board: where it stands is never taken for a move, nor for history.
"""

import datetime as dt
from collections import Counter

from orgs.imports.ods_records import ORDER, OdsRecord
from orgs.imports.ods_standing import (
    LEAVE,
    TRUSTS,
    Draft,
    Standing,
    decision,
    folded,
    operation,
    region_of,
)
from orgs.imports.ods_tree import Unit
from orgs.words import words_of_day

_LEFT = "No, leave it as it is"


def units(standing: Standing, draft: Draft) -> None:
    """Openings, names, types and places. Needs what :func:`orgs.imports.ods_boards.boards` found."""
    homeless: list[str] = []
    for code, record in sorted(standing.records.items()):
        unit = standing.tree.get(code)
        if unit is None:
            if record.closed is None and record.type and record.type != "icb":
                _open(standing, draft, record, homeless)
            continue
        if record.closed is not None:
            continue
        if not unit.open:
            draft.notes.append(
                f"{standing.name(code)} closes on {words_of_day(_end(unit))} in the tree; "
                f"{record.where} has it open."
            )
            continue
        _name(standing, draft, unit, record)
        _type(standing, draft, unit, record)
        _place(standing, draft, unit, record)
    if homeless:
        draft.notes.append(
            f"Without a region or board in the files (Wales, for example): {', '.join(homeless)}."
        )
    for board, codes in sorted(draft.lost.items()):
        why = (
            f"which ends on {words_of_day(draft.ending[board])}"
            if board in draft.ending
            else "which is neither open in the tree nor known by name, day and region"
        )
        draft.notes.append(
            f"The files name {board} as a board, {why}. Nothing is proposed for: {', '.join(codes)}."
        )
    _regions(standing, draft)
    asked = {decision["about"] for decision in draft.decisions}
    draft.notes += [
        f"{standing.name(code)} stays as it is.{words}"
        for code in sorted(set(standing.rivals) - asked - set(draft.closing))
        if (words := standing.rival_words(code)) and code in standing.tree
    ]


def _end(unit: Unit) -> dt.date:
    assert unit.last.until is not None
    return unit.last.until


def _day(standing: Standing, unit: Unit, record: OdsRecord) -> dt.date:
    """The day for something that a file says without one; after the unit's last change in any case."""
    day = standing.known_by(record)
    first = unit.last.first
    return day if first is None or first < day else first + dt.timedelta(1)


def _stale(standing: Standing, unit: Unit, record: OdsRecord) -> str:
    """Why what a file says of a unit may be older than what the tree says; "" when nothing shows it."""
    if record.file in standing.older:
        return f" {record.file} looks older than the tree: {standing.older[record.file]}."
    first = unit.last.first
    if first is not None and standing.known_by(record) < first:
        return (
            f" The tree has changed it on {words_of_day(first)}, and the newest day that the file knows is "
            f"{words_of_day(standing.known_by(record))}."
        )
    return ""


# --- openings --------------------------------------------------------------------------------------


def _open(standing: Standing, draft: Draft, record: OdsRecord, homeless: list[str]) -> None:
    code, parent = record.code, standing.root if record.type == "region" else record.parent
    if not parent:
        homeless.append(code)
        return
    if not _may_hold(standing, draft, parent):
        draft.lost.setdefault(parent, []).append(code)
        return
    # A file does not say where an organisation hung before: not before the newest day that it knows.
    begins = _begins(standing, draft, parent)
    on = max((day for day in (record.opened, begins) if day), default=standing.known_by(record))
    create = operation("create", on, code=code, name=record.name, type=record.type, parent=parent)
    new = standing.known_until is None or record.opened == on > standing.known_until
    if not new:
        on = max(on, standing.known_by(record))
        create["on"] = on.isoformat()
    stale = standing.older.get(record.file, "")
    doubtful = bool(stale or _conflict(standing, draft, record)) or code in standing.rivals
    if new and not doubtful:
        # Nothing else may rest on what is only asked.
        draft.opening[code] = (record.type, parent, on)
        draft.operations.append(create)
        return
    since = f"open since {words_of_day(record.opened)}" if record.opened else "open"
    draft.decisions.append(
        decision(
            f"open-{code}",
            code,
            f"{record.name} ({code}) is {since} and is not in the tree. Is it added?",
            f"{record.where} has it under {standing.name(parent)}."
            + (f" {record.file} looks older than the tree: {stale}." if stale else "")
            + _conflict(standing, draft, record)
            + standing.rival_words(code),
            [("create", f"Yes, from {words_of_day(on)}", [create]), (LEAVE, _LEFT, [])],
            LEAVE if doubtful else "create",
        )
    )


def _may_hold(standing: Standing, draft: Draft, parent: str) -> bool:
    """Whether an organisation is open or opens, does not end, and is none that has nothing below it."""
    if parent in draft.ending:
        return False
    if parent in draft.opening:
        return draft.opening[parent][0] not in TRUSTS
    unit = standing.tree.get(parent)
    return unit is not None and unit.open and unit.last.type not in TRUSTS


def _begins(standing: Standing, draft: Draft, code: str) -> dt.date | None:
    """The first day of an organisation that is in the tree or opens; None: always."""
    if code in draft.opening:
        return draft.opening[code][2]
    return standing.tree[code].placed[0].first


def _conflict(standing: Standing, draft: Draft, record: OdsRecord) -> str:
    """What speaks against a row: its region is not its board's. A sentence, "" when nothing does."""
    if record.type in ORDER or not record.region or not record.parent:
        return ""
    region = region_of(standing, draft, record.parent)
    if not region or region == record.region:
        return ""
    return (
        f" The row puts it in {standing.name(record.region)}, but its board "
        f"{standing.name(record.parent)} is in {standing.name(region)}."
    )


# --- names and types -------------------------------------------------------------------------------


def _name(standing: Standing, draft: Draft, unit: Unit, record: OdsRecord) -> None:
    name = folded(record.name)
    if any(folded(placed.name) == name for placed in unit.from_day(standing.as_at)):
        return
    first = standing.named_since(record)
    on = _day(standing, unit, first)
    rename = operation("rename", on, code=unit.code, name=record.name)
    earlier = any(folded(placed.name) == name for placed in unit.before(standing.as_at))
    stale = _stale(standing, unit, record)
    if not earlier and not stale and unit.code not in standing.rivals:
        draft.operations.append(rename)
        draft.renamed[unit.code] = record
        return
    why = f"{first.where} has the name, and gives no day for it.{stale}"
    if earlier:
        why += (
            " It had this name before: either it has it again, or the file is older than the tree."
        )
    draft.decisions.append(
        decision(
            f"name-{unit.code}",
            unit.code,
            f"Is {standing.name(unit.code)} now called {record.name}?",
            why + standing.rival_words(unit.code),
            [("rename", f"Yes, from {words_of_day(on)}", [rename]), (LEAVE, _LEFT, [])],
            LEAVE,
        )
    )


def _type(standing: Standing, draft: Draft, unit: Unit, record: OdsRecord) -> None:
    # A report without roles says nothing of the type.
    known = record.type if record.roles else ""
    if not known or any(placed.type == known for placed in unit.from_day(standing.as_at)):
        return
    on = _day(standing, unit, record)
    retype = operation("retype", on, code=unit.code, type=known)
    draft.decisions.append(
        decision(
            f"type-{unit.code}",
            unit.code,
            f"{standing.name(unit.code)} is {unit.last.type} in the tree and {known} in the files. "
            "Does its type change?",
            f"{record.where}: roles {', '.join(record.roles)}.",
            [("retype", f"Yes, from {words_of_day(on)}", [retype]), (LEAVE, _LEFT, [])],
            LEAVE,
        )
    )


# --- places ----------------------------------------------------------------------------------------


def _place(standing: Standing, draft: Draft, unit: Unit, record: OdsRecord) -> None:
    code, parent = unit.code, record.parent
    held = {placed.parent for placed in unit.from_day(standing.as_at)}
    if not parent or parent in held or draft.going.get(code) == parent or code in draft.moved:
        if parent and (words := _conflict(standing, draft, record)):
            draft.notes.append(f"{record.where}, {standing.name(code)}:{words} It stays.")
        return
    if unit.last.type == "region" or code in draft.ending:
        return
    if not _may_hold(standing, draft, parent):
        draft.lost.setdefault(parent, []).append(code)
        return
    _ask_move(standing, draft, unit, record)


def _ask_move(standing: Standing, draft: Draft, unit: Unit, record: OdsRecord) -> None:
    code, parent = unit.code, record.parent
    first = standing.placed_since(record)
    dated = record.since is not None and (unit.last.first is None or unit.last.first < record.since)
    on = record.since if dated and record.since else _day(standing, unit, first)
    begins = _begins(standing, draft, parent)
    on = max(on, begins) if begins else on
    move = operation("move", on, code=code, parent=parent)
    crosses = record.type == "icb" or region_of(standing, draft, parent) != region_of(
        standing, draft, unit.last.parent
    )
    conflict = _conflict(standing, draft, record)
    back = any(placed.parent == parent for placed in unit.before(standing.as_at))
    stale = "" if dated else _stale(standing, unit, record)
    doubtful = crosses or bool(conflict or stale) or back or code in standing.rivals
    draft.moved.add(code)
    if dated and not doubtful:
        draft.operations.append(move)
        return
    why = f"{first.where} names {standing.name(parent)}"
    why += f" since {words_of_day(on)}." if dated else f", and gives no day for it.{stale}"
    if crosses:
        why += " That is in another region."
    if back:
        why += " It was there before: either it is again, or the file is older than the tree."
    draft.decisions.append(
        decision(
            f"move-{code}",
            code,
            f"Does {standing.name(code)} move from {standing.name(unit.last.parent)} to "
            f"{standing.name(parent)}?",
            why + conflict + standing.rival_words(code),
            [("move", f"Yes, from {words_of_day(on)}", [move]), (LEAVE, _LEFT, [])],
            LEAVE if doubtful else "move",
        )
    )


def _regions(standing: Standing, draft: Draft) -> None:
    """Rows that put a whole board in another region than the tree does."""
    rows: dict[str, Counter[str]] = {}
    for record in standing.records.values():
        if record.closed is None and record.region and record.type not in ORDER:
            rows.setdefault(record.parent, Counter())[record.region] += 1
    for board, regions in sorted(rows.items()):
        unit = standing.tree.get(board)
        if unit is None or not unit.open or unit.last.type != "icb":
            continue
        if len(regions) > 1 or board in draft.ending:
            continue
        (region,) = regions
        if region not in standing.tree or region in {
            p.parent for p in unit.from_day(standing.as_at)
        }:
            continue
        on = max((standing.known_by(r) for r in standing.under(board)), default=standing.as_at)
        move = operation("move", on, code=board, parent=region)
        draft.decisions.append(
            decision(
                f"move-{board}",
                board,
                f"Does {standing.name(board)} move from {standing.name(unit.last.parent)} to "
                f"{standing.name(region)}?",
                f"All {regions[region]} rows of its Trusts give that region.",
                [("move", f"Yes, from {words_of_day(on)}", [move]), (LEAVE, _LEFT, [])],
                LEAVE,
            )
        )
