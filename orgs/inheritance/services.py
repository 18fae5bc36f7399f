"""Publishing definitions and adapting them. The database repeats who may (Definition.floor)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from orgs import audit
from orgs.access import actions as a
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.inheritance import merge as m
from orgs.inheritance import values
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, kinds
from orgs.inheritance.merge import ABSENT, Differences, Mode, Slot, State
from orgs.inheritance.selectors import Standing, holds_others, standings
from orgs.inheritance.values import DefinitionError
from orgs.models.definitions import Adaptation, Definition, DefinitionVersion


class StaleError(Exception):
    """Somebody else changed it since the page was shown: answer 409 and show what is there now."""


#: A version's fields as a form gives them: ``{name: {value, mode}}`` or ``{name: {items, mode}}``.
Fields = Mapping[str, Mapping[str, Any]]


def may_adapt(viewer: Viewer) -> bool:
    """Whether the viewer decides the settings of the unit in the URL.

    An employer decides its own; a unit that employs nobody is decided by who publishes there.
    """
    if viewer.here.behind_a_wall:
        return viewer.may(a.ADAPT_DEFINITIONS)
    return viewer.may_any(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)


def kinds_here(viewer: Viewer) -> list[DefinitionKind]:
    """The kinds that have a place at the unit in the URL: some do only where others are below."""
    here = viewer.here
    above = not here.behind_a_wall or holds_others(here.id, viewer.day)
    return [kind for kind in kinds if above or not kind.above_employers]


def concerns(viewer: Viewer, kind: DefinitionKind) -> bool:
    """Whether a kind has a place at the unit in the URL."""
    return not kind.above_employers or kind in kinds_here(viewer)


# --- publishing ------------------------------------------------------------------------------------


@transaction.atomic
def publish_definition(
    *,
    viewer: Viewer,
    kind_code: str,
    title: str,
    fields: Fields,
    valid_from: dt.date,
    key: str = "",
) -> Definition:
    """Define something of a kind at the unit in the URL and publish its first version.

    `key` tells definitions of one kind apart; it is made from the title when it is not given. The
    same key above and here means that this one replaces that one below here; in a field that may
    only become stricter, the stricter of all of them holds.

    Raises:
        PermissionDenied: the viewer publishes nothing here, or the kind has no place here.
        DefinitionError: a value that cannot be or is looser than what stands above, a day that has
            passed, a key in use here.
    """
    _require_publisher(viewer)
    kind = kinds.get(kind_code)
    if not concerns(viewer, kind):
        raise PermissionDenied
    if kind.single:
        title, key = title or kind.label, kind.code
    definition = Definition(
        unit_id=viewer.here.id, kind=kind.code, key=key or values.slug(title), title=title.strip()
    )
    if not definition.key:
        raise DefinitionError("Enter a title with letters or numbers")
    same = Definition.objects.filter(unit_id=viewer.here.id, kind=kind.code, key=definition.key)
    if same.exists():
        same_title = "" if kind.single else " with this title"
        raise DefinitionError(f"{kind.label}{same_title} is already defined here")
    definition.save(force_insert=True)
    _add_version(viewer, definition, kind, fields, valid_from, number=1)
    return definition


@transaction.atomic
def publish_version(
    *,
    viewer: Viewer,
    definition: Definition,
    fields: Fields,
    valid_from: dt.date,
    expected_number: int,
) -> DefinitionVersion:
    """Publish the next version of a definition of the unit in the URL; earlier ones stay as they are.

    Raises:
        StaleError: `expected_number` is not the newest version any more.
        DefinitionError: a value that cannot be, or a day before the newest version begins.
    """
    _require_publisher(viewer)
    if definition.unit_id != viewer.here.id:
        raise PermissionDenied
    newest = definition.versions.order_by("-number").first()
    if newest is None or newest.number != expected_number:
        raise StaleError
    if valid_from < newest.valid_from:
        raise DefinitionError("A version cannot begin before the one it follows")
    kind = kinds.get(definition.kind)
    return _add_version(viewer, definition, kind, fields, valid_from, number=newest.number + 1)


def _require_publisher(viewer: Viewer) -> None:
    if not viewer.may(a.PUBLISH_DEFINITIONS):
        raise PermissionDenied


def _add_version(
    viewer: Viewer,
    definition: Definition,
    kind: DefinitionKind,
    fields: Fields,
    valid_from: dt.date,
    *,
    number: int,
) -> DefinitionVersion:
    if valid_from < viewer.day:
        raise DefinitionError("A version begins today or later")
    version = DefinitionVersion(
        definition=definition,
        unit_id=definition.unit_id,
        number=number,
        fields=_parsed(kind, fields, _standing_above(viewer, kind)),
        valid_from=valid_from,
        published_at=now(),
        published_by_id=viewer.user_id,
    )
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        raise StaleError from error  # two published the same number at once
    audit.record(
        viewer,
        "config.published",
        unit_id=definition.unit_id,
        about=definition,
        kind=kind.code,
        key=definition.key,
        version=number,
    )
    return version


def _standing_above(viewer: Viewer, kind: DefinitionKind) -> Standing | None:
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


def _parsed(kind: DefinitionKind, fields: Fields, above: Standing | None) -> dict[str, Any]:
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
                raise DefinitionError(f"{spec.label}: {value} is there twice")
            item_mode = Mode(item.get("mode", Mode.DEFAULT)).value
            items[key] = {"key": key, "value": value, "mode": item_mode}
        parsed[spec.name] = {"items": list(items.values()), "mode": mode}
    return parsed


# --- adapting --------------------------------------------------------------------------------------


@transaction.atomic
def adapt_definition(
    *,
    viewer: Viewer,
    kind_code: str,
    public_id: UUID,
    changes: Mapping[Slot, Any],
    expected: str,
) -> Adaptation:
    """Choose values of one's own in some slots. A value is as typed; ABSENT removes or refuses one.

    Only the difference is stored, with what stands above now. To choose what is inherited anyway
    stores nothing.

    Raises:
        PermissionDenied: the viewer does not decide the settings here.
        StaleError: it is not as it was when its ``Effective.stamp`` was `expected`.
        DefinitionError: a locked slot, or a value that cannot be.
    """
    standing = _open(viewer, kind_code, public_id, expected)
    differences = standing.differences
    choices = values.choices_of(standing.effective.kind)
    for slot, raw in changes.items():
        if raw is ABSENT and standing.effective.kind.field(slot.field).tightens:
            raise DefinitionError("This can be made stricter, not left out")
        value = ABSENT if raw is ABSENT else _typed(standing, slot, raw, choices)
        differences = m.choose(standing.above, differences, slot, value)
    return _store(viewer, standing, differences, "config.adapted", changes)


@transaction.atomic
def remove_adaptation(
    *,
    viewer: Viewer,
    kind_code: str,
    public_id: UUID,
    slots: Iterable[Slot] | None,
    expected: str,
) -> Adaptation:
    """Return some slots, or (None) all of them, to what is inherited. Raises as above."""
    standing = _open(viewer, kind_code, public_id, expected)
    chosen = list(standing.differences) if slots is None else list(slots)
    differences = m.give_back(standing.differences, chosen)
    return _store(viewer, standing, differences, "config.returned", chosen)


@transaction.atomic
def resolve_conflict(
    *,
    viewer: Viewer,
    kind_code: str,
    public_id: UUID,
    slot: Slot,
    keep: Literal["local", "upstream"],
    expected: str,
) -> Adaptation:
    """Choose between the unit's own value and what has come from above since. Raises as above."""
    standing = _open(viewer, kind_code, public_id, expected)
    found = standing.effective.slot(slot)
    if found is None or found.state != State.CONFLICT:
        raise StaleError
    if keep == "local":
        differences: Differences = m.choose(standing.above, standing.differences, slot, found.value)
    else:
        differences = m.give_back(standing.differences, [slot])
    return _store(viewer, standing, differences, "config.resolved", [slot], keep=keep)


