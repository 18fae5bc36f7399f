"""Released figures: the list, a report, and its release day."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from orgs.access.middleware import wall
from orgs.access.rules import ViewerRequest, access
from orgs.web import as_at
from orgs.words import words_of_day
from reporting import packs, selectors, services, withdrawals
from reporting.access import MANAGING, VIEW_RELEASES, VIEWING
from reporting.forms import CalendarForm
from reporting.models.releases import Release
from reporting.presenters import exports as export_presenters
from reporting.presenters import releases as presenters
from reporting.presenters import runs as run_presenters
from reporting.reports import OVERVIEW, Report, reports
from reporting.views.common import for_audience, report_or_404

#: What a page of an earlier day says of its figures.
AS_RELEASED = (
    "These are the newest figures that had been released for it, added up on the organisations of their own "
    "day. Figures that were withdrawn since are not shown."
)


@access(*VIEWING)
@require_GET
def index(request: ViewerRequest, unit_code: str) -> HttpResponse:
    viewer = request.viewer
    asked = as_at.asked(request)
    released = selectors.latest_by_report(viewer.here.id, asked.day if asked.other else None)
    # A release proves that the unit has reports; without one it may be a single employer.
    if not released and not selectors.is_audience(viewer):
        return wall(request, viewer)
    if asked.wrong:
        return as_at.refused(request, asked, title="Reports", nav="reports")
    due = {} if asked.other else selectors.due_days(viewer.here.id, viewer.day)
    context = {
        "nav": "reports",
        "unit_code": unit_code,
        "as_at": asked,
        "notes": [AS_RELEASED] if released else [],
        "reports": [
            presenters.report_row(r, released.get(r.code), due.get(r.code)) for r in reports
        ],
        "schedules": run_presenters.schedule_rows(selectors.schedules(viewer.here.id)),
        "runs": run_presenters.run_rows(selectors.runs(viewer.here.id) if released else []),
        "may_manage": viewer.may_any(*MANAGING) and not asked.other,
    }
    return render(request, "reporting/index.html", context)


@access(*VIEWING)
@require_GET
def detail(
    request: ViewerRequest, unit_code: str, report: str, theme: str = OVERVIEW
) -> HttpResponse:
    viewer = request.viewer
    trend = reports.get(report).trend_tables(theme) if report in reports else []
    asked = as_at.asked(request)
    release = selectors.latest(
        viewer.here.id,
        report,
        until=asked.day if asked.other else None,
        trend=trend,
        below_on=asked.day,
    )
    if release is None and not selectors.is_audience(viewer):
        return wall(request, viewer)
    found = report_or_404(report)
    if theme not in {each.key for each in found.themes}:
        raise Http404
    if asked.wrong:
        return as_at.refused(request, asked, title=found.title, nav="reports")
    due = {} if release or asked.other else selectors.due_days(viewer.here.id, viewer.day)
    page = _page(release, found, asked.day, theme) if release else None
    context = {
        "nav": "reports",
        "unit_code": unit_code,
        "report": found,
        "as_at": asked,
        "notes": [AS_RELEASED] if release else [],
        "release": release,
        "page": page,
        "theme": theme,
        "first": theme == OVERVIEW,
        # A place may have closed since the figures were released.
        "below": [p for p in page.places if p[0] in getattr(release, "below", ())] if page else [],
        "opens_below": viewer.may(VIEW_RELEASES),
        "proof": presenters.proof(release) if release else "",
        "due": presenters.due(due.get(report)),
        "withdrawn": None
        if asked.other
        else export_presenters.withdrawn(withdrawals.last(viewer.here.id, report)),
        "may_manage": viewer.may_any(*MANAGING) and not asked.other,
    }
    return render(request, "reporting/report.html", context)


def _page(release: Release, report: Report, day: dt.date, theme: str) -> presenters.ReportPage:
    """A theme of the report with what stands beside it; 404 when it shows nothing."""
    try:
        told = selectors.before(getattr(release, "told", ()))
        return presenters.page(release, report, packs.printed(release, day), told, theme)
    except presenters.NothingToShowError as error:
        raise Http404 from error


@access(*MANAGING)
@require_http_methods(["GET", "POST"])
@for_audience
def release_day(request: ViewerRequest, unit_code: str, report: str) -> HttpResponse:
    found = report_or_404(report)
    calendar = selectors.calendar(request.viewer.here.id, report)
    form = CalendarForm(
        request.POST or None, initial={"day_of_month": calendar.day_of_month if calendar else 1}
    )
    if request.method == "POST" and form.is_valid():
        saved = services.set_calendar(
            viewer=request.viewer, report=report, day_of_month=form.cleaned_data["day_of_month"]
        )
        messages.success(
            request, f"The next figures are released on {words_of_day(saved.next_on)}."
        )
        return redirect("reporting:reports", unit_code)
    context = {"nav": "reports", "form": form, "report": found, "unit_code": unit_code}
    status = 422 if form.is_bound else 200
    return render(request, "reporting/release_day.html", context, status=status)
