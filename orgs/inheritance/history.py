"""What was published and chosen before: each version and each adaptation, with its difference from the one before."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from orgs.inheritance import merge as m
from orgs.inheritance.kinds import DefinitionKind, FieldSpec
from orgs.inheritance.merge import ABSENT, Mode, Slot
from orgs.models.definitions import Adaptation, DefinitionVersion


@dataclass(frozen=True)
class Changed:
    """One slot that is otherwise than before. ABSENT is a slot that was, or is, not there."""

    spec: FieldSpec
    slot: Slot
    before: Any
    after: Any
    mode_before: Mode | None = None
    mode_after: Mode | None = None

    @property
    def listed(self) -> bool:
        """Whether the slot is a list itself, which has a mode and no value."""
        return self.spec.type == "list" and not self.slot.item


@dataclass(frozen=True)
class PastVersion:
    """A published version, and what it changed."""

    version: DefinitionVersion
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class PastAdaptation:
    """What a unit had chosen over a period, and what it changed. ``empty``: everything was inherited."""

    adaptation: Adaptation
    changes: tuple[Changed, ...]

    @property
    def empty(self) -> bool:
        return not self.adaptation.differences


def past_versions(kind: DefinitionKind, versions: Sequence[DefinitionVersion]) -> list[PastVersion]:
    """Each of the versions, which come newest first, with its difference from the one before."""
    oldest_first = sorted(versions, key=lambda each: each.number)
    found: list[PastVersion] = []
    before: dict[Slot, tuple[Any, Mode]] = {}
    for each in oldest_first:
        entries = {s: e for s, e in m.entries_of(each.fields).items() if _known(kind, s)}
        states = {slot: (entry.value, entry.mode) for slot, entry in entries.items()}
        found.append(PastVersion(each, tuple(_version_changes(kind, before, states))))
        before = states
    return found[::-1]


def _known(kind: DefinitionKind, slot: Slot) -> bool:
    return any(spec.name == slot.field for spec in kind.fields)


def _version_changes(
    kind: DefinitionKind,
    before: Mapping[Slot, tuple[Any, Mode]],
    after: Mapping[Slot, tuple[Any, Mode]],
) -> Iterable[Changed]:
    for slot in [*after, *(slot for slot in before if slot not in after)]:
        old, new = before.get(slot, (ABSENT, None)), after.get(slot, (ABSENT, None))
        if old != new:
            yield Changed(kind.field(slot.field), slot, old[0], new[0], old[1], new[1])


def past_adaptations(kind: DefinitionKind, unit_id: int, public_id: UUID) -> list[PastAdaptation]:
    """What a unit has chosen of a definition, the newest first; several choices of a day are one."""
    rows = (
        Adaptation.objects.filter(unit_id=unit_id, definition__public_id=public_id)
        .select_related("adapted_by")
        .order_by("version")
    )
    found: list[PastAdaptation] = []
    before: m.Differences = {}
    for row in rows:
        after = {s: d for s, d in m.differences_of(row.differences).items() if _known(kind, s)}
        found.append(PastAdaptation(row, tuple(_own_changes(kind, before, after))))
        before = after
    return found[::-1]


def _own_changes(
    kind: DefinitionKind, before: m.Differences, after: m.Differences
) -> Iterable[Changed]:
    """What was chosen otherwise; where nothing is chosen, the slot has its inherited value (None mode)."""
    for slot in sorted({*before, *after}):
        old, new = before.get(slot), after.get(slot)
        if old != new:
            yield Changed(
                kind.field(slot.field),
                slot,
                None if old is None else old.value,
                None if new is None else new.value,
                None if old is None else Mode.DEFAULT,
                None if new is None else Mode.DEFAULT,
            )


def between(kind: DefinitionKind, now: Adaptation, then: Adaptation) -> list[Changed]:
    """What choosing again as `then` changes against `now`."""
    stored = (m.differences_of(row.differences) for row in (now, then))
    before, after = ({s: d for s, d in each.items() if _known(kind, s)} for each in stored)
    return list(_own_changes(kind, before, after))


@dataclass(frozen=True)
class Author:
    """Who published a version or chose an adaptation, as far as the viewer may read its row."""

    login: str
    on: dt.date


def authors(public_id: UUID) -> dict[tuple[str, int], Author]:
    """Who made each step of a definition's chain, by unit code and number: of versions (the owner's) and
    adaptations. Two queries, through the viewer's policies: of other employers there is nothing.
    """
    of = {"definition__public_id": public_id}
    rows = [
        *Adaptation.objects.filter(**of).values_list(
            "unit__code", "version", "adapted_by__login", "valid_from"
        ),
        *DefinitionVersion.objects.filter(**of).values_list(
            "unit__code", "number", "published_by__login", "valid_from"
        ),
    ]
    return {(code, number): Author(login or "", on) for code, number, login, on in rows}
