"""The settings that a change of the tree would alter at each employer.

Two trees are compared through the one engine of inheritance: what stands above an employer is given
from the shape, so nothing is written to see what would hold. What would change can be kept
(orgs/restructure/kept_settings.py), unless what stands above afterwards leaves no choice.

Whoever rehearses stands above the employer: which rows there are, and what can be chosen of them, does
not depend on a value that the employer chose (orgs/restructure/altered.py).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache

from orgs.inheritance.as_if import Pair, Path, compare
from orgs.inheritance.effective import platform_defaults
from orgs.inheritance.kinds import kinds
from orgs.inheritance.values import Choices, choices_of
from orgs.restructure.altered import KEEP, NOBODY, Alteration, altered_values
from orgs.restructure.checks import Finding
from orgs.restructure.operations import Tried
from orgs.restructure.reach import closings
from orgs.restructure.shape import Shape
from orgs.restructure.transfers import transfers

ADOPT = "adopt"
OPTIONS = ((KEEP, "Keep it, until the organisation chooses"), (ADOPT, "Take the new value"))
_NOT_THERE = "Not there"


def paths(
    before: Shape, after: Shape, into: Mapping[str, tuple[str, ...]], *, handed_over: bool
) -> tuple[dict[int, Path], dict[int, Path]]:
    """What is above each employer whose chain changes, in both trees, by the employer's id.

    `handed_over`: what a closing employer defined stands where its successors are, just above them.
    """
    taken: dict[str, list[int]] = {}
    if handed_over:
        for old, new in sorted(into.items()):
            node = before.nodes.get(old)
            if node is not None and node.id is not None and old in before.employers:
                for code in new:
                    taken.setdefault(code, []).append(node.id)
    now: dict[int, Path] = {}
    then: dict[int, Path] = {}
    for code, node in after.nodes.items():
        if node.id is None or code not in before or code not in before.employers:
            continue
        was, will = _path(before, code, {}), _path(after, code, taken)
        if was != will:
            now[node.id], then[node.id] = was, will
    return now, then


def _path(shape: Shape, code: str, taken: Mapping[str, list[int]]) -> list[int]:
    found: list[int] = []
    for each in (code, *shape.above(code)):
        node_id = shape[each].id if each in shape else None
        found += [node_id] if node_id is not None else []
        found += [i for i in taken.get(each, []) if i not in found]
    return found


def alterations(
    before: Shape,
    after: Shape,
    into: Mapping[str, tuple[str, ...]],
    day: dt.date,
    *,
    handed_over: bool = False,
) -> Iterator[Alteration]:
    """What would stand differently at each employer whose chain changes, by code.

    The versions and choices of `day` on both trees, so that what is published for that day is no
    effect of the change. A constant number of statements.
    """
    now, then = paths(before, after, into, handed_over=handed_over)
    nodes = {node.id: node for node in after.nodes.values()}
    found = sorted(compare(now, then, day), key=lambda each: nodes[each[0]].code)
    choices = cache(lambda code: choices_of(kinds.get(code)))
    for unit_id, pairs in found:
        node = nodes[unit_id]
        holds = bool(before.children(node.code) or after.children(node.code))
        for pair in pairs:
            if pair.kind.above_employers and not holds:
                continue
            altered = _altered(node.code, node.name, pair, day, choices(pair.kind.code))
            if altered is not None:
                yield altered


def _altered(code: str, name: str, pair: Pair, day: dt.date, choices: Choices) -> Alteration | None:
    own = pair.kind.has_own(pair.key)
    if not own and pair.before is None:
        owner = pair.after.effective.owner_name if pair.after else ""
        return Alteration(code, name, pair, note=f"{owner} offers it, and it can be used")
    if not own and pair.after is None:
        return Alteration(code, name, pair, note=NOBODY)
    values, added = altered_values(
        pair, platform_defaults(pair.kind, day, pair.key) if own else None, choices
    )
    return Alteration(code, name, pair, values, added=added) if values else None


# --- for the rehearsal -------------------------------------------------------------------------------


def definitions_go_along() -> bool:
    """Whether what a closing employer defined continues at its successors."""
    return any("orgs.Definition" in getattr(each, "tables", ()) for each in transfers)


def find(tried: Tried, day: dt.date) -> list[Finding]:
    """A row for each value that would be another, by employer."""
    found = alterations(
        tried.before,
        tried.after,
        closings(tried),
        day,
        handed_over=definitions_go_along(),
    )
    return [row for each in found for row in _rows(each)]


def _rows(each: Alteration) -> list[Finding]:
    if not each.values:
        arrives = each.pair.before is None
        return [
            Finding(
                key=each.key(),
                words=each.title,
                code=each.code,
                name=each.name,
                before=_NOT_THERE if arrives else "There",
                after="There" if arrives else _NOT_THERE,
                note=each.note,
            )
        ]
    return [
        Finding(
            key=each.key(altered),
            words=f"{each.title}. {altered.label}",
            code=each.code,
            name=each.name,
            before=altered.before,
            after=altered.after,
            note=altered.note,
            options=OPTIONS if altered.may_stay else (),
            default=KEEP if altered.may_stay else "",
        )
        for altered in each.values
    ]
