"""Choosing what an overlay offers instead of what comes down the tree, and going back."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.inheritance.kinds import kinds
from orgs.inheritance.offered import offers
from orgs.inheritance.rights import may_adapt
from orgs.models.definitions import Definition
from orgs.models.overlays import OverlayChoice


class ChoiceError(ValueError):
    """A choice that cannot be, said in a sentence."""


def may_choose(viewer: Viewer) -> bool:
    """Whether the viewer chooses for the unit in the URL: an employer, for itself and its divisions."""
    return viewer.here.is_employer and may_adapt(viewer)


def _require(viewer: Viewer) -> None:
    if not may_choose(viewer):
        raise PermissionDenied


@transaction.atomic
def use_offer(*, viewer: Viewer, definition: UUID) -> OverlayChoice:
    """Use what an overlay offers instead of what comes down the tree, from today on.

    Another choice of the same kind and key ends. Raises:
        PermissionDenied: the viewer does not decide the settings of the employer in the URL.
        ChoiceError: it is not offered here, or is chosen already.
    """
    _require(viewer)
    found = offers(viewer)
    wanted = next((each for each in found if each.definition == definition), None)
    if wanted is None:
        raise ChoiceError("This is not offered here any more")
    if wanted.chosen:
        raise ChoiceError("This is in use here already")
    alike = [
        each.definition
        for each in found
        if each.kind_code == wanted.kind_code
        and (each.key == wanted.key or kinds.get(each.kind_code).single)
    ]
    _end(viewer, alike)
    row = Definition.objects.get(public_id=definition)
    try:
        with transaction.atomic():
            made = OverlayChoice.objects.create(
                unit_id=viewer.here.id,
                definition=row,
                valid_from=viewer.day,
                chosen_by_id=viewer.user_id,
            )
    except IntegrityError as error:
        raise ChoiceError("This is in use here already") from error
    audit.record(
        viewer, "config.chosen", unit_id=viewer.here.id, about=row, kind=row.kind, key=row.key
    )
    return made


@transaction.atomic
def give_up_offer(*, viewer: Viewer, definition: UUID) -> None:
    """Go back to what comes down the tree, from today on.

    Raises:
        PermissionDenied: as above.
        ChoiceError: it is not in use here.
    """
    _require(viewer)
    if not _end(viewer, [definition]):
        raise ChoiceError("This is not in use here")
    row = Definition.objects.get(public_id=definition)
    audit.record(
        viewer, "config.unchosen", unit_id=viewer.here.id, about=row, kind=row.kind, key=row.key
    )


def _end(viewer: Viewer, definitions: Sequence[UUID]) -> int:
    """End open choices of the unit; one of an earlier membership, which does not count any more, as well."""
    rows = OverlayChoice.objects.filter(
        unit_id=viewer.here.id, definition__public_id__in=definitions, valid_to=None
    )
    return rows.update(valid_to=viewer.day)
