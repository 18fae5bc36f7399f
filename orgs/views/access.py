"""Who holds which role here: stub until the access pages land in this commit series."""

from django.http import HttpRequest, HttpResponse

from orgs.access import actions as a
from orgs.access.rules import access, public

_ANY = (a.MANAGE_ACCESS, a.FOUND_ACCESS, a.MANAGE_STEWARDS)


@access(*_ANY)
def grants(request: HttpRequest, unit_code: str) -> HttpResponse:
    raise NotImplementedError


@access(*_ANY)
def why(request: HttpRequest, unit_code: str) -> HttpResponse:
    raise NotImplementedError


@access(*_ANY)
def end(request: HttpRequest, unit_code: str, grant: str) -> HttpResponse:
    raise NotImplementedError


@access(*_ANY)
def confirm(request: HttpRequest, unit_code: str, grant: str) -> HttpResponse:
    raise NotImplementedError


@public
def accept(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError
