"""What a person was told, as fields that she can share with another organisation."""

from orgs.access.viewer import Viewer
from orgs.models.people import StaffRecord
from orgs.models.sharing import SharingCall
from orgs.sharing import Shared
from orgs.words import words_of_day
from succession import selectors


def target_roles(viewer: Viewer, record: StaffRecord, call: SharingCall) -> Shared | None:  # noqa: ARG001
    """The roles that she was told she may follow into."""
    titles = dict.fromkeys(told.title for told in selectors.told(record.unit_id, record.pk))
    return Shared(", ".join(titles)) if titles else None


def readiness(viewer: Viewer, record: StaffRecord, call: SharingCall) -> Shared | None:  # noqa: ARG001
    """How ready she was told she is: what was said to her, not what is judged since."""
    said = [
        f"{told.title}: {told.readiness}, as told on {words_of_day(told.told_on)}"
        for told in selectors.told(record.unit_id, record.pk)
        if told.readiness
    ]
    return Shared("; ".join(said)) if said else None
