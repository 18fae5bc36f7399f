"""Boards in a comparison with ODS: which open, which are merged, which are divided, and who goes where.

A report of Trusts names a board by its code alone, so a new board's name and day come from the record
of who took whose place, or from a record of the board itself; its region from its Trusts' rows. Which
Trust goes where at a division is in no such record: the Trust's own row says it.
"""

import datetime as dt
from collections import Counter

from orgs.imports.ods_plan import Operation
from orgs.imports.ods_records import OdsRecord, Succession
from orgs.imports.ods_standing import (
    LEAVE,
    Draft,
    Standing,
    after,
    decision,
    operation,
    region_of,
)
from orgs.imports.ods_tree import Unit
from orgs.words import words_of_day

_DAY = dt.timedelta(days=1)


def boards(standing: Standing, draft: Draft) -> None:
    """Find what becomes of boards. Needs ``draft.closing`` of what closes below them."""
    ends = _ends(standing, draft)
    draft.doomed = frozenset(ends)
    for code in _new_codes(standing, ends):
        _open(standing, draft, code)
    mergers: dict[tuple[dt.date, str], list[str]] = {}
    receiving: set[str] = set()
    for code, (on, found) in sorted(ends.items(), key=lambda each: (each[1][0], each[0])):
        heirs = list(dict.fromkeys(each.successor for each in found))
        if words := _not_now(standing, draft, code, heirs, on, receiving):
            draft.notes.append(
                f"{standing.name(code)} is replaced on {words_of_day(on)} ({found[0].source}), but {words}. "
                "Nothing is proposed for it."
            )
            continue
        receiving |= set(heirs)
        draft.ending[code] = on
        if len(heirs) == 1:
            _below_a_merger(standing, draft, code, heirs[0], on)
            if _crosses(standing, draft, code, heirs[0]):
                _across(standing, draft, code, heirs[0], on, found[0])
            else:
                mergers.setdefault((on, heirs[0]), []).append(code)
        else:
            _divide(standing, draft, code, heirs, on, found)
    for (on, heir), codes in sorted(mergers.items()):
        draft.operations.append(operation("merge", on, codes=codes, into=heir, name=""))


def _not_now(
    standing: Standing,
    draft: Draft,
    code: str,
    heirs: list[str],
    on: dt.date,
    receiving: set[str],
) -> str:
    """Why a board cannot end as the record says; "" when it can. One step of a chain at a time."""
    if code in receiving:
        return "another board becomes part of it before: look again when that is done"
    ended = [heir for heir in heirs if heir in draft.ending]
    if ended:
        return f"{standing.name(ended[0])} has ended by then"
    unknown = [heir for heir in heirs if not _there(standing, draft, heir, on)]
    if unknown:
        return f"{', '.join(unknown)} is neither open then nor known by name, day and region"
    return ""


def _ends(standing: Standing, draft: Draft) -> dict[str, tuple[dt.date, list[Succession]]]:
    """By code, the boards that end: their first day without, and who takes their place."""
    found: dict[str, list[Succession]] = {}
    for each in standing.files.successions:
        unit = standing.tree.get(each.predecessor)
        if unit is None or unit.last.type != "icb" or not unit.open:
            continue
        if unit.last.first is None or each.on > unit.last.first:
            found.setdefault(each.predecessor, []).append(each)
    ends = {}
    for code, successions in found.items():
        record = standing.records.get(code)
        on = max(each.on for each in successions)
        latest = [each for each in successions if each.on == on]
        if record is not None and record.closed:
            on = after(record)
        if words := _contradicted(standing, code, on):
            draft.notes.append(
                f"{standing.name(code)} ends on {words_of_day(on)} by {latest[0].source}, but {words}. "
                "It stays as it is until both agree."
            )
        else:
            ends[code] = (on, latest)
    return ends


def _contradicted(standing: Standing, code: str, on: dt.date) -> str:
    record = standing.records.get(code)
    if record is not None and not record.closed and standing.known_by(record) >= on:
        return f"{record.where} has it open"
    rows = [each for each in standing.under(code) if standing.known_by(each) >= on]
    if rows:
        return f"{rows[0].where} still names it as the board of {standing.name(rows[0].code)}"
    return ""


