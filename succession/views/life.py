"""The plan's life: starting it, setting up roles, submitting, versions, minutes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.web.found import found
from succession import life_page, plan_forms, planning, selectors, signing
from succession.access import MANAGE_SUCCESSION, VIEW_SUCCESSION
from succession.conflicts import SuccessionError
from succession.enums import SignatureState
from succession.looks import PURPOSE
from succession.paper_words import rows_of, summary
from succession.views.common import page


@access(MANAGE_SUCCESSION)
def start(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Start the plan of the cycle of today."""
    viewer = request.viewer
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            made = planning.start_plan(viewer=viewer)
        except SuccessionError as error:
            errors = [("", str(error))]
        else:
            messages.success(request, f"The plan of {made.cycle} is started")
            bare = not selectors.posts(viewer.here.id, viewer.day).exists()
            return redirect("succession:set_up" if bare else "succession:plan", unit_code)
    context = {
        "cycle": planning.cycle_of(viewer.day),
        "before": selectors.plan(viewer.here.id, viewer.day),
        "errors": errors,
    }
    return page(request, "succession/start.html", context, status=422 if errors else 200)


@access(MANAGE_SUCCESSION)
def set_up(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Set up the roles of the board from the template in one go."""
    viewer = request.viewer
    offered = planning.offered(viewer.here.id, viewer.day)
    form = plan_forms.SetUpForm(request.POST or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            made = planning.set_up_roles(
                viewer=viewer,
                roles=form.chosen(),
                non_executives=form.cleaned_data["non_executives"],
            )
        except SuccessionError as error:
            form.add_error(None, str(error))
        else:
            words = "1 role is" if len(made) == 1 else f"{len(made)} roles are"
            messages.success(request, f"{words} on the plan. Now say who holds them")
            return redirect("succession:holders", unit_code)
    status = 422 if request.method == "POST" else 200
    present = [each.label for each in offered if each.present]
    context = {"form": form, "present": present}
    return page(request, "succession/set_up.html", context, status=status)


@access(VIEW_SUCCESSION)
def sign_off(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Where the plan stands: submitting, signatures, versions, packs, and what changed since."""
    viewer = request.viewer
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            made = signing.submit_plan(viewer=viewer)
        except SuccessionError as error:
            errors = [("", str(error))]
        else:
            messages.success(request, f"Version {made.number} is frozen and waits for signatures")
            return redirect("succession:sign_off", unit_code)
    shown = life_page.life_page(viewer)
    audit.record_read(viewer, "succession.sign_off", shown.staff_ids, purpose=PURPOSE)
    context = {
        "page": shown,
        "errors": errors,
        "may_manage": viewer.may(MANAGE_SUCCESSION),
        "tab": "sign_off",
    }
    return page(request, "succession/sign_off.html", context, status=422 if errors else 200)


@access(MANAGE_SUCCESSION)
def minutes(request: ViewerRequest, unit_code: str, signature: UUID) -> HttpResponse:
    """Record a signature from the minutes, for a holder who has no account here."""
    viewer = request.viewer
    of = found(signing.signature(viewer.here.id, signature))
    form = plan_forms.MinutesForm(request.POST or None, initial={"minuted_on": viewer.day})
    if request.method == "POST" and form.is_valid():
        try:
            signing.record_minutes(viewer=viewer, signature=of, **form.cleaned_data)
        except SuccessionError as error:
            form.add_error("minuted_on" if "meeting" in str(error) else None, str(error))
        else:
            messages.success(request, "The signature is recorded from the minutes")
            return redirect("succession:sign_off", unit_code)
    context = {"signature": of, "form": form, "role": life_page.role_words(viewer, of.role)}
    if of.staff_id is not None:
        audit.record_read(viewer, "succession.sign_off", [of.staff_id], purpose=PURPOSE)
    status = 422 if request.method == "POST" else 200
    return page(request, "succession/minutes.html", context, status=status)


@access(VIEW_SUCCESSION)
@require_safe
def version(request: ViewerRequest, unit_code: str, copy: UUID) -> HttpResponse:
    """A frozen version as it was submitted, with everybody who was named."""
    viewer = request.viewer
    of = found(signing.copy(viewer.here.id, copy))
    audit.record_read(viewer, "succession.version", of.staff_ids, purpose=PURPOSE)
    context = {
        "copy": of,
        "rows": rows_of(of.content),
        "tiles": summary(of.content),
        "rules": of.content["rules"],
        "packs": life_page.packs_of(of),
        "signatures": [
            each
            for each in life_page.signature_rows(viewer, of)
            if each.state != SignatureState.DROPPED
        ],
        "may_manage": viewer.may(MANAGE_SUCCESSION),
        "tab": "sign_off",
    }
    return page(request, "succession/version.html", context)
