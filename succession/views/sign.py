"""Signing the plan: a narrow page for whoever holds a post that signs, and sees nothing else of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.web.found import found
from succession import plan_forms, signing
from succession.access import OWN_RECORD
from succession.conflicts import SuccessionError
from succession.enums import SignatureState
from succession.models import Signature
from succession.paper_words import as_it_stood, rows_of, summary
from succession.views.common import page

PURPOSE = "signing the succession plan"


def _asked(request: ViewerRequest) -> list[Signature]:
    """What she may sign or has signed; 404 for somebody who is asked for nothing."""
    viewer = request.viewer
    rows = signing.asked_of(viewer.here.id, viewer.person_id)
    if not rows:
        raise Http404
    return rows


@access(OWN_RECORD)
@require_safe
def index(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The plans that the viewer is asked to sign, or has signed."""
    papers = [(each, found(signing.paper_of(each))) for each in _asked(request)]
    rows = [(each, of.content["cycle"], as_it_stood(of.content)) for each, of in papers]
    context = {"rows": rows, "nav": "development"}
    return page(request, "succession/sign.html", context)


@access(OWN_RECORD)
def paper(request: ViewerRequest, unit_code: str, signature: UUID) -> HttpResponse:
    """The paper to read, with Sign, and Send back with a note."""
    viewer = request.viewer
    of = found(next((s for s in _asked(request) if s.public_id == signature), None))
    shown = found(signing.paper_of(of))
    form = plan_forms.SendBackForm(request.POST if request.POST.get("act") == "back" else None)
    problem = ""
    if request.method == "POST":
        done, problem = _act(request, of, form)
        if done:
            messages.success(request, done)
            return redirect("orgs:unit" if form.is_bound else "succession:sign", unit_code)
    audit.record_read(viewer, "succession.paper", shown.staff_ids, purpose=PURPOSE)
    context = {
        "nav": "development",
        "signature": of,
        "paper": shown,
        "cycle": shown.content["cycle"],
        "as_at": as_it_stood(shown.content),
        "rows": rows_of(shown.content),
        "tiles": summary(shown.content),
        "form": form,
        "errors": [("", problem)] if problem else form if form.errors else [],
        "waiting": of.state == SignatureState.WAITING,
    }
    status = 422 if request.method == "POST" else 200
    return page(request, "succession/sign_paper.html", context, status=status)


def _act(request: ViewerRequest, of: Signature, form: plan_forms.SendBackForm) -> tuple[str, str]:
    """What was done, and what is wrong: one of them is empty."""
    act = request.POST.get("act")
    try:
        if act == "sign" and request.POST.get("read") == "on":
            signing.sign_plan(viewer=request.viewer, signature=of)
            return "Thank you. You have signed the plan.", ""
        if act == "back" and form.is_valid():
            signing.send_back(viewer=request.viewer, signature=of, note=form.cleaned_data["note"])
            return "The plan went back to the succession lead with your note.", ""
    except SuccessionError as error:
        return "", str(error)
    if act == "sign":
        return "", "Tick that you have read the plan"
    return "", "" if form.is_bound else "Select whether you sign the plan or send it back"
