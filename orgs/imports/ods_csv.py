"""Reads the CSV reports of the Organisation Data Service (etr, eccg and their like).

27 columns (24 in old files), no header, dates YYYYMMDD, text in capitals, which is kept as it is.
The close day is the last day. A report says where a unit hangs today and nothing of where it hung:
so a closed row, which is shown under today's board, is never taken for history.
"""

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from orgs.imports.refusal import CODE_LENGTH, Fault, ImportRefusedError
from orgs.tree import PlacementRow

WIDTHS = (24, 27)
_CODE, _NAME, _REGION, _ICB, _OPENED, _CLOSED, _ROLES = 0, 1, 2, 3, 10, 11, 13

#: What the roles of column 14 say of the type. Anything else in that column is not in the tree.
TYPE_OF_ROLE = {
    "RO197": "trust",
    "RO107": "care_trust",
    "RO261": "icb",
    "RO318": "icb",
    "RO209": "region",
}


class OdsRow(NamedTuple):
    """One row as it stands in a report. `closed` is the last day."""

    file: str
    line: int
    code: str
    name: str
    region: str
    icb: str
    opened: dt.date | None
    closed: dt.date | None
    roles: tuple[str, ...]


class Known(NamedTuple):
    """A unit of the tree that a report may hang something under."""

    type: str
    parent_code: str
    first: dt.date | None
    open: bool


@dataclass(frozen=True)
class Left:
    """A row that was left out, and why."""

    code: str
    name: str
    reason: str


@dataclass
class OdsImport:
    """What is to be loaded, and what is not."""

    placements: list[PlacementRow] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def report(self) -> list[str]:
        """What was taken and what was left out, a line each."""
        taken = Counter(row.type for row in self.placements)
        reasons = Counter(left.reason.partition(":")[0] for left in self.left)
        return [
            f"Taken: {len(self.placements)}"
            + "".join(f", {kind} {count}" for kind, count in sorted(taken.items())),
            f"Left out: {len(self.left)}",
            *(f"  {count} {reason}" for reason, count in sorted(reasons.items())),
            *(f"  - {left.code} {left.name}: {left.reason}" for left in self.left),
            *(f"Look at: {note}" for note in self.notes),
        ]


def read_report(lines: Iterable[str], *, file: str) -> list[OdsRow]:
    """Read one report. Raises :class:`ImportRefusedError` with the line and column of each fault."""
    faults: list[Fault] = []
    rows: list[OdsRow] = []
    reader = csv.reader(lines)
    for record in reader:
        line = reader.line_num
        if not record:
            continue
        if len(record) not in WIDTHS:
            found = f"{len(record)} columns; an ODS report has 27, an old one 24"
            faults.append(Fault(line, "1", found, file))
            continue
        cells = [cell.strip() for cell in record]
        faults += [
            Fault(line, str(at + 1), message, file)
            for at, message in (
                (
                    _CODE,
                    ""
                    if 1 <= len(cells[_CODE]) <= CODE_LENGTH
                    else "not a code of 1 to 10 characters",
                ),
                (_NAME, "" if cells[_NAME] else "there is no name"),
                (_OPENED, _wrong(cells[_OPENED])),
                (_CLOSED, _wrong(cells[_CLOSED])),
            )
            if message
        ]
        roles = tuple(role for role in cells[_ROLES].split("|") if role.startswith("RO"))
        opened, closed = _day(cells[_OPENED]), _day(cells[_CLOSED])
        code, name, region, icb = cells[_CODE], cells[_NAME], cells[_REGION], cells[_ICB]
        rows.append(OdsRow(file, line, code, name, region, icb, opened, closed, roles))
    if faults:
        raise ImportRefusedError(faults)
    return rows


def _day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%Y%m%d").date() if text else None  # noqa: DTZ007  a day
    except ValueError:
        return None


def _wrong(text: str) -> str:
    return f"{text!r} is not a day such as 20260401" if text and _day(text) is None else ""