def _new_codes(standing: Standing, ends: dict[str, tuple[dt.date, list[Succession]]]) -> list[str]:
    named = {each.successor for _, found in ends.values() for each in found}
    named |= {each.parent for each in standing.records.values() if each.parent and not each.closed}
    named |= {
        each.code for each in standing.records.values() if each.type == "icb" and not each.closed
    }
    return sorted(code for code in named if code and code not in standing.tree)


def _open(standing: Standing, draft: Draft, code: str) -> None:
    """Open a new board, where its name, day and region are known."""
    record = standing.records.get(code)
    if record is not None and record.type != "icb":
        return
    before = [each for each in standing.files.successions if each.successor == code]
    named = next((each for each in before if each.successor_name), None)
    name = record.name if record else named.successor_name if named else ""
    on = record.opened if record and record.opened else max((e.on for e in before), default=None)
    if not name or on is None:
        return  # whoever is below it is told of in the notes
    source = record.where if record else before[0].source
    rows = Counter(each.region for each in standing.under(code) if each.region)
    if record and record.parent:
        rows = Counter([record.parent])
    rows = Counter({region: number for region, number in rows.items() if region in standing.tree})
    if len(rows) == 1:
        (region,) = rows
        draft.opening[code] = ("icb", region, on)
        draft.operations.append(
            operation("create", on, code=code, name=name, type="icb", parent=region)
        )
        return
    _ask_region(standing, draft, code, name, on, rows, before, source)


def _ask_region(
    standing: Standing,
    draft: Draft,
    code: str,
    name: str,
    on: dt.date,
    rows: Counter[str],
    before: list[Succession],
    source: str,
) -> None:
    old = Counter(
        standing.tree[each.predecessor].last.parent
        for each in before
        if each.predecessor in standing.tree
    )
    offered = rows or old
    if not offered:
        return
    said_by = (
        "the rows of its Trusts give " + ", ".join(f"{r} ({n})" for r, n in rows.most_common())
        if rows
        else "no row of the files names it; the boards that it replaces are in " + ", ".join(old)
    )
    every = [r for r, unit in sorted(standing.tree.items()) if unit.last.type == "region"]
    proposal = offered.most_common(1)[0][0]
    draft.opening[code] = ("icb", proposal, on)
    draft.decisions.append(
        decision(
            f"region-{code}",
            code,
            f"{name} ({code}) opens on {words_of_day(on)}. In which region is it?",
            f"{source} names it; {said_by}.",
            [
                (
                    region,
                    standing.name(region),
                    [operation("create", on, code=code, name=name, type="icb", parent=region)],
                )
                for region in [*offered, *(each for each in every if each not in offered)]
            ],
            proposal,
        )
    )


def _there(standing: Standing, draft: Draft, code: str, on: dt.date) -> bool:
    if code in draft.opening:
        return draft.opening[code][2] <= on
    unit = standing.tree.get(code)
    return unit is not None and unit.open and unit.on(on) is not None


def _children(standing: Standing, draft: Draft, code: str, on: dt.date) -> list[Unit]:
    """What is below a board when it ends: what closes by that day does not go anywhere."""
    found = []
    for unit in standing.tree.values():
        placed = unit.on(on)
        if placed is None or placed.parent != code:
            continue
        if draft.closing.get(unit.code, dt.date.max) > on:
            found.append(unit)
    return sorted(found, key=lambda unit: unit.code)


def _crosses(standing: Standing, draft: Draft, old: str, new: str) -> bool:
    return region_of(standing, draft, old) != region_of(standing, draft, new)


def _elsewhere(
    standing: Standing, draft: Draft, record: OdsRecord | None, heirs: list[str], on: dt.date
) -> str:
    """The board that a row names and that is none of the heirs, where one can go there; else ""."""
    if record is None or record.parent in heirs or record.parent in draft.doomed:
        return ""
    return record.parent if _there(standing, draft, record.parent, on) else ""


def _below_a_merger(standing: Standing, draft: Draft, code: str, heir: str, on: dt.date) -> None:
    for unit in _children(standing, draft, code, on):
        record = standing.records.get(unit.code)
        draft.going[unit.code] = heir
        other = _elsewhere(standing, draft, record, [heir, code], on)
        if record is None or not other:
            draft.moved.add(unit.code)
            continue
        _ask_where(standing, draft, unit, code, [heir], other, on, implied=heir)


