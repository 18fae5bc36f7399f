"""What a unit defines itself: its definitions and their versions."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Q

from orgs.inheritance.kinds import DefinitionKind, kinds
from orgs.models.definitions import Adaptation, Definition, DefinitionVersion
from orgs.periods import in_force


@dataclass(frozen=True)
class Published:
    """A definition that a unit owns, and the number and first day of its newest version."""

    definition: Definition
    kind: DefinitionKind
    number: int
    valid_from: dt.date


def published_here(unit_id: int, day: dt.date, *, then: bool = False) -> list[Published]:
    """The definitions that a unit owns, by kind and title: one query.

    Each with its newest version, or, with `then`, with the one that was in effect on the day; what had
    none yet is left out.
    """
    begun = Q(versions__valid_from__lte=day) if then else Q()
    rows = (
        Definition.objects.filter(unit_id=unit_id, kind__in=kinds.keys())
        .annotate(
            newest=Max("versions__number", filter=begun),
            begins=Max("versions__valid_from", filter=begun),
        )
        .filter(newest__isnull=False)
        .order_by("kind", "title")
    )
    return [Published(d, kinds.get(d.kind), d.newest, d.begins) for d in rows]


def why_kept(unit_id: int, public_id: UUID, day: dt.date) -> str:
    """Why a unit has a choice that nobody of it made; "" where it made its own, or none."""
    found = Adaptation.objects.filter(
        in_force(day), unit_id=unit_id, definition__public_id=public_id
    )
    return found.values_list("reason", flat=True).first() or ""


def with_versions(
    unit_id: int, public_id: UUID
) -> tuple[Definition, list[DefinitionVersion]] | None:
    """A definition that a unit owns, and its versions, the newest first; None if it owns no such."""
    found = Definition.objects.filter(unit_id=unit_id, public_id=public_id).first()
    if found is None:
        return None
    versions = found.versions.select_related("published_by").order_by("-number")
    return found, list(versions)
