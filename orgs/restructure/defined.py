"""What a closing employer defined for others, and what it adapted, goes on at its successors.

A definition goes to every successor unless the employer chose one, because organisations below may
go to any of them: so none of them loses what was defined for it. What they adapted goes on too, by
``Definition.carried``, and no row of theirs is written. Where a successor has the same already, its
own stays, and people there decide (orgs/restructure/duplicates.py).
"""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from orgs.access.principals import Principal
from orgs.clock import now
from orgs.models.definitions import Adaptation, Definition, DefinitionVersion
from orgs.periods import not_ended
from orgs.restructure.continuing import end_or_empty
from orgs.restructure.transfers import Handover, Listed, Transfer, transfers

DEFINITIONS, ADAPTATIONS = "definitions", "adaptations"


def _definitions(units: Sequence[int]) -> QuerySet[Definition]:
    return Definition.objects.filter(unit_id__in=units).order_by("id")


def count_definitions(units: Sequence[int], day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _definitions(units).count()


def list_definitions(unit_id: int, day: dt.date) -> list[Listed]:  # noqa: ARG001  the interface's
    return [Listed(d.public_id, d.title) for d in _definitions([unit_id])]


def move_definitions(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """The version in effect and those to come begin anew at each successor that has none of its like."""
    there = set(
        Definition.objects.filter(unit_id__in=handover.everyone).values_list(
            "unit_id", "kind", "key"
        )
    )
    versions = 0
    fresh: list[Definition] = []
    of: list[Definition] = []
    for old in _definitions(handover.closing):
        for unit_id in handover.of[old.unit_id].all_of(DEFINITIONS, old.public_id):
            if (unit_id, old.kind, old.key) in there:
                continue
            there.add((unit_id, old.kind, old.key))
            fresh.append(
                Definition(
                    unit_id=unit_id,
                    kind=old.kind,
                    key=old.key,
                    title=old.title,
                    carried=[*old.carried, old.pk],
                )
            )
            of.append(old)
    Definition.objects.bulk_create(fresh)
    for old, new in zip(of, fresh, strict=True):
        versions += _carry_versions(old, new, day)
    return 0, len(fresh) + versions


def _carry_versions(old: Definition, new: Definition, day: dt.date) -> int:
    rows = list(DefinitionVersion.objects.filter(definition=old).order_by("number"))
    begun = [row for row in rows if row.valid_from <= day]
    kept = [*begun[-1:], *(row for row in rows if row.valid_from > day)]
    DefinitionVersion.objects.bulk_create(
        DefinitionVersion(
            definition=new,
            unit_id=new.unit_id,
            number=number,
            fields=row.fields,
            valid_from=max(day, row.valid_from),
            published_at=now(),
            published_by_id=row.published_by_id,
        )
        for number, row in enumerate(kept, start=1)
    )
    return len(kept)


def _adaptations(units: Sequence[int], day: dt.date) -> QuerySet[Adaptation]:
    return Adaptation.objects.filter(not_ended("valid_to", day), unit_id__in=units).order_by("id")


def count_adaptations(units: Sequence[int], day: dt.date) -> int:
    return _adaptations(units, day).count()


def list_adaptations(unit_id: int, day: dt.date) -> list[Listed]:
    rows = _adaptations([unit_id], day).select_related("definition")
    return [Listed(a.public_id, a.definition.title) for a in rows]


def move_adaptations(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """The board's own differences go on where nothing was chosen for the same definition."""
    rows = _adaptations(handover.closing, day)
    there = set(
        Adaptation.objects.filter(unit_id__in=handover.everyone).values_list(
            "unit_id", "definition_id"
        )
    )
    fresh = []
    for row in rows:
        for unit_id in handover.of[row.unit_id].all_of(ADAPTATIONS, row.public_id):
            definition_id, base_id = _of(row, unit_id)
            if (unit_id, definition_id) in there:
                continue
            there.add((unit_id, definition_id))
            fresh.append(
                Adaptation(
                    definition_id=definition_id,
                    unit_id=unit_id,
                    base_version_id=base_id,
                    differences=row.differences,
                    valid_from=max(day, row.valid_from),
                    valid_to=row.valid_to,
                    adapted_by_id=row.adapted_by_id,
                )
            )
    ended = end_or_empty(rows, "valid_from", "valid_to", day)
    Adaptation.objects.bulk_create(fresh)
    return ended, len(fresh)


def _of(row: Adaptation, unit_id: int) -> tuple[int, int]:
    """The definition that a successor adapts instead, and the version: the same, or what continues it."""
    continued = (
        DefinitionVersion.objects.filter(
            definition__unit_id=unit_id, definition__carried__contains=[row.definition_id]
        )
        .order_by("number")
        .values_list("definition_id", "id")
        .first()
    )
    return continued or (row.definition_id, row.base_version_id)


def register() -> None:
    """Called from ``OrgsConfig.ready``."""
    for transfer in (
        Transfer(
            DEFINITIONS, "Templates and settings defined for others", 5, told_above=True,
            count=count_definitions, move=move_definitions, listed=list_definitions,
            everywhere=True, tables=("orgs.Definition", "orgs.DefinitionVersion"),
        ),
        Transfer(
            ADAPTATIONS, "Settings of its own", 6, count=count_adaptations,
            move=move_adaptations, listed=list_adaptations, everywhere=True,
            tables=("orgs.Adaptation",),
        ),
    ):  # fmt: skip
        transfers.add(transfer.key, transfer)
