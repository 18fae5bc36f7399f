"""What I would like: aspirations and mobility, mine to write, to share and to take back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from learning import aspirations, aspiring
from learning.forms import AspirationForm
from orgs import audit
from orgs.access.actions import OWN_RECORD
from orgs.access.rules import ViewerRequest, access
from orgs.codes import code_lists
from orgs.held import OWN, own_record
from orgs.web.found import found


@access(OWN_RECORD)
@require_safe
def mine(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What stands there now, who may read it, and what I wrote before."""
    viewer = request.viewer
    record = own_record(viewer.person_id, viewer.here.id)
    context: dict[str, object] = {"nav": "development", "record": record}
    if record is not None:
        rows = aspirations.in_words(aspirations.own_history(record.pk))
        context["wish"] = next((row for row in rows if row.until is None), None)
        context["earlier"] = [row for row in rows if row.until is not None]
        audit.record_read(viewer, "learning.aspirations", [record.pk], purpose=OWN)
    return render(request, "learning/aspirations.html", context)


@access(OWN_RECORD)
def change(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Write down what I would like. ``?role=`` is a role from the career map."""
    viewer = request.viewer
    record = found(own_record(viewer.person_id, viewer.here.id))
    now = aspirations.own_open(record.pk)
    above = [code for _, code in viewer.above]
    form = AspirationForm(
        request.POST or None,
        codes=code_lists(*aspirations.LISTS),
        areas=aspirations.areas(above, viewer.day, *(now.areas if now else ())),
        now=now,
        role=request.GET.get("role", ""),
    )
    if request.method == "POST" and form.is_valid():
        aspiring.record_aspiration(viewer=viewer, staff=record, wanted=form.wanted())
        messages.success(request, "What you would like is saved")
        return redirect("learning:aspirations", unit_code)
    status = 422 if request.method == "POST" else 200
    context = {"nav": "development", "form": form}
    return render(request, "learning/aspirations_change.html", context, status=status)


@access(OWN_RECORD)
@require_POST
def withdraw(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Take it back: nobody else reads it from now on."""
    viewer = request.viewer
    record = found(own_record(viewer.person_id, viewer.here.id))
    if aspiring.withdraw_aspiration(viewer=viewer, staff=record):
        messages.success(request, "It is taken back. Nobody else can read it any more.")
    return redirect("learning:aspirations", unit_code)
