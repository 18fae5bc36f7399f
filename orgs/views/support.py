"""Support access (break-glass): asked for, approved by a second person, ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from orgs.access import actions as a
from orgs.access import support
from orgs.access.rules import ViewerRequest, access
from orgs.forms.access import SupportForm
from orgs.presenters.support import support_rows
from orgs.web.found import found

_LATEST = 25


@access(a.ASK_SUPPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What was asked for here, employers that nobody administers, and asking."""
    form = SupportForm(
        request.POST if request.method == "POST" else None,
        initial={"code": request.GET.get("employer", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = support.ask_support(viewer=request.viewer, **form.cleaned_data)
        except support.SupportError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, f"Asked for. A second person must approve {made.unit.name}.")
            return redirect("orgs:support", unit_code=unit_code)
    return _desk(request, form, status=422 if form.is_bound else 200)


def _desk(
    request: ViewerRequest,
    form: SupportForm,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer
    context = {
        "nav": "support",
        "form": form,
        "rows": support_rows(viewer, support.at_desk(viewer)[:_LATEST]),
        "orphans": support.orphans(viewer),
    }
    if refused:
        context["errors"] = [("requests", refused)]
    return render(request, "orgs/support.html", context, status=status)


@access(a.ASK_SUPPORT)
@require_POST
def approve(request: ViewerRequest, unit_code: str, support_access: UUID) -> HttpResponse:
    """Approve a colleague's request: the time begins now."""
    asked = found(support.find(request.viewer, support_access))
    try:
        done = support.approve_support(viewer=request.viewer, asked=asked)
    except support.SupportError as error:
        return _desk(request, SupportForm(), refused=str(error), status=422)
    messages.success(request, f"{done.unit.name} is open for {done.minutes} minutes, and is told.")
    return redirect("orgs:support", unit_code=unit_code)


@access(a.ASK_SUPPORT, a.MANAGE_ACCESS, a.FOUND_ACCESS)
@require_POST
def end(request: ViewerRequest, unit_code: str, support_access: UUID) -> HttpResponse:
    """End it before its time: at the desk, or at the employer."""
    viewer = request.viewer
    asked = found(support.find(viewer, support_access))
    back = "orgs:support" if viewer.may(a.ASK_SUPPORT) else "orgs:unit"
    try:
        support.end_support(viewer=viewer, asked=asked)
    except support.SupportError as error:
        messages.warning(request, str(error))
        return redirect(back, unit_code=unit_code)
    messages.success(request, "Support access is ended.")
    return redirect(back, unit_code=unit_code)
