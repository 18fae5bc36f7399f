"""From what a form says to what is stored, or a refusal in words: the fields of a version, a value of one's own."""

from collections.abc import Mapping
from typing import Any

from orgs.access.viewer import Viewer
from orgs.inheritance import values
from orgs.inheritance.effective import Standing
from orgs.inheritance.kinds import DefinitionKind, FieldSpec
from orgs.inheritance.merge import Mode, Slot, open_to_additions
from orgs.inheritance.selectors import standings
from orgs.inheritance.values import DefinitionError

#: A version's fields as a form gives them: ``{name: {value, mode}}`` or ``{name: {items, mode}}``.
Fields = Mapping[str, Mapping[str, Any]]


def standing_above(viewer: Viewer, kind: DefinitionKind) -> Standing | None:
    """The nearest definition of a kind by a unit above: what is defined here may not be looser."""
    if not kind.tightening:
        return None
    found = standings(kind.code, viewer.here.id, viewer.day, without=viewer.here.code)
    return found[0] if found else None


def _no_looser(
    spec: FieldSpec, value: Any, mode: str, above: Standing | None, choices: values.Choices
) -> None:
    """Refuse what a field that may only become stricter cannot take."""
    if not spec.tightens:
        return
    if mode == Mode.SUGGESTED:
        raise DefinitionError(f"{spec.label} cannot be suggested only", field=spec.name)
    values.refuse_looser(spec, value, spec.initial(), "The platform", choices)
    if above is None:
        return
    asked = above.effective.field(spec.name).itself
    who = above.who_asks(asked.slot, asked.value)
    if asked.mode == Mode.LOCKED and value not in (None, asked.value):
        raise DefinitionError(f"{spec.label} is locked by {who}", field=spec.name)
    values.refuse_looser(spec, value, asked.value, who, choices)


def parsed(kind: DefinitionKind, fields: Fields, above: Standing | None) -> dict[str, Any]:
    """The stored form of a version's fields; a field that is not given keeps the kind's default."""
    choices = values.choices_of(kind)
    parsed: dict[str, Any] = {}
    for spec in kind.fields:
        given = fields.get(spec.name)
        if given is None:
            continue
        mode = Mode(given.get("mode", Mode.DEFAULT)).value
        if spec.type != "list":
            try:
                value = values.parse(spec, given.get("value"), choices)
            except DefinitionError as error:
                error.field = spec.name
                raise
            _no_looser(spec, value, mode, above, choices)
            parsed[spec.name] = {"value": value, "mode": mode}
            continue
        items: dict[str, dict[str, Any]] = {}
        for item in given.get("items", ()):
            key, value = values.parse_item(spec, item.get("key", ""), item.get("value"), choices)
            if key in items:
                raise DefinitionError(f"{spec.label}: {spec.named(value)} is there twice")
            item_mode = Mode(item.get("mode", Mode.DEFAULT)).value
            items[key] = {"key": key, "value": value, "mode": item_mode}
        parsed[spec.name] = {"items": list(items.values()), "mode": mode}
    return parsed


def typed(standing: Standing, slot: Slot, raw: Any, choices: values.Choices) -> Any:
    """The stored value that a unit chooses in a slot, against what stands above it."""
    spec = standing.effective.kind.field(slot.field)
    entry = standing.above.get(slot)
    if entry is not None and entry.mode == Mode.LOCKED:
        raise DefinitionError(f"{spec.label} is locked by {standing.effective.owner_name}")
    if spec.type != "list":
        value = values.parse(spec, raw, choices)
        if not spec.tightens:
            return value
        floor = standing.above[slot].value
        if value is None:
            return floor  # nothing of one's own: what stands above
        values.refuse_looser(spec, value, floor, standing.who_asks(slot, floor), choices)
        return value
    if entry is None and not open_to_additions(standing.above, slot.field):
        raise DefinitionError(f"{spec.label} is locked by {standing.effective.owner_name}")
    return values.parse_item(spec, slot.item, raw, choices)[1]
