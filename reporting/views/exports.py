"""Taking the figures of a release away as a file, and opening that file."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from orgs.access.rules import ViewerRequest, access
from orgs.clock import now
from orgs.web.download import attachment
from reporting import exports, withdrawals
from reporting.access import MANAGING, VIEWING
from reporting.enums import ExportFormat
from reporting.files import CONTENT_TYPES, file_name
from reporting.forms import ExportForm
from reporting.models.releases import Release
from reporting.presenters import exports as presenters
from reporting.views.common import any_release_or_404, for_audience, release_or_404


@access(*VIEWING)
@require_http_methods(["GET", "POST"])
@for_audience
def take(request: ViewerRequest, unit_code: str, release: uuid.UUID) -> HttpResponse:
    found = any_release_or_404(request.viewer.here.id, release)
    form = ExportForm(request.POST or None, initial={"format": _asked_format(request)})
    if request.method == "POST" and form.is_valid():
        try:
            made = exports.make_export(
                viewer=request.viewer,
                release=found,
                purpose=form.cleaned_data["purpose"],
                note=form.cleaned_data["note"],
                format_=form.cleaned_data["format"],
            )
        except exports.GoneError as error:
            return gone(request, unit_code, found, error)
        messages.success(request, presenters.made(made))
        return redirect("reporting:take", unit_code, found.id)
    return _page(request, unit_code, found, form)


def _asked_format(request: HttpRequest) -> str:
    asked = request.GET.get("format", "")
    return asked if asked in ExportFormat.values else ExportFormat.XLSX.value


def _page(
    request: ViewerRequest, unit_code: str, release: Release, form: ExportForm
) -> HttpResponse:
    viewer = request.viewer
    withdrawal = withdrawals.of(release)
    files = presenters.file_rows(
        exports.taken(viewer, release),
        user_id=viewer.user_id,
        at=now(),
        withdrawn=withdrawal is not None,
        unit_code=unit_code,
    )
    context = {
        "nav": "reports",
        "unit_code": unit_code,
        "release": presenters.release_head(release),
        **presenters.holds(release),
        "form": form,
        "withdrawn": presenters.withdrawn(withdrawal),
        "may_manage": viewer.may_any(*MANAGING),
        "files": files,
        "ready": next((each for each in files if each["url"]), None),
    }
    response = render(request, "reporting/export.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@access(*VIEWING)
@require_GET
@for_audience
def download(request: ViewerRequest, unit_code: str, export: uuid.UUID) -> HttpResponse:
    found = exports.mine(request.viewer, export)
    if found is None:
        raise Http404
    try:
        content = exports.open_export(viewer=request.viewer, export=found)
    except exports.GoneError as error:
        return gone(request, unit_code, found.release, error)
    return attachment(
        content,
        name=file_name(found.release, unit_code, found.format),
        content_type=CONTENT_TYPES[ExportFormat(found.format)],
    )


def gone(
    request: HttpRequest, unit_code: str, release: Release, error: exports.GoneError
) -> HttpResponse:
    """410: a file that nobody can open any more, why, and where to make a new one."""
    standing = withdrawals.of(release) is None
    context = {
        "nav": "reports",
        "unit_code": unit_code,
        "release": presenters.release_head(release),
        "why": str(error),
        "take": reverse("reporting:take", args=[unit_code, release.id]) if standing else "",
    }
    return render(request, "reporting/export_gone.html", context, status=410)


@access(*VIEWING)
@require_GET
@for_audience
def latest(request: ViewerRequest, unit_code: str, report: str) -> HttpResponse:
    """The address of the CSV as it was: it leads to the form, which asks what for."""
    found = release_or_404(request.viewer.here.id, report)
    return redirect(f"{reverse('reporting:take', args=[unit_code, found.id])}?format=csv")
