"""My sharing: what I share with organisations that do not employ me, with whom, and who looked."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from orgs import sharing
from orgs.access.actions import OWN_RECORD
from orgs.access.rules import ViewerRequest, access
from orgs.forms.sharing import step
from orgs.models.sharing import SharedProfile
from orgs.presenters.sharing import past_lines, share_cards


def _mine(request: ViewerRequest, public_id: UUID) -> SharedProfile:
    found = sharing.my_profile(request.viewer, public_id)
    if found is None:
        raise Http404
    return found


@access(OWN_RECORD)
@require_safe
def mine(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What I share now, with whom, until when and who looked; and that earlier consents ended."""
    viewer = request.viewer
    context = {
        "nav": "sharing",
        "cards": share_cards(sharing.mine(viewer), sharing.my_looks()),
        "past": past_lines(sharing.my_past(viewer)),
    }
    return render(request, "sharing/mine.html", context)


@access(OWN_RECORD)
def change(request: ViewerRequest, unit_code: str, profile: UUID) -> HttpResponse:
    """Share other fields, or the same ones as they are today."""
    viewer, of = request.viewer, _mine(request, profile)
    offer = sharing.offer(viewer, of.call)
    if offer is None:
        raise Http404
    offer = replace(offer, expires_on=sharing.renewed_until(of, viewer.day))
    at = step(offer, request.POST if request.method == "POST" else None, of.fields)
    if at.content is not None:
        try:
            sharing.renew(viewer=viewer, profile=of, content=at.content)
        except sharing.SharingError as error:
            at.form.add_error(None, str(error))
        else:
            messages.success(request, "What you share is changed")
            return redirect("orgs:sharing", unit_code)
    context = {
        "nav": "sharing",
        "at": at,
        "call": of.call,
        "organisation": of.unit,
        "errors": at.form.errors,
        "consent": sharing.CONSENT[sharing.CONSENT_VERSION],
        "agree": "Agree and share",
        "title": "Change what you share",
    }
    return render(request, "sharing/change.html", context, status=at.status)


@access(OWN_RECORD)
@require_POST
def withdraw(request: ViewerRequest, unit_code: str, profile: UUID) -> HttpResponse:
    """Take it back: gone at once, with all that rests on it."""
    of = _mine(request, profile)
    sharing.withdraw(viewer=request.viewer, profile=of)
    messages.success(
        request, f"Withdrawn: {of.unit.name} no longer sees anything of yours for this"
    )
    return redirect("orgs:sharing", unit_code)
