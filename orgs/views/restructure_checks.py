"""Checks of a change of organisations that take minutes: asked for, and looked at."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from orgs.access.actions import MANAGE_TREE
from orgs.access.rules import ViewerRequest, access
from orgs.presenters.restructure_checks import slow_check
from orgs.restructure import selectors, services
from orgs.restructure.checks import slow_checks
from orgs.restructure.errors import RestructureError
from orgs.views.restructure import conflict


@access(MANAGE_TREE)
@require_POST
def start(request: ViewerRequest, unit_code: str, plan: UUID, check: str) -> HttpResponse:
    """Ask for it; the page of the change then shows how far it is."""
    found = selectors.plan(request.viewer, plan)
    if check not in slow_checks:
        raise Http404
    try:
        services.start_check(viewer=request.viewer, plan=found, key=check)
    except RestructureError as refused:
        return conflict(request, found, refused)
    messages.success(request, "Asked for. You can leave this page meanwhile.")
    return redirect("orgs:change", unit_code, plan)


@access(MANAGE_TREE)
@require_safe
def progress(request: ViewerRequest, unit_code: str, plan: UUID, check: str) -> HttpResponse:
    """How far it is, or what it found: a fragment that asks for itself until it is done."""
    found = selectors.plan(request.viewer, plan)
    if check not in slow_checks:
        raise Http404
    context = {"slow": slow_check(found, slow_checks.get(check))}
    return render(request, "orgs/restructure_slow.html", context)
