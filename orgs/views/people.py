"""The people of an employer: finding, adding, correcting them, and recording that they leave."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orgs import audit
from orgs.access.actions import MANAGE_STAFF, READ_HISTORY
from orgs.access.rules import View, ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.codes import code_lists
from orgs.forms import people as forms
from orgs.models.people import StaffRecord
from orgs.people import movers, selectors, services
from orgs.presenters import people as says
from orgs.restructure.handover import STAFF
from orgs.restructure.provenance import carried_over
from orgs.web.found import found
from orgs.words import words_of_day

PAGE = 25
PURPOSE = "keeping the staff list"
_SHOWN = (("here", "Who work here"), ("leaving", "Who are leaving"), ("left", "Who have left"))
_FORM = ["GET", "HEAD", "POST"]


def at_employer(view: View) -> View:
    """People belong to the employer: from one of its divisions the page of the employer is opened."""

    @wraps(view)
    def inner(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        here = request.viewer.here
        if here.is_employer:
            return view(request, *args, **kwargs)
        if here.kind != "inside" or not request.viewer.above:
            raise Http404
        return redirect("orgs:people", request.viewer.above[-1][1])

    return inner


def _record(viewer: Viewer, public_id: UUID) -> StaffRecord:
    return found(selectors.record(viewer.here.id, public_id))


def _by_number(viewer: Viewer, number: str) -> StaffRecord | None:
    """Who has an employee number here; None for no number.

    Raises:
        StaffError: nobody who works here has it.
    """
    if not number:
        return None
    manager = selectors.numbered(viewer.here.id, number, viewer.day)
    if manager is None:
        raise services.StaffError(f"Nobody here has the employee number {number}", "manager")
    return manager


@access(MANAGE_STAFF, READ_HISTORY)
@at_employer
@require_safe
def people(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Everybody who works here, narrowed by what is typed."""
    viewer = request.viewer
    words = request.GET.get("q", "").strip()
    asked = request.GET.get("show", "here")
    shown: Any = asked if asked in dict(_SHOWN) else "here"
    rows = selectors.people(viewer.here.id, viewer.day, words=words, shown=shown)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    audit.record_read(viewer, "staff", [r.pk for r in page.object_list], purpose=PURPOSE)
    context = {
        "nav": "people",
        "q": words,
        "shown": shown,
        "choices": _SHOWN,
        "page": page,
        "rows": says.person_rows(
            page.object_list, code_lists("band"), viewer.here.code, viewer.day
        ),
        "numbers": selectors.numbers(viewer.here.id, viewer.day),
    }
    name = "orgs/people.html#results" if request.htmx else "orgs/people.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@access(MANAGE_STAFF, READ_HISTORY)
@at_employer
@require_safe
def person(request: ViewerRequest, unit_code: str, staff: UUID) -> HttpResponse:
    """One person: what is recorded, their jobs, and what can be done."""
    viewer = request.viewer
    record = _record(viewer, staff)
    audit.record_read(viewer, "staff.person", [record.pk], purpose=PURPOSE)
    state, colour = says.state_of(record, viewer.day)
    context = {
        "nav": "people",
        "record": record,
        "facts": says.facts(record),
        "state": state,
        "colour": colour,
        "left": record.valid_to is not None and record.valid_to <= viewer.day,
        "leaving": record.valid_to is not None and record.valid_to > viewer.day,
        "own": record.person_id == viewer.person_id,
        "may_manage": viewer.may(MANAGE_STAFF),
        "carried": carried_over(viewer.here.id, STAFF, record.public_id),
        "jobs": says.job_lines(
            selectors.assignments(record), record, code_lists(*says.LISTS), unit_code, viewer.day
        ),
        "link": says.link_words(movers.link_of(record)),
    }
    return render(request, "orgs/person.html", context)


def _job_of(data: dict[str, Any]) -> services.Job:
    return services.Job(
        title=data["title"],
        starts_on=data["starts_on"],
        kind=data["kind"],
        band=data["band"],
        staff_group=data["staff_group"],
        division=data.get("division"),
    )


def _form_page(
    request: ViewerRequest, name: str, form: Any, *, status: int | None = None, **context: Any
) -> HttpResponse:
    """A page around a form; one with errors is 422."""
    status = status or (422 if form.is_bound else 200)
    context = {"nav": "people", "form": form, **context}
    return render(request, f"orgs/{name}.html", context, status=status)


def _try(form: Any, act: Callable[[], object]) -> bool:
    """Do something that may be refused; a refusal is an error of the form, beside its field."""
    try:
        act()
    except services.StaffError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


