"""Pages about organisations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from orgs.access import actions as a
from orgs.access.rules import access, signed_in


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The organisations the user holds a role on, narrowed by what she types."""
    wanted = request.GET.get("org", "").strip().lower()
    units = [u for u in request.viewer.units() if wanted in f"{u[1]} {u[0]}".lower()]
    return render(request, "orgs/units.html", {"units": units, "org": request.GET.get("org", "")})


@access(*a.actions)
def home(request: HttpRequest, unit_code: str) -> HttpResponse:
    return render(request, "orgs/home.html", {"nav": "home"})


@access(a.VIEW_TREE)
def tree_page(request: HttpRequest, unit_code: str) -> HttpResponse:
    return render(request, "orgs/tree.html", {"nav": "organisations"})
