"""What a change would do, found on live data and without writing anything."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import system_scope
from orgs.restructure import operations as ops
from orgs.restructure import picture, reach
from orgs.restructure.operations import Tried
from orgs.restructure.shape import Shape
from orgs.restructure.transfers import in_order


@dataclass(frozen=True)
class Rehearsal:
    """The report, as it is stored, and what the operations come to."""

    tried: Tried
    report: dict[str, Any]

    @property
    def faults(self) -> tuple[str, ...]:
        return self.tried.faults

    @property
    def fingerprint(self) -> str:
        return str(self.report["fingerprint"])


def concerned(tried: Tried) -> set[str]:
    """Codes of the units of today over which a change needs authority: what changes, where it
    hung, and where it goes. A change of a unit needs authority over what is above it.
    """
    codes: set[str] = set()
    for step in tried.steps:
        stored = ops.to_json(step)
        named = {stored[key] for key in ("code", "parent", "into") if key in stored}
        named |= set(stored.get("also", ()))
        if stored["code"] in tried.before:
            named.add(tried.before[stored["code"]].parent)
        codes |= {code for code in named if code in tried.before}
    return codes


def rehearse_operations(stored: list[dict[str, Any]], day: dt.date) -> Rehearsal:
    """Rehearse stored operations for a day: reads only. The caller has checked the authority."""
    tried = ops.try_out([ops.from_json(each) for each in stored], Shape.of_day(day))
    if tried.faults:
        return Rehearsal(tried, {"faults": list(tried.faults), "fingerprint": ""})
    into = reach.successors(tried)
    with system_scope(RESTRUCTURE, units=_readable(tried)):
        access = reach.listing(tried, day)
        handed = _handed_over(tried, into, day)
    before, after = picture.pictures(tried)
    moved = [code for code, change in picture.changes(tried).items() if change == "moved"]
    report: dict[str, Any] = {
        "on": day.isoformat(),
        "faults": [],
        "steps": [ops.to_json(step) for step in tried.steps],
        "moved": sorted(moved),
        "before": before,
        "after": after,
        "access": access.rows,
        "unaffected": access.unaffected,
        "transfers": handed,
    }
    return Rehearsal(tried, report | {"fingerprint": fingerprint(report)})


def fingerprint(report: dict[str, Any]) -> str:
    """Equal for two rehearsals that say the same."""
    said = {key: value for key, value in report.items() if key != "fingerprint"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _readable(tried: Tried) -> list[int]:
    touched = concerned(tried) | reach.altered(tried)
    touched |= {up for code in touched for up in tried.before.above(code)}
    return sorted(i for code in touched if (i := tried.before[code].id) is not None)


def _handed_over(tried: Tried, into: dict[str, str], day: dt.date) -> list[dict[str, Any]]:
    handed = []
    for code, successor in sorted(into.items()):
        node = tried.before[code]
        if code not in tried.before.employers or node.id is None:
            continue
        handed += [
            {
                "key": transfer.key,
                "label": transfer.label,
                "from": code,
                "from_name": node.name,
                "to": successor,
                "to_name": tried.after[successor].name,
                # Of people no number leaves the employer, so none is asked for.
                "count": None if transfer.people else transfer.count(node.id, day),
            }
            for transfer in in_order()
        ]
    return handed
