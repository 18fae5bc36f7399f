"""Succession returns: what is asked, what the plan answers, and the signed copies."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from orgs.access.rules import ViewerRequest, access
from orgs.web.forms import UiForm
from orgs.web.found import found
from orgs.words import words_of_day
from succession import returns
from succession.access import MANAGE_SUCCESSION, VIEW_SUCCESSION
from succession.conflicts import SuccessionError
from succession.copies import checksum
from succession.selectors import colleague
from succession.views.common import page

STATES = {
    "COMPLETE": ("Complete", "green"),
    "PARTIAL": ("Returned, with something missing", "yellow"),
    "LATE": ("Late", "red"),
    "OPEN": ("Not due yet", "blue"),
}


class SignForm(UiForm):
    """The one tick of whoever signs, bound to what the page showed."""

    sha256 = forms.CharField(widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label="I have read it, and it is what our plan says",
        error_messages={"required": "Tick the box to sign"},
    )


@access(VIEW_SUCCESSION)
@require_safe
def overview(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Every return that is asked of the employer, and where it stands."""
    here = request.viewer.here
    rows = [(each, *STATES[each.state]) for each in returns.asked(here.id, request.viewer.day)]
    return page(request, "succession/returns.html", {"rows": rows})


@access(VIEW_SUCCESSION)
def one(request: ViewerRequest, unit_code: str, definition: UUID) -> HttpResponse:
    """What a return says as the plan stands today; a POST signs it."""
    viewer = request.viewer
    here, day = viewer.here, viewer.day
    of = found(returns.one(here.id, definition, day))
    answers = returns.answers(of, here.id, day)
    content = returns.content(of, answers, day)
    now = checksum(content)
    form = SignForm(request.POST if request.method == "POST" else None, initial={"sha256": now})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = returns.sign_return(viewer=viewer, of=of, sha256=form.cleaned_data["sha256"])
            except SuccessionError as error:
                form = SignForm({**request.POST.dict(), "sha256": now})
                form.add_error("sure", str(error))
                status = 409
            else:
                messages.success(request, f"{of.definition.title} is signed")
                return redirect("succession:return_signed", unit_code, definition, made.number)
    context = {
        "of": of,
        "state": STATES[of.state],
        "due": f"Due on {words_of_day(of.due_on)}" if of.due_on else "",
        "guidance": of.definition.value("guidance"),
        "answers": [(item.label, answer) for item, answer in answers],
        "missing": sum(len(answer.missing) for _, answer in answers),
        "form": form if viewer.may(MANAGE_SUCCESSION) else None,
        "copies": returns.copies(here.id, definition),
        "unchanged": of.signed is not None and of.signed.content["items"] == content["items"],
    }
    return page(request, "succession/return.html", context, status=status)


@access(VIEW_SUCCESSION)
@require_safe
def signed(request: ViewerRequest, unit_code: str, definition: UUID, number: int) -> HttpResponse:
    """A signed copy, with whether its hash still holds."""
    here = request.viewer.here
    copy = next((c for c in returns.copies(here.id, definition) if c.number == number), None)
    if copy is None:
        raise Http404
    context = {
        "copy": copy,
        "answers": [(item["label"], item) for item in copy.content["items"]],
        "whole": checksum(copy.content) == copy.sha256,
        "who": colleague(copy.signed_by_id, here.id),
        "of": definition,
    }
    return page(request, "succession/return_signed.html", context)
