"""What a change would do, found on live data and without writing anything."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import system_scope
from orgs.restructure import checks, picture, reach
from orgs.restructure import operations as ops
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
    """Codes of the units of the first day over which a change needs authority: what changes, where it
    hung, and where it goes. A change of a unit needs authority over what is above it, on the first
    day and on its own; one that is opened again needs it over what was.
    """
    codes: set[str] = set()
    for step, shape in tried.walked():
        codes |= ops.named(step) | ops.hung(step, tried.before)
        if step.code in shape:
            codes |= ops.hung(step, shape)
    return {code for code in codes if code in tried.before}


def beyond(tried: Tried, home: str) -> tuple[set[str], set[str]]:
    """Codes of what a change tells of outside `home` and what is below it, on the day of each step.

    Whoever administers `home` reads the whole change. What hangs directly above is no more than named
    where `home` itself changes. The first set is what the change itself concerns; the second is what
    other changes do elsewhere between its days, which its rehearsal would list as well.
    """
    if home in tried.before and not tried.before[home].parent:
        return set(), set()
    own: set[str] = set()
    for step, shape in tried.walked():
        told = ops.named(step) if step.code in shape else ops.named(step) - {step.code}
        if step.code != home:
            told |= ops.hung(step, shape if step.code in shape else tried.before)
        own |= told - _inside(shape, home)
    listed = {*picture.changes(tried), *reach.altered(tried)} - own
    inside = [(shape, _inside(shape, home)) for shape in (tried.before, tried.after)]
    return own, {c for c in listed if any(c in shape and c not in there for shape, there in inside)}


def lowest_home(tried: Tried, home: str) -> str:
    """Code of the lowest organisation at which a change may be drawn up that may not be at `home`."""
    return tried.before.common_ancestor(concerned(tried).union(*beyond(tried, home)))


def _inside(shape: Shape, home: str) -> set[str]:
    return {home} | shape.below(home)


def rehearse_operations(stored: Iterable[Mapping[str, Any]], *, today: dt.date) -> Rehearsal:
    """Rehearse stored operations: reads only. The caller has checked the authority.

    Roles are listed as they are on the first day or today, whichever is later: what has been held
    in the past is not given or taken back.
    """
    tried = ops.try_out(ops.read(stored), Shape.of_day)
    if tried.faults:
        return Rehearsal(tried, {"faults": list(tried.faults), "fingerprint": ""})
    first = max(tried.stages[0].day, today)
    with system_scope(RESTRUCTURE, units=_readable(tried)):
        access = reach.listing(tried, first)
        handed, faults = _handed_over(tried, first)
    if faults:
        return Rehearsal(Tried.refused(tried.before, faults), {"faults": faults, "fingerprint": ""})
    before, after = picture.pictures(tried)
    moved = [code for code, change in picture.changes(tried).items() if change == "moved"]
    report: dict[str, Any] = {
        "on": tried.stages[0].day.isoformat(),
        "faults": [],
        "steps": [
            {"on": stage.day.isoformat(), **ops.to_json(step)}
            for stage in tried.stages
            for step in stage.steps
        ],
        "moved": sorted(moved),
        "before": before,
        "after": after,
        "access": access.rows,
        "unaffected": access.unaffected,
        "transfers": handed,
        "checks": checks.run(tried, first),
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


def _handed_over(tried: Tried, day: dt.date) -> tuple[list[dict[str, Any]], list[str]]:
    """What each closing employer hands over, and why one that nothing takes over may not close."""
    handed: list[dict[str, Any]] = []
    faults = []
    for code, heirs in sorted(reach.closings(tried).items()):
        node = tried.before.nodes.get(code)
        if node is None or node.id is None or code not in tried.before.employers:
            continue
        unit_id = node.id
        if not heirs:
            if any(transfer.count([unit_id], day) for transfer in in_order()):
                faults.append(
                    f"{node.name} still holds people or records: say which organisation takes "
                    "its place."
                )
            continue
        handed += [
            {
                "key": transfer.key,
                "label": transfer.label,
                "from": code,
                "from_name": node.name,
                "to": heirs[0],
                "to_name": " and ".join(tried.after[heir].name for heir in heirs),
                # What is no organisation fact has no number above the employer, so none is asked for.
                "count": transfer.count([unit_id], day) if transfer.told_above else None,
            }
            for transfer in in_order()
        ]
    return handed, faults
