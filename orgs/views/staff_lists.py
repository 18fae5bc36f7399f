"""Staff lists: upload, see what would change, confirm; take the current list away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orgs import audit
from orgs.access.actions import MANAGE_STAFF
from orgs.access.rules import ViewerRequest, access
from orgs.codes import code_lists
from orgs.enums import UploadState
from orgs.forms import staff_lists as forms
from orgs.forms.uploads import ColumnsForm, UploadForm
from orgs.imports import staff_export
from orgs.imports import staff_lists as lists
from orgs.imports.columns import recognised
from orgs.imports.sheets import SheetRefusedError
from orgs.imports.staff_columns import FIELDS, NAMES, REQUIRED
from orgs.imports.uploads import UploadChangedError, UploadError, sheet_of
from orgs.models.staff_lists import StaffList
from orgs.people import selectors
from orgs.presenters import people as person_says
from orgs.presenters import staff_lists as says
from orgs.presenters import uploads as file_says
from orgs.views.people import PURPOSE, at_employer
from orgs.web.download import table
from orgs.web.found import found

_FIRST_ROWS = 3


@access(MANAGE_STAFF)
@at_employer
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Upload a list; and the lists that were uploaded before."""
    viewer = request.viewer
    posted = request.method == "POST"
    form = UploadForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        label="Staff list",
        too_large=getattr(request, "upload_too_large", False),
    )
    if posted and form.is_valid():
        file = form.upload
        try:
            made = lists.upload_list(viewer=viewer, name=file.name or "", content=file.read())
        except SheetRefusedError as error:
            form.add_error("file", str(error))
        else:
            return redirect("orgs:staff_list", unit_code, made.public_id)
    context = {
        "nav": "people",
        "form": form,
        "lists": _rows(lists.lists(viewer.here.id), unit_code),
        "days": lists.LASTS.days,
    }
    return render(request, "orgs/staff_lists.html", context, status=422 if posted else 200)


def _rows(of: list[StaffList], unit_code: str) -> list[dict[str, object]]:
    return file_says.file_rows(
        of,
        said=says.applied_words,
        address=lambda public_id: reverse("orgs:staff_list", args=[unit_code, public_id]),
    )


def _list(request: ViewerRequest, public_id: UUID) -> StaffList:
    return found(lists.staff_list(request.viewer.here.id, public_id))


@access(MANAGE_STAFF)
@at_employer
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ViewerRequest, unit_code: str, staff_list: UUID) -> HttpResponse:
    """What a list would change; a POST applies exactly that."""
    of = _list(request, staff_list)
    if of.state != UploadState.OPEN:
        status = 200 if request.method != "POST" else 409
        context = {"nav": "people", "row": _rows([of], request.viewer.here.code)[0]}
        return render(request, "orgs/staff_list_closed.html", context, status=status)
    if not lists.ready_to_compare(of):
        if request.method == "POST":
            return _preview_refused(request, of, "Choose the columns first")
        return redirect("orgs:staff_list_columns", unit_code, staff_list)
    return _apply(request, of) if request.method == "POST" else _preview(request, of)


def _apply(request: ViewerRequest, of: StaffList) -> HttpResponse:
    try:
        done = lists.apply_list(
            viewer=request.viewer,
            of=of,
            digest=request.POST.get("digest", ""),
            leaving_typed=request.POST.get("leaving_typed", ""),
        )
    except UploadChangedError:
        return _preview(request, of, changed=True, status=409)
    except UploadError as error:
        return _preview(request, of, typed=request.POST, refused=str(error), status=422)
    messages.success(request, f"The list is applied: {says.applied_words(done.counts)}")
    return redirect("orgs:people", request.viewer.here.code)


def _preview_refused(request: ViewerRequest, of: StaffList, sentence: str) -> HttpResponse:
    context = {
        "nav": "people",
        "row": _rows([of], request.viewer.here.code)[0],
        "errors": [("", sentence)],
    }
    return render(request, "orgs/staff_list_closed.html", context, status=422)