def _open(viewer: Viewer, kind_code: str, public_id: UUID, expected: str) -> Standing:
    """What stands at the unit in the URL now, after the checks that every change shares."""
    if not may_adapt(viewer):
        raise PermissionDenied
    for standing in standings(kind_code, viewer.here.id, viewer.day):
        if standing.effective.public_id == public_id:
            if standing.effective.owner_code == viewer.here.code:
                raise DefinitionError("This is defined here: publish a new version instead.")
            if not concerns(viewer, standing.effective.kind):
                raise PermissionDenied
            if standing.effective.stamp != expected:
                raise StaleError
            return standing
    raise StaleError


def _typed(standing: Standing, slot: Slot, raw: Any, choices: values.Choices) -> Any:
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
    if entry is None and standing.above[Slot(slot.field)].mode == Mode.LOCKED:
        raise DefinitionError(f"{spec.label} is locked by {standing.effective.owner_name}")
    return values.parse_item(spec, slot.item, raw, choices)[1]


def _store(
    viewer: Viewer,
    standing: Standing,
    differences: Differences,
    action: str,
    slots: Iterable[Slot],
    **detail: Any,
) -> Adaptation:
    """Close the period of the former choice and begin the new one; two choices in a day are one."""
    whole = standing.effective
    # A standing is of a published version; only the platform's own defaults have none.
    assert whole.public_id is not None
    assert whole.version_id is not None
    definition = Definition.objects.get(public_id=whole.public_id)
    for slot in slots:
        entry = standing.above.get(slot)
        if entry is not None and entry.mode == Mode.LOCKED and slot in differences:
            label = whole.kind.field(slot.field).label
            raise DefinitionError(f"{label} is locked by {whole.owner_name}")
    stored = m.stored_differences(differences)
    try:
        with transaction.atomic():
            adaptation = _write(
                viewer, definition, whole.version_id, stored, whole.adaptation_version
            )
    except IntegrityError as error:
        raise StaleError from error  # two chose at once
    audit.record(
        viewer,
        action,
        unit_id=viewer.here.id,
        about=definition,
        kind=whole.kind.code,
        key=whole.key,
        fields=sorted(str(slot) for slot in slots),
        **detail,
    )
    return adaptation


def _write(
    viewer: Viewer,
    definition: Definition,
    version_id: int,
    differences: list[dict[str, Any]],
    number: int,
) -> Adaptation:
    current = (
        Adaptation.objects.select_for_update()
        .filter(definition=definition, unit_id=viewer.here.id, valid_to__isnull=True)
        .first()
    )
    if (current.version if current else 0) != number:
        raise StaleError
    if current is not None and current.valid_from == viewer.day:
        current.differences, current.version = differences, number + 1
        current.base_version_id, current.adapted_by_id = version_id, viewer.user_id
        current.save(update_fields=["differences", "version", "base_version", "adapted_by"])
        return current
    if current is not None:
        current.valid_to = viewer.day
        current.save(update_fields=["valid_to"])
    return Adaptation.objects.create(
        definition=definition,
        unit_id=viewer.here.id,
        base_version_id=version_id,
        differences=differences,
        version=number + 1,
        valid_from=viewer.day,
        adapted_by_id=viewer.user_id,
    )
