"""The career map, for everybody who works here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning import careers
from orgs.access.actions import OWN_RECORD
from orgs.access.rules import ViewerRequest, access
from orgs.held import own_record
from orgs.web.found import found


def _staff_id(request: ViewerRequest) -> int | None:
    viewer = request.viewer
    record = own_record(viewer.person_id, viewer.here.id)
    return record.pk if record else None


@access(OWN_RECORD)
@require_safe
def overview(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Roles by family: how people come to them, where they lead, what I have shown already."""
    context = {"nav": "careers", "families": careers.families(_staff_id(request))}
    return render(request, "learning/careers.html", context)


@access(OWN_RECORD)
@require_safe
def role(request: ViewerRequest, unit_code: str, role: str) -> HttpResponse:
    """One role: what it asks for beside what I have shown, and what helps."""
    staff_id = _staff_id(request)
    page = found(careers.role_page(role, staff_id, request.viewer.here.id, request.viewer.day))
    context = {"nav": "careers", "page": page, "has_record": staff_id is not None}
    return render(request, "learning/career.html", context)
