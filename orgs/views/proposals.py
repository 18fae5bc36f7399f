"""What ODS says that the tree does not: proposals for stewards of the nation to decide on."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from orgs.access.actions import MANAGE_TREE
from orgs.access.rules import ViewerRequest, access
from orgs.forms.proposals import DecisionsForm, OdsFilesForm
from orgs.models.proposals import OdsProposal
from orgs.presenters import proposals as words
from orgs.proposals import selectors, services
from orgs.proposals.services import ProposalEndedError, ProposalError
from orgs.web.found import found

_NAV = "organisations"
_GET_POST = ["GET", "HEAD", "POST"]
CONFLICT, INVALID = 409, 422


def _at_the_top(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only at the nation: a proposal is about its whole tree."""

    @wraps(view)
    def guarded(request: ViewerRequest, unit_code: str, **kwargs: Any) -> HttpResponse:
        if not selectors.at_the_top(request.viewer):
            raise Http404
        return view(request, unit_code, **kwargs)

    return guarded


def _crumbs(request: ViewerRequest, *more: str) -> list[tuple[str, str]]:
    code = request.viewer.here.code
    names = (("Organisations", "orgs:tree"), ("From ODS", "orgs:proposals"))
    shown = names[: 1 + len(more)]
    return [*request.viewer.crumbs, *((label, reverse(name, args=[code])) for label, name in shown)]


@access(MANAGE_TREE)
@_at_the_top
@require_http_methods(_GET_POST)
def proposals(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The proposals so far; a POST compares the tree with uploaded files."""
    posted = request.method == "POST"
    form = OdsFilesForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        too_large=getattr(request, "upload_too_large", False),
    )
    if posted and form.is_valid():
        try:
            made = services.upload_files(viewer=request.viewer, files=form.given)
        except ProposalError as refused:
            form.add_error("file", refused.sentences)
        else:
            if made is not None:
                return redirect("orgs:proposal", unit_code, made.public_id)
            messages.success(request, "The file and the tree say the same")
            return redirect("orgs:proposals", unit_code)
    unit_id = request.viewer.here.id
    context = {
        "nav": _NAV,
        "crumbs": _crumbs(request),
        "form": form,
        "rows": words.rows(selectors.proposals(unit_id), unit_code),
        "check": selectors.last_check(unit_id),
    }
    return render(request, "orgs/proposals.html", context, status=INVALID if posted else 200)


@access(MANAGE_TREE)
@_at_the_top
@require_http_methods(_GET_POST)
def proposal(request: ViewerRequest, unit_code: str, proposal: UUID) -> HttpResponse:
    """What is proposed, and the decisions; a POST draws up the change."""
    row = found(selectors.proposal(request.viewer.here.id, proposal))
    if request.method != "POST":
        return _page(request, row)
    form = DecisionsForm(request.POST, plan=row.plan)
    if not form.is_valid():
        return _page(request, row, form=form, status=INVALID)
    try:
        change = services.draw_up(viewer=request.viewer, proposal=row, answers=form.answers)
    except ProposalEndedError as ended:
        fresh = found(selectors.proposal(request.viewer.here.id, proposal))
        return _page(request, fresh, problems=ended.sentences, status=CONFLICT)
    except ProposalError as refused:
        return _page(request, row, form=form, problems=refused.sentences, status=INVALID)
    messages.success(request, "The change is drawn up. Check it before two people approve it")
    return redirect("orgs:change", unit_code, change.public_id)


@access(MANAGE_TREE)
@_at_the_top
@require_POST
def dismiss(request: ViewerRequest, unit_code: str, proposal: UUID) -> HttpResponse:
    """Leave everything as it is."""
    row = found(selectors.proposal(request.viewer.here.id, proposal))
    try:
        services.dismiss_proposal(viewer=request.viewer, proposal=row)
    except ProposalEndedError as ended:
        fresh = found(selectors.proposal(request.viewer.here.id, proposal))
        return _page(request, fresh, problems=ended.sentences, status=CONFLICT)
    messages.success(request, "Dismissed. Nothing is changed")
    return redirect("orgs:proposals", unit_code)


def _page(
    request: ViewerRequest,
    row: OdsProposal,
    *,
    form: DecisionsForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    errors = [("", sentence) for sentence in problems or []]
    context = {
        "nav": _NAV,
        "crumbs": _crumbs(request, "From ODS"),
        "row": words.row(row, request.viewer.here.code),
        "lines": words.lines(row.plan),
        "answered": words.answered(row),
        "counts": words.counts(row.plan),
        "form": form or DecisionsForm(plan=row.plan),
        "problems": errors,
        "errors": bool(errors) or (form is not None and bool(form.errors)),
    }
    return render(request, "orgs/proposal.html", context, status=status)
