"""The settings that a change of the tree would alter at each employer.

Two trees are compared through the one engine of inheritance: what stands above an employer is given
from the shape, so nothing is written to see what would hold. What would change can be kept
(orgs/restructure/kept_settings.py), unless what stands above afterwards leaves no choice.

Whoever rehearses stands above the employer: of a value that the employer chose itself she is told that
there is one, as everywhere above (orgs/inheritance/below.py), and no value.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from orgs.inheritance import merge as m
from orgs.inheritance.as_if import Pair, Path, compare
from orgs.inheritance.effective import Effective, Standing, platform_defaults
from orgs.inheritance.kinds import FieldSpec, kinds
from orgs.inheritance.merge import ABSENT, Difference, Differences, Merged, Mode, Slot, State
from orgs.inheritance.values import Choices, choices_of, item_words, value_words
from orgs.restructure.checks import Finding, key_of
from orgs.restructure.operations import Tried
from orgs.restructure.reach import closings
from orgs.restructure.shape import Shape
from orgs.restructure.transfers import transfers

KEY = "settings"
KEEP, ADOPT = "keep", "adopt"
OPTIONS = ((KEEP, "Keep it, until the organisation chooses"), (ADOPT, "Take the new value"))
_NOT_THERE = "Not there"
_ITS_OWN = "Its own choice"


@dataclass(frozen=True)
class Altered:
    """One value of a definition that would be another: a field, or one item of a list.

    ``kept`` is the difference that keeps the old one; None where it cannot be kept, and ``why`` not.
    """

    slot: Slot
    label: str
    before: str
    after: str
    kept: Difference | None
    why: str = ""


@dataclass(frozen=True)
class Alteration:
    """A definition that would stand differently at an employer; ``values`` is empty where it is only
    there or not there as a whole.
    """

    code: str
    name: str
    pair: Pair
    values: tuple[Altered, ...] = ()
    note: str = ""

    @property
    def title(self) -> str:
        """What the definition is called."""
        kind = self.pair.kind
        shown = self.pair.after or self.pair.before
        own = "" if kind.single or shown is None else shown.effective.title
        return f"{kind.label}: {own}" if own and own != kind.label else kind.label

    def key(self, altered: Altered | None = None) -> str:
        slot = str(altered.slot) if altered else ""
        return key_of(KEY, self.code, self.pair.kind.code, self.pair.key, slot)


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
        return Alteration(code, name, pair, note="Nobody above defines it any more")
    platforms = platform_defaults(pair.kind, day, pair.key)
    old = pair.before.effective if pair.before else platforms
    new = pair.after.effective if pair.after else platforms
    was, will = in_effect(old), in_effect(new)
    changed = [slot for slot in {**was, **will} if was.get(slot, ABSENT) != will.get(slot, ABSENT)]
    if not changed:
        return None
    kept = _kept(pair, {slot: was.get(slot, ABSENT) for slot in changed})
    altered = []
    for slot in changed:
        spec = pair.kind.field(slot.field)
        comes_or_goes = bool(slot.item) and (slot in was) != (slot in will)
        before, after = (
            _ITS_OWN
            if _is_own(standing, slot)
            else "There"
            if comes_or_goes and slot in values
            else value_words(spec, values.get(slot, ABSENT), choices)
            for standing, values in ((pair.before, was), (pair.after, will))
        )
        difference, why = kept[slot]
        altered.append(
            Altered(slot, _label(pair, spec, slot, choices), before, after, difference, why)
        )
    return Alteration(code, name, pair, tuple(altered))


def _is_own(standing: Standing | None, slot: Slot) -> bool:
    """Whether what stands in a slot is what the unit itself chose."""
    if standing is None or slot not in standing.differences:
        return False
    found = standing.effective.slot(slot)
    return found is not None and found.state != State.LOCKED


def _label(pair: Pair, spec: FieldSpec, slot: Slot, choices: Choices) -> str:
    """The field, with an item as it is written above; one that the unit added has no words."""
    if not slot.item:
        return spec.label
    above = [
        each.above[slot].value for each in (pair.before, pair.after) if each and slot in each.above
    ]
    return (
        f"{spec.label}: {item_words(spec, above[0], choices)}"
        if above
        else f"{spec.label}, an item of its own"
    )


def in_effect(found: Effective) -> dict[Slot, Any]:
    """What is in effect, by slot: each field, and each item of a list."""
    values: dict[Slot, Any] = {}
    for each in found.fields:
        if each.spec.type == "list":
            values |= {item.slot: item.value for item in each.items if item.in_effect}
        else:
            values[each.itself.slot] = each.value
    return values


def _kept(pair: Pair, old: Mapping[Slot, Any]) -> dict[Slot, tuple[Difference | None, str]]:
    """For each slot the difference that keeps its old value below what stands above afterwards."""
    if pair.after is None:
        return dict.fromkeys(old, (None, "Nobody above defines it any more"))
    above = pair.before.above if pair.before else {}
    own: Differences = pair.before.differences if pair.before else {}
    wanted = {
        # A choice of its own goes on as it was made, with what stood above when it was.
        slot: Difference(
            value,
            own[slot].base
            if slot in own and own[slot].value == value
            else (above[slot].value if slot in above else ABSENT),
        )
        for slot, value in old.items()
    }
    merged = m.merge(pair.after.above, {**pair.after.differences, **wanted}, pair.kind.tightening)
    owner = pair.after.effective.owner_name
    found: dict[Slot, tuple[Difference | None, str]] = {}
    for slot, difference in wanted.items():
        result = merged.get(slot)
        holds = ABSENT if result is None else result.value
        found[slot] = (difference, "") if holds == difference.value else (None, _why(result, owner))
    return found


def _why(result: Merged | None, owner: str) -> str:
    if result is None:
        return f"{owner} has closed the list, so it cannot be kept"
    if result.mode == Mode.LOCKED:
        return f"{owner} has locked it, so it cannot be kept"
    return f"{owner} asks for something stricter, which holds"


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
            note=altered.why,
            options=OPTIONS if altered.kept is not None else (),
            default=KEEP if altered.kept is not None else "",
        )
        for altered in each.values
    ]
