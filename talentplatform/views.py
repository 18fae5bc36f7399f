"""Pages that span apps and belong to no unit."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from orgs.access.rules import ViewerRequest, public, signed_in


@signed_in
def home(request: ViewerRequest) -> HttpResponse:
    """Straight to the unit when the user holds a role on one; else to the list of them."""
    codes = {unit[0] for unit in request.viewer.units()}
    if len(codes) == 1:
        return redirect("orgs:unit", unit_code=codes.pop())
    return redirect("orgs:units")


@public
def health(request: HttpRequest) -> HttpResponse:
    """For the load balancer: the site answers and so does its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@public
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/help.html")
