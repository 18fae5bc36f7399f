"""Making a PDF, following it, and opening it."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from orgs.access.rules import ViewerRequest, access
from orgs.web.download import attachment
from orgs.words import words_of_day
from reporting import exports, selectors, services, withdrawals
from reporting.access import MANAGING, VIEWING
from reporting.enums import RunState
from reporting.models.runs import ReportRun
from reporting.presenters import runs as presenters
from reporting.views.common import for_audience, release_or_404, run_or_404
from reporting.views.exports import gone


@access(*MANAGING)
@require_POST
@for_audience
def make(request: ViewerRequest, unit_code: str, report: str) -> HttpResponse:
    release = release_or_404(request.viewer.here.id, report)
    run = services.request_run(viewer=request.viewer, release=release)
    if request.htmx:
        job = presenters.job(run, unit_code)
        return render(request, "components/job.html", job)
    return redirect("reporting:run", unit_code, run.public_id)


@access(*VIEWING)
@require_GET
@for_audience
def status(request: ViewerRequest, unit_code: str, run: uuid.UUID) -> HttpResponse:
    found = run_or_404(request.viewer.here.id, run)
    job = presenters.job(found, unit_code)
    if request.htmx:
        response = render(request, "components/job.html", job)
    else:
        row = presenters.run_row(found)
        context = {
            "nav": "reports",
            "run": row,
            "heading": f"{row['title']}, {words_of_day(found.slot)}",
            "job": job,
            "prepare": _where_to_write(request, unit_code, found),
            "back": reverse("reporting:reports", args=[unit_code]),
            "deliveries": presenters.delivery_rows(selectors.deliveries(found)),
        }
        response = render(request, "reporting/run.html", context)
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response


def _where_to_write(request: ViewerRequest, unit_code: str, run: ReportRun) -> str:
    """Where the comments are written that a run waits for, for who may write them."""
    if run.state != RunState.WAITING or not request.viewer.may_any(*MANAGING):
        return ""
    release = selectors.latest(run.unit_id, run.report, until=run.slot)
    return reverse("reporting:prepare", args=[unit_code, release.id]) if release else ""


@access(*VIEWING)
@require_GET
@for_audience
def download(request: ViewerRequest, unit_code: str, run: uuid.UUID) -> HttpResponse:
    found = run_or_404(request.viewer.here.id, run)
    if found.state != RunState.DONE:
        return redirect("reporting:run", unit_code, found.public_id)
    if found.release is not None and withdrawals.of(found.release) is not None:
        return gone(request, unit_code, found.release, exports.GoneError(exports.WITHDRAWN))
    content = services.open_run(viewer=request.viewer, run=found)
    name = f"{found.report}-{unit_code}-{found.slot.isoformat()}.pdf"
    return attachment(content, name=name, content_type="application/pdf")
