"""Withdrawing a release that is wrong, and asking for it to be issued again."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from orgs.access.rules import ViewerRequest, access
from reporting import services, withdrawals
from reporting.access import MANAGING
from reporting.forms import WithdrawForm
from reporting.presenters import exports as presenters
from reporting.views.common import any_release_or_404, for_audience

CONFLICT, INVALID = 409, 422


@access(*MANAGING)
@require_http_methods(["GET", "POST"])
@for_audience
def withdraw(request: ViewerRequest, unit_code: str, release: uuid.UUID) -> HttpResponse:
    found = any_release_or_404(request.viewer.here.id, release)
    withdrawal = withdrawals.of(found)
    form = WithdrawForm(request.POST or None)
    if withdrawal is None and request.method == "POST" and form.is_valid():
        try:
            services.withdraw_release(
                viewer=request.viewer, release=found, reason=form.cleaned_data["reason"]
            )
        except services.ReportingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The figures are withdrawn. Nobody is shown them any more.")
            return redirect("reporting:report", unit_code, found.report)
    context = {
        "nav": "reports",
        "unit_code": unit_code,
        "release": presenters.release_head(found),
        "withdrawn": presenters.withdrawn(withdrawal),
        "files": presenters.files_taken(withdrawals.files(found)),
        "form": form,
    }
    status = CONFLICT if withdrawal and request.method == "POST" else 200
    status = INVALID if status == 200 and form.is_bound else status  # noqa: PLR2004
    return render(request, "reporting/withdraw.html", context, status=status)


@access(*MANAGING)
@require_POST
@for_audience
def issue_again(request: ViewerRequest, unit_code: str, release: uuid.UUID) -> HttpResponse:
    found = any_release_or_404(request.viewer.here.id, release)
    try:
        withdrawals.ask_again(viewer=request.viewer, release=found)
    except withdrawals.NotAgainError as error:
        context = {"reason": str(error), "report": found.report, "unit_code": unit_code}
        return render(request, "reporting/withdraw_not_again.html", context, status=CONFLICT)
    messages.success(request, "New figures are being made. They are here in a few minutes.")
    return redirect("reporting:report", unit_code, found.report)
