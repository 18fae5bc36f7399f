"""A person lets an employer that is not hers name her as a successor; and such an employer names her."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from orgs import audit, sharing
from orgs.access.actions import OWN_RECORD
from orgs.access.rules import ViewerRequest, access
from orgs.forms.sharing import step
from orgs.models.sharing import SharedProfile
from orgs.presenters.sharing import lines
from orgs.sharing import SharingError
from orgs.web.found import found
from succession import forms, looks, oneself, outsiders, template
from succession.access import MANAGE_SUCCESSION
from succession.conflicts import SuccessionError
from succession.services import Said
from succession.views.common import all_codes, get_post, page


@access(OWN_RECORD)
@require_safe
def find(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Find the employer that may name me."""
    words = request.GET.get("q", "").strip()
    units = outsiders.employers(request.viewer, words)
    context = {"nav": "sharing", "q": words, "units": units}
    name = "succession/offer_find.html#results" if request.htmx else "succession/offer_find.html"
    return page(request, name, context)


@access(OWN_RECORD)
def offer(request: ViewerRequest, unit_code: str, employer: str) -> HttpResponse:
    """Choose what it sees and until when, look at it, agree."""
    viewer = request.viewer
    to = found(outsiders.employer(viewer, employer))
    days = outsiders.last_days(viewer.day)
    posted = request.POST if request.method == "POST" else None
    what = found(sharing.offer(viewer, outsiders.call_to(viewer, to, days[0])))
    at = step(what, posted, days=days)
    held = outsiders.offered_to(viewer, to)
    if held is None and at.content is not None and at.form.until is not None:
        try:
            outsiders.offer_name(viewer=viewer, to=to, last=at.form.until, content=at.content)
        except SharingError as error:
            at.form.add_error(None, str(error))
        else:
            messages.success(request, f"{to.name} can name you. You can withdraw at any time")
            return redirect("orgs:sharing", unit_code)
    context = {
        "nav": "sharing",
        "at": at,
        "organisation": to,
        "held": held,
        "consent": sharing.CONSENT[sharing.CONSENT_VERSION],
        "agree": "Agree to be named",
    }
    status = 409 if held is not None and posted is not None else at.status
    return page(request, "succession/offer_name.html", context, status=status)


def _called(profile: SharedProfile) -> dict[str, str]:
    """The person as ``succession/name.html`` shows her."""
    return {"name": outsiders.name_in(profile), "job": outsiders.job_in(profile)}


@access(MANAGE_SUCCESSION)
def name(request: ViewerRequest, unit_code: str, post: UUID, profile: UUID) -> HttpResponse:
    """Name somebody of another employer who lets this one do so; the form is a colleague's."""
    viewer, unit_id = request.viewer, request.viewer.here.id
    of = get_post(viewer, post)
    who = found(outsiders.one_who_can(unit_id, profile, viewer.day))
    approvers = oneself.approvers(viewer, who)
    form = forms.NameForm(
        request.POST or None,
        codes=all_codes(viewer),
        day=viewer.day,
        approvers=approvers,
        initial={"review_by": template.review_by(unit_id, viewer.day)},
    )
    if request.method == "POST" and form.is_valid():
        said = Said(**form.cleaned_data)
        try:
            made = outsiders.name_outsider(viewer=viewer, post=of, profile=who, said=said)
        except SuccessionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{outsiders.name_in(who)} is named for {of.title}")
            return redirect("succession:nomination", unit_code, made.public_id)
    audit.record_profiles(viewer, "succession.name", [who.public_id], purpose=looks.PURPOSE)
    context = {
        "post": of,
        "person": _called(who),
        "shared": lines(who.fields),
        "until": who.expires_on,
        "form": form,
        "alone": not approvers,
    }
    status = 422 if request.method == "POST" else 200
    return page(request, "succession/name_outsider.html", context, status=status)
