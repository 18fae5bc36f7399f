"""Bringing in a spreadsheet: upload, choose the columns, see what would change, confirm; take the plan away."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orgs import audit
from orgs.access.actions import MANAGE_STAFF
from orgs.access.rules import ViewerRequest, access
from orgs.consultation import locks
from orgs.enums import UploadState
from orgs.forms.uploads import ColumnsForm
from orgs.imports.columns import recognised
from orgs.imports.sheets import SheetRefusedError
from orgs.imports.uploads import UploadChangedError, UploadError
from orgs.presenters import uploads as file_says
from orgs.web.download import table
from orgs.web.found import found
from succession.access import MANAGE_SUCCESSION
from succession.enums import SheetLayout
from succession.looks import PURPOSE
from succession.models import PlanSheet
from succession.onramp import files
from succession.onramp import presenters as says
from succession.onramp.fields import FIELDS, NEEDED, headings
from succession.onramp.forms import SheetForm
from succession.views.common import page

_FIRST_ROWS = 3
_FORM = ["GET", "HEAD", "POST"]
_KINDS = ("xlsx", "csv")


def _rows(of: list[PlanSheet], unit_code: str) -> list[dict[str, object]]:
    return file_says.file_rows(
        of,
        said=says.said,
        address=lambda public_id: reverse("succession:plan_sheet", args=[unit_code, public_id]),
    )


@access(MANAGE_SUCCESSION)
@require_http_methods(_FORM)
def upload(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Upload a spreadsheet; and those that were uploaded before. The plan is the employer's."""
    viewer = request.viewer
    if not viewer.here.is_employer:
        raise Http404
    posted = request.method == "POST"
    form = SheetForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        label="Spreadsheet",
        too_large=getattr(request, "upload_too_large", False),
    )
    if posted and form.is_valid():
        file = form.upload
        try:
            made = files.upload_sheet(
                viewer=viewer,
                name=file.name or "",
                content=file.read(),
                layout=SheetLayout(form.cleaned_data["layout"]),
            )
        except SheetRefusedError as error:
            form.add_error("file", str(error))
        else:
            return redirect("succession:plan_sheet", unit_code, made.public_id)
    context = {
        "form": form,
        "files": _rows(files.sheets(viewer.here.id), unit_code),
        "layouts": SheetLayout,
        "keeps_staff": viewer.may(MANAGE_STAFF),
    }
    return page(request, "succession/plan_sheets.html", context, status=422 if posted else 200)


def _sheet(request: ViewerRequest, public_id: UUID) -> PlanSheet:
    return found(files.plan_sheet(request.viewer.here.id, public_id))


@access(MANAGE_SUCCESSION)
@require_http_methods(_FORM)
def one(request: ViewerRequest, unit_code: str, plan_sheet: UUID) -> HttpResponse:
    """What a spreadsheet would change; a POST applies exactly that."""
    of = _sheet(request, plan_sheet)
    if of.state != UploadState.OPEN:
        return _closed(request, of, status=200 if request.method != "POST" else 409)
    if not files.ready_to_compare(of):
        if request.method == "POST":
            return _closed(request, of, "Choose the columns first", status=422)
        return redirect("succession:plan_sheet_columns", unit_code, plan_sheet)
    return _apply(request, of) if request.method == "POST" else _preview(request, of)


def _closed(
    request: ViewerRequest, of: PlanSheet, sentence: str = "", *, status: int
) -> HttpResponse:
    context = {
        "row": _rows([of], request.viewer.here.code)[0],
        "errors": [("", sentence)] if sentence else [],
    }
    return page(request, "succession/plan_sheet_closed.html", context, status=status)


def _apply(request: ViewerRequest, of: PlanSheet) -> HttpResponse:
    try:
        done = files.apply_sheet(
            viewer=request.viewer, of=of, digest=request.POST.get("digest", "")
        )
    except UploadChangedError:
        return _preview(request, of, changed=True, status=409)
    except UploadError as error:
        return _preview(request, of, refused=str(error), status=422)
    messages.success(request, f"The spreadsheet is applied: {says.said(done.counts)}")
    return redirect("succession:plan", request.viewer.here.code)


