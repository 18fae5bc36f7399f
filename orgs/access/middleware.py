"""Every request runs inside a scope, and every view declares who may see it.

Order of answers: not signed in goes to the sign-in page; a unit that no grant of the user reaches
is 404; a page about people behind an employer's wall is the same 404 for everybody outside it,
whether the path exists or not; inside the wall without the right is 403.
"""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import InternalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, ResolverMatch, resolve
from psycopg.errors import ReadOnlySqlTransaction

from orgs import audit
from orgs.access.rules import Rule
from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer

UNIT_IN_PATH = re.compile(r"/o/([^/]+)")
#: Views of libraries, and files: allowed without a rule of ours. Reasons stand in tests/access.
EXEMPT_NAMES = frozenset({"account_login", "account_logout", "account_reauthenticate"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
#: The answer to anything sent to an address that names a day: such a page changes nothing.
ANOTHER_DAY = (
    "A page of another day can be looked at and not changed. Go back to today to change it."
)


class WallError(Exception):
    """The path lies behind an employer's wall, and the viewer stands outside."""


def _unit_code(path: str) -> str | None:
    found = UNIT_IN_PATH.match(path)
    return found[1] if found else None


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _asked(match: ResolverMatch | None) -> list[str]:
    """Codes of the actions that the view at the address asks for."""
    rule = getattr(match.func, "access", None) if match is not None else None
    return [action.code for action in rule.actions] if isinstance(rule, Rule) else []


def check(viewer: Viewer, rule: Rule) -> None:
    """Raise unless `viewer` satisfies `rule`: ``WallError`` (404) outside, ``PermissionDenied`` inside."""
    if rule.public or rule.signed_in:
        return
    if viewer.unit is None:
        raise WallError
    if viewer.may_any(*rule.actions) or (rule.any_role and viewer.reaching):
        return
    if not viewer.reaching or (viewer.unit.behind_a_wall and not viewer.inside):
        raise WallError
    raise PermissionDenied


class ScopeMiddleware:
    """Opens the scope, applies the view's rule, and rolls back whatever failed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return render(
                request, "errors/400.html", status=HTTPStatus.BAD_REQUEST
            )  # no text has it
        request.viewer = None  # type: ignore[attr-defined]
        user = request.user
        match = _match(request.path_info)
        with user_scope(
            user.pk if user.is_authenticated else None,
            login=user.get_username() if user.is_authenticated else "",
            unit_code=_unit_code(request.path_info),
            asked=_asked(match),
        ) as viewer:
            if user.is_authenticated:
                viewer.person_id = getattr(user, "person_id", None)
                request.viewer = viewer  # type: ignore[attr-defined]
            response = self._outside(request, viewer, match) or self.get_response(request)
            if isinstance(response, HttpResponseNotAllowed):
                response = not_allowed(request, response)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or getattr(
                request, "scope_failed", False
            ):
                transaction.set_rollback(True)
        if viewer.support is not None and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._keep_looks(viewer)
        return response

    def _keep_looks(self, viewer: Viewer) -> None:
        """Write what support access showed, in a transaction that can; without it there is no answer."""
        if not viewer.looked:
            audit.record_read(viewer, "support.page", (), purpose="support access")
        with user_scope(viewer.user_id, login=viewer.login):
            audit.keep_looks(viewer)

    def _outside(
        self, request: HttpRequest, viewer: Viewer, match: ResolverMatch | None
    ) -> HttpResponse | None:
        """Answer here for a path that does not exist, as the unit's wall would."""
        if match is not None or (viewer.unit is None and _unit_code(request.path_info) is None):
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if viewer.unit is None or not viewer.reaching:
            return wall(request, viewer)
        if viewer.unit.behind_a_wall and not viewer.inside:
            return wall(request, viewer)
        return None

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        rule: Rule | None = getattr(view, "access", None)
        if rule is None:
            if match is not None and (match.url_name in EXEMPT_NAMES):
                return None
            raise ImproperlyConfigured(f"{request.path}: the view declares no access rule")
        if rule.public:
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request)
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        try:
            check(viewer, rule)
        except WallError:
            return wall(request, viewer)
        return None if request.method in SAFE else _changing(request, viewer)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        request.scope_failed = True  # type: ignore[attr-defined]
        read_only = isinstance(exception.__cause__, ReadOnlySqlTransaction)
        return only_looking(request) if isinstance(exception, InternalError) and read_only else None


def _changing(request: HttpRequest, viewer: Viewer) -> HttpResponse | None:
    """Why a change is refused whatever the page: it shows another day, or is looked at by support."""
    if "as_at" in "".join(request.GET):
        return render(request, "errors/403.html", {"reason": ANOTHER_DAY}, status=403)
    if viewer.support is not None and viewer.support.reads_only:
        return only_looking(request)
    return None


def only_looking(request: HttpRequest) -> HttpResponse:
    """The answer to a change, or to a file to take away, under support access for looking."""
    reason = "Support access lets you look. It changes nothing, and takes no file away."
    return render(request, "errors/403.html", {"reason": reason}, status=HTTPStatus.FORBIDDEN)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in page; inside a fragment, tell htmx to go there."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
        return response
    return redirect_to_login(request.get_full_path())


def not_allowed(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """The page for a method that a view refuses: Django's own answer is empty, and browsers show nothing."""
    response = render(request, "errors/405.html", status=refusal.status_code)
    response["Allow"] = refusal["Allow"]
    return response


def wall(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The one answer outside an employer's wall: 404, whose it is, whom to ask, and no name of a person."""
    unit = viewer.unit if viewer.unit is not None and viewer.unit.behind_a_wall else None
    return render(request, "errors/wall.html", {"walled_unit": unit}, status=404)
