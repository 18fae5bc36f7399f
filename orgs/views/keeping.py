"""How long records are kept here, what goes next, and stopping it for a time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from orgs.access import actions as a
from orgs.access.rules import ViewerRequest, access
from orgs.forms.keeping import HoldForm
from orgs.inheritance.rights import may_adapt
from orgs.keeping import holds, removing, rules
from orgs.presenters.keeping import going_rows, held_rows, kept_rows

_GET_POST = ["GET", "HEAD", "POST"]
_NAV = "settings"


@access(a.HOLD_RECORDS, a.VIEW_PEOPLE, a.OWN_RECORD)
@require_safe
def kept(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What is kept, how long and why, for everybody inside; counts of what goes for who looks after it."""
    viewer, here = request.viewer, request.viewer.here.id
    found = rules.in_effect(here, viewer.day)
    in_effect = rules.of(found)
    context: dict[str, Any] = {"nav": _NAV, "kept": kept_rows(found, in_effect), "setting": None}
    if viewer.may(a.HOLD_RECORDS):
        context |= {
            "going": going_rows(
                in_effect, removing.due(here, in_effect), removing.removed_so_far(here)
            ),
            "holds": held_rows(holds.in_force(here, viewer.day)),
            "may_lift": viewer.may(a.LIFT_HOLDS),
            "setting": found.public_id if may_adapt(viewer) else None,
        }
    return render(request, "orgs/keeping.html", context)


@access(a.HOLD_RECORDS)
@require_http_methods(_GET_POST)
def hold(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Stop the removal for a time."""
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            holds.hold_records(viewer=request.viewer, **form.cleaned_data)
        except holds.HoldError as error:
            form.add_error("until", str(error))
        else:
            messages.success(request, "Nothing is removed until the stop ends")
            return redirect("orgs:keeping", unit_code)
    status = 422 if form.is_bound else 200
    return render(request, "orgs/keeping_hold.html", {"nav": _NAV, "form": form}, status=status)


@access(a.LIFT_HOLDS)
@require_http_methods(_GET_POST)
def lift(request: ViewerRequest, unit_code: str, hold: UUID) -> HttpResponse:
    """Let the removal go on before a stop has ended."""
    viewer = request.viewer
    found = holds.find(viewer.here.id, hold, viewer.day)
    if found is None:
        raise Http404
    if request.method == "POST":
        holds.lift_hold(viewer=viewer, hold=found)
        messages.success(request, "The stop is ended. The removal goes on tonight")
        return redirect("orgs:keeping", unit_code)
    (held,) = held_rows([found])
    return render(request, "orgs/keeping_lift.html", {"nav": _NAV, "held": held})
