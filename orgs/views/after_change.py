"""After a change of organisations: two of a kind that met here, and who reads closed records."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from orgs import audit
from orgs.access.actions import DECIDE_HANDOVER, MANAGE_ACCESS
from orgs.access.rules import ViewerRequest, access
from orgs.forms.after_change import ReaderForm
from orgs.presenters import after_change as words
from orgs.restructure import duplicates, history
from orgs.restructure.errors import RestructureError
from orgs.views.restructure import INVALID, status_of


@access(DECIDE_HANDOVER, MANAGE_ACCESS)
@require_safe
def after_change(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What met, and what became part of this organisation."""
    return _page(request)


@access(DECIDE_HANDOVER)
@require_POST
def settle(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Settle two of a kind."""
    data = request.POST
    try:
        duplicates.settle_pair(
            viewer=request.viewer,
            kind=data.get("kind", ""),
            first=_uuid(data.get("first", "")),
            second=_uuid(data.get("second", "")),
            answer=data.get("answer", ""),
        )
    except RestructureError as refused:
        return _page(request, problems=refused.sentences, status=status_of(refused))
    messages.success(request, "Settled")
    return redirect("orgs:after_change", unit_code)


@access(MANAGE_ACCESS)
@require_POST
def give_reading(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Let who leads succession here read the records of a closed organisation."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=INVALID)
    try:
        history.give_reading(
            viewer=request.viewer,
            unit_code=form.cleaned_data["organisation"],
            lead=_uuid(form.cleaned_data["lead"]),
            reason=form.cleaned_data["reason"],
        )
    except RestructureError as refused:
        form.add_error(None, refused.sentences)
        return _page(request, form=form, status=INVALID)
    messages.success(request, "They read these records from now on")
    return redirect("orgs:after_change", unit_code)


@access(MANAGE_ACCESS)
@require_POST
def end_reading(request: ViewerRequest, unit_code: str, grant: UUID) -> HttpResponse:
    """End the reading of closed records."""
    try:
        history.end_reading(viewer=request.viewer, grant=grant)
    except RestructureError as refused:
        return _page(request, problems=refused.sentences, status=status_of(refused))
    messages.success(request, "They no longer read these records")
    return redirect("orgs:after_change", unit_code)


def _uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        return UUID(int=0)


def _form(request: ViewerRequest, data: Any = None) -> ReaderForm:
    closed = history.kept(request.viewer.here.id, request.viewer.day)
    return ReaderForm(
        data,
        closed=[each.unit for each in closed],
        leads=history.candidates(request.viewer),
    )


def _page(
    request: ViewerRequest,
    *,
    problems: list[str] | None = None,
    form: ReaderForm | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer
    pairs = duplicates.open_pairs(viewer) if viewer.may(DECIDE_HANDOVER) else []
    sides = [side for _, pair in pairs for side in (pair.first, pair.second)]
    seen = {staff for side in sides for staff in side.staff_ids}
    audit.record_read(viewer, "orgs.after_change", seen, purpose="change of organisations")
    manages = viewer.may(MANAGE_ACCESS) and bool(history.kept(viewer.here.id, viewer.day))
    context = {
        "nav": "home",
        "pairs": words.pair_rows(pairs),
        "settles": viewer.may(DECIDE_HANDOVER),
        "closed": words.closed_rows(
            history.predecessors(viewer.here.id, viewer.day), history.read_by(viewer)
        ),
        "readers": history.readers(viewer) if manages else None,
        "form": form or (_form(request) if manages else None),
        "problems": [("", sentence) for sentence in problems or []],
        "errors": bool(problems) or (form is not None),
    }
    return render(request, "orgs/after_change.html", context, status=status)