def _preview(
    request: ViewerRequest,
    of: StaffList,
    *,
    changed: bool = False,
    typed: Any = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer
    reading = lists.reading(viewer, of)
    difference = reading.difference
    offered = says.parts(difference)
    part = file_says.chosen(offered, request.GET.get("part"))
    page = says.shown(difference, part, request.GET.get("page")) if part else None
    rows = list(page.object_list) if page else []
    asked = [question.record.id for question in difference.questions]
    audit.record_read(viewer, "staff_list", [*says.staff_ids(rows), *asked], purpose=PURPOSE)
    confirm = forms.ApplyForm(
        typed,
        initial={"digest": difference.digest()},
        leaving=len(difference.leaving),
        many=difference.many_leave,
    )
    errors: Any = confirm if typed is not None and not confirm.is_valid() else None
    if errors is None and refused:
        errors = [("", refused)]
    context = {
        "nav": "people",
        "list": of,
        "found": difference,
        "parts": offered,
        "part": part,
        "page": page,
        "lines": says.lines(
            rows,
            code_lists(*person_says.LISTS),
            selectors.divisions(viewer.here.id),
            reading.sheet,
        ),
        "summary": says.summary(difference),
        "ignored": reading.ignored,
        "answers": forms.AnswersForm(
            initial={"complete": of.complete}, questions=difference.questions
        ),
        "confirm": confirm,
        "changed": changed,
        "errors": errors,
    }
    return render(request, "orgs/staff_list.html", context, status=status)


@access(MANAGE_STAFF)
@at_employer
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: ViewerRequest, unit_code: str, staff_list: UUID) -> HttpResponse:
    """Choose which column is which, beside the first rows of the file."""
    viewer, of = request.viewer, _list(request, staff_list)
    if of.state != UploadState.OPEN:
        return redirect("orgs:staff_list", unit_code, staff_list)
    sheet = sheet_of(of)
    known = of.columns or recognised(sheet.headings, FIELDS)
    form = ColumnsForm(
        request.POST or None,
        headings=sheet.headings,
        fields=FIELDS,
        needed=(*REQUIRED, "name", *NAMES),
        initial={key: str(at) for key, at in known.items()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            lists.choose_columns(viewer=viewer, of=of, columns=form.columns())
        except UploadError as error:
            form.add_error(None, str(error))
        else:
            return redirect("orgs:staff_list", unit_code, staff_list)
    context = {
        "nav": "people",
        "list": of,
        "form": form,
        "sheet": sheet,
        "first": sheet.rows[:_FIRST_ROWS],
    }
    return render(
        request, "orgs/staff_list_columns.html", context, status=422 if form.is_bound else 200
    )


@access(MANAGE_STAFF)
@at_employer
@require_POST
def answer(request: ViewerRequest, unit_code: str, staff_list: UUID) -> HttpResponse:
    """Whether the list is complete, and whether rows are people who are here."""
    viewer, of = request.viewer, _list(request, staff_list)
    if of.state != UploadState.OPEN or not lists.ready_to_compare(of):
        return _preview_refused(request, of, "This list cannot be answered for")
    form = forms.AnswersForm(request.POST, questions=lists.reading(viewer, of).difference.questions)
    if not form.is_valid():
        return _preview(request, of, refused="Select one of the answers", status=422)
    return _change(
        request,
        of,
        lambda: lists.answer_list(
            viewer=viewer, of=of, complete=form.cleaned_data["complete"], same=form.same()
        ),
    )


@access(MANAGE_STAFF)
@at_employer
@require_POST
def discard(request: ViewerRequest, unit_code: str, staff_list: UUID) -> HttpResponse:
    """Delete the file without applying it."""
    of = _list(request, staff_list)
    return _change(request, of, lambda: lists.discard_list(viewer=request.viewer, of=of))


def _change(request: ViewerRequest, of: StaffList, act: Callable[[], StaffList]) -> HttpResponse:
    try:
        done = act()
    except UploadError as error:
        return _preview_refused(request, of, str(error))
    if done.state == UploadState.DISCARDED:
        messages.success(request, "The list is deleted. Nothing was changed")
        return redirect("orgs:staff_lists", request.viewer.here.code)
    return redirect("orgs:staff_list", request.viewer.here.code, of.public_id)


@access(MANAGE_STAFF)
@at_employer
@require_safe
def template(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """An empty list with our headings."""
    headings = staff_export.headings()
    return table([headings], name="staff-list-template", kind="xlsx", sheet="Staff")


@access(MANAGE_STAFF)
@at_employer
@require_safe
def export(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The current list, as XLSX or (``?format=csv``) CSV; it can be uploaded again as it is."""
    viewer = request.viewer
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    rows = lists.export_list(viewer=viewer, kind=kind)
    name = f"staff-{viewer.here.code}-{viewer.day:%Y-%m-%d}"
    return table(rows, name=name, kind=kind, sheet="Staff")
