"""What of a standing may be told above the unit: not its values, nor what follows from them.

Whoever publishes chooses what stands above and could try: so nothing here may depend on whether the
unit's own value is equal to that, stricter than it, or called the same (docs/adr/0022-below.md).
"""

from dataclasses import replace

from orgs.inheritance import merge as m
from orgs.inheritance.effective import EffectiveSlot, Standing
from orgs.inheritance.kinds import FieldSpec
from orgs.inheritance.merge import ABSENT, State


def without_added(standing: Standing) -> Standing:
    """A standing as it is without the items that the unit added itself.

    So one that is published later under the same key is told of everybody alike.
    """
    added = m.added(standing.differences)
    if not added:
        return standing
    inherited = m.merge({s: e for s, e in standing.above.items() if s in added}, {})
    fields = tuple(
        replace(
            of,
            items=tuple(
                _as_inherited(each, inherited[each.slot]) if each.slot in added else each
                for each in of.items
                if each.slot not in added or each.slot in inherited
            ),
        )
        for of in standing.effective.fields
    )
    kept = {slot: each for slot, each in standing.differences.items() if slot not in added}
    return replace(standing, effective=replace(standing.effective, fields=fields), differences=kept)


def _as_inherited(slot: EffectiveSlot, result: m.Merged) -> EffectiveSlot:
    return EffectiveSlot(
        slot.slot, result.value, result.mode, result.state, result.above, result.base,
        slot.steps[:-1],  # the last one is the unit's own
    )  # fmt: skip


def state_told(spec: FieldSpec, slot: EffectiveSlot) -> State:
    """The state of a slot that the unit chose, so far as its value does not decide it."""
    if slot.state in {State.LOCKED, State.PENDING}:
        return slot.state
    if spec.tightens:  # which of both is stricter is the unit's to know
        return State.ADAPTED
    if slot.above != slot.base:  # though it may have chosen just that
        return State.CONFLICT
    return State.REFUSED if slot.value is ABSENT else State.ADAPTED


def item_above(spec: FieldSpec, slot: EffectiveSlot) -> str:
    """An item of a list by what was written above; "" for a field."""
    if not slot.slot.item:
        return ""
    known = [value for value in (slot.above, slot.base) if value is not ABSENT]
    return spec.named(known[0]) if known else ""
