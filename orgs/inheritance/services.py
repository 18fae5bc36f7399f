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
from orgs.inheritance.drafting import Fields, parsed, standing_above, typed
from orgs.inheritance.effective import Standing
from orgs.inheritance.kinds import DefinitionKind, kinds
from orgs.inheritance.merge import ABSENT, Differences, Mode, Slot, State
from orgs.inheritance.preview import preview
from orgs.inheritance.rights import concerns, may_adapt
from orgs.inheritance.selectors import standings
from orgs.inheritance.values import DefinitionError, StaleError
from orgs.models.definitions import Adaptation, Definition, DefinitionVersion

# --- publishing ------------------------------------------------------------------------------------


def draft_definition(
    *,
    viewer: Viewer,
    kind_code: str,
    title: str,
    fields: Fields,
    valid_from: dt.date,
    key: str = "",
) -> DefinitionVersion:
    """The first version of a definition, as :func:`publish_definition` would write it. Raises as there."""
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
    return _draft(viewer, definition, kind, fields, valid_from, number=1)


def draft_version(
    *,
    viewer: Viewer,
    definition: Definition,
    fields: Fields,
    valid_from: dt.date,
    expected_number: int,
) -> DefinitionVersion:
    """The next version, as :func:`publish_version` would write it. Raises as there."""
    _require_publisher(viewer)
    if definition.unit_id != viewer.here.id:
        raise PermissionDenied
    newest = definition.versions.order_by("-number").first()
    if newest is None or newest.number != expected_number:
        raise StaleError
    if valid_from < newest.valid_from:
        raise DefinitionError("A version cannot begin before the one it follows")
    kind = kinds.get(definition.kind)
    return _draft(viewer, definition, kind, fields, valid_from, number=newest.number + 1)


@transaction.atomic
def publish_definition(
    *,
    viewer: Viewer,
    kind_code: str,
    title: str,
    fields: Fields,
    valid_from: dt.date,
    key: str = "",
    previewed: str | None = None,
) -> Definition:
    """Define something of a kind at the unit in the URL and publish its first version.

    `key` tells definitions of one kind apart; it is made from the title when it is not given. The
    same key above and here means that this one replaces that one below here; in a field that may
    only become stricter, the stricter of all of them holds. `previewed` is the digest of the preview
    that was confirmed.

    Raises:
        PermissionDenied: the viewer publishes nothing here, or the kind has no place here.
        StaleError: the effect is not the one that was previewed.
        DefinitionError: a value that cannot be or is looser than what stands above, a day that has
            passed, a key in use here.
    """
    draft = draft_definition(
        viewer=viewer,
        kind_code=kind_code,
        title=title,
        fields=fields,
        valid_from=valid_from,
        key=key,
    )
    _confirm(viewer, draft, previewed)
    draft.definition.save(force_insert=True)
    draft.definition_id = draft.definition.pk
    _publish(viewer, draft)
    return draft.definition


@transaction.atomic
def publish_version(
    *,
    viewer: Viewer,
    definition: Definition,
    fields: Fields,
    valid_from: dt.date,
    expected_number: int,
    previewed: str | None = None,
) -> DefinitionVersion:
    """Publish the next version of a definition of the unit in the URL; earlier ones stay as they are.

    Raises:
        StaleError: `expected_number` is not the newest version any more, or the effect is not the one
            that was previewed.
        DefinitionError: a value that cannot be, or a day before the newest version begins.
    """
    draft = draft_version(
        viewer=viewer,
        definition=definition,
        fields=fields,
        valid_from=valid_from,
        expected_number=expected_number,
    )
    _confirm(viewer, draft, previewed)
    _publish(viewer, draft)
    return draft


def _require_publisher(viewer: Viewer) -> None:
    if not viewer.may(a.PUBLISH_DEFINITIONS):
        raise PermissionDenied


def _confirm(viewer: Viewer, draft: DefinitionVersion, previewed: str | None) -> None:
    if previewed is not None and preview(viewer, draft).digest != previewed:
        raise StaleError


def _draft(
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
    return DefinitionVersion(
        definition=definition,
        unit_id=definition.unit_id,
        number=number,
        fields=parsed(kind, fields, standing_above(viewer, kind)),
        valid_from=valid_from,
        published_at=now(),
        published_by_id=viewer.user_id,
    )


def _publish(viewer: Viewer, version: DefinitionVersion) -> None:
    definition = version.definition
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
        kind=definition.kind,
        key=definition.key,
        version=version.number,
    )


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
        value = ABSENT if raw is ABSENT else typed(standing, slot, raw, choices)
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


@transaction.atomic
def restore_adaptation(
    *, viewer: Viewer, kind_code: str, public_id: UUID, version: int, expected: str
) -> Adaptation:
    """Choose again what the unit had chosen before, as its choice number `version`.

    Each choice comes back with what stood above when it was made, so what has changed there since is
    a conflict again. What is locked now stays as it is.

    Raises:
        StaleError: there is no such choice, or it is not as it was. Otherwise as above.
    """
    standing = _open(viewer, kind_code, public_id, expected)
    row = Adaptation.objects.filter(
        definition__public_id=public_id, unit_id=viewer.here.id, version=version
    ).first()
    if row is None:
        raise StaleError
    before = m.differences_of(row.differences)
    locked = {slot for slot, entry in standing.above.items() if entry.mode == Mode.LOCKED}
    differences = {
        slot: each
        for chosen, of in ((before, set(before) - locked), (standing.differences, locked))
        for slot, each in chosen.items()
        if slot in of
    }
    changed = {
        slot
        for slot in {*differences, *standing.differences}
        if differences.get(slot) != standing.differences.get(slot)
    }
    return _store(viewer, standing, differences, "config.restored", changed, version=version)


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
