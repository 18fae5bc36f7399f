"""What stands around the drift report: which kind an address means, and that somebody took it away."""

from uuid import UUID

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.inheritance.below import Drift
from orgs.models.definitions import Definition


def kind_of(public_id: UUID) -> str | None:
    """The kind of a definition that the viewer may read; None where there is none."""
    found = Definition.objects.filter(public_id=public_id).values_list("kind", flat=True)
    return found.first()


def record_export(*, viewer: Viewer, of: Drift, rows: int) -> None:
    """Record that the list of a definition's adoption was taken away, and how long it was."""
    definition = Definition.objects.get(public_id=of.public_id)
    audit.record(
        viewer,
        "config.exported",
        unit_id=viewer.here.id,
        about=definition,
        kind=of.kind.code,
        key=definition.key,
        rows=rows,
    )