def plan_import(
    rows: list[OdsRow], *, tree: Mapping[str, Known], day: dt.date, plain_type: str = "trust"
) -> OdsImport:
    """Decide what of the reports goes into the tree.

    Regions and boards named in columns 3 and 4 must be in the tree or be rows of these reports.
    A row begins on the later of its own opening and its parent's first day, because a report does
    not say where it hung before.

    Args:
        tree: what is in the tree, by code.
        day: rows that closed before it are left out.
        plain_type: the type of a row whose report gives no role (etr: Trusts; ect: care Trusts).

    Raises:
        ImportRefusedError: a row is in the tree already, stands twice, or names an unknown parent.
    """
    plan = OdsImport()
    types = _types(rows, plain_type)
    open_rows = [row for row in rows if not _leave_out(row, types, day, plan)]
    faults = _already(open_rows, tree) + _unknown(open_rows, types, tree)
    if faults:
        raise ImportRefusedError(faults)
    root = next((code for code, unit in tree.items() if unit.type == "national"), "")
    first: dict[str, dt.date | None] = {code: unit.first for code, unit in tree.items()}
    order = {"region": 0, "icb": 1}
    for row in sorted(open_rows, key=lambda row: (order.get(types[row.code], 2), row.code)):
        kind = types[row.code]
        parent = {"region": root, "icb": row.region}.get(kind, row.icb)
        if parent in tree and not tree[parent].open:
            plan.left.append(Left(row.code, row.name, f"parent not open: {parent}"))
            continue
        begins = max((d for d in (row.opened, first.get(parent)) if d), default=None)
        first[row.code] = begins
        until = row.closed + dt.timedelta(days=1) if row.closed else None
        source = f"ODS {row.file} line {row.line}"
        plan.placements.append(
            PlacementRow(row.code, row.name, kind, parent, begins, until, source)
        )
        if (
            parent in tree
            and kind not in ("region", "icb")
            and tree[parent].parent_code != row.region
        ):
            plan.notes.append(
                f"{row.code}: the report puts it in region {row.region}, "
                f"but its board {parent} is in {tree[parent].parent_code}"
            )
    return plan


def _types(rows: list[OdsRow], plain_type: str) -> dict[str, str]:
    """Type of each code: by its role, or because others name it as their region or board."""
    regions, boards = {row.region for row in rows}, {row.icb for row in rows}
    types: dict[str, str] = {}
    for row in rows:
        if row.code in regions:
            types[row.code] = "region"
        elif row.code in boards:
            types[row.code] = "icb"
        elif row.roles:
            types[row.code] = next((TYPE_OF_ROLE[r] for r in row.roles if r in TYPE_OF_ROLE), "")
        else:
            types[row.code] = plain_type
    return types


def _leave_out(row: OdsRow, types: dict[str, str], day: dt.date, plan: OdsImport) -> bool:
    kind = types[row.code]
    reason = ""
    if row.closed and row.closed < day:
        reason = f"closed: last day {row.closed}"
    elif not kind:
        reason = f"not a kind of organisation in the tree: role {', '.join(row.roles)}"
    elif (kind != "region" and not row.region) or (kind not in ("region", "icb") and not row.icb):
        reason = "without a region or board (Wales, for example)"
    if reason:
        plan.left.append(Left(row.code, row.name, reason))
    return bool(reason)


def _already(rows: list[OdsRow], tree: Mapping[str, Known]) -> list[Fault]:
    seen: dict[str, OdsRow] = {}
    faults = []
    for row in rows:
        if row.code in tree:
            message = f"{row.code} is in the tree already: use a restructure to change it"
            faults.append(Fault(row.line, "1", message, row.file))
        elif row.code in seen:
            message = (
                f"{row.code} stands on line {seen[row.code].line} of {seen[row.code].file} too"
            )
            faults.append(Fault(row.line, "1", message, row.file))
        seen.setdefault(row.code, row)
    return faults


def _unknown(rows: list[OdsRow], types: dict[str, str], tree: Mapping[str, Known]) -> list[Fault]:
    known = set(tree) | {row.code for row in rows}
    faults = []
    for row in rows:
        wanted = {"region": (), "icb": ((3, row.region),)}.get(types[row.code], ((4, row.icb),))
        faults += [
            Fault(row.line, str(at), f"{code} is neither in the tree nor in the files", row.file)
            for at, code in wanted
            if code not in known
        ]
    if any(types[row.code] == "region" for row in rows) and not any(
        unit.type == "national" for unit in tree.values()
    ):
        first = next(row for row in rows if types[row.code] == "region")
        message = "load the national level first: a region hangs under it"
        faults.append(Fault(first.line, "1", message, first.file))
    return faults