def _divide(
    standing: Standing,
    draft: Draft,
    code: str,
    heirs: list[str],
    on: dt.date,
    found: list[Succession],
) -> None:
    """Divide a board: who goes where by the rows of each, and a decision on the main successor."""
    moves: dict[str, str] = {}
    open_questions: list[tuple[Unit, str]] = []
    for unit in _children(standing, draft, code, on):
        record = standing.records.get(unit.code)
        if (
            record is not None
            and record.parent in heirs
            and unit.code not in standing.rivals
            and not _crosses(standing, draft, code, record.parent)
        ):
            moves[unit.code] = record.parent
        else:
            named = record.parent if record is not None and record.parent in heirs else ""
            open_questions.append((unit, named or _elsewhere(standing, draft, record, heirs, on)))
    numbers = Counter(moves.values())
    main = max(heirs, key=lambda heir: numbers[heir])
    for unit, named in open_questions:
        _ask_where(standing, draft, unit, code, [main, *(h for h in heirs if h != main)], named, on)
    draft.going |= moves
    draft.moved |= set(moves)
    sorted_out = "; ".join(
        f"{', '.join(standing.name(c) for c, to in moves.items() if to == heir) or 'none'} "
        f"to {standing.name(heir)}"
        for heir in heirs
    )

    def split(first: str) -> list[Operation]:
        into = [first, *(heir for heir in heirs if heir != first)]
        return [operation("split", on, code=code, into=into, moves=moves)]

    draft.divisions.append(
        decision(
            f"main-{code}",
            code,
            f"{standing.name(code)} is divided on {words_of_day(on)}. "
            "Which is its main successor, that takes what nothing else is said of?",
            f"{', '.join(each.source for each in found)}. By their own rows go: {sorted_out}.",
            [(heir, standing.name(heir), split(heir)) for heir in heirs],
            main,
        )
    )


def _ask_where(
    standing: Standing,
    draft: Draft,
    unit: Unit,
    board: str,
    heirs: list[str],
    named: str,
    on: dt.date,
    *,
    implied: str = "",
) -> None:
    """Ask where one goes whose board ends. `implied`: the heir to which it goes without being moved."""
    record = standing.records.get(unit.code)
    offered = list(dict.fromkeys([*([named] if named else []), *heirs]))
    if record is None:
        why = "No row of the files is about it."
    elif named:
        why = f"{record.where} names {standing.name(named)} as its board."
        if named in heirs and _crosses(standing, draft, board, named):
            why += " That is in another region."
    elif record.parent == board:
        why = f"{record.where} still names the board that ends."
    else:
        why = f"{record.where} names {record.parent or 'no board'}, to which it cannot go then."
    draft.moved.add(unit.code)
    draft.decisions.append(
        decision(
            f"goes-{unit.code}",
            unit.code,
            f"{standing.name(board)} ends on {words_of_day(on)}. Where does {standing.name(unit.code)} go?",
            why + standing.rival_words(unit.code),
            [
                (
                    heir,
                    standing.name(heir),
                    [] if heir == implied else [operation("move", on, code=unit.code, parent=heir)],
                )
                for heir in offered
            ],
            offered[0],
        )
    )


def _across(
    standing: Standing, draft: Draft, code: str, heir: str, on: dt.date, by: Succession
) -> None:
    """A merger that takes a board and all below it to another region is a decision."""
    merge = operation("merge", on, codes=[code], into=heir, name="")
    draft.divisions.append(
        decision(
            f"across-{code}",
            code,
            f"{standing.name(code)} becomes part of {standing.name(heir)} on {words_of_day(on)}, which is in "
            "another region. Does all below it go there?",
            f"{by.source} names the successor; regions: "
            f"{standing.name(region_of(standing, draft, code))} and "
            f"{standing.name(region_of(standing, draft, heir))}.",
            [("merge", "Yes, merge", [merge]), (LEAVE, "No, leave it as it is", [])],
            LEAVE,
        )
    )
