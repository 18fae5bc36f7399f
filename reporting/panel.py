"""Reports on a unit's home page: the newest figures, what was sent, and the PDFs that wait for comments."""

from typing import Any

from django.urls import reverse

from orgs.access.viewer import Viewer
from orgs.panels import Waiting
from orgs.words import words_of_day
from reporting import selectors
from reporting.enums import RunState
from reporting.models.runs import ReportRun
from reporting.presenters.releases import report_row
from reporting.presenters.runs import sent_rows
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
            words = f"{reports.get(report).title}: its PDF waits for comments until {words_of_day(until)}"
            page = reverse("reporting:prepare", args=[code, release.id])
            found.append(Waiting(words, "Write them", page))
    return found


#: So many stand on the home page; the others are in the list.
_NEWEST = 3


def sent(viewer: Viewer) -> dict[str, Any]:
    """The newest PDFs that were sent to the viewer."""
    code = viewer.here.code
    return {"sent": sent_rows(selectors.sent(viewer, limit=_NEWEST), code), "unit_code": code}


def sent_unopened(viewer: Viewer) -> list[Waiting]:
    """The PDFs that were sent to the viewer and that she has not opened."""
    rows = sent_rows(selectors.sent(viewer), viewer.here.code)
    page = reverse("reporting:sent", args=[viewer.here.code])
    return [
        Waiting(f"{row['heading']}: sent to you, not opened yet", "Read it", page)
        for row in rows
        if row["new"]
    ]
