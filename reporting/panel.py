"""Reports on a unit's home page: the newest figures, and the PDFs that wait for comments."""

from typing import Any

from django.urls import reverse

from orgs.access.viewer import Viewer
from orgs.panels import Waiting
from orgs.templatetags.ui import day
from reporting import selectors
from reporting.enums import RunState
from reporting.models.runs import ReportRun
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


def comments_due(viewer: Viewer) -> list[Waiting]:
    """The scheduled PDFs that wait for whoever prepares the pack to publish comments."""
    code, found = viewer.here.code, []
    runs = ReportRun.objects.filter(unit_id=viewer.here.id, state=RunState.WAITING)
    for report, slot, until in runs.order_by("slot").values_list("report", "slot", "wait_until"):
        release = selectors.latest(viewer.here.id, report, until=slot)
        if release is not None:
            words = f"{reports.get(report).title}: its PDF waits for comments until {day(until)}"
            page = reverse("reporting:prepare", args=[code, release.id])
            found.append(Waiting(words, "Write them", page))
    return found