def _preview(
    request: ViewerRequest,
    of: PlanSheet,
    *,
    changed: bool = False,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer
    reading = files.reading(viewer, of)
    difference = reading.difference
    offered = says.parts(difference)
    part = file_says.chosen(offered, request.GET.get("part"))
    shown = says.shown(difference, part, request.GET.get("page")) if part else None
    rows = list(shown.object_list) if shown else []
    audit.record_read(viewer, "succession.plan_sheet", says.staff_ids(rows), purpose=PURPOSE)
    context = {
        "sheet": of,
        "found": difference,
        "parts": offered,
        "part": part,
        "page": shown,
        "lines": says.lines(rows, reading),
        "not_taken": reading.not_taken,
        "would": says.said({name: len(getattr(difference, name)) for name in files.COUNTED}),
        "digest": difference.digest(),
        "changed": changed,
        "errors": [("", refused)] if refused else [],
        "keeps_staff": viewer.may(MANAGE_STAFF),
    }
    return page(request, "succession/plan_sheet.html", context, status=status)


@access(MANAGE_SUCCESSION)
@require_http_methods(_FORM)
def columns(request: ViewerRequest, unit_code: str, plan_sheet: UUID) -> HttpResponse:
    """Choose which column is which, beside the first rows of the file."""
    viewer, of = request.viewer, _sheet(request, plan_sheet)
    if of.state != UploadState.OPEN:
        return redirect("succession:plan_sheet", unit_code, plan_sheet)
    sheet, layout = files.sheet_of(of), SheetLayout(of.layout)
    known = of.columns or recognised(sheet.headings, FIELDS[layout])
    form = ColumnsForm(
        request.POST or None,
        headings=sheet.headings,
        fields=FIELDS[layout],
        needed=NEEDED[layout],
        initial={key: str(at) for key, at in known.items()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            files.choose_columns(viewer=viewer, of=of, columns=form.columns())
        except UploadError as error:
            form.add_error(None, str(error))
        else:
            return redirect("succession:plan_sheet", unit_code, plan_sheet)
    context = {"sheet_of": of, "form": form, "sheet": sheet, "first": sheet.rows[:_FIRST_ROWS]}
    status = 422 if form.is_bound else 200
    return page(request, "succession/plan_sheet_columns.html", context, status=status)


@access(MANAGE_SUCCESSION)
@require_POST
def discard(request: ViewerRequest, unit_code: str, plan_sheet: UUID) -> HttpResponse:
    """Delete the file without applying it."""
    of = _sheet(request, plan_sheet)
    try:
        files.discard_sheet(viewer=request.viewer, of=of)
    except UploadError as error:
        return _closed(request, of, str(error), status=422)
    messages.success(request, "The spreadsheet is deleted. Nothing was changed")
    return redirect("succession:plan_sheets", unit_code)


@access(MANAGE_SUCCESSION)
@require_safe
def template(request: ViewerRequest, unit_code: str, layout: str, kind: str) -> HttpResponse:
    """An empty spreadsheet with our headings."""
    if layout not in SheetLayout.values or kind not in _KINDS:
        raise Http404
    name = f"{SheetLayout(layout).name.lower()}-template"
    return table([headings(SheetLayout(layout))], name=name, kind=kind, sheet="Succession")


@access(MANAGE_SUCCESSION)
@locks("spreadsheet")
@require_safe
def export(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The plan, as XLSX or (``?format=csv``) CSV; it can be uploaded again as it is."""
    viewer = request.viewer
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    rows, named = files.export_plan(viewer=viewer, kind=kind)
    audit.record_read(viewer, "succession.export", named, purpose=PURPOSE)
    name = f"succession-{viewer.here.code}-{viewer.day:%Y-%m-%d}"
    return table(rows, name=name, kind=kind, sheet="Succession")