@access(MANAGE_STAFF)
@at_employer
@require_http_methods(_FORM)
def add(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Take somebody on."""
    viewer = request.viewer
    form = forms.AddPersonForm(
        request.POST or None,
        codes=code_lists(*says.LISTS),
        divisions=selectors.divisions(viewer.here.id),
    )
    made: list[StaffRecord] = []

    def act() -> None:
        data = form.cleaned_data
        made.append(
            services.add_person(
                viewer=viewer,
                name=data["name"],
                job=_job_of(data),
                employee_number=data["employee_number"],
                work_email=data["work_email"],
                manager=_by_number(viewer, data["manager"]),
            )
        )

    if request.method == "POST" and form.is_valid() and _try(form, act):
        messages.success(request, f"{made[0].name} is on the staff list")
        return redirect("orgs:person", unit_code, made[0].public_id)
    return _form_page(request, "person_add", form)


@access(MANAGE_STAFF)
@at_employer
@require_http_methods(_FORM)
def correct(request: ViewerRequest, unit_code: str, staff: UUID) -> HttpResponse:
    """Correct what a record says of somebody; who saved meanwhile is shown beside what was typed."""
    viewer = request.viewer
    record = _record(viewer, staff)
    audit.record_read(viewer, "staff.person", [record.pk], purpose=PURPOSE)
    form = forms.CorrectForm(request.POST or None, initial=forms.initial_of(record))
    status, conflict = None, None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> None:
            services.correct_person(
                viewer=viewer,
                record=record,
                version=data["version"],
                name=data["name"],
                employee_number=data["employee_number"],
                work_email=data["work_email"],
                manager=_by_number(viewer, data["manager"]),
            )

        try:
            if _try(form, act):
                messages.success(request, f"Saved: {data['name']}")
                return redirect("orgs:person", unit_code, staff)
        except services.StaleError as error:
            again = request.POST.copy()
            again["version"] = str(error.saved.version)
            form, status = forms.CorrectForm(again), 409
            conflict = says.conflict_rows(error.saved, request.POST)
    return _form_page(
        request, "person_correct", form, status=status, record=record, conflict=conflict
    )


@access(MANAGE_STAFF)
@at_employer
@require_http_methods(_FORM)
def add_job(request: ViewerRequest, unit_code: str, staff: UUID) -> HttpResponse:
    """A further job, or the one with which somebody comes back."""
    viewer = request.viewer
    record = _record(viewer, staff)
    form = forms.JobForm(
        request.POST or None,
        codes=code_lists(*says.LISTS),
        divisions=selectors.divisions(viewer.here.id),
    )

    def act() -> None:
        services.add_assignment(viewer=viewer, record=record, job=_job_of(form.cleaned_data))

    if request.method == "POST" and form.is_valid() and _try(form, act):
        messages.success(request, f"{record.name}: {form.cleaned_data['title']} is added")
        return redirect("orgs:person", unit_code, staff)
    return _form_page(request, "person_job", form, record=record)


@access(MANAGE_STAFF)
@at_employer
@require_http_methods(_FORM)
def end_job(request: ViewerRequest, unit_code: str, staff: UUID, job: UUID) -> HttpResponse:
    """End a job; the person stays."""
    viewer = request.viewer
    record = _record(viewer, staff)
    assignment = found(selectors.assignment(record, job))
    form = forms.EndJobForm(request.POST or None, day=viewer.day)

    def act() -> None:
        services.end_assignment(viewer=viewer, assignment=assignment, on=form.cleaned_data["on"])

    if request.method == "POST" and form.is_valid() and _try(form, act):
        messages.success(request, f"{assignment.title} of {record.name} ends")
        return redirect("orgs:person", unit_code, staff)
    return _form_page(request, "person_end_job", form, record=record, job=assignment)


@access(MANAGE_STAFF)
@at_employer
@require_http_methods(_FORM)
def leave(request: ViewerRequest, unit_code: str, staff: UUID) -> HttpResponse:
    """Record that somebody leaves, on a page that says what ends with it."""
    viewer = request.viewer
    record = _record(viewer, staff)
    form = forms.LeaveForm(request.POST or None, day=viewer.day)

    def act() -> None:
        services.record_leaving(viewer=viewer, record=record, on=form.cleaned_data["on"])

    if request.method == "POST" and form.is_valid() and _try(form, act):
        on = form.cleaned_data["on"]
        gone = "has left" if on <= viewer.day else f"leaves on {words_of_day(on)}"
        messages.success(request, f"{record.name} {gone}")
        return redirect("orgs:person", unit_code, staff)
    return _form_page(request, "person_leave", form, record=record)


@access(MANAGE_STAFF)
@at_employer
@require_POST
def stay(request: ViewerRequest, unit_code: str, staff: UUID) -> HttpResponse:
    """They stay after all."""
    record = _record(request.viewer, staff)
    try:
        services.take_back_leaving(viewer=request.viewer, record=record)
    except services.StaffError as error:
        return _refused(request, record, str(error))
    messages.success(request, f"{record.name} stays")
    return redirect("orgs:person", unit_code, staff)


@access(MANAGE_STAFF)
@at_employer
@require_http_methods(_FORM)
def bring(request: ViewerRequest, unit_code: str, staff: UUID) -> HttpResponse:
    """Enter the code with which somebody takes her own record along."""
    record = _record(request.viewer, staff)
    form = forms.BringForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            movers.bring_record(
                viewer=request.viewer, record=record, code=form.cleaned_data["code"]
            )
        except movers.MoveError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, f"{record.name} has brought their record along")
            return redirect("orgs:person", unit_code, staff)
    return _form_page(request, "person_bring", form, record=record)


@access(MANAGE_STAFF)
@at_employer
@require_POST
def unbring(request: ViewerRequest, unit_code: str, staff: UUID) -> HttpResponse:
    """Undo it."""
    record = _record(request.viewer, staff)
    try:
        movers.undo_link(viewer=request.viewer, record=record)
    except movers.MoveError as error:
        return _refused(request, record, str(error))
    messages.success(request, f"The record of {record.name} stands for itself again")
    return redirect("orgs:person", unit_code, staff)


def _refused(request: ViewerRequest, record: StaffRecord, sentence: str) -> HttpResponse:
    context = {
        "nav": "people",
        "errors": [("", sentence)],
        "back": reverse("orgs:person", args=[request.viewer.here.code, record.public_id]),
        "to": record.name,
    }
    return render(request, "orgs/people_refused.html", context, status=422)
