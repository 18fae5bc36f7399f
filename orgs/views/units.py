"""Pages about organisations: mine, one's home page, the tree below."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orgs import panels
from orgs.access import actions as a
from orgs.access.rules import ViewerRequest, access, any_role, signed_in
from orgs.restructure.picture import counted, nested
from orgs.restructure.shape import Shape
from orgs.web import as_at


@signed_in
@require_safe
def mine(request: ViewerRequest) -> HttpResponse:
    """The organisations the user holds a role on, narrowed by what she types.

    ``?switch=1`` is the list alone, for the search in the bar of every page.
    """
    typed = request.GET.get("q", "").strip()
    roles: dict[tuple[str, str, str], list[str]] = {}
    for code, name, kind, role in request.viewer.units():
        if typed.lower() in f"{name} {code}".lower():
            roles.setdefault((code, name, kind), []).append(role)
    units = [(*unit, ", ".join(held)) for unit, held in roles.items()]
    template = "components/unit_list.html" if "switch" in request.GET else "orgs/units.html"
    return render(request, template, {"units": units, "q": typed})


@any_role
@require_safe
def home(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The home page of a unit: what waits for the viewer, and what each app shows her first."""
    viewer = request.viewer
    context = {
        "nav": "home",
        "waiting": panels.waiting(viewer),
        "panels": panels.loaded(viewer),
    }
    return render(request, "orgs/home.html", context)


@access(a.VIEW_TREE)
@require_safe
def tree_page(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The organisations below, as the tree stands on a day (``as_at``)."""
    viewer = request.viewer
    asked = as_at.asked(request, ahead=True)
    if asked.wrong:
        return as_at.refused(request, asked, title="Organisations", nav="organisations")
    shape = Shape.of_day(asked.day)
    context = {
        "nav": "organisations",
        "as_at": asked,
        "nodes": [nested(shape, unit_code)] if unit_code in shape else [],
        "counts": _counts(shape, unit_code),
        "may_change": viewer.may(a.MANAGE_TREE) and not asked.other,
        "links": not asked.other,
    }
    return render(request, "orgs/tree.html", context)


def _counts(shape: Shape, code: str) -> list[str]:
    """How many of each kind are below, in the order of the levels."""
    below = [shape[each].type for each in (shape.below(code) if code in shape else ())]
    return [
        counted(kind.label, below.count(name))
        for name, kind in shape.kinds.items()
        if name in below
    ]
