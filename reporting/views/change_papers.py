"""A change of organisations as a PDF: asking for it, following it, and opening it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from orgs.access.actions import MANAGE_TREE
from orgs.access.rules import ViewerRequest, access
from orgs.restructure import selectors
from orgs.restructure.errors import RestructureError
from orgs.views.restructure import status_of, version_of
from orgs.web.download import attachment
from orgs.web.found import found
from orgs.words import words_of_moment
from reporting import change_papers
from reporting.enums import PaperState
from reporting.presenters.change_papers import job, number


@access(MANAGE_TREE)
@require_POST
def ask(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Ask for the paper; the page of the change then says how far it is."""
    of = selectors.plan(request.viewer, plan)
    try:
        paper = change_papers.ask(viewer=request.viewer, plan=of, version=version_of(request.POST))
    except RestructureError as refused:
        context = {
            "nav": "organisations",
            "plan": of,
            "errors": [("", sentence) for sentence in refused.sentences],
        }
        status = status_of(refused)
        return render(request, "reporting/change_paper_refused.html", context, status=status)
    if paper.state == PaperState.DONE:
        messages.success(request, "Nothing has changed since: this paper is the same.")
    else:
        messages.success(request, "Asked for. You can leave this page meanwhile.")
    return redirect("orgs:change", unit_code, plan)


@access(MANAGE_TREE)
@require_GET
def status(request: ViewerRequest, unit_code: str, plan: UUID, paper: UUID) -> HttpResponse:
    """How far a paper is; for htmx the part of the page that asks for itself until it is ready."""
    of = found(change_papers.paper_of(request.viewer, plan, paper))
    shown = job(of, of.plan, unit_code)
    if request.htmx:
        response = render(request, "components/job.html", shown)
    else:
        context = {
            "nav": "organisations",
            "plan": of.plan,
            "job": shown,
            "asked": f"Asked for {words_of_moment(of.asked_at)}",
        }
        response = render(request, "reporting/change_paper.html", context)
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response


@access(MANAGE_TREE)
@require_GET
def download(request: ViewerRequest, unit_code: str, plan: UUID, paper: UUID) -> HttpResponse:
    """The PDF; that it is opened is recorded."""
    of = found(change_papers.paper_of(request.viewer, plan, paper))
    if of.state != PaperState.DONE:
        return redirect("reporting:paper", unit_code, plan, paper)
    content = change_papers.open_paper(viewer=request.viewer, paper=of)
    name = f"change-{unit_code}-{number(of)}.pdf"
    return attachment(content, name=name, content_type="application/pdf")
