"""My development: what a person may know of her own, and her next step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from learning import development as sections
from learning import selectors, services
from learning.forms import StepForm
from learning.views.common import found
from orgs import audit
from orgs.access.actions import OWN_RECORD
from orgs.access.rules import ViewerRequest, access


def _development(request: ViewerRequest, *, form: StepForm | None = None) -> HttpResponse:
    viewer = request.viewer
    record = selectors.own_record(viewer.person_id, viewer.here.id)
    context = {
        "nav": "development",
        "record": record,
        "pathways": selectors.own_pathways(viewer.here.id, record.pk) if record else [],
        "sections": sections.loaded(viewer, record.pk) if record else [],
        "errors": form,
    }
    if record is not None:
        audit.record_read(viewer, "learning.development", [record.pk], purpose="own record")
    return render(request, "learning/development.html", context, status=422 if form else 200)


@access(OWN_RECORD)
@require_safe
def development(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The role I was told of, my next step, why, and how far I am. Never rank, never rivals."""
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
            messages.success(request, f"Saved: {one.title}")
            return redirect("learning:development", unit_code)
    return _development(request, form=form)
