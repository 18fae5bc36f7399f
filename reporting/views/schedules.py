"""Reports that are made each month for named readers."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from orgs.access.rules import ViewerRequest, access
from orgs.clock import now
from orgs.words import words_of_day
from reporting import selectors, services
from reporting.access import MANAGING
from reporting.forms import ScheduleForm
from reporting.presenters import runs as presenters
from reporting.views.common import for_audience, report_or_404, schedule_or_404


@access(*MANAGING)
@require_http_methods(["GET", "POST"])
@for_audience
def new(request: ViewerRequest, unit_code: str, report: str) -> HttpResponse:
    found = report_or_404(report)
    form = ScheduleForm(request.POST or None, initial={"day_of_month": 1, "wait_days": 5})
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.create_schedule(
                viewer=request.viewer,
                report=report,
                day_of_month=form.cleaned_data["day_of_month"],
                logins=form.logins(),
                wait_days=form.cleaned_data["wait_days"],
            )
        except services.ReportingError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"The first PDF is made on {words_of_day(saved.next_on)}.")
            return redirect("reporting:reports", unit_code)
    context = {"nav": "reports", "form": form, "title": f"Schedule {found.title}"}
    return render(request, "reporting/schedule.html", context, status=422 if form.is_bound else 200)


@access(*MANAGING)
@require_http_methods(["GET", "POST"])
@for_audience
def edit(request: ViewerRequest, unit_code: str, schedule: uuid.UUID) -> HttpResponse:
    found = schedule_or_404(request.viewer.here.id, schedule)
    names = selectors.readers(found)
    form = ScheduleForm(request.POST or None, initial=presenters.schedule_fields(found, names))
    conflict, status = None, 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.change_schedule(
                viewer=request.viewer,
                schedule=found,
                version=form.cleaned_data["version"] or 0,
                day_of_month=form.cleaned_data["day_of_month"],
                logins=form.logins(),
                wait_days=form.cleaned_data["wait_days"],
            )
        except services.ReportingError as error:
            form.add_error(error.field, str(error))
        except services.ConflictError as error:
            conflict, status = (
                presenters.conflict(error.saved, names, form.cleaned_data, now()),
                409,
            )
            form.data = request.POST.copy()
            form.data["version"] = str(error.saved.version)
        else:
            messages.success(request, "The schedule is changed.")
            return redirect("reporting:reports", unit_code)
    context = {
        "nav": "reports",
        "form": form,
        "title": "Change the schedule",
        "schedule": found,
        "conflict": conflict,
    }
    return render(request, "reporting/schedule.html", context, status=status)


@access(*MANAGING)
@require_POST
@for_audience
def stop(request: ViewerRequest, unit_code: str, schedule: uuid.UUID) -> HttpResponse:
    found = schedule_or_404(request.viewer.here.id, schedule)
    services.stop_schedule(viewer=request.viewer, schedule=found)
    messages.success(request, "The schedule is stopped. What it made stays here.")
    return redirect("reporting:reports", unit_code)
