from django.http import HttpRequest, HttpResponse

from orgs.access import actions as a
from orgs.access.rules import access


@access(a.VIEW_AUDIT)
def events(request: HttpRequest, unit_code: str) -> HttpResponse:
    raise NotImplementedError
