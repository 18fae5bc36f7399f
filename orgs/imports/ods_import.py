"""What of ODS files goes into the tree for the first time: codes that the tree does not have yet."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from orgs.imports.ods_records import ORDER, OdsRecord
from orgs.imports.refusal import Fault, ImportRefusedError
from orgs.tree import PlacementRow


class Known(NamedTuple):
    """A unit of the tree that a file may hang something under."""

    type: str
    parent_code: str
    first: dt.date | None
    open: bool


@dataclass(frozen=True)
class Left:
    """A record that was left out, and why."""

    code: str
    name: str
    reason: str


@dataclass
class OdsImport:
    """What is to be loaded, and what is not. `others`: records that are no kind of the tree's."""

    placements: list[PlacementRow] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    others: int = 0

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
            *([f"Of other kinds: {self.others:,}"] if self.others else []),
            *(f"Look at: {note}" for note in self.notes),
        ]


def plan_import(
    records: list[OdsRecord], *, tree: Mapping[str, Known], day: dt.date, others: int = 0
) -> OdsImport:
    """Decide what of the files goes into the tree.

    Regions and boards that they name must be in the tree or be records of these files. A record
    begins on the later of its own opening and its parent's first day, because a file does not say
    where it hung before.

    Args:
        tree: what is in the tree, by code.
        day: records that closed before it are left out.
        others: how many records were of no kind of the tree's, for the report.

    Raises:
        ImportRefusedError: one is in the tree already, stands twice, or names an unknown parent.
    """
    plan = OdsImport(others=others)
    taken = [record for record in records if not _leave_out(record, day, plan)]
    faults = _already(taken, tree) + _unknown(taken, tree)
    if faults:
        raise ImportRefusedError(faults)
    root = next((code for code, unit in tree.items() if unit.type == "national"), "")
    first: dict[str, dt.date | None] = {code: unit.first for code, unit in tree.items()}
    for record in sorted(taken, key=lambda each: (ORDER.get(each.type, 2), each.code)):
        parent = root if record.type == "region" else record.parent
        if parent in tree and not tree[parent].open:
            plan.left.append(Left(record.code, record.name, f"parent not open: {parent}"))
            continue
        begins = max((d for d in (record.opened, first.get(parent)) if d), default=None)
        first[record.code] = begins
        until = record.closed + dt.timedelta(days=1) if record.closed else None
        plan.placements.append(
            PlacementRow(
                record.code, record.name, record.type, parent, begins, until, f"ODS {record.where}"
            )
        )
        if (
            parent in tree
            and record.type not in ORDER
            and record.region
            and tree[parent].parent_code != record.region
        ):
            plan.notes.append(
                f"{record.code}: the report puts it in region {record.region}, "
                f"but its board {parent} is in {tree[parent].parent_code}"
            )
    return plan


def _leave_out(record: OdsRecord, day: dt.date, plan: OdsImport) -> bool:
    reason = ""
    if record.closed and record.closed < day:
        reason = f"closed: last day {record.closed}"
    elif not record.type:
        reason = f"not a kind of organisation in the tree: role {', '.join(record.roles)}"
    elif record.type != "region" and not record.parent:
        reason = "without a region or board (Wales, for example)"
    if reason:
        plan.left.append(Left(record.code, record.name, reason))
    return bool(reason)


def _already(records: list[OdsRecord], tree: Mapping[str, Known]) -> list[Fault]:
    seen: dict[str, OdsRecord] = {}
    faults = []
    for record in records:
        if record.code in tree:
            message = f"{record.code} is in the tree already: use a restructure to change it"
            faults.append(record.fault("1", message))
        elif record.code in seen:
            before = seen[record.code]
            faults.append(
                record.fault(
                    "1", f"{record.code} stands on line {before.line} of {before.file} too"
                )
            )
        seen.setdefault(record.code, record)
    return faults


def _unknown(records: list[OdsRecord], tree: Mapping[str, Known]) -> list[Fault]:
    known = set(tree) | {record.code for record in records}
    faults = [
        record.fault(
            "3" if record.type == "icb" else "4",
            f"{record.parent} is neither in the tree nor in the files",
        )
        for record in records
        if record.type != "region" and record.parent not in known
    ]
    regions = [record for record in records if record.type == "region"]
    if regions and not any(unit.type == "national" for unit in tree.values()):
        faults.append(
            regions[0].fault("1", "load the national level first: a region hangs under it")
        )
    return faults
