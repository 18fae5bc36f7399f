"""One person's pathway, as learning people see it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from learning import aspirations, selectors, services
from learning.access import MANAGE_LEARNING, VIEW_LEARNING
from learning.forms import AssignForm, NewerForm, StepForm
from learning.in_view import pathways_in_view
from learning.models import PathwayAssignment
from learning.pathways import pathways
from learning.presenters import STEP_STATES, beside_words
from learning.views.common import PURPOSE
from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.web.found import found


def _detail(
    request: ViewerRequest, of: PathwayAssignment, *, form: StepForm | NewerForm | None = None
) -> HttpResponse:
    viewer = request.viewer
    rows = selectors.open_pathways(viewer.here.id).filter(pk=of.pk)
    pathway = pathways_in_view(rows)[0]
    context = {
        "nav": "learning",
        "pathway": pathway,
        "newer": pathway.newer(pathways(viewer.here.id, viewer.day)),
        "states": STEP_STATES,
        "wants": aspirations.shared_by(viewer.here.id, of.staff_id, viewer.day),
        "may_manage": viewer.may(MANAGE_LEARNING),
        "errors": form,
    }
    audit.record_read(viewer, "learning.pathway", [of.staff_id], purpose=PURPOSE)
    return render(request, "learning/pathway.html", context, status=422 if form else 200)


@access(VIEW_LEARNING)
@require_safe
def detail(request: ViewerRequest, unit_code: str, assignment: UUID) -> HttpResponse:
    """Steps, why each of them, and how far the person is."""
    return _detail(request, found(selectors.assignment(request.viewer.here.id, assignment)))


@access(MANAGE_LEARNING)
@require_POST
def step(request: ViewerRequest, unit_code: str, assignment: UUID, step: UUID) -> HttpResponse:
    """Record how far the person is with a step."""
    of = found(selectors.assignment(request.viewer.here.id, assignment))
    one = found(selectors.step_of(of, step))
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            services.record_step(
                viewer=request.viewer, assignment=of, step=one, state=form.cleaned_data["state"]
            )
        except services.PathwayError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Saved: {of.title_of(one.step_key)}")
            return redirect("learning:pathway", unit_code, assignment)
    return _detail(request, of, form=form)


@access(MANAGE_LEARNING)
@require_POST
def take_up(request: ViewerRequest, unit_code: str, assignment: UUID) -> HttpResponse:
    """Take up the newer version of a person's pathway; what she has done stays done."""
    of = found(selectors.assignment(request.viewer.here.id, assignment))
    form = NewerForm(request.POST)
    if form.is_valid():
        try:
            services.take_up(
                viewer=request.viewer, assignment=of, digest=form.cleaned_data["digest"]
            )
        except services.PathwayError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{of.staff.name} is on the newer version")
            return redirect("learning:pathway", unit_code, assignment)
    return _detail(request, of, form=form)


@access(MANAGE_LEARNING)
def assign(request: ViewerRequest, unit_code: str, staff: UUID) -> HttpResponse:
    """Give a person a pathway that opens at once."""
    viewer = request.viewer
    person = found(selectors.staff_member(viewer.here.id, staff))
    here = pathways(viewer.here.id, viewer.day)
    form = AssignForm(request.POST or None, pathways=here.given)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        try:
            services.assign_pathway(viewer=viewer, staff=person, pathway=chosen)
        except services.PathwayError as error:
            form.add_error("pathway", str(error))
        else:
            messages.success(request, f"{person.name} is on the pathway “{chosen.title}”")
            return redirect("learning:overview", unit_code)
    audit.record_read(viewer, "learning.assign", [person.pk], purpose=PURPOSE)
    status = 422 if request.method == "POST" else 200
    context = {"nav": "learning", "person": person, "form": form, "beside": beside_words(here)}
    return render(request, "learning/assign.html", context, status=status)
