"""Progress on a pathway, as a field that a person can share with the pool whose programme it is."""

from learning import selectors
from learning.enums import StepState
from learning.in_view import pathways_in_view
from orgs.access.viewer import Viewer
from orgs.models.people import StaffRecord
from orgs.models.sharing import SharingCall
from orgs.sharing import Shared
from orgs.words import words_of_day


def progress(viewer: Viewer, record: StaffRecord, call: SharingCall) -> Shared | None:  # noqa: ARG001
    """How far she is on the pathway that the call names; her other pathways are not offered."""
    rows = selectors.open_pathways(record.unit_id).filter(staff_id=record.pk, key=call.programme)
    found = next(iter(pathways_in_view(rows)), None) if call.programme else None
    if found is None:
        return None
    days = [s.done_on for s in found.steps if s.state == StepState.DONE and s.done_on is not None]
    last = max(days, default=found.started_on)
    text = f"{found.title}: {found.done} of {len(found.steps)} steps done"
    return Shared(f"{text}, the last on {words_of_day(last)}" if days else text, last)
