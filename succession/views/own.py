"""The person's own answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from orgs.access.actions import OWN_RECORD
from orgs.access.rules import ViewerRequest, access
from orgs.web.found import found
from succession import selectors, telling
from succession.conflicts import SuccessionError
from succession.views.common import page


@access(OWN_RECORD)
@require_POST
def answer(request: ViewerRequest, unit_code: str, nomination: UUID) -> HttpResponse:
    """Agree or decline; agreeing makes what was prepared hers."""
    viewer = request.viewer
    of = found(selectors.own_nomination(viewer.here.id, viewer.person_id, nomination))
    said = request.POST.get("answer")
    problem = "" if said in ("yes", "no") else "Select whether you agree"
    if not problem:
        try:
            telling.answer_nomination(viewer=viewer, nomination=of, agreed=said == "yes")
        except SuccessionError as error:
            problem = str(error)
    if problem:
        context = {"errors": [("", problem)], "told": selectors.told_one(of), "nav": "development"}
        return page(request, "succession/answer_own.html", context, status=422)
    messages.success(request, "Thank you. Your answer is saved.")
    return redirect("learning:development", unit_code)
