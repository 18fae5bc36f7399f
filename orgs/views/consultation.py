"""Saying that a change of organisations is in consultation: judgements on those affected are locked."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from orgs.access.actions import MANAGE_TREE
from orgs.access.rules import ViewerRequest, access
from orgs.forms.consultation import ConsultationForm
from orgs.models.restructure import RestructurePlan
from orgs.restructure import consulting, selectors
from orgs.restructure.errors import RestructureError
from orgs.views.restructure import INVALID, status_of, version_of

_DAY = dt.timedelta(days=1)


@access(MANAGE_TREE)
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """For which organisations, from when and until when."""
    found = selectors.plan(request.viewer, plan)
    form = _form(request, found)
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                consulting.set_consultation(
                    viewer=request.viewer,
                    plan=found,
                    codes=form.cleaned_data["organisations"],
                    starts_on=form.cleaned_data["starts_on"],
                    ends_on=form.ends_on,
                    version=version_of(request.POST),
                )
            except RestructureError as refused:
                form.add_error(None, refused.sentences)
                status = status_of(refused)
                found = selectors.plan(request.viewer, plan)
            else:
                messages.success(request, "Saved. The organisations see it on every page")
                return redirect("orgs:change", unit_code, plan)
    context = {
        "nav": "organisations",
        "plan": found,
        "form": form,
        "said": [
            (row.unit.name, row.starts_on, row.ends_on - _DAY)
            for row in consulting.consultations(found)
        ],
    }
    return render(request, "orgs/consultation.html", context, status=status)


def _form(request: ViewerRequest, plan: RestructurePlan) -> ConsultationForm:
    units = consulting.affected(request.viewer, plan)
    said = consulting.consultations(plan)
    initial: dict[str, Any] = {"organisations": [unit.code for unit in units]}
    if said:
        initial = {
            "organisations": [r.unit.code for r in said if r.ends_on > request.viewer.day],
            "starts_on": said[0].starts_on,
            "last_day": max(row.ends_on for row in said) - _DAY,
        }
    return ConsultationForm(request.POST or None, units=units, initial=initial)
