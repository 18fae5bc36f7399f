"""My development: what a person may know of her own, and her next step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from learning import aspirations, conversations, selectors, services
from learning import development as sections
from learning.development import Place
from learning.forms import NewerForm, StepForm
from learning.pathways import pathways
from learning.presenters import own_page
from orgs import audit
from orgs.access.actions import OWN_RECORD
from orgs.access.rules import ViewerRequest, access
from orgs.held import OWN, own_record
from orgs.keeping import rules
from orgs.web.found import found


def _development(
    request: ViewerRequest, *, form: StepForm | NewerForm | None = None
) -> HttpResponse:
    viewer = request.viewer
    record = own_record(viewer.person_id, viewer.here.id)
    context: dict[str, object] = {"nav": "development", "record": record, "errors": form}
    if record is not None:
        context["kept"] = rules.own_words(viewer.here.id, viewer.day)
        wish = aspirations.own_open(record.pk)
        shown = sections.shown(viewer, record.pk)
        mine = selectors.own_pathways(viewer.here.id, record.pk)
        context |= {
            "own": own_page(mine, shown, pathways(viewer.here.id, viewer.day) if mine else None),
            "answers": [each for each in shown if each.place == Place.ANSWER],
            "sections": [each for each in shown if each.place == Place.BELOW],
            "wish": aspirations.in_words([wish])[0] if wish else None,
            "agreed": conversations.agreed(viewer.here.id, record.pk, viewer.day),
        }
        audit.record_read(viewer, "learning.development", [record.pk], purpose=OWN)
    return render(request, "learning/development.html", context, status=422 if form else 200)


@access(OWN_RECORD)
@require_safe
def development(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What waits for my answer, my next step and why, how far I am. Never rank, never rivals."""
    return _development(request)


@access(OWN_RECORD)
@require_POST
def step(request: ViewerRequest, unit_code: str, assignment: UUID, step: UUID) -> HttpResponse:
    """Mark a step of my own pathway."""
    viewer = request.viewer
    of = found(selectors.own_assignment(viewer.here.id, viewer.person_id, assignment))
    one = found(selectors.step_of(of, step))
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            services.record_step(
                viewer=viewer, assignment=of, step=one, state=form.cleaned_data["state"]
            )
        except services.PathwayError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Saved: {of.title_of(one.step_key)}")
            return redirect("learning:development", unit_code)
    return _development(request, form=form)


@access(OWN_RECORD)
@require_POST
def take_up(request: ViewerRequest, unit_code: str, assignment: UUID) -> HttpResponse:
    """Take up the newer version of my own pathway; what I have done stays done."""
    viewer = request.viewer
    of = found(selectors.own_assignment(viewer.here.id, viewer.person_id, assignment))
    form = NewerForm(request.POST)
    if form.is_valid():
        try:
            services.take_up(viewer=viewer, assignment=of, digest=form.cleaned_data["digest"])
        except services.PathwayError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "You are on the newer version")
            return redirect("learning:development", unit_code)
    return _development(request, form=form)
