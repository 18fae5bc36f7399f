"""The panel of reports on a unit's home page."""

from typing import Any

from orgs.access.viewer import Viewer
from reporting import selectors
from reporting.presenters.releases import report_row
from reporting.reports import reports


def load(viewer: Viewer) -> dict[str, Any] | None:
    """The newest figures of each report; nothing on the page of a single employer."""
    here = viewer.here
    if not selectors.is_audience(viewer):
        return None
    released = selectors.latest_by_report(here.id)
    due = selectors.due_days(here.id, viewer.day)
    rows = [report_row(r, released.get(r.code), due.get(r.code)) for r in reports]
    return {"reports": rows, "unit_code": here.code}
