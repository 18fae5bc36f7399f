"""Who develops, and what is asked for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning import candidates, selectors
from learning.access import MANAGE_LEARNING, VIEW_LEARNING
from learning.presenters import demand_by_family
from learning.views.common import PURPOSE
from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.codes import code_lists


@access(VIEW_LEARNING)
@require_safe
def overview(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Pathways under way by name; demand by family of roles as counts that point at nobody."""
    viewer = request.viewer
    announced = candidates.candidates(viewer.here.id, viewer.day)
    people = selectors.developing(viewer.here.id)
    waiting = selectors.waiting(announced)
    context = {
        "nav": "learning",
        "people": people,
        "waiting": waiting,
        "demand": demand_by_family(announced, code_lists("board_role")["board_role"]),
        "may_manage": viewer.may(MANAGE_LEARNING),
    }
    shown = {p.staff_id for p in people} | {s.pk for s in waiting}
    audit.record_read(viewer, "learning.overview", shown, purpose=PURPOSE)
    return render(request, "learning/overview.html", context)
