"""Released figures: the list, a report, its figures as a file, and its release day."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from orgs.access.rules import ViewerRequest, access
from reporting import selectors, services
from reporting.access import MANAGE_REPORTS, VIEW_RELEASES
from reporting.forms import CalendarForm
from reporting.presenters import releases as presenters
from reporting.presenters import runs as run_presenters
from reporting.reports import reports
from reporting.views.common import for_audience, release_or_404, report_or_404


@access(VIEW_RELEASES)
@require_GET
@for_audience
def index(request: ViewerRequest, unit_code: str) -> HttpResponse:
    unit_id = request.viewer.here.id
    released = selectors.latest_by_report(unit_id)
    calendars = selectors.calendars(unit_id)
    schedules = selectors.schedules(unit_id)
    rows = [presenters.report_row(r, released.get(r.code), calendars.get(r.code)) for r in reports]
    context = {
        "nav": "reports",
        "unit_code": unit_code,
        "reports": rows,
        "schedules": run_presenters.schedule_rows(
            schedules, selectors.readers([s.pk for s in schedules])
        ),
        "runs": run_presenters.run_rows(selectors.runs(unit_id)),
        "may_manage": request.viewer.may(MANAGE_REPORTS),
    }
    return render(request, "reporting/index.html", context)


@access(VIEW_RELEASES)
@require_GET
@for_audience
def detail(request: ViewerRequest, unit_code: str, report: str) -> HttpResponse:
    found = report_or_404(report)
    release = selectors.latest(request.viewer.here.id, report)
    context = {
        "nav": "reports",
        "unit_code": unit_code,
        "report": found,
        "release": release,
        "page": presenters.page(release, found) if release else None,
        "proof": presenters.proof(release) if release else "",
        "due": presenters.due(selectors.calendars(request.viewer.here.id).get(report)),
        "may_manage": request.viewer.may(MANAGE_REPORTS),
    }
    return render(request, "reporting/report.html", context)


@access(VIEW_RELEASES)
@require_GET
@for_audience
def figures_csv(request: ViewerRequest, unit_code: str, report: str) -> HttpResponse:
    release = release_or_404(request.viewer.here.id, report)
    services.record_export(viewer=request.viewer, release=release)
    name = f"{report}-{unit_code}-{release.as_at.isoformat()}.csv"
    response = HttpResponse(
        presenters.csv_text(release, report_or_404(report)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@access(MANAGE_REPORTS)
@require_http_methods(["GET", "POST"])
@for_audience
def release_day(request: ViewerRequest, unit_code: str, report: str) -> HttpResponse:
    found = report_or_404(report)
    calendar = selectors.calendars(request.viewer.here.id).get(report)
    form = CalendarForm(
        request.POST or None, initial={"day_of_month": calendar.day_of_month if calendar else 1}
    )
    if request.method == "POST" and form.is_valid():
        saved = services.set_calendar(
            viewer=request.viewer, report=report, day_of_month=form.cleaned_data["day_of_month"]
        )
        messages.success(
            request, f"The next figures are released on {presenters.day(saved.next_on)}."
        )
        return redirect("reporting:reports", unit_code)
    context = {"nav": "reports", "form": form, "report": found, "unit_code": unit_code}
    status = 422 if form.is_bound else 200
    return render(request, "reporting/release_day.html", context, status=status)
